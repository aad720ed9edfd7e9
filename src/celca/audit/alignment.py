"""Bring a recalculation to the terms of a declaration, one step at a time.

Unit and amount, boundary, packaging, GWP set, biogenic uptake, allocation, recycled content,
period: what can be aligned is, what cannot is said. What then remains is a real difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum

from celca.assess import Footprint, assess
from celca.audit.stated import contents, period, rule_of
from celca.audit.study import Study, method_for
from celca.circular import METHODS
from celca.declaration import Check, Declaration
from celca.errors import DataError
from celca.product import GATE_STAGES
from celca.units import factor, same_dimension

__all__ = ["Aligned", "align"]

_NO_UNIT = "The declaration names no unit: taken as one declared unit of the study."


@dataclass(frozen=True, slots=True)
class Aligned:
    """A recalculation in the terms of the declaration.

    ratio    declared amount per declared unit of the study; None where they cannot meet
    value    recalculated [kg CO2e per declared unit of the study], None likewise
    result   the footprint it was read from, under the declaration's method and rule
    study    the same, to be calculated again; None where only a footprint was given
    at_gate  whether it ends at the gate
    steps    what was done, one sentence each
    """

    ratio: float | None
    value: float | None
    result: Footprint
    study: Study | None
    at_gate: bool
    steps: tuple[str, ...]
    checks: tuple[Check, ...]


def align(declaration: Declaration, result: Footprint, study: Study | None) -> Aligned:
    """Return the recalculation in the terms of the declaration."""
    steps: list[str] = []
    checks: list[Check] = []
    ratio = _unit(declaration, result, steps, checks)
    result, study = _gwp_set(declaration, result, study, steps, checks)
    result, study = _allocation(declaration, result, study, steps, checks)
    value, at_gate = _boundary(declaration, result, steps, checks)
    if value is not None:
        value = _packaging(declaration, result, value, steps)
        value = _uptake(declaration, result, value, steps)
    checks.extend(contents(declaration, result))
    checks.extend(period(declaration, result))
    return Aligned(ratio, value, result, study, at_gate, tuple(steps), tuple(checks))


def _unit(
    declaration: Declaration, result: Footprint, steps: list[str], checks: list[Check]
) -> float | None:
    unit = result.declared_unit
    told = f"{declaration.amount:g} {declaration.unit} against {unit.amount:g} {unit.unit}"
    if not declaration.unit:
        checks.append(Check("unit", "warning", _NO_UNIT))
        return 1.0
    if same_dimension(declaration.unit, unit.unit):
        ratio = declaration.amount * factor(declaration.unit, unit.unit) / unit.amount
        if ratio != 1:
            steps.append(f"Unit: {told}, times {ratio:g}.")
        return ratio
    mass = result.at_gate.product_mass_kg if result.at_gate else result.mass_kg
    if same_dimension(declaration.unit, "kg") and mass:
        steps.append(f"Unit: {told} by the mass of {mass:g} kg per declared unit.")
        return declaration.amount * factor(declaration.unit, "kg") / mass
    uses = float(result.provenance.get("uses", 1.0))
    if declaration.unit == "piece" and unit.unit not in ("piece",):
        steps.append(f"Unit: {told}; one piece fulfils {uses:g} declared units.")
        return declaration.amount * uses
    checks.append(
        Check(
            "unit",
            "error",
            f"The value is declared per {declaration.amount:g} {declaration.unit}, the study is for"
            f" {unit.amount:g} {unit.unit}: they cannot be converted into each other.",
        )
    )
    return None


def _gwp_set(
    declaration: Declaration,
    result: Footprint,
    study: Study | None,
    steps: list[str],
    checks: list[Check],
) -> tuple[Footprint, Study | None]:
    used = result.provenance["method"]["gwp_set"]
    if not declaration.gwp_sets or used in declaration.gwp_sets:
        return result, study
    declared = ", ".join(declaration.gwp_sets)
    method = method_for(declaration.gwp_sets[0]) if len(declaration.gwp_sets) == 1 else None
    message = f"Declared with {declared}, the study with {used}."
    if study is None or method is None or result.uncertainty is not None:
        message += f" It was not recalculated with {declared}: the values differ by that, too."
        checks.append(Check("gwp_set", "warning", message))
        return result, study
    checks.append(Check("gwp_set", "warning", message))
    study = replace(study, prices=study.under(method))
    again = assess(study.product, study.prices)
    steps.append(
        f"GWP set: recalculated with {declared}, {result.total_kg_co2e:.4g} becomes"
        f" {again.total_kg_co2e:.4g} kg CO2e per declared unit."
    )
    return again, study


def _allocation(
    declaration: Declaration,
    result: Footprint,
    study: Study | None,
    steps: list[str],
    checks: list[Check],
) -> tuple[Footprint, Study | None]:
    told = rule_of(declaration)
    if told not in METHODS or told == result.allocation:
        return result, study
    message = f"Declared with the allocation {told}, the study has {result.allocation}."
    checks.append(Check("allocation", "warning", message))
    if study is None or result.uncertainty is not None:
        return result, study
    try:
        product = replace(study.product, allocation=str(told))
        again = assess(product, study.prices)
    except DataError as fault:
        checks.append(Check("allocation", "warning", f"It cannot be recalculated so: {fault}"))
        return result, study
    steps.append(
        f"Allocation: recalculated with {told}, {result.total_kg_co2e:.4g} becomes"
        f" {again.total_kg_co2e:.4g} kg CO2e per declared unit."
    )
    return again, replace(study, product=product)


def _boundary(
    declaration: Declaration, result: Footprint, steps: list[str], checks: list[Check]
) -> tuple[float | None, bool]:
    gate = result.at_gate
    later = any(v for s, v in result.by_stage.items() if s not in GATE_STAGES)
    if declaration.boundary == "cradle-to-grave" and result.boundary == "cradle-to-gate":
        message = "Declared from cradle to grave, but the study ends at the gate."
        checks.append(Check("boundary", "error", message))
        return None, False
    if declaration.boundary != "cradle-to-gate" or not later:
        return result.total_kg_co2e, not later
    if gate is None:
        value = fsum(result.by_stage[s] for s in GATE_STAGES)
    else:
        value = fsum(gate.by_category.values())
    steps.append(
        f"Boundary: declared up to the gate, so distribution, use and end of life"
        f" ({result.total_kg_co2e - value:.4g} kg CO2e) are left out: {result.total_kg_co2e:.4g}"
        f" becomes {value:.4g} kg CO2e per declared unit."
    )
    return value, True


def _packaging(
    declaration: Declaration, result: Footprint, value: float, steps: list[str]
) -> float:
    gate = result.at_gate
    if declaration.packaging is not False or gate is None:
        return value
    packaging = gate.packaging + gate.packaging_uptake
    if packaging:
        steps.append(f"Packaging: declared without it, so {packaging:.4g} kg CO2e are left out.")
    return value - packaging


def _uptake(declaration: Declaration, result: Footprint, value: float, steps: list[str]) -> float:
    """Leave biogenic uptake out where the form of the declaration does not know it."""
    gate = result.at_gate
    if declaration.counts_uptake or gate is None:
        return value
    uptake = gate.by_category["biogenic_uptake"]
    if declaration.packaging is False:
        uptake -= gate.packaging_uptake
    if uptake:
        steps.append(f"Biogenic: declared without uptake, so {uptake:.4g} kg CO2e are left out.")
    return value - uptake
