"""The outcome of an audit: the verdict, its reasons, and the arithmetic of the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from celca.assess import Footprint
from celca.audit.evidence import FORM_CHECKS
from celca.declaration import Check, Declaration
from celca.errors import UsageError

__all__ = ["DEFAULT_TOLERANCE", "Explanation", "Judging", "Verdict", "contradictions"]

DEFAULT_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Explanation:
    """One thing that would bring the two values together.

    cause    short and stable, for scripts; '' for a figure that would have to change
    kg_co2e  how far it moves the recalculation; None where that is not known [kg CO2e]
    left     of the difference, what it does not explain; None likewise [kg CO2e]
    exact    whether the declared value is met within its own rounding
    fitted   whether it is a figure chosen so that the values meet, which is no evidence
    """

    cause: str
    sentence: str
    kg_co2e: float | None = None
    left: float | None = None
    exact: bool = False
    fitted: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an audit came to; all values are for what is declared [kg CO2e].

    verdict      agrees, differs or cannot be judged: by the tolerance
    inside_band  whether the declared value lies in the 95 % band; None without uncertainty
    found        what would explain the difference, the likeliest first
    steps        how the recalculation was brought to the terms of the declaration
    reasons      of the verdict, one sentence each
    by_category  the difference in each category, and what the declaration does not tell apart;
                 they add up to the whole; empty where it tells none apart
    """

    verdict: str
    declared_kg_co2e: float
    recalculated_kg_co2e: float
    difference_percent: float | None
    tolerance_percent: float
    inside_band: bool | None
    checks: tuple[Check, ...]
    study: Footprint
    declaration: Declaration
    found: tuple[Explanation, ...] = ()
    steps: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    by_category: Mapping[str, float] = field(default_factory=dict)

    @property
    def explanations(self) -> tuple[str, ...]:
        """What would bring the two together, one sentence each, the likeliest first."""
        return tuple(x.sentence for x in self.found)

    @property
    def causes(self) -> tuple[str, ...]:
        """Return the code of each explanation, '' for a figure that would have to change."""
        return tuple(x.cause for x in self.found)

    def to_dict(self) -> dict[str, Any]:
        """Return the contract as plain data."""
        kept = ("verdict", "declared_kg_co2e", "recalculated_kg_co2e", "difference_percent",
                "tolerance_percent", "inside_band")  # fmt: skip
        judged = self.verdict != "cannot be judged"
        off = self.declared_kg_co2e - self.recalculated_kg_co2e if judged else None
        return {
            **{name: getattr(self, name) for name in kept},
            "difference_kg_co2e": off,
            "difference_by_category": dict(self.by_category),
            "explanations": list(self.explanations),
            "causes": list(self.causes),
            "explained": [asdict(x) for x in self.found if not x.fitted],
            "checks": [asdict(c) for c in self.checks],
            "steps": list(self.steps),
            "reasons": list(self.reasons),
            "database": dict(self.study.database),
            "method": self.study.method,
        }


def contradictions(declaration: Declaration) -> tuple[Check, ...]:
    """Return what a declaration says against itself, mistakes of form left aside."""
    wrong = (c for c in declaration.checks if c.result == "error")
    return tuple(c for c in wrong if c.id not in FORM_CHECKS)


@dataclass(frozen=True, slots=True)
class Judging:
    """How a declared value is judged.

    tolerance  relative difference that still agrees [-]
    side       of the 95 % band that is judged by: both, or low or high alone
    drawn      the study's footprint with its uncertainty, where that was calculated before
    """

    tolerance: float = DEFAULT_TOLERANCE
    side: str = "both"
    drawn: Footprint | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.tolerance < 1:
            raise UsageError(
                f"The tolerance is {self.tolerance:g}, must be 0 to 1: 0.05 is 5 percent."
            )
