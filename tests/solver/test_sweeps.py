"""Sweeps from a system nearby, against dense solves with refinement."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from celca.solver.ordering import HUBS, order_of
from celca.solver.scaled import Sparse
from celca.solver.sweeps import hub_reply, pattern_of, sweep_to

Dense = NDArray[np.float64]


def chains(n: int, seed: int, hubs: int = 5) -> Sparse:
    """Return Z' in which each process takes of earlier ones and of hubs, and these of some."""
    rng = np.random.default_rng(seed)
    process = np.repeat(np.arange(hubs, n), 3)
    earlier = (process * rng.random(process.size)).astype(int)
    fed = np.repeat(np.arange(hubs), 6)
    rows = np.concatenate([process, fed])
    columns = np.concatenate([earlier, rng.integers(0, n // 2, fed.size)])
    amount = rng.uniform(0.02, 0.2, rows.size) * 10.0 ** ((rows % 7) - (columns % 7))
    keep = rows != columns
    return sparse.coo_array((amount[keep], (rows[keep], columns[keep])), shape=(n, n)).tocsr()


def tangle(n: int, seed: int) -> Sparse:
    """Return Z' that has loops everywhere."""
    rng = np.random.default_rng(seed)
    Z = sparse.random_array((n, n), density=4 / n, rng=rng, format="csr") * 0.3
    return (Z - sparse.diags_array(Z.diagonal())).tocsr()


def solved(Z: Sparse, y: Dense) -> Dense:
    """Solve densely, and take off what mixed units cost."""
    x = np.linalg.solve(np.eye(len(y)) - Z.toarray(), y)
    for _ in range(60):
        x = y + Z @ x
    return x


def swept(Z: Sparse, other: Sparse, target: float) -> tuple[Dense, Dense, float]:
    """Solve with `other`, of the pattern of Z, by sweeps that know Z; and densely."""
    order = order_of(Z)
    p = order.processes
    near, new = (M[p][:, p].tocsr() for M in (Z, other))
    for M in (near, new):
        M.sort_indices()
    pattern = pattern_of(near.indices, near.indptr, order)
    y = np.random.default_rng(1).lognormal(0, 1, (Z.shape[0], 2))
    start, true = solved(near, y), solved(new, y)
    done = sweep_to((pattern, new.data, y), start, hub_reply(pattern, near.data), target)
    return done.x, true, done.residual


def moved(Z: Sparse, seed: int, sigma: float = 0.2) -> Sparse:
    other = Z.copy()
    other.data = Z.data * np.random.default_rng(seed).lognormal(0, sigma, Z.nnz)
    return other


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kind", [chains, tangle])
@pytest.mark.parametrize("n", [50, 700])
def test_sweeps_end_as_near_as_they_say(kind: object, n: int, seed: int) -> None:
    Z = kind(n, seed)  # type: ignore[operator]
    for target in (1e-5, 1e-11):
        x, true, residual = swept(Z, moved(Z, seed), target)
        assert residual <= target
        assert x == pytest.approx(true, rel=3 * target)


def test_credits_do_not_upset_the_sweeps() -> None:
    Z = chains(700, 3)
    Z.data[::9] *= -1
    x, true, residual = swept(Z, moved(Z, 3), 1e-10)
    assert residual <= 1e-10
    assert np.abs(x - true).max(axis=1) == pytest.approx(0, abs=1e-7 * np.abs(true).max())


def test_the_system_that_is_known_takes_no_time() -> None:
    Z = chains(700, 4)
    x, true, residual = swept(Z, Z, 1e-9)
    assert (residual, x) == (pytest.approx(0, abs=1e-9), pytest.approx(true, rel=1e-9))


def test_a_loop_that_uses_more_than_it_makes_is_given_up() -> None:
    Z = tangle(700, 1)
    other = Z.copy()
    other.data = Z.data * 10
    assert swept(Z, other, 1e-5)[2] > 1e-5


def test_without_loops_there_is_no_hub_and_one_pass_is_exact() -> None:
    Z = sparse.tril(tangle(600, 2), k=-1, format="csr")
    assert order_of(Z).hubs == slice(0, 0)
    x, true, residual = swept(Z, moved(Z, 1), 1e-9)
    assert residual == 0.0
    assert x == pytest.approx(true, rel=1e-12)


@pytest.mark.parametrize("Z", [chains(900, 1), tangle(900, 1)])
def test_what_no_loop_needs_comes_after_all_it_is_made_of(Z: Sparse) -> None:
    order = order_of(Z)
    position = np.argsort(order.processes)
    made = Z.tocoo()
    rest = position[made.row] >= order.hubs.stop
    assert sorted(order.processes) == list(range(900))
    assert (position[made.col] < position[made.row])[rest].all()
    assert (position[made.col] < order.hubs.stop)[~rest].all()
    assert 0 < order.hubs.stop - order.hubs.start <= HUBS


def test_with_the_hubs_of_a_chain_taken_out_each_process_comes_after_its_inputs() -> None:
    Z = chains(900, 2)
    order = order_of(Z)
    position, made = np.argsort(order.processes), Z.tocoo()
    here, used = position[made.row], position[made.col]
    free = (here < order.hubs.start) & (used < order.hubs.start)
    assert (used < here)[free].all()
    assert order.hubs.stop - order.hubs.start <= 16
