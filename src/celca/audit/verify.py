"""Recalculate a declared footprint and say whether, and why, the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from pathlib import Path

from celca.assess import Footprint, footprint
from celca.audit.alignment import Aligned, align
from celca.audit.band import band_of
from celca.audit.basis import Basis
from celca.audit.beside_total import biogenic, exempted, mass
from celca.audit.causes import Case, Cause, exact, rank
from celca.audit.consistency import stated_quality
from celca.audit.slips import from_footprint, needed_figures
from celca.audit.study import Study
from celca.audit.told_apart import by_category, told_apart
from celca.audit.trial_inputs import from_materials
from celca.audit.trials import from_trials
from celca.audit.verdict import Explanation, Judging, Verdict, contradictions
from celca.declaration import Check, Declaration, read_declaration

__all__ = ["verify"]

_MOST, _MOST_NEAR = 8, 4
_MEETS = 0.005  # percent: nobody would write it
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
    aligned = align(declaration, against, study)
    checks = (
        *declaration.checks,
        *aligned.checks,
        *biogenic(declaration, aligned, judging.tolerance),
        *mass(declaration, aligned),
        *exempted(declaration, aligned.result),
        *stated_quality(declaration, aligned),
        *told_apart(declaration, aligned, judging.tolerance),
        *_checks(aligned.result),
    )
    if aligned.ratio is None or aligned.value is None:
        return _open(declaration, aligned, against, judging.tolerance, checks)
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
        checks,
        result,
        declaration,
        steps=aligned.steps,
        reasons=tuple(c.message for c in aligned.checks if c.result == "error"),
    )


def _judge(
    declaration: Declaration,
    aligned: Aligned,
    study: Study | None,
    judging: Judging,
    checks: tuple[Check, ...],
) -> Verdict:
    tolerance, case = judging.tolerance, _case(declaration, aligned, judging.tolerance)
    recalculated = case.value * case.ratio
    difference = declaration.kg_co2e - recalculated
    close = abs(difference) <= tolerance * abs(recalculated)
    band = band_of(aligned, judging.side)
    reasons = [_distance(difference, recalculated, tolerance)]
    reasons += [band.told(declaration.kg_co2e)] if band else []
    apart = [c.message for c in checks if c.id == "excluding_uptake" and c.result == "error"]
    return Verdict(
        "agrees" if close and not apart else "differs",
        declaration.kg_co2e,
        recalculated,
        100 * difference / abs(recalculated) if recalculated else None,
        100 * tolerance,
        band.holds(declaration.kg_co2e) if band else None,
        checks,
        aligned.result,
        declaration,
        () if close else tuple(_explanations(case, aligned.study or study)),
        aligned.steps,
        (*reasons, *apart, *_against_itself(declaration)),
        by_category(declaration, aligned),
    )


def _case(declaration: Declaration, aligned: Aligned, tolerance: float) -> Case:
    """Return the declared and the recalculated value, per declared unit of the study."""
    ratio, value, result = aligned.ratio or 1.0, aligned.value or 0.0, aligned.result
    whole = result.total_kg_co2e
    if aligned.at_gate and result.at_gate is not None:
        whole = fsum(result.at_gate.by_category.values())
    return Case(
        declaration,
        result,
        declaration.kg_co2e / ratio,
        value,
        tolerance,
        declaration.precision / ratio,
        aligned.at_gate,
        ratio,
        whole - value,
    )


def _explanations(case: Case, study: Study | None) -> Iterator[Explanation]:
    causes = list(from_footprint(case))
    if study is not None:
        causes += from_trials(case, study)
        if not any(exact(cause, case) for cause in causes):
            causes += from_materials(case, study)
    netted = _offsets(case)
    if netted is not None:
        yield netted
    told: dict[str, Cause] = {}
    for cause in rank(causes, case):
        told.setdefault(cause.sentence, cause)
    most = _MOST if any(exact(cause, case) for cause in told.values()) else _MOST_NEAR
    for fitted in (False, True):
        some = [cause for cause in told.values() if cause.fitted == fitted]
        yield from (_explained(cause, case) for cause in some[:most])
    for sentence in needed_figures(case):
        yield Explanation("", sentence, fitted=True)


def _explained(cause: Cause, case: Case) -> Explanation:
    """Return a cause with what it explains of the difference, and what it leaves."""
    if cause.fitted:
        return Explanation(cause.code, cause.sentence, fitted=True)
    whole = case.declaration.kg_co2e - case.value * case.ratio
    moved = (cause.value - case.value) * case.ratio
    return Explanation(cause.code, cause.sentence, moved, whole - moved, exact(cause, case))


def _offsets(case: Case) -> Explanation | None:
    """Return offsets as the cause where the parts of the declaration exceed its total."""
    ids = {c.id for c in case.declaration.checks if c.result in ("warning", "error")}
    told = "Offsets may have been netted: "
    if "pact_offsets" in ids and case.declared < case.value:
        return Explanation("offsets", f"{told}the declaration speaks of them.")
    nothing = case.declared <= 0 < case.value
    if nothing and (case.declared == 0 or not case.result.by_category["biogenic_uptake"]):
        return Explanation("offsets", f"{told}nothing or less than nothing is declared.")
    return None


def _distance(difference: float, recalculated: float, tolerance: float) -> str:
    off = 100 * abs(difference) / abs(recalculated) if recalculated else float("inf")
    if off < _MEETS:
        return "It meets the recalculation."
    verb = "is within" if off <= 100 * tolerance else "exceeds"
    side = "above" if difference > 0 else "below"
    return f"It lies {off:.3g} % {side} the recalculation, which {verb} {100 * tolerance:g} %."


def _against_itself(declaration: Declaration) -> Iterator[str]:
    found = contradictions(declaration)
    if found:
        named = ", ".join(dict.fromkeys(c.id for c in found))
        yield f"The declaration contradicts itself: {named}."


def _checks(result: Footprint) -> Iterator[Check]:
    share = result.excluded.mass_share
    if result.excluded.lines:
        told = "an unknown share" if share is None else f"{share:.1%}"
        yield Check("excluded", "warning", f"{told} of the mass is not in the recalculation.")
    for finding in result.findings:
        if finding.severity != "info":
            yield Check(finding.code, "warning", finding.message)
