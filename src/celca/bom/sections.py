"""Lists with a table for each assembly below its name, as CATIA writes them.

    Bill of Material: CHAIR
    Quantity  Part Number  …
    1         SEAT
    Bill of Material: SEAT
    Quantity  Part Number  …

What stands below a name is part of it; the recapitulation at the end says it all again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from celca.bom.columns import Column
from celca.bom.content import BY_CONTENT
from celca.bom.tables import Table
from celca.bom.words import fold, word_set

__all__ = ["assembly_of", "is_recapitulation", "under_assemblies"]


def assembly_of(row: Sequence[Any]) -> str:
    """Return the assembly that a row such as `Bill of Material: SEAT` announces, '' for another."""
    return _named(row, "section")


def is_recapitulation(row: Sequence[Any]) -> bool:
    """Say whether a row announces the sums over all assemblies."""
    return bool(_named(row, "recapitulation"))


def _named(row: Sequence[Any], use: str) -> str:
    filled = [cell for cell in row if cell != ""]
    if len(filled) != 1 or not isinstance(filled[0], str):
        return ""
    word, colon, name = filled[0].replace("：", ":").partition(":")
    return name.strip() if colon and fold(word) in word_set(use) else ""


def under_assemblies(table: Table) -> Table:
    """Return the table with the assembly that each row stands below as its parent."""
    rows, head = table.sheet.rows, table.header_row
    named = [any(map(assembly_of, part)) for part in (rows[: head - 1], rows[head:])]
    if not all(named) or table.columns.keys() & {"level", "parent"} or "part" not in table.columns:
        return table
    width, name = max(map(len, rows)), ""
    headings = [cell for cell in rows[head - 1] if cell != ""]
    wide: list[list[Any]] = []
    for row in rows:
        filled = [cell for cell in row if cell != ""]
        no_item = not filled or assembly_of(row) or filled == headings
        name = assembly_of(row) or ("" if is_recapitulation(row) else name)
        wide.append([*row, *[""] * (width - len(row)), "" if no_item else name])
    parent = Column(width, "Bill of Material", "parent", "", BY_CONTENT)
    columns = {**table.columns, "parent": parent}
    return replace(table, sheet=replace(table.sheet, rows=wide), columns=columns)
