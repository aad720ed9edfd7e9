"""What to know of an allocation rule: figures outside its range, and figures of another region."""

from __future__ import annotations

from collections.abc import Iterator

from celca.circular import doubts
from celca.errors import Finding, Names
from celca.inventory import Inventory
from celca.product import Line, Product, recipes

__all__ = ["rule_notes"]

_BY_FACTOR = ("cff",)
_BY_QUALITY = ("cff", "avoided-burden", "pef-2013", "en15804")


def rule_notes(product: Product, inventory: Inventory) -> Iterator[Finding]:
    """Yield what the rule of a product is given that a reader should doubt, each once."""
    told = set[tuple[str, str]]()
    borrowed = set[str]()
    for line in product.lines:
        if line.match.target not in inventory.materials:
            continue
        for recipe in recipes(line, product, inventory):
            if not recipe.r1 and not recipe.r2:
                continue
            if _borrows(line, product, inventory):
                borrowed.add(line.match.target)
            for found in doubts(product.allocation, recipe):
                if (found.code, line.match.target) not in told:
                    told.add((found.code, line.match.target))
                    yield found
    if borrowed:
        yield Finding.of(
            "warning",
            "allocation_defaults",
            "The allocation factor or the quality ratio of {materials} is the default of"
            " {database}. Such defaults hold for one region (Annex C of the Environmental"
            " Footprint: the European Union); for another give its figures in"
            " [circularity.MATERIAL].",
            product.name,
            materials=Names(sorted(borrowed)),
            database=inventory.name,
        )


def _borrows(line: Line, product: Product, inventory: Inventory) -> bool:
    """Say whether a figure that the rule reads comes from the database, not from the study."""
    said, rule = product.circularity.of(line.match.target), product.allocation
    again = inventory.materials[line.match.target].get("recycled")
    if again is None:
        return False
    factor = rule in _BY_FACTOR and said.allocation_factor is None
    quality = rule in _BY_QUALITY and None in (said.quality_in, said.quality_out)
    return (factor and again.allocation_factor is not None) or (
        quality and again.quality_ratio is not None
    )
