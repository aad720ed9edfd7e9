"""Data quality of a footprint: the pedigree of every emission behind it, weighed by its size.

Each emission of the database is rated by the pedigree of its exchange (technology, geography,
time; 1 best to 5), and H gives how much of each reaches the product. Emissions without a
pedigree are not rated: their share is told, and beyond a fifth no rating is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csc_array

from celca.assess import Footprint
from celca.quality import primary_share
from celca.solver import intensities
from celca.system import Intensities, System

__all__ = ["Quality", "quality"]

_PEDIGREE = re.compile(r"\(([1-5]);([1-5]);([1-5]);([1-5]);([1-5])\)")
_LEAST = 0.8
_PLACES = (4, 3, 2)  # of technology, geography and time in a pedigree


@dataclass(frozen=True, slots=True)
class Quality:
    """Ratings at the gate, 1 (best) to 5; None where too little of it is rated.

    rated          share of the gross emissions that has a pedigree [-]
    primary_share  of the gross emissions, declared by suppliers [%]
    """

    technology: float | None
    geography: float | None
    time: float | None
    rated: float
    primary_share: float


def quality(result: Footprint, prices: Intensities) -> Quality:
    """Return the data quality of a footprint up to the gate."""
    system = prices.system
    H = _rated(system)
    sums = np.zeros(5)
    for line in result.lines:
        if line.process and line.stage in ("raw_materials", "production"):
            sums += H[:, system.index[line.process]] * abs(line.amount)
    gross, rated, *weighed = map(float, sums)
    share = rated / gross if gross else 0.0
    enough = share >= _LEAST
    ratings = [w / rated if enough and rated else None for w in weighed]
    declared = result.at_gate.supplier_declared if result.at_gate else 0.0
    primary = primary_share([declared, 1 - declared], [1, 0])
    return Quality(ratings[0], ratings[1], ratings[2], share, primary)


def _rated(system: System) -> Any:  # noqa: ANN401
    """Return (5 x n): gross emissions of each product, those rated, and those times each rating."""
    weight = np.abs(np.asarray(system.C.sum(axis=0)).ravel())
    flows = {f.id: i for i, f in enumerate(system.inventory.flows)}
    direct = np.zeros((5, len(system.index)))
    for x in system.inventory.exchanges:
        if x.kind != "emission":
            continue
        j = system.index[x.process]
        size = abs(x.amount) * weight[flows[x.input]]
        direct[0, j] += size
        match = _PEDIGREE.fullmatch(x.pedigree.replace(" ", ""))
        if match:
            scores = [1.0, *(float(match[p + 1]) for p in _PLACES)]
            direct[1:, j] += size * np.array(scores)
    return intensities(system.A, csc_array(direct), csc_array(np.eye(5)))[0]
