"""What a product costs once, and what each use costs: both sides of a longer life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from celca.assess.circular_result import Lifetime
from celca.assess.score import Score
from celca.assess.two_lives import lives_of_variants
from celca.circular import exceeds
from celca.errors import Finding, Names
from celca.product import Product, times_replaced

__all__ = ["life_notes", "lifetime", "longer_lives"]


def lifetime(product: Product, scored: Score) -> Lifetime:
    """Return the footprint split into what happens once per product and what every use adds."""
    once = upkeep = per_use = 0.0
    inside = zip(scored.entries, map(float, scored.by_entry), scored.inside, strict=True)
    for entry, kg, counted in inside:
        if counted and entry.once:
            once += kg * product.uses
            upkeep += kg * product.uses if entry.stage == "use" else 0.0
        elif counted:
            per_use += kg
    times = {x.part: times_replaced(x, product) for x in product.lines if x.replaced}
    years = product.service.lifetime(product.uses)
    return Lifetime(product.uses, years, once, upkeep, per_use, times)


def life_notes(product: Product) -> Iterator[Finding]:
    """Yield what a reader should know of the life of a product."""
    service = product.service
    planned = (service.years or 0.0) * (service.uses_per_year or 0.0)
    most = service.technical_maximum
    if most is not None and exceeds(planned, most):
        yield Finding.of(
            "info",
            "technical_maximum",
            "{planned:g} uses are planned, but the product is worn out after {most:g}:"
            " {counted:g} are counted.",
            product.name,
            planned=planned,
            most=most,
            counted=product.uses,
        )
    reused = [x.part for x in product.lines if x.origin.reused]
    if reused:
        yield Finding.of(
            "info",
            "reused_parts",
            "Reused parts come free of what making them cost, which stays with their earlier"
            " life, and bring their biogenic carbon along: {parts}.",
            product.name,
            parts=Names(reused[:8]),
        )
    yield from _replaced(product)


def _replaced(product: Product) -> Iterator[Finding]:
    for line in product.lines:
        if line.replaced:
            yield Finding.of(
                "info",
                "part_replaced",
                "{part} is made anew {times:g} times in the life of the product, counted"
                " {counting}.",
                product.name,
                part=line.part,
                times=times_replaced(line, product),
                counting=line.replaced.counting,
            )


def longer_lives(products: Mapping[str, Product], scores: Mapping[str, Score]) -> Iterator[Finding]:
    """Yield what longer lives and frugal use mean, and where a longer life costs more per use."""
    base, kg = products["as_specified"], scores["as_specified"].total
    yield from lives_of_variants({n: lifetime(products[n], x) for n, x in scores.items()})
    for name, scored in scores.items():
        if products[name].uses > base.uses and scored.total > kg:
            yield Finding.of(
                "warning",
                "longer_life_worse",
                "{variant}: serves {uses:g} instead of {base:g} uses, and still costs {more:.4g}"
                " kg CO2e more per declared unit.",
                name,
                variant=name,
                uses=products[name].uses,
                base=base.uses,
                more=scored.total - kg,
            )
