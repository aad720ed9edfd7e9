"""Ratings of data quality, 1 (best) to 5, and their levels in the Environmental Footprint.

Pure arithmetic: where the ratings come from is not this module's concern.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from celca.errors import DataError

__all__ = ["StatedQuality", "pef_level", "pef_rating"]

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


def pef_rating(technology: float, geography: float, time: float, precision: float) -> float:
    """Return the data quality rating of the Environmental Footprint [-], 1 to 5."""
    parts = (technology, geography, time, precision)
    for part in parts:
        _check(part)
    return fsum(parts) / 4


def pef_level(rating: float) -> str:
    """Return the level that a rating of the Environmental Footprint has."""
    return next((name for most, name in _LEVELS if rating <= most), "poor")


def _check(rating: float) -> None:
    if not 1 <= rating <= 5:
        raise DataError(f"A rating is {rating:g}, but must be 1 (best) to 5.")
