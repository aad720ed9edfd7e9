"""One process of a SimaPro CSV: its lists of exchanges, its parameters, its amounts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from celca.errors import FileFault
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import FIXED, Spread
from celca.readers.formulas import evaluate_all
from celca.readers.simapro_files import Block, Export, Row

__all__ = ["Entry", "amount_in", "entries", "spread_in"]

_BOUNDED = {"triangle": "triangular", "uniform": "uniform"}


@dataclass(frozen=True)
class Entry:
    """One process of the file: what it says of itself, and its lists of rows.

    names  values of its parameters, and of those of the project
    line   where its lists begin
    """

    about: Mapping[str, str]
    lists: Sequence[Block]
    names: Mapping[str, float]
    line: int

    def rows(self, *headings: str) -> Iterator[tuple[str, Row]]:
        """Yield (heading, row) of some lists."""
        for block in self.lists:
            if block.heading in headings:
                yield from ((block.heading, row) for row in block.rows)


def entries(export: Export) -> Iterator[Entry]:
    """Yield the processes of a file. Raises FileFault where it ends inside one."""
    inputs = ("Database Input parameters", "Project Input parameters")
    formulas = ("Database Calculated parameters", "Project Calculated parameters")
    known = _parameters(export, export.blocks, (inputs, formulas), {})
    about: dict[str, str] = {}
    lists: list[Block] | None = None
    for block in export.blocks:
        if block.heading == "Process":
            about, lists = {}, []
        elif block.heading == "End" and lists is not None:
            own = (("Input parameters",), ("Calculated parameters",))
            names = _parameters(export, lists, own, known)
            line = next((b.rows[0].line for b in lists if b.rows), 0)
            yield Entry(about, lists, names, line)
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


def spread_in(export: Export, row: Row, place: int) -> Spread:
    """Return the spread in four cells: its shape, its width, its bounds."""

    def number(i: int) -> float:
        text = row.cell(place + i)
        return export.number(text, {}, export.place(row)) if export.is_number(text) else math.nan

    shape = row.cell(place).casefold()
    wide = number(1)
    if shape == "lognormal":  # the square of the geometric deviation
        return Spread(shape, math.log(wide) / 2 if wide > 1 else math.nan).sound()
    if shape == "normal":  # twice the deviation
        return Spread(shape, wide / 2).sound()
    if shape in _BOUNDED:
        return Spread(_BOUNDED[shape], minimum=number(2), maximum=number(3)).sound()
    return FIXED
