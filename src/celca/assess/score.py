"""Multiply: the scores of a product's demand entries, H D, and their sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from celca.errors import NotFinite
from celca.methods import CATEGORIES, UPTAKE, Category
from celca.product import STAGES, Demand, Product, Stage, demand
from celca.system import Intensities

__all__ = ["BEYOND", "Score", "score"]

BEYOND: Stage = "beyond_boundary"


@dataclass(frozen=True)
class Score:
    """The footprint of each entry of a demand, per declared unit.

    entries  the demand
    impacts  (m x k): [kg CO2e], a row per category, a column per entry
    foreign  of the total, from figures characterised with another GWP set [kg CO2e]
    biogenic_co2
             (k): of the biogenic emissions of each entry, carbon dioxide [kg CO2e]
    biogenic_ch4
             (k): biogenic methane of each entry [kg CH4]
    """

    entries: tuple[Demand, ...]
    impacts: Any
    foreign: float
    biogenic_co2: Any
    biogenic_ch4: Any

    @property
    def inside(self) -> Any:  # noqa: ANN401
        """(k): whether an entry lies inside the boundary, and so in the sums."""
        return np.array([e.stage != BEYOND for e in self.entries], dtype=bool)

    @property
    def total(self) -> float:
        """Sum over all categories and entries inside the boundary [kg CO2e]."""
        return float(self.impacts[:, self.inside].sum())

    @property
    def total_excluding_uptake(self) -> float:
        """The total without what growing things took up [kg CO2e]."""
        return float(np.delete(self.impacts[:, self.inside], UPTAKE, axis=0).sum())

    @property
    def by_entry(self) -> Any:  # noqa: ANN401
        """(k): total of each entry [kg CO2e]."""
        return self.impacts.sum(axis=0)

    def by_category(self) -> dict[Category, float]:
        """Return the total of each reported category [kg CO2e]."""
        sums = self.impacts[:, self.inside].sum(axis=1)
        return dict(zip(CATEGORIES, map(float, sums), strict=True))

    def by_stage(self) -> dict[Stage, float]:
        """Return the total of each life-cycle stage [kg CO2e].

        What lies beyond the boundary has a stage of its own where there is any; it is shown
        beside the others and never added in.
        """
        sums: dict[Stage, float] = dict.fromkeys(STAGES, 0.0)
        for entry, kg in zip(self.entries, map(float, self.by_entry), strict=True):
            sums[entry.stage] = sums.get(entry.stage, 0.0) + kg
        return sums


def score(product: Product, prices: Intensities) -> Score:
    """Return the scores of a product. Raises NotFinite where a figure overflows."""
    entries = demand(product, prices.system.inventory)
    index = prices.system.index
    priced = [k for k, e in enumerate(entries) if e.process]
    columns = [index[entries[k].process] for k in priced]
    amounts = np.array([e.amount for e in entries])
    impacts = np.zeros((len(CATEGORIES), len(entries)))
    impacts[:, priced] = prices.H[:, columns] * amounts[priced]
    declared = [k for k, e in enumerate(entries) if not e.process]
    rows = [CATEGORIES.index(entries[k].category) for k in declared]
    impacts[rows, declared] = amounts[declared]
    if not np.isfinite(impacts).all():
        raise NotFinite("The footprint is not finite; an amount is too large.", "H D")
    foreign = float(prices.foreign[columns] @ amounts[priced])
    carbon = np.zeros((2, len(entries)))
    carbon[:, priced] = np.array([prices.biogenic_co2, prices.biogenic_ch4])[:, columns]
    carbon *= amounts
    return Score(entries, impacts, foreign, carbon[0], carbon[1])
