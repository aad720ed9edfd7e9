"""Secondary material content of Catena-X 1.0.0: the materials of a product, primary and secondary.

Source of the fields: semantic model `io.catenax.secondary_material_content` of Eclipse Tractus-X
(CC-BY-4.0). Shares are per cent of the mass of each material; what grew and what did not are told
apart, and of what was recycled, waste of users and waste of manufacturing. Parts of an earlier
product have no place there: they are neither primary nor recycled, and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from celca.assess import origins_of
from celca.circular import Origins, by_material
from celca.errors import Finding, Names
from celca.exchange.pact import Exported
from celca.inventory import Inventory
from celca.product import Product

__all__ = ["CONTENT", "material_content"]

CONTENT = "secondaryMaterialContent"
# The group of VDA 231-106 that holds a whole class of materials, as listed in CX-0159 Material
# Accounting 1.0.0, chapter 3.4.7; a metal, textile, chemical or mixture may be in several.
_GROUPS = {
    "iron": "1",
    "aluminium": "2.1",
    "copper": "3",
    "plastic": "5",
    "rubber": "5.3",
    "wood": "7.1",
    "paper": "7.1",
    "glass": "7.2",
    "mineral": "7",
    "electronics": "8",
}


def material_content(
    product: Product, inventory: Inventory, names: Mapping[str, Mapping[str, Any]], order: str = ""
) -> Exported:
    """Return the materials of a product with their primary and secondary shares.

    names  of a material: class, standard, standard_id, name; what the firm's own system has
    order  order number
    """
    lines = [x for x in product.lines if x.match.target in inventory.materials and not x.packaging]
    every = by_material((x.match.target, origins_of(x, inventory)) for x in lines)
    masses = {name: o for name, whole in every.items() if (o := replace(whole, reused=0.0)).mass}
    known = {name: _named(name, inventory, names) for name in masses}
    document = {CONTENT: [_row(m, known[name]) for name, m in masses.items()], "orderNumber": order}
    reused = [name for name, m in every.items() if m.reused]
    told = [*_lost(product, inventory), *_on_reused(reused)]
    return Exported(document, (*_needed(masses, known, names), *told))


def _named(
    name: str, inventory: Inventory, names: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return what is known of a material, its group by its class where the firm does not say."""
    group = _GROUPS.get(inventory.classes.get(name, ""), "")
    return {"name": name, "class": group, **names.get(name, {})}


def _row(m: Origins, known: Mapping[str, Any]) -> dict[str, Any]:
    def share(kg: float) -> dict[str, float]:
        return {"percentageOfMaterialWeight": round(min(100 * kg / m.mass, 100.0), 9)}

    balanced = m.mass_balanced > 0
    return {
        "materialClass": str(known["class"]),
        "materialNameStandardized": {
            "referencedStandard": str(known.get("standard", "ISO")),
            "referencedStandardID": str(known.get("standard_id", "")),
            "materialNameStandardizedValue": str(known["name"]),
        },
        "unitOfMeasure": {"unitOfMeasureKey": "unit:kilogram", "unitOfMeasureValue": m.mass},
        "bioBased": {
            "bioBasedClass": str(known.get("bio_class", "gen1")),
            "primaryBioBased": share(m.primary_bio_based),
            "secondaryBioBased": {**share(m.secondary_bio_based), "isMassBalanced": balanced},
        },
        "inorganic": {
            "primaryInorganic": share(m.primary),
            "secondaryInorganic": {
                "preConsumer": {"mechanicalRecycling": share(m.pre_consumer + m.origin_not_stated)},
                "postConsumer": {
                    "mechanicalRecycling": share(m.post_consumer),
                    "chemicalRecycling": {**share(0.0), "isMassBalanced": balanced},
                    "isPreviousIndustryAutomotive": bool(known.get("automotive", False)),
                },
            },
        },
    }


def _needed(
    masses: Mapping[str, Origins],
    known: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, Mapping[str, Any]],
) -> Iterator[Finding]:
    """Yield what the company file should say, and what was taken in its place."""
    bare = Names(sorted(m for m, k in known.items() if not (k["class"] and k.get("standard_id"))))
    if bare:
        told = (
            "[materials] does not give the materialClass (VDA 231-106) and the standard that names"
            " the material for {materials}."
        )
        place = f"$.{CONTENT}[*].materialClass"
        yield Finding.of("warning", "needed", told, place, materials=bare)
    taken = Names(
        sorted(m for m in masses if known[m]["class"] and "class" not in names.get(m, {}))
    )
    if taken:
        told = (
            "The materialClass of {materials} is the main group that the class in the database"
            " belongs to. [materials] class gives a finer one."
        )
        place = f"$.{CONTENT}[*].materialClass"
        yield Finding.of("info", "class_of_database", told, place, materials=taken)
    unsaid = Names(sorted(name for name, m in masses.items() if m.origin_not_stated))
    if unsaid:
        told = (
            "The recycled {materials} counts as waste of manufacturing (pre-consumer):"
            " [inputs] post_consumer is not given."
        )
        place = f"$.{CONTENT}[*].inorganic.secondaryInorganic"
        yield Finding.of("warning", "needed", told, place, materials=unsaid)


def _lost(product: Product, inventory: Inventory) -> Iterator[Finding]:
    """Yield what has no place in the document."""
    targets = {line.match.target for line in product.lines if not line.packaging}
    others = Names(sorted(targets - set(inventory.materials)))
    if others:
        told = "Left out, being processes and not materials: {materials}."
        yield Finding.of("info", "left_out", told, materials=others)
    told = (
        "Recycling counts as mechanical. Packaging, the footprint and the end of life have no"
        " place there."
    )
    yield Finding("info", "lost", told)


def _on_reused(names: Sequence[str]) -> Iterator[Finding]:
    """Yield that parts of an earlier product are left out."""
    if names:
        told = (
            "The mass of {materials} in parts of an earlier product is left out: it is neither"
            " primary nor secondary material."
        )
        yield Finding.of("info", "left_out", told, materials=Names(sorted(names)))
