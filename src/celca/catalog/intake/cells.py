"""The cells of a piece of a catalogue to numbers, codes and faults, a column at a time.

A number in plain notation is read by Polars; only what is left (`1,5`, `146 g`, `３０％`,
`n/a`) goes, once per distinct text, through the bill-of-materials reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.bom import parse_number
from celca.bom.numerals import number_and_unit
from celca.bom.words import fold, word_set
from celca.errors import DataError, UnitError
from celca.units import dimension, factor

__all__ = ["Numbers", "kilograms", "numbers", "texts"]


@dataclass(frozen=True)
class Numbers:
    """A column of numbers.

    value   NaN where the cell is empty or no number
    empty   whether the cell is empty
    bad     whether it holds something that is no number
    units   written in the cells; None where no cell has one
    """

    value: NDArray[Any]
    empty: NDArray[Any]
    bad: NDArray[Any]
    units: pl.Series | None = None


def texts(cells: pl.Series) -> pl.Series:
    """Return the cells as text without outer white space; null where there is none."""
    stripped = cells.cast(pl.String).str.strip_chars()
    return stripped.set(stripped == "", None)


def numbers(cells: pl.Series, decimal: str = "") -> Numbers:
    """Return the numbers in a column of numbers or of texts.

    decimal  the sign, where it is known; '' refuses `1,234`
    """
    if cells.dtype.is_numeric():
        known = cells.cast(pl.Float64).to_numpy()
        return Numbers(known, cells.is_null().to_numpy(), np.zeros(len(cells), dtype=bool))
    text = texts(cells)
    if decimal == ",":
        plain = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        points = text.str.contains(r"^[+-]?[0-9]+(\.[0-9]{3})*(,[0-9]*)?$")
        value = plain.set(~points, None).cast(pl.Float64, strict=False)
    else:
        value = text.cast(pl.Float64, strict=False)
    left = (value.is_null() & text.is_not_null()).to_numpy()
    if not left.any():
        none = np.zeros(len(cells), dtype=bool)
        return Numbers(value.to_numpy(), text.is_null().to_numpy(), none)
    return _resolved(text, value, left, decimal)


def kilograms(units: pl.Series) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return (factor to kg, unknown unit, unit of something else) for a column of units.

    The factor is NaN where the unit is null or cannot be used.
    """
    known = {}
    for unit in units.drop_nulls().unique(maintain_order=True).to_list():
        known[unit] = _kilograms(unit)
    if len(known) == 1 and not units.null_count():
        ratio, unknown, other = next(iter(known.values()))
        n = len(units)
        return np.full(n, ratio), np.full(n, unknown), np.full(n, other)
    table = pl.DataFrame(
        {
            "unit": list(known),
            "ratio": [k[0] for k in known.values()],
            "unknown": [k[1] for k in known.values()],
            "other": [k[2] for k in known.values()],
        },
        schema={"unit": pl.String, "ratio": pl.Float64, "unknown": pl.Boolean, "other": pl.Boolean},
    )
    found = units.alias("unit").to_frame().join(table, on="unit", how="left", maintain_order="left")
    return (
        found["ratio"].fill_null(np.nan).to_numpy(),
        found["unknown"].fill_null(value=False).to_numpy(),
        found["other"].fill_null(value=False).to_numpy(),
    )


def _kilograms(unit: str) -> tuple[float, bool, bool]:
    try:
        return factor(unit, "kg"), False, False
    except UnitError:
        pass
    try:
        dimension(unit)
    except UnitError:
        return np.nan, True, False
    return np.nan, False, True


def _resolved(text: pl.Series, value: pl.Series, left: NDArray[Any], decimal: str) -> Numbers:
    """Read the cells that are no plain numbers, each distinct text once."""
    distinct = text.filter(pl.Series(left)).unique(maintain_order=True).to_list()
    read = [_read(t, decimal) for t in distinct]
    table = pl.DataFrame(
        {
            "text": distinct,
            "number": [r[0] for r in read],
            "unit": [r[1] or None for r in read],
            "bad": [r[2] for r in read],
        },
        schema={"text": pl.String, "number": pl.Float64, "unit": pl.String, "bad": pl.Boolean},
    )
    found = text.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")
    number = np.where(left, found["number"].to_numpy(), value.to_numpy())
    bad = found["bad"].fill_null(value=False).to_numpy()
    empty = text.is_null().to_numpy() | (left & np.isnan(number) & ~bad)
    units = found["unit"] if found["unit"].null_count() < len(text) else None
    return Numbers(number, empty, bad, units)


def _read(text: str, decimal: str) -> tuple[float | None, str, bool]:
    """Return (number, unit, whether it is none) of one cell; no number and not bad is empty."""
    if fold(text) in word_set("empty"):
        return None, "", False
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    plain, unit = number_and_unit(plain)
    try:
        return parse_number(plain, "", decimal), unit, False
    except DataError:
        return None, unit, True


def decimal_sign(columns: Sequence[pl.Series]) -> str:
    """Return ',' where the cells of a file show that it is their decimal sign, else ''."""
    clear = re.compile(r"[+-]?(0|[0-9]{1,3}(\.[0-9]{3})+|[0-9]+),([0-9]{1,2}|[0-9]{4,})|0,[0-9]+")
    for cells in columns:
        if cells.dtype == pl.String:
            some = cells.head(10_000).drop_nulls().str.strip_chars()
            comma = sum(bool(clear.fullmatch(c)) for c in some.to_list())
            if comma and not some.str.contains(r"^[+-]?[0-9]+\.[0-9]{1,2}$").any():
                return ","
    return ""
