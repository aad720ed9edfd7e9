"""Intensities of every product, drawn: one solve per draw prices everything, paired.

Each draw starts from the intensities without uncertainty, never from the draw before, so
it is the same on any number of workers and after an interruption.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from celca.errors import SingularSystem
from celca.solver import intensities
from celca.solver.iterate import fixed_point
from celca.solver.proven import Equation, solve_proven
from celca.solver.scaled import Sparse, scale
from celca.uncertainty.addresses import address
from celca.uncertainty.distributions import Array, Distributions, Indexes
from celca.uncertainty.sampler import Sampler, sample, sampler

__all__ = ["Entries", "Plan", "draw", "plan", "sample_intensities"]

ACCURACY = 1e-6


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of A or B with their distributions; those at one place add up.

    rows, columns  where each entry stands
    distributions  what it may be [unit / run]
    shape          of the matrix
    """

    rows: Indexes
    columns: Indexes
    distributions: Distributions
    shape: tuple[int, int]

    def nominal(self) -> Sparse:
        """Return the matrix without uncertainty."""
        place = (self.rows, self.columns)
        return sparse.coo_array((self.distributions.amount, place), shape=self.shape).tocsc()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that every draw needs and no draw changes.

    A, B       samplers; A with the places off the diagonal first, B only where C counts
    starts     where each place of A begins among its entries; None where each has one
    owner      the process of each place of A off the diagonal
    divisor    what it makes, below 0, for each such place; None where that is uncertain
    pattern    indices and indptr of Z'
    spread     (n m x entries of B): what each entry adds to C B
    products   (n) the row of A that process j makes
    start      (n x m) intensities without uncertainty, in the order of processes
    """

    A: Sampler
    B: Sampler
    starts: Indexes | None
    owner: Indexes
    divisor: Array | None
    pattern: tuple[NDArray[np.int32], NDArray[np.int32]]
    spread: Sparse
    products: Indexes
    start: Array


def plan(A: Entries, B: Entries, C: Sparse) -> Plan:
    """Prepare draws of `H = C B A^-1`; A (n x n), B (e x n), C (m x e).

    Entries are addressed by their order, those of B as given: another C sees the same draws.
    """
    H, _ = intensities(A.nominal(), B.nominal(), C)
    products = scale(A.nominal()).products
    row = np.empty_like(products)
    row[products] = np.arange(products.size)
    row = row[A.rows]
    order = np.lexsort((row, A.columns, row == A.columns))
    row, column = row[order], A.columns[order]
    new = np.flatnonzero(np.r_[True, (np.diff(row) != 0) | (np.diff(column) != 0)])
    owner = column[new][: new.size - products.size]
    indptr = np.r_[0, np.cumsum(np.bincount(owner, minlength=products.size))]
    pattern = (row[new][: owner.size].astype(np.int32), indptr.astype(np.int32))
    spread, counted = _spread(B, C)
    distributions = A.distributions.at(order)
    return Plan(
        sampler(distributions),
        sampler(B.distributions.at(counted), counted),
        None if new.size == row.size else new,
        owner,
        _divisor(distributions, new, owner),
        pattern,
        spread,
        products,
        np.ascontiguousarray(H[:, products].T),
    )


def _divisor(distributions: Distributions, new: Indexes, owner: Indexes) -> Array | None:
    """Return minus what the process of each place makes, None where that is uncertain."""
    if np.isin(distributions.code[new[owner.size] :], (0, 1)).all():
        return np.asarray(-np.add.reduceat(distributions.amount, new)[owner.size :][owner])
    return None


def _spread(B: Entries, C: Sparse) -> tuple[Sparse, Indexes]:
    """Return what each entry of B that C counts adds to C B, and which these are."""
    C = sparse.csc_array(C, dtype=np.float64)
    counted = np.flatnonzero(np.isin(B.rows, np.flatnonzero(np.diff(C.indptr))))
    each = C[:, B.rows[counted]].tocoo()
    m, n = C.shape[0], B.shape[1]
    place = (B.columns[counted][each.col] * m + each.row, each.col)
    return sparse.coo_array((each.data, place), shape=(n * m, counted.size)).tocsr(), counted


def draw(prepared: Plan, seed: int, number: int, accuracy: float = ACCURACY) -> Array:
    """Return H (m x n) [impact / unit of product] of draw `number`.

    accuracy  relative residual that the iteration stops at [-]; far below what any
              number of draws can resolve
    """
    Z, own = _technosphere(prepared, sample(prepared.A, address(seed, number, 0)), number)
    y = prepared.spread @ sample(prepared.B, address(seed, number, 1))
    n, m = prepared.start.shape
    y = y.reshape(n, m) / own[:, None]
    x = _solve(prepared, Z, y, accuracy, number)
    H = np.empty((m, n))
    H[:, prepared.products] = x.T
    return H


def _technosphere(prepared: Plan, amounts: Array, number: int) -> tuple[Sparse, Array]:
    """Return Z' and what each process makes."""
    if prepared.starts is not None:
        amounts = np.add.reduceat(amounts, prepared.starts)
    data, own = np.split(amounts, [prepared.owner.size])
    if not own.all():
        raise SingularSystem(
            f"Draw {number}: process {int(np.flatnonzero(own == 0)[0])} makes nothing.",
            columns=np.flatnonzero(own == 0).tolist(),
        )
    data /= -own[prepared.owner] if prepared.divisor is None else prepared.divisor
    return sparse.csr_array((data, *prepared.pattern), shape=(own.size, own.size)), own


def _solve(prepared: Plan, Z: Sparse, y: Array, accuracy: float, number: int) -> Array:
    """Iterate from the nominal intensities; where that fails, solve with all means."""
    done = fixed_point(Z, y, prepared.start, accuracy)
    if done.residual <= accuracy:
        return done.x
    terms = np.diff(Z.indptr) + 32.0
    try:
        x, _ = solve_proven(Equation(Z, y, np.abs(y), terms, prepared.products, True), accuracy)
    except SingularSystem as refusal:
        raise SingularSystem(f"Draw {number}: {refusal}", refusal.rows, refusal.columns) from None
    return x


def sample_intensities(
    prepared: Plan, draws: Iterable[int], seed: int, *, workers: int = 1
) -> Iterator[Array]:
    """Yield H (m x n) of each draw number, in the order asked for.

    workers  threads; any number gives the same bits, and no more draws than workers + 2
             are held at once
    """
    if workers <= 1:
        yield from (draw(prepared, seed, number) for number in draws)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Array]] = deque()
        try:
            for number in draws:
                waiting.append(pool.submit(draw, prepared, seed, number))
                if len(waiting) > workers + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
