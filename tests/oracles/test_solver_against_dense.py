"""Systems shaped like public databases, priced by celca and by a dense solve.

One like USLCI: some hundreds of unit processes with hubs, waste treatment and mixed units.
One like USEEIO: 400 sectors, each taking of nearly all, in dollars, with a gain of 0.47.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from celca.solver import intensities

Dense = NDArray[np.float64]
System = tuple[Dense, Dense, Dense]


def processes(seed: int) -> System:
    """Return A, B, C of 600 processes: 12 hubs, 6 inputs each, units over nine orders."""
    rng, n, hubs = np.random.default_rng(seed), 600, 12
    process = np.repeat(np.arange(n), 6)
    used = np.where(
        rng.random(process.size) < 0.4,
        rng.integers(0, hubs, process.size),
        rng.integers(0, n, process.size),
    )
    share = rng.uniform(0, 0.14, process.size)
    unit = 10.0 ** rng.uniform(-4.5, 4.5, n)
    A = np.diag(np.where(rng.random(n) < 0.1, rng.lognormal(0, 3, n), 1.0))
    keep = used != process
    p, u = process[keep], used[keep]
    np.add.at(A, (u, p), -share[keep] * unit[u] / unit[p] * np.diag(A)[p])
    waste = rng.random(n) < 0.05
    A[:, waste] *= -1
    B = rng.lognormal(-3, 3, (50, n)) * (rng.random((50, n)) < 0.3) * np.abs(np.diag(A)) / unit
    return A, B, rng.lognormal(0, 2, (5, 50))


def sectors(seed: int) -> System:
    """Return A, B, C of 400 sectors with dense inputs that are 47 % of what is made at most."""
    rng, n = np.random.default_rng(seed), 400
    use = rng.lognormal(-2, 2.5, (n, n))
    use *= rng.uniform(0.1, 0.47, n) / use.sum(axis=0)
    return np.eye(n) - use, rng.lognormal(-4, 3, (60, n)), rng.lognormal(0, 2, (3, 60))


def solved(M: Dense, y: Dense) -> Dense:
    """Solve densely, with two steps of refinement in longer numbers for the mixed units."""
    x = np.linalg.solve(M, y).astype(np.longdouble)
    for _ in range(2):
        x += np.linalg.solve(M, (y - M.astype(np.longdouble) @ x).astype(np.float64))
    return x.astype(np.float64)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("made", [processes, sectors])
def test_every_intensity_is_that_of_a_dense_solve(made: object, seed: int) -> None:
    A, B, C = made(seed)  # type: ignore[operator]
    H, numerics = intensities(*map(sparse.csc_array, (A, B, C)))
    dense = solved(A.T, (C @ B).T).T
    # In shares of what flows through, as waste and its treatment may cancel out.
    assert np.abs(H - dense).max(axis=0) == pytest.approx(0, abs=1e-9 * np.abs(dense).max())
    assert np.median(np.abs(H / dense - 1)) < 1e-12
    assert np.quantile(np.abs(H / dense - 1), 0.99) < 1e-9
    assert numerics.error_bound < 1e-9
