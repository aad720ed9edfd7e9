"""Which materials are plastic: those whose class says so, and those that are named beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from celca.errors import Finding, Names, UnknownName
from celca.inventory import UNSPECIFIED, Inventory

__all__ = ["NO_CLASS", "on_classes", "plastics_of", "without_class"]

NO_CLASS = "no_material_class"


def plastics_of(inventory: Inventory, more: Iterable[str] = ()) -> frozenset[str]:
    """Return the plastics of a database, and more that are named: materials or processes.

    Raises UnknownName for one that the database does not have.
    """
    known = {*inventory.materials, *inventory.process_by_id}
    for name in more:
        if name not in known:
            raise UnknownName("material", name, known, "--plastic")
    return frozenset(m for m, c in inventory.classes.items() if c == "plastic").union(more)


def without_class(target: str, inventory: Inventory, plastics: Collection[str]) -> bool:
    """Say whether nobody knows if a material or process is plastic."""
    return not (target == UNSPECIFIED or target in inventory.classes or target in plastics)


def on_classes(inventory: Inventory, more: Iterable[str]) -> tuple[Finding, ...]:
    """Return a finding where no material of a database has a class.

    more  what is said to be plastic beside it
    """
    if inventory.classes:
        return ()
    told = Finding.of(
        "warning",
        NO_CLASS,
        "{database} gives no material a class (column 'class' of materials.csv): as plastic counts"
        " what --plastic names, which is {plastics}.",
        database=inventory.name,
        plastics=Names(sorted(more)) or "nothing",
    )
    return (told,)
