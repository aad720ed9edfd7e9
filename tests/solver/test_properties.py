"""The stated bound holds, and what must not matter does not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from celca.errors import SingularSystem
from celca.solver import Numerics, intensities, supply

Exact = list[list[Fraction]]


def exact_solution(M: np.ndarray, rhs: np.ndarray) -> Exact:
    """Solve M x = rhs (n x k) in fractions, by Gauss and Jordan."""
    n, k = rhs.shape
    rows = [[Fraction(v) for v in [*M[i], *rhs[i]]] for i in range(n)]
    for i in range(n):
        p = next((r for r in range(i, n) if rows[r][i] != 0), None)
        if p is None:
            raise ZeroDivisionError
        rows[i], rows[p] = rows[p], rows[i]
        pivot = rows[i][i]
        rows[i] = [v / pivot for v in rows[i]]
        for r in range(n):
            if r != i and rows[r][i] != 0:
                factor = rows[r][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[n : n + k] for row in rows]


def exact_intensities(A: np.ndarray, B: np.ndarray, C: np.ndarray) -> Exact:
    """Return H' (n x m) in fractions, C B included."""
    m, e = C.shape
    n = A.shape[0]
    direct = np.empty((n, m), dtype=object)
    for j in range(n):
        for i in range(m):
            direct[j, i] = sum(
                (Fraction(C[i, k]) * Fraction(B[k, j]) for k in range(e)), Fraction(0)
            )
    return exact_solution(A.T, direct)


def random_system(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return A, B, C of 2 to 7 processes: loops, mixed units, waste treatment.

    Gain up to 0.999, units over 12 orders of magnitude, every fourth process may take
    its product (negative diagonal), every fourth system has credits.
    """
    rng = np.random.default_rng(seed)
    n, m, e = int(rng.integers(2, 8)), int(rng.integers(1, 4)), int(rng.integers(1, 5))
    Z = rng.random((n, n)) * (rng.random((n, n)) < rng.uniform(0.2, 0.9))
    np.fill_diagonal(Z, 0.0)
    gain = float(np.abs(np.linalg.eigvals(Z)).max())
    if gain > 1e-3:
        Z *= rng.choice([0.3, 0.9, 0.99, 0.999]) / gain
    if rng.random() < 0.25:
        Z *= rng.choice([-1.0, 1.0], Z.shape, p=[0.2, 0.8])
    unit = 10.0 ** rng.uniform(-6, 6, n)
    makes = 10.0 ** rng.uniform(-3, 3, n) * np.where(rng.random(n) < 0.25, -1.0, 1.0)
    A = (np.eye(n) - Z * unit[:, None] / unit) * makes
    B = 10.0 ** rng.uniform(-4, 4, (e, n)) * (rng.random((e, n)) < 0.6) * np.abs(makes) / unit
    C = rng.random((m, e)) * (rng.random((m, e)) < 0.8)
    if rng.random() < 0.3:
        B *= rng.choice([-1.0, 1.0], B.shape)
    return A, B, C


def true_error(values: np.ndarray, exact: Exact) -> float:
    """Return the largest relative error of `values` (n x k) [-]."""
    worst = 0.0
    for row, truths in zip(values.tolist(), exact, strict=True):
        for value, truth in zip(row, truths, strict=True):
            if truth == 0:
                worst = max(worst, 0.0 if value == 0 else np.inf)
            else:
                worst = max(worst, float(abs((Fraction(value) - truth) / truth)))
    return worst


def check(values: np.ndarray, exact: Exact, numerics: Numerics) -> None:
    """Check that the bound is proven, useful, and not smaller than the true error."""
    assert numerics.error_bound < 1e-6
    assert true_error(values, exact) <= numerics.error_bound


@pytest.mark.parametrize("hundred", range(10))
def test_the_error_bound_holds_on_a_thousand_random_systems(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        A, B, C = random_system(seed)
        H, numerics = intensities(
            sparse.csc_array(A), sparse.csc_array(B), sparse.csc_array(C), accuracy=1e-12
        )
        exact = exact_intensities(A, B, C)
        if all_of_ordinary_size(exact, A, B, C):
            check(H.T, exact, numerics)


def all_of_ordinary_size(exact: Exact, A: np.ndarray, B: np.ndarray, C: np.ndarray) -> bool:
    """Tell whether no intensity cancels to below a millionth of what flows through it."""
    Z = np.abs(np.eye(len(A)) - A / A.diagonal())
    if np.abs(np.linalg.eigvals(Z)).max() >= 1:
        return True
    through = np.linalg.solve(np.eye(len(A)) - Z.T, (np.abs(C) @ np.abs(B) / abs(A.diagonal())).T)
    values = np.abs(np.array([[float(v) for v in row] for row in exact]))
    return bool((values >= 1e-5 * through).all())


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**6))
def test_the_error_bound_of_a_supply_holds(seed: int) -> None:
    A, _, _ = random_system(seed)
    f = np.zeros((len(A), 2))
    f[0, 0] = f[-1, 1] = 1.0
    s, numerics = supply(sparse.csc_array(A), f)
    check(s, exact_solution(A, f), numerics)


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**6))
def test_order_of_products_and_processes_changes_no_intensity(seed: int) -> None:
    A, B, C = random_system(seed)
    order = np.random.default_rng(seed).permutation(len(A))
    H, one = intensities(*map(sparse.csc_array, (A, B, C)))
    turned, two = intensities(*map(sparse.csc_array, (A[np.ix_(order, order)], B[:, order], C)))
    assert turned == pytest.approx(H[:, order], rel=one.error_bound + two.error_bound)


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**6), st.integers(-30, 30))
def test_a_product_measured_in_another_unit_scales_its_intensity_and_no_other(
    seed: int, power: int
) -> None:
    A, B, C = random_system(seed)
    other = A.copy()
    other[0] *= 2.0**power
    H, one = intensities(*map(sparse.csc_array, (A, B, C)))
    rescaled, two = intensities(*map(sparse.csc_array, (other, B, C)))
    rescaled[:, 0] *= 2.0**power
    assert rescaled == pytest.approx(H, rel=one.error_bound + two.error_bound)


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**6))
def test_doubling_the_runs_of_a_process_halves_its_supply_and_no_intensity(seed: int) -> None:
    A, B, C = random_system(seed)
    A2, B2 = A.copy(), B.copy()
    A2[:, 0] *= 2
    B2[:, 0] *= 2
    f = np.ones(len(A))
    assert np.array_equal(
        intensities(*map(sparse.csc_array, (A, B, C)))[0],
        intensities(*map(sparse.csc_array, (A2, B2, C)))[0],
    )
    s, s2 = supply(sparse.csc_array(A), f)[0], supply(sparse.csc_array(A2), f)[0]
    assert s2 * np.where(np.arange(len(A)) == 0, 2, 1) == pytest.approx(s, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**6))
def test_forwards_and_backwards_give_the_same_score(seed: int) -> None:
    A, B, C = random_system(seed)
    B, C = np.abs(B), np.abs(C)
    demand = np.random.default_rng(seed).random(len(A))
    H, one = intensities(*map(sparse.csc_array, (A, B, C)))
    s, two = supply(sparse.csc_array(A), demand)
    room = (one.error_bound * np.abs(H) @ demand) + two.error_bound * np.abs(C @ B) @ np.abs(s)
    assert np.abs(H @ demand - C @ B @ s) == pytest.approx(0, abs=float(room.max()) + 1e-300)


@settings(max_examples=60, deadline=None)
@given(st.integers(1000, 10**6), st.floats(1.0, 3.0))
def test_a_loop_that_uses_all_it_makes_is_refused_and_named(seed: int, gain: float) -> None:
    rng = np.random.default_rng(seed)
    n, length = 9, int(rng.integers(2, 6))
    loop = rng.permutation(n)[:length].tolist()
    A = np.eye(n)
    share = rng.random(length) + 0.1
    share *= (gain / share.prod()) ** (1 / length)
    for here, there, used in zip(loop, loop[1:] + loop[:1], share, strict=True):
        A[there, here] = -used
    A[(loop[0] + 1) % n, loop[0]] -= 1e-6
    with pytest.raises(SingularSystem) as refusal:
        intensities(sparse.csc_array(A), sparse.csc_array(np.ones((1, n))), sparse.eye_array(1))
    found = list(refusal.value.columns)
    start = found.index(loop[0])
    assert found[start:] + found[:start] == loop
