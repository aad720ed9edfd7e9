"""The XML files of EcoSpold, and what a dataset in one is, whichever version wrote it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from celca.errors import FileFault
from celca.readers.damage import DAMAGE, damaged
from celca.readers.draft import Spread

__all__ = ["Dataset", "Line", "child", "roots"]

_ENDINGS = (".xml", ".spold")


@dataclass(frozen=True, slots=True)
class Line:
    """One exchange of a dataset: what, in or out of which group, how much.

    key      what its flow or product goes by
    context  compartment of a flow, coarsest first
    side     in or out
    group    of EcoSpold: out 0 reference product, 2 co-product, 3 waste; in or out 4 nature
    link     the activity that it comes from, where the file says so
    cas      CAS number of a flow, '' where the file gives none
    """

    key: str
    name: str
    context: tuple[str, ...]
    unit: str
    side: str
    group: str
    amount: float
    spread: Spread
    link: str = ""
    pedigree: str = ""
    cas: str = ""


@dataclass(frozen=True)
class Dataset:
    """One process: who it is, the product that it makes, and everything else.

    key       in the inventory
    number    that links name it by
    result    whether it is the outcome of a calculation, and not one unit process
    formulas  amounts that the formulas beside them do not give
    """

    key: str
    number: str
    name: str
    location: str
    year: int | None
    category: str
    made: Line
    lines: list[Line]
    result: bool = False
    formulas: tuple[str, ...] = ()


def roots(path: Path) -> Iterator[tuple[str, ET.Element, str]]:
    """Yield (file, root, namespace in braces) of each file, of a folder, zip or file.

    Raises FileFault for a zip or XML that is damaged, and for XML that defines entities.
    """
    for name, content in _files(path):
        # letters of UTF-16 have zeros between them
        if b"<!ENTITY" in content.replace(b"\0", b""):
            raise FileFault(name, "defines entities, which EcoSpold does not, and is not read.")
        try:
            root = ET.fromstring(content)
        except (ET.ParseError, ValueError, LookupError) as error:
            raise FileFault(name, f"is not well-formed XML: {error}.") from error
        space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
        if root.tag.removeprefix(space) == "ecoSpold":
            yield name, root, space


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in _ENDINGS and file.is_file():
                yield file.name, file.read_bytes()
    elif path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as package:
                for name in sorted(package.namelist()):
                    if name.lower().endswith(_ENDINGS):
                        yield name, package.read(name)
        except DAMAGE as error:
            raise damaged(path.name, error) from error
    else:
        yield path.name, path.read_bytes()


def child(element: ET.Element, *path: str) -> ET.Element:
    """Return an element inside, by its path of tags; an empty one where there is none."""
    for tag in path:
        found = element.find(tag)
        if found is None:
            return ET.Element(tag)
        element = found
    return element
