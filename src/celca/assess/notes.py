"""What a reader of a footprint should know: assumptions made, and figures to doubt."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from celca.assess.biogenic import biogenic, biogenic_notes
from celca.assess.lifetime import life_notes
from celca.assess.result import CarbonContent
from celca.assess.rule_notes import rule_notes
from celca.assess.score import BEYOND, Score
from celca.errors import Finding, Names
from celca.product import Product
from celca.system import Intensities

__all__ = ["notes"]

_FOREIGN_SHARE = 0.01


def notes(
    product: Product, scored: Score, prices: Intensities, carbon: CarbonContent
) -> Iterator[Finding]:
    """Yield the findings that follow from a product and its score."""
    yield from life_notes(product)
    yield from _inputs(product)
    found = biogenic(product, scored, carbon)
    yield from biogenic_notes(product, found, prices.system.method.gwp_set)
    yield from rule_notes(product, prices.system.inventory)
    yield from _contents(product, prices)
    yield from _production(product)
    yield from _gwp_sets(scored, prices)
    yield from _uncounted(scored, prices)
    yield from _suppliers(product)
    if product.boundary == "cradle-to-gate" and scored.by_category()["biogenic_uptake"] < 0:
        yield Finding.of(
            "info",
            "uptake_at_gate",
            "The total counts the carbon dioxide that growing materials took up; up to the gate"
            " it has not been released again. total_excluding_uptake leaves it out.",
        )


def _contents(product: Product, prices: Intensities) -> Iterator[Finding]:
    materials = prices.system.inventory.materials
    silent = sorted(
        {
            line.match.target
            for line in product.lines
            if "recycled" in materials.get(line.match.target, {}) and not line.recycled
        }
    )
    if silent:
        yield Finding.of(
            "info",
            "no_recycled_content",
            "No recycled content is stated for {materials}: taken as virgin.",
            product.name,
            materials=Names(silent),
        )


def _inputs(product: Product) -> Iterator[Finding]:
    """Yield what recycled content it is not: regrind; on paper only: mass balance; and scrap."""
    balanced = sorted({x.match.target for x in product.lines if x.origin.mass_balanced})
    if balanced:
        yield Finding.of(
            "warning",
            "mass_balance",
            "Recycled or bio-based material is attributed by a mass balance certificate alone for"
            " {materials}: the product itself need not hold any of it.",
            product.name,
            materials=Names(balanced),
        )
    ground = sorted({x.match.target for x in product.lines if x.reground})
    if ground:
        yield Finding.of(
            "info",
            "regrind",
            "Scrap of {materials} goes back into the process it came from: it saves material, and"
            " is no recycled content (ISO 14021, 7.8).",
            product.name,
            materials=Names(ground),
        )
    kept = {x.match.target: x.scrap - sum(x.scrap_end.values()) for x in product.lines}
    lost = sorted(name for name, open_end in kept.items() if open_end > 1e-9)
    if lost:
        yield Finding.of(
            "info",
            "scrap_end_not_stated",
            "The making of what is cut away from {materials} is counted; what becomes of that"
            " scrap is not stated, and nothing is counted for it.",
            product.name,
            materials=Names(lost),
        )


def _production(product: Product) -> Iterator[Finding]:
    made = [x for x in product.lines if x.supplier_value is None and x.spend is None]
    unformed = [x for x in made if not x.forming]
    formed = {a.material for a in product.activities if a.stage == "production"}
    left = sorted({x.match.target for x in unformed if x.match.target not in formed})
    whole = any(a.stage == "production" and not a.material for a in product.activities)
    if left and not whole:
        yield Finding.of(
            "info",
            "no_forming",
            "No manufacturing process is stated for {materials}: forming is not included.",
            product.name,
            materials=Names(left),
        )


def _gwp_sets(scored: Score, prices: Intensities) -> Iterator[Finding]:
    gross = float(abs(scored.impacts).sum())
    share = scored.foreign / gross if gross else 0.0
    if share > _FOREIGN_SHARE:
        yield Finding.of(
            "info",
            "other_gwp_set",
            "{share:.0%} of the emissions come from published totals that were characterised with"
            " another GWP set than {gwp}.",
            share=share,
            gwp=prices.system.method.gwp_set,
        )


def _uncounted(scored: Score, prices: Intensities) -> Iterator[Finding]:
    """Yield how much is given off that the method has no factor for."""
    index = prices.system.index
    inside = [e for e in scored.entries if e.process and e.stage != BEYOND]
    mass = fsum(e.amount * float(prices.uncounted[index[e.process]]) for e in inside)
    if mass > 0:
        yield Finding.of(
            "info",
            "uncounted_mass",
            "{kg:.3g} kg of emissions per declared unit have no factor in {method} and count"
            " nothing: dust, water vapour and the like. 'celca database check' names the flows.",
            kg=mass,
            method=prices.system.method.name,
        )


def _suppliers(product: Product) -> Iterator[Finding]:
    parts = [line.part for line in product.lines if line.supplier_value is not None]
    if parts:
        yield Finding.of(
            "info",
            "supplier_value",
            "Values declared by suppliers stay the same in every variant; one without a file counts"
            " as fossil: {parts}.",
            parts=Names(parts),
        )
