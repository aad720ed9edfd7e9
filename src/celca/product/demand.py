"""Turn a product into a demand D: how much of each process, for which part and stage.

This is the one place where a product's rules become amounts. Everything that changes a
product, from a recycled share to another country, changes what is demanded here, and the
score stays H D.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum

from celca.circular import replacements
from celca.inventory import Inventory
from celca.methods import Category
from celca.product.material_life import carbon_entries, material_life
from celca.product.record import GATE_STAGES, Activity, Line, Product, Stage

__all__ = ["Demand", "demand", "times_replaced"]

_MADE = ("raw_materials", "production", "end_of_life", "beyond_boundary")


@dataclass(frozen=True, slots=True)
class Demand:
    """One entry of D: an amount of one process, asked for by one part in one stage.

    line     index of the product's line, −1 for what no single part asks for
    process  '' for a value that the supplier declared
    amount   per declared unit [unit of the process, or kg CO2e where process is '']
    variant  of the material: virgin, recycled, bio_based; '' for anything else
    note     what it is, where the part does not say
    once     whether it is asked for once per product, however often that is used
    category of a declared value
    """

    stage: Stage
    line: int
    process: str
    amount: float
    variant: str = ""
    note: str = ""
    once: bool = True
    category: Category = "fossil"


def demand(product: Product, inventory: Inventory) -> tuple[Demand, ...]:
    """Return the demand of a product, per declared unit, without entries of nothing.

    Raises DataError for a recycled or bio-based share of a material that has no such variant,
    and for an end of life or an allocation that the database cannot serve.
    """
    made = [*_materials(product, inventory), *_forming(product), *_activities(product)]
    entries = [*made, *_replaced(product, made)]
    called = [_elsewhere(e, product) for e in entries if e.amount]
    return (*called, *_shifted(product, called))


def _elsewhere(entry: Demand, product: Product) -> Demand:
    other = product.instead.get(entry.process)
    return replace(entry, process=other) if other else entry


def _shifted(product: Product, called: Iterable[Demand]) -> Iterator[Demand]:
    """Yield what the processes called on ask for, off one product and onto another."""
    for entry in called if product.shifts else ():
        for name, change in product.shifts.get(entry.process, {}).items():
            if change:
                note = f"{entry.process}: {'on' if change > 0 else 'off'} {name}"
                amount = change * entry.amount
                yield replace(entry, process=name, amount=amount, variant="", note=note)


def times_replaced(line: Line, product: Product) -> float:
    """Return how often a part is made anew in the product's life, the first one not counted."""
    if line.replaced is None:
        return 0.0
    return replacements(product.uses, line.replaced.uses, line.replaced.counting)


def _new(line: Line) -> float:
    """Return the share of a line that has to be made: it was no part of an earlier product."""
    return 1 - line.origin.reused


def _by_category(line: Line, value: float) -> Mapping[Category, float]:
    """Return a supplier's value as far as it is told apart; a bare one counts as fossil."""
    return {"fossil": value} if line.supplied is None else line.supplied.by_category


def _materials(product: Product, inventory: Inventory) -> Iterator[Demand]:
    for i, line in enumerate(product.lines):
        declared = line.supplier_value is not None
        if line.supplier_value is not None:
            for category, kg in _by_category(line, line.supplier_value).items():
                amount = kg * _new(line) / product.uses
                yield Demand("raw_materials", i, "", amount, category=category)
        if line.match.target in inventory.materials:
            for x in (
                *material_life(line, product, inventory),
                *carbon_entries(line, product, inventory),
            ):
                if not (declared and x.stage in GATE_STAGES):
                    amount = x.amount / product.uses
                    yield Demand(x.stage, i, x.process, amount, x.variant, x.note)
        elif not declared:
            bought = line.mass * (1 + line.scrap) if line.spend is None else line.spend.amount
            amount = bought * _new(line) / product.uses
            yield Demand("raw_materials", i, line.match.target, amount)
            yield from _ended(i, line, product)


def _ended(i: int, line: Line, product: Product) -> Iterator[Demand]:
    """Yield the end of a part that is no material, where the study names what treats it."""
    said = product.recovery_of(line).processes
    for name, share in product.end_of(line).items():
        if name in said and line.spend is None:
            kg = line.mass * share / product.uses
            yield Demand("end_of_life", i, said[name], kg, note=name.replace("_", " "))


def _forming(product: Product) -> Iterator[Demand]:
    for i, line in enumerate(product.lines):
        if line.forming and line.supplier_value is None:
            yield Demand("production", i, line.forming, line.mass * _new(line) / product.uses)


def _activities(product: Product) -> Iterator[Demand]:
    for activity in product.activities:
        per_use = activity.stage == "use" and not activity.in_service
        uses = 1.0 if per_use else product.uses
        if activity.amount is not None:
            yield _entry(activity, -1, activity.amount / uses)
        elif activity.material:
            for i, line in enumerate(product.lines):
                if line.match.target == activity.material and line.supplier_value is None:
                    share = _new(line) if activity.stage == "production" else 1.0
                    yield _entry(activity, i, activity.per_kg * line.mass * share / uses)
        else:
            yield _entry(activity, -1, activity.per_kg * _moved(product, activity) / uses)


def _moved(product: Product, activity: Activity) -> float:
    """Return the mass that an activity by mass is for: parts made anew are moved like the rest."""
    if activity.stage != "distribution":
        return product.mass
    return product.mass + fsum(x.mass * times_replaced(x, product) for x in product.lines)


def _entry(activity: Activity, line: int, amount: float) -> Demand:
    once = activity.stage != "use" or activity.in_service
    stage, process = activity.stage, activity.process
    return Demand(stage, line, process, amount, note=activity.note, once=once)


def _replaced(product: Product, made: Iterable[Demand]) -> Iterator[Demand]:
    """Yield the making and the end of parts that are replaced in use (EN 15804, module B4)."""
    times = [times_replaced(line, product) for line in product.lines]
    for entry in made:
        again = times[entry.line] if entry.line >= 0 else 0.0
        if again and entry.stage in _MADE:
            stage: Stage = entry.stage if entry.stage == "beyond_boundary" else "use"
            note = f"replaced {again:g} times" + (f": {entry.note}" if entry.note else "")
            yield replace(entry, stage=stage, amount=again * entry.amount, note=note)
