"""How much of what comes in and goes out is circular: CTI, and Japan's two rates.

Shares are [kg/kg], where the standards print percent, of masses that were added up first. CTI
(WBCSD, version 4) was written without the text at hand, Japan's rates from public summaries.
Their forms for a single product are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from celca.circular.recipe import check_range, check_ranges, exceeds
from celca.errors import DataError

__all__ = [
    "CtiInflow",
    "CtiOutflow",
    "circular_inflow",
    "circular_outflow",
    "entry_rate",
    "exit_rate",
    "material_circularity",
]


@dataclass(frozen=True, slots=True)
class CtiInflow:
    """One inflow, as the Circular Transition Indicators see it.

    mass        [kg]
    renewable   of it grown in a managed way [kg]
    non_virgin  of it reused or recycled [kg]
    both        of it renewable and non-virgin at once, such as recycled paper [kg]
    """

    mass: float
    renewable: float = 0.0
    non_virgin: float = 0.0
    both: float = 0.0

    def __post_init__(self) -> None:
        check_ranges(self, self.__slots__, "CTI inflow")
        if exceeds(self.both, min(self.renewable, self.non_virgin)):
            raise DataError(
                f"CTI inflow: {self.both:g} kg are both renewable and non-virgin, more than"
                " there is of one of them."
            )
        if exceeds(self.circular, self.mass):
            raise DataError(
                f"CTI inflow: {self.circular:g} kg are circular, more than the mass of"
                f" {self.mass:g} kg; state what is renewable and non-virgin at once."
            )

    @property
    def circular(self) -> float:
        """Mass that is renewable or non-virgin, each kg once [kg]."""
        return self.renewable + self.non_virgin - self.both


@dataclass(frozen=True, slots=True)
class CtiOutflow:
    """One outflow, as the Circular Transition Indicators see it.

    mass       [kg]
    potential  designed so that it can be recovered [kg/kg], 0 to 1
    actual     of that, recovered in fact [kg/kg], 0 to 1
    """

    mass: float
    potential: float
    actual: float

    def __post_init__(self) -> None:
        check_range("mass", self.mass, "CTI outflow")
        check_range("recovery potential", self.potential, "CTI outflow", 1)
        check_range("actual recovery", self.actual, "CTI outflow", 1)

    @property
    def circular(self) -> float:
        """Mass that is recovered: potential times actual recovery [kg]."""
        return self.mass * self.potential * self.actual


def circular_inflow(flows: Sequence[CtiInflow]) -> float:
    """Return the circular share of what comes in [kg/kg], weighted by mass."""
    return _ratio(fsum(f.circular for f in flows), fsum(f.mass for f in flows), "CTI inflow")


def circular_outflow(flows: Sequence[CtiOutflow]) -> float:
    """Return the circular share of what goes out [kg/kg], weighted by mass."""
    return _ratio(fsum(f.circular for f in flows), fsum(f.mass for f in flows), "CTI outflow")


def material_circularity(into: Sequence[CtiInflow], out: Sequence[CtiOutflow]) -> float:
    """Return the circular mass in and out over all mass in and out [kg/kg] (CTI)."""
    circular = fsum(f.circular for f in into) + fsum(f.circular for f in out)
    return _ratio(circular, fsum(f.mass for f in into) + fsum(f.mass for f in out), "CTI")


def entry_rate(recycled: float, virgin: float) -> float:
    """Return 入口側の循環利用率 [kg/kg]: recycled in / (recycled in + natural resources in).

    An indicator of the national material flow; for a product, virgin material takes the place
    of natural resources, which is our reading.
    """
    check_range("recycled input", recycled, "入口側")
    check_range("virgin input", virgin, "入口側")
    return _ratio(recycled, recycled + virgin, "入口側")


def exit_rate(recycled: float, waste: float) -> float:
    """Return 出口側の循環利用率 [kg/kg]: recycled / waste that arose.

    For a product, the waste is its mass at end of life, which is our reading.
    """
    check_range("waste", waste, "出口側")
    check_range("recycled output", recycled, "出口側", waste)
    return _ratio(recycled, waste, "出口側")


def _ratio(part: float, whole: float, where: str) -> float:
    if not whole:
        raise DataError(f"{where}: there is no mass to take a share of.")
    return part / whole
