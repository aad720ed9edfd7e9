"""A PACT 3 footprint as a Catena-X PCF 10.0, and what has no place there.

Source of the fields: semantic model `io.catenax.pcf` 10.0.0 of Eclipse Tractus-X (CC-BY-4.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from celca.declaration import CATENAX_STANDARDS, catenax_fields, catenax_paths, decimal
from celca.errors import Finding
from celca.exchange.pact import Exported

__all__ = ["catenax_pcf"]

_VERSION = "urn:io.catenax.pcf:datamodel:version:10.0.0"
_METHODOLOGY = "pcfAssessmentAndMethodology.pcfMethodology"


def catenax_pcf(
    exported: Exported, region: str = "", mass_balancing: bool | None = None
) -> Exported:
    """Return a PACT 3 footprint as a Catena-X PCF 10.0.

    region          of the UN, Global or Several: Catena-X asks for it beside a country
    mass_balancing  whether it is used; None where nobody says
    """
    source = exported.document
    out: dict[str, Any] = {}
    for path, target, kind in catenax_fields():
        value = _find(source, target)
        if value is not None:
            out[path] = _to(value, kind)
    pcf = source["pcf"]
    _stages(out, pcf)
    out["scopeOfPcfForm.specVersion"] = _VERSION
    out["scopeOfPcfForm.partialFullPcf"] = "Cradle-to-gate"
    _method(out, pcf)
    findings = [f for f in exported.findings if f.code == "needed" or f.severity == "info"]
    if mass_balancing is None:
        findings.append(_needed("$..massBalancingInformation", "whether mass balancing is used"))
    else:
        out[f"{_METHODOLOGY}.massBalancingInformation.massBalancingUsed"] = mass_balancing
    if "validityPeriodEnd" not in source:
        findings.append(_needed("$..time.validityPeriodEnd", "until when it is valid"))
    findings.extend(_place_and_rules(out, pcf, region))
    if source.get("extensions"):
        message = "The circularity data (extensions) have no place in a Catena-X PCF."
        findings.append(Finding("info", "lost", message))
    return Exported(_ordered(out), tuple(findings))


def _stages(out: dict[str, Any], pcf: Mapping[str, Any]) -> None:
    """Set the figures that Catena-X counts otherwise."""
    stage = "productLifeCycleStagesAndEmissions"
    aircraft, fossil = _exact(pcf, "aircraftGhgEmissions"), _exact(pcf, "fossilGhgEmissions")
    out[f"{stage}.productionStage.fossilGhgEmissions"] = float(fossil - aircraft)
    included = pcf.get("outboundLogisticsGhgEmissions") is not None
    out[f"{stage}.distributionStage.distributionStageIncluded"] = included
    carbon = _figure(pcf, "fossilCarbonContent") + _figure(pcf, "biogenicCarbonContent")
    if pcf.get("biogenicCarbonContent") is not None and pcf.get("fossilCarbonContent") is not None:
        out["carbonContent.carbonContentTotal"] = float(carbon)


def _ordered(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values in their groups, in the order of the model; each group is a list of one."""
    out: dict[str, Any] = {}
    for path in catenax_paths():
        if path not in flat:
            continue
        *groups, name = path.split(".")
        place = out
        for group in groups:
            place = place.setdefault(group, [{}])[0]
        place[name] = flat[path]
    return out


def _needed(where: str, told: str) -> Finding:
    message = f"{where} is missing: celca does not know {told}."
    return Finding("warning", "needed", message, where)


def _method(out: dict[str, Any], pcf: Mapping[str, Any]) -> None:
    back = {v: k for k, v in CATENAX_STANDARDS.items()}
    named = [back.get(s, "Other") for s in pcf.get("crossSectoralStandards", [])]
    prefix = "pcfAssessmentAndMethodology"
    if named:
        out[f"{prefix}.pcfMethodology.standards.crossSectoralStandards"] = named[0]
    foreground = f"{prefix}.pcfMethodology.allocationInForeground"
    out[f"{foreground}.allocationWasteIncineration"] = "cut-off"
    version = f"{prefix}.pcfAssessmentInformation.idAndVersion"
    out[f"{version}.version"] = 0
    out[f"{version}.retroOrProspectivePcfType"] = "Retrospective PCF"
    sources = [f"{s['name']} {s['version']}" for s in pcf.get("secondaryEmissionFactorSources", [])]
    out[f"{prefix}.dataSourcesAndQuality.secondaryEmissionFactorSources"] = sources


def _place_and_rules(out: dict[str, Any], pcf: Mapping[str, Any], region: str) -> Iterator[Finding]:
    """Set the region and the rules, and yield what of them is missing."""
    prefix = "pcfAssessmentAndMethodology"
    geography = f"{prefix}.pcfAssessmentInformation.geography.geographyRegionOrSubregion"
    stated = any(k.startswith("geography") for k in pcf)
    if region or not stated:
        out[geography] = region or "Global"
    elif "geographyRegionOrSubregion" not in pcf:
        yield _needed(f"$..{geography.rpartition('.')[2]}", "which region the country is in")
    rules = [n for r in pcf.get("productOrSectorSpecificRules", []) for n in r["ruleNames"]]
    named = [n for n in rules if n.casefold().startswith("urn:")]
    if named:
        out[f"{prefix}.pcfMethodology.standards.productOrSectorSpecificRules"] = named
    else:
        yield _needed("$..productOrSectorSpecificRules", "a rule by its URN")


def _exact(pcf: Mapping[str, Any], key: str) -> Decimal:
    """Return a figure as PACT has it, to its last digit; 0 where missing."""
    return Decimal(pcf[key]) if decimal(pcf.get(key)) is not None else Decimal(0)


def _figure(pcf: Mapping[str, Any], key: str) -> Decimal:
    """Return a figure as Catena-X has it, a double in its shortest writing; 0 where missing."""
    return Decimal(repr(decimal(pcf.get(key)) or 0.0))


def _find(document: Any, path: str) -> Any:  # noqa: ANN401
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _to(value: Any, kind: str) -> Any:  # noqa: ANN401
    if kind == "number" and decimal(value) is not None:
        return float(value)
    if kind == "only" and isinstance(value, list):
        return value[0]
    return value
