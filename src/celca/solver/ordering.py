"""An order of processes in which each comes after its inputs, a few hubs apart.

Most of a supply chain has a direction; loops close through hubs such as electricity,
transport and fuels. With the hubs taken out, the rest falls into levels, each made of
earlier ones alone. Only the pattern of inputs is looked at, not their amounts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from celca.solver.scaled import Indexes, Sparse

__all__ = ["Order", "order_of"]

SMALL = 256
HUBS = 256
ROUND = 16
BLOCKS = 40
LEAST = 200


@dataclass(frozen=True, slots=True)
class Order:
    """An order of processes, cut into blocks.

    processes  (n) the process at each position; hubs last
    hubs       how many hubs there are
    cuts       where each block begins, and n; the hubs are the last block
    """

    processes: Indexes
    hubs: int
    cuts: Indexes


def order_of(Z: Sparse) -> Order:
    """Return an order for Z' (n x n, CSR), whose row j lists the inputs of process j."""
    n = Z.shape[0]
    if n <= SMALL:
        return Order(np.arange(n), n, np.array([0, n]))
    process = np.repeat(np.arange(n), np.diff(Z.indptr))
    hub, block = _hubs(process, np.asarray(Z.indices, dtype=np.intp), n)
    inside = block[process] == block[Z.indices]
    direct = ~(hub[process] | hub[Z.indices] | inside)
    level = _levels(process[direct], Z.indices[direct], n)
    level[hub] = level.max(initial=0) + 1
    order = np.argsort(level, kind="stable")
    return Order(order, int(hub.sum()), _cuts(np.bincount(level[~hub]), n))


def _hubs(process: Indexes, used: Indexes, n: int) -> tuple[NDArray[np.bool_], Indexes]:
    """Return which processes are hubs, and the loop each of the others is still part of.

    Those with most ways through them inside a loop are taken out first, until no loop is
    left or there are hubs enough.
    """
    hub = np.zeros(n, dtype=bool)
    while True:
        keep = ~(hub[process] | hub[used])
        ones = np.ones(int(keep.sum()), dtype=np.int8)
        graph = sparse.csr_array((ones, (process[keep], used[keep])), shape=(n, n))
        _, loop = connected_components(graph, directed=True, connection="strong")
        within = keep & (loop[process] == loop[used])
        room = min(ROUND, HUBS - int(hub.sum()))
        if room == 0 or not within.any():
            return hub, np.asarray(loop, dtype=np.intp)
        takes, gives = (np.bincount(x[within], minlength=n) for x in (process, used))
        ways = takes.astype(np.float64) * gives
        first = np.argsort(-ways, kind="stable")[:room]
        hub[first[ways[first] > 0]] = True


def _levels(process: Indexes, used: Indexes, n: int) -> Indexes:
    """Return how many steps each process is above those without inputs; no loops."""
    level = np.zeros(n, dtype=np.intp)
    start = np.flatnonzero(np.r_[True, np.diff(process) != 0]) if process.size else process
    while start.size:
        new = np.zeros_like(level)
        new[process[start]] = np.maximum.reduceat(level[used], start) + 1
        if np.array_equal(new, level):
            break
        level = new
    return level


def _cuts(sizes: Indexes, n: int) -> Indexes:
    """Return where blocks begin: each holds whole levels, and enough rows to be worth it."""
    rest = int(sizes.sum())
    least = max(LEAST, rest // BLOCKS) if rest > LEAST else 1
    cuts = [0]
    for end in np.cumsum(sizes)[:-1].tolist():
        if end - cuts[-1] >= least:
            cuts.append(end)
    return np.array(sorted({*cuts, rest, n}), dtype=np.intp)
