"""A result of openLCA (JSON-LD, `@type` Result) as a declared footprint.

Source of the fields: GreenDelta, olca-schema (CC0), Result, FlowResult and ImpactResult. A result
lists indicators; the climate one is found by its name. The boundary is that of the product system,
which the result does not state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import fsum
from typing import Any

from celca.declaration.record import Check, Declaration
from celca.errors import DeclarationError
from celca.units import canonical

__all__ = ["is_openlca", "read_openlca"]

_CLIMATE = re.compile(r"climate change|global warming|gwp|carbon footprint", re.I)
_PART = re.compile(r"fossil|biogenic|land|luluc|aircraft|uptake", re.I)
_SET = re.compile(r"AR\s?([4-9])")
_PIECES = ("Item(s)", "item", "Items", "p", "unit")


def is_openlca(document: Mapping[str, Any]) -> bool:
    """Say whether a document is a result of openLCA."""
    return document.get("@type") == "Result" and "impactResults" in document


def read_openlca(name: str, document: Mapping[str, Any]) -> Declaration:
    """Return the footprint that a result states. Raises DeclarationError."""
    found = [(str(x["indicator"]["name"]), float(x["amount"])) for x in document["impactResults"]]
    climate = [(label, kg) for label, kg in found if _CLIMATE.search(label)]
    totals = [(label, kg) for label, kg in climate if not _PART.search(label)]
    if len(totals) != 1:
        named = ", ".join(label for label, _ in found) or "none"
        raise DeclarationError(
            f"{name}: $.impactResults must have one indicator of climate change in total, but has"
            f" {len(totals)}; its indicators are: {named}."
        )
    label, value = totals[0]
    parts = {kind: kg for kind, kg in climate if _PART.search(kind)}
    uptake = [kg for kind, kg in parts.items() if "uptake" in kind.lower()]
    amount, unit = _reference(document)
    method = str(document.get("impactMethod", {}).get("name", ""))
    said = _SET.search(f"{method} {label}")
    return Declaration(
        source=name,
        kg_co2e=value,
        excluding_uptake=value - fsum(uptake) if uptake else None,
        amount=amount,
        unit=unit,
        gwp_sets=(f"AR{said[1]}",) if said else (),
        checks=(*_sum(parts, value), _silent()),
        form="openLCA result",
        counts_uptake=bool(uptake),
        name=str(document.get("name", "")),
    )


def _sum(parts: Mapping[str, float], value: float) -> list[Check]:
    if len(parts) < 2:
        return []
    whole = fsum(parts.values())
    ok = abs(whole - value) <= 1e-6 * max(abs(whole), abs(value))
    verb = "equals" if ok else "does not equal"
    message = f"The total ({value:g}) {verb} the sum of its parts ({whole:g})."
    return [Check("openlca_sum", "ok" if ok else "warning", message, "$.impactResults")]


def _silent() -> Check:
    lost = "A result of openLCA states no boundary, period, place or share of primary data."
    return Check("openlca_silent", "warning", lost, "$")


def _reference(document: Mapping[str, Any]) -> tuple[float, str]:
    """Return amount and unit of the reference flow, ('' where none is marked)."""
    for flow in document.get("flowResults", []):
        if flow.get("isReferenceFlow") or flow.get("isRefFlow"):
            unit = str(flow.get("unit", {}).get("name", ""))
            unit = "piece" if unit in _PIECES else unit
            return float(flow.get("amount", 1.0)), canonical(unit) if unit else ""
    return 1.0, ""
