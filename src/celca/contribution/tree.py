"""Follow a demand upstream, the dearest branch first, and stop where little is left to find.

The intensities price every branch before it is opened, so nothing is searched that does not
matter: what is cut off is known exactly and stays in the sums.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from math import fsum
from typing import Any

import numpy as np

from celca.system import Intensities

__all__ = ["Node", "tree"]

_ROUNDING = 1e-9
# minus its absolute score, its turn among those that weigh the same, then what it is: index of
# the node it serves, depth, index of its process, amount
_Branch = tuple[float, int, int, int, int, float]


@dataclass(frozen=True, slots=True)
class Node:
    """One process on one path.

    parent    index of the node it serves in the list, −1 for what the product itself demands
    depth     0 for what the product itself demands
    amount    of its product on this path [unit]
    kg_co2e   all that follows from it, upstream included
    direct    of it emitted by the process itself [kg CO2e]
    open      whether its inputs were followed; if not, all but `direct` lies upstream of it
    rest      of it in branches that are not listed, where it is open: with `direct` and the nodes
              it is the parent of, this adds up to kg_co2e [kg CO2e]
    name      of the process
    """

    parent: int
    depth: int
    process: str
    amount: float
    unit: str
    kg_co2e: float
    direct: float
    open: bool
    rest: float = 0.0
    name: str = ""


def tree(
    demand: Mapping[str, float], prices: Intensities, *, cut: float = 0.02, most: int = 400
) -> tuple[Node, ...]:
    """Return the paths of a demand that carry more than `cut` of its whole.

    demand  amount by process [unit of its product]
    cut     share of the sum of absolute scores below which a branch is not followed [-]
    most    nodes at most
    """
    system, H = prices.system, prices.H.sum(axis=0)
    direct = np.asarray((system.C @ system.B).sum(axis=0)).ravel()
    made, order, nodes = system.A.diagonal(), count(), list[Node]()
    least = cut * fsum(abs(H[system.index[p]] * amount) for p, amount in demand.items())

    def branch(parent: int, depth: int, j: int, amount: float) -> _Branch:
        return -abs(H[j] * amount), next(order), parent, depth, j, amount

    queue = sorted(branch(-1, 0, system.index[p], amount) for p, amount in demand.items())
    while queue and len(nodes) < most:
        key, _, parent, depth, j, amount = heapq.heappop(queue)
        opened = bool(key < 0 and -key >= least)
        if depth and not opened:
            continue
        maker, runs = system.inventory.processes[j], amount / made[j]
        kg, own, name = float(H[j] * amount), float(direct[j] * runs), maker.name
        nodes.append(Node(parent, depth, maker.id, amount, maker.unit, kg, own, opened, name=name))
        for i, used in _inputs(system.A, j, runs) if opened else ():
            heapq.heappush(queue, branch(len(nodes) - 1, depth + 1, i, used))
    return tuple(_with_rest(nodes))


def _with_rest(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the nodes, each open one with what its listed branches leave."""
    left = [node.kg_co2e - node.direct for node in nodes]
    for node in nodes:
        if node.parent >= 0:
            left[node.parent] -= node.kg_co2e
    for node, rest in zip(nodes, left, strict=True):
        # what is left by rounding alone is nothing
        small = abs(rest) <= _ROUNDING * abs(node.kg_co2e)
        yield replace(node, rest=0.0 if small or not node.open else rest)


def _inputs(A: Any, j: int, runs: float) -> list[tuple[int, float]]:  # noqa: ANN401
    """Return what `runs` of process j use of other products (index, amount)."""
    span = slice(A.indptr[j], A.indptr[j + 1])
    pairs = zip(A.indices[span], A.data[span], strict=True)
    return [(int(i), float(-a * runs)) for i, a in pairs if i != j]
