"""The factorisations that iteration falls back on."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from celca.errors import SingularSystem
from celca.solver import intensities
from celca.solver.direct import balance, dense, superlu


def credits(n: int, seed: int) -> tuple[sparse.csr_array, np.ndarray]:
    """Return Z with loops stronger than one, of both signs, in units 12 orders apart."""
    rng = np.random.default_rng(seed)
    Z = rng.normal(0, 2, (n, n)) * (rng.random((n, n)) < 6 / n)
    np.fill_diagonal(Z, 0.0)
    unit = 10.0 ** rng.uniform(-6, 6, n)
    return sparse.csr_array(Z * unit[:, None] / unit), rng.random((n, 2)) * unit[:, None]


@pytest.mark.parametrize("seed", range(5))
def test_both_factorisations_solve_what_iteration_cannot(seed: int) -> None:
    Z, y = credits(120, seed)
    x, told = superlu(Z, y, np.abs(y), np.full(len(y), 9.0), "test")
    other, proven = dense(Z, y, np.abs(y), np.full(120, 20.0), "test")
    assert other == pytest.approx(x, rel=1e-8)
    assert np.abs(y + Z @ x - x).max(axis=1) == pytest.approx(
        0, abs=1e-12 * float((np.abs(y) + abs(Z) @ np.abs(x)).max())
    )
    assert told.residual < 1e-14
    assert np.isnan(told.error_bound)
    assert "condition about" in told.note
    assert proven.error_bound < 1e-5


def test_a_large_singular_system_is_refused_by_the_sparse_factorisation() -> None:
    Z = sparse.csr_array(np.array([[0.0, -1.0], [-1.0, 0.0]]))
    with pytest.raises(SingularSystem):
        superlu(Z, np.array([[1.0], [2.0]]), np.ones((2, 1)), np.full(2, 9.0), "test")


def test_balancing_takes_mixed_units_out_and_rounds_nothing() -> None:
    Z, _ = credits(60, 1)
    u = balance(Z)
    size = np.abs(Z.toarray() / u[:, None] * u)
    assert size.max() < 1e3
    assert np.array_equal(np.log2(u), np.round(np.log2(u)))


def test_unknowns_that_nothing_leads_to_are_exactly_zero() -> None:
    """Two products without impact, one loop of credits beside them."""
    A = np.eye(4)
    A[0, 1], A[1, 0] = 3.0, -2.0
    A[2, 3] = -0.7
    H, numerics = intensities(
        sparse.csc_array(A), sparse.csc_array([[1.0, 1.0, 0.0, 0.0]]), sparse.csc_array([[1.0]])
    )
    assert numerics.solver == "direct (dense LU)"
    assert H[0, 2:].tolist() == [0.0, 0.0]
    assert numerics.error_bound < 1e-13
