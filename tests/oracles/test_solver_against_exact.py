"""Scores that nearly cancel, in units far apart, against exact rational arithmetic.

A dense solve in double precision is no judge of such a system: its rows differ by many powers of
ten, and it loses as many digits. Fractions lose none.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.sparse import csc_array

from celca.solver import intensities

N = 24


def system(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return A with loops, in units 10^-8 to 10^8 of each other, and net flows b that nearly cancel.

    Each process emits about what the inputs before it are credited for, to 1 part in 10 000, as
    growth and burning do.
    """
    rng = np.random.default_rng(seed)
    unit = 10.0 ** rng.uniform(-8, 8, N)
    shares = rng.uniform(0, 1, (N, N)) * (rng.random((N, N)) < 0.25)
    np.fill_diagonal(shares, 0.0)
    shares *= 0.7 / np.maximum(shares.sum(axis=0), 1e-9)
    A = np.diag(np.ones(N)) - shares * unit[:, None] / unit[None, :]
    wanted = rng.lognormal(0, 1, N) * 1e-4 / unit  # the scores that are left over
    wanted[::3] *= 1e4
    return A, A.T @ wanted


def exact(A: np.ndarray, b: np.ndarray) -> list[Fraction]:
    """Return A' h = b by elimination in fractions."""
    M = [[Fraction(x) for x in row] + [Fraction(y)] for row, y in zip(A.T, b, strict=True)]
    for k in range(N):
        pivot = next(i for i in range(k, N) if M[i][k])
        M[k], M[pivot] = M[pivot], M[k]
        M[k] = [x / M[k][k] for x in M[k]]
        for i in range(N):
            if i != k and M[i][k]:
                ratio = M[i][k]
                M[i] = [x - ratio * y for x, y in zip(M[i], M[k], strict=True)]
    return [row[-1] for row in M]


@pytest.mark.parametrize("seed", range(3))
def test_every_score_is_right_to_1e_10_and_nearer_than_a_plain_dense_solve(seed: int) -> None:
    A, b = system(seed)
    truth = np.array([float(x) for x in exact(A, b)])
    H, numerics = intensities(csc_array(A), csc_array(np.diag(b)), csc_array(np.ones((1, N))))
    error = np.abs(H[0] / truth - 1).max()
    assert error < 1e-10
    assert error <= numerics.error_bound
    plain = np.abs(np.linalg.inv(A.T) @ b / truth - 1).max()
    assert error < plain
