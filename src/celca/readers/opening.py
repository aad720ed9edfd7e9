"""Open a database by whatever it is: a name, a folder, a Brightway address, a foreign file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from celca.inventory import DEFAULT, Inventory, locate, read_inventory
from celca.methods import DEFAULT_METHOD, Method, load_method, method_names
from celca.readers.kinds import Kind, kind_of

__all__ = ["open_database", "open_method"]

_JOINED = " + "


def open_database(
    name: str | Path = DEFAULT,
    decided: Mapping[str, str] | None = None,
    *,
    average: bool = False,
    money: str = "",
) -> Inventory:
    """Return a database, given as any of these.

    - the name of one that comes with celca, or a folder in its format
    - `bw:PROJECT/DATABASE`, a database of a Brightway project
    - openLCA's JSON-LD, a .zip or folder
    - EcoSpold 1 or 2, a .zip, .xml, .spold or folder
    - a folder of ILCD data sets flattened to three tables, as TianGong's
    - a .csv of SimaPro
    - an input-output table: a .npz in the manner of USEEIO, a folder or .zip of pymrio
    - a .csv or .xlsx list of emission factors
    - several of these, joined by ' + ': `celca-open + useeio.npz`

    decided  product -> process that is meant where several make it
    average  take the mean of several makers where nothing tells which is meant
    money    currency and year of an input-output table, as 'USD 2012'

    What was converted is kept in the cache for as long as its files do not change. Raises
    UnknownName, FileFault and what the reading of each raises.
    """
    text = str(name)
    if _JOINED in text and not Path(text).exists():
        from celca.readers.joining import joined

        parts = [part.strip() for part in text.split(_JOINED)]
        opened = [open_database(p, decided, average=average, money=money) for p in parts]
        return joined(opened)
    if text.startswith("bw:"):
        from celca.readers.brightway import read_brightway, split_address

        return read_brightway(*split_address(text))
    path = Path(name)
    kind = kind_of(path)
    if kind == "celca":
        return read_inventory(locate(name))
    from celca.readers.keeping import remembered

    told = f"{kind} {sorted((decided or {}).items())} {average} {money}"
    return remembered(path, told, partial(_read, kind, path, decided, average, money))


def _read(
    kind: Kind, path: Path, decided: Mapping[str, str] | None, average: bool, money: str
) -> Inventory:
    """Return what a reader makes of a path; each is loaded when it is needed."""
    if kind == "jsonld":
        from celca.readers.jsonld import read_jsonld

        return read_jsonld(path, decided=decided, average=average)
    if kind == "ecospold":
        from celca.readers.ecospold import read_ecospold

        return read_ecospold(path, decided, average=average)
    if kind == "ilcd":
        from celca.readers.ilcd_tables import read_ilcd_tables

        return read_ilcd_tables(path, decided, average=average)
    if kind == "simapro":
        from celca.readers.simapro import read_simapro

        return read_simapro(path, decided, average=average)
    if kind == "mrio":
        from celca.readers.mrio import read_mrio

        return read_mrio(path, money)
    if kind == "input_output":
        from celca.readers.input_output import read_input_output

        return read_input_output(path, money)
    from celca.readers.factor_list import read_factor_list

    return read_factor_list(path)


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
