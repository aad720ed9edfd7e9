"""What comes in and what goes out, and how much of it goes round: ISO 59020.

Shares are [kg/kg], where the standard prints percent. Flows are added up in mass before
anything is divided (ISO 59020:2024, Annex G): the mean of percentages is not the percentage.
The standard was read in a transcription; its form for a single product is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from celca.circular.indicators import Component
from celca.circular.recipe import check_range, check_ranges, exceeds
from celca.errors import DataError

__all__ = [
    "Flows",
    "Inflow",
    "Outflow",
    "inflow_of",
    "inflows",
    "lifetime_ratio",
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
        _check("inflow", self)


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
        _check("outflow", self)


def _check(kind: str, flow: Inflow | Outflow) -> None:
    check_ranges(flow, ("mass", "reused", "recycled", "renewable"), kind)
    parts = flow.reused + flow.recycled + flow.renewable
    if exceeds(parts, flow.mass):
        raise DataError(
            f"{kind}: {parts:g} kg reused, recycled and renewable are more than its mass of"
            f" {flow.mass:g} kg; count what is two of them once."
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
