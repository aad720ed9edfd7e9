"""Two lives side by side: when a longer life pays, and when a new product earns its making back."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from celca.assess import Footprint, Lifetime
from celca.circular import Life, break_even_uses, payback_uses
from celca.errors import Finding

__all__ = ["TwoLives", "life_findings", "two_lives"]


@dataclass(frozen=True, slots=True)
class TwoLives:
    """One product against the first of a comparison.

    uses, first_uses     declared units that each fulfils, N [-]
    further_uses         what it fulfils beyond the first [-]; 0 where it serves no longer
    further_once_kg_co2e what it costs more, once per product, repairs and all [kg CO2e]
    break_even_uses      further uses from which that beats a new one of the first [-]; None where
                         it serves no longer, infinite where it never does
    payback_uses         uses after which it earns back its own making, in place of one of the
                         first that is made already [-]; infinite where it never does
    """

    product: str
    first: str
    uses: float
    first_uses: float
    further_uses: float
    further_once_kg_co2e: float
    break_even_uses: float | None
    payback_uses: float

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data; never reached is None, and told apart by `never`."""
        out = asdict(self)
        never = [key for key, value in out.items() if value == math.inf]
        return {**out, **dict.fromkeys(never), "never": never}

    def sentences(self) -> list[str]:
        """Say it in words."""
        said = []
        if self.break_even_uses is not None:
            pays = self.further_uses >= self.break_even_uses
            needed = _uses(self.break_even_uses)
            said.append(
                f"{self.product} serves {self.further_uses:g} uses more than {self.first}, for"
                f" {self.further_once_kg_co2e:.4g} kg CO2e more per product: against a new one of"
                f" the first it {'pays' if pays else 'does not pay'}, the break-even is {needed}."
            )
        if self.payback_uses <= self.uses:
            said.append(
                f"{self.product} in place of a {self.first} that is made already earns its making"
                f" back after {_uses(self.payback_uses)}."
            )
        else:
            said.append(
                f"{self.product} in place of a {self.first} that is made already never earns its"
                f" making back within its {self.uses:g} uses: keep what there is while it works."
            )
        return said


def _uses(number: float) -> str:
    return "never reached" if math.isinf(number) else f"{number:,.4g} uses"


def two_lives(results: Sequence[Footprint]) -> Iterator[TwoLives]:
    """Yield each product against the first, where the products have lives to compare."""
    first = results[0].lifetime
    if first is None or all(r.lifetime is None or r.lifetime.uses == 1 for r in results):
        return
    for other in results[1:]:
        if other.lifetime is not None:
            yield _against((results[0].product, first), (other.product, other.lifetime))


def _against(first: tuple[str, Lifetime], other: tuple[str, Lifetime]) -> TwoLives:
    (name, old), (other_name, new) = first, other
    further = max(0.0, new.uses - old.uses)
    extra = new.once_kg_co2e - old.once_kg_co2e
    even = None
    if further:
        again = Life(old.uses, max(0.0, old.once_kg_co2e), use=old.per_use_kg_co2e)
        even = break_even_uses(max(0.0, extra), new.per_use_kg_co2e, again)
    payback = payback_uses(max(0.0, new.once_kg_co2e), old.per_use_kg_co2e, new.per_use_kg_co2e)
    return TwoLives(other_name, name, new.uses, old.uses, further, extra, even, payback)


def life_findings(results: Sequence[Footprint]) -> Iterator[Finding]:
    """Yield a finding for each product that serves longer than another and still costs more."""
    first = results[0]
    for other in results[1:]:
        short, long = sorted((first, other), key=_life)
        if _life(long) > _life(short) and long.total_kg_co2e > short.total_kg_co2e:
            more = long.total_kg_co2e - short.total_kg_co2e
            yield Finding(
                "warning",
                "longer_life_worse",
                f"{long.product} serves {_life(long):g} uses and {short.product} {_life(short):g};"
                f" the longer life costs {more:.4g} kg CO2e more per declared unit.",
                long.product,
            )


def _life(result: Footprint) -> float:
    return result.lifetime.uses if result.lifetime else 1.0
