"""Tables of materials: which there are, and what their circular variants save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import number, percent, table

if TYPE_CHECKING:
    from celca.inventory import Inventory
    from celca.matching import Candidate
    from celca.scenario import CircularMaterial

__all__ = ["circular_tables", "materials_table"]


def materials_table(found: Sequence[Candidate], inventory: Inventory) -> Table:
    """Return the answer to `celca materials`."""
    rows = []
    for c in found:
        variants = ", ".join(inventory.materials.get(c.material, {"process": None}))
        rows.append((c.material, c.name, variants, c.how, f"{c.score:.2f}"))
    heads = [("material", ""), ("name", ""), ("variants", ""), ("found by", ""), ("score", "right")]
    return table("", heads, rows)


def circular_tables(rows: Sequence[CircularMaterial]) -> list[RenderableType]:
    """Return the answer to `celca circular`."""
    from celca.scenario import within_claim

    cells = [
        [
            r.material,
            r.variant,
            number(r.virgin_kg_co2e_per_kg),
            number(r.variant_kg_co2e_per_kg),
            percent(r.change_percent),
            percent(r.change_excluding_uptake_percent),
        ]
        for r in rows
    ]
    heads = [
        ("material", ""),
        ("variant", ""),
        ("virgin", "right"),
        ("variant", "right"),
        ("change", "right"),
        ("without uptake", "right"),
    ]
    materials = len({r.material for r in rows})
    claim = (
        f"{len(rows)} circular variants of {materials} materials; {within_claim(rows)} of them save"
        " 20 to 90 % at the material, uptake not counted."
    )
    title = "kg CO2e/kg, cradle-to-gate, cut-off"
    held = [r for r in rows if r.product_boundary]
    if held:
        heads.append(("in the product", "right"))
        for cell, r in zip(cells, rows, strict=True):
            cell.append(percent(r.product_change_percent))
        title += f"; in the product {held[0].product_boundary}, {held[0].product_allocation}"
    return [table(title, heads, cells), Text(claim)]
