"""What stands behind each row of the price table: a variant of a material, or a process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from celca.catalog.pricing.prices import VARIANTS, PriceList

__all__ = ["Thing", "things"]


@dataclass(frozen=True, slots=True)
class Thing:
    """One row of the price table.

    material  id of the material or process that was named; of a forming process, the process
    input     virgin, recycled, bio_based; '' of a process named as such, forming of a step
    process   that makes it; '' where nothing does
    """

    material: str
    input: str
    process: str


def things(listed: PriceList) -> tuple[Thing, ...]:
    """Return the things of a price list, in the order of its rows."""
    return tuple(_things(listed))


def _things(listed: PriceList) -> Iterator[Thing]:
    inventory = listed.inventory
    for target in listed.targets:
        variants = inventory.materials.get(target)
        for name in VARIANTS:
            if variants is not None:
                variant = variants.get(name)
                yield Thing(target, name, variant.process if variant else "")
            else:
                yield Thing(target, "", target if target in inventory.process_by_id else "")
    for process in listed.forming:
        yield Thing(process, "forming", process)
