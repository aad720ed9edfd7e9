"""Turn a product into a demand D: how much of each process, for which part and stage.

This is the one place where a product's rules become amounts. Everything that changes a
product, from a recycled share to another country, changes what is demanded here, and the
score stays H D.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from celca.circular import split
from celca.errors import DataError
from celca.inventory import Inventory, Variant, VariantName
from celca.product.record import Activity, Line, Product, Stage

__all__ = ["CARBON_TRANSFER", "Demand", "demand", "variant_masses"]

CARBON_TRANSFER = "biogenic-carbon-transfer"
_CO2_PER_C = 44 / 12
_SERVICE = {
    "incineration": "incineration",
    "incineration_energy": "incineration_energy",
    "landfill": "landfill",
}


@dataclass(frozen=True, slots=True)
class Demand:
    """One entry of D: an amount of one process, asked for by one part in one stage.

    line     index of the product's line, −1 for what no single part asks for
    process  '' for a value that the supplier declared
    amount   per declared unit [unit of the process, or kg CO2e where process is '']
    variant  of the material: virgin, recycled, bio_based; '' for anything else
    note     what it is, where the part does not say
    """

    stage: Stage
    line: int
    process: str
    amount: float
    variant: str = ""
    note: str = ""


def demand(product: Product, inventory: Inventory) -> tuple[Demand, ...]:
    """Return the demand of a product, per declared unit, without entries of nothing.

    Raises DataError for a recycled or bio-based share of a material that has no such variant,
    and for an end of life that the database cannot treat.
    """
    entries = [
        *_materials(product, inventory),
        *_forming(product),
        *_activities(product),
        *_end_of_life(product, inventory),
    ]
    return tuple(e for e in entries if e.amount)


def _materials(product: Product, inventory: Inventory) -> Iterator[Demand]:
    for i, line in enumerate(product.lines):
        if line.supplier_value is not None:
            yield Demand("raw_materials", i, "", line.supplier_value / product.uses)
            continue
        for name, mass in variant_masses(line, inventory).items():
            amount = mass * (1 + line.scrap) / product.uses
            variants = inventory.materials.get(line.match.target)
            process = variants[name].process if variants else line.match.target
            yield Demand("raw_materials", i, process, amount, name if variants else "")


def variant_masses(line: Line, inventory: Inventory) -> dict[VariantName, float]:
    """Return the mass of each variant in one finished product [kg].

    Raises DataError for a share of a variant that the material has not.
    """
    variants = inventory.materials.get(line.match.target)
    if variants is None:
        return {"virgin": line.mass}
    out = {}
    masses = split(line.mass, line.recycled, line.bio_based)
    for name, mass in zip(get_args(VariantName), masses, strict=True):
        if mass and name not in variants:
            raise DataError(
                f"{line.where}: {line.match.target!r} has no {name} variant in"
                f" {inventory.name}; it has {', '.join(variants)}."
            )
        if mass:
            out[name] = mass
    return out


def _forming(product: Product) -> Iterator[Demand]:
    for i, line in enumerate(product.lines):
        if line.forming and line.supplier_value is None:
            yield Demand("production", i, line.forming, line.mass / product.uses)


def _activities(product: Product) -> Iterator[Demand]:
    for activity in product.activities:
        uses = 1.0 if activity.stage == "use" else product.uses
        if activity.amount is not None:
            yield _entry(activity, -1, activity.amount / uses)
        elif activity.material:
            for i, line in enumerate(product.lines):
                if line.match.target == activity.material and line.supplier_value is None:
                    yield _entry(activity, i, activity.per_kg * line.mass / uses)
        else:
            yield _entry(activity, -1, activity.per_kg * product.mass / uses)


def _entry(activity: Activity, line: int, amount: float) -> Demand:
    return Demand(activity.stage, line, activity.process, amount, note=activity.note)


def _end_of_life(product: Product, inventory: Inventory) -> Iterator[Demand]:
    """Yield the treatments. Cut-off: what is recycled leaves without burden or credit.

    The biogenic carbon in what is recycled leaves with it, so that the uptake counted when it
    came in does not stay behind as if it were stored (EN 15804:2012+A2:2019, 6.3.5.5).
    """
    if not product.end_of_life:
        return
    for i, line in enumerate(product.lines):
        variants = inventory.materials.get(line.match.target)
        shares = product.end_of_life.get(line.match.target, product.end_of_life.get("", {}))
        if variants is None or not shares:
            continue
        for name, mass in variant_masses(line, inventory).items():
            variant, kept = variants[name], mass / product.uses
            for treatment, share in shares.items():
                if share:
                    yield _treat(i, variant, treatment, share * kept, line.where)


def _treat(i: int, variant: Variant, treatment: str, mass: float, where: str) -> Demand:
    if treatment == "recycling":
        carbon = (variant.biogenic_carbon or 0.0) * _CO2_PER_C
        return Demand("end_of_life", i, CARBON_TRANSFER, carbon * mass, note="to recycling")
    service = getattr(variant, _SERVICE[treatment])
    if not service:
        raise DataError(
            f"{where}: the database has no {treatment.replace('_', ' with ')} of"
            f" {variant.material!r} ({variant.variant}); give its end of life other shares."
        )
    return Demand("end_of_life", i, service, mass, variant.variant, treatment)
