"""The material of one part, from where it comes to where it goes, under an allocation rule.

`celca.circular` says how much of each burden a rule gives to the product; here each burden
gets the process of the database that stands for it. What is neither recycled nor burnt with
recovery is disposed of as the study shares it out.

The biogenic carbon in what is recycled leaves with it, so that the uptake counted when it came
in does not stay behind as if it were stored (EN 15804:2012+A2:2019, 6.3.5.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum

from celca.circular import Term, as_co2, terms
from celca.errors import DataError
from celca.inventory import Inventory, Variant
from celca.product.pools import Pool, pools
from celca.product.record import Line, Product, Stage
from celca.units import factor

__all__ = ["CARBON_TRANSFER", "MaterialEntry", "carbon_entries", "material_life"]

CARBON_TRANSFER = "biogenic-carbon-transfer"
_DISPOSALS = ("incineration", "landfill")


@dataclass(frozen=True, slots=True)
class MaterialEntry:
    """An amount of one process that a material calls on, per kg or MJ as its unit says."""

    stage: Stage
    process: str
    amount: float
    variant: str = ""
    note: str = ""


def material_life(line: Line, product: Product, inventory: Inventory) -> Iterator[MaterialEntry]:
    """Yield what the material of a line calls on, in one finished product.

    Raises DataError for a variant or a treatment that the database has not, and for a figure
    that the allocation rule needs and nobody gave.
    """
    for pool in pools(line, product, inventory):
        for term in terms(product.allocation, pool.recipe):
            if not term.coefficient or (term.stage != "raw_materials" and not pool.shares):
                continue
            amount = _weight(term, pool) * pool.mass * _handled(term.stage, line)
            yield from _entries(term, amount, pool, product, inventory)
        yield from _scrap(line, pool)


def _weight(term: Term, pool: Pool) -> float:
    """Return the coefficient of a term; what leaves to be reused is not disposed of, and free."""
    reuse = pool.shares.get("reuse", 0.0) if term.role == "disposal" else 0.0
    return float(term.coefficient) - reuse


def _handled(stage: str, line: Line) -> float:
    """Return the mass that passes through a stage, per kg of the line in the product.

    A part that was used before is not made again; those that fail the test when they are
    collected go to the end of life with the rest.
    """
    origin = line.origin
    if stage == "raw_materials":
        return (1 + line.scrap) * (1 - origin.reused)
    return 1 + origin.reused * (1 / origin.tested - 1)


def _scrap(line: Line, pool: Pool) -> Iterator[MaterialEntry]:
    """Yield the treatment of manufacturing scrap; what others take as material leaves free."""
    services = {
        "landfill": pool.fresh.landfill,
        "incineration": pool.fresh.incineration,
        "incineration_energy": pool.fresh.incineration_energy,
    }
    made = pool.mass * (1 - line.origin.reused)
    for name, per_kg in line.scrap_end.items():
        if name in services and per_kg:
            if not services[name]:
                raise DataError(
                    f"{pool.recipe.where}: the database has no {name.replace('_', ' ')} of"
                    f" {pool.fresh.material!r}; give its scrap another end."
                )
            note = f"scrap to {name.replace('_', ' ')}"
            yield MaterialEntry("production", services[name], per_kg * made, note=note)


def carbon_entries(line: Line, product: Product, inventory: Inventory) -> Iterator[MaterialEntry]:
    """Yield the biogenic carbon that comes from an earlier life or leaves for a later one."""
    origin = line.origin
    for pool in pools(line, product, inventory):
        carbon = as_co2(pool.fresh.biogenic_carbon or 0.0) * pool.mass
        for share, note in (
            (pool.shares.get("recycling", 0.0), "carbon to recycling"),
            (pool.shares.get("reuse", 0.0), "carbon to reuse"),
        ):
            gone = carbon * share * _handled("end_of_life", line)
            if gone:
                yield MaterialEntry("end_of_life", CARBON_TRANSFER, gone, note=note)
        taken = carbon * origin.reused / origin.tested
        if taken:
            note = "carbon from an earlier life"
            yield MaterialEntry("raw_materials", CARBON_TRANSFER, -taken, note=note)
        for name, per_kg in line.scrap_end.items():
            gone = carbon * per_kg * (1 - origin.reused)
            if name in ("recycling", "reuse") and gone:
                yield MaterialEntry("production", CARBON_TRANSFER, gone, note="carbon in scrap")


def _entries(
    term: Term, amount: float, pool: Pool, product: Product, inventory: Inventory
) -> Iterator[MaterialEntry]:
    """Yield the entries of one term, with the process that stands for its role."""
    if term.role in ("disposal", "avoided_disposal"):
        yield from _disposal(term, amount, pool)
        return
    process, variant = _stands_for(term.role, pool.fresh, product, inventory)
    if not process:
        raise DataError(
            f"{pool.recipe.where}: nothing stands for {term.role.replace('_', ' ')!r} in"
            f" {inventory.name}, which the allocation {product.allocation!r} calls on; give other"
            " shares at the end of life, or name the process in [circularity]."
        )
    if term.role.startswith("substituted_") and term.role != "substituted_virgin":
        amount *= factor("MJ", inventory.process_by_id[process].unit, pool.recipe.where)
    note = term.note or ("" if term.role in ("virgin", "recycled") else term.role)
    yield MaterialEntry(term.stage, process, amount, variant, note.replace("_", " "))


def _stands_for(
    role: str, fresh: Variant, product: Product, inventory: Inventory
) -> tuple[str, str]:
    """Return the process that stands for a role, '' where none does, and the variant."""
    variants, settings = inventory.materials[fresh.material], product.circularity
    said, again = settings.of(fresh.material), variants.get("recycled")
    recycled = again.process if again else ""
    known = {
        "virgin": (fresh.process, fresh.variant),
        "recycled": (recycled, "recycled"),
        "recycling": (said.recycling or recycled, "recycled"),
        "substituted_virgin": (said.substitutes or variants.get("virgin", fresh).process, ""),
        "energy_recovery": (fresh.incineration_energy, fresh.variant),
        "substituted_heat": (settings.heat, ""),
        "substituted_electricity": (settings.electricity, ""),
    }
    return known[role]


def _disposal(term: Term, amount: float, pool: Pool) -> Iterator[MaterialEntry]:
    """Share a disposal out as the study does; to landfill where it disposes of nothing itself."""
    shares = {name: pool.shares.get(name, 0.0) for name in _DISPOSALS}
    whole = fsum(shares.values())
    if not whole:
        shares, whole = {"landfill": 1.0}, 1.0
    for name, share in shares.items():
        service = pool.fresh.landfill if name == "landfill" else pool.fresh.incineration
        if share and not service:
            raise DataError(
                f"{pool.recipe.where}: the database has no {name} of {pool.fresh.material!r}"
                f" ({pool.fresh.variant}); give its end of life other shares, in"
                f" [end_of_life.{pool.fresh.material}]."
            )
        if share:
            kept = amount * share / whole
            yield MaterialEntry(term.stage, service, kept, pool.fresh.variant, name)
