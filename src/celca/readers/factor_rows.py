"""The lines of a list of factors: what its cells are by the heading, and what a line is per."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celca.bom.decoding import decode
from celca.bom.workbook import is_workbook, read_workbook
from celca.readers.factor_heads import Heading
from celca.readers.factor_units import Per, per

__all__ = ["Row", "Rows", "rows_of", "sheets_of"]

Rows = Sequence[list[Any]]
_SAMPLE = 5000  # characters that the delimiter is told from


@dataclass(frozen=True)
class Row:
    """One line of a list.

    cells    what it is -> text; `gases`: formula -> text
    gwp_set  that its total is in, '' where nobody says
    """

    place: str
    cells: dict[str, str]
    gases: dict[str, str]
    per: Per
    sheet: str
    gwp_set: str


def sheets_of(path: Path) -> dict[str, Rows]:
    """Return the sheets of a workbook by name, or the one of a text under ''.

    Raises FileFault for a file that cannot be read.
    """
    raw = path.read_bytes()
    if is_workbook(raw[:8]):
        return {sheet.name: sheet.rows for sheet in read_workbook(path)}
    text, *_ = decode(raw, path.name)
    mark = max(",;\t", key=text[:_SAMPLE].count)
    return {"": list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))}


def rows_of(rows: Rows, heading: Heading, about: tuple[str, str]) -> Iterator[Row]:
    """Yield what stands below a heading; `about` is the sheet and the GWP set of its totals."""
    sheet, gwp_set = about
    columns = heading.columns
    measured = columns.get("factor", next(iter(heading.gases.values()), 0))
    head = heading.per_head(measured)
    for number, row in enumerate(rows[heading.end :], heading.end + 1):

        def cell(j: int, row: Sequence[object] = row) -> str:
            return str(row[j]).strip() if j < len(row) and row[j] is not None else ""

        cells = {k: cell(j) for k, j in columns.items()}
        parts = [cells["name"], *(cell(j) for j in heading.more)]
        which = re.search(r"\(([^()]*)\)$", cells.get("unit", ""))  # kWh (Net CV)
        said = [p.strip('" ') for p in (*parts, which[1] if which else "")]
        cells["name"] = ", ".join(p for p in said if p) if said[0] else ""
        if cells["name"]:
            place = f"{sheet} row {number}".strip()
            gases = {formula: cell(j) for formula, j in heading.gases.items()}
            yield Row(place, cells, gases, _per(cells.get("unit", ""), head), sheet, gwp_set)


def _per(cell: str, head: str) -> Per:
    """Return what a row is per: by its unit, and by the heading of its factor."""
    own, above = per(cell), per(head) if head else Per(1.0, "")
    if not head:
        return own
    unit = own if own.unit else above
    ratio = own.ratio if "co2" in cell.casefold() else above.ratio
    return Per(ratio, unit.unit, unit.money, above.whole)
