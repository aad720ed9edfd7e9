"""Why a declared value differs: slips and choices that are tried one by one, the likeliest first.

Each candidate is the total that the study would have if one thing had been done otherwise. Those
that meet the declared value within its own rounding come first; among them, the simplest. What
can be read off the footprint stands in `slips`, what needs the product calculated anew in `trials`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from celca.assess import Footprint
from celca.declaration import Declaration
from celca.product import GATE_STAGES, Stage

__all__ = ["Case", "Cause", "exact", "rank"]

_ROUNDING = 2e-5
_NEAR = 5e-3
_CLOSED = 0.01  # of the difference may remain where the value does not say how it is rounded
_LEFT = 0.5  # of the difference may remain unexplained


@dataclass(frozen=True, slots=True)
class Case:
    """A declared value and the recalculation it is held against, both aligned.

    declared   [kg CO2e per declared unit of the study]
    value      recalculated [kg CO2e per declared unit of the study]
    tolerance  [-]
    precision  of the declared value [kg CO2e per declared unit of the study]
    at_gate    whether both end at the gate
    ratio      declared amount per declared unit of the study [-]
    aside      of the study's own total, what the alignment left out, such as packaging
               [kg CO2e per declared unit of the study]
    """

    declaration: Declaration
    result: Footprint
    declared: float
    value: float
    tolerance: float
    precision: float
    at_gate: bool
    ratio: float = 1.0
    aside: float = 0.0

    def stages(self) -> list[Stage]:
        """Return the stages that are counted."""
        every: list[Stage] = [s for s in self.result.by_stage if s != "beyond_boundary"]
        return list(GATE_STAGES) if self.at_gate else every

    @property
    def whole(self) -> bool:
        """Whether the whole footprint is compared, nothing left out."""
        return abs(self.value - self.result.total_kg_co2e) <= 1e-9 * abs(self.value)


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that may have been done otherwise.

    code    short and stable, for scripts
    value   what the study would give then [kg CO2e per declared unit of the study]
    prior   how simple it is: less is likelier
    fitted  whether a figure was chosen so that the values meet: any difference can be met so
    """

    code: str
    sentence: str
    value: float
    prior: float
    fitted: bool = False


def rank(causes: Iterable[Cause], case: Case) -> list[Cause]:
    """Return the causes that bring the values together, the best first.

    A cause has to explain most of the difference: one that overshoots it explains nothing. Within
    the rounding of the declared value the simplest leads; then what comes within half a percent,
    then what comes within the tolerance; last figures that were fitted. Where some meet it, the
    others are left aside: they explain less of it.
    """
    found = []
    for cause in causes:
        off = abs(cause.value - case.declared)
        size = abs(cause.value)
        if off > case.tolerance * size or abs(cause.value - case.value) <= _ROUNDING * size:
            continue
        if off > _LEFT * abs(case.declared - case.value) and not exact(cause, case):
            continue
        bucket = 0 if exact(cause, case) else 1 if off <= _NEAR * size else 2
        bucket = 3 if cause.fitted else bucket
        found.append((bucket, cause.prior, off, cause))
    found.sort(key=lambda item: item[:3])
    met = [cause for bucket, *_, cause in found if not bucket]
    return met or [cause for *_, cause in found]


def exact(cause: Cause, case: Case) -> bool:
    """Say whether a cause meets the declared value within the rounding of that."""
    if cause.fitted:
        return False
    written = min(_ROUNDING * abs(cause.value), _CLOSED * abs(case.declared - case.value))
    return abs(cause.value - case.declared) <= max(1.05 * case.precision, written)
