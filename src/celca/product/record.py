"""A product as celca sees it: parts of a material, and what else happens in its life.

All amounts are per finished product; `uses` divides them to the declared unit. This room
turns files into a product, and a product into a demand D on the processes of a database.
It knows no matrices and no scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Any, Literal, get_args

from celca.circular import Counting
from celca.errors import Finding
from celca.matching import Match
from celca.product.recovery import CircularSettings, Recovery, StoredCarbon
from celca.product.service import Service
from celca.product.shifts import Shifts
from celca.product.supplied import Supplied
from celca.quality import StatedQuality

__all__ = [
    "DISPOSALS",
    "GATE_STAGES",
    "STAGES",
    "TREATMENTS",
    "Activity",
    "DeclaredUnit",
    "Excluded",
    "Input",
    "Line",
    "Origin",
    "Product",
    "Replacement",
    "Spend",
    "Stage",
]

Stage = Literal[
    "raw_materials", "production", "distribution", "use", "end_of_life", "beyond_boundary"
]
STAGES: tuple[Stage, ...] = get_args(Stage)[:-1]  # those that are added up
GATE_STAGES: tuple[Stage, ...] = STAGES[:2]  # those up to the gate
TREATMENTS = ("recycling", "incineration", "incineration_energy", "landfill", "reuse")
DISPOSALS = ("incineration", "incineration_energy", "landfill")  # a process treats what goes there


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
class Origin:
    """Where the material of a line was before, as far as the study says.

    reused           share of the line that is a part of an earlier product [kg/kg]
    tested           of the parts collected for that, those that pass the test [-], above 0
    post_consumer    of the recycled material, waste of users; the rest is waste of manufacturing;
                     None where nobody says [kg/kg]
    mass_balanced    of the recycled and bio-based material, what a mass balance certificate
                     alone attributes to the line [kg/kg]
    sustained        of what grew, from proven sustained production [kg/kg]
    recycling_yield  of the recycling that made the recycled content [kg/kg], above 0
    """

    reused: float = 0.0
    tested: float = 1.0
    post_consumer: float | None = None
    mass_balanced: float = 0.0
    sustained: float = 0.0
    recycling_yield: float = 1.0


@dataclass(frozen=True, slots=True)
class Input:
    """What [inputs.MATERIAL] says.

    shares     recycled and bio-based, for lines where the bill of materials is silent [kg/kg]
    origin     of every line of the material
    scrap_end  share of each treatment in its scrap, where no step says it; empty where nobody does
    """

    shares: tuple[float | None, float | None]
    origin: Origin
    scrap_end: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replacement:
    """How often a part is made anew in the life of the product.

    uses      declared units that one such part stands [-], above 0
    counting  fractional (EN 15804) or whole (EN 15978)
    """

    uses: float
    counting: Counting


@dataclass(frozen=True, slots=True)
class Spend:
    """What a line is bought for, where a sector of an input-output table makes it.

    price     paid for it in one product [currency]
    currency  code of ISO 4217
    amount    the same in the money of the sector [unit of its process]
    reason    how the one became the other
    """

    price: float
    currency: str
    amount: float
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One part, or one material of a part.

    match           which material or process of the database it is made of
    mass            in the finished product [kg]
    recycled        share of the mass that was waste before [kg/kg]
    bio_based       share of the mass that is the bio-based variant [kg/kg]
    scrap           cut away and not reground, per kg kept [kg/kg]
    forming         process that shapes it, per kg in the product; '' where none is given
    packaging       whether it leaves the product before use
    supplier_value  declared by the supplier for the line [kg CO2e], None where none
    where           file and row
    origin          where its material was before
    reground        cut away and fed back into the same process, per kg kept [kg/kg]
    scrap_end       of the scrap, what each treatment takes, per kg kept [kg/kg]; what is not in
                    it has no known end
    replaced        how often the part is made anew in the product's life, None where never
    supplied        what the supplier's footprint tells apart, None where it was no file
    quality         what is said of the data of the line, None where nothing is
    spend           what it is bought for, None where its mass counts
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
    origin: Origin = field(default_factory=Origin)
    reground: float = 0.0
    scrap_end: Mapping[str, float] = field(default_factory=dict)
    replaced: Replacement | None = None
    supplied: Supplied | None = None
    quality: StatedQuality | None = None
    spend: Spend | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something done to or by the product: a forming step, a journey, a use.

    process     of the database that is called on; '' for a declared amount of kg CO2e
    amount      of it per product, or per declared unit in the use stage [unit of the process];
                None where it follows from the mass
    per_kg      amount per kg of `material`, or of the whole product and its packaging where
                material is '' [unit of the process/kg]
    scrap       of the material, cut away per kg kept [kg/kg]
    regrind     of the scrap, what goes back into the same process [kg/kg]
    scrap_end   share of each treatment in the rest of the scrap; empty where nobody says
    in_service  a repair or the like: in the use stage, but per product
    """

    stage: Stage
    process: str
    amount: float | None
    per_kg: float = 0.0
    material: str = ""
    note: str = ""
    scrap: float = 0.0
    regrind: float = 0.0
    scrap_end: Mapping[str, float] = field(default_factory=dict)
    in_service: bool = False


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


@dataclass(frozen=True)
class Product:
    """A product and its life, ready to be turned into a demand.

    uses         declared units that one product fulfils (reuses, years, cycles), above 0
    end_of_life  share of each treatment, by material; the key '' holds for all others
    boundary     cradle-to-gate or cradle-to-grave
    allocation   one of celca.circular.METHODS
    inputs       (file, SHA-256) of what it was read from
    service      how long and how hard it is used
    recovery     what is said of the recycling of a material, keyed like end_of_life
    delayed      share of the end of life released, by year after making; for a figure beside the
                 footprint, empty where the study does not ask for it
    stored       biogenic carbon that stays out of the air, None where nobody says so
    given        what [inputs] says, by material: for lines that a change makes of it
    reading      how the bill of materials was read, as plain data; empty where there was none
    instead      process that takes the place of another, wherever the product calls on that
    shifts       by process: what a unit asks for more (+) or less (−) of each product, where it
                 or its suppliers use another than their data say [unit of the product per unit]
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
    given: Mapping[str, Input] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    shifts: Shifts = field(default_factory=dict)
    service: Service = field(default_factory=Service)
    recovery: Mapping[str, Recovery] = field(default_factory=dict)
    delayed: Mapping[float, float] = field(default_factory=dict)
    stored: StoredCarbon | None = None

    def end_of(self, line: Line) -> Mapping[str, float]:
        """Return the share of each treatment of a line; empty where the study stops at the gate."""
        return self.end_of_life.get(line.match.target, self.end_of_life.get("", {}))

    def recovery_of(self, line: Line) -> Recovery:
        """Return what is said of the end of a line."""
        return self.recovery.get(line.match.target, self.recovery.get("", Recovery()))

    @property
    def mass(self) -> float:
        """Mass of the product with its packaging, excluded lines left out [kg]."""
        return fsum(line.mass for line in self.lines)
