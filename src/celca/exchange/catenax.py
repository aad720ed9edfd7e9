"""A PACT 3 footprint as a Catena-X PCF 10.0, and what has no place there.

Source of the fields: semantic model `io.catenax.pcf` 10.0.0 of Eclipse Tractus-X (CC-BY-4.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from celca.declaration import CATENAX_STANDARDS, catenax_fields, decimal
from celca.errors import Finding
from celca.exchange.pact import Exported

__all__ = ["catenax_pcf"]

_VERSION = "urn:io.catenax.pcf:datamodel:version:10.0.0"
_NOT_KNOWN = {
    "verificationAndCertificationShares": "how much of it is verified and certified",
    "massBalancingInformation": "whether mass balancing is used",
}


def catenax_pcf(exported: Exported, region: str = "") -> Exported:
    """Return a PACT 3 footprint as a Catena-X PCF 10.0.

    region  of the UN, Global or Several: Catena-X asks for it beside a country
    """
    source = exported.document
    out: dict[str, Any] = {}
    for path, target, kind in catenax_fields():
        value = _find(source, target)
        if value is not None:
            _put(out, path, _to(value, kind))
    pcf = source["pcf"]
    stage = "productLifeCycleStagesAndEmissions"
    aircraft, fossil = _figure(pcf, "aircraftGhgEmissions"), _figure(pcf, "fossilGhgEmissions")
    _put(out, f"{stage}.productionStage.fossilGhgEmissions", float(fossil - aircraft))
    included = pcf.get("outboundLogisticsGhgEmissions") is not None
    _put(out, f"{stage}.distributionStage.distributionStageIncluded", included)
    carbon = _figure(pcf, "fossilCarbonContent") + _figure(pcf, "biogenicCarbonContent")
    if pcf.get("biogenicCarbonContent") is not None and pcf.get("fossilCarbonContent") is not None:
        _put(out, "carbonContent.carbonContentTotal", float(carbon))
    _put(out, "scopeOfPcfForm.specVersion", _VERSION)
    _put(out, "scopeOfPcfForm.partialFullPcf", "Cradle-to-gate")
    _method(out, pcf)
    findings = [f for f in exported.findings if f.code == "needed" or f.severity == "info"]
    findings += [_needed(f"$..{key}", told) for key, told in _NOT_KNOWN.items()]
    if "validityPeriodEnd" not in source:
        findings.append(_needed("$..time.validityPeriodEnd", "until when it is valid"))
    findings.extend(_place_and_rules(out, pcf, region))
    if source.get("extensions"):
        message = "The circularity data (extensions) have no place in a Catena-X PCF."
        findings.append(Finding("info", "lost", message))
    return Exported(out, tuple(findings))


def _needed(where: str, told: str) -> Finding:
    message = f"{where} is missing: celca does not know {told}."
    return Finding("warning", "needed", message, where)


def _method(out: dict[str, Any], pcf: Mapping[str, Any]) -> None:
    back = {v: k for k, v in CATENAX_STANDARDS.items()}
    named = [back.get(s, "Other") for s in pcf.get("crossSectoralStandards", [])]
    prefix = "pcfAssessmentAndMethodology"
    if named:
        _put(out, f"{prefix}.pcfMethodology.standards.crossSectoralStandards", named[0])
    _put(out, f"{prefix}.pcfMethodology.allocationInForeground.allocationWasteIncineration",
         "cut-off")  # fmt: skip
    _put(out, f"{prefix}.pcfAssessmentInformation.idAndVersion.version", 0)
    kind = "Retrospective PCF"
    _put(out, f"{prefix}.pcfAssessmentInformation.idAndVersion.retroOrProspectivePcfType", kind)
    sources = [f"{s['name']} {s['version']}" for s in pcf["secondaryEmissionFactorSources"]]
    _put(out, f"{prefix}.dataSourcesAndQuality.secondaryEmissionFactorSources", sources)


def _place_and_rules(out: dict[str, Any], pcf: Mapping[str, Any], region: str) -> Iterator[Finding]:
    """Set the region and the rules, and yield what of them is missing."""
    prefix = "pcfAssessmentAndMethodology"
    geography = f"{prefix}.pcfAssessmentInformation.geography.geographyRegionOrSubregion"
    stated = any(k.startswith("geography") for k in pcf)
    if region or not stated:
        _put(out, geography, region or "Global")
    elif "geographyRegionOrSubregion" not in pcf:
        yield _needed(f"$..{geography.rpartition('.')[2]}", "which region the country is in")
    rules = [n for r in pcf.get("productOrSectorSpecificRules", []) for n in r["ruleNames"]]
    named = [n for n in rules if n.casefold().startswith("urn:")]
    if named:
        _put(out, f"{prefix}.pcfMethodology.standards.productOrSectorSpecificRules", named)
    else:
        yield _needed("$..productOrSectorSpecificRules", "a rule by its URN")


def _figure(pcf: Mapping[str, Any], key: str) -> Decimal:
    return Decimal(pcf[key]) if decimal(pcf.get(key)) is not None else Decimal(0)


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


def _put(out: dict[str, Any], path: str, value: object) -> None:
    """Set a value, every group on its way being a list of one entity."""
    *groups, name = path.split(".")
    for group in groups:
        out = out.setdefault(group, [{}])[0]
    out[name] = value
