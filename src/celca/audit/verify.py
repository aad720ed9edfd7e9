"""Recalculate a declared footprint and say whether, and why, the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from celca.assess import Footprint, footprint
from celca.audit.alignment import Aligned, align
from celca.audit.band import band_of
from celca.audit.basis import Basis
from celca.audit.causes import Case, Cause, exact, rank
from celca.audit.consistency import stated_quality
from celca.audit.slips import from_footprint, needed_figures
from celca.audit.study import Study
from celca.audit.told_apart import told_apart
from celca.audit.trial_inputs import from_materials
from celca.audit.trials import from_trials
from celca.declaration import Check, Declaration, read_declaration
from celca.errors import UsageError

__all__ = ["DEFAULT_TOLERANCE", "Judging", "Verdict", "verify"]

DEFAULT_TOLERANCE = 0.05
_MOST = 8
_MEETS = 0.005  # percent: nobody would write it


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an audit.

    verdict       agrees, differs or cannot be judged: by the tolerance
    inside_band   whether the declared value lies in the 95 % band; None without uncertainty
    reasons       of the verdict, one sentence each
    explanations  what would bring the two together, one sentence each, the likeliest first
    steps         how the recalculation was brought to the terms of the declaration
    causes        code of each explanation, '' for a figure that would have to change
    """

    verdict: str
    declared_kg_co2e: float
    recalculated_kg_co2e: float
    difference_percent: float | None
    tolerance_percent: float
    inside_band: bool | None
    explanations: tuple[str, ...]
    checks: tuple[Check, ...]
    study: Footprint
    declaration: Declaration
    steps: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the contract as plain data."""
        aside = ("study", "declaration")
        out = {k: getattr(self, k) for k in self.__dataclass_fields__ if k not in aside}
        out["checks"] = [asdict(c) for c in self.checks]
        for name in ("explanations", "steps", "causes", "reasons"):
            out[name] = list(out[name])
        out["database"] = dict(self.study.database)
        out["method"] = self.study.method
        return out


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


_USUAL, _USUALLY = Basis(), Judging()


def verify(
    declared: str | Declaration,
    against: str | Path | Footprint,
    basis: Basis = _USUAL,
    judging: Judging = _USUALLY,
) -> Verdict:
    """Compare a declared value with the study that stands behind it.

    declared  a number of kg CO2e, a number with its unit, or a JSON file in a common format
    against   the study: a bill of materials, a product.toml or a folder; or its footprint
              (then only what can be read off it is aligned and explained)
    basis     database, method and options that the study is calculated with
    """
    declaration = read_declaration(declared) if isinstance(declared, str) else declared
    study = None
    if not isinstance(against, Footprint):
        study = Study.open(against, basis)
        against = judging.drawn or footprint(against, study.prices, options=basis.options)
    result = against
    aligned = align(declaration, result, study)
    checks = (
        *declaration.checks,
        *aligned.checks,
        *stated_quality(declaration, aligned),
        *told_apart(declaration, aligned, judging.tolerance),
        *_checks(aligned.result),
    )
    if aligned.ratio is None or aligned.value is None:
        return _open(declaration, aligned, result, judging.tolerance, checks)
    return _judge(declaration, aligned, study, judging, checks)


def _open(
    declaration: Declaration,
    aligned: Aligned,
    result: Footprint,
    tolerance: float,
    checks: tuple[Check, ...],
) -> Verdict:
    """Return that the two cannot be compared, and why."""
    return Verdict(
        "cannot be judged",
        declaration.kg_co2e,
        result.total_kg_co2e,
        None,
        100 * tolerance,
        None,
        (),
        checks,
        result,
        declaration,
        aligned.steps,
        reasons=tuple(c.message for c in aligned.checks if c.result == "error"),
    )


def _judge(
    declaration: Declaration,
    aligned: Aligned,
    study: Study | None,
    judging: Judging,
    checks: tuple[Check, ...],
) -> Verdict:
    tolerance = judging.tolerance
    case = _case(declaration, aligned, tolerance)
    recalculated = case.value * (aligned.ratio or 1.0)
    difference = declaration.kg_co2e - recalculated
    close = abs(difference) <= tolerance * abs(recalculated)
    band = band_of(aligned, judging.side)
    found = () if close else tuple(_explanations(case, aligned.study or study))
    told = band.told(declaration.kg_co2e) if band else ""
    return Verdict(
        "agrees" if close else "differs",
        declaration.kg_co2e,
        recalculated,
        100 * difference / abs(recalculated) if recalculated else None,
        100 * tolerance,
        band.holds(declaration.kg_co2e) if band else None,
        tuple(sentence for sentence, _ in found),
        checks,
        aligned.result,
        declaration,
        aligned.steps,
        tuple(code for _, code in found),
        tuple(_reasons(difference, recalculated, tolerance, told)),
    )


def _case(declaration: Declaration, aligned: Aligned, tolerance: float) -> Case:
    """Return the declared and the recalculated value, per declared unit of the study."""
    ratio = aligned.ratio or 1.0
    return Case(
        declaration,
        aligned.result,
        declaration.kg_co2e / ratio,
        aligned.value or 0.0,
        tolerance,
        declaration.precision / ratio,
        aligned.at_gate,
    )


def _explanations(case: Case, study: Study | None) -> Iterator[tuple[str, str]]:
    causes = list(from_footprint(case))
    if study is not None:
        causes += from_trials(case, study)
        if not any(exact(cause, case) for cause in causes):
            causes += from_materials(case, study)
    netted = _offsets(case)
    if netted is not None:
        yield netted.sentence, netted.code
    seen: set[str] = set()
    for cause in rank(causes, case):
        if cause.sentence not in seen and len(seen) < _MOST:
            seen.add(cause.sentence)
            yield cause.sentence, cause.code
    for sentence in needed_figures(case):
        yield sentence, ""


def _offsets(case: Case) -> Cause | None:
    """Return offsets as the cause where the parts of the declaration exceed its total."""
    ids = {c.id for c in case.declaration.checks if c.result in ("warning", "error")}
    told = "Offsets may have been netted: "
    if "pact_offsets" in ids and case.declared < case.value:
        return Cause("offsets", f"{told}the declaration speaks of them.", case.value, 0)
    nothing = case.declared <= 0 < case.value
    if nothing and (case.declared == 0 or not case.result.by_category["biogenic_uptake"]):
        return Cause("offsets", f"{told}nothing or less than nothing is declared.", 0.0, 0)
    return None


def _reasons(difference: float, recalculated: float, tolerance: float, band: str) -> Iterator[str]:
    off = 100 * abs(difference) / abs(recalculated) if recalculated else float("inf")
    verb = "is within" if off <= 100 * tolerance else "exceeds"
    side = "above" if difference > 0 else "below"
    if off < _MEETS:
        yield "It meets the recalculation."
    else:
        yield f"It lies {off:.3g} % {side} the recalculation, which {verb} {100 * tolerance:g} %."
    if band:
        yield band


def _checks(result: Footprint) -> Iterator[Check]:
    share = result.excluded.mass_share
    if result.excluded.lines:
        told = "an unknown share" if share is None else f"{share:.1%}"
        yield Check("excluded", "warning", f"{told} of the mass is not in the recalculation.")
    for finding in result.findings:
        if finding.severity != "info":
            yield Check(finding.code, "warning", finding.message)
