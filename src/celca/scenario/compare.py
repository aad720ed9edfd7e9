"""Set products side by side, where the standard allows it (ISO 14067:2018, Annex B)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from celca.assess import Footprint, Options, TwoLives, footprint_of, open_prices, open_product
from celca.assess.showing import html_table
from celca.circular import check_same_function
from celca.errors import DataError, Finding, UsageError
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.product import Product, apply
from celca.scenario.lives import life_findings, two_lives
from celca.system import Intensities

__all__ = ["Comparison", "check_comparable", "compare", "compare_products", "open_products"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or more footprints of the same declared unit, boundary, method and database.

    lives  each product against the first, where their service lives are stated
    """

    results: tuple[Footprint, ...]
    findings: tuple[Finding, ...]
    lives: tuple[TwoLives, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data; changes are against the first product."""
        first = self.results[0].total_kg_co2e
        return {
            "products": [
                {
                    **r.to_dict(),
                    "change_percent": 100 * (r.total_kg_co2e - first) / abs(first)
                    if first
                    else None,
                }
                for r in self.results
            ],
            "findings": [asdict(f) for f in self.findings],
            "lives": [x.to_dict() for x in self.lives],
        }

    def _repr_html_(self) -> str:
        unit = self.results[0].declared_unit
        head = ("product", f"kg CO2e per {unit.amount:.12g} {unit.unit}")
        return html_table(head, [(r.product, r.total_kg_co2e) for r in self.results])


def compare(
    studies: Sequence[str | Path],
    database: str | Path = DEFAULT,
    method: str = DEFAULT_METHOD,
    options: Options | None = None,
) -> Comparison:
    """Return the footprints of several studies, from one database priced once.

    With scenarios among the options, each study is followed by what each makes of it.

    Raises UsageError for fewer than two, DataError where they may not be compared: another
    declared unit, boundary or allocation.
    """
    prices = open_prices(database, method)
    return compare_products(open_products(studies, prices, options), prices, options)


def open_products(
    studies: Sequence[str | Path], prices: Intensities, options: Options | None
) -> tuple[Product, ...]:
    """Return the products of studies, each followed by what the scenarios make of it."""
    given = options or Options()
    found = list[Product]()
    for study in studies:
        product = open_product(study, prices, given)
        found.append(product)
        for change in given.changes:
            changed = apply(product, change, prices.system.inventory)
            found.append(replace(changed, name=f"{product.name}: {change.name}"))
    return tuple(found)


def compare_products(
    products: Sequence[Product], prices: Intensities, options: Options | None
) -> Comparison:
    """Return the footprints of products from `open_products`; raises what `compare` raises."""
    if len(products) < 2:
        raise UsageError(
            "A comparison needs two products or more, or one with --scenario, --recycled or --bio."
        )
    same = replace(options or Options(), changes=())
    results = tuple(footprint_of(product, prices, same) for product in products)
    check_comparable(results)
    findings = (*_notes(results), *life_findings(results))
    return Comparison(results, findings, tuple(two_lives(results)))


def check_comparable(results: Sequence[Footprint]) -> None:
    """Refuse footprints that may not be set side by side (ISO 14067:2018, Annex B).

    Raises DataError where declared unit, function, boundary, method or allocation differ. A
    function that one of them does not state is told by a finding of `compare`.
    """
    stated = [r for r in results if r.declared_unit.description]
    check_same_function({_named(r, stated): _function(r) for r in stated})
    first = results[0]
    for other in results[1:]:
        for (what, mine), theirs in zip(_rules(first).items(), _rules(other).values(), strict=True):
            if mine != theirs:
                raise DataError(
                    f"{first.product!r} and {other.product!r} may not be compared: their {what}"
                    f" differs ({mine}, {theirs}). Calculate both with the same."
                )


def _named(result: Footprint, among: Sequence[Footprint]) -> str:
    """Return the product's name, told apart from others of the same name by its place."""
    same = [r for r in among if r.product == result.product]
    return result.product if len(same) == 1 else f"{result.product} ({among.index(result) + 1})"


def _function(result: Footprint) -> tuple[float, str, str]:
    unit = result.declared_unit
    return unit.amount, unit.unit, " ".join(unit.description.casefold().split())


def _rules(result: Footprint) -> dict[str, str]:
    unit = result.declared_unit
    return {
        "declared unit": f"{unit.amount:.12g} {unit.unit}",
        "boundary": result.boundary,
        "method": result.method,
        "allocation": result.allocation,
    }


def _notes(results: Sequence[Footprint]) -> list[Finding]:
    if not all(r.declared_unit.description for r in results):
        message = (
            "The products do not state one and the same function: check that they fulfil it"
            " alike before drawing conclusions."
        )
        return [Finding.of("warning", "function_not_stated", message)]
    return []
