"""Draws of a whole system: closed forms, addresses, pairs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_array, csc_array

from celca.errors import SingularSystem, UsageError
from celca.solver import intensities
from celca.uncertainty import (
    Distributions,
    Entries,
    compare,
    draw,
    fixed,
    lognormal,
    plan,
    sample_intensities,
    sample_scores,
    summarise,
)
from celca.uncertainty.addresses import address
from celca.uncertainty.sampler import sample

ONE = csc_array([[1.0]])


def entries(M: np.ndarray, spread: float, kind: str) -> Entries:
    """Return the entries of M, each with a relative standard deviation of `spread`."""
    rows, columns = np.nonzero(M)
    amount = M[rows, columns]
    if kind == "lognormal":
        d = lognormal(amount, np.full(amount.size, spread))
    else:
        nothing = np.full(amount.size, np.nan)
        three = np.full(amount.size, 3)
        d = Distributions(amount, three, amount, spread * np.abs(amount), nothing, nothing)
    return Entries(rows, columns, d, M.shape)


def larger(n: int, seed: int) -> tuple[Entries, Entries]:
    """Return A and B of n processes with weak loops, products in another order."""
    rng = np.random.default_rng(seed)
    A = np.eye(n) - rng.random((n, n)) * (rng.random((n, n)) < 4 / n) * 0.3
    np.fill_diagonal(A, 1.0)
    B = rng.random((3, n))
    order = rng.permutation(n)
    return entries(A[order], 0.2, "lognormal"), entries(B, 0.3, "lognormal")


# Groen et al. (2014), Methods for uncertainty propagation in LCA, Environ. Model. Softw. 62:
# the electricity and fuel case of Heijungs & Suh, all entries normal with 5 %.
GROEN_A = np.array([[10.0, 0.0], [-2.0, 100.0]])
GROEN_B = np.array([[1.0, 10.0]])
DEMAND = csc_array([[1000.0], [0.0]])


def test_the_variance_of_groens_case_is_64() -> None:
    """120^2 * 0.05^2 * (1 + 3 * (1/6)^2 + (5/6)^2) = 64, to first order."""
    prepared = plan(entries(GROEN_A, 0.05, "normal"), entries(GROEN_B, 0.05, "normal"), ONE)
    scores = sample_scores(prepared, DEMAND, range(6000), 1)[:, 0, 0]
    # The sample variance itself has a relative standard deviation of sqrt(2 / draws).
    assert scores.var() == pytest.approx(64.0, rel=4 * sqrt(2 / 6000))
    assert scores.mean() == pytest.approx(120.0, abs=4 * 8 / sqrt(6000) + 120 * 0.05**2 * 1.1)


def test_a_chain_of_lognormals_has_the_spread_of_their_product() -> None:
    """Intensity = b a1 a2, so its logarithm is normal with the sum of the variances."""
    A = np.array([[1.0, -2.0, 0.0], [0.0, 1.0, -3.0], [0.0, 0.0, 1.0]])
    B = np.array([[5.0, 0.0, 0.0]])
    rows, columns = np.nonzero(A)
    sigma = np.where(rows == columns, 0.0, 0.3)
    uncertain = Entries(rows, columns, lognormal(A[rows, columns], sigma), A.shape)
    prepared = plan(uncertain, entries(B, 0.4, "lognormal"), ONE)
    h = np.array([H[0, 2] for H in sample_intensities(prepared, range(4000), 3)])
    expected = sqrt(2 * 0.3**2 + 0.4**2)
    assert np.log(h).mean() == pytest.approx(np.log(30), abs=4 * expected / sqrt(4000))
    assert np.log(h).std() == pytest.approx(expected, rel=4 * sqrt(1 / 8000))


def test_one_and_two_workers_and_any_order_give_the_same_bits() -> None:
    A, B = larger(300, 1)
    prepared = plan(A, B, csc_array(np.ones((2, 3))))
    alone = list(sample_intensities(prepared, range(12), 5))
    pair = list(sample_intensities(prepared, range(12), 5, workers=2))
    assert all(np.array_equal(a, b) for a, b in zip(alone, pair, strict=True))
    backwards = list(sample_intensities(prepared, range(11, -1, -1), 5, workers=2))
    assert all(np.array_equal(a, b) for a, b in zip(alone, backwards[::-1], strict=True))


def test_a_run_that_is_resumed_gives_the_same_bits() -> None:
    A, B = larger(60, 2)
    D = csc_array(np.random.default_rng(0).random((60, 4)))
    whole = sample_scores(plan(A, B, csc_array(np.ones((1, 3)))), D, range(10), 5)
    again = plan(A, B, csc_array(np.ones((1, 3))))
    first, rest = (sample_scores(again, D, part, 5) for part in (range(4), range(4, 10)))
    assert np.array_equal(whole, np.concatenate([first, rest]))


def test_another_method_sees_the_same_draws() -> None:
    """H is linear in C only where B and A are the same: 1 of a + 1 of b = 1 of both."""
    A, B = larger(400, 6)
    a, b, both = ([[1.0, 0, 0]], [[0, 0, 2.0]], [[1.0, 0, 2.0]])
    apart = [draw(plan(A, B, csc_array(C)), 1, 8, accuracy=1e-13) for C in (a, b)]
    together = draw(plan(A, B, csc_array(both)), 1, 8, accuracy=1e-13)
    assert apart[0] + apart[1] == pytest.approx(together, rel=1e-11)


def test_no_intensity_of_a_draw_is_off_by_three_times_its_accuracy() -> None:
    A, B = larger(900, 7)
    prepared = plan(A, B, csc_array(np.ones((2, 3))))
    for number in range(10):
        exact = draw(prepared, 1, number, accuracy=1e-13)
        assert draw(prepared, 1, number) == pytest.approx(exact, rel=3e-5)


def test_an_input_of_0_that_may_be_drawn_otherwise_can_close_a_loop() -> None:
    """A chain of 400; its end may be used by its beginning, about 0 times."""
    n, nan = 400, np.full(800, np.nan)
    rows = np.r_[np.arange(n), np.arange(n - 1), n - 1]
    columns = np.r_[np.arange(n), np.arange(1, n), 0]
    amount = np.r_[np.ones(n), np.full(n - 1, -0.9), 0.0]
    code = np.r_[np.zeros(2 * n - 1, int), 3]
    d = Distributions(amount, code, amount, np.where(code, 0.3, np.nan), nan, nan)
    B = entries(np.ones((1, n)), 0.0, "lognormal")
    A = Entries(rows, columns, d, (n, n))
    prepared = plan(A, B, ONE)
    drawn = sample(prepared.A, address(1, 2, 0))
    order = prepared.entries
    matrix = coo_array((drawn, (rows[order], columns[order])), shape=(n, n))
    H, _ = intensities(matrix, B.nominal(), ONE)
    assert draw(prepared, 1, 2, accuracy=1e-12) == pytest.approx(H, rel=1e-10)


def test_a_script_without_a_guard_is_told_how_to_ask_for_workers(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from celca.errors import UsageError\n"
        "from celca.uncertainty.workers import in_order\n"
        "try:\n    list(in_order(abs, range(9), 2))\n"
        "except UsageError as told:\n    print(told)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True)
    assert '__name__ == "__main__"' in done.stdout


def test_draws_differ_and_seeds_differ() -> None:
    A, B = larger(60, 3)
    prepared = plan(A, B, csc_array(np.ones((1, 3))))
    some = [draw(prepared, seed, number)[0, 0] for seed in (1, 2) for number in range(5)]
    assert len(set(some)) == 10


def test_a_draw_is_the_solution_of_its_own_system() -> None:
    """Redo a draw: sample the same amounts and hand them to the solver."""
    A, B = larger(80, 4)
    C = csc_array(np.ones((1, 3)))
    prepared = plan(A, B, C)
    order = prepared.entries
    amounts = sample(prepared.A, address(9, 4, 0))
    drawn = coo_array((amounts, (A.rows[order], A.columns[order])), shape=A.shape)
    flows = coo_array((sample(prepared.B, address(9, 4, 1)), (B.rows, B.columns)), shape=B.shape)
    H, _ = intensities(drawn, flows, C)
    assert draw(prepared, 9, 4, accuracy=1e-13) == pytest.approx(H, rel=1e-11)


def test_fixed_amounts_give_what_the_solver_gives() -> None:
    A, B = larger(80, 4)
    C = csc_array(np.ones((1, 3)))
    still = [Entries(m.rows, m.columns, fixed(m.distributions.amount), m.shape) for m in (A, B)]
    H, _ = intensities(still[0].nominal(), still[1].nominal(), C)
    assert draw(plan(*still, C), 1, 1) == pytest.approx(H, rel=1e-5)
    assert draw(plan(*still, C), 1, 1, accuracy=1e-13) == pytest.approx(H, rel=1e-11)


def test_two_entries_at_one_place_vary_apart_and_add_up() -> None:
    twice = Entries(
        np.array([0, 0, 0, 1]),
        np.array([0, 1, 1, 1]),
        lognormal(np.array([1.0, -0.2, -0.3, 1.0]), np.array([0.0, 0.0, 0.0, 0.0])),
        (2, 2),
    )
    prepared = plan(twice, entries(np.array([[1.0, 2.0]]), 0.0, "lognormal"), ONE)
    assert draw(prepared, 1, 0)[0] == pytest.approx([1.0, 2.5], rel=1e-6)


def test_a_draw_with_a_loop_that_uses_all_it_makes_is_named() -> None:
    A = entries(np.array([[1.0, -0.99], [-0.99, 1.0]]), 0.5, "lognormal")
    prepared = plan(A, entries(np.array([[1.0, 1.0]]), 0.1, "lognormal"), ONE)
    with pytest.raises(SingularSystem, match=r"^Draw \d+: The loop of processes"):
        list(sample_intensities(prepared, range(50), 1))


def test_all_demands_see_the_same_draw() -> None:
    """A variant that takes 1 % more of the same is above in every draw."""
    prepared = plan(entries(GROEN_A, 0.3, "lognormal"), entries(GROEN_B, 0.3, "lognormal"), ONE)
    scores = sample_scores(prepared, csc_array([[1000.0, 1010.0], [0.0, 0.0]]), range(200), 1)
    told = compare(scores[:, 0, 0], scores[:, 0, 1])
    assert told.probability == 1.0
    assert 0.97 < told.low < told.high == 1.0
    assert told.difference.p97_5 < 0
    assert told.difference.deviation < 0.02 * summarise(scores[:, 0, 0]).deviation


def test_only_a_few_batches_of_draws_are_asked_for_ahead() -> None:
    prepared = plan(entries(GROEN_A, 0.1, "lognormal"), entries(GROEN_B, 0.1, "lognormal"), ONE)
    asked: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    drawn = sample_intensities(prepared, numbers(), 1, workers=2)
    for position in range(20):
        next(drawn)
        assert len(asked) <= position + 1 + 3 * 4


def test_a_summary_of_a_normal_sample_is_what_tables_say() -> None:
    scores = np.random.default_rng(1).normal(10, 2, 20_000)
    told = summarise(scores)
    assert (told.p2_5, told.p97_5) == pytest.approx((10 - 3.92, 10 + 3.92), abs=0.1)
    assert told.mean_within == pytest.approx(1.96 * 2 / sqrt(20_000), rel=0.02)
    assert told.median_low < told.median < told.median_high
    # The half-width for a median is sqrt(pi / 2) times that for a mean.
    assert told.median_high - told.median_low == pytest.approx(
        2 * 1.2533 * told.mean_within, rel=0.2
    )


def test_a_tie_counts_half() -> None:
    assert compare(np.array([1.0, 1.0, 2.0, 0.0]), np.ones(4)).probability == 0.5


def test_scores_that_differ_by_rounding_are_ties() -> None:
    """0.1 + 0.2 and 0.3 are one figure: neither is below the other in any draw."""
    told = compare(np.full(9, 0.1) + 0.2, np.full(9, 0.3))
    assert told.probability == 0.5


def test_one_draw_and_unpaired_draws_are_refused() -> None:
    with pytest.raises(UsageError):
        summarise(np.ones(1))
    with pytest.raises(UsageError):
        compare(np.ones(3), np.ones(4))
    prepared = plan(entries(GROEN_A, 0.1, "normal"), entries(GROEN_B, 0.1, "normal"), ONE)
    with pytest.raises(UsageError):
        draw(prepared, -1, 0)
