"""What is wanted of every chunk beside the scores of the standard variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from celca.catalog.drawn import DrawnPrices
from celca.catalog.prices import VARIANTS
from celca.product import Change

__all__ = ["Wanted"]


@dataclass(frozen=True)
class Wanted:
    """The same for all chunks of a run.

    changes   further variants, each with shares by material
    demand    whether to keep D, so that the products can be priced again without their rows
    drawn     prices drawn, for quantiles; None for none
    products  names of all products, where parts may be products; None where they may not
    """

    changes: Sequence[Change] = ()
    demand: bool = False
    drawn: DrawnPrices | None = None
    products: pl.Series | None = None

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of what is scored: the product as specified first, then its variants."""
        return ("as_specified", *(f"all_{v}" for v in VARIANTS), *(c.name for c in self.changes))
