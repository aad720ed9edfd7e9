"""Two lives side by side: when a longer one pays, when a new product earns back its making."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from celca.assess.circular_result import Lifetime
from celca.circular import Life, break_even_uses, exceeds, payback_uses
from celca.errors import Finding, Value

__all__ = ["TwoLives", "against", "further_uses_that_pay", "lives_of_variants"]


@dataclass(frozen=True, slots=True)
class TwoLives:
    """One product against the first of a comparison, or a variant against what is specified.

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

    def findings(self) -> list[Finding]:
        """Say it in words: whether the longer life pays, if it is one, and then the payback."""
        longer = [] if self.break_even_uses is None else [self._longer(self.break_even_uses)]
        return [*longer, self._payback()]

    def _longer(self, needed: float) -> Finding:
        pays = self.further_uses >= needed
        told, number = _LONGER[_verdict(pays, needed)], _finite(needed=needed)
        return Finding.of(
            "info",
            "break_even",
            told,
            self.product,
            product=self.product,
            first=self.first,
            further=self.further_uses,
            more=self.further_once_kg_co2e,
            **number,
        )

    def _payback(self) -> Finding:
        names: dict[str, Value] = {"product": self.product, "first": self.first}
        if self.payback_uses <= self.uses:
            told = (
                "{product} in place of an existing {first} earns its making back after"
                " {needed:,.4g} uses."
            )
            return Finding.of(
                "info", "payback", told, self.product, **names, needed=self.payback_uses
            )
        told = (
            "{product} in place of an existing {first} never earns its making back"
            " within its {uses:g} uses: keep what there is while it works."
        )
        return Finding.of("info", "payback", told, self.product, **names, uses=self.uses)


_LONGER = {
    "pays": "{product} serves {further:g} uses more than {first}, for {more:.4g} kg CO2e more per"
    " product: against a new one of the first it pays, the break-even is {needed:,.4g} uses.",
    "does not pay": "{product} serves {further:g} uses more than {first}, for {more:.4g} kg CO2e"
    " more per product: against a new one of the first it does not pay, the break-even is"
    " {needed:,.4g} uses.",
    "never": "{product} serves {further:g} uses more than {first}, for {more:.4g} kg CO2e more per"
    " product: against a new one of the first it does not pay, the break-even is never reached.",
}
_KEEPING = {
    "pays": "{variant}: {further:g} further uses for {more:.4g} kg CO2e once per product; in place"
    " of a new one ({new}) that pays, the break-even is {needed:,.4g} uses.",
    "does not pay": "{variant}: {further:g} further uses for {more:.4g} kg CO2e once per product;"
    " in place of a new one ({new}) that does not pay, the break-even is {needed:,.4g} uses.",
    "never": "{variant}: {further:g} further uses for {more:.4g} kg CO2e once per product; in place"
    " of a new one ({new}) that does not pay, the break-even is never reached.",
}


def _verdict(pays: bool, needed: float) -> str:
    return "never" if math.isinf(needed) else "pays" if pays else "does not pay"


def _finite(needed: float) -> dict[str, Value]:
    """Return the number as a value to tell; one that is never reached is none."""
    return {} if math.isinf(needed) else {"needed": needed}


def against(first: tuple[str, Lifetime], other: tuple[str, Lifetime]) -> TwoLives:
    """Return a second product, by name, against a first one."""
    (name, old), (other_name, new) = first, other
    further = max(0.0, new.uses - old.uses)
    extra = new.once_kg_co2e - old.once_kg_co2e
    even = further_uses_that_pay(old, new, old) if further else None
    payback = payback_uses(max(0.0, new.once_kg_co2e), old.per_use_kg_co2e, new.per_use_kg_co2e)
    return TwoLives(other_name, name, new.uses, old.uses, further, extra, even, payback)


def further_uses_that_pay(old: Lifetime, longer: Lifetime, new: Lifetime) -> float:
    """Return the further uses from which a longer life beats a new product [-]; infinite if never.

    old     the product without its longer life
    longer  the same with repairs and all
    new     what would be made in its place when it is not kept
    """
    repairs = max(0.0, longer.once_kg_co2e - old.once_kg_co2e)
    made = Life(new.uses, max(0.0, new.once_kg_co2e), use=new.per_use_kg_co2e)
    return break_even_uses(repairs, longer.per_use_kg_co2e, made)


def lives_of_variants(lives: Mapping[str, Lifetime]) -> Iterator[Finding]:
    """Yield what each variant with another life means, against the product as specified.

    A variant that takes less in each use is also what would be made new: a longer life is held
    against it too.
    """
    base = lives["as_specified"]
    frugal = [n for n, x in lives.items() if _takes_less(x, base)]
    for name in frugal:
        yield against(("product as specified", base), (name, lives[name])).findings()[-1]
    longer = [n for n, x in lives.items() if exceeds(x.uses, base.uses)]
    for name in longer:
        for new in ("as_specified", *frugal):
            yield _keeping(name, lives, new)


def _takes_less(life: Lifetime, base: Lifetime) -> bool:
    """Say whether a variant takes less in each use and serves no longer: a new product."""
    less = exceeds(base.per_use_kg_co2e, life.per_use_kg_co2e)
    return less and not exceeds(life.uses, base.uses)


def _keeping(name: str, lives: Mapping[str, Lifetime], new: str) -> Finding:
    base, life = lives["as_specified"], lives[name]
    further, needed = life.uses - base.uses, further_uses_that_pay(base, life, lives[new])
    told, number = _KEEPING[_verdict(further >= needed, needed)], _finite(needed=needed)
    return Finding.of(
        "info",
        "break_even",
        told,
        name,
        variant=name,
        further=further,
        more=life.once_kg_co2e - base.once_kg_co2e,
        new=new.replace("_", " "),
        **number,
    )
