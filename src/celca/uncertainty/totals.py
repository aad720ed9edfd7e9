"""Draws of what everything in a database costs, for very many products at once."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from celca.system import Intensities
from celca.uncertainty.distributions import Array
from celca.uncertainty.draws import plan, sample_intensities
from celca.uncertainty.entries import entries_of
from celca.uncertainty.study import Draws

__all__ = ["drawn_totals"]


def drawn_totals(prices: Intensities, draws: Draws) -> Array:
    """Return the total of one unit of each product in each draw (draws x n) [kg CO2e/unit].

    They are the draws that `uncertain_footprint` has under the same seed.
    """
    system = prices.system
    A, B, _ = entries_of(system)
    prepared = plan(A, B, csc_array(system.C.sum(axis=0).reshape(1, -1)))
    out = np.empty((draws.number, len(system.index)))
    each = sample_intensities(prepared, range(draws.number), draws.seed, workers=draws.workers)
    for number, H in enumerate(each):
        out[number] = H[0]
        if draws.progress is not None:
            draws.progress(number + 1, draws.number)
    return out
