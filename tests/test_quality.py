"""Ratings of data quality, against the worked numbers of the standards."""

from __future__ import annotations

import pytest

from celca.errors import DataError
from celca.quality import (
    ouranos_rating,
    pef_level,
    pef_rating,
    primary_share,
    weighted_rating,
)

EMISSIONS = (10.0, 6.0, 4.0)


# Σ |e| q / Σ |e|: (10·1 + 6·3 + 4·2) / 20 = 1.8
@pytest.mark.parametrize(
    ("ratings", "expected"), [((1, 3, 2), 1.8), ((2, 3, 5), 2.9), ((1, 2, 4), 1.9)]
)
def test_ratings_are_weighed_by_the_emissions(ratings: tuple[float, ...], expected: float) -> None:
    assert weighted_rating(EMISSIONS, ratings) == pytest.approx(expected, rel=1e-12)


def test_the_primary_share_weighs_likewise() -> None:
    assert primary_share(EMISSIONS, (1, 0, 0)) == pytest.approx(50)
    assert primary_share((10, -10), (1, 0)) == pytest.approx(50)


def test_the_environmental_footprint_averages_four_ratings() -> None:
    assert pef_rating(2, 1, 3, 2) == 2.0
    assert [pef_level(x) for x in (1.5, 2.0, 3.0, 4.0, 4.1)] == [
        "excellent", "very good", "good", "fair", "poor",
    ]  # fmt: skip


# own (4.0, 3.0), components (2.0, 1.5, 2.0), (1.0, 3.0, 1.0): (3·2 + 3·1 + 4·3) / 10 = 2.1
def test_ouranos_weighs_a_part_by_its_own_and_its_components() -> None:
    assert ouranos_rating((4.0, 3.0), [(2.0, 1.5, 2.0), (1.0, 3.0, 1.0)]) == 2.1
    assert ouranos_rating((0.0, 3.0), []) == 0.0


def test_a_rating_outside_and_nothing_emitted_are_refused() -> None:
    with pytest.raises(DataError, match="must be 1"):
        weighted_rating((1.0,), (0.5,))
    with pytest.raises(DataError, match="Nothing is emitted"):
        primary_share((0.0,), (1.0,))
