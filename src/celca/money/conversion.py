"""Bring a price from the currency and year it was paid in to those of an input-output table.

First into the other currency at the average rate of the year it was paid in, then to the prices
of the table's year by consumer prices where that currency is used.

Rates: Federal Reserve, annual averages (FRED, such as AEXJPUS; for the pound the mean of the
months), as collected in datasets/exchange-rates on GitHub at fa7d949956 (21 July 2026,
https://github.com/datasets/exchange-rates, data/annual.csv and monthly.csv, public domain).
Prices: World Bank, inflation, consumer prices (annual %), FP.CPI.TOTL.ZG, as collected in
datasets/cpi on GitHub at 3750e45064 (1 July 2025, https://github.com/datasets/cpi,
data/cpi.csv, public domain dedication).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from celca.errors import DataError
from celca.shipped import shipped_rows

__all__ = ["Basis", "Conversion", "Stated", "convert"]


@dataclass(frozen=True, slots=True)
class Basis:
    """The money that prices are in.

    currency  code of ISO 4217
    year      of the prices, None where nobody says
    """

    currency: str
    year: int | None

    def __str__(self) -> str:
        return f"{self.currency} {self.year}" if self.year else self.currency


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user knows better than the tables here.

    exchange_rate  of the prices' year [currency of the price per 1 of the table's]
    price_index    prices in the prices' year over those in the table's year, where the table's
                   currency is used [-]
    """

    exchange_rate: float | None = None
    price_index: float | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a price is multiplied by, and why in words.

    factor  [money of the table per money of the price]
    """

    factor: float
    reason: str


def convert(of: Basis, to: Basis, stated: Stated, where: str) -> Conversion:
    """Return how a price is brought to the money of a table.

    Raises DataError that says what to write, where a year, a rate or an index is not known.
    """
    steps, factor = [], 1.0
    if of.currency != to.currency:
        rate = stated.exchange_rate or _rate(of, to.currency, where)
        whose = "as stated" if stated.exchange_rate else f"average of {of.year}, Federal Reserve"
        steps.append(f"{rate:.6g} {of.currency} per {to.currency} ({whose})")
        factor /= rate
    if stated.price_index or of.year != to.year:
        index = stated.price_index or _index(of, to, where)
        whose = "as stated" if stated.price_index else "consumer prices, World Bank"
        then = to.year or "the table"
        steps.append(f"prices of {of.year} are {index:.4g} times those of {then} ({whose})")
        factor /= index
    return Conversion(factor, "; ".join(steps) or "the same money")


def _rate(of: Basis, currency: str, where: str) -> float:
    table = _exchange_rates()
    pair = [table.get((c, of.year)) for c in (of.currency, currency)]
    if of.year is None or pair[0] is None or pair[1] is None:
        raise DataError(
            f"{where}: no average rate of {of.currency} to {currency} is known for"
            f" {of.year or 'prices without a year'}. Write it into product.toml: [money]"
            f" {'' if of.year else 'year = 2024, '}exchange_rate = … ({of.currency} per"
            f" {currency})."
        )
    return pair[0] / pair[1]


def _index(of: Basis, to: Basis, where: str) -> float:
    if of.year is None or to.year is None:
        which, wanted = ("the prices", "year = 2024") if of.year is None else ("the table", "")
        advice = (
            f"Write it into product.toml: [money] {wanted}."
            if wanted
            else "Import the table with its money, such as --money 'USD 2012', or write"
            " price_index = … into product.toml, [money]."
        )
        raise DataError(f"{where}: the year of {which} is not told. {advice}")
    first, last = sorted((of.year, to.year))
    changes = [_inflation().get((to.currency, year)) for year in range(first + 1, last + 1)]
    if any(c is None for c in changes):
        raise DataError(
            f"{where}: consumer prices in {to.currency} are not known for every year from {first}"
            f" to {last}. Write into product.toml: [money] price_index = … (prices of {of.year}"
            f" over those of {to.year})."
        )
    grown = math.prod(1 + c / 100 for c in changes if c is not None)
    return grown if of.year > to.year else 1 / grown


def _table(name: str, column: str) -> dict[tuple[str, int | None], float]:
    rows = shipped_rows("celca.money", name)
    return {(row["currency"], int(row["year"])): float(row[column]) for row in rows}


@cache
def _exchange_rates() -> dict[tuple[str, int | None], float]:
    """Units of a currency per US dollar, by currency and year."""
    known = _table("exchange_rates.csv", "per_usd")
    return known | {("USD", year): 1.0 for _, year in known}


@cache
def _inflation() -> dict[tuple[str, int | None], float]:
    """Rise of consumer prices over the year before [%], by currency and year."""
    return _table("inflation.csv", "percent")
