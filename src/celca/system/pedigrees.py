"""How good the data behind each product are: the pedigree of every emission that reaches it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from celca.methods import CATEGORIES, UPTAKE
from celca.system.build import System

__all__ = ["LEAST_RATED", "RATINGS", "pedigrees"]

RATINGS = ("technology", "geography", "time", "precision")
LEAST_RATED = 0.8  # share of the emissions without which there is no rating
_PEDIGREE = re.compile(r"\(([1-5]);([1-5]);([1-5]);([1-5]);([1-5])\)")
_PLACES = (5, 4, 3, 1)  # of RATINGS in a pedigree; reliability stands for precision


def pedigrees(system: System) -> NDArray[np.float64]:
    """Return (5 x n): share of each product's gross emissions that is rated, and its RATINGS."""
    emitted = [i for i in range(len(CATEGORIES)) if i != UPTAKE]
    weight = np.abs(np.asarray(system.C[emitted].sum(axis=0)).ravel())
    flows = {f.id: i for i, f in enumerate(system.inventory.flows)}
    direct = np.zeros((6, len(system.index)))
    for x in system.inventory.exchanges:
        if x.kind != "emission":
            continue
        j = system.index[x.process]
        size = abs(x.amount) * weight[flows[x.input]]
        direct[0, j] += size
        match = _PEDIGREE.fullmatch(x.pedigree.replace(" ", ""))
        if match:
            direct[1:, j] += size * np.array([1.0, *(float(match[p]) for p in _PLACES)])
    gross, rated, *weighed = _through(system, direct)
    share = np.divide(rated, gross, out=np.zeros_like(gross), where=gross != 0)
    means = [np.divide(w, rated, out=np.zeros_like(w), where=rated != 0) for w in weighed]
    return np.array([share, *means])


def _through(system: System, direct: NDArray[np.float64]) -> Any:  # noqa: ANN401
    """Return what reaches each product of what is emitted directly, row by row."""
    from scipy.sparse import csc_array

    from celca.solver import intensities

    return intensities(system.A, csc_array(direct), csc_array(np.eye(len(direct))))[0]
