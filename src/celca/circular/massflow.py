"""What comes in and what goes out, and how much of it goes round: ISO 59020, CTI, Japan.

Shares are [kg/kg], where the standards print percent. Flows are added up in mass before
anything is divided (ISO 59020:2024, Annex G): the mean of percentages is not the percentage.
ISO 59020 was read in a transcription; CTI (WBCSD, version 4) was written without the text at
hand, Japan's rates from public summaries. Their forms for a single product are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from celca.circular.indicators import Component
from celca.circular.recipe import check_range
from celca.errors import DataError

__all__ = [
    "CtiInflow",
    "CtiOutflow",
    "Flows",
    "Inflow",
    "Outflow",
    "circular_inflow",
    "circular_outflow",
    "entry_rate",
    "exit_rate",
    "inflow_of",
    "inflows",
    "lifetime_ratio",
    "material_circularity",
    "outflow_of",
    "outflows",
]


@dataclass(frozen=True, slots=True)
class Inflow:
    """One flow of material into a product; a kg is counted in one of the classes at most.

    mass       [kg]
    reused     from reuse [kg]
    recycled   from recycling [kg]
    renewable  virgin, from sustainably managed living sources [kg]
    """

    mass: float
    reused: float = 0.0
    recycled: float = 0.0
    renewable: float = 0.0

    def __post_init__(self) -> None:
        _check_whole("inflow", self.mass, self.reused + self.recycled + self.renewable)
        for name in ("reused", "recycled", "renewable"):
            check_range(name, getattr(self, name), "inflow")


@dataclass(frozen=True, slots=True)
class Outflow:
    """One flow of material out of a product's life.

    mass       [kg]
    reused     to reuse [kg]
    recycled   recycled in fact: output of the recycling, its losses taken off [kg]
    renewable  back to the biological cycle: composted, digested [kg]
    traceable  whether the recycling can be traced; if not, it counts as 0 (Annex A.3.4)
    """

    mass: float
    reused: float = 0.0
    recycled: float = 0.0
    renewable: float = 0.0
    traceable: bool = True

    def __post_init__(self) -> None:
        _check_whole("outflow", self.mass, self.reused + self.recycled + self.renewable)
        for name in ("reused", "recycled", "renewable"):
            check_range(name, getattr(self, name), "outflow")


def _check_whole(kind: str, mass: float, parts: float) -> None:
    check_range("mass", mass, kind)
    if parts > mass * (1 + 1e-9):
        raise DataError(
            f"{kind}: {parts:g} kg reused, recycled and renewable are more than its mass of"
            f" {mass:g} kg; count what is two of them once."
        )


@dataclass(frozen=True, slots=True)
class Flows:
    """Three of the six mandatory indicators of ISO 59020 [kg/kg], with the mass behind them.

    mass       [kg]
    reused     %REUI (A.2.2) or %REUO (A.3.3)
    recycled   %RECI (A.2.3) or %RECO (A.3.4)
    renewable  %RENI (A.2.4) or %RENO (A.3.5)
    linear     the rest; the four add up to 1
    """

    mass: float
    reused: float
    recycled: float
    renewable: float
    linear: float


def inflows(flows: Iterable[Inflow]) -> Flows:
    """Return the shares of reused, recycled and renewable inflow.

    Raises DataError where nothing comes in: an indicator that does not apply is left out with
    a reason, not reported as 0.
    """
    flows = tuple(flows)
    return _flows(
        fsum(f.mass for f in flows),
        fsum(f.reused for f in flows),
        fsum(f.recycled for f in flows),
        fsum(f.renewable for f in flows),
    )


def outflows(flows: Iterable[Outflow]) -> Flows:
    """Return the shares of reused, recycled and recirculated renewable outflow, likewise."""
    flows = tuple(flows)
    return _flows(
        fsum(f.mass for f in flows),
        fsum(f.reused for f in flows),
        fsum(f.recycled for f in flows if f.traceable),
        fsum(f.renewable for f in flows),
    )


def _flows(mass: float, reused: float, recycled: float, renewable: float) -> Flows:
    if not mass:
        raise DataError(
            "ISO 59020: there is no mass to take shares of; leave the indicators out, and say why."
        )
    linear = (mass - reused - recycled - renewable) / mass
    return Flows(mass, reused / mass, recycled / mass, renewable / mass, max(0.0, linear))


def inflow_of(component: Component) -> Inflow:
    """Return the inflow of a component; what is bio-based but not proven sustained is linear."""
    return Inflow(component.mass, component.reused, component.recycled, component.sustained)


def outflow_of(component: Component, traceable: bool = True) -> Outflow:
    """Return the outflow of a component: collected for recycling times what recycling yields."""
    c = component
    recycled = c.mass * c.to_recycling * c.end_efficiency
    return Outflow(c.mass, c.mass * c.to_reuse, recycled, c.mass * c.to_compost, traceable)


def lifetime_ratio(lifetime: float, industry_average: float) -> float:
    """Return RLP, the lifetime against the industry average [-] (ISO 59020, A.3.2)."""
    check_range("lifetime", lifetime, "RLP")
    check_range("industry average lifetime", industry_average, "RLP")
    if not industry_average:
        raise DataError("RLP: the industry average lifetime is 0, but must be above 0.")
    return lifetime / industry_average


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
        for name in self.__slots__:
            check_range(name, getattr(self, name), "CTI inflow")
        if self.both > min(self.renewable, self.non_virgin) * (1 + 1e-9):
            raise DataError(
                f"CTI inflow: {self.both:g} kg are both renewable and non-virgin, more than"
                " there is of one of them."
            )
        if self.circular > self.mass * (1 + 1e-9):
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
