"""What the rows of a catalogue say, and the rules that hold for every form of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake import FAULT, numbers
from celca.catalog.pricing import VARIANTS, PriceList
from celca.inventory import UNSPECIFIED

__all__ = ["Reading", "mark", "read_shares", "settle_variants"]


@dataclass
class Reading:
    """What the rows of a piece say.

    fault      (n): number of the fault of each row, 0 for a good one
    said       (n rows): cells and sentences that the faults are told with
    row        (k): row of each line; a row of a wide catalogue has many
    target     (k): code of its material
    mass       (k): in the product [kg]
    recycled   (k): share of the mass [kg/kg], bio_based likewise
    forming    (k): row of the price table, −1 for none
    assumed    (k): whether an empty quantity was taken as 1
    guessed    (k): whether the forming was guessed; None where none is
    """

    fault: NDArray[Any]
    said: pl.DataFrame
    row: NDArray[Any]
    target: NDArray[Any]
    mass: NDArray[Any]
    recycled: NDArray[Any]
    bio_based: NDArray[Any]
    forming: NDArray[Any]
    assumed: NDArray[Any]
    guessed: NDArray[Any] | None = None

    def guess(self, usual: NDArray[Any], rows: NDArray[Any]) -> None:
        """Shape lines of some rows as their material usually is, where nothing is stated.

        usual  (targets): row of the price table, −1 for none
        rows   (n): whether a row may be guessed
        """
        process = np.where(self.target >= 0, usual[np.maximum(self.target, 0)], -1)
        self.guessed = (self.forming < 0) & (process >= 0) & rows[self.row]
        self.forming = np.where(self.guessed, process, self.forming)


def mark(fault: NDArray[Any], where: NDArray[Any], code: str) -> None:
    """Give a fault to the rows that have none yet."""
    fault[(fault == 0) & where] = FAULT[code]


def read_shares(
    raw: pl.Series, decimal: str, *, percent: bool
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return (shares [kg/kg], which are none): `30%`, `0.3`, or 30 under a heading with %."""
    found = numbers(raw, decimal)
    share = np.where(found.empty, 0.0, found.value)
    wrong = found.bad
    if percent:
        share = share / 100
    if found.units is not None:
        own = (found.units == "%").fill_null(value=False).to_numpy()
        share = np.where(own & (not percent), share / 100, share)
        wrong = wrong | (found.units.is_not_null().to_numpy() & ~own)
    with np.errstate(invalid="ignore"):
        return share, wrong | ~((share >= 0) & (share <= 1))


def settle_variants(
    mass: NDArray[Any],
    shares: tuple[NDArray[Any], NDArray[Any]],
    target: NDArray[Any],
    fault: NDArray[Any],
    prices: PriceList,
) -> tuple[NDArray[Any], NDArray[Any], pl.DataFrame]:
    """Return (recycled, bio-based share), and mark those of a variant that does not exist."""
    recycled, bio_based = shares
    known = np.maximum(target, 0)
    if bio_based.any():
        # wood, paper: grown in every variant, so there is nothing to replace
        alike = ~prices.has[known, 2] & (bio_based <= prices.grown[known])
        bio_based = np.where(alike, 0.0, bio_based)
    used = (target != prices.code[UNSPECIFIED]) & (mass != 0)
    mark(fault, used & (recycled + bio_based > 1 + 1e-12), "shares_over_1")
    missing = np.zeros(len(mass), dtype=bool)
    for k, share in enumerate((1 - recycled - bio_based, recycled, bio_based)):
        lacking = ~prices.has[:, k] & (~prices.plain if k == 0 else True)
        if lacking[known].any() and share.any():
            missing |= lacking[known] & (share != 0)
    mark(fault, (target >= 0) & used & missing, "no_such_variant")
    if not (fault == FAULT["no_such_variant"]).any():
        return recycled, bio_based, pl.DataFrame()
    return recycled, bio_based, _about_variants(known, recycled, bio_based, prices)


def _about_variants(
    target: NDArray[Any], recycled: NDArray[Any], bio_based: NDArray[Any], prices: PriceList
) -> pl.DataFrame:
    """Return the sentence on a missing variant, for each row."""
    told = []
    for id_, has in zip(prices.targets, prices.has, strict=True):
        variants = [v for v, there in zip(VARIANTS, has, strict=True) if there]
        there = f"it has {', '.join(variants)}" if variants else "it is a process, with no variants"
        told.append(f" variant of {id_!r} in {prices.inventory.name}; {there}.")
    lacking = np.where(
        (recycled > 0) & ~prices.has[target, 1],
        "There is no recycled",
        np.where(
            (bio_based > 0) & ~prices.has[target, 2], "There is no bio_based", "There is no virgin"
        ),
    )
    tail = pl.Series(told).gather(target)
    return pl.DataFrame({"variant_said": pl.Series(lacking.astype(object), dtype=pl.String) + tail})
