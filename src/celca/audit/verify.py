"""Recalculate a declared footprint and say whether, and why, the two differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from celca.assess import Footprint, Options, footprint
from celca.declaration import Check, Declaration, read_declaration
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.units import factor, same_dimension

__all__ = ["DEFAULT_TOLERANCE", "Verdict", "verify"]

DEFAULT_TOLERANCE = 0.05
_NO_UNIT = "The declaration names no unit: taken as one declared unit of the study."


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an audit.

    verdict       agrees, differs or cannot be judged
    inside_band   whether the declared value lies in the 95 % band; None without uncertainty
    explanations  what would bring the two together, one sentence each
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

    def to_dict(self) -> dict[str, Any]:
        """Return the contract as plain data."""
        out = {k: getattr(self, k) for k in self.__dataclass_fields__ if k != "study"}
        out["checks"] = [asdict(c) for c in self.checks]
        out["explanations"] = list(self.explanations)
        out["database"] = dict(self.study.database)
        out["method"] = self.study.method
        return out


def verify(
    declared: str,
    against: str | Path | Footprint,
    database: str | Path = DEFAULT,
    method: str = DEFAULT_METHOD,
    tolerance: float = DEFAULT_TOLERANCE,
    options: Options | None = None,
) -> Verdict:
    """Compare a declared value with the study that stands behind it.

    declared   a number of kg CO2e, a number with its unit, or a PACT v3 JSON file
    against    the study: a bill of materials, a product.toml or a folder; or its footprint,
               which may carry its uncertainty (then database, method and options are its own)
    tolerance  relative difference that still agrees [-]
    """
    declaration = read_declaration(declared)
    if isinstance(against, Footprint):
        result = against
    else:
        result = footprint(against, database, method, options)
    checks = [*declaration.checks, *_checks(declaration, result)]
    ratio = _ratio(declaration, result)
    if ratio is None:
        checks.append(_unit_check(declaration, result))
        recalculated, difference, verdict = result.total_kg_co2e, None, "cannot be judged"
    else:
        recalculated = result.total_kg_co2e * ratio
        difference = declaration.kg_co2e - recalculated
        close = abs(difference) <= tolerance * abs(recalculated)
        verdict = "agrees" if close else "differs"
    explained = verdict == "differs" and ratio is not None
    return Verdict(
        verdict,
        declaration.kg_co2e,
        recalculated,
        100 * difference / abs(recalculated) if difference is not None and recalculated else None,
        100 * tolerance,
        _inside_band(declaration, result, ratio),
        tuple(_explain(declaration, result, ratio, tolerance)) if explained and ratio else (),
        tuple(checks),
        result,
    )


def _ratio(declaration: Declaration, result: Footprint) -> float | None:
    """Return declared amount per declared unit of the study, None where they cannot meet."""
    unit = result.declared_unit
    if not declaration.unit:
        return 1.0
    if same_dimension(declaration.unit, unit.unit):
        return declaration.amount * factor(declaration.unit, unit.unit) / unit.amount
    if same_dimension(declaration.unit, "kg") and result.mass_kg:
        return declaration.amount * factor(declaration.unit, "kg") / result.mass_kg
    return None


def _inside_band(declaration: Declaration, result: Footprint, ratio: float | None) -> bool | None:
    """Say whether the declared value lies in the 95 % band, None where there is none."""
    spread = result.uncertainty
    if spread is None or ratio is None:
        return None
    return bool(spread["p2_5"] * ratio <= declaration.kg_co2e <= spread["p97_5"] * ratio)


def _unit_check(declaration: Declaration, result: Footprint) -> Check:
    unit = result.declared_unit
    return Check(
        "unit",
        "error",
        f"The value is declared per {declaration.amount:g} {declaration.unit}, the study is for"
        f" {unit.amount:g} {unit.unit}: they cannot be converted into each other.",
    )


def _checks(declaration: Declaration, result: Footprint) -> Iterator[Check]:
    if not declaration.unit:
        yield Check("unit", "warning", _NO_UNIT)
    used = result.provenance["method"]["gwp_set"]
    if declaration.gwp_sets and used not in declaration.gwp_sets:
        declared = ", ".join(declaration.gwp_sets)
        yield Check("gwp_set", "warning", f"Declared with {declared}, recalculated with {used}.")
    share = result.excluded.mass_share
    if result.excluded.lines:
        told = "an unknown share" if share is None else f"{share:.1%}"
        yield Check("excluded", "warning", f"{told} of the mass is not in the recalculation.")
    for finding in result.findings:
        if finding.severity != "info":
            yield Check(finding.code, "warning", finding.message)


def _explain(
    declaration: Declaration, result: Footprint, ratio: float, tolerance: float
) -> Iterator[str]:
    """Yield what would bring the values together, the simplest first."""
    difference = declaration.kg_co2e - result.total_kg_co2e * ratio

    def close(value: float) -> bool:
        return abs(declaration.kg_co2e - value * ratio) <= tolerance * abs(value * ratio)

    if close(result.total_excluding_uptake_kg_co2e):
        yield "It agrees with the total that leaves biogenic uptake out."
    for thousand, name in ((1000.0, "1000 times too high"), (0.001, "1000 times too low")):
        if close(result.total_kg_co2e * thousand):
            yield f"It is {name}: a unit may have been mistaken (g for kg, kg for t)."
    if result.mass_kg and close(result.total_kg_co2e / result.mass_kg):
        yield "It agrees per kilogram of product: it may have been declared for another unit."
    for variant in result.variants:
        if variant.name != "as_specified" and close(variant.total_kg_co2e):
            yield f"It agrees with the variant {variant.name}."
    for stage, value in result.by_stage.items():
        if value and close(result.total_kg_co2e - value):
            yield f"It agrees when the stage {stage} is left out."
    ranked = sorted(result.lines, key=lambda x: -abs(x.kg_co2e))
    for line in ranked[:3]:
        if line.kg_co2e and line.amount:
            now, needed = line.kg_co2e / line.amount, difference / ratio / line.amount
            yield (
                f"{line.process or line.part} would have to be {now + needed:.3g} instead of"
                f" {now:.3g} kg CO2e/{line.unit} ({100 * needed / abs(now):+.0f} %) to explain"
                " all of it."
            )
