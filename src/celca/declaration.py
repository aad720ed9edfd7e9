"""A declared carbon footprint: a number with its unit, or a PACT v3 product footprint.

Reads what somebody states about a product and checks that it holds together by itself. What
the value should be is not this room's concern: see `celca.audit`.

Source of the PACT rules: PACT Technical Specifications 3.0 (WBCSD), data model of the
ProductFootprint; field names are its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celca.errors import DeclarationError, FileFault
from celca.units import factor

__all__ = ["Check", "Declaration", "read_declaration"]

_PACT_UNITS = {
    "liter": "l",
    "kilogram": "kg",
    "cubic meter": "m3",
    "kilowatt hour": "kWh",
    "megajoule": "MJ",
    "ton kilometer": "t*km",
    "square meter": "m2",
    "piece": "piece",
    "hour": "h",
}
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")
_ROUNDING = 0.01  # of the value: declared figures are rounded, and the standard allows it


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    id       short and stable, for scripts
    result   ok, warning or error
    message  what was found, in one sentence
    """

    id: str
    result: str
    message: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared footprint.

    kg_co2e           the declared value, biogenic uptake counted if it says so [kg CO2e]
    excluding_uptake  the value without biogenic uptake, None where not told apart [kg CO2e]
    amount, unit      what it is declared for; unit is '' where the declaration does not say
    gwp_sets          assessment reports it says it used, such as AR6
    """

    source: str
    kg_co2e: float
    excluding_uptake: float | None = None
    amount: float = 1.0
    unit: str = ""
    gwp_sets: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


def read_declaration(declared: str) -> Declaration:
    """Read a declared value: `64.5`, `64.5 kg CO2e`, `840 g CO2e/piece`, or a PACT JSON file.

    Raises DeclarationError or FileFault.
    """
    if declared.lower().endswith(".json") or Path(declared).is_file():
        return _read_json(Path(declared))
    match = re.fullmatch(
        r"\s*([+-]?\d[\d,]*\.?\d*(?:[eE][+-]?\d+)?)\s*"
        r"(?:(kg|g|t|mg)\s*-?\s*CO2-?(?:e|eq)?\s*(?:/\s*([\d.]+)?\s*(\S+))?)?\s*",
        declared.replace("₂", "2"),
    )
    if match is None:
        raise DeclarationError(
            f"{declared!r} is not a declared value: write a number of kg CO2e such as '64.5',"
            " one with its unit such as '840 g CO2e/piece', or name a PACT JSON file."
        )
    value = float(match[1].replace(",", "")) * factor(match[2] or "kg", "kg")
    return Declaration(declared, value, None, float(match[3] or 1), match[4] or "")


def _read_json(path: Path) -> Declaration:
    if not path.is_file():
        raise FileFault(str(path), "does not exist.")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileFault(path.name, "is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        raise FileFault(
            f"{path.name} line {error.lineno}", f"is not well-formed JSON: {error.msg}."
        ) from error
    if isinstance(content, dict) and isinstance(content.get("data"), dict):
        content = content["data"]
    pcf = content.get("pcf") if isinstance(content, dict) else None
    if not isinstance(pcf, dict) or "pcfExcludingBiogenicUptake" not in pcf:
        raise DeclarationError(
            f"{path.name}: $.pcf.pcfExcludingBiogenicUptake is missing, so this is not a PACT v3"
            " product footprint."
        )
    return _from_pact(path.name, pcf)


def _from_pact(name: str, pcf: Mapping[str, Any]) -> Declaration:
    unit = pcf.get("declaredUnitOfMeasurement")
    if unit not in _PACT_UNITS:
        raise DeclarationError(
            f"{name}: $.pcf.declaredUnitOfMeasurement is {unit!r}, but must be one of"
            f" {', '.join(_PACT_UNITS)}."
        )
    amount = _decimal(name, pcf, "declaredUnitAmount")
    if amount <= 0:
        raise DeclarationError(f"{name}: $.pcf.declaredUnitAmount is {amount:g}, must be above 0.")
    sets = pcf.get("ipccCharacterizationFactors") or []
    return Declaration(
        source=name,
        kg_co2e=_decimal(name, pcf, "pcfIncludingBiogenicUptake"),
        excluding_uptake=_decimal(name, pcf, "pcfExcludingBiogenicUptake"),
        amount=amount,
        unit=_PACT_UNITS[unit],
        gwp_sets=tuple(str(s) for s in sets) if isinstance(sets, list) else (),
        checks=tuple(_identities(name, pcf)),
    )


def _decimal(name: str, pcf: Mapping[str, Any], key: str) -> float:
    value = pcf.get(key)
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise DeclarationError(
            f"{name}: $.pcf.{key} is {value!r}, but must be a decimal number in quotes."
        )
    return float(value)


def _identities(name: str, pcf: Mapping[str, Any]) -> Iterator[Check]:
    """Check that the figures of a PACT footprint agree with each other."""

    def part(key: str) -> float:
        return _decimal(name, pcf, key) if pcf.get(key) is not None else 0.0

    excluding, including = part("pcfExcludingBiogenicUptake"), part("pcfIncludingBiogenicUptake")
    uptake = part("biogenicCO2Uptake")
    yield _equal(
        "pact_uptake_identity",
        "pcfIncludingBiogenicUptake",
        including,
        "pcfExcludingBiogenicUptake + biogenicCO2Uptake",
        excluding + uptake,
    )
    parts = ("fossilGhgEmissions", "landUseChangeGhgEmissions", "biogenicNonCO2Emissions")
    more = (
        "landManagementBiogenicCO2Emissions",
        "landManagementBiogenicCO2Removals",
        "technologicalCO2Removals",
        "ccsTechnologicalCO2Capture",
    )
    yield _equal(
        "pact_sum_identity",
        "pcfExcludingBiogenicUptake",
        excluding,
        "the sum of its parts",
        sum(map(part, (*parts, *more))),
        "warning",  # the published examples of the standard do not all meet it
    )
    if uptake > 0:
        yield Check("pact_uptake_sign", "error", "biogenicCO2Uptake is above 0, must be 0 or less.")
    carbon = part("biogenicCarbonContent")
    if uptake and carbon:
        yield _equal(
            "pact_carbon_content",
            "biogenicCO2Uptake",
            uptake,
            "−44/12 × biogenicCarbonContent",
            -44 / 12 * carbon,
            "warning",
        )


def _equal(
    id_: str, name: str, value: float, other: str, expected: float, failed: str = "error"
) -> Check:
    scale = max(abs(value), abs(expected))
    ok = abs(value - expected) <= _ROUNDING * scale
    verb = "equals" if ok else "does not equal"
    return Check(id_, "ok" if ok else failed, f"{name} ({value:g}) {verb} {other} ({expected:g}).")
