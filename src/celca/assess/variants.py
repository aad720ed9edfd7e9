"""A product in its variants, the score of each, and what each changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from celca.assess.circularity import contents
from celca.assess.result import VariantScore
from celca.assess.score import Score, score
from celca.errors import DataError, Finding
from celca.inventory import Inventory
from celca.product import Change, Product, apply, standard_variants
from celca.system import Intensities

__all__ = ["other_boundaries", "score_variants", "variant_scores", "with_variants"]


def with_variants(
    product: Product, prices: Intensities, changes: Sequence[Change] = ()
) -> dict[str, Product]:
    """Return the product in its standard variants, and after each further change."""
    inventory = prices.system.inventory
    variants = standard_variants(product, inventory)
    variants.update({c.name: apply(product, c, inventory) for c in changes})
    return variants


def score_variants(
    variants: Mapping[str, Product], prices: Intensities
) -> tuple[dict[str, Score], list[Finding]]:
    """Return the scores of a product's variants, and a finding for each that has none.

    A variant that the database cannot treat at its end of life must not hide the product as
    specified, which alone has to have a score. Raises DataError where it has none.
    """
    scores, left_out = {"as_specified": score(variants["as_specified"], prices)}, []
    for name, variant in variants.items():
        try:
            scores.setdefault(name, score(variant, prices))
        except DataError as error:
            left_out.append(
                Finding.of(
                    "warning",
                    "variant_without_score",
                    "{variant}: {reason}",
                    name,
                    variant=name,
                    reason=str(error),
                )
            )
    return scores, left_out


def other_boundaries(variants: Mapping[str, Product]) -> Iterator[Finding]:
    """Yield a warning for each variant that goes to the grave where the product does not."""
    base = variants["as_specified"]
    for name, variant in variants.items():
        if variant.boundary != base.boundary:
            yield Finding.of(
                "warning",
                "variant_other_boundary",
                "{variant} has an end of life, but the product as specified stops at the gate: the"
                " two are not to be compared. Give the study an [end_of_life].",
                name,
                variant=name,
            )


def variant_scores(
    variants: Mapping[str, Product], scores: Mapping[str, Score], inventory: Inventory
) -> tuple[VariantScore, ...]:
    """Return the score of each variant beside its change and contents."""
    base = scores["as_specified"].total
    out = []
    for name in scores:
        product = variants[name]
        (recycled, grown), total = contents(product, inventory), scores[name].total
        out.append(
            VariantScore(
                name,
                total,
                100 * (total - base) / abs(base) if base else None,
                recycled,
                grown,
                scores[name].total_excluding_uptake,
            )
        )
    return tuple(out)
