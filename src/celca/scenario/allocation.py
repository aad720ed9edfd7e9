"""One product under every allocation rule: what recycling is worth depends on who may count it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from celca.assess import (
    BEYOND,
    Options,
    Score,
    open_prices,
    open_product,
    score_variants,
    with_variants,
)
from celca.circular import METHODS
from celca.errors import DataError
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.product import Line, Product
from celca.system import Intensities

__all__ = ["AllocationRow", "allocations", "compare_allocations"]


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """The footprint under one rule [kg CO2e per declared unit].

    beyond_boundary_kg_co2e  shown beside the total, never added to it
    variants                 total of each standard variant
    reduction_percent        from all virgin to all recycled; None where there is none
    refused                  why there is no figure; '' where there is one
    """

    allocation: str
    boundary: str
    total_kg_co2e: float | None
    beyond_boundary_kg_co2e: float | None
    variants: Mapping[str, float]
    reduction_percent: float | None
    refused: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return asdict(self)


def compare_allocations(
    study: str | Path,
    database: str | Path | Intensities = DEFAULT,
    method: str = DEFAULT_METHOD,
    options: Options | None = None,
) -> tuple[AllocationRow, ...]:
    """Return the footprint of a study under every allocation rule.

    A rule that needs a figure which neither the database nor the study gives is refused in its
    row, and the others stand.
    """
    prices = database if isinstance(database, Intensities) else open_prices(database, method)
    return allocations(open_product(study, prices, options), prices)


def allocations(product: Product, prices: Intensities) -> tuple[AllocationRow, ...]:
    """Return a product under every allocation rule, in the order of celca.circular.METHODS."""
    variants = with_variants(replace(product, lines=_merged(product)), prices)
    return tuple(_row(rule, variants, prices) for rule in METHODS)


def _merged(product: Product) -> tuple[Line, ...]:
    """Return the lines, those that differ by their mass alone as one: a sum needs no more.

    A product of hundreds of parts has a dozen materials, and its score is linear in each mass.
    """
    groups: dict[tuple[Any, ...], Line] = {}
    for place, line in enumerate(product.lines):
        same = (
            *(line.match.target, line.recycled, line.bio_based, line.scrap, line.forming),
            *(line.packaging, line.origin, line.reground, line.replaced, str(line.scrap_end)),
        )
        key = same if line.supplier_value is None else (place,)
        known = groups.get(key)
        groups[key] = replace(known, mass=known.mass + line.mass) if known else line
    return tuple(groups.values())


def _row(rule: str, variants: Mapping[str, Product], prices: Intensities) -> AllocationRow:
    boundary = variants["as_specified"].boundary
    ruled = {name: replace(product, allocation=rule) for name, product in variants.items()}
    try:
        scores, _ = score_variants(ruled, prices)
    except DataError as error:
        return AllocationRow(rule, boundary, None, None, {}, None, str(error))
    totals = {name: scored.total for name, scored in scores.items()}
    base, again = totals["all_virgin"], totals.get("all_recycled")
    reduction = 100 * (base - again) / base if again is not None and base > 0 else None
    specified = scores["as_specified"]
    beyond = _beyond(specified)
    return AllocationRow(rule, boundary, specified.total, beyond, totals, reduction)


def _beyond(scored: Score) -> float | None:
    return scored.by_stage().get(BEYOND)
