"""The same matrices through Brightway's bw2calc give the same scores.

The matrices are passed in memory; no Brightway project is opened or written.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from celca.solver import intensities, supply

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    bwp = pytest.importorskip("bw_processing")
    bc = pytest.importorskip("bw2calc")

Dense = NDArray[np.float64]


def system(n: int, seed: int) -> tuple[Dense, Dense, Dense]:
    """Return A, B, C in float32 steps, as Brightway keeps its own data in float32."""
    rng = np.random.default_rng(seed)
    A = np.diag(10.0 ** rng.uniform(-2, 2, n))
    A -= rng.random((n, n)) * (rng.random((n, n)) < 4 / n) * 0.2 * A.diagonal()
    A[3, 3] *= -1
    B = rng.lognormal(0, 2, (6, n)) * (rng.random((6, n)) < 0.5)
    C = rng.random((1, 6))
    return A, B, C


def entries(name: str, M: Dense) -> dict[str, object]:
    """Return the non-zero entries of M as a vector of a datapackage, ids from 1."""
    rows, columns = np.nonzero(M)
    indices = np.array(list(zip(rows + 1, columns + 1, strict=True)), dtype=bwp.INDICES_DTYPE)
    return {"matrix": name, "data_array": M[rows, columns], "indices_array": indices}


def brightway(A: Dense, B: Dense, C: Dense, demand: dict[int, float]) -> tuple[float, Dense]:
    """Return the score and the supply that bw2calc finds."""
    package = bwp.create_datapackage()
    package.add_persistent_vector(**entries("technosphere_matrix", A))
    # Flows get ids beyond those of processes, as in a Brightway project.
    flows = entries("biosphere_matrix", B)
    flows["indices_array"]["row"] += 10_000  # type: ignore[index]
    package.add_persistent_vector(**flows)
    factors = entries("characterization_matrix", np.diag(C[0]))
    for axis in ("row", "col"):
        factors["indices_array"][axis] += 10_000  # type: ignore[index]
    package.add_persistent_vector(**factors)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lca = bc.LCA({k + 1: v for k, v in demand.items()}, data_objs=[package])
        lca.lci()
        lca.lcia()
    order = [lca.dicts.activity[j + 1] for j in range(len(A))]
    return float(lca.score), np.asarray(lca.supply_array)[order]


@pytest.mark.parametrize("seed", range(5))
def test_scores_and_supply_agree_with_bw2calc(seed: int) -> None:
    A, B, C = system(60, seed)
    demand = {0: 1.0, 7: 2.5, 59: 0.1}
    score, runs = brightway(A, B, C, demand)
    H, numerics = intensities(*map(sparse.csc_array, (A, B, C)))
    f = np.zeros(60)
    f[list(demand)] = list(demand.values())
    s, _ = supply(sparse.csc_array(A), f)
    assert numerics.error_bound < 1e-11
    assert H[0] @ f == pytest.approx(score, rel=1e-10)
    assert s == pytest.approx(runs, rel=1e-10, abs=1e-14)
