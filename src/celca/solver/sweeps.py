"""Solve many systems that are near one that is known, each in a few sweeps.

A sweep is a step of Gauss and Seidel block by block, each process after its inputs, so
all but the loops through the hubs is exact after one. What the hubs then lack is
multiplied with what the same lack comes to in the system that is known, all loops gone
through: the inverse of its Schur complement. One sweep leaves about as much of the error
as the systems differ. The inverse only sets the pace; the answer is that of the new system.
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
UNCHECKED = 2
LUCK = 0.1
Blocks = Sequence[tuple[int, int, Sparse]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where Z' has entries, in the order of the sweeps.

    indices, indptr  of the whole, CSR
    order            of the processes
    frames           the rows of each block, entries still to be put in
    """

    indices: NDArray[np.int32]
    indptr: NDArray[np.int32]
    order: Order
    frames: tuple[Sparse, ...]

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
    cuts, frames = order.cuts.tolist(), []
    for first, last in zip(cuts[:-1], cuts[1:], strict=True):
        inside = indices[indptr[first] : indptr[last]]
        place = (np.zeros(inside.size), inside, indptr[first : last + 1] - indptr[first])
        frames.append(sparse.csr_array(place, shape=(last - first, indptr.size - 1)))
    return Pattern(indices, indptr, order, tuple(frames))


def hub_reply(blocks: Blocks, hubs: int) -> Array:
    """Return what one unit that a hub lacks comes to at each hub (hubs x hubs)."""
    first, n, last = blocks[-1]
    out = np.empty((hubs, hubs))
    for begin in range(0, hubs, COLUMNS):
        columns = np.arange(begin, min(begin + COLUMNS, hubs))
        x = np.zeros((n, columns.size))
        x[first + columns, columns - begin] = 1.0
        for _ in range(PASSES if len(blocks) > 1 else 0):
            for start, end, rows in blocks[:-1]:
                x[start:end] = rows @ x
        out[:, columns] = last @ x
    return np.asarray(np.linalg.inv(np.eye(hubs) - out))


def sweep_to(blocks: Blocks, y: Array, x: Array, reply: Array, target: float) -> Iterate:
    """Sweep x = y + Z' x from `x` until no unknown is off by more than about `target`.

    y, x    (n x k), in the order of the sweeps
    reply   from `hub_reply`, of a system nearby
    target  relative [-]

    What is off is told from how fast the sweeps move less: with q the ratio of the last
    two moves, the moves to come add up to q / (1 - q) of the last. Gives up where that
    takes long; the residual, which is that sum, tells.
    """
    x, hub, before = x.copy(), slice(x.shape[0] - reply.shape[0], None), np.inf
    with np.errstate(over="ignore", invalid="ignore"):
        for count in range(1, MOST + 1):
            old = x.copy()
            for first, last, rows in blocks:
                new = rows @ x
                new += y[first:last]
                x[first:last] = new
            if count > UNCHECKED:
                now = relative(x - old, x)
                left = _left(now, before)
                if left <= target or not now <= max(0.7 * before, 1e-2):
                    return Iterate(x, count, left)
                before = now
            x[hub] = old[hub] + reply @ (x[hub] - old[hub])
    return Iterate(x, MOST, np.inf)


def _left(now: float, before: float) -> float:
    """Return what the moves to come add up to, from the last two [-]; inf if they grow."""
    pace = max(now / before, LUCK) if before > 0 else LUCK
    return now * pace / (1 - pace) if now < before < np.inf else 0.0 if now == 0 else np.inf
