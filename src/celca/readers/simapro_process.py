"""One process of a SimaPro CSV: its lists of exchanges, its parameters, its amounts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from celca.errors import FileFault
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Spread, spread_95
from celca.readers.formulas import evaluate_all
from celca.readers.simapro_files import Block, Export, Row

__all__ = ["Entry", "amount_in", "entries", "share_in", "spread_in"]


@dataclass(frozen=True)
class Entry:
    """One process of the file: what it says of itself, and its lists of rows.

    stage  whether it is a product stage: an assembly, a life cycle, what becomes of it
    names  values of its parameters, and of those of the project
    line   where its lists begin
    """

    about: Mapping[str, str]
    lists: Sequence[Block]
    names: Mapping[str, float]
    line: int
    stage: bool = False

    def rows(self, *headings: str) -> Iterator[tuple[str, Row]]:
        """Yield (heading, row) of some lists."""
        for block in self.lists:
            if block.heading in headings:
                yield from ((block.heading, row) for row in block.rows)


def entries(export: Export) -> Iterator[Entry]:
    """Yield the processes and product stages of a file. Raises FileFault where it ends in one."""
    inputs = ("Database Input parameters", "Project Input parameters")
    formulas = ("Database Calculated parameters", "Project Calculated parameters")
    known = _parameters(export, export.blocks, (inputs, formulas), {})
    about: dict[str, str] = {}
    lists: list[Block] | None = None
    stage = False
    for block in export.blocks:
        if lists is None and block.heading in ("Process", "Product stage"):
            about, lists, stage = {}, [], block.heading == "Product stage"
        elif block.heading == "End" and lists is not None:
            own = (("Input parameters",), ("Calculated parameters",))
            names = _parameters(export, lists, own, known)
            line = next((b.rows[0].line for b in lists if b.rows), 0)
            yield Entry(about, lists, names, line, stage)
            lists = None
        elif lists is not None:
            lists.append(block)
            about[block.heading] = block.text()
    if lists:
        raise FileFault(export.file, "ends inside a process: it was cut off.", "Export it again.")


def _parameters(
    export: Export,
    blocks: Sequence[Block],
    headings: tuple[Sequence[str], Sequence[str]],
    known: Mapping[str, float],
) -> dict[str, float]:
    """Return the values of parameters, over those known already; none where a formula fails."""
    values, formulas = dict(known), dict[str, str]()
    for block in blocks:
        for row in block.rows:
            name = row.cell(0).casefold()
            if block.heading in headings[0]:
                values[name] = export.number(row.cell(1), values, export.place(row))
            elif block.heading in headings[1]:
                text = row.cell(1)
                formulas[name] = text.replace(",", ".") if export.decimal == "," else text
                values.pop(name, None)
    return evaluate_all(formulas, values)[0]


def amount_in(
    export: Export, row: Row, place: int, names: Mapping[str, float]
) -> tuple[str, float]:
    """Return the unit and the amount in two cells; some versions write them the other way round."""
    unit, amount = row.cell(place), row.cell(place + 1)
    if export.is_number(unit) and not export.is_number(amount):
        unit, amount = amount, unit
    if not unit or not amount:
        what = "unit" if not unit else "amount"
        raise FileFault(export.place(row), f"{row.cell(0)!r} has no {what}.")
    return foreign_unit(unit), export.number(amount, names, export.place(row))


def share_in(export: Export, row: Row, names: Mapping[str, float]) -> float:
    """Return the percentage in the third cell, or the second, as a share [-]."""
    text = row.cell(1) if row.cell(2) == "%" else row.cell(2)
    return export.number(text.removesuffix("%") or "0", names, export.place(row)) / 100


def spread_in(export: Export, row: Row, place: int) -> Spread:
    """Return the spread in four cells: its shape, its width, its bounds."""

    def number(i: int) -> float:
        text = row.cell(place + i)
        return export.number(text, {}, export.place(row)) if export.is_number(text) else math.nan

    shape = row.cell(place).casefold()
    shape = "triangular" if shape == "triangle" else shape
    return spread_95(shape, number(1), number(2), number(3))
