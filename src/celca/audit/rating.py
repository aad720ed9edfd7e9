"""Data quality of a footprint: the ratings of every figure behind it, weighed by its size.

Each emission of the database is rated by the pedigree of its exchange (technology, geography,
time; 1 best to 5), and H gives how much of each reaches a product. What a supplier or the study
says of a part stands instead. PACT 3 weighs by the absolute emissions without biogenic uptake.
Emissions that nobody rated are left out: their share is told, and beyond a fifth no rating is
given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from celca.assess import Footprint, ResultLine
from celca.methods import UPTAKE
from celca.product import GATE_STAGES, Stage
from celca.quality import pef_rating
from celca.system import LEAST_RATED, RATINGS, Intensities, pedigrees

__all__ = ["Quality", "quality", "without_uptake"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Quality:
    """Ratings, 1 (best) to 5; None where too little of it is rated.

    rated          share of the emissions that technology, geography and time are known of [-]
    primary_share  of the emissions, as suppliers and the study say [%]
    precision      as the Environmental Footprint has it, from the reliability of the pedigree
    """

    technology: float | None
    geography: float | None
    time: float | None
    rated: float
    primary_share: float
    precision: float | None = None

    @property
    def pef(self) -> float | None:
        """Rating of the Environmental Footprint, (TeR + GeR + TiR + P) / 4."""
        parts = (self.technology, self.geography, self.time, self.precision)
        known = [part for part in parts if part is not None]
        return pef_rating(*known) if len(known) == len(parts) else None


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One emission and what is known of it.

    size     absolute, without uptake [kg CO2e]
    primary  share of it [-]
    rated    (4): share of it that has each rating [-]
    ratings  (4): of what is rated
    """

    size: float
    primary: float
    rated: Array
    ratings: Array


def quality(
    result: Footprint, prices: Intensities, stages: Sequence[Stage] = GATE_STAGES
) -> Quality:
    """Return the data quality of the stages of a footprint, those up to the gate unless told."""
    found = list(_weighed(result, prices, stages))
    whole = fsum(x.size for x in found)
    if not whole:
        return Quality(None, None, None, 0.0, 0.0)
    known = np.sum([x.size * x.rated for x in found], axis=0)
    sums = np.sum([x.size * x.rated * x.ratings for x in found], axis=0)
    share = known / whole
    ratings = [float(s / k) if k >= LEAST_RATED * whole else None
               for s, k in zip(sums, known, strict=True)]  # fmt: skip
    primary = 100 * (fsum(x.size * x.primary for x in found) / whole)  # never above 100
    technology, geography, time, precision = ratings
    rated = float(share[:3].min())
    return Quality(technology, geography, time, rated, primary, precision)


def without_uptake(line: ResultLine, prices: Intensities) -> float:
    """Return what a line costs without what growing things took up [kg CO2e per declared unit]."""
    if not line.process:
        return 0.0 if line.category == "biogenic_uptake" else line.kg_co2e
    column = prices.H[:, prices.system.index[line.process]]
    return float(column.sum() - column[UPTAKE]) * line.amount


def _weighed(result: Footprint, prices: Intensities, stages: Sequence[Stage]) -> Iterator[_Weighed]:
    system = prices.system
    deep = pedigrees(system)
    for line in result.lines:
        if line.stage not in stages or line.category == "biogenic_uptake":
            continue
        if line.process:
            j = system.index[line.process]
            rated, ratings = deep[0, j], deep[1:, j]
            primary = 0.0
        else:
            rated, ratings, primary = 0.0, np.zeros(4), 1.0
        size = abs(without_uptake(line, prices))
        yield _said(line, _Weighed(size, primary, np.full(4, rated), ratings))


def _said(line: ResultLine, otherwise: _Weighed) -> _Weighed:
    """Return what is said of a line, and for what nobody says what the database knows."""
    said = line.data_quality
    own = np.array([name in said for name in RATINGS])
    told = np.array([said.get(name, 0.0) for name in RATINGS])
    return _Weighed(
        otherwise.size,
        said.get("primary", otherwise.primary),
        np.where(own, 1.0, otherwise.rated),
        np.where(own, told, otherwise.ratings),
    )
