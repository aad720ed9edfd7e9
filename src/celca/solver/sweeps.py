"""Solve many systems that are near one that is known, each in a few sweeps.

A sweep is a step of Gauss and Seidel block by block, each process after its inputs, so
all but the loops through the hubs is exact after one. What the hubs then lack is
multiplied with what the same lack comes to in the system that is known, all loops gone
through: the inverse of its Schur complement. One sweep leaves about as much of the error
as the systems differ. The inverse only sets the pace; the answer is that of the new system.
What no loop needs is computed once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from celca.solver.iterate import Iterate, relative
from celca.solver.ordering import Order
from celca.solver.scaled import Array, Sparse

__all__ = ["Pattern", "hub_reply", "pattern_of", "sweep_to"]

PASSES = 3
COLUMNS = 64
MOST = 40
UNCHECKED, PATIENCE = 1, 9
LUCK = 0.1
Blocks = Sequence[tuple[int, int, Sparse]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where Z' has entries, in the order of the sweeps.

    indices, indptr  of the whole, CSR
    order            of the processes
    frames           the rows of each block, entries still to be put in
    exact            whether each block beyond the core is made of earlier ones alone
    """

    indices: NDArray[np.int32]
    indptr: NDArray[np.int32]
    order: Order
    frames: tuple[Sparse, ...]
    exact: bool

    def whole(self, data: Array) -> Sparse:
        """Return Z' with these entries."""
        n = self.indptr.size - 1
        return sparse.csr_array((data, self.indices, self.indptr), shape=(n, n))

    def blocks(self, data: Array) -> Blocks:
        """Return the rows of Z' block by block, with where each begins and ends."""
        cuts, out = self.order.cuts.tolist(), []
        for first, last, frame in zip(cuts[:-1], cuts[1:], self.frames, strict=True):
            rows = copy(frame)
            rows.data = data[self.indptr[first] : self.indptr[last]]
            out.append((first, last, rows))
        return out


def pattern_of(indices: NDArray[np.int32], indptr: NDArray[np.int32], order: Order) -> Pattern:
    """Return the pattern of a matrix that stands in that order already."""
    cuts, frames, exact = order.cuts.tolist(), [], True
    for first, last in zip(cuts[:-1], cuts[1:], strict=True):
        inside = indices[indptr[first] : indptr[last]]
        place = (np.zeros(inside.size), inside, indptr[first : last + 1] - indptr[first])
        frames.append(sparse.csr_array(place, shape=(last - first, indptr.size - 1)))
        exact &= first < order.hubs.stop or int(inside.max(initial=-1)) < first
    return Pattern(indices, indptr, order, tuple(frames), exact)


def hub_reply(pattern: Pattern, data: Array) -> Array:
    """Return what one unit that a hub lacks comes to at each hub (hubs x hubs)."""
    blocks, hubs = pattern.blocks(data)[: pattern.order.core], pattern.order.hubs
    count, n = hubs.stop - hubs.start, pattern.indptr.size - 1
    out = np.empty((count, count))
    for begin in range(0, count, COLUMNS):
        columns = np.arange(begin, min(begin + COLUMNS, count))
        x = np.zeros((n, columns.size))
        x[hubs.start + columns, columns - begin] = 1.0
        for _ in range(PASSES):
            for start, end, rows in blocks[:-1]:
                x[start:end] = rows @ x
        out[:, columns] = blocks[-1][2] @ x
    return np.asarray(np.linalg.inv(np.eye(count) - out))


def sweep_to(
    system: tuple[Pattern, Array, Array], x: Array, reply: Array, target: float
) -> Iterate:
    """Sweep x = y + Z' x from `x` until no unknown is off by more than about `target`.

    system  pattern and entries of Z', and y (n x k) in the order of the sweeps
    x       (n x k) where to begin
    reply   from `hub_reply`, of a system nearby
    target  relative [-]

    What is off is told from how fast the sweeps move less: with q the ratio of two moves,
    the moves to come add up to q / (1 - q) of the last. That is an estimate, no bound: the
    tests hold it to a factor of 3. Gives up where that takes long; the
    residual, which is that sum, tells.
    """
    pattern, data, y = system
    blocks, core, x = pattern.blocks(data), pattern.order.core, x.copy()
    with np.errstate(over="ignore", invalid="ignore"):
        steps, left = _settle(blocks[:core], y, x, (pattern.order.hubs, reply), target)
        if left <= target:
            for _ in range(1 if pattern.exact else MOST):
                old = x.copy()
                _sweep(blocks[core:], y, x)
                if pattern.exact or relative(x - old, x) <= target * LUCK:
                    return Iterate(x, steps + 1, left)
            left = np.inf
    return Iterate(x, steps, left)


def _settle(
    blocks: Blocks, y: Array, x: Array, loops: tuple[slice, Array], target: float
) -> tuple[int, float]:
    """Sweep the core, in place; return the sweeps it took and what is left to move [-]."""
    hubs, reply = loops
    part, moves = slice(0, hubs.stop), [np.inf, np.inf]
    for count in range(1, MOST + 1) if blocks else ():
        old = x[part].copy()
        _sweep(blocks, y, x)
        x[hubs] = old[hubs] + reply @ (x[hubs] - old[hubs])
        if count > UNCHECKED:
            moves = [*moves[-2:], relative(x[part] - old, x[part])]
            left = _left(moves)
            if left <= target or not (count < PATIENCE or moves[-1] < 0.5 * moves[0]):
                return count, left
    return (MOST, np.inf) if blocks else (0, 0.0)


def _sweep(blocks: Blocks, y: Array, x: Array) -> None:
    """Compute each block from those before it and the last values of the others."""
    for first, last, rows in blocks:
        new = rows @ x
        new += y[first:last]
        x[first:last] = new


def _left(moves: Sequence[float]) -> float:
    """Return what the moves to come add up to, from the last three [-]; inf if they grow."""
    first, before, now = moves
    if now == 0:
        return 0.0
    pace = max(now / before, before / first if first > 0 else 1.0, LUCK)
    return now * pace / (1 - pace) if pace < 1 and first < np.inf else np.inf
