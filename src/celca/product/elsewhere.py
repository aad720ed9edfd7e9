"""Take other processes in the place of those a product calls on: another place, year or grid.

The database is not touched: what is called on changes, so that a place or a grid is one more way
to write the demand D. A grid reaches the product's own steps and the electricity that the
processes it calls on use themselves; what their suppliers use stays as the database has it, and
so does a published total, which lists no electricity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from celca.errors import DataError, UnknownName
from celca.inventory import Inventory
from celca.product.demand import demand
from celca.product.record import Product

__all__ = ["elsewhere", "own_use", "sibling"]

Names = Mapping[str, str]
_ANY = "any"
_NAMES = {"RER": ("eu", "rer"), "EU": ("eu",), "RNA": ("us", "rna")}  # of regions, in ids


def elsewhere(
    product: Product, changes: tuple[Names, Names, Names], inventory: Inventory, where: str
) -> Product:
    """Return the product with other processes, places and grids.

    changes  process to process, place to place, electricity to electricity

    Raises UnknownName and DataError for what the product does not call on, or has no sibling.
    """
    processes, places, grids = changes
    if not (processes or places or grids):
        return product
    used = dict.fromkeys(e.process for e in demand(product, inventory) if e.process)
    for old, new in processes.items():
        _check(old, new, used, inventory, f"{where}, process")
    swap = {**_siblings(used, places, inventory, where), **processes}
    moved = {p: swap.get(p, p) for p in used}
    if grids:
        own = own_use(grids, inventory, f"{where}, grid")
        if not {*moved.values()} & {*own, *grids}:
            raise DataError(
                f"{where}, grid: no process that this product calls on uses {' or '.join(grids)}"
                " itself; name the electricity that its data have."
            )
        product = replace(product, grid={**product.grid, **own})
        moved = {p: grids.get(other, other) for p, other in moved.items()}
    kept = {old: moved.get(new, new) for old, new in product.instead.items()}
    found = {old: new for old, new in moved.items() if old != new}
    return replace(product, instead={**kept, **found})


def _check(
    old: str, new: str, used: Iterable[str] | None, inventory: Inventory, where: str
) -> None:
    if used is not None and old not in used:
        raise UnknownName("process of this product", old, used, where)
    for name in (old, new):
        if name not in inventory.process_by_id:
            raise UnknownName("process", name, inventory.process_by_id, where)
    units = [inventory.process_by_id[p].unit for p in (old, new)]
    if units[0] != units[1]:
        raise DataError(f"{where}: {old!r} is by {units[0]}, but {new!r} by {units[1]}.")


def _siblings(
    used: Iterable[str], places: Names, inventory: Inventory, where: str
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
        stem, _, end = process.rpartition("-")
        # what follows the last hyphen may be no place: pet-recycled is no sibling of pet-jp
        at_home = end in _NAMES.get(known[process].location, (known[process].location.lower(),))
        stems = [process, stem] if at_home else [process]
    ids = (f"{stem}-{there}" for stem in stems if stem)
    return next((x for x in ids if x in known and known[x].unit == known[process].unit), "")


def own_use(grids: Names, inventory: Inventory, where: str) -> dict[str, dict[str, float]]:
    """Return by process what a unit of it asks for more and less of each electricity."""
    for old, new in grids.items():
        _check(old, new, None, inventory, where)
    signs = {"input": 1.0, "avoided": -1.0}
    own: dict[str, dict[str, float]] = {}
    for x in inventory.exchanges:
        if x.input in grids and x.kind in signs and x.process not in grids:
            amount = signs[x.kind] * x.amount / inventory.process_by_id[x.process].output
            changes = own.setdefault(x.process, {})
            for electricity, sign in ((x.input, -1.0), (grids[x.input], 1.0)):
                changes[electricity] = changes.get(electricity, 0.0) + sign * amount
    return own
