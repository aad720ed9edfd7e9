"""The table of materials: which there are, and how a name was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from celca.cli.tables import table

if TYPE_CHECKING:
    from celca.inventory import Inventory
    from celca.matching import Candidate

__all__ = ["materials_table"]


def materials_table(found: Sequence[Candidate], inventory: Inventory) -> Table:
    """Return the answer to `celca materials`."""
    rows = []
    for c in found:
        rows.append((c.material, c.name, _kinds(c, inventory), c.how, f"{c.score:.2f}"))
    heads = [("material", ""), ("name", ""), ("variants", ""), ("found by", ""), ("score", "right")]
    return table("", heads, rows)


def _kinds(found: Candidate, inventory: Inventory) -> str:
    """Return the variants of a material, or unit and place of a process, which tell it apart."""
    variants = inventory.materials.get(found.material)
    if variants is not None:
        return ", ".join(variants)
    process = inventory.process_by_id[found.process]
    return ", ".join(filter(None, ("process", process.unit, process.location)))
