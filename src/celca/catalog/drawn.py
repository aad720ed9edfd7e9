"""How sure the scores of a chunk are: shared draws of the prices, applied to every product.

All products and variants see the same draws, so a variant is held against its product draw by
draw. The draws come from outside (this room draws none): one row per draw, one column per process
of the database. Each row of D is multiplied by itself, so the figures depend neither on the block
of products nor on the chunk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.prices import PriceList
from celca.catalog.products import Scores
from celca.catalog.things import things
from celca.errors import UsageError

__all__ = ["Drawn", "DrawnPrices", "drawn_prices", "spread_columns"]

_FEWEST = 50
_CELLS = 1 << 20  # figures that a block of products may have in all its draws
_QUANTILES = {"p2_5_kg_co2e": 0.025, "median_kg_co2e": 0.5, "p97_5_kg_co2e": 0.975}
_BELOW = "probability_below_as_specified"


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


@dataclass(frozen=True)
class DrawnPrices:
    """The prices of all things of a price list, drawn.

    own    (things x draws) [kg CO2e/kg]
    whole  the same of what stands in each whole variant instead, by its name
    """

    own: NDArray[np.float64]
    whole: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)


def drawn_prices(drawn: Drawn, listed: PriceList, index: Mapping[str, int]) -> DrawnPrices:
    """Return the draws of all things of a price list.

    index  column of each process in the draws

    Raises UsageError where the draws are of another database.
    """
    if drawn.totals.shape[1] != len(index):
        raise UsageError(
            f"The draws are of {drawn.totals.shape[1]} processes, but the database has"
            f" {len(index)}. Draw from the database that the catalogue is scored with."
        )
    place = np.array([index.get(thing.process, -1) for thing in things(listed)])
    own = np.where(place[:, None] >= 0, drawn.totals.T[place], 0.0)
    names = (f"all_{v}" for v in ("virgin", "recycled", "bio_based"))
    whole = {name: np.asarray(V @ own) for name, V in zip(names, listed.whole, strict=True)}
    return DrawnPrices(np.ascontiguousarray(own), whole)


def spread_columns(found: Sequence[Scores], drawn: DrawnPrices) -> dict[str, pl.Series]:
    """Return the quantiles of each variant, and how surely it is below its product [-].

    found  the scores as specified, then those of the variants
    """
    p = len(found[0].sums)
    prefixes = ["", *(f"{scores.name}_" for scores in found[1:])]
    out = {f"{a}{b}": np.zeros(p) for a in prefixes for b in (*_QUANTILES, _BELOW)}
    demands = [_Demand.of(scores, drawn) for scores in found]
    rows = max(1, _CELLS // drawn.own.shape[1])
    for start in range(0, p, rows):
        some = slice(start, start + rows)
        base = demands[0].scores(some, drawn)
        for prefix, demand in zip(prefixes, demands, strict=True):
            x = demand.scores(some, drawn) if prefix else base.copy()
            if prefix:
                out[f"{prefix}{_BELOW}"][some] = _below(x, base)
            for name, values in _quantiles(x).items():
                out[f"{prefix}{name}"][some] = values
    del out[_BELOW]
    columns = {}
    for prefix, scores in zip(prefixes, found, strict=True):
        lacking = pl.Series(~scores.present)
        for name in (n for n in out if n.startswith(prefix) and n[len(prefix) :] in _COLUMNS):
            columns[name] = pl.Series(out[name]).set(lacking, None)
    return columns


_COLUMNS = (*_QUANTILES, _BELOW)


@dataclass(frozen=True)
class _Demand:
    """D of a variant, and the draws of the prices that go with it.

    more  mass to be formed beyond D, None for none
    """

    D: csr_array
    prices: NDArray[np.float64]
    more: csr_array | None

    @classmethod
    def of(cls, scores: Scores, drawn: DrawnPrices) -> _Demand:
        D = scores.base.copy()
        D.sum_duplicates()
        D.eliminate_zeros()
        prices = drawn.own if scores.into is None else drawn.whole[scores.name]
        return cls(D, prices, scores.more)

    def scores(self, some: slice, drawn: DrawnPrices) -> NDArray[np.float64]:
        """Return the scores of some products (products x draws) [kg CO2e]."""
        x = np.asarray(self.D[some] @ self.prices)
        return x if self.more is None else x + self.more[some] @ drawn.own


def _below(x: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float64]:
    """Return the share of draws in which x is lower; ties count half."""
    lower, same = np.count_nonzero(x < base, axis=1), np.count_nonzero(x == base, axis=1)
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
