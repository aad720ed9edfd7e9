"""Ratings of data quality and shares of primary data, as the standards weigh them.

Ratings run from 1 (best) to 5. PACT 3 weighs by the size of each emission; the Environmental
Footprint averages four ratings; Ouranos weighs a part by its own emission and its components'.
Pure arithmetic: where the ratings come from is not this module's concern.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from celca.errors import DataError

__all__ = [
    "StatedQuality",
    "ouranos_rating",
    "pef_level",
    "pef_rating",
    "primary_share",
    "weighted_rating",
]

_LEVELS = ((1.5, "excellent"), (2.0, "very good"), (3.0, "good"), (4.0, "fair"))


@dataclass(frozen=True, slots=True)
class StatedQuality:
    """What somebody says of the data behind one figure; None where nobody does.

    primary                      share of primary data in it [-], 0 to 1
    technology, geography, time  ratings, 1 (best) to 5
    """

    primary: float | None = None
    technology: float | None = None
    geography: float | None = None
    time: float | None = None

    def __post_init__(self) -> None:
        for rating in (self.technology, self.geography, self.time):
            if rating is not None:
                _check(rating)


def weighted_rating(emissions: Sequence[float], ratings: Sequence[float]) -> float:
    """Return Σ |e| q / Σ |e| [-]: PACT 3, each of technology, geography and time.

    Raises DataError where there is no emission, or a rating that is not 1 to 5.
    """
    for rating in ratings:
        _check(rating)
    return _mean(emissions, ratings)


def primary_share(emissions: Sequence[float], shares: Sequence[float]) -> float:
    """Return the share of primary data [%]; `shares` of each emission, 0 to 1."""
    return 100 * _mean(emissions, shares)


def pef_rating(technology: float, geography: float, time: float, precision: float) -> float:
    """Return the data quality rating of the Environmental Footprint [-], 1 to 5."""
    parts = (technology, geography, time, precision)
    for part in parts:
        _check(part)
    return fsum(parts) / 4


def pef_level(rating: float) -> str:
    """Return the level that a rating of the Environmental Footprint has."""
    return next((name for most, name in _LEVELS if rating <= most), "poor")


def ouranos_rating(
    own: tuple[float, float], components: Sequence[tuple[float, float, float]]
) -> float:
    """Return the rating of a part from its own and its components', to five decimals [-].

    own         (emission [kg CO2e], rating) of the part itself
    components  (amount, emission per amount [kg CO2e], rating) of each

    It is 0 where nothing is emitted, as in the platform's own arithmetic.
    """
    whole = own[0] + fsum(amount * emission for amount, emission, _ in components)
    if whole == 0:
        return 0.0
    weighed = own[0] * own[1] + fsum(amount * e * rating for amount, e, rating in components)
    return round(weighed / whole, 5)


def _mean(emissions: Sequence[float], values: Sequence[float]) -> float:
    whole = fsum(map(abs, emissions))
    if not whole:
        raise DataError("Nothing is emitted, so there is nothing to weigh ratings by.")
    return fsum(abs(e) * q for e, q in zip(emissions, values, strict=True)) / whole


def _check(rating: float) -> None:
    if not 1 <= rating <= 5:
        raise DataError(f"A rating is {rating:g}, but must be 1 (best) to 5.")
