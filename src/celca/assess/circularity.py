"""The circularity of a product, from its masses by variant and its end of life."""

from __future__ import annotations

from celca.assess.result import Circularity
from celca.circular import Component, bio_based_content, mci, recycled_content
from celca.inventory import Inventory
from celca.product import Line, Product, variant_masses

__all__ = ["circularity"]


def circularity(product: Product, inventory: Inventory) -> Circularity:
    """Return recycled and bio-based content [kg/kg] and the MCI [-] of a product.

    The recycling itself is taken as without loss, since its yield is not part of a study, and
    what grew as not proven to be sustainably sourced: both as in the cautious reading of the
    MCI methodology, where only the recycled share counts as restored.
    """
    parts = [_component(line, product, inventory) for line in product.lines]
    return Circularity(recycled_content(parts), bio_based_content(parts), mci(parts))


def _component(line: Line, product: Product, inventory: Inventory) -> Component:
    variants = inventory.materials.get(line.match.target)
    masses = variant_masses(line, inventory)
    grown = (
        sum(mass * variants[name].bio_based for name, mass in masses.items()) if variants else 0.0
    )
    shares = product.end_of_life.get(line.match.target, product.end_of_life.get("", {}))
    return Component(
        mass=line.mass,
        recycled=masses.get("recycled", 0.0),
        bio_based=grown,
        to_recycling=shares.get("recycling", 0.0),
    )
