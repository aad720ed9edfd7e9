"""Columns that are known by what stands in them, where no heading says it."""

from __future__ import annotations

import re
from dataclasses import replace

from celca.bom.columns import Column
from celca.bom.headings import MASSES
from celca.bom.masses import is_mass_unit
from celca.bom.tables import Table
from celca.bom.words import fold, word_set
from celca.errors import FileFault

__all__ = ["BY_CONTENT", "known_by_content"]

BY_CONTENT = 3  # the rank of a column that is known so
_MASS = re.compile(r"\s*[0-9][0-9.,\s]*(?:kg|mg|g|lb|oz)\s*", re.IGNORECASE)


def known_by_content(table: Table) -> Table:
    """Return the table with the unit of the mass, the mass and the names found by their cells."""
    return _named(_weighed(_unit_of_mass(table)))


def _weighed(table: Table) -> Table:
    """Take the one column of cells such as `146 g` for the mass, where none is headed so."""
    if table.columns.keys() & {*MASSES, "supplier_value", "footprint"}:
        return table
    known = {c.index for c in table.columns.values()}
    rows = [row for row in table.rows if any(row)]
    found = []
    for index in range(max(map(len, rows), default=0)):
        cells = [c for row in rows if len(row) > index and (c := row[index]) != ""]
        if index not in known and cells and all(map(_is_mass, cells)):
            found.append(index)
    if len(found) > 1:
        names = " and ".join(repr(_header(table, i)) for i in found)
        raise FileFault(
            f"{table.where} row {table.header_row}",
            f"the columns {names} both hold masses, and no heading says which is the mass.",
            f"Name the right one: --column mass={_header(table, found[0])!r}.",
        )
    if not found:
        return table
    mass = Column(found[0], _header(table, found[0]), "mass", "", BY_CONTENT)
    return replace(table, columns={**table.columns, "mass": mass})


def _is_mass(cell: object) -> bool:
    return isinstance(cell, str) and bool(_MASS.fullmatch(cell))


def _header(table: Table, index: int) -> str:
    return table.headers[index] if index < len(table.headers) else ""


def _unit_of_mass(table: Table) -> Table:
    """Let a lone unit column that can only be meant for the mass be the unit of the mass."""
    columns = dict(table.columns)
    unit = columns.get("unit")
    masses = [columns[m] for m in MASSES if m in columns]
    if unit is None or "mass_unit" in columns or not masses or any(c.unit for c in masses):
        return table
    cells = {c for row in table.rows if len(row) > unit.index and (c := row[unit.index])}
    beside = any(c.index + 1 == unit.index for c in masses) or "quantity" not in columns
    others = {c for c in cells if not (isinstance(c, str) and is_mass_unit(c))}
    if beside and len(cells) > len(others) and all(_total_word(c) for c in others):
        columns["mass_unit"] = replace(unit, meaning="mass_unit")
        del columns["unit"]
    return replace(table, columns=columns)


def _named(table: Table) -> Table:
    """Take the first column of texts for the names, where no heading says which it is."""
    if table.columns.keys() & {"part", "description"}:
        return table
    value = table.columns.get("specification") or table.columns.get("remarks")
    if value is not None and "footprint" in table.columns:  # a list of components
        named = replace(value, meaning="description")
        return replace(table, columns={**table.columns, "description": named})
    known = {c.index for c in table.columns.values()}
    rows = [row for row in table.rows if any(row)]
    for index in range(max(map(len, rows), default=0)):
        cells = [row[index] for row in rows if len(row) > index and row[index] != ""]
        words = [c for c in cells if isinstance(c, str) and any(map(str.isalpha, c))]
        if index not in known and 2 * len(words) > len(rows):
            column = Column(index, _header(table, index), "description", "", BY_CONTENT)
            return replace(table, columns={**table.columns, "description": column})
    return table


def _total_word(cell: object) -> bool:
    return isinstance(cell, str) and fold(cell) in word_set("total")
