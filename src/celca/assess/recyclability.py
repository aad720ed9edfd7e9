"""What of a product can be recycled, with the reason: a judgement that a reader may overrule."""

from __future__ import annotations

from math import fsum
from typing import Any

from celca.inventory import Inventory
from celca.product import Line, Product

__all__ = ["recyclability", "recyclable"]


def recyclability(product: Product, inventory: Inventory) -> dict[str, Any]:
    """Return the recyclable share of the mass, and each material with the reason."""
    masses: dict[str, float] = {}
    judged: dict[str, tuple[bool, str]] = {}
    for line in product.lines:
        name = line.match.target
        masses[name] = masses.get(name, 0.0) + line.mass
        judged[name] = recyclable(line, product, inventory)
    yes = fsum(mass for name, mass in masses.items() if judged[name][0])
    return {
        "share": yes / product.mass,
        "materials": [
            {
                "material": name,
                "mass_kg": mass / product.uses,
                "recyclable": judged[name][0],
                "reason": judged[name][1],
            }
            for name, mass in masses.items()
        ],
    }


def recyclable(line: Line, product: Product, inventory: Inventory) -> tuple[bool, str]:
    """Return whether a line can be recycled, and why: the study's word before the database's."""
    said, shares = product.recovery_of(line), product.end_of(line)
    if said.recyclable is not None:
        return said.recyclable, f"as the study says: {said.reason}"
    given = said.reason and f" ({said.reason})"
    if shares.get("recycling") or shares.get("reuse"):
        going = shares.get("recycling", 0.0) + shares.get("reuse", 0.0)
        return True, f"{going:.0%} of it is recycled or reused at its end{given}"
    if "recycled" in inventory.materials.get(line.match.target, {}):
        where = "but the study sends none of it there" if shares else "its end is not stated"
        return True, f"there is a recycling of it in {inventory.name}; {where}{given}"
    return False, f"no recycling of it is in {inventory.name}, and the study names none{given}"
