"""Follow a demand upstream, the dearest branch first, and stop where little is left to find.

The intensities price every branch before it is opened, so nothing is searched that does not
matter: what is cut off is known exactly and stays in the sums.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from celca.system import Intensities

__all__ = ["Node", "tree"]


@dataclass(frozen=True, slots=True)
class Node:
    """One process on one path.

    parent    index of the node it serves in the list, −1 for what the product itself demands
    depth     0 for what the product itself demands
    amount    of its product on this path [unit]
    kg_co2e   all that follows from it, upstream included
    direct    of it emitted by the process itself [kg CO2e]
    open      whether its inputs were followed; if not, the rest lies upstream of it
    """

    parent: int
    depth: int
    process: str
    amount: float
    unit: str
    kg_co2e: float
    direct: float
    open: bool


def tree(
    demand: Mapping[str, float], prices: Intensities, *, cut: float = 0.02, most: int = 60
) -> tuple[Node, ...]:
    """Return the paths of a demand that carry more than `cut` of its whole.

    demand  amount by process [unit of its product]
    cut     share of the sum of absolute scores below which a branch is not followed [-]
    most    nodes at most
    """
    system, H = prices.system, prices.H.sum(axis=0)
    direct = np.asarray((system.C @ system.B).sum(axis=0)).ravel()
    made = system.A.diagonal()
    total = sum(abs(H[system.index[p]] * amount) for p, amount in demand.items())
    order = count()
    queue: list[tuple[float, int, int, int, int, float]] = []
    for process, amount in demand.items():
        j = system.index[process]
        heapq.heappush(queue, (-abs(H[j] * amount), next(order), -1, 0, j, amount))
    nodes: list[Node] = []
    while queue and len(nodes) < most:
        weight, _, parent, depth, j, amount = heapq.heappop(queue)
        if total and -weight < cut * total and depth > 0:
            continue
        opened = total > 0 and -weight >= cut * total
        runs = amount / made[j]
        maker = system.inventory.processes[j]
        nodes.append(
            Node(
                parent, depth, maker.id, amount, maker.unit, float(H[j] * amount),
                float(direct[j] * runs), opened,
            )
        )  # fmt: skip
        if opened:
            for i, used in _inputs(system.A, j, runs):
                place = (-abs(H[i] * used), next(order), len(nodes) - 1, depth + 1, i, used)
                heapq.heappush(queue, place)
    return tuple(nodes)


def _inputs(A: Any, j: int, runs: float) -> list[tuple[int, float]]:  # noqa: ANN401
    """Return what `runs` of process j use of other products (index, amount)."""
    span = slice(A.indptr[j], A.indptr[j + 1])
    pairs = zip(A.indices[span], A.data[span], strict=True)
    return [(int(i), float(-a * runs)) for i, a in pairs if i != j]
