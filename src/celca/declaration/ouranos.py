"""Ouranos Ecosystem `cfp` records of one part as a declared footprint.

Source of the fields: data-transaction-system of the Ouranos Ecosystem (MIT, NTT DATA). A part has
records for pre-processing and main production, its own and those of its components; a total is
their sum. There is no biogenic split and no period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from celca.declaration.record import Check, Declaration
from celca.errors import DeclarationError

__all__ = ["OURANOS_UNITS", "is_ouranos", "read_ouranos"]

# unit of a record -> (PACT's, ours)
OURANOS_UNITS = {
    "liter": ("liter", "l"),
    "kilogram": ("kilogram", "kg"),
    "cubic-meter": ("cubic meter", "m3"),
    "kilowatt-hour": ("kilowatt hour", "kWh"),
    "megajoule": ("megajoule", "MJ"),
    "ton-kilometer": ("ton kilometer", "t*km"),
    "square-meter": ("square meter", "m2"),
    "unit": ("piece", "piece"),
}
_OWN = ("preProduction", "mainProduction", "preComponent", "mainComponent")


def is_ouranos(content: object) -> bool:
    """Say whether a document is a list of cfp records."""
    return (
        isinstance(content, list)
        and bool(content)
        and all(isinstance(r, dict) and "cfpType" in r and "ghgEmission" in r for r in content)
    )


def read_ouranos(name: str, records: Sequence[Mapping[str, Any]]) -> Declaration:
    """Return the footprint that the cfp records of one part state. Raises DeclarationError."""
    parts: dict[str, float] = {}
    for i, record in enumerate(records):
        value = record["ghgEmission"]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DeclarationError(
                f"{name}: $[{i}].ghgEmission is {value!r}, but must be a number."
            )
        parts[str(record["cfpType"])] = float(value)
    unit = _unit(name, records)
    own = [parts[k] for k in _OWN if k in parts]
    totals = [v for k, v in parts.items() if k.endswith("Total")]
    if not own and not totals:
        known = ", ".join(_OWN)
        raise DeclarationError(f"{name}: $[*].cfpType names none of {known}, nor a total.")
    checks = []
    if own and totals:
        ok = abs(sum(own) - sum(totals)) <= 0.001 * abs(sum(totals))
        verb = "equals" if ok else "does not equal"
        message = (
            f"The sum of the parts ({sum(own):g}) {verb} that of the totals ({sum(totals):g})."
        )
        checks.append(Check("ouranos_total", "ok" if ok else "error", message, "$[*].ghgEmission"))
    value = sum(own) if own else sum(totals)
    lost = "Ouranos records state no biogenic split, no GWP set and no period."
    checks.append(Check("ouranos_silent", "warning", lost, "$"))
    places = max(_places(r["ghgEmission"]) for r in records)
    return Declaration(
        source=name,
        kg_co2e=value,
        unit=unit,
        checks=tuple(checks),
        precision=0.5 * 10.0**-places * len(own or totals),
        form="Ouranos cfp",
        boundary="cradle-to-gate",
        counts_uptake=False,
        name=str(records[0].get("traceId") or ""),
    )


def _unit(name: str, records: Sequence[Mapping[str, Any]]) -> str:
    units = {str(r.get("ghgDeclaredUnit", "")).removeprefix("kgCO2e/") for r in records}
    if len(units) != 1 or not units <= set(OURANOS_UNITS):
        raise DeclarationError(
            f"{name}: $[*].ghgDeclaredUnit is {', '.join(sorted(units))}, but must be one of"
            f" {', '.join(f'kgCO2e/{u}' for u in OURANOS_UNITS)}, the same in every record."
        )
    return OURANOS_UNITS[units.pop()][1]


def _places(value: float) -> int:
    return len(str(value).partition(".")[2]) if "e" not in str(value) else 6
