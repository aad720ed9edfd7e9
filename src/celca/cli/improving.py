"""What `celca improve` was asked for: swaps, how sure they are, and a choice for all parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from celca.assess import Options
    from celca.inventory import Inventory
    from celca.scenario import Choice, Choices, Combined, Swap
    from celca.system import Intensities

__all__ = ["Improvement", "Wish", "improvement"]


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of the command.

    max_mass      with its unit, of one product; '' for no bound
    min_recycled  [kg/kg], budget [currency per product]; None for no bound
    front         recycled, cost, or '' for none
    """

    max_mass: str = ""
    min_recycled: float | None = None
    budget: float | None = None
    costs: Path | None = None
    front: str = ""
    draws: int = 0
    seed: int = 1

    @property
    def together(self) -> bool:
        """Whether a choice for all parts is asked for, not only the single swaps."""
        bounds = (self.min_recycled, self.budget)
        return bool(self.max_mass or self.front or any(b is not None for b in bounds))


@dataclass(frozen=True, slots=True)
class Improvement:
    """The answer; `combined` and `front` where they were asked for.

    basis      boundary, allocation and method, without which a saving means nothing
    inventory  the database, for the names of its materials in another language
    """

    swaps: tuple[Swap, ...]
    refused: tuple[str, ...]
    basis: tuple[str, str, str] = ("", "", "")
    inventory: Inventory | None = None
    currency: str = ""
    combined: Combined | None = None
    front: tuple[Combined, ...] = ()

    def to_data(self, together: bool) -> Any:  # noqa: ANN401
        """Return plain data: a list of swaps, or all of the answer where more was asked for."""
        swaps = [s.to_dict() for s in self.swaps]
        if not together:
            return swaps
        return {
            "swaps": swaps,
            "refused": list(self.refused),
            "basis": ", ".join(self.basis),
            "currency": self.currency,
            "combined": self.combined.to_dict() if self.combined else None,
            "front": [c.to_dict() for c in self.front],
        }


def improvement(
    study: str, database: str, method: str, options: Options, wish: Wish
) -> Improvement:
    """Return the swaps of a study, and a choice for all its parts where that is asked for."""
    from celca.assess import open_prices, open_product
    from celca.scenario import choices, ranked

    prices = open_prices(database, method)
    product = open_product(study, prices, options)
    found = choices(product, prices)
    pairs = ranked(found, prices.system.inventory)
    swaps = tuple(swap for swap, _, _ in pairs)
    if wish.draws:
        from celca.scenario import demand_change
        from celca.uncertainty import Draws, shares_saving

        changes = [demand_change(before, after) for _, before, after in pairs]
        sure = shares_saving(changes, prices, Draws(wish.draws, wish.seed))
        swaps = tuple(replace(s, probability=p) for s, p in zip(swaps, sure, strict=True))
    basis = (product.boundary, product.allocation, prices.system.method.name)
    answer = Improvement(swaps, found.refused, basis, prices.system.inventory)
    return _together(answer, found, prices, wish) if wish.together else answer


def _together(answer: Improvement, found: Choices, prices: Intensities, wish: Wish) -> Improvement:
    from celca.scenario import Bounds, combine, cost_of, front, read_costs
    from celca.units import quantity

    mass = quantity(wish.max_mass, "kg", "--max-mass") if wish.max_mass else None
    bounds, inventory = Bounds(mass, wish.min_recycled, wish.budget), prices.system.inventory
    costs = read_costs(wish.costs, inventory) if wish.costs else None

    def cost(choice: Choice) -> float:
        return cost_of(choice, costs, inventory) if costs else 0.0

    spend = cost if costs else None
    points: tuple[Combined, ...] = ()
    if wish.front:
        points = front(found, "cost" if wish.front == "cost" else "recycled", bounds, spend)
    best = combine(found, bounds, spend)
    currency = costs.currency if costs else ""
    return replace(answer, currency=currency, combined=best, front=points)
