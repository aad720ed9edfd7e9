"""What is wanted of every chunk beside the scores of the standard variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.pricing import (
    VARIANTS,
    AtGate,
    Lived,
    PriceList,
    Scores,
    demand_table,
    spread_columns,
)
from celca.product import Change

__all__ = ["Wanted", "told_beside"]


@dataclass(frozen=True)
class Wanted:
    """The same for all chunks of a run.

    changes   further variants, each with shares by material
    demand    whether to keep D, so that the products can be priced again without their rows
    drawn     prices drawn (n x draws), for quantiles; None for none
    products  names of all products, where parts may be products; None where they may not
    """

    changes: Sequence[Change] = ()
    demand: bool = False
    drawn: NDArray[np.float64] | None = None
    products: pl.Series | None = None

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of what is scored: the product as specified first, then its variants."""
        return ("as_specified", *(f"all_{v}" for v in VARIANTS), *(c.name for c in self.changes))


def told_beside(
    scores: pl.DataFrame,
    found: Sequence[Scores],
    lived: Lived | None,
    prices: PriceList,
    wanted: Wanted,
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Return the lines of the output with the quantiles that are wanted, and the demand to keep."""
    if wanted.drawn is not None:
        tariff = lived or AtGate(prices)
        scores = scores.with_columns(**spread_columns(found, tariff, wanted.drawn))
    kept = {"demand": demand_table(scores["product"], found, lived)} if wanted.demand else {}
    return scores, kept
