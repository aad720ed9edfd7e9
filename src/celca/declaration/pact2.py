"""A PACT 2 footprint (2.0 to 2.3) as a PACT 3 footprint, and what is lost on the way.

The trap between them: in 2.x the figures are per ONE declared unit, in 3.0 per the whole amount,
so every amount is multiplied by `unitaryProductAmount` (PACT, decision record 36). And 2.x may
leave land use change and the like out of `pCfExcludingBiogenic`, which 3.0 counts in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from celca.declaration.pact_form import decimal
from celca.declaration.record import Check

__all__ = ["PACT2_NAMES", "is_pact2", "pact2_to_pact3", "plain", "quality_band"]

# 2.x -> 3.0: amounts per declared unit
_AMOUNTS = {
    "productMassPerDeclaredUnit": "productMassPerDeclaredUnit",
    "pCfExcludingBiogenic": "pcfExcludingBiogenicUptake",
    "pCfIncludingBiogenic": "pcfIncludingBiogenicUptake",
    "fossilGhgEmissions": "fossilGhgEmissions",
    "fossilCarbonContent": "fossilCarbonContent",
    "biogenicCarbonContent": "biogenicCarbonContent",
    "dLucGhgEmissions": "landUseChangeGhgEmissions",
    "iLucGhgEmissions": "landCarbonLeakage",
    "otherBiogenicGhgEmissions": "biogenicNonCO2Emissions",
    "biogenicCarbonWithdrawal": "biogenicCO2Uptake",
    "aircraftGhgEmissions": "aircraftGhgEmissions",
    "packagingGhgEmissions": "packagingGhgEmissions",
}
# 3.0 -> 2.x: where a finding stands in the document that was read
PACT2_NAMES = {
    "declaredUnitOfMeasurement": "declaredUnit",
    "declaredUnitAmount": "unitaryProductAmount",
    "landManagementBiogenicCO2Emissions": "landManagementGhgEmissions",
    "landManagementBiogenicCO2Removals": "landManagementGhgEmissions",
    "ipccCharacterizationFactors": "ipccCharacterizationFactorsSources",
    "crossSectoralStandards": "crossSectoralStandardsUsed",
    **{new: old for old, new in _AMOUNTS.items() if old != new},
}
_LAND = (
    *("landUseChangeGhgEmissions", "landManagementBiogenicCO2Emissions"),
    *("landManagementBiogenicCO2Removals", "biogenicNonCO2Emissions"),
)
_RATINGS = {"technologicalDQR": "technology", "geographicalDQR": "place", "temporalDQR": "time"}
_GOOD, _FAIR = 1.5, 2.5  # PACT Methodology 2: an aggregate up to 1.5 is good, up to 2.5 fair
_SAME = (
    *("referencePeriodStart", "referencePeriodEnd", "geographyRegionOrSubregion"),
    *("geographyCountry", "geographyCountrySubdivision", "boundaryProcessesDescription"),
    *("packagingEmissionsIncluded", "exemptedEmissionsDescription", "allocationRulesDescription"),
    *("productOrSectorSpecificRules",),
)
_TOP = (
    *("id", "precedingPfIds", "created", "status", "validityPeriodStart", "validityPeriodEnd"),
    *("companyName", "companyIds", "productDescription", "productIds", "productNameCompany"),
    *("comment", "extensions"),
)
_STANDARDS = {
    "GHG Protocol Product standard": "GHGP-Product",
    "ISO Standard 14067": "ISO14067",
    "ISO Standard 14044": "ISO14040-44",
}
_LOST = {
    "uncertaintyAssessmentDescription": "pcf",
    "biogenicAccountingMethodology": "pcf",
    "version": "",
    "updated": "",
    "statusComment": "",
}


def is_pact2(document: Mapping[str, Any]) -> bool:
    """Say whether a document is a footprint of PACT 2."""
    pcf = document.get("pcf")
    return isinstance(pcf, dict) and "pCfExcludingBiogenic" in pcf


def plain(value: Decimal) -> str:
    """Return a decimal number as the specification writes it: no exponent, no idle zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def quality_band(rating: float) -> str:
    """Return the band of a rating of PACT 2, 1 (best) to 3: good, fair or poor."""
    return "good" if rating <= _GOOD else "fair" if rating <= _FAIR else "poor"


def pact2_to_pact3(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[Check]]:
    """Return a PACT 2 footprint as PACT 3, and findings on what does not go over."""
    old = document["pcf"]
    out = {k: document[k] for k in _TOP if document.get(k) is not None}
    out["specVersion"] = "3.0.0"
    if isinstance(document.get("productClassifications"), list):
        out["productClassifications"] = document["productClassifications"]
    elif isinstance(document.get("productCategoryCpc"), str):
        out["productClassifications"] = [f"urn:cpc:{document['productCategoryCpc']}"]
    pcf: dict[str, Any] = {
        "declaredUnitOfMeasurement": old.get("declaredUnit"),
        "declaredUnitAmount": old.get("unitaryProductAmount"),
        **{k: old[k] for k in _SAME if old.get(k) is not None},
    }
    ratio = _exact(old.get("unitaryProductAmount")) or Decimal(1)
    for key, new in _AMOUNTS.items():
        if old.get(key) is not None:
            pcf[new] = _times(old[key], ratio)
    pcf.update(_land_management(old, ratio))
    told = list(_counted_in(pcf))
    pcf.update(_numbers(old))
    pcf.update(_named(old))
    out["pcf"] = {k: v for k, v in pcf.items() if v is not None}
    return out, [*_lost(document, old), *told]


def _counted_in(pcf: dict[str, Any]) -> Iterator[Check]:
    """Count land use change and the like into the total without uptake, as 3.0 does.

    2.x has all that is biogenic in the one total; whether it has it in the other too is seen by
    what leads from the one to the other.
    """
    total = _exact(pcf.get("pcfExcludingBiogenicUptake"))
    with_uptake = _exact(pcf.get("pcfIncludingBiogenicUptake"))
    land = sum((_exact(pcf.get(k)) or Decimal(0) for k in _LAND), Decimal(0))
    if total is None or with_uptake is None or not land:
        return
    uptake = _exact(pcf.get("biogenicCO2Uptake")) or Decimal(0)
    kept, apart = (abs(total + more + uptake - with_uptake) for more in (Decimal(0), land))
    if apart < kept and apart <= abs(land) / 100:
        pcf["pcfExcludingBiogenicUptake"] = plain(total + land)
        yield Check(
            "pact2_excluding",
            "ok",
            f"pCfExcludingBiogenic leaves land use change and other biogenic emissions out; PACT 3"
            f" counts them in: {total:f} + {land:f} kg CO2e for the whole amount.",
            "$.pcf.pCfExcludingBiogenic",
        )


def _exact(value: object) -> Decimal | None:
    return Decimal(str(value)) if decimal(value) is not None else None


def _times(value: object, ratio: Decimal) -> object:
    number = _exact(value)
    return value if number is None else plain(number * ratio)


def _land_management(old: Mapping[str, Any], ratio: Decimal) -> dict[str, str]:
    """Split what 2.x nets: below 0 it is a removal."""
    number = _exact(old.get("landManagementGhgEmissions"))
    if number is None:
        return {}
    kind = "Removals" if number < 0 else "Emissions"
    return {f"landManagementBiogenicCO2{kind}": plain(number * ratio)}


def _numbers(old: Mapping[str, Any]) -> dict[str, Any]:
    """Return percentages and ratings, numbers in 2.x, as decimals; ratings go from 1..3 to 1..5."""
    out: dict[str, Any] = {}
    for key in ("primaryDataShare", "exemptedEmissionsPercent"):
        value = _figure(old.get(key))
        if value is not None:
            out[key] = plain(value)
    ratings = _ratings(old)
    if len(ratings) == len(_RATINGS):
        out["dqi"] = {n: plain(2 * rating - 1) for n, rating in ratings.items()}
    return out


def _figure(value: object) -> Decimal | None:
    """Return a number, in quotes or not."""
    bare = isinstance(value, int | float) and not isinstance(value, bool)
    return _exact(plain(Decimal(str(value))) if bare else value)


def _ratings(old: Mapping[str, Any]) -> dict[str, Decimal]:
    told = old.get("dqi")
    found = {n: _figure(told.get(n)) for n in _RATINGS} if isinstance(told, dict) else {}
    return {n: rating for n, rating in found.items() if rating is not None}


def _named(old: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    reports = old.get("ipccCharacterizationFactorsSources") or old.get("characterizationFactors")
    if isinstance(reports, str):
        reports = [reports]
    if isinstance(reports, list):
        out["ipccCharacterizationFactors"] = reports
    standards = old.get("crossSectoralStandards") or old.get("crossSectoralStandardsUsed")
    if isinstance(standards, list):
        out["crossSectoralStandards"] = [_STANDARDS.get(s, s) for s in map(str, standards)]
    sources = old.get("secondaryEmissionFactorSources")
    if isinstance(sources, list):
        out["secondaryEmissionFactorSources"] = sources
    if isinstance(old.get("assurance"), dict):
        keys = ("providerName", "completedAt", "standardName", "comments")
        out["verification"] = {k: old["assurance"][k] for k in keys if k in old["assurance"]}
        coverage = {"corporate level": None, "product line": None, "PCF system": "PCF program"}
        told = old["assurance"].get("coverage")
        known = coverage.get(str(told), told)
        if known is not None:
            out["verification"]["coverage"] = known
    return out


def _lost(document: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[Check]:
    for key, inside in _LOST.items():
        holder, where = (old, f"$.pcf.{key}") if inside else (document, f"$.{key}")
        if holder.get(key) is not None:
            yield Check(
                "pact2_lost", "ok", f"{where} has no place in PACT 3 and is left out.", where
            )
    ratings = _ratings(old)
    if ratings:
        bands = ", ".join(f"{_RATINGS[n]} {r} {quality_band(float(r))}" for n, r in ratings.items())
        told = "were stretched to 1 to 5 (2 x − 1)" if len(ratings) == 3 else "are not complete"
        message = f"Ratings of 1 to 3 ({bands}) {told}."
        yield Check("pact2_ratings", "warning", message, "$.pcf.dqi")
    if old.get("pCfIncludingBiogenic") is None:
        message = "pCfIncludingBiogenic is missing, so there is no total with uptake."
        yield Check("pact2_total", "warning", message, "$.pcf.pCfIncludingBiogenic")
