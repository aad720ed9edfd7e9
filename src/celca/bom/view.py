"""The columns of a parts list as lists: texts, numbers, shares, and amounts with units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from celca.bom.columns import Column
from celca.bom.numerals import column_decimal, file_decimal, number_and_unit, parse_numbers
from celca.bom.tables import Table
from celca.bom.words import fold, word_set
from celca.errors import FileFault
from celca.units import canonical

__all__ = ["View", "view_of"]

_NUMERIC = (
    *("mass", "unit_mass", "line_mass", "supplier_value"),
    *("quantity", "total_quantity", "base_quantity"),
)
_SHARES = (
    *("recycled", "recycled_before_use", "recycled_after_use", "bio_based"),
    *("yield", "scrap", "scrap_added"),
)
_NOT_PLAIN = re.compile(r"[^0-9.\n]")
_CLEAR_POINT = re.compile(r"(?m)^(?:0[0-9]*\.|[0-9]{4,}\.|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})$)")
_UNCLEAN = re.compile("[=\u00ad\u200b-\u200f\u2066-\u2069\ufeff]")
_MARKS = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff\u00ad")
)


@dataclass(frozen=True, slots=True)
class View:
    """The items of a table, column by column.

    table    that they come from
    rows     of cells, one per item
    numbers  row of each item in the file, 1 = first row of the sheet
    decimal  decimal sign of each column of numbers, by meaning
    kept     columns of text that were already cleaned, by meaning
    """

    table: Table
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    decimal: dict[str, str] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def has(self, meaning: str) -> bool:
        """Say whether the table has a column of this meaning."""
        return meaning in self.table.columns

    def where(self, meaning: str, index: int) -> str:
        """Return the place of one cell, as errors name it."""
        column = self.table.columns.get(meaning)
        place = f", column {column.header!r}" if column else ""
        return f"{self.table.where} row {self.numbers[index]}{place}"

    def texts(self, meaning: str) -> list[str]:
        """Return one text per item; empty where the file has no such column."""
        if meaning not in self.kept:
            column = self.table.columns.get(meaning)
            cells = [row[column.index] for row in self.rows] if column else [""] * len(self.rows)
            clean = _Clean()
            self.kept[meaning] = cells if _clean(cells) else [clean[cell] for cell in cells]
        return self.kept[meaning]

    def amounts(self, meaning: str) -> tuple[list[float | None], list[str]]:
        """Return (numbers, units written in the cells) of a column such as `146 g`."""
        if plain := self.plain(self.table.columns[meaning]):
            with suppress(ValueError):  # 1.2.3: the long way round finds it and says where
                numbers = [float(c) if c else None for c in plain.split("\n")]
                return numbers, [""] * len(self.rows)
        cells = self.cells(self.table.columns[meaning])
        split = {c: _split(c) for c in set(cells) if isinstance(c, str)}
        units = [split[c][1] if isinstance(c, str) else "" for c in cells]
        amounts = [split[c][0] if isinstance(c, str) else c for c in cells]
        where = lambda i: self.where(meaning, i)  # noqa: E731
        return parse_numbers(amounts, self.decimal.get(meaning, "."), where), units

    def shares(self, meaning: str) -> list[float | None]:
        """Return shares [kg/kg]: `30%`, `0.3`, or 30 under a heading with %."""
        column = self.table.columns[meaning]
        numbers, units = self.amounts(meaning)
        plain = [n for n, u in zip(numbers, units, strict=True) if n is not None and not u]
        percent = column.unit == "%" and any(n > 1 for n in plain)
        shares: list[float | None] = []
        for index, (number, unit) in enumerate(zip(numbers, units, strict=True)):
            if unit not in ("", "%"):
                raise FileFault(self.where(meaning, index), f"{unit!r} is not a share.", _SHARE)
            share = number / 100 if number is not None and (unit or percent) else number
            if share is not None and not 0 <= share <= 1:
                shown = self.rows[index][column.index]
                raise FileFault(self.where(meaning, index), f"{shown!r} is not a share.", _SHARE)
            shares.append(share)
        return shares

    def plain(self, column: Column) -> str:
        """Return a column of numbers such as 12 and 0.5 as lines of text; '' where any is not.

        Nearly every long list is written so, and this is the short way through it.
        """
        index = column.index
        try:
            text = "\n".join([row[index] for row in self.rows])
        except TypeError:  # a workbook has numbers, not texts
            return ""
        if self.decimal.get(column.meaning, ".") != "." or _NOT_PLAIN.search(text):
            return ""
        return text

    def cells(self, column: Column) -> list[str | float]:
        """Return the cells of a column of numbers; text such as `n/a` becomes empty."""
        index = column.index
        known: dict[Any, str | float] = {}
        empty = word_set("empty")
        for cell in {row[index] for row in self.rows}:
            text = _text(cell) if isinstance(cell, str) else cell
            silent = isinstance(text, str) and not text[:1].isdigit() and fold(text) in empty
            known[cell] = "" if silent else text
        return [known[row[index]] for row in self.rows]


def _clean(cells: Sequence[Any]) -> bool:
    """Say whether cells are all texts that need no cleaning."""
    try:
        text = "".join(cells)
    except TypeError:
        return False
    unclean = "=" in text if text.isascii() else _UNCLEAN.search(text)
    return not unclean and list(map(str.strip, cells)) == cells


class _Clean(dict[Any, str]):
    """Cell -> text; equal cells are cleaned once."""

    def __missing__(self, cell: object) -> str:
        self[cell] = text = _text(cell)
        return text


_SHARE = "Write it as 0.3 or 30%, or put % into the heading; it must be from 0 to 1, or 0% to 100%."


def view_of(
    table: Table, rows: Sequence[Sequence[Any]], numbers: Sequence[int], decimal: str, habit: str
) -> View:
    """Return the items of a table with the decimal sign of every column of numbers settled.

    decimal  named by the user; empty where it is to be found
    habit    the sign that goes with the file's delimiter and language; empty where unknown
    """
    view = View(table, rows, numbers)
    seen: dict[str, str] = {}
    for meaning in (*_NUMERIC, *_SHARES, "density", "volume"):
        if meaning in table.columns:
            column = table.columns[meaning]
            plain = view.plain(column)
            if _CLEAR_POINT.search(plain):
                seen[meaning] = "."
                continue
            cells = [_split(c)[0] for c in dict.fromkeys(view.cells(column)) if isinstance(c, str)]
            seen[meaning] = column_decimal(cells, f"{table.where}, column {column.header!r}")
    for meaning, own in seen.items():
        others = [sign for other, sign in seen.items() if other != meaning]
        view.decimal[meaning] = decimal or file_decimal(own, others, habit)
        if not view.decimal[meaning]:
            raise _unclear(view, meaning, own)
    return view


def _text(cell: object) -> str:
    """Return a cell as text, without marks that cannot be seen; a whole number without `.0`."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    text = str(cell).strip()
    if text.isascii() and text[:1] != "=":
        return text
    if not text.isascii():
        text = text.translate(_MARKS).strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    return text


def _split(text: str) -> tuple[str, str]:
    """Return number and unit of a cell; a plain number or a plain text has no unit."""
    number, unit = number_and_unit(text)
    return number, "%" if fold(unit) == "%" else canonical(unit)


def _unclear(view: View, meaning: str, own: str) -> FileFault:
    column = view.table.columns[meaning]
    cell = next(c for c in view.cells(column) if isinstance(c, str) and own[0] in c)
    return FileFault(
        f"{view.table.where}, column {column.header!r}",
        f"{cell!r} may be {cell.replace(own[0], '.')} or {cell.replace(own[0], '')}, and no other"
        " number in the file tells.",
        "Say which sign is the decimal sign, such as --column decimal='.'",
    )
