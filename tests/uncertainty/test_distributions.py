"""Each distribution has the moments its definition gives, and faults are named."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest

from celca.errors import DataError, UsageError
from celca.uncertainty import Distributions, fixed, lognormal, mean_preserving, pedigree_sigma
from celca.uncertainty.addresses import address
from celca.uncertainty.sampler import sample, sampler

DRAWS = 40_000
NAN = np.nan


def many(
    code: int, loc: float, scale: float, low: float, high: float, amount: float = 1.0
) -> np.ndarray:
    """Draw one distribution many times, as if it stood in many places."""
    one = np.ones(DRAWS)
    d = Distributions(
        one * amount, np.full(DRAWS, code), one * loc, one * scale, one * low, one * high
    )
    return sample(sampler(d), address(7, 0, 0))


@pytest.mark.parametrize(
    ("drawn", "mean", "deviation"),
    [
        (many(2, log(3), 0.5, NAN, NAN, 3), 3 * exp(0.125), 3 * sqrt(exp(0.5) - exp(0.25))),
        (many(2, log(3), 0.5, NAN, NAN, -3), -3 * exp(0.125), 3 * sqrt(exp(0.5) - exp(0.25))),
        (many(3, -2, 0.7, NAN, NAN), -2, 0.7),
        (many(4, NAN, NAN, -1, 5), 2, 6 / sqrt(12)),
        (many(5, 1, NAN, 0, 5), 2, sqrt((0 + 1 + 25 - 0 - 0 - 5) / 18)),
        (many(5, 0, NAN, 0, 3), 1, sqrt(9 / 18)),
        (many(5, 3, NAN, 0, 3), 2, sqrt(9 / 18)),
        (many(7, NAN, NAN, 2, 6), 3.5, sqrt((4**2 - 1) / 12)),
    ],
    ids=[
        "lognormal",
        "negative",
        "normal",
        "uniform",
        "triangular",
        "falling",
        "rising",
        "discrete",
    ],
)
def test_moments_are_those_of_the_definition(
    drawn: np.ndarray, mean: float, deviation: float
) -> None:
    assert drawn.mean() == pytest.approx(mean, abs=4 * deviation / sqrt(DRAWS))
    assert drawn.std() == pytest.approx(deviation, rel=0.04)


def test_a_discrete_range_gives_whole_numbers_below_its_maximum() -> None:
    assert set(many(7, NAN, NAN, 2, 6).tolist()) == {2.0, 3.0, 4.0, 5.0}


def test_a_lognormal_keeps_its_median_at_the_amount_and_on_request_its_mean() -> None:
    d = lognormal(np.full(DRAWS, 3.0), np.full(DRAWS, 0.8))
    assert np.median(sample(sampler(d), address(1, 0, 0))) == pytest.approx(3, rel=0.02)
    moved = sample(sampler(mean_preserving(d)), address(1, 0, 0))
    assert moved.mean() == pytest.approx(3, rel=0.03)
    assert np.median(moved) == pytest.approx(3 * exp(-0.32), rel=0.02)


def test_a_lognormal_of_sigma_0_or_amount_0_is_fixed() -> None:
    d = lognormal(np.array([3.0, 0.0, -2.0]), np.array([0.0, 0.1, 0.0]))
    assert sample(sampler(d), address(1, 0, 0)).tolist() == [3.0, 0.0, -2.0]
    spread = lognormal(np.array([1.0, 3.0, 0.0]), np.array([0.1, 1.0, 1.0]))
    assert spread.code.tolist() == [2, 2, 0]


def test_a_normal_without_spread_is_its_mean() -> None:
    assert set(many(3, -2, 0.0, NAN, NAN)[:50].tolist()) == {-2.0}


def test_fixed_amounts_do_not_move() -> None:
    assert sample(sampler(fixed(np.array([1.0, -2.0]))), address(3, 9, 0)).tolist() == [1, -2]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ((1.0, 2, 0.0, -1.0, NAN, NAN), "scale"),
        ((1.0, 3, NAN, 1.0, NAN, NAN), "loc is not finite"),
        ((1.0, 4, NAN, NAN, 2.0, 1.0), "minimum must be below maximum"),
        ((1.0, 4, NAN, NAN, 2.0, 2.0), "minimum must be below maximum"),
        ((1.0, 4, NAN, NAN, 0.0, NAN), "minimum must be below maximum"),
        ((1.0, 4, NAN, NAN, 0.0, np.inf), "range is not finite"),
        ((1.0, 5, 3.0, NAN, 0.0, 2.0), "mode must lie between"),
        ((1.0, 7, NAN, NAN, 0.5, 2.0), "whole ends"),
        ((1.0, 9, 0.0, 1.0, NAN, NAN), "unknown code"),
        ((np.nan, 0, 0.0, 1.0, NAN, NAN), "amount is not finite"),
        ((0.0, 2, 0.0, 1.0, NAN, NAN), "lognormal amount is 0"),
    ],
)
def test_a_faulty_distribution_is_refused_by_its_row(row: tuple[float, ...], fault: str) -> None:
    good = (1.0, 0, 1.0, NAN, NAN, NAN)
    columns = [np.array(c) for c in zip(good, row, strict=True)]
    columns[1] = columns[1].astype(int)
    with pytest.raises(DataError, match=f"Distribution 1 .*{fault}"):
        Distributions(*columns)


def test_columns_of_other_lengths_are_refused() -> None:
    one, two = np.ones(1), np.ones(2)
    with pytest.raises(DataError, match="not one length"):
        Distributions(two, np.zeros(2, dtype=int), one, two, two, two)


def test_a_pedigree_adds_logarithms_as_squares() -> None:
    """Best scores leave the basic factor alone: SDg95 = 1.05 = sigma_g^2."""
    assert pedigree_sigma((1, 1, 1, 1, 1), 1.05) == pytest.approx(log(1.05) / 2)
    assert pedigree_sigma((1, 1, 1, 1, 1)) == pytest.approx(log(1.05) / 2)
    assert pedigree_sigma((5, 1, 1, 1, 5), 1.0) == pytest.approx(
        sqrt(log(1.5) ** 2 + log(2) ** 2) / 2
    )


@pytest.mark.parametrize(
    ("scores", "basic"), [((1, 2, 3), 1.05), ((0,) * 5, 1.05), ((1,) * 5, 0.9)]
)
def test_a_pedigree_that_is_none_is_refused(scores: tuple[int, ...], basic: float) -> None:
    with pytest.raises(UsageError):
        pedigree_sigma(scores, basic)


def test_a_pedigree_matches_the_worked_number() -> None:
    """(2;3;1;2;3) and 1.05: factors 1.05, 1.05, 1, 1.01, 1.2, GSD² 1.222870, sigma 0.100600."""
    assert pedigree_sigma((2, 3, 1, 2, 3), 1.05) == pytest.approx(0.10060019820420221, rel=1e-12)
