"""A tree that no heading announces: numbers such as 1, 1.1 under `Item`, columns side by side.

A list whose assemblies weigh what their parts weigh is counted twice when it is taken for flat,
so its shape is looked for in the cells as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from celca.bom.columns import Column
from celca.bom.content import BY_CONTENT
from celca.bom.headings import read_heading
from celca.bom.nesting import is_dotted, is_nested
from celca.bom.tables import Table
from celca.bom.words import squeeze

__all__ = ["levels_side_by_side", "numbered"]

_LEVEL = re.compile(r"(?:level|lvl|lv|l|stufe|ebene|レベル|階層|层级|层)([0-9])")
_SHORT = 2  # a mark in a cell, such as ● or 1; anything longer is a name


def levels_side_by_side(table: Table) -> Table:
    """Return the table with a column of levels, where `Level 1`, `Level 2` stand side by side.

    Each row is filled in one of them; what stands there names the part, unless it is a mark.
    """
    places = _level_columns(table)
    width = len(table.sheet.rows[table.header_row - 1])
    own = [_only(row, places) for row in table.rows if any(row)] if places else []
    told = any(only and only[0] for only in own)
    if not told or None in own or max(map(len, table.rows)) > width:
        return table
    rows = [row + [""] * (width - len(row)) for row in table.sheet.rows]
    cells = [_only(row, places) or ("", "") for row in rows]
    named = any(len(text) > _SHORT for _, text in cells[table.header_row :])
    first, last = (table.headers[i] for i in (min(places), max(places)))
    heading, columns = f"{first} … {last}", dict(table.columns)
    columns |= {f"level_{n}": Column(i, table.headers[i], f"level_{n}") for i, n in places.items()}
    columns["level"] = Column(width, heading, "level", "", BY_CONTENT)
    if named and "part" not in columns:
        columns["part"] = Column(width + 1, heading, "part", "", BY_CONTENT)
    wide = [[*row, *cell] for row, cell in zip(rows, cells, strict=True)]
    return replace(table, sheet=replace(table.sheet, rows=wide), columns=columns)


def _level_columns(table: Table) -> dict[int, str]:
    """Return column -> its level, where at least two levels have a column each, in order."""
    matches = {i: _LEVEL.fullmatch(squeeze(h)) for i, h in enumerate(table.headers)}
    found = {i: match[1] for i, match in matches.items() if match}
    levels = list(map(int, found.values()))
    in_order = levels == list(range(min(levels, default=0), max(levels, default=0) + 1))
    return found if len(found) > 1 and in_order and "level" not in table.columns else {}


def _only(row: Sequence[Any], places: dict[int, str]) -> tuple[str, str] | None:
    """Return (level, text) of the one level that a row is filled in; None where it is not one."""
    filled = [(level, text) for i, level in places.items() if (text := _text(row, i))]
    return filled[0] if len(filled) == 1 else ("", "") if not filled else None


def _text(row: Sequence[Any], index: int) -> str:
    cell = row[index] if index < len(row) else ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()


def numbered(table: Table, rows: Sequence[Sequence[Any]]) -> Table:
    """Return the table with a column of numbers such as 1, 1.1, 1.2 as that of positions.

    It is looked for under headings such as `Item`, and under none.
    rows  of the items; each number has to stand below one that is there
    """
    position = table.columns.get("position")
    known = position is not None and is_dotted([_text(row, position.index) for row in rows[:99]])
    if known or table.columns.keys() & {"level", "parent"}:
        return table
    for index, header in enumerate(table.headers):
        may_be = _may_number(header) and "." not in (first := _text(rows[0], index)) and first
        if may_be and is_nested([_text(row, index) for row in rows]):
            position = Column(index, header, "position", "", BY_CONTENT)
            return replace(table, columns={**table.columns, "position": position})
    return table


def _may_number(header: str) -> bool:
    heading = read_heading(header)
    if heading is None:
        return not header
    return heading.meaning == "position" or (heading.meaning == "part" and heading.rank > 1)
