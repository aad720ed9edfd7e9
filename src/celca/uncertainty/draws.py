"""Intensities of every product, drawn: one solve per draw prices everything, paired.

Each draw starts from the intensities without uncertainty, never from the draw before, so
it is the same on any number of workers and after an interruption.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import sparse

from celca.errors import SingularSystem
from celca.solver import intensities
from celca.solver.iterate import fixed_point
from celca.solver.ordering import Order, order_of
from celca.solver.proven import Equation, solve_proven
from celca.solver.scaled import Sparse, scale
from celca.solver.sweeps import Pattern, hub_reply, pattern_of, sweep_to
from celca.uncertainty.addresses import address
from celca.uncertainty.distributions import Array, Distributions, Indexes
from celca.uncertainty.sampler import Sampler, sample, sampler
from celca.uncertainty.workers import in_order

__all__ = ["Entries", "Plan", "draw", "plan", "sample_intensities"]

ACCURACY = 1e-5


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
    entries    the number of the entry of A in each row of its sampler
    starts     where each place of A begins among its entries; None where each has one
    owner      the process of each place of A off the diagonal
    divisor    what it makes, below 0, for each such place; None where that is uncertain
    pattern    of Z', in the order of the sweeps, as are all of the following
    reply      of the hubs, without uncertainty
    spread     (n m x entries of B): what each entry adds to C B
    products   (n) the row of A that each process makes
    start      (n x m) intensities without uncertainty
    """

    A: Sampler
    B: Sampler
    entries: Indexes
    starts: Indexes | None
    owner: Indexes
    divisor: Array | None
    pattern: Pattern
    reply: Array
    spread: Sparse
    products: Indexes
    start: Array


def plan(A: Entries, B: Entries, C: Sparse) -> Plan:
    """Prepare draws of `H = C B A^-1`; A (n x n), B (e x n), C (m x e).

    Entries are addressed by their order, those of B as given: another C sees the same draws.
    """
    H, _ = intensities(A.nominal(), B.nominal(), C)
    products = scale(A.nominal()).products
    order = order_of(_inputs(A, products))
    products, position = products[order.processes], _inverse(order.processes)
    sort, new, owner, pattern = _places(A, products, order)
    distributions = A.distributions.at(sort)
    spread, counted = _spread(B, C, position)
    amounts = np.add.reduceat(distributions.amount, new)
    divisor = -amounts[owner.size :][owner]
    sure = np.isin(distributions.code[new[owner.size] :], (0, 1)).all()
    return Plan(
        sampler(distributions),
        sampler(B.distributions.at(counted), counted),
        sort,
        None if new.size == sort.size else new,
        owner,
        divisor if sure else None,
        pattern,
        hub_reply(pattern, amounts[: owner.size] / divisor),
        spread,
        products,
        np.ascontiguousarray(H[:, products].T),
    )


def _inputs(A: Entries, products: Indexes) -> Sparse:
    """Return the pattern of Z', with places whose amount is 0 but may be drawn otherwise."""
    used, process = _inverse(products)[A.rows], A.columns
    off = used != process
    ones = np.ones(int(off.sum()))
    return sparse.coo_array((ones, (process[off], used[off])), shape=A.shape).tocsr()


def _places(
    A: Entries, products: Indexes, order: Order
) -> tuple[Indexes, Indexes, Indexes, Pattern]:
    """Return the order of the entries, where each place begins, its owner, and the pattern.

    Places off the diagonal come first, row by row of Z'.
    """
    row, column = _inverse(products)[A.rows], _inverse(order.processes)[A.columns]
    sort = np.lexsort((row, column, row == column))
    row, column = row[sort], column[sort]
    new = np.flatnonzero(np.r_[True, (np.diff(row) != 0) | (np.diff(column) != 0)])
    owner = column[new][: new.size - products.size]
    counts = np.bincount(owner, minlength=products.size)
    indptr = np.r_[0, np.cumsum(counts)].astype(np.int32)
    pattern = pattern_of(row[new][: owner.size].astype(np.int32), indptr, order)
    return sort, new, owner, pattern


def _inverse(order: Indexes) -> Indexes:
    """Return where each number stands in a permutation."""
    out = np.empty_like(order)
    out[order] = np.arange(order.size)
    return out


def _spread(B: Entries, C: Sparse, position: Indexes) -> tuple[Sparse, Indexes]:
    """Return what each entry of B that C counts adds to C B, and which these are."""
    C = sparse.csc_array(C, dtype=np.float64)
    counted = np.flatnonzero(np.isin(B.rows, np.flatnonzero(np.diff(C.indptr))))
    each = C[:, B.rows[counted]].tocoo()
    m, n = C.shape[0], B.shape[1]
    place = (position[B.columns[counted]][each.col] * m + each.row, each.col)
    return sparse.coo_array((each.data, place), shape=(n * m, counted.size)).tocsr(), counted


def draw(prepared: Plan, seed: int, number: int, accuracy: float = ACCURACY) -> Array:
    """Return H (m x n) [impact / unit of product] of draw `number`.

    accuracy  largest relative error of an intensity that is aimed at [-], see `sweep_to`;
              of 1e-5 even a million draws with a spread of 1 % cannot tell
    """
    data, own = _technosphere(prepared, sample(prepared.A, address(seed, number, 0)), number)
    y = prepared.spread @ sample(prepared.B, address(seed, number, 1))
    y = y.reshape(prepared.start.shape) / own[:, None]
    system = (prepared.pattern, data, y)
    done = sweep_to(system, prepared.start, prepared.reply, accuracy)
    x = done.x if done.residual <= accuracy else _otherwise(prepared, data, y, accuracy, number)
    H = np.empty(y.shape[::-1])
    H[:, prepared.products] = x.T
    return H


def _technosphere(prepared: Plan, amounts: Array, number: int) -> tuple[Array, Array]:
    """Return the entries of Z' and what each process makes."""
    if prepared.starts is not None:
        amounts = np.add.reduceat(amounts, prepared.starts)
    data, own = np.split(amounts, [prepared.owner.size])
    if not own.all():
        idle = prepared.pattern.order.processes[own == 0].tolist()
        raise SingularSystem(f"Draw {number}: process {idle[0]} makes nothing.", columns=idle)
    data /= -own[prepared.owner] if prepared.divisor is None else prepared.divisor
    return data, own


def _otherwise(prepared: Plan, data: Array, y: Array, accuracy: float, number: int) -> Array:
    """Iterate from the nominal intensities; where that fails, solve with all means."""
    Z = prepared.pattern.whole(data)
    done = fixed_point(Z, y, prepared.start, accuracy)
    if done.residual <= accuracy:
        return done.x
    position = _inverse(prepared.pattern.order.processes)
    Z, y, terms = Z[position][:, position], y[position], np.diff(Z.indptr)[position] + 32.0
    equation = Equation(Z, y, np.abs(y), terms, prepared.products[position], True)
    try:
        x, _ = solve_proven(equation, accuracy)
    except SingularSystem as refusal:
        raise SingularSystem(f"Draw {number}: {refusal}", refusal.rows, refusal.columns) from None
    return x[prepared.pattern.order.processes]


def sample_intensities(
    prepared: Plan, draws: Iterable[int], seed: int, *, workers: int = 1
) -> Iterator[Array]:
    """Yield H (m x n) of each draw number, in the order asked for.

    workers  processes; any number gives the same bits. A script that asks for more than
             one must be guarded by `if __name__ == "__main__":`
    """
    return in_order(partial(draw, prepared, seed), draws, workers)
