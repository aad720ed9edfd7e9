"""How sure the scores of a chunk are: shared draws of the prices, applied to every product.

All products and variants see the same draws, so a variant is held against its product draw by
draw. The draws come from outside (this room draws none): one row per draw, one column per process
of the database. What a product takes from each process in its life is multiplied row by row, so the
figures depend neither on the block of products nor on the chunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.pricing.products import Scores, Tariff
from celca.errors import UsageError

__all__ = ["Drawn", "drawn_prices", "spread_columns"]

_FEWEST = 50
_CELLS = 1 << 20  # figures that a block of products may have in all its draws
_QUANTILES = {"p2_5_kg_co2e": 0.025, "median_kg_co2e": 0.5, "p97_5_kg_co2e": 0.975}
_SAME = 1e-12  # two ways to add up the same figures differ by less
_BELOW = "probability_below_as_specified"
_COLUMNS = (*_QUANTILES, _BELOW)


@dataclass(frozen=True)
class Drawn:
    """What the processes of a database emit, drawn.

    totals  (draws x n): [kg CO2e per unit of product], a column per process
    seed    of the first draw
    """

    totals: NDArray[np.float64]
    seed: int

    def __post_init__(self) -> None:
        if len(self.totals) < _FEWEST:
            raise UsageError(
                f"{len(self.totals)} draws say little about a spread; use {_FEWEST} or more."
            )

    @property
    def number(self) -> int:
        """How many draws there are."""
        return len(self.totals)


def drawn_prices(drawn: Drawn, processes: int) -> NDArray[np.float64]:
    """Return the draws as prices (n x draws) [kg CO2e/unit], n being the processes of a database.

    Raises UsageError where the draws are of another one.
    """
    if drawn.totals.shape[1] != processes:
        raise UsageError(
            f"The draws are of {drawn.totals.shape[1]} processes, but the database has"
            f" {processes}. Draw from the database that the catalogue is scored with."
        )
    return np.ascontiguousarray(drawn.totals.T)


def spread_columns(
    found: Sequence[Scores], tariff: Tariff, prices: NDArray[np.float64]
) -> dict[str, pl.Series]:
    """Return the quantiles of each variant, and how surely it is below its product [-].

    found   the scores as specified, then those of the variants
    tariff  that they were scored with
    prices  (n x draws), see `drawn_prices`
    """
    p = len(found[0].sums)
    prefixes = ["", *(f"{scores.name}_" for scores in found[1:])]
    out = {f"{a}{b}": np.zeros(p) for a in prefixes for b in _COLUMNS if a or b != _BELOW}
    asked = [_in_order(tariff.asks(scores)) for scores in found]
    rows = max(1, _CELLS // prices.shape[1])
    for start in range(0, p, rows):
        some = slice(start, start + rows)
        base = np.asarray(asked[0][some] @ prices)
        for prefix, asks in zip(prefixes, asked, strict=True):
            x = np.asarray(asks[some] @ prices) if prefix else base.copy()
            if prefix:
                out[f"{prefix}{_BELOW}"][some] = _below(x, base)
            for name, values in _quantiles(x).items():
                out[f"{prefix}{name}"][some] = values
    lacking = {a: pl.Series(~s.present) for a, s in zip(prefixes, found, strict=True)}
    return {
        f"{a}{b}": pl.Series(out[f"{a}{b}"]).set(lacking[a], None)
        for a in prefixes
        for b in _COLUMNS
        if f"{a}{b}" in out
    }


def _in_order(asks: csr_array) -> csr_array:
    """Return the rows with their entries in one order, so that sums have the same last digit."""
    asks.sum_duplicates()
    asks.eliminate_zeros()
    return asks


def _below(x: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float64]:
    """Return the share of draws in which x is lower; ties, to rounding, count half."""
    near = _SAME * np.abs(base)
    lower = np.count_nonzero(x < base - near, axis=1)
    same = np.count_nonzero(np.abs(x - base) <= near, axis=1)
    return np.asarray((lower + same / 2) / x.shape[1])


def _quantiles(x: NDArray[Any]) -> dict[str, NDArray[np.float64]]:
    """Return the quantiles of each row, between the two draws beside each; reorders x."""
    places = {name: q * (x.shape[1] - 1) for name, q in _QUANTILES.items()}
    beside = {int(at) + step for at in places.values() for step in (0, 1)}
    x.partition(sorted(k for k in beside if k < x.shape[1]), axis=1)
    out = {}
    for name, at in places.items():
        low, high = x[:, int(at)], x[:, min(int(at) + 1, x.shape[1] - 1)]
        out[name] = low + (at - int(at)) * (high - low)
    return out
