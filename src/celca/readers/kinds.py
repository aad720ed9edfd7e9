"""Tell what a file or folder is, by its name and by what it holds."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from celca.errors import FileFault
from celca.readers.damage import DAMAGE, damaged

__all__ = ["Kind", "kind_of"]

Kind = Literal[
    "celca", "ecospold", "ilcd", "jsonld", "simapro", "mrio", "input_output", "factor_list"
]
_XML = (".xml", ".spold")
_ILCD = ("processes", "flows")  # folders that hold XML in every package of it
_MRIO = "file_parameters.json"  # stands in every folder that pymrio saves


def kind_of(path: Path) -> Kind:
    """Return what a database is; a folder that is nothing else, or no path, is celca's.

    Raises FileFault for a file that holds none.
    """
    if path.is_dir():
        return _folder(path)
    return _file(path) if path.is_file() else "celca"


def _folder(path: Path) -> Kind:
    if (path / "database.toml").is_file():
        return "celca"
    if (path / _MRIO).is_file():
        return "mrio"
    from celca.readers.ilcd_tables import tables_of

    if tables_of(path) or any(_is_ilcd(base) for base in (path, path / "ILCD")):
        return "ilcd"
    if (path / "processes").is_dir() and (path / "flows").is_dir():
        return "jsonld"
    if any(file.suffix.lower() in _XML for file in path.rglob("*")):
        return "ecospold"
    return "celca"


def _is_ilcd(folder: Path) -> bool:
    return all(any((folder / name).glob("*.xml")) for name in _ILCD)


def _file(path: Path) -> Kind:
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _zip(path)
    if suffix in _XML:
        return "ecospold"
    if suffix == ".npz":
        return "input_output"
    if suffix == ".csv":
        from celca.readers.simapro_files import is_simapro

        return "simapro" if is_simapro(path) else "factor_list"
    if suffix in (".xlsx", ".xls"):
        return "factor_list"
    if suffix == ".7z":
        raise FileFault(path.name, "is a 7z archive.", "Unpack it, and name the folder instead.")
    raise FileFault(
        path.name,
        "is not a database that celca reads.",
        "It reads folders, bw:PROJECT/DATABASE, .zip of openLCA JSON-LD or ILCD, EcoSpold (.xml,"
        " .spold, .zip), SimaPro .csv, tables of pymrio, .npz, lists of factors in .csv or .xlsx.",
    )


def _zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as file:
            names = file.namelist()
    except DAMAGE as error:
        raise damaged(path.name, error) from error
    if any("/processes/" in f"/{n}" and n.endswith(".json") for n in names):
        return "jsonld"
    if any(n.rpartition("/")[2] == _MRIO for n in names):
        return "mrio"
    within = {n.lower().split("/")[-2] for n in names if "/" in n and n.lower().endswith(".xml")}
    if within.issuperset(_ILCD):
        return "ilcd"
    if any(n.lower().endswith(_XML) for n in names):
        return "ecospold"
    if nested := [n for n in names if n.lower().endswith((".zip", ".7z", ".rar"))]:
        raise FileFault(path.name, f"holds another archive, {nested[0]}.", "Unpack it first.")
    raise FileFault(
        path.name,
        "holds neither openLCA JSON-LD nor ILCD processes, nor EcoSpold, nor a pymrio table.",
    )
