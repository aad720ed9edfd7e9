"""Two lives side by side: when a longer life pays, and when a new product earns its making back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from celca.assess import Footprint, TwoLives, against
from celca.errors import Finding

__all__ = ["life_findings", "two_lives"]


def two_lives(results: Sequence[Footprint]) -> Iterator[TwoLives]:
    """Yield each product against the first, where the products have lives to compare."""
    first = results[0].lifetime
    if first is None or all(r.lifetime is None or r.lifetime.uses == 1 for r in results):
        return
    for other in results[1:]:
        if other.lifetime is not None:
            yield against((results[0].product, first), (other.product, other.lifetime))


def life_findings(results: Sequence[Footprint]) -> Iterator[Finding]:
    """Yield a finding for each product that serves longer than another and still costs more."""
    first = results[0]
    for other in results[1:]:
        short, long = sorted((first, other), key=_life)
        if _life(long) > _life(short) and long.total_kg_co2e > short.total_kg_co2e:
            yield Finding.of(
                "warning",
                "longer_life_worse",
                "{long} serves {uses:g} uses and {short} {base:g}; the longer life costs {more:.4g}"
                " kg CO2e more per declared unit.",
                long.product,
                long=long.product,
                short=short.product,
                uses=_life(long),
                base=_life(short),
                more=long.total_kg_co2e - short.total_kg_co2e,
            )


def _life(result: Footprint) -> float:
    return result.lifetime.uses if result.lifetime else 1.0
