"""An order of processes in which each comes after its inputs, a few hubs apart.

Most of a supply chain has a direction; loops close through hubs such as electricity,
transport and fuels. With the hubs taken out, the rest falls into levels, each made of
earlier ones alone. What the hubs are made of comes first, then the hubs, then what no
loop needs. Only the pattern of inputs is looked at, not their amounts.
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

    processes  (n) the process at each position
    hubs       positions of the hubs, the last block of the core: what loops need
    cuts       where each block begins, and n
    core       how many blocks are the core
    """

    processes: Indexes
    hubs: slice
    cuts: Indexes
    core: int


def order_of(Z: Sparse) -> Order:
    """Return an order for Z' (n x n, CSR), whose row j lists the inputs of process j."""
    n = Z.shape[0]
    if n <= SMALL:
        return Order(np.arange(n), slice(0, n), np.array([0, n]), 1)
    process, used = np.repeat(np.arange(n), np.diff(Z.indptr)), np.asarray(Z.indices, np.intp)
    hub, loop = _hubs(process, used, n)
    inside = loop[process] == loop[used]
    looped = hub.copy()
    looped[process[inside & ~hub[process]]] = True
    core = _needed(process, used, looped)
    direct = ~(hub[process] | hub[used] | inside)
    level = _levels(process[direct], used[direct], n)
    order = np.lexsort((level, hub, ~core))
    hubs = slice(int((core & ~hub).sum()), int(core.sum()))
    first = _cuts(np.bincount(level[core & ~hub]), whole=False)
    rest = _cuts(np.bincount(level[~core]), whole=True) + hubs.stop
    cuts = np.unique(np.concatenate([first, rest]))
    return Order(order, hubs, cuts, int(np.searchsorted(cuts, hubs.stop)))


def _needed(process: Indexes, used: Indexes, first: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the first and all they are made of."""
    found = first.copy()
    while True:
        more = used[found[process]]
        if found[more].all():
            return found
        found[more] = True


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


def _cuts(sizes: Indexes, whole: bool) -> Indexes:
    """Return where blocks begin, and the end; each holds one level or more.

    whole  each level a block of its own, as long as these are few
    """
    least = 0 if whole and sizes.size <= 2 * BLOCKS else max(LEAST, int(sizes.sum()) // BLOCKS)
    cuts = [0]
    for end in np.cumsum(sizes)[:-1].tolist():
        if end - cuts[-1] > least:
            cuts.append(end)
    return np.array([*cuts, int(sizes.sum())], dtype=np.intp)
