"""Who is a part of whom: an order in which every part comes before what it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["Graph", "Order", "Rings"]


@dataclass(frozen=True)
class Order:
    """An order of the nodes.

    good   nodes with all that is in them, each after its parts
    masks  (n x k): bits of each node and of all that is in it
    left   nodes that contain themselves, or one that does
    """

    good: NDArray[np.intp]
    masks: NDArray[np.uint64]
    left: NDArray[np.intp]


@dataclass(frozen=True)
class Rings:
    """Nodes that contain themselves.

    of_link  (k): number of the ring that a link is in, −1 for none
    paths    of each ring, one way round: the first node stands at its end again
    """

    of_link: NDArray[np.intp]
    paths: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Graph:
    """Links between n nodes.

    parent, child  (k): number of the node that takes, and of the one that is taken; a child of
                   −1 cannot be had, so that its parent cannot either
    quantity       (k): how many
    """

    n: int
    parent: NDArray[Any]
    child: NDArray[Any]
    quantity: NDArray[Any]

    def order(self, masks: NDArray[np.uint64]) -> Order:
        """Return the nodes from the bottom up; `masks` are gathered on the way."""
        masks, bad = masks.copy(), np.zeros(self.n, dtype=bool)
        bad[self.parent[self.child < 0]] = True
        known = np.flatnonzero(self.child >= 0)
        waiting = np.bincount(self.parent[known], minlength=self.n)
        by_child = known[np.argsort(self.child[known], kind="stable")]
        starts = np.searchsorted(self.child[by_child], np.arange(self.n + 1))
        level, levels = np.flatnonzero(waiting == 0), []
        while level.size:
            levels.append(level)
            links = by_child[_spans(starts[level], starts[level + 1])]
            above, below = self.parent[links], self.child[links]
            np.logical_or.at(bad, above, bad[below])
            np.bitwise_or.at(masks, above, masks[below])
            np.subtract.at(waiting, above, 1)
            level = np.unique(above[waiting[above] == 0])
        every = np.concatenate(levels) if levels else np.zeros(0, dtype=np.intp)
        return Order(every[~bad[every]], masks, np.flatnonzero(waiting > 0))

    def rings(self, order: Order) -> Rings:
        """Return the links that lie in a ring."""
        from scipy.sparse.csgraph import connected_components

        left = np.zeros(self.n, dtype=bool)
        left[order.left] = True
        known = (self.child >= 0) & left[self.parent] & left[self.child]
        of_link = np.full(len(self.parent), -1)
        if not known.any():
            return Rings(of_link, {})
        above, below = self.parent[known], self.child[known]
        shape = (self.n, self.n)
        table = csr_array((np.ones(len(above)), (above, below)), shape=shape)
        _, group = connected_components(table, directed=True, connection="strong")
        inside = group[above] == group[below]
        of_link[np.flatnonzero(known)[inside]] = group[above[inside]]
        first = dict(zip(above[inside][::-1].tolist(), below[inside][::-1].tolist(), strict=True))
        starts = {int(group[node]): node for node in sorted(first, reverse=True)}
        return Rings(of_link, {ring: _way_round(node, first) for ring, node in starts.items()})


def _spans(starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.intp]:
    """Return all numbers from each start up to, not including, its end."""
    counts = ends - starts
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(counts.sum())


def _way_round(node: int, first: Mapping[int, int]) -> tuple[int, ...]:
    """Return a ring that is reached from a node of it, along one link of each node."""
    seen: dict[int, int] = {}
    path: list[int] = []
    while node not in seen:
        seen[node] = len(path)
        path.append(node)
        node = first[node]
    return (*path[seen[node] :], node)
