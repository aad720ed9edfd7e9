"""Change a product into another product, one step after the other.

Every scenario is a function from product to product; the score stays H D. The order of steps
is fixed: the material, its mass, its variants, what is done to it and where, its end, its life.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial

from celca.errors import DataError, UnknownName
from celca.inventory import Inventory
from celca.matching import Match
from celca.product.record import Line, Product
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
    process              the process that takes the place of another, for whatever the product
                         itself calls on: forming, transport, electricity
    place                the same for every process that has a sibling there: jp to us makes
                         injection-moulding-jp into injection-moulding-us
    supplier_value       declared by the supplier [kg CO2e per product]
    end_of_life          share of each treatment; the key `default` holds for all others
    uses                 declared units that one product fulfils; None to keep
    """

    name: str
    recycled: Mapping[str, float] = field(default_factory=dict)
    bio_based: Mapping[str, float] = field(default_factory=dict)
    material: Mapping[str, OtherMaterial] = field(default_factory=dict)
    mass: Mapping[str, float] = field(default_factory=dict)
    process: Mapping[str, str] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)
    supplier_value: Mapping[str, float] = field(default_factory=dict)
    end_of_life: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    uses: float | None = None

    @property
    def shares_only(self) -> bool:
        """Whether nothing but shares of recycled and bio-based material is set."""
        kept = {"name", "recycled", "bio_based"}
        return not any(getattr(self, f.name) for f in fields(self) if f.name not in kept)


def apply(product: Product, change: Change, inventory: Inventory) -> Product:
    """Return the product after a change; materials and processes go by id, materials by any name.

    Raises UnknownName for what the product or the database has not, DataError for what does not
    fit together.
    """
    product = _other_materials(product, change, inventory)
    product = _masses(product, change, inventory)
    product = set_shares(product, change.recycled, change.bio_based, inventory, change.name)
    product = _processes(product, change, inventory)
    product = _supplier_values(product, change, inventory)
    ends = {**product.end_of_life, **_ends(product, change, inventory)}
    uses = product.uses if change.uses is None else change.uses
    if uses <= 0:
        raise DataError(f"{change.name}: the product fulfils {uses:g} uses, but must fulfil some.")
    return replace(product, end_of_life=ends, uses=uses)


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
        product = _each(product, target, partial(_of, other))
    return product


def _of(other: OtherMaterial, line: Line) -> Line:
    """Return the line made of another material, virgin; its forming no longer fits."""
    return replace(
        line,
        match=Match(other.to, "id"),
        mass=line.mass * other.mass_ratio,
        recycled=0.0,
        bio_based=0.0,
        scrap=0.0,
        forming="",
        supplier_value=None,
    )


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


def _siblings(used: set[str], change: Change, inventory: Inventory) -> dict[str, str]:
    """Return the processes that take the place of those used, by the end of their ids."""
    swap: dict[str, str] = {}
    for here, there in change.place.items():
        pairs = {p: f"{p.removesuffix(f'-{here}')}-{there}" for p in used if p.endswith(f"-{here}")}
        found = {old: new for old, new in pairs.items() if new in inventory.process_by_id}
        if not found:
            raise DataError(
                f"{change.name}, place: no process of this product ends in '-{here}' and has a"
                f" sibling that ends in '-{there}'."
            )
        swap |= found
    return swap


def _processes(product: Product, change: Change, inventory: Inventory) -> Product:
    """Return the product with processes replaced by others of the same unit."""
    used = {a.process for a in product.activities} | {x.forming for x in product.lines}
    used.discard("")
    for old, new in change.process.items():
        where = f"{change.name}, process"
        if old not in used:
            raise UnknownName("process of this product", old, used, where)
        if new not in inventory.process_by_id:
            raise UnknownName("process", new, inventory.process_by_id, where)
        units = [inventory.process_by_id[p].unit for p in (old, new)]
        if units[0] != units[1]:
            raise DataError(f"{where}: {old!r} is by {units[0]}, but {new!r} by {units[1]}.")
    swap = _siblings(used, change, inventory) | dict(change.process)
    return replace(
        product,
        activities=tuple(
            replace(a, process=swap.get(a.process, a.process)) for a in product.activities
        ),
        lines=tuple(replace(x, forming=swap.get(x.forming, x.forming)) for x in product.lines),
    )


def _supplier_values(product: Product, change: Change, inventory: Inventory) -> Product:
    for part, value in change.supplier_value.items():
        target = target_of(product, part, inventory, f"{change.name}, supplier_value")
        if not target.key.startswith("part "):
            raise DataError(f"{change.name}, supplier_value: {part!r} is a material, not a part.")
        product = _each(product, target, partial(_valued, value))
    return product


def _valued(value: float, line: Line) -> Line:
    return replace(line, supplier_value=value)
