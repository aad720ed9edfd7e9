"""The best choice for all parts at once, under bounds, and the front between two aims.

Every figure is a sum over parts, so the choice is a linear programme in whole numbers
(scipy.optimize.milp, HiGHS): one variable for each way to make each part, one of them chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from celca.errors import DataError, UsageError
from celca.scenario.choices import Choice, Choices

__all__ = ["Aim", "Bounds", "Combined", "combine", "front"]

Aim = Literal["recycled", "cost"]
_GAP = 1e-4  # relative, between the choice found and the bound on the best
_SECONDS = 20.0  # of one solve; the gap reached is part of the answer


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a combined choice has to keep to; None for no bound.

    max_mass      [kg per product]
    min_recycled  recycled content [kg/kg]
    budget        for the material [currency per product]
    """

    max_mass: float | None = None
    min_recycled: float | None = None
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """One choice for every part.

    total_kg_co2e     per declared unit, and what it saves against the product as specified
    mass_kg           [kg per product]
    recycled_content  [kg/kg]
    cost              of the material [currency per product]; None without costs
    gap               proven distance to the best there is, relative to what can be chosen [-]
    swaps             the parts that are not as specified
    """

    total_kg_co2e: float
    saved_kg_co2e: float
    mass_kg: float
    recycled_content: float
    cost: float | None
    gap: float
    swaps: tuple[dict[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Table:
    """All choices in a row.

    part    (k): of which part
    kg, mass, recycled, cost
            (k): [kg CO2e per declared unit], [kg], [kg] and [currency] per product
    """

    choices: tuple[Choice, ...]
    part: Any
    kg: Any
    mass: Any
    recycled: Any
    cost: Any | None


def _table(found: Choices, cost: Callable[[Choice], float] | None) -> _Table:
    flat = tuple(c for options in found.parts for c in options)
    return _Table(
        flat,
        np.array([c.index for c in flat]),
        np.array([c.kg_co2e for c in flat]),
        np.array([c.mass for c in flat]),
        np.array([c.recycled for c in flat]),
        None if cost is None else np.array([cost(c) for c in flat]),
    )


def combine(
    found: Choices, bounds: Bounds, cost: Callable[[Choice], float] | None = None
) -> Combined:
    """Return the choice with the smallest footprint that keeps to the bounds.

    cost  of the material of a choice [currency per product]

    Raises UsageError for a budget without costs, DataError where no choice keeps to the bounds.
    """
    table = _table(found, cost)
    solved = _solve(table, bounds)
    if solved is None:
        raise DataError(_why_none(table, bounds))
    return _combined(found, table, *solved)


def _solve(table: _Table, bounds: Bounds) -> tuple[Any, float] | None:
    """Return (what is chosen (k), gap), or None where nothing keeps to the bounds."""
    from scipy.optimize import Bounds as Between
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import coo_array

    k = table.kg.size
    one_each = coo_array((np.ones(k), (table.part, np.arange(k)))).tocsc()
    limits = [LinearConstraint(one_each, 1, 1)]
    for row, most in _rows(table, bounds):
        size = max(float(np.abs(row).max()), 1e-300)
        limits.append(LinearConstraint((row / size)[None, :], -np.inf, most / size))
    scale = max(float(np.abs(table.kg).max()), 1e-300)
    # without presolve: with it HiGHS writes lines of its own to standard output
    answer = milp(
        table.kg / scale,
        integrality=np.ones(k),
        bounds=Between(0, 1),
        constraints=limits,
        options={"mip_rel_gap": _GAP, "time_limit": _SECONDS, "presolve": False},
    )
    return None if answer.x is None else (answer.x > 0.5, float(answer.mip_gap or 0.0))


def _rows(table: _Table, bounds: Bounds) -> list[tuple[Any, float]]:
    """Return each bound as (row, most): row · x <= most."""
    rows = []
    if bounds.max_mass is not None:
        rows.append((table.mass, bounds.max_mass))
    if bounds.min_recycled is not None:
        if not 0 <= bounds.min_recycled <= 1:
            raise UsageError(f"A recycled content of {bounds.min_recycled:g} is not 0 to 1.")
        rows.append((bounds.min_recycled * table.mass - table.recycled, 1e-12))
    if bounds.budget is not None:
        if table.cost is None:
            raise UsageError("A budget needs the costs of the materials: give --costs FILE.")
        rows.append((table.cost, bounds.budget))
    return rows


def _why_none(table: _Table, bounds: Bounds) -> str:
    """Say which bounds cannot be kept, and what is the nearest to each alone."""
    lightest = f"{_least(table, table.mass):.4g} kg is the lightest"
    nearest = [] if bounds.max_mass is None else [lightest]
    if bounds.min_recycled is not None:
        nearest.append(f"{_most_recycled(table):.1%} recycled content the highest")
    if bounds.budget is not None and table.cost is not None:
        nearest.append(f"{_least(table, table.cost):.4g} the cheapest")
    return f"No choice of variants keeps to the bounds: alone, {', '.join(nearest)}."


def _least(table: _Table, values: Any) -> float:  # noqa: ANN401
    least = np.full(int(table.part.max()) + 1, np.inf)
    np.minimum.at(least, table.part, values)
    return float(least.sum())


def _most_recycled(table: _Table) -> float:
    """Return the highest recycled content that any choice has (Dinkelbach 1967) [kg/kg]."""
    best = 0.0
    for _ in range(100):
        worth = table.recycled - best * table.mass
        order = np.lexsort((-worth, table.part))
        first = order[np.unique(table.part[order], return_index=True)[1]]
        higher = float(table.recycled[first].sum() / table.mass[first].sum())
        if higher <= best + 1e-15:
            break
        best = higher
    return best


def _combined(found: Choices, table: _Table, chosen: Any, gap: float) -> Combined:  # noqa: ANN401
    total = found.fixed + float(table.kg[chosen].sum())
    mass = float(table.mass[chosen].sum())
    taken = [c for c, yes in zip(table.choices, chosen, strict=True) if yes]
    return Combined(
        total,
        found.total - total,
        mass,
        float(table.recycled[chosen].sum()) / mass if mass else 0.0,
        None if table.cost is None else float(table.cost[chosen].sum()),
        gap,
        tuple(
            {"part": c.line.part, "material": c.line.match.target, "variant": c.variant}
            for c in taken
            if c.variant != "as_specified"
        ),
    )


def front(
    found: Choices,
    aim: Aim,
    bounds: Bounds,
    cost: Callable[[Choice], float] | None = None,
    points: int = 11,
) -> tuple[Combined, ...]:
    """Return the choices of which none is better in footprint without being worse in the aim.

    aim     more recycled content, or less cost
    points  levels of the aim that are tried; those within the other bounds, each once, remain

    Raises what `combine` raises.
    """
    table = _table(found, cost)
    best = combine(found, bounds, cost)
    tried = [best]
    for level in _levels(table, aim, best, points):
        solved = _solve(table, _tightened(bounds, aim, level))
        if solved is not None:
            tried.append(_combined(found, table, *solved))
    return _undominated(tried, aim)


def _levels(table: _Table, aim: Aim, best: Combined, points: int) -> Sequence[float]:
    if aim == "recycled":
        start, end = best.recycled_content, _most_recycled(table) * (1 - 1e-12)
    elif table.cost is None or best.cost is None:
        raise UsageError("A front of footprint against cost needs --costs FILE.")
    else:
        start, end = best.cost, _least(table, table.cost) * (1 + 1e-12)
    return [float(x) for x in np.linspace(start, end, points)[1:]]


def _tightened(bounds: Bounds, aim: Aim, level: float) -> Bounds:
    if aim == "recycled":
        least = max(level, bounds.min_recycled or 0.0)
        return Bounds(bounds.max_mass, least, bounds.budget)
    most = level if bounds.budget is None else min(level, bounds.budget)
    return Bounds(bounds.max_mass, bounds.min_recycled, most)


def _undominated(tried: Sequence[Combined], aim: Aim) -> tuple[Combined, ...]:
    def worth(c: Combined) -> float:
        return -c.recycled_content if aim == "recycled" else (c.cost or 0.0)

    kept: list[Combined] = []
    for c in sorted(tried, key=lambda c: (c.total_kg_co2e, worth(c))):
        if not kept or worth(c) < worth(kept[-1]) - 1e-12:
            kept.append(c)
    return tuple(kept)
