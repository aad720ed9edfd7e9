"""The table of materials: which there are, and how a name was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from celca.cli.tables import table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.inventory import Inventory
    from celca.matching import Candidate

__all__ = ["materials_table"]


def materials_table(
    found: Sequence[Candidate], inventory: Inventory, tongue: Tongue = ENGLISH
) -> Table:
    """Return the answer to `celca materials`."""
    rows = [
        (
            c.material,
            _name(c, tongue),
            _kinds(c, inventory, tongue),
            tongue.name("how", c.how),
            f"{c.score:.2f}",
        )
        for c in found
    ]
    heads = [(tongue("material"), ""), (tongue("name"), ""), (tongue("variants"), "")]
    heads += [(tongue("found by"), ""), (tongue("score"), "right")]
    return table("", heads, rows)


def _name(found: Candidate, tongue: Tongue) -> str:
    """Return the name in the reader's language, the database's own where it has none."""
    for kind, id_ in (("material", found.material), ("process", found.process)):
        if (name := tongue.name(kind, id_)) != id_:
            return name
    return found.name


def _kinds(found: Candidate, inventory: Inventory, tongue: Tongue) -> str:
    """Return the variants of a material, or unit and place of a process, which tell it apart."""
    variants = inventory.materials.get(found.material)
    if variants is not None:
        return ", ".join(tongue.name("input", variant) for variant in variants)
    process = inventory.process_by_id[found.process]
    place = tongue.name("location", process.location)
    return ", ".join(filter(None, (tongue("process"), process.unit, place)))
