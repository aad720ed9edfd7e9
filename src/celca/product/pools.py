"""The material of one line as recipes: where it comes from, where it goes, and of what quality.

Virgin and recycled material share a recipe; what is bio-based has its own, since it replaces
virgin material of another kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from celca.circular import Recipe, split
from celca.errors import DataError
from celca.inventory import Inventory, Variant, VariantName
from celca.product.record import Line, Product

__all__ = ["Pool", "pools", "recipes", "variant_masses"]


@dataclass(frozen=True, slots=True)
class Pool:
    """The part of a line that one recipe holds for.

    mass    in the product [kg]
    fresh   its variant that is not recycled: virgin or bio-based
    shares  of each treatment at the end of life; empty where the study stops at the gate
    """

    mass: float
    fresh: Variant
    recipe: Recipe
    shares: Mapping[str, float]


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


def pools(line: Line, product: Product, inventory: Inventory) -> Iterator[Pool]:
    """Yield the parts of a line that have a recipe of their own."""
    variants = inventory.materials[line.match.target]
    masses = variant_masses(line, inventory)
    shares = product.end_of(line)
    again, bio = masses.get("recycled", 0.0), masses.get("bio_based", 0.0)
    other = masses.get("virgin", 0.0) + again
    if other:
        fresh = _ended(variants.get("virgin") or variants["recycled"], line, product)
        yield Pool(other, fresh, _recipe(line, again / other, fresh, product, variants), shares)
    if bio:
        fresh = _ended(variants["bio_based"], line, product)
        yield Pool(bio, fresh, _recipe(line, 0.0, fresh, product, variants), shares)


def _ended(fresh: Variant, line: Line, product: Product) -> Variant:
    """Return a variant with the treatments that the study names instead of the database's."""
    named: Mapping[str, Any] = product.recovery_of(line).processes
    return replace(fresh, **named) if named else fresh


def recipes(line: Line, product: Product, inventory: Inventory) -> list[Recipe]:
    """Return the recipes of a line: one for virgin and recycled, one for bio-based material."""
    return [pool.recipe for pool in pools(line, product, inventory)]


def _recipe(
    line: Line,
    r1: float,
    fresh: Variant,
    product: Product,
    variants: Mapping[VariantName, Variant],
) -> Recipe:
    shares = product.end_of(line)
    settings, again = product.circularity, variants.get("recycled")
    said = settings.of(line.match.target)
    quality = _first(again.quality_ratio if again else None, settings.quality_ratio)
    own = _first(again.allocation_factor if again else None, fresh.allocation_factor)
    return Recipe(
        r1=r1,
        r2=shares.get("recycling", 0.0),
        r3=shares.get("incineration_energy", 0.0),
        a=_first(said.allocation_factor, own, settings.allocation_factor),
        b=settings.energy_allocation,
        q_in=_first(said.quality_in, quality),
        q_out=_first(said.quality_out, quality),
        lhv=_first(said.lhv, fresh.lhv),
        x_heat=settings.heat_efficiency,
        x_elec=settings.electricity_efficiency,
        eow_in=said.end_of_waste_in,
        eow_out=said.end_of_waste_out,
        price_ratio=said.price_ratio,
        where=f"{line.where}, {line.match.target}",
    )


def _first(*values: float | None) -> float | None:
    return next((v for v in values if v is not None), None)
