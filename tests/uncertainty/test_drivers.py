"""Shares of the variance against closed forms."""

from __future__ import annotations

from math import exp, pi

import numpy as np
import pytest
from scipy.sparse import csc_array

from celca.errors import UsageError
from celca.uncertainty import (
    Distributions,
    Entries,
    deviations,
    drawn_amounts,
    first_order,
    lognormal,
    plan,
    sample_scores,
)
from celca.uncertainty.addresses import address
from celca.uncertainty.sampler import sample, sampler


def test_a_sum_of_normals_is_shared_as_their_variances() -> None:
    x = np.random.default_rng(1).normal(size=(8000, 4))
    told = first_order(x, x @ np.array([3.0, 2.0, 1.0, 0.0]))
    # 20 classes of a normal leave 2 % of its own variance inside the classes.
    assert told.share == pytest.approx(np.array([9, 4, 1, 0]) / 14, abs=0.03)


def test_ishigami_is_shared_as_published() -> None:
    """Ishigami and Homma (1990), a = 7, b = 0.1: S = 0.3139, 0.4424, 0."""
    x = np.random.default_rng(2).uniform(-pi, pi, (20_000, 3))
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    assert first_order(x, y).share == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)


def test_the_interval_holds_the_true_share_and_narrows_with_more_draws() -> None:
    rng, held, widths = np.random.default_rng(3), 0, []
    for _ in range(40):
        x = rng.random((1000, 2))
        told = first_order(x, x[:, 0] + x[:, 1])
        held += bool(told.low[0] - 0.01 < 0.5 < told.high[0] + 0.01)
        widths.append(told.high[0] - told.low[0])
    x = rng.random((9000, 2))
    many = first_order(x, x[:, 0] + x[:, 1])
    assert held >= 34
    assert many.high[0] - many.low[0] < 0.5 * np.mean(widths)


def test_a_score_that_never_moves_and_an_input_that_never_moves_have_no_share() -> None:
    x = np.random.default_rng(4).random((500, 2))
    assert first_order(x, np.full(500, 0.1)).share == pytest.approx([0, 0], abs=1e-12)
    still = first_order(np.c_[x[:, 0], np.ones(500)], x[:, 0])
    assert still.share == pytest.approx([1, 0], abs=0.06)


def test_the_inputs_of_a_system_are_looked_up_again_and_share_its_variance() -> None:
    """Of h = b a, lognormal: S_a = (exp(s_a^2) - 1) / (exp(s_a^2 + s_b^2) - 1)."""
    A = Entries(
        np.array([0, 1, 0]),
        np.array([0, 1, 1]),
        lognormal(np.array([1.0, 1.0, -2.0]), np.array([0.0, 0.0, 0.3])),
        (2, 2),
    )
    B = Entries(np.array([0]), np.array([0]), lognormal(np.array([5.0]), np.array([0.4])), (1, 2))
    prepared, D = plan(A, B, csc_array([[1.0]])), csc_array([[0.0], [1.0]])
    draws = range(6000)
    scores = sample_scores(prepared, D, draws, 1)[:, 0, 0]
    a = drawn_amounts(prepared, ("A", A), np.array([2]), draws, 1)
    b = drawn_amounts(prepared, ("B", B), np.array([0]), draws, 1)
    assert (-a * b)[:, 0] == pytest.approx(scores, rel=1e-6)
    share = first_order(np.c_[a, b], scores).share
    expected = [(exp(s**2) - 1) / (exp(0.25) - 1) for s in (0.3, 0.4)]
    assert share == pytest.approx(expected, abs=0.04)


def test_the_deviations_are_those_of_the_draws() -> None:
    n, nan = 20_000, np.nan
    rows = [(3, 2, 1.1, 0.4, nan, nan), (2, 3, 2, 0.5, nan, nan), (1, 0, 1, nan, nan, nan)]
    rows += [(1, 4, nan, nan, 0, 3), (1, 5, 1, nan, 0, 4), (1, 7, nan, nan, 2, 6)]
    for row in rows:
        d = Distributions(*(np.full(n, v) for v in row))
        drawn = sample(sampler(d), address(1, 1, 0))
        assert deviations(d)[0] == pytest.approx(drawn.std(), rel=0.04)


def test_draws_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UsageError, match="of the same draws"):
        first_order(np.ones((60, 2)), np.ones(70))
