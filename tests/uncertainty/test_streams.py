"""Streamed spread against the spread of draws that were kept."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array

from celca.errors import UsageError
from celca.uncertainty import Entries, each_score, lognormal, plan, sample_scores, stream


def drawn(kind: str, draws: int) -> np.ndarray:
    """Return draws of 40 scores of one kind."""
    rng = np.random.default_rng(4)
    if kind == "normal":
        return rng.normal(-5, 2, (draws, 40))
    return rng.lognormal(0, 0.5, (draws, 40)) if kind == "lognormal" else rng.random((draws, 40))


@pytest.mark.parametrize("kind", ["normal", "lognormal", "uniform"])
@pytest.mark.parametrize("draws", [2, 24, 25, 26, 200, 1000])
def test_all_but_the_median_is_that_of_the_kept_draws(kind: str, draws: int) -> None:
    kept = drawn(kind, draws)
    told = stream(iter(kept), draws)
    low, high = np.quantile(kept, [0.025, 0.975], axis=0)
    assert told.p2_5 == pytest.approx(low, rel=1e-12)
    assert told.p97_5 == pytest.approx(high, rel=1e-12)
    assert told.mean == pytest.approx(kept.mean(axis=0), rel=1e-12)
    assert told.deviation == pytest.approx(kept.std(axis=0, ddof=1), rel=1e-12)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "uniform"])
@pytest.mark.parametrize(("draws", "share"), [(200, 25), (3000, 150)])
def test_the_median_is_off_by_a_small_share_of_a_deviation(
    kind: str, draws: int, share: int
) -> None:
    kept = drawn(kind, draws)
    told = stream(iter(kept), draws)
    off = np.abs(told.median - np.median(kept, axis=0)) / told.deviation
    assert off.mean() < 1 / share


def test_a_handful_of_draws_has_its_exact_median() -> None:
    kept = np.random.default_rng(1).random((5, 2, 3))
    assert stream(iter(kept), 5).median == pytest.approx(np.median(kept, axis=0), rel=1e-12)


def test_a_score_that_never_moves_has_no_spread() -> None:
    told = stream((np.full(4, 7.0) for _ in range(100)), 100)
    assert told.p2_5.tolist() == told.median.tolist() == told.p97_5.tolist() == [7.0] * 4
    assert told.deviation.tolist() == [0.0] * 4


@pytest.mark.parametrize(("come", "announced"), [(1, 1), (3, 4), (4, 3)])
def test_too_few_draws_or_another_number_than_announced_is_refused(
    come: int, announced: int
) -> None:
    with pytest.raises(UsageError):
        stream(iter(np.ones((come, 3))), announced)


def test_scores_can_be_streamed_from_the_draws_of_a_system() -> None:
    amounts = lognormal(np.array([1.0, -0.5, 1.0]), np.array([0.0, 0.3, 0.0]))
    A = Entries(np.array([0, 0, 1]), np.array([0, 1, 1]), amounts, (2, 2))
    B = Entries(np.array([0]), np.array([0]), lognormal(np.ones(1), np.array([0.2])), (1, 2))
    prepared, D = plan(A, B, csc_array([[1.0]])), csc_array(np.eye(2))
    told = stream(each_score(prepared, D, range(60), 1), 60)
    kept = sample_scores(prepared, D, range(60), 1)
    assert told.p97_5 == pytest.approx(np.quantile(kept, 0.975, axis=0), rel=1e-12)
