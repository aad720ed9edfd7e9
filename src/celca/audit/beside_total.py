"""What a document states beside its total, held against the study: uptake, mass, omissions."""

from __future__ import annotations

from collections.abc import Iterator

from celca.assess import AtGate, Footprint
from celca.audit.alignment import Aligned
from celca.declaration import Check, Declaration, decimal
from celca.units import same_dimension

__all__ = ["biogenic", "exempted", "kept_uptake", "mass"]


def kept_uptake(gate: AtGate, packaging: bool | None) -> float:
    """Return the uptake that a document up to the gate states: what is still in the product.

    packaging  whether the document counts it

    [kg CO2 per declared unit], 0 or less
    """
    netted = min(gate.by_category["biogenic_uptake"] + gate.biogenic_co2, 0.0)
    return netted - gate.packaging_uptake if packaging is False else netted


def biogenic(declaration: Declaration, aligned: Aligned, tolerance: float) -> Iterator[Check]:
    """Hold the total without uptake against the recalculated one, where it is declared."""
    gate, declared = aligned.result.at_gate, declaration.excluding_uptake
    if declared is None or gate is None or not declaration.counts_uptake:
        return
    if aligned.ratio is None or aligned.value is None:
        return
    value, ratio = aligned.value, aligned.ratio
    netted = kept_uptake(gate, declaration.packaging)
    expected = (value - netted) * ratio
    ok = abs(declared - expected) <= tolerance * abs(expected)
    message = (
        f"Without biogenic uptake {declared:.4g} is declared, {expected:.4g} kg CO2e recalculated."
    )
    if not ok and abs(declared - value * ratio) <= tolerance * abs(value * ratio):
        message += " The uptake seems to be taken off in it."
    yield Check("excluding_uptake", "ok" if ok else "error", message)
    told = decimal(declaration.pcf.get("biogenicCO2Uptake"))
    if told is not None and abs(told - netted * ratio) > 0.05 * max(abs(told), abs(netted * ratio)):
        message = f"An uptake of {told:.4g} is declared, {netted * ratio:.4g} kg CO2 recalculated."
        yield Check("biogenic_uptake", "warning", message)


def mass(declaration: Declaration, aligned: Aligned) -> Iterator[Check]:
    """Hold the mass of the product against that of the study, where it is declared."""
    declared, gate = declaration.mass_kg, aligned.result.at_gate
    if not declared or gate is None or not aligned.ratio:
        return
    if declaration.unit and same_dimension(declaration.unit, "kg"):
        return
    own = gate.product_mass_kg * aligned.ratio
    told = f"A mass of {declared:.4g} kg is declared, {own:.4g} kg in the study."
    yield Check("mass", "ok" if abs(declared - own) <= 0.01 * own else "warning", told)


def exempted(declaration: Declaration, result: Footprint) -> Iterator[Check]:
    """Hold what is declared as left out against what the study leaves out."""
    declared = decimal(declaration.pcf.get("exemptedEmissionsPercent"))
    if declared and not result.excluded.lines:
        told = (
            f"{declared:.3g} % of the emissions are declared as left out; the study leaves no line"
            " out."
        )
        yield Check("exempted", "warning", told, "$.pcf.exemptedEmissionsPercent")
