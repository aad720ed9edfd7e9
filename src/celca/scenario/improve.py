"""What to change first: every swap to a circular variant, ranked by what it saves.

A score is linear in its parts, so a swap of one part is judged by that part alone: its new
demand less its old one, with the forming, transport and end of life that follow from its mass.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, get_args

from celca.assess import Options, Score, open_prices, open_product, score
from celca.inventory import DEFAULT, VariantName
from celca.methods import DEFAULT_METHOD
from celca.product import Line, Product, wholly
from celca.system import Intensities

__all__ = ["Swap", "improve", "swaps"]


@dataclass(frozen=True, slots=True)
class Swap:
    """One part made of another variant of its material.

    saved_kg_co2e                   per declared unit; below 0 where the swap makes it worse
    saved_percent                   of the product's total; None where that is not above 0
    saved_excluding_uptake_kg_co2e  the same without what growing things took up
    mass_change_kg                  of the product, per declared unit
    now, then                       kg CO2e of the part, all that follows from its mass included
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
    inventory, total = prices.system.inventory, score(product, prices).total
    found = []
    for line in product.lines:
        now = score(_alone(product, line), prices)
        for name in get_args(VariantName)[1:]:
            changed = wholly(line, name, inventory)
            if changed != line:
                then = score(_alone(product, changed), prices)
                found.append(_swap(product, (line, now), (name, changed, then), total))
    return tuple(sorted(found, key=lambda swap: -swap.saved_kg_co2e))


def _alone(product: Product, line: Line) -> Product:
    """Return the product of one part, without what does not depend on its parts."""
    activities = tuple(a for a in product.activities if a.amount is None)
    return replace(product, lines=(line,), activities=activities)


def _swap(
    product: Product,
    now: tuple[Line, Score],
    then: tuple[VariantName, Line, Score],
    total: float,
) -> Swap:
    (line, before), (variant, changed, after) = now, then
    saved = before.total - after.total
    return Swap(
        part=line.part,
        description=line.description,
        material=line.match.target,
        variant=variant,
        now_kg_co2e=before.total,
        then_kg_co2e=after.total,
        saved_kg_co2e=saved,
        saved_percent=100 * saved / total if total > 0 else None,
        saved_excluding_uptake_kg_co2e=(
            before.total_excluding_uptake - after.total_excluding_uptake
        ),
        mass_change_kg=(changed.mass - line.mass) / product.uses,
    )
