"""What a database says, as frozen records: who makes what, out of what, by whose word.

This room knows neither matrices nor products: it holds the facts of a database, each with
its source. Amounts are plain floats in the unit of the product or flow they refer to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from celca.errors import Finding

__all__ = [
    "CLASSES",
    "DISTRIBUTIONS",
    "KINDS",
    "Alias",
    "Exchange",
    "Flow",
    "Inventory",
    "Process",
    "Published",
    "Source",
    "Variant",
    "VariantName",
]

VariantName = Literal["virgin", "recycled", "bio_based"]
# the first two take a process as their input, the others a flow
KINDS = ("input", "avoided", "emission", "uptake")
DISTRIBUTIONS = ("", "lognormal", "normal", "triangular", "uniform")
# Of a material: the main groups of VDA 231-106 (as in Catena-X CX-0159 1.0.0, chapter 3.4.7), its
# metals and its natural materials parted by what a designer calls them.
CLASSES = (
    *("iron", "aluminium", "copper", "metal", "plastic", "rubber", "textile", "wood", "paper"),
    *("glass", "mineral", "chemical", "electronics", "mixed", "other"),
)


@dataclass(frozen=True, slots=True)
class Process:
    """One process and the one product it makes; both go by the same id.

    unit    of its product: kg, MJ, kWh, t*km …
    output  amount of the product that one run makes [unit], not 0
    year    the data are for, None where the source is silent
    kind    unit (inputs and emissions listed) or aggregated (a published total)
    """

    id: str
    name: str
    name_ja: str
    product: str
    unit: str
    location: str
    year: int | None
    kind: str
    technology: str
    source: str
    comment: str
    output: float = 1.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing that a run of a process takes or gives.

    kind          input (+ used), avoided (+ credited), emission (+ to nature), uptake (+ taken)
    input         id of a process (input, avoided) or of a flow (emission, uptake)
    amount        per run [unit of the input]
    distribution  '' (fixed), lognormal, normal, triangular, uniform
    scale         sigma of ln (lognormal) [-] or standard deviation (normal) [unit]
    pedigree      scores `(2;3;1;2;3)` or ''
    line          in exchanges.csv
    """

    process: str
    kind: str
    input: str
    amount: float
    distribution: str
    scale: float | None
    minimum: float | None
    maximum: float | None
    pedigree: str
    source: str
    comment: str
    line: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Something exchanged with nature.

    formula  CO2, CH4 … or `CO2e` for a published total that was characterised already
    origin   fossil, biogenic or land
    gwp_set  of a published total: AR4, AR5, AR6; '' otherwise
    """

    id: str
    name: str
    compartment: str
    unit: str
    formula: str
    origin: str
    gwp_set: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to come by a material: virgin, recycled or bio-based.

    process              makes 1 kg of it, cradle to gate
    mass_ratio           of this variant, in the function of 1 kg of the virgin one [kg/kg]
    bio_based            share of its mass from living matter [kg/kg]
    fossil_carbon        [kg C/kg], biogenic_carbon likewise; None where no source says
    lhv                  lower heating value [MJ/kg], None where no source says
    quality_ratio        Qs/Qp of the Circular Footprint Formula [-]
    allocation_factor    A of the Circular Footprint Formula [-]
    landfill, incineration, incineration_energy
                         ids of the services that treat 1 kg of it as waste; '' where none
    material_class       one of CLASSES, the same for all variants; '' where nobody says
    """

    material: str
    name: str
    name_ja: str
    variant: VariantName
    process: str
    mass_ratio: float
    bio_based: float
    fossil_carbon: float | None
    biogenic_carbon: float | None
    lhv: float | None
    quality_ratio: float | None
    allocation_factor: float | None
    landfill: str
    incineration: str
    incineration_energy: str
    source: str
    comment: str
    material_class: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A grade or everyday name of a material, of a process, or of something unspecified.

    assumed  why the material only comes near what is named so; '' where it is that
    """

    alias: str
    language: str
    material: str
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from, so that a reader can open it."""

    id: str
    citation: str
    url: str
    year: str
    licence: str
    where: str


@dataclass(frozen=True, slots=True)
class Published:
    """A value published elsewhere that a process has to meet.

    measure    total, total_excluding_uptake or fossil
    published  [kg CO2e per unit]
    tolerance  relative, decided before comparing [-]
    """

    process: str
    measure: str
    published: float
    unit: str
    tolerance: float
    source: str
    comment: str


@dataclass(frozen=True)
class Inventory:
    """A database: processes, exchanges, flows, materials and their names.

    hash  of the content of its files: the identity that every result carries
    """

    name: str
    version: str
    licence: str
    geography: str
    description: str
    hash: str
    processes: tuple[Process, ...]
    exchanges: Sequence[Exchange]
    flows: tuple[Flow, ...]
    variants: tuple[Variant, ...] = ()
    aliases: tuple[Alias, ...] = ()
    sources: tuple[Source, ...] = ()
    published: tuple[Published, ...] = ()
    folder: Path | None = None
    findings: tuple[Finding, ...] = field(default=())

    @property
    def identity(self) -> dict[str, str]:
        """Name, version and hash, by which a result says what it was calculated with."""
        return {"name": self.name, "version": self.version, "hash": self.hash}

    @property
    def private(self) -> bool:
        """Whether its licence says that it is not to be passed on."""
        return "not to be passed on" in self.licence.casefold()

    @cached_property
    def process_by_id(self) -> Mapping[str, Process]:
        """Processes by id."""
        return {p.id: p for p in self.processes}

    @cached_property
    def materials(self) -> Mapping[str, Mapping[VariantName, Variant]]:
        """Materials by id, and in each its variants by name."""
        out: dict[str, dict[VariantName, Variant]] = {}
        for v in self.variants:
            out.setdefault(v.material, {})[v.variant] = v
        return out

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """Class of each material, and of each process that makes materials of one class alone.

        What has none is not in it.
        """
        made: dict[str, set[str]] = {}
        for v in self.variants:
            made.setdefault(v.process, set()).add(v.material_class)
        makers = {id_: found.pop() for id_, found in made.items() if len(found) == 1}
        every = {**makers, **{v.material: v.material_class for v in self.variants}}
        return {id_: name for id_, name in every.items() if name}
