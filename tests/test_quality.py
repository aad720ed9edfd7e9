"""Ratings of data quality, against the worked numbers of the standards."""

from __future__ import annotations

import pytest

from celca.errors import DataError
from celca.quality import StatedQuality, pef_level, pef_rating


def test_the_environmental_footprint_averages_four_ratings() -> None:
    assert pef_rating(2, 1, 3, 2) == 2.0
    assert [pef_level(x) for x in (1.5, 2.0, 3.0, 4.0, 4.1)] == [
        "excellent", "very good", "good", "fair", "poor",
    ]  # fmt: skip


def test_a_rating_outside_its_range_is_refused() -> None:
    with pytest.raises(DataError, match="must be 1"):
        pef_rating(2, 1, 0.5, 2)
    with pytest.raises(DataError, match="must be 1"):
        StatedQuality(time=5.5)
