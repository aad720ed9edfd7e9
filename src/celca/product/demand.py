"""Turn a product into a demand D: how much of each process, for which part and stage.

This is the one place where a product's rules become amounts. Everything that changes a
product, from a recycled share to another country, changes what is demanded here, and the
score stays H D.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from celca.inventory import Inventory
from celca.product.material_life import material_life
from celca.product.record import Activity, Product, Stage

__all__ = ["Demand", "demand"]


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
    and for an end of life or an allocation that the database cannot serve.
    """
    entries = [*_materials(product, inventory), *_forming(product), *_activities(product)]
    return tuple(e for e in entries if e.amount)


def _materials(product: Product, inventory: Inventory) -> Iterator[Demand]:
    for i, line in enumerate(product.lines):
        declared = line.supplier_value is not None
        if line.supplier_value is not None:
            yield Demand("raw_materials", i, "", line.supplier_value / product.uses)
        if line.match.target in inventory.materials:
            for x in material_life(line, product, inventory):
                if not (declared and x.stage == "raw_materials"):
                    amount = x.amount / product.uses
                    yield Demand(x.stage, i, x.process, amount, x.variant, x.note)
        elif not declared:
            amount = line.mass * (1 + line.scrap) / product.uses
            yield Demand("raw_materials", i, line.match.target, amount)


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
