"""What a bill of materials is, once it has been read."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import repeat
from math import fsum
from typing import Any

from celca.bom.components import Typical
from celca.errors import Finding

__all__ = ["Bom", "BomLine", "lines_of"]


@dataclass(frozen=True, slots=True)
class BomLine:
    """One leaf of the product's tree: something that has, or should have, a mass.

    row             row in the file as a person counts it, 1 = first row of the sheet
    part            part number or name; `row 7` where the file gives none
    description     as written; empty where the file is silent
    material        as written; a component by its footprint is called as its class is; empty
                    where the file is silent
    quantity        in one product, rolled up along the tree [piece, or the row's own unit]
    mass            in one product, rolled up along the tree [kg]; None where unknown
    recycled        share of the mass that was waste before [kg/kg], 0 to 1; None where silent
    bio_based       share of the mass grown, not mined [kg/kg], 0 to 1; None where silent
    process         forming process as written; empty where the file is silent
    supplier_value  declared by the supplier, for this line in one product [kg CO2e]
    path            the assemblies above, outermost first
    scrap           cut away and lost, per kg kept, in the assemblies above too [kg/kg]; None
                    where silent
    volume          in one product, where the file gives a size and no mass [m3]
    price           of this line in one product, and its currency; None where either is not told
    """

    row: int
    part: str
    description: str
    material: str
    quantity: float
    mass: float | None
    recycled: float | None
    bio_based: float | None
    process: str
    supplier_value: float | None
    path: tuple[str, ...]
    scrap: float | None = None
    volume: float | None = None
    price: tuple[float, str] | None = None


def lines_of(columns: Sequence[Sequence[Any]]) -> list[BomLine]:
    """Return the lines of columns that stand in the order of the fields of a line.

    The slots are filled a column at a time, in half the time that a million calls would take.
    """
    lines = list(map(object.__new__, repeat(BomLine, len(columns[0]))))
    for field, column in zip(fields(BomLine), columns, strict=True):
        fill = getattr(BomLine, field.name).__set__
        deque(map(fill, lines, column), maxlen=0)
    return lines


@dataclass(frozen=True, slots=True)
class Bom:
    """A bill of materials, and how it was read.

    source        name of the file
    encoding      of the text; empty for a workbook
    sheet         that was read; empty for a text file
    header_row    row of the headings, 1 = first
    columns       meaning -> heading as written, for each column that was used
    lines         the leaves, in the order of the file
    findings      assumptions, and what deserves a second look
    rows_read     rows that were items of the product, assemblies included
    rows_skipped  (row, reason) of every other row below the heading that is not blank
    assemblies    rows that only hold others
    not_used      headings of the columns that say nothing to us
    typical       masses that are typical of a component's footprint, by class
    """

    source: str
    encoding: str
    sheet: str
    header_row: int
    columns: Mapping[str, str]
    lines: tuple[BomLine, ...]
    findings: tuple[Finding, ...]
    rows_read: int
    rows_skipped: tuple[tuple[int, str], ...]
    assemblies: tuple[int, ...] = ()
    not_used: tuple[str, ...] = ()
    typical: tuple[Typical, ...] = ()

    @property
    def mass(self) -> float:
        """Mass of the lines that have one [kg]."""
        return fsum(line.mass for line in self.lines if line.mass is not None)
