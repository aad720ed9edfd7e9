"""A product as celca sees it: parts of a material, and what else happens in its life.

All amounts are per finished product; `uses` divides them to the declared unit. This room
turns files into a product, and a product into a demand D on the processes of a database.
It knows no matrices and no scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from celca.errors import Finding
from celca.matching import Match

__all__ = [
    "STAGES",
    "TREATMENTS",
    "Activity",
    "CircularSettings",
    "DeclaredUnit",
    "Excluded",
    "Line",
    "Product",
    "Stage",
]

Stage = Literal[
    "raw_materials", "production", "distribution", "use", "end_of_life", "beyond_boundary"
]
STAGES: tuple[Stage, ...] = get_args(Stage)[:-1]  # those that are added up
TREATMENTS = ("recycling", "incineration", "incineration_energy", "landfill")


@dataclass(frozen=True, slots=True)
class DeclaredUnit:
    """What the footprint is given for.

    amount, unit  such as 1 piece, 1 kg, 1 use
    description   the function it fulfils, in words
    """

    amount: float = 1.0
    unit: str = "piece"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One part, or one material of a part.

    match           which material or process of the database it is made of
    mass            in the finished product [kg]
    recycled        share of the mass that was waste before [kg/kg]
    bio_based       share of the mass that is the bio-based variant [kg/kg]
    scrap           cut away and lost, per kg kept [kg/kg]
    forming         process that shapes it, per kg in the product; '' where none is given
    packaging       whether it leaves the product before use
    supplier_value  declared by the supplier for the line [kg CO2e], None where none
    where           file and row
    """

    part: str
    description: str
    material: str
    match: Match
    mass: float
    recycled: float = 0.0
    bio_based: float = 0.0
    scrap: float = 0.0
    forming: str = ""
    packaging: bool = False
    supplier_value: float | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something done to or by the product: a forming step, a journey, a use.

    process  of the database that is called on
    amount   of it per product, or per declared unit in the use stage [unit of the process];
             None where it follows from the mass
    per_kg   amount per kg of `material`, or of the whole product and its packaging where
             material is '' [unit of the process/kg]
    scrap    of the material, lost per kg kept [kg/kg]
    """

    stage: Stage
    process: str
    amount: float | None
    per_kg: float = 0.0
    material: str = ""
    note: str = ""
    scrap: float = 0.0


@dataclass(frozen=True, slots=True)
class Excluded:
    """A line that is not in the footprint.

    mass    [kg], None where unknown
    reason  one sentence
    """

    part: str
    description: str
    material: str
    mass: float | None
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class CircularSettings:
    """What allocation rules ask for where the database does not say; None where nobody said.

    allocation_factor       A of the Circular Footprint Formula [-]
    quality_ratio           Qs/Qp of recycled material, in and out [-]
    energy_allocation       B of the Circular Footprint Formula [-]
    heat, electricity       processes whose product recovered energy replaces
    heat_efficiency, electricity_efficiency
                            of energy recovery [MJ/MJ]
    """

    allocation_factor: float | None = None
    quality_ratio: float | None = None
    energy_allocation: float = 0.0
    heat: str = ""
    electricity: str = ""
    heat_efficiency: float | None = None
    electricity_efficiency: float | None = None


@dataclass(frozen=True)
class Product:
    """A product and its life, ready to be turned into a demand.

    uses         declared units that one product fulfils (reuses, years, cycles), above 0
    end_of_life  share of each treatment, by material; the key '' holds for all others
    boundary     cradle-to-gate or cradle-to-grave
    allocation   one of celca.circular.METHODS
    inputs       (file, SHA-256) of what it was read from
    """

    name: str
    declared_unit: DeclaredUnit
    lines: tuple[Line, ...]
    activities: tuple[Activity, ...] = ()
    end_of_life: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    uses: float = 1.0
    boundary: str = "cradle-to-gate"
    allocation: str = "cut-off"
    circularity: CircularSettings = field(default_factory=CircularSettings)
    period: str = ""
    excluded: tuple[Excluded, ...] = ()
    findings: tuple[Finding, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()

    @property
    def mass(self) -> float:
        """Mass of the product with its packaging, excluded lines left out [kg]."""
        return sum(line.mass for line in self.lines)
