"""Open a database by whatever it is: a name, a folder, a Brightway address, a foreign file."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from celca.errors import FileFault
from celca.inventory import DEFAULT, Inventory, locate, read_inventory
from celca.methods import DEFAULT_METHOD, Method, load_method, method_names

__all__ = ["open_database", "open_method"]

_TABLES = (".csv", ".xlsx", ".xls")


def open_database(
    name: str | Path = DEFAULT,
    decided: Mapping[str, str] | None = None,
    *,
    average: bool = False,
) -> Inventory:
    """Return a database, given as any of these.

    - the name of one that comes with celca, or a folder in its format
    - `bw:PROJECT/DATABASE`, a database of a Brightway project
    - a .zip of openLCA (JSON-LD), a .zip or .xml or folder of EcoSpold 1
    - a .npz of an input-output table in the manner of USEEIO
    - a .csv or .xlsx list of emission factors

    decided  product -> process that is meant where several make it (openLCA, EcoSpold)
    average  take the mean of several makers where nothing tells which is meant

    Raises UnknownName, FileFault and what the reading of each raises.
    """
    text = str(name)
    if text.startswith("bw:"):
        from celca.readers.brightway import read_brightway, split_address

        return read_brightway(*split_address(text))
    path = Path(name)
    if path.is_file():
        return _open_file(path, decided or {}, average)
    if path.is_dir() and not (path / "database.toml").is_file():
        if next(path.rglob("*.xml"), None) is not None:
            from celca.readers.ecospold import read_ecospold

            return read_ecospold(path, decided, average=average)
        if (path / "processes").is_dir() and (path / "flows").is_dir():
            from celca.readers.jsonld import read_jsonld

            return read_jsonld(path, decided=decided, average=average)
    return read_inventory(locate(name))


def _open_file(path: Path, decided: Mapping[str, str], average: bool) -> Inventory:
    suffix = path.suffix.lower()
    if suffix == ".zip":
        try:
            with zipfile.ZipFile(path) as file:
                names = file.namelist()
        except (OSError, zipfile.BadZipFile) as error:
            raise FileFault(path.name, f"is not a zip that can be read: {error}.") from error
        if any(n.split("/")[0] == "processes" and n.endswith(".json") for n in names):
            from celca.readers.jsonld import read_jsonld

            return read_jsonld(path, decided=decided, average=average)
        if any(n.lower().endswith((".xml", ".spold")) for n in names):
            from celca.readers.ecospold import read_ecospold

            return read_ecospold(path, decided, average=average)
        raise FileFault(path.name, "holds neither openLCA JSON-LD processes nor EcoSpold files.")
    if suffix == ".xml":
        from celca.readers.ecospold import read_ecospold

        return read_ecospold(path, decided, average=average)
    if suffix == ".npz":
        from celca.readers.input_output import read_input_output

        return read_input_output(path)
    if suffix in _TABLES:
        from celca.readers.factor_list import read_factor_list

        return read_factor_list(path)
    raise FileFault(
        path.name,
        "is not a database that celca reads.",
        "It reads folders, bw:PROJECT/DATABASE, .zip of openLCA JSON-LD, EcoSpold 1, .npz, lists"
        " of factors in .csv or .xlsx.",
    )


def open_method(name: str, database: str | Path, inventory: Inventory) -> Method:
    """Return a method: one of celca's, or one of the Brightway project that is named.

    name  id, `bw:PROJECT/METHOD`, or for a database bw:PROJECT/… a method of that project, the
          parts of its name joined by '|' or any of them that only one method has

    Raises UnknownName, DataError, UnitError.
    """
    if name in method_names():
        return load_method(name)
    if not name.startswith("bw:") and not str(database).startswith("bw:"):
        return load_method(name or DEFAULT_METHOD)
    from celca.readers.brightway import split_address
    from celca.readers.brightway_methods import read_brightway_method

    if name.startswith("bw:"):
        return read_brightway_method(*split_address(name), inventory)
    project, _ = split_address(str(database))
    return read_brightway_method(project, name, inventory)
