"""Take other processes in the place of those a product calls on: another place, year or grid.

The database is not touched: what is called on changes, so that a place or a grid is one more way
to write the demand D. A grid reaches the product's own steps and the electricity that the
processes it calls on use themselves; what their suppliers use stays as the database has it, but
where a product is replaced everywhere. A published total stays in any case: it lists no inputs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from celca.errors import DataError, UnknownName
from celca.inventory import Inventory, placeless
from celca.product.demand import demand
from celca.product.record import Product
from celca.product.shifts import Reach, Swap, refuse_misfit, shifted

__all__ = ["elsewhere", "resupplied", "sibling"]

_ANY = "any"


def elsewhere(
    product: Product, processes: Swap, places: Swap, inventory: Inventory, where: str
) -> Product:
    """Return the product with other processes, or with their siblings from other places.

    Raises UnknownName and DataError for what the product does not call on, or has no sibling.
    """
    if not (processes or places):
        return product
    used = _called(product, inventory)
    for old, new in processes.items():
        if old not in used:
            raise UnknownName("process of this product", old, used, f"{where}, process")
        refuse_misfit(old, new, inventory, f"{where}, process")
    return _with(product, {**_siblings(used, places, inventory, where), **processes}, used)


def resupplied(
    product: Product, reach: Reach, swap: Swap, inventory: Inventory, where: str
) -> Product:
    """Return the product with one thing in the place of another in what is used to make it.

    reach  `grid` for what the processes called on take themselves, `everywhere` for what all
           their suppliers take too

    Raises UnknownName and DataError for what makes no difference, or cannot take the place.
    """
    if not swap:
        return product
    where = f"{where}, {reach}"
    used = _called(product, inventory)
    shifts = shifted(product.shifts, reach, swap, inventory, where)
    if not any(p in swap or shifts.get(p) != product.shifts.get(p) for p in used):
        how = "itself" if reach == "grid" else "itself or through its suppliers"
        raise DataError(
            f"{where}: no process that this product calls on uses {' or '.join(swap)} {how};"
            " name the one that its data have."
        )
    return replace(_with(product, swap, used), shifts=shifts)


def _called(product: Product, inventory: Inventory) -> dict[str, None]:
    """Return the processes that a product calls on."""
    return dict.fromkeys(e.process for e in demand(product, inventory) if e.process)


def _with(product: Product, swap: Swap, used: Iterable[str]) -> Product:
    """Return the product that calls on other processes in the place of those used."""
    found = {p: swap[p] for p in used if swap.get(p, p) != p}
    before = {old: swap.get(new, new) for old, new in product.instead.items()}
    return replace(product, instead={**found, **before})


def _siblings(
    used: Iterable[str], places: Swap, inventory: Inventory, where: str
) -> dict[str, str]:
    """Return the processes that take the place of those used, by the end of their ids."""
    swap: dict[str, str] = {}
    for here, there in places.items():
        pairs = {p: sibling(p, here, there, inventory) for p in used}
        found = {old: new for old, new in pairs.items() if new not in ("", old)}
        if not found:
            ends = "" if here == _ANY else f" ends in '-{here}' and"
            raise DataError(
                f"{where}, place: no process of this product{ends} has a sibling that ends in"
                f" '-{there}'."
            )
        swap |= found
    return swap


def sibling(process: str, here: str, there: str, inventory: Inventory) -> str:
    """Return the sibling of a process, '' where it has none; one without a place may have some."""
    known = inventory.process_by_id
    stems = [process.removesuffix(f"-{here}")] if process.endswith(f"-{here}") else []
    if here == _ANY:
        stems = [process, placeless(known[process])]
    ids = (f"{stem}-{there}" for stem in stems if stem)
    return next((x for x in ids if x in known and known[x].unit == known[process].unit), "")
