"""Draws of what everything in a database costs, and of what changes of a demand save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from celca.system import Intensities
from celca.uncertainty.collecting import Draws, collected, demand_matrix, refuse_few, total_plan
from celca.uncertainty.distributions import Array
from celca.uncertainty.draws import sample_intensities
from celca.uncertainty.entries import entries_of
from celca.uncertainty.scores import each_score

__all__ = ["drawn_totals", "shares_saving"]


def drawn_totals(prices: Intensities, draws: Draws) -> Array:
    """Return the total of one unit of each product in each draw (draws x n) [kg CO2e/unit].

    They are the draws that `uncertain_footprint` has under the same seed.
    """
    system = prices.system
    A, B, _ = entries_of(system)
    prepared = total_plan(A, B, system)
    out = np.empty((draws.number, len(system.index)))
    each = sample_intensities(prepared, range(draws.number), draws.seed, workers=draws.workers)
    for number, totals in enumerate(collected(each, draws, system)):
        out[number] = totals
    return out


def shares_saving(
    changes: Sequence[Mapping[str, float]], prices: Intensities, draws: Draws
) -> list[float]:
    """Return the share of draws in which each change of a demand saves [-]; ties count half.

    changes  by process: what is asked for more (+) and less (−) [unit of its product]

    Raises UsageError for too few draws.
    """
    refuse_few(draws, "saving")
    system = prices.system
    A, B, _ = entries_of(system)
    D = demand_matrix([change.items() for change in changes], system.index)
    prepared, numbers = total_plan(A, B, system), range(draws.number)
    saved = np.zeros(len(changes))
    each = each_score(prepared, D, numbers, draws.seed, workers=draws.workers)
    for change in collected(each, draws, system):
        saved += (change < 0) + 0.5 * (change == 0)
    return [float(x) for x in saved / draws.number]
