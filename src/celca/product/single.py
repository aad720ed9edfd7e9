"""One process of the database as a product: an amount of it, and nothing else."""

from __future__ import annotations

from celca.inventory import Inventory
from celca.matching import Matcher
from celca.product.record import Activity, DeclaredUnit, Product
from celca.units import quantity

__all__ = ["one_process"]


def one_process(name: str, amount: str, inventory: Inventory) -> Product:
    """Return an amount of a process, or of a material that is virgin, as a product.

    name    id of the process, or a name that only it has
    amount  with a unit that can be converted to that of the process: '1 kWh', '50 MJ', '100 t*km'

    The amount is the declared unit. Raises UnknownName, and UnitError for an amount without a unit
    or in one of another kind.
    """
    found = Matcher(inventory, {}).match(name, inventory.name, "process").target
    variants = inventory.materials.get(found, {})
    first = variants.get("virgin") or next(iter(variants.values()), None)
    process = inventory.process_by_id[first.process if first else found]
    asked = quantity(amount, process.unit, f"{process.name} ({process.id})")
    return Product(
        name=process.name or process.id,
        declared_unit=DeclaredUnit(asked, process.unit, process.product),
        lines=(),
        activities=(Activity("production", process.id, asked, note=process.name),),
    )
