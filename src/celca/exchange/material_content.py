"""Secondary material content of Catena-X 1.0.0: the materials of a product, primary and secondary.

Source of the fields: semantic model `io.catenax.secondary_material_content` of Eclipse Tractus-X
(CC-BY-4.0). Shares are per cent of the mass of each material; what grew and what did not are told
apart, and of what was recycled, waste of users and waste of manufacturing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from celca.errors import Finding
from celca.exchange.pact import Exported
from celca.inventory import Inventory
from celca.product import Line, Product, variant_masses

__all__ = ["material_content"]

_NAME = "secondaryMaterialContent"
_CLASS = "materialClass (VDA 231-106) and the standard that names the material"


@dataclass
class _Masses:
    """What a material of the product is made of, added up part by part [kg per product].

    grown, grown_again  what grew, primary and recycled
    post, pre, unsaid   recycled from users, from manufacturing, and where nobody says
    """

    total: float = 0.0
    grown: float = 0.0
    grown_again: float = 0.0
    post: float = 0.0
    pre: float = 0.0
    unsaid: float = 0.0
    balanced: bool = False


def material_content(
    product: Product, inventory: Inventory, names: Mapping[str, Mapping[str, Any]], order: str = ""
) -> Exported:
    """Return the materials of a product with their primary and secondary shares.

    names  of a material: class, standard, standard_id, name; what the firm's own system has
    order  order number
    """
    masses: dict[str, _Masses] = {}
    for line in product.lines:
        if line.match.target in inventory.materials and not line.packaging:
            _add(masses.setdefault(line.match.target, _Masses()), line, inventory)
    rows = [_row(name, m, names.get(name, {})) for name, m in masses.items() if m.total]
    document = {_NAME: rows, "orderNumber": order}
    return Exported(document, tuple(_findings(product, inventory, masses, names)))


def _add(sums: _Masses, line: Line, inventory: Inventory) -> None:
    variants = inventory.materials[line.match.target]
    for name, mass in variant_masses(line, inventory).items():
        grown = variants[name].bio_based * mass
        sums.total += mass
        if name != "recycled":
            sums.grown += grown
            continue
        sums.grown_again += grown
        users = line.origin.post_consumer
        if users is None:
            sums.unsaid += mass - grown
        else:
            sums.post += (mass - grown) * users
            sums.pre += (mass - grown) * (1 - users)
    sums.balanced = sums.balanced or line.origin.mass_balanced > 0


def _row(name: str, m: _Masses, known: Mapping[str, Any]) -> dict[str, Any]:
    def share(kg: float) -> dict[str, float]:
        return {"percentageOfMaterialWeight": round(min(100 * kg / m.total, 100.0), 9)}

    first = m.total - m.grown - m.grown_again - m.post - m.pre - m.unsaid
    return {
        "materialClass": str(known.get("class", "")),
        "materialNameStandardized": {
            "referencedStandard": str(known.get("standard", "ISO")),
            "referencedStandardID": str(known.get("standard_id", "")),
            "materialNameStandardizedValue": str(known.get("name", name)),
        },
        "unitOfMeasure": {"unitOfMeasureKey": "unit:kilogram", "unitOfMeasureValue": m.total},
        "bioBased": {
            "bioBasedClass": str(known.get("bio_class", "gen1")),
            "primaryBioBased": share(m.grown),
            "secondaryBioBased": {**share(m.grown_again), "isMassBalanced": m.balanced},
        },
        "inorganic": {
            "primaryInorganic": share(max(first, 0.0)),
            "secondaryInorganic": {
                "preConsumer": {"mechanicalRecycling": share(m.pre + m.unsaid)},
                "postConsumer": {
                    "mechanicalRecycling": share(m.post),
                    "chemicalRecycling": {**share(0.0), "isMassBalanced": m.balanced},
                    "isPreviousIndustryAutomotive": bool(known.get("automotive", False)),
                },
            },
        },
    }


def _findings(
    product: Product,
    inventory: Inventory,
    masses: Mapping[str, _Masses],
    names: Mapping[str, Mapping[str, Any]],
) -> Iterator[Finding]:
    bare = sorted(
        name for name in masses if not {"class", "standard_id"} <= names.get(name, {}).keys()
    )
    if bare:
        told = f"[materials] does not give the {_CLASS} for {', '.join(bare)}."
        yield Finding("warning", "needed", told, f"$.{_NAME}[*].materialClass")
    unsaid = sorted(name for name, m in masses.items() if m.unsaid)
    if unsaid:
        told = (
            f"The recycled {', '.join(unsaid)} counts as waste of manufacturing (pre-consumer):"
            " [inputs] post_consumer is not given."
        )
        yield Finding("warning", "needed", told, f"$.{_NAME}[*].inorganic.secondaryInorganic")
    others = sorted({x.match.target for x in product.lines if not x.packaging} - set(masses))
    if others:
        told = f"Left out, being processes and not materials: {', '.join(others)}."
        yield Finding("info", "left_out", told)
    told = (
        "Recycling counts as mechanical. Packaging, the footprint and the end of life have no"
        " place there."
    )
    yield Finding("info", "lost", told)
