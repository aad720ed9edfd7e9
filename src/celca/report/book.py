"""What a workbook is made of: cells, formulas, sheets, before any file format.

This module knows no format but the way formulas are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from celca.assess import Footprint
from celca.report.sayings import Sayings
from celca.report.words import Words

__all__ = ["Book", "Cell", "Formula", "Sheet"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that Excel calculates.

    text   the formula
    value  what it gives, for readers that do not calculate
    """

    text: str
    value: float | str


Cell = str | float | Formula | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its heads in row 1, its rows from row 2.

    name    key of the sheet's title among the words
    widths  of its columns [characters]
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets are made of, and how one refers to another.

    say  says a finding in the reader's language
    """

    words: Words
    result: Footprint
    say: Sayings

    def at(self, name: str, cell: str) -> str:
        """Return a reference to a cell of another sheet."""
        return f"'{self.words(f'sheet.{name}')}'!{cell}"
