"""Change a product into another product, one step after the other.

Every scenario is a function from product to product; the score stays H D. The order of steps
is fixed: the material, its mass, its variants, its supplier's value, its end, its life, what it
takes in use, and last where all that happens, on which grid, and what the rest of the world uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

from celca.errors import DataError, UnknownName
from celca.inventory import Inventory
from celca.matching import Match
from celca.product.elsewhere import elsewhere, resupplied
from celca.product.life import in_each_use, lived
from celca.product.origins import with_origins
from celca.product.record import Activity, Line, Origin, Product
from celca.product.shifts import Reach
from celca.product.steps import with_scrap
from celca.product.targets import Target, target_of
from celca.product.variant_shares import set_shares

__all__ = ["Change", "OtherMaterial", "apply"]


@dataclass(frozen=True, slots=True)
class OtherMaterial:
    """Another material that fulfils the same function.

    to          id of a material or of a process priced by mass
    mass_ratio  of the new material for 1 kg of the old [kg/kg], above 0
    """

    to: str
    mass_ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """What is set anew; all that is not named stays as it is. Keys are materials or parts.

    recycled, bio_based  share [kg/kg]
    material             another material of equal function
    mass                 factor on the mass [-], 0 or more
    process              the process that takes the place of another, wherever the product calls on
                         that: material, forming, transport, electricity of another year, treatment
    place                the same for every process that has a sibling there: jp to us makes
                         injection-moulding-jp into injection-moulding-us, any: whatever has one
    grid                 electricity that takes the place of another, in the product's own steps and
                         inside the processes that it calls on, their own suppliers left alone
    everywhere           product that takes the place of another in what all suppliers take as well
    supplier_value       declared by the supplier [kg CO2e per product]
    end_of_life          share of each treatment; the key `default` holds for all others
    use                  factor on what each use takes [-], by process or description of [[use]]
    life                 service life, repairs, replacements, reuse, sharing, as [life] of a study
    uses                 declared units that one product fulfils; None to keep
    """

    name: str
    recycled: Mapping[str, float] = field(default_factory=dict)
    bio_based: Mapping[str, float] = field(default_factory=dict)
    material: Mapping[str, OtherMaterial] = field(default_factory=dict)
    mass: Mapping[str, float] = field(default_factory=dict)
    process: Mapping[str, str] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)
    grid: Mapping[str, str] = field(default_factory=dict)
    everywhere: Mapping[str, str] = field(default_factory=dict)
    supplier_value: Mapping[str, float] = field(default_factory=dict)
    end_of_life: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    use: Mapping[str, float] = field(default_factory=dict)
    life: Mapping[str, Any] = field(default_factory=dict)
    uses: float | None = None

    @property
    def shares_only(self) -> bool:
        """Whether nothing but shares of recycled and bio-based material is set."""
        kept = {"name", "recycled", "bio_based"}
        return not any(getattr(self, f.name) for f in fields(self) if f.name not in kept)

    def supply(self) -> tuple[tuple[Reach, Mapping[str, str]], ...]:
        """Return how far it reaches that a product takes the place of another, step by step."""
        return ("grid", self.grid), ("everywhere", self.everywhere)


def apply(product: Product, change: Change, inventory: Inventory) -> Product:
    """Return the product after a change; materials and processes go by id, materials by any name.

    Raises UnknownName for what the product or the database has not, DataError for what does not
    fit together.
    """
    product = _other_materials(product, change, inventory)
    product = _masses(product, change, inventory)
    product = set_shares(product, change.recycled, change.bio_based, inventory, change.name)
    product = _supplier_values(product, change, inventory)
    ends = {**product.end_of_life, **_ends(product, change, inventory)}
    boundary = "cradle-to-grave" if ends else product.boundary
    product = replace(product, end_of_life=ends, boundary=boundary)
    product = lived(product, change.life, change.uses, inventory, change.name)
    product = _use(product, change)
    product = elsewhere(product, change.process, change.place, inventory, change.name)
    for reach, swap in change.supply():
        product = resupplied(product, reach, swap, inventory, change.name)
    return product


def _each(product: Product, target: Target, new: Callable[[Line], Line]) -> Product:
    """Return the product with the lines that a target hits made anew."""
    lines = (new(x) if target.hits(x) else x for x in product.lines)
    return replace(product, lines=tuple(lines))


def _other_materials(product: Product, change: Change, inventory: Inventory) -> Product:
    for written, other in change.material.items():
        where = f"{change.name}, material"
        target = target_of(product, written, inventory, where)
        known = {*inventory.materials, *inventory.process_by_id}
        if other.to not in known:
            raise UnknownName("material or process", other.to, known, where)
        if not other.mass_ratio > 0:
            raise DataError(f"{where}: the mass ratio is {other.mass_ratio:g}, must be above 0.")
        product = _each(product, target, partial(_of, other, product))
    return product


def _of(other: OtherMaterial, product: Product, line: Line) -> Line:
    """Return the line made of another material, virgin; its forming no longer fits.

    What the old material was before and what became of its scrap go with it: the steps and the
    inputs of the study hold as for any line of the new one. A reused part stays one.
    """
    made = replace(
        line,
        match=Match(other.to, "id"),
        mass=line.mass * other.mass_ratio,
        recycled=0.0,
        bio_based=0.0,
        scrap=0.0,
        reground=0.0,
        scrap_end={},
        origin=Origin(),
        forming="",
        supplier_value=None,
        supplied=None,
        quality=None,
    )
    (made,) = with_origins(with_scrap((made,), product.activities, frozenset()), product.given)
    origin = replace(made.origin, reused=line.origin.reused, tested=line.origin.tested)
    return replace(made, origin=origin)


def _masses(product: Product, change: Change, inventory: Inventory) -> Product:
    for written, factor in change.mass.items():
        target = target_of(product, written, inventory, f"{change.name}, mass")
        if not 0 <= factor < 1e6:
            raise DataError(f"{change.name}, mass: the factor {factor:g} must be 0 or more.")
        product = _each(product, target, partial(_times, factor))
    return product


def _times(factor: float, line: Line) -> Line:
    return replace(line, mass=line.mass * factor)


def _ends(product: Product, change: Change, inventory: Inventory) -> dict[str, Mapping[str, float]]:
    ends = {}
    for written, shares in change.end_of_life.items():
        key = ""
        if written != "default":
            key = target_of(product, written, inventory, f"{change.name}, end_of_life").key
        ends[key] = shares
    return ends


def _supplier_values(product: Product, change: Change, inventory: Inventory) -> Product:
    for part, value in change.supplier_value.items():
        target = target_of(product, part, inventory, f"{change.name}, supplier_value")
        if not target.key.startswith("part "):
            raise DataError(f"{change.name}, supplier_value: {part!r} is a material, not a part.")
        product = _each(product, target, partial(_valued, value))
    return product


def _use(product: Product, change: Change) -> Product:
    """Return the product that takes more or less in each use; upkeep and sharing stay."""
    steps = filter(in_each_use, product.activities)
    known = {name for a in steps for name in (a.process, a.note) if name}
    for name, factor in change.use.items():
        where = f"{change.name}, use"
        if name not in known:
            raise UnknownName("step of the use of this product", name, known, where)
        if not 0 <= factor < 1e6:
            raise DataError(f"{where}: the factor {factor:g} must be 0 or more.")
    activities = (_used(a, change.use) for a in product.activities)
    return replace(product, activities=tuple(activities))


def _used(activity: Activity, factors: Mapping[str, float]) -> Activity:
    factor = factors.get(activity.process, factors.get(activity.note))
    if factor is None or not in_each_use(activity):
        return activity
    amount = None if activity.amount is None else factor * activity.amount
    return replace(activity, amount=amount, per_kg=factor * activity.per_kg)


def _valued(value: float, line: Line) -> Line:
    return replace(line, supplier_value=value, supplied=None, quality=None)
