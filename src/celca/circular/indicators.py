"""Indicators of circularity: recycled and bio-based content, material circularity (MCI).

MCI after Ellen MacArthur Foundation and ANSYS Granta, Circularity Indicators: An Approach to
Measuring Circularity, Methodology (2019), with restored and composted flows set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Component", "bio_based_content", "mci", "recycled_content"]


@dataclass(frozen=True, slots=True)
class Component:
    """The material of one part, as the indicators see it.

    mass             in the product [kg]
    recycled         of it from recycling [kg], reused and in-process scrap excluded
    bio_based        of it from living matter [kg]
    to_recycling     collected for recycling at end of life [kg/kg]
    feed_efficiency  of the recycling that made the recycled content [kg/kg], above 0
    end_efficiency   of the recycling at end of life [kg/kg]
    """

    mass: float
    recycled: float
    bio_based: float
    to_recycling: float = 0.0
    feed_efficiency: float = 1.0
    end_efficiency: float = 1.0


def recycled_content(components: Sequence[Component]) -> float:
    """Return the recycled share of a product's mass [kg/kg] (ISO 14021:2016, 7.8)."""
    return _share(components, "recycled")


def bio_based_content(components: Sequence[Component]) -> float:
    """Return the bio-based share of a product's mass [kg/kg]."""
    return _share(components, "bio_based")


def _share(components: Sequence[Component], field: str) -> float:
    mass = sum(c.mass for c in components)
    return float(sum(getattr(c, field) for c in components) / mass) if mass else 0.0


def mci(components: Sequence[Component], utility: float = 1.0) -> float:
    """Return the Material Circularity Indicator of a product [-], 0 (linear) to 1 (circular).

    utility  X = (lifetime / industry average) × (use intensity / industry average) [-]

    V = M (1 − FR), W = W0 + (WF + WC) / 2, LFI = (V + W) / (2 M + (WF − WC) / 2),
    MCI = 1 − LFI × 0.9 / X; sums over the components come before the ratio.
    """
    mass = virgin = waste = excess = 0.0
    for c in components:
        fed = c.recycled * (1 - c.feed_efficiency) / c.feed_efficiency
        lost = c.mass * c.to_recycling * (1 - c.end_efficiency)
        mass += c.mass
        virgin += c.mass - c.recycled
        waste += c.mass * (1 - c.to_recycling) + (fed + lost) / 2
        excess += (fed - lost) / 2
    if mass == 0:
        return 0.0
    linear = (virgin + waste) / (2 * mass + excess)
    return max(0.0, 1 - linear * 0.9 / utility)
