"""What is said of a catalogue as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from celca.catalog.results.shape import Bin, Spread
from celca.errors import Finding

__all__ = ["Effect", "Extreme", "Group", "Portfolio", "Sales"]


@dataclass(frozen=True, slots=True)
class Sales:
    """What is known of the sales.

    file   a row per product, with its units; None where the scores have them
    units  column of the units sold
    group  column of the product groups
    """

    file: Path | None = None
    units: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Extreme:
    """A product that stands out.

    kg_co2e         of one [kg CO2e]
    kg_co2e_per_kg  of its mass [kg CO2e/kg], None where it has none
    sold_kg_co2e    of all that are sold [kg CO2e]
    share           of the whole catalogue [-]
    """

    product: str
    group: str
    kg_co2e: float
    kg_co2e_per_kg: float | None
    units: float
    sold_kg_co2e: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """A variant in place of every product that has it.

    products        that have it and change
    lower, higher   of these
    total_kg_co2e   of all that is sold [kg CO2e]
    saved_kg_co2e   against the products as specified [kg CO2e]
    median_change   of the products that change [-]
    """

    name: str
    products: int
    lower: int
    higher: int
    total_kg_co2e: float
    saved_kg_co2e: float
    change: float | None
    median_change: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """The products of one group, all that is sold of them.

    mass_kg                 [kg]
    plastic_kg              of it plastic [kg]; None where the scores do not say
    recycled_plastic_kg     of the plastic, recycled; bio-based likewise [kg]
    recycled_plastic_share  of the plastic [kg/kg]; None where there is no plastic
    """

    name: str
    products: int
    units: float
    total_kg_co2e: float
    mass_kg: float
    plastic_kg: float | None
    recycled_plastic_kg: float | None
    bio_based_plastic_kg: float | None
    recycled_plastic_share: float | None


@dataclass(frozen=True)
class Portfolio:
    """A catalogue as a whole.

    total_kg_co2e  of all that is sold [kg CO2e], and without what growing things took up
    spread         of the footprint of one product, each product counted once [kg CO2e]
    bins           the same as a histogram
    largest        products by what all that is sold of them comes to
    best, worst    products by footprint per kilogram
    about          what made the scores
    """

    products: int
    units: float
    total_kg_co2e: float
    total_excluding_uptake_kg_co2e: float
    mass_kg: float
    spread: Spread
    bins: tuple[Bin, ...]
    largest: tuple[Extreme, ...]
    best: tuple[Extreme, ...]
    worst: tuple[Extreme, ...]
    effects: tuple[Effect, ...]
    groups: tuple[Group, ...]
    about: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the portfolio as plain data, ready for JSON."""
        return asdict(self)
