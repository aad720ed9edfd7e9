"""What each part may be made of, and what that costs: the ground of every improvement.

A score is linear in its parts, so a choice for one part is judged by that part alone: its
demand, with the forming, transport, upkeep and end of life that follow from its mass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal, get_args

from celca.assess import BEYOND, Score, component_of, score
from celca.circular import linear_flows
from celca.errors import DataError
from celca.inventory import Inventory, VariantName
from celca.product import Line, Product, times_replaced, variant_masses, wholly
from celca.system import Intensities

__all__ = ["AsIs", "Choice", "Choices", "choices", "demand_change"]

AsIs = Literal["as_specified"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to make one part.

    index           of the line in the product
    kg_co2e         of the part, all that follows from its mass included [per declared unit]
    without_uptake  the same without what growing things took up
    mass            [kg per product]
    recycled        of it recycled [kg per product]
    flows           M, V, W0, WF, WC of the MCI [kg per product]
    """

    index: int
    variant: VariantName | AsIs
    line: Line
    scored: Score
    kg_co2e: float
    without_uptake: float
    mass: float
    recycled: float
    flows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What every part may be made of, as it is specified first.

    total    of the product as specified [kg CO2e per declared unit]
    fixed    of it, what no choice changes
    refused  why a variant that exists cannot be chosen
    """

    product: Product
    parts: tuple[tuple[Choice, ...], ...]
    total: float
    refused: tuple[str, ...]

    @property
    def fixed(self) -> float:
        """What does not depend on a part [kg CO2e per declared unit]."""
        return self.total - fsum(options[0].kg_co2e for options in self.parts)


def choices(product: Product, prices: Intensities) -> Choices:
    """Return what each part of a product may be made of.

    Raises DataError where the product as specified has no score.
    """
    parts, refused = [], list[str]()
    for index, line in enumerate(product.lines):
        options = [_choice(product, index, line, "as_specified", prices)]
        for name in get_args(VariantName):
            changed = wholly(line, name, prices.system.inventory)
            if changed == line:
                continue
            try:
                options.append(_choice(product, index, changed, name, prices))
            except DataError as error:
                refused.append(f"{line.part} {name}: {error}")
        parts.append(tuple(options))
    return Choices(product, tuple(parts), score(product, prices).total, tuple(refused))


def _choice(
    product: Product, index: int, line: Line, name: VariantName | AsIs, prices: Intensities
) -> Choice:
    inventory = prices.system.inventory
    activities = tuple(a for a in product.activities if a.amount is None)
    scored = score(replace(product, lines=(line,), activities=activities), prices)
    component = component_of(line, product, inventory)
    times = 1 + times_replaced(line, product)
    return Choice(
        index,
        name,
        line,
        scored,
        scored.total,
        scored.total_excluding_uptake,
        line.mass,
        component.recycled,
        tuple(times * x for x in linear_flows(component)),
    )


def demand_change(before: Choice, after: Choice) -> dict[str, float]:
    """Return what choosing otherwise adds to the demand of each process [unit of the process]."""
    out: dict[str, float] = {}
    for sign, choice in ((-1, before), (1, after)):
        for entry in choice.scored.entries:
            if entry.process and entry.stage != BEYOND:
                out[entry.process] = out.get(entry.process, 0.0) + sign * entry.amount
    return out


def materials_used(choice: Choice, inventory: Inventory) -> Iterator[tuple[str, str, float]]:
    """Yield material, variant and mass that a choice buys, scrap included [kg per product]."""
    line = choice.line
    bought: Mapping[VariantName, float] = variant_masses(line, inventory)
    for variant, mass in bought.items():
        yield line.match.target, variant, mass * (1 + line.scrap) * (1 - line.origin.reused)
