"""The XML files of EcoSpold, and what a dataset in one is, whichever version wrote it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from celca.readers import xml_files
from celca.readers.draft import Spread

__all__ = ["Dataset", "Line", "roots"]

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
    """Yield (file, root, namespace in braces) of each file of EcoSpold. Raises FileFault."""
    for name, root, space in xml_files.roots(path, _ENDINGS):
        if root.tag.removeprefix(space) == "ecoSpold":
            yield name, root, space
