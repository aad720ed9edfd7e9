"""What a document tells apart, held against the study figure by figure: stages and categories.

So a difference in the total is seen where it arises.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from celca.assess import AtGate
from celca.audit.alignment import Aligned
from celca.audit.beside_total import kept_uptake
from celca.declaration import Check, Declaration, decimal

__all__ = ["by_category", "told_apart"]

_SMALL = 1e-9  # of the total: nothing
_ADDED = {  # fields of PACT that add up to the total -> category
    "fossilGhgEmissions": "fossil",
    "landUseChangeGhgEmissions": "land_use_change",
    "biogenicNonCO2Emissions": "biogenic_emissions",
    "biogenicCO2Uptake": "biogenic_uptake",
}


def told_apart(declaration: Declaration, aligned: Aligned, tolerance: float) -> Iterator[Check]:
    """Yield each stage and category that the document states, beside that of the study."""
    ratio, gate = aligned.ratio, aligned.result.at_gate
    if ratio is None or gate is None:
        return
    scale = abs(declaration.kg_co2e)
    figures = [*_stages(declaration, aligned, gate), *_categories(declaration, gate)]
    for kind, name, declared, own in figures:
        value = own * ratio
        if max(abs(declared), abs(value)) <= _SMALL * scale:
            continue
        ok = abs(declared - value) <= tolerance * abs(value) + _SMALL * scale
        told = f"{name}: {declared:.4g} declared, {value:.4g} kg CO2e recalculated"
        told += "." if ok else f", {declared - value:+.3g}."
        yield Check(kind, "ok" if ok else "warning", told)


def by_category(declaration: Declaration, aligned: Aligned) -> dict[str, float]:
    """Return the difference in each category that a document up to the gate states [kg CO2e].

    What it does not tell apart is the last: together they are the whole difference.
    """
    ratio, gate, value = aligned.ratio, aligned.result.at_gate, aligned.value
    if ratio is None or gate is None or value is None or not aligned.at_gate:
        return {}
    own = {key: kg for _, key, _, kg in _categories(declaration, gate) if key in _ADDED}
    if declaration.counts_uptake:
        own["biogenicCO2Uptake"] = kept_uptake(gate, declaration.packaging)
    stated = {key: decimal(declaration.pcf.get(key)) for key in own}
    out = {_ADDED[k]: x - own[k] * ratio for k, x in stated.items() if x is not None}
    if out:
        out["not told apart"] = fsum(
            (declaration.kg_co2e, -value * ratio, *(-kg for kg in out.values()))
        )
    return out


def _stages(
    declaration: Declaration, aligned: Aligned, gate: AtGate
) -> Iterator[tuple[str, str, float, float]]:
    """Yield the stages of the document; several that it does not tell apart are joined by +."""
    own: dict[str, float] = {str(k): kg for k, kg in aligned.result.by_stage.items()}
    if not declaration.counts_uptake:
        own.update({str(k): kg for k, kg in gate.by_stage.items()})
    for name, declared in declaration.by_stage.items():
        value = fsum(own.get(stage, 0.0) for stage in name.split("+"))
        yield "stage", name.replace("+", " and ").replace("_", " "), declared, value


def _categories(declaration: Declaration, gate: AtGate) -> Iterator[tuple[str, str, float, float]]:
    pcf = declaration.pcf
    known = gate.by_category
    figures = {
        "fossilGhgEmissions": known["fossil"] + known["aircraft"],
        "aircraftGhgEmissions": known["aircraft"],
        "landUseChangeGhgEmissions": known["land_use_change"],
        "biogenicNonCO2Emissions": max(known["biogenic_emissions"] - gate.biogenic_co2, 0.0),
        "packagingGhgEmissions": gate.packaging,
        "outboundLogisticsGhgEmissions": gate.distribution,
    }
    if declaration.packaging is False and (gate.packaging or gate.packaging_uptake):
        figures = {k: v for k, v in figures.items() if k.startswith("outbound")}
    for key, own in figures.items():
        declared = decimal(pcf.get(key))
        if declared is not None:
            yield "category", key, declared, own
