"""What to change first: every swap to a circular variant, ranked by what it saves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import fsum
from pathlib import Path
from typing import Any

from celca.assess import Options, open_prices, open_product
from celca.circular import mci_from
from celca.inventory import DEFAULT, Inventory, VariantName
from celca.methods import DEFAULT_METHOD
from celca.product import Product
from celca.scenario.choices import Choice, Choices, choices
from celca.system import Intensities

__all__ = ["Swap", "improve", "ranked", "swaps"]


@dataclass(frozen=True, slots=True)
class Swap:
    """One part made of another variant of its material.

    saved_kg_co2e                   per declared unit; below 0 where the swap makes it worse
    saved_percent                   of the product's total; None where that is not above 0
    saved_excluding_uptake_kg_co2e  the same without what growing things took up
    mass_change_kg                  of the product, per declared unit
    now, then                       kg CO2e of the part, all that follows from its mass included
    recycled_content_change         of the product [kg/kg], mci_change likewise [-]
    data                            kind, place and year of the process that the swap rests on
    boundary, allocation            without which a saving means nothing
    probability                     that the saving is real: share of paired draws in which it is
                                    one [-]; None where nothing was drawn
    """

    part: str
    description: str
    material: str
    variant: VariantName
    now_kg_co2e: float
    then_kg_co2e: float
    saved_kg_co2e: float
    saved_percent: float | None
    saved_excluding_uptake_kg_co2e: float
    mass_change_kg: float
    recycled_content_change: float = 0.0
    mci_change: float = 0.0
    data: str = ""
    boundary: str = ""
    allocation: str = ""
    probability: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the swap as plain data."""
        return asdict(self)


def improve(
    study: str | Path,
    database: str | Path = DEFAULT,
    method: str = DEFAULT_METHOD,
    options: Options | None = None,
) -> tuple[Swap, ...]:
    """Return every swap that the database allows for a study, best first."""
    prices = open_prices(database, method)
    return swaps(open_product(study, prices, options), prices)


def swaps(product: Product, prices: Intensities) -> tuple[Swap, ...]:
    """Return every swap of one part, by what it saves, those that make it worse last."""
    found = choices(product, prices)
    return tuple(swap for swap, _, _ in ranked(found, prices.system.inventory))


def ranked(found: Choices, inventory: Inventory) -> list[tuple[Swap, Choice, Choice]]:
    """Return every swap with the choice before and after it, best first.

    A swap to virgin material is none: it is what the others are measured against.
    """
    if not found.product.mass:
        return []
    sums = _sums(found)
    out = [
        (_swap(found, options[0], after, sums, inventory), options[0], after)
        for options in found.parts
        for after in options[1:]
        if after.variant != "virgin"
    ]
    return sorted(out, key=lambda item: -item[0].saved_kg_co2e)


def _sums(found: Choices) -> tuple[float, tuple[float, ...]]:
    """Return recycled mass [kg] and the flows of the MCI of the product as specified."""
    first = [options[0] for options in found.parts]
    flows = tuple(map(fsum, zip(*(c.flows for c in first), strict=True)))
    return fsum(c.recycled for c in first), flows


def _swap(
    found: Choices,
    before: Choice,
    after: Choice,
    sums: tuple[float, tuple[float, ...]],
    inventory: Inventory,
) -> Swap:
    line, product, saved = before.line, found.product, before.kg_co2e - after.kg_co2e
    (recycled, flows), mass = sums, product.mass
    utility = product.service.utility(product.uses)
    others = tuple(w + a - b for w, a, b in zip(flows, after.flows, before.flows, strict=True))
    changed = (recycled + after.recycled - before.recycled) / (mass + after.mass - before.mass)
    return Swap(
        part=line.part,
        description=line.description,
        material=line.match.target,
        variant=after.variant if after.variant != "as_specified" else "virgin",
        now_kg_co2e=before.kg_co2e,
        then_kg_co2e=after.kg_co2e,
        saved_kg_co2e=saved,
        saved_percent=100 * saved / found.total if found.total > 0 else None,
        saved_excluding_uptake_kg_co2e=before.without_uptake - after.without_uptake,
        mass_change_kg=(after.mass - before.mass) / product.uses,
        recycled_content_change=changed - recycled / mass,
        mci_change=mci_from(others, utility).value - mci_from(flows, utility).value,
        data=_data(after, inventory),
        boundary=product.boundary,
        allocation=product.allocation,
    )


def _data(choice: Choice, inventory: Inventory) -> str:
    variants = inventory.materials.get(choice.line.match.target, {})
    for name, variant in variants.items():
        if name == choice.variant:
            process = inventory.process_by_id[variant.process]
            return f"{process.kind}, {process.location}, {process.year or 'year not stated'}"
    return ""
