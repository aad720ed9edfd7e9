"""What a change is aimed at: all of a material, or one part."""

from __future__ import annotations

from dataclasses import dataclass

from celca.errors import UnknownName
from celca.inventory import Inventory
from celca.matching import Matcher
from celca.product.record import Line, Product

__all__ = ["Target", "target_of"]

_SHOWN = 20  # names in an error


@dataclass(frozen=True, slots=True)
class Target:
    """The lines that a change is for.

    key        id of a material, or `part NAME`
    materials  of the lines it hits
    """

    key: str
    materials: frozenset[str]

    def hits(self, line: Line) -> bool:
        """Say whether a line is meant."""
        return self.key in (line.match.target, f"part {line.part}")


def target_of(product: Product, written: str, inventory: Inventory, where: str) -> Target:
    """Return what a name in a change means: a material of the product, else one of its parts.

    Raises UnknownName with the materials and parts there are.
    """
    used = {line.match.target for line in product.lines}
    found = None if written in used else Matcher(inventory, {}).find(written)
    material = found.target if found else written
    if material in used:
        return Target(material, frozenset([material]))
    hit = frozenset(line.match.target for line in product.lines if line.part == written)
    if hit:
        return Target(f"part {written}", hit)
    known = [*sorted(used), *dict.fromkeys(line.part for line in product.lines)]
    shown = ", ".join(known[:_SHOWN]) + (" …" if known[_SHOWN:] else "")
    kind = "material or part of this product"
    raise UnknownName(kind, written, known, where, f"It has: {shown}.")
