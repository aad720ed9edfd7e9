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
from celca.product import DISPOSALS, Product
from celca.system import Intensities

__all__ = ["notes"]

_FOREIGN_SHARE = 0.01


def notes(
    product: Product, scored: Score, prices: Intensities, carbon: CarbonContent
) -> Iterator[Finding]:
    """Yield the findings that follow from a product and its score."""
    yield from life_notes(product)
    yield from _inputs(product)
    yield from _scrap(product)
    yield from _untreated(product, prices)
    found = biogenic(product, scored, carbon)
    yield from biogenic_notes(product, found, prices.system.method.gwp_set)
    yield from rule_notes(product, prices.system.inventory)
    yield from _contents(product, prices)
    yield from _production(product)
    yield from _gwp_sets(scored, prices)
    yield from _uncounted(scored, prices)
    yield from _below_zero(scored, prices)
    yield from _suppliers(product)
    yield from _supplied(product, prices.system.method.gwp_set)
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
    """Yield what is recycled on paper only, and what goes round but is no recycled content."""
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


def _scrap(product: Product) -> Iterator[Finding]:
    kept = {x.match.target: x.scrap - fsum(x.scrap_end.values()) for x in product.lines}
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


def _untreated(product: Product, prices: Intensities) -> Iterator[Finding]:
    """Yield the parts that are no material and whose end therefore nothing treats."""
    materials = prices.system.inventory.materials
    left = sorted(
        {
            line.match.target
            for line in product.lines
            if line.match.target not in materials and line.mass
            for name, share in product.end_of(line).items()
            if share and name in DISPOSALS and name not in product.recovery_of(line).processes
        }
    )
    if left:
        yield Finding.of(
            "warning",
            "end_not_counted",
            "Nothing is counted for the end of life of {processes}: the database does not say what"
            " treats them. Name it under [end_of_life]: processes = {{ incineration = … }}.",
            product.name,
            processes=Names(left),
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


def _below_zero(scored: Score, prices: Intensities) -> Iterator[Finding]:
    """Yield the treatments of waste that are asked for with the wrong sign."""
    made = prices.system.inventory.process_by_id
    asked = [made[e.process] for e in scored.entries if e.process and e.amount > 0]
    turned = sorted({f"{p.name} ({p.id})" for p in asked if p.output < 0})
    if turned:
        yield Finding.of(
            "warning",
            "output_below_zero",
            "The database writes {processes} with an output below 0, as Brightway does for the"
            " treatment of waste: 1 asked for is −1 treated, so what the treatment emits is taken"
            " off the total.",
            processes=Names(turned),
        )


def _supplied(product: Product, gwp_set: str) -> Iterator[Finding]:
    """Yield what is to be doubted of the footprints that suppliers sent."""
    files = {x.supplied.file: (x.part, x.supplied) for x in product.lines if x.supplied}
    for file, (part, supplied) in files.items():
        if supplied.wrong:
            yield Finding.of(
                "warning",
                "supplier_file",
                "The supplier's footprint of {part} has mistakes, {count} of them: {told}",
                file,
                part=part,
                count=len(supplied.wrong),
                told=supplied.wrong[0],
            )
        if supplied.gwp_sets and gwp_set not in supplied.gwp_sets:
            yield Finding.of(
                "warning",
                "supplier_gwp_set",
                "The supplier's footprint of {part} was characterised with {theirs}, the study is"
                " with {ours}.",
                file,
                part=part,
                theirs=", ".join(supplied.gwp_sets),
                ours=gwp_set,
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
