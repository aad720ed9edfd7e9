"""Write a footprint as a PACT 3 ProductFootprint, and say what only the company can add.

Source: PACT Technical Specifications 3.0 (WBCSD, Partnership for Carbon Transparency). A PACT
footprint ends at the gate: use and end of life are left out, and the way to the customer is
stated beside the totals. Figures are written in full, as decimals in quotes.

celca counts biogenic carbon dioxide −1 when taken up and +1 when emitted. PACT states what is
still in the product at the gate, so both are netted there, and methane goes apart.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from celca.assess import AtGate, CarbonContent, Footprint
from celca.audit import Quality
from celca.declaration import PACT_UNITS, check_form, check_rules, plain
from celca.errors import DataError, Finding, UsageError
from celca.exchange.company import Company
from celca.exchange.pact_statements import document_of, ratings, statements, written
from celca.exchange.period import moment_of, period
from celca.product import GATE_STAGES
from celca.units import factor, same_dimension

__all__ = ["Exported", "identity", "pact_footprint", "pact_text"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A document and what should be known about it.

    findings  what the company has to add (warning, `needed`), what was assumed (info)
    table     the document where it is no JSON but a CSV; '' otherwise
    """

    document: Mapping[str, Any]
    findings: tuple[Finding, ...]
    table: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that the format demands."""
        return not any(f.code == "needed" for f in self.findings)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Declared unit of the document, and what the figures per declared unit are multiplied by."""

    name: str
    amount: float
    ratio: float
    findings: tuple[Finding, ...] = ()


def pact_text(document: Mapping[str, Any]) -> str:
    """Return a document as it is written to a file."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def pact_footprint(
    result: Footprint, quality: Quality, company: Company, created: str = ""
) -> Exported:
    """Return a footprint as PACT 3.

    created  moment, now unless given; the id follows from the content alone

    Raises DataError for a result without sums at the gate, UsageError for a method that is no
    GWP100.
    """
    if result.at_gate is None or result.carbon_content is None:
        raise DataError("The footprint has no sums at the gate; calculate it with this celca.")
    if "gwp100" not in str(result.provenance["method"]["id"]):
        raise UsageError(f"PACT states GWP100, not {result.method}; choose such a --method.")
    unit = _unit(result)
    notes: list[Finding] = [*unit.findings]
    pcf = {
        **_declared_unit(result.at_gate, unit),
        **_period(result, company),
        **company.place(),
        "boundaryProcessesDescription": company.boundary or _boundary(result),
        **_emissions(result.at_gate, unit.ratio, notes),
        **_carbon(result.carbon_content, unit.ratio, company, notes),
        **_packaging(result, unit.ratio, notes),
        **statements(result, company),
        **ratings(quality, company, notes),
    }
    document = document_of(result, company, pcf)
    document["id"] = identity(document)
    document["created"] = created or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    first = ("id", "specVersion", "created")
    document = {k: document[k] for k in (*first, *(k for k in document if k not in first))}
    return Exported(document, (*notes, *_needed(document)))


def identity(document: Mapping[str, Any]) -> str:
    """Return the id that follows from a document's content, its moment of making left out."""
    content = {k: v for k, v in document.items() if k not in ("id", "created")}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:celca:footprint:{text}"))


def _unit(result: Footprint) -> _Unit:
    """Return the declared unit; one that PACT does not know becomes one piece of the product."""
    unit = result.declared_unit
    for name, ours in PACT_UNITS.items():
        if unit.unit and unit.unit == ours:
            return _Unit(name, unit.amount, 1.0)
    for name, ours in PACT_UNITS.items():
        if ours != "megabit*second" and same_dimension(unit.unit, ours):
            return _Unit(name, unit.amount * factor(unit.unit, ours), 1.0)
    uses = float(result.provenance.get("uses", 1.0))
    message = (
        f"PACT knows no unit {unit.unit!r}: the figures are for one piece, which fulfils"
        f" {uses:g} times {unit.amount:g} {unit.unit}."
    )
    return _Unit("piece", 1.0, uses, (Finding("info", "unit", message),))


def _declared_unit(gate: AtGate, unit: _Unit) -> dict[str, str]:
    mass = unit.amount if unit.name == "kilogram" else gate.product_mass_kg * unit.ratio
    return {
        "declaredUnitOfMeasurement": unit.name,
        "declaredUnitAmount": written(unit.amount),
        "productMassPerDeclaredUnit": written(mass),
    }


def _period(result: Footprint, company: Company) -> dict[str, str]:
    own = period(str(result.provenance.get("period", ""))) or ("", "")
    start = moment_of(company.period_start) or own[0]
    end = moment_of(company.period_end) or own[1]
    found = {"referencePeriodStart": start, "referencePeriodEnd": end}
    return {k: v for k, v in found.items() if v}


def _boundary(result: Footprint) -> str:
    names = {x.process_name or x.process: None for x in result.lines
             if x.stage in GATE_STAGES and x.process}  # fmt: skip
    return f"Cradle to gate. Processes: {'; '.join(names) or 'as declared by suppliers'}."


def _emissions(gate: AtGate, ratio: float, notes: list[Finding]) -> dict[str, str]:
    kg = {k: v * ratio for k, v in gate.by_category.items()}
    co2 = gate.biogenic_co2 * ratio
    methane = max(kg["biogenic_emissions"] - co2, 0.0)
    uptake = kg["biogenic_uptake"] + co2
    if uptake > 1e-12 * (abs(co2) + 1e-300):
        message = (
            f"{uptake:.3g} kg of biogenic carbon dioxide are emitted before the gate without an"
            " uptake in the database; PACT has no place for them, so they are left out."
        )
        notes.append(Finding("warning", "uptake", message))
    uptake = min(uptake, 0.0)
    fossil = kg["fossil"] + kg["aircraft"]
    exact = [Decimal(repr(x)) for x in (fossil, kg["land_use_change"], methane)]
    excluding, kept = sum(exact, Decimal(0)), Decimal(repr(uptake))
    out = {
        "pcfExcludingBiogenicUptake": plain(excluding),
        "pcfIncludingBiogenicUptake": plain(excluding + kept),
        "fossilGhgEmissions": written(fossil),
        "landUseChangeGhgEmissions": written(kg["land_use_change"]),
        "biogenicCO2Uptake": plain(kept),
        "biogenicNonCO2Emissions": written(methane),
        "aircraftGhgEmissions": written(kg["aircraft"]),
    }
    if gate.distribution:
        out["outboundLogisticsGhgEmissions"] = written(gate.distribution * ratio)
    return out


def _first(given: float | None, known: float | None) -> float | None:
    return known if given is None else given


def _carbon(
    carbon: CarbonContent, ratio: float, company: Company, notes: list[Finding]
) -> dict[str, str]:
    figures = {
        "fossilCarbonContent": _first(company.fossil_carbon, carbon.fossil),
        "biogenicCarbonContent": _first(company.biogenic_carbon, carbon.biogenic),
        "recycledCarbonContent": carbon.recycled,
        "packagingBiogenicCarbonContent": carbon.packaging_biogenic,
    }
    if carbon.unknown:
        message = f"The carbon content of {', '.join(carbon.unknown)} is not in the database."
        notes.append(Finding("info", "carbon_content", message))
    return {k: written(v * ratio) for k, v in figures.items() if v is not None}


def _packaging(result: Footprint, ratio: float, notes: list[Finding]) -> dict[str, Any]:
    gate = result.at_gate
    packed = gate is not None and result.mass_kg > gate.product_mass_kg
    out: dict[str, Any] = {"packagingEmissionsIncluded": packed}
    if packed and gate is not None:
        out["packagingGhgEmissions"] = written(gate.packaging * ratio)
    else:
        message = "The study has no packaging, so packagingEmissionsIncluded is false."
        notes.append(Finding("info", "no_packaging", message))
    return {**out, "ccsTechnologicalCO2CaptureIncluded": False}


def _needed(document: Mapping[str, Any]) -> Iterator[Finding]:
    for check in (*check_form(document), *check_rules(document)):
        if check.result == "error":
            yield Finding("warning", "needed", check.message, check.where)
        elif check.result == "warning":
            yield Finding("info", check.id, check.message, check.where)
