"""The table of materials: which there are, how a name was found, and what may stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import number, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.inventory import Inventory
    from celca.matching import Candidate
    from celca.system import Intensities

__all__ = ["material_tables", "proxy_tables"]


def material_tables(
    query: str, found: Sequence[Candidate], inventory: Inventory, tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return the answer to `celca materials`, or in a sentence that there is none."""
    if not found:
        told = (
            "Nothing in {database} is called {name!r} or spelt like it. Look under another name,"
            " 'celca materials' lists all; or name a proxy of the same kind in matches.csv; or"
            " set such lines aside with --exclude-unknown."
        )
        return [Text(tongue(told, database=inventory.name, name=query))]
    shown: list[RenderableType] = [_materials_table(found, inventory, tongue)]
    left = len(inventory.processes) - len(found)
    if not query and not inventory.materials and left > 0:
        hint = "{count} processes more: say what you look for, 'celca materials QUERY'."
        shown.append(Text(tongue(hint, count=left)))
    return shown


def proxy_tables(
    query: str, found: Sequence[Candidate], prices: Intensities, tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return what may stand for a thing that the database does not hold, and what to do."""
    from celca.scenario import per_kilogram

    inventory = prices.system.inventory
    kind = inventory.classes[found[0].material]
    same = [m for m in inventory.materials if inventory.classes.get(m) == kind]
    per_kg = {material: per_kilogram(material, prices) for material in same}
    told = (
        "{database} holds no {name!r}. It is of class {material_class}, and what {database} holds"
        " of it ({count}) has {low} to {high} kg CO2e/kg, uptake left out. Choose a proxy and write"
        " its id beside the name in matches.csv ('celca match BOM -o matches.csv'), or set such"
        " lines aside with --exclude-unknown."
    )
    low, high = number(min(per_kg.values())), number(max(per_kg.values()))
    values = {"database": inventory.name, "name": query, "material_class": kind}
    heads = [(tongue("proxy"), ""), (tongue("name"), "")]
    heads.append((tongue("kg CO2e/kg without uptake"), "right"))
    rows = [(c.material, _name(c, tongue), number(per_kg[c.material])) for c in found]
    text = tongue(told, **values, count=len(same), low=low, high=high)
    return [Text(text), table("", heads, rows)]


def _materials_table(found: Sequence[Candidate], inventory: Inventory, tongue: Tongue) -> Table:
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
