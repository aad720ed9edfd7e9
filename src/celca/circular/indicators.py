"""Indicators of circularity: recycled and bio-based content, material circularity (MCI).

MCI after Ellen MacArthur Foundation and ANSYS Granta, Circularity Indicators: An Approach to
Measuring Circularity, Methodology (2019); the formulas were read in published code that
cites it. Content after ISO 14021:2016, 7.8. Flows: ISO 59020 in `massflow`, CTI in `cti`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import numpy as np

from celca.circular.recipe import check_range, check_ranges, exceeds
from celca.errors import DataError

__all__ = [
    "Component",
    "Content",
    "Mci",
    "Source",
    "bio_based_content",
    "content",
    "linear_and_through",
    "linear_flows",
    "mci",
    "mci_from",
    "mci_of",
    "mci_value",
    "recycled_content",
]


@dataclass(frozen=True, slots=True)
class Component:
    """The material of one part, as the indicators see it.

    mass             M, in the product [kg]
    recycled         of it from recycling, M FR [kg], reused and in-process scrap excluded
    bio_based        of it from living matter, however grown [kg]; the MCI does not read it
    to_recycling     CR, collected for recycling at end of life [kg/kg]
    feed_efficiency  EF, of the recycling that made the recycled content [kg/kg], above 0
    end_efficiency   EC, of the recycling at end of life [kg/kg]
    reused           of the mass from reuse, M FU [kg]
    sustained        of the mass from sustained biological production, M FS [kg]
    to_reuse         CU, to reuse at end of life [kg/kg]
    to_compost       CC, composted or digested at end of life [kg/kg]
    to_energy        CE, to energy recovery that counts as restorative [kg/kg]: sustained
                     biological material alone, and 0 unless the methodology's conditions hold
    """

    mass: float
    recycled: float
    bio_based: float
    to_recycling: float = 0.0
    feed_efficiency: float = 1.0
    end_efficiency: float = 1.0
    reused: float = 0.0
    sustained: float = 0.0
    to_reuse: float = 0.0
    to_compost: float = 0.0
    to_energy: float = 0.0

    def __post_init__(self) -> None:
        masses = ("mass", "recycled", "bio_based", "reused", "sustained")
        ends = ("to_recycling", "to_reuse", "to_compost", "to_energy")
        check_ranges(self, masses, "component")
        check_ranges(self, (*ends, "end_efficiency", "feed_efficiency"), "component", 1)
        self._check_sums()

    def _check_sums(self) -> None:
        if self.feed_efficiency == 0:
            raise DataError("component: feed_efficiency is 0, but must be above 0.")
        held = self.recycled + self.reused + self.sustained
        out = self.to_recycling + self.to_reuse + self.to_compost + self.to_energy
        if exceeds(held, self.mass):
            raise DataError(
                f"component: {held:g} kg recycled, reused and sustained material are more than"
                f" its mass of {self.mass:g} kg; count what is two of them once."
            )
        check_range("what is recycled, reused, composted and burnt", out, "component", 1)
        if exceeds(self.to_energy * self.mass, self.sustained):
            raise DataError(
                f"component: {self.to_energy * self.mass:g} kg go to energy recovery as"
                f" restorative, but only {self.sustained:g} kg are of sustained biological origin."
            )


def recycled_content(components: Sequence[Component]) -> float:
    """Return the recycled share of a product's mass [kg/kg] (ISO 14021:2016, 7.8)."""
    return _share(components, "recycled")


def bio_based_content(components: Sequence[Component]) -> float:
    """Return the bio-based share of a product's mass [kg/kg]."""
    return _share(components, "bio_based")


def _share(components: Sequence[Component], field: str) -> float:
    mass = fsum(c.mass for c in components)
    return float(fsum(getattr(c, field) for c in components) / mass) if mass else 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """What the material of one part was before, after ISO 14021:2016, 7.8.

    mass           of the part [kg]
    pre_consumer   waste of manufacturing, diverted to another process [kg]
    post_consumer  waste of households and of users [kg]
    in_process     rework, regrind and scrap that went back into the process it came from [kg]:
                   never recycled content
    mass_balanced  of the recycled material, what is attributed to the part by a mass balance
                   certificate alone [kg]
    bio_based      from living matter [kg]
    """

    mass: float
    pre_consumer: float = 0.0
    post_consumer: float = 0.0
    in_process: float = 0.0
    mass_balanced: float = 0.0
    bio_based: float = 0.0

    def __post_init__(self) -> None:
        check_ranges(self, self.__slots__, "source")
        recycled = self.pre_consumer + self.post_consumer
        if exceeds(recycled + self.in_process, self.mass):
            raise DataError(
                f"source: {recycled + self.in_process:g} kg of recycled and in-process material"
                f" are more than the mass of {self.mass:g} kg."
            )
        if exceeds(self.mass_balanced, recycled):
            raise DataError(
                f"source: {self.mass_balanced:g} kg are attributed by mass balance, more than"
                f" the {recycled:g} kg that are recycled."
            )


@dataclass(frozen=True, slots=True)
class Content:
    """Shares of a product's mass [kg/kg]; recycled is pre- and post-consumer together."""

    recycled: float
    pre_consumer: float
    post_consumer: float
    mass_balanced: float
    bio_based: float


def content(sources: Sequence[Source]) -> Content:
    """Return the recycled content of a product, in-process scrap left out."""
    mass = fsum(s.mass for s in sources) or 1.0
    pre = fsum(s.pre_consumer for s in sources) / mass
    post = fsum(s.post_consumer for s in sources) / mass
    balanced = fsum(s.mass_balanced for s in sources) / mass
    return Content(pre + post, pre, post, balanced, fsum(s.bio_based for s in sources) / mass)


@dataclass(frozen=True, slots=True)
class Mci:
    """The Material Circularity Indicator and what it is made of.

    mass         M [kg]
    virgin       V [kg]
    waste        W [kg] = W0 + (WF + WC) / 2
    to_disposal  W0, neither recycled, reused, composted nor burnt in a restorative way [kg]
    feed_waste   WF, of the recycling that made the recycled content [kg]
    end_waste    WC, of the recycling at end of life [kg]
    lfi          Linear Flow Index [-] = (V + W) / (2 M + (WF − WC) / 2)
    factor       utility factor F(X) = 0.9 / X [-]
    value        MCI [-] = max(0, 1 − LFI F(X))
    """

    mass: float
    virgin: float
    waste: float
    to_disposal: float
    feed_waste: float
    end_waste: float
    lfi: float
    factor: float
    value: float


def mci(components: Sequence[Component], utility: float = 1.0) -> float:
    """Return the Material Circularity Indicator of a product [-], 0 (linear) to 1 (circular).

    utility  X = (lifetime / industry average) × (use intensity / industry average) [-]

    0 for a product without mass.
    """
    if not any(c.mass for c in components):
        return 0.0
    return mci_of(components, utility).value


def mci_of(components: Sequence[Component], utility: float = 1.0) -> Mci:
    """Return the indicator with its parts; sums over the components come before the ratio.

    V = M (1 − FR − FU − FS), W0 = M (1 − CR − CU − CC − CE), WC = M CR (1 − EC),
    WF = M FR (1 − EF) / EF.
    """
    flows = [linear_flows(c) for c in components]
    return mci_from(tuple(map(fsum, zip(*flows, strict=True))) if flows else (0.0,) * 5, utility)


def linear_flows(component: Component) -> tuple[float, ...]:
    """Return M, V, W0, WF and WC of one component [kg]; those of a product are their sums."""
    c = component
    return (
        c.mass,
        c.mass - c.recycled - c.reused - c.sustained,
        c.mass * (1 - c.to_recycling - c.to_reuse - c.to_compost - c.to_energy),
        c.recycled * (1 - c.feed_efficiency) / c.feed_efficiency,
        c.mass * c.to_recycling * (1 - c.end_efficiency),
    )


def mci_from(flows: tuple[float, ...], utility: float = 1.0) -> Mci:
    """Return the indicator from the sums of `linear_flows`."""
    check_range("utility", utility, "MCI")
    mass, virgin, disposed, fed, lost = flows
    if not mass or not utility:
        raise DataError("MCI: the mass of the product and its utility must be above 0.")
    waste, factor = disposed + (fed + lost) / 2, 0.9 / utility
    linear, through = linear_and_through(flows)
    value = float(mci_value(linear, through, factor))
    return Mci(mass, virgin, waste, disposed, fed, lost, linear / through, factor, value)


def linear_and_through(flows: tuple[float, ...]) -> tuple[float, float]:
    """Return V + W and 2 M + (WF − WC) / 2 of sums of `linear_flows` [kg].

    Both are sums over components, so that a catalogue adds them up like any other figure.
    """
    mass, virgin, disposed, fed, lost = flows
    return virgin + disposed + (fed + lost) / 2, 2 * mass + (fed - lost) / 2


def mci_value(linear: Any, through: Any, factor: Any) -> Any:  # noqa: ANN401
    """Return MCI = max(0, 1 − LFI F(X)) [-], LFI = linear / through; numbers or arrays of them."""
    return np.clip(1 - linear / through * factor, 0.0, 1.0)
