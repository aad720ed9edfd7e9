"""The rules between the fields of a PACT 3 footprint: what asks for what, what excludes what.

Source: PACT Technical Specifications 3.0 (WBCSD). A rule that SHALL hold is an error where it does
not, one that SHOULD a warning; what is due only from the end of 2027 warns for a footprint made
after that. The sums between the figures are in `pact_sums`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from celca.declaration.pact_form import fields, moment
from celca.declaration.pact_sums import Figures, check_sums, equal, half_place
from celca.declaration.record import Check

__all__ = ["check_rules", "half_place"]

_EXEMPTED = 3.0  # percent, cumulative
_VALID_YEARS = 3
_CLOSE = 0.01
_DUE = datetime(2027, 12, 31, tzinfo=UTC)
_OFFSETS = re.compile(
    r"offset|carbon[- ]neutral|climate[- ]neutral|net[- ]zero|compensat|carbon credit"
    r"|オフセット|カーボンニュートラル|クレジット",
    re.I,
)
_OWN_URN = re.compile(r"urn:pact:[a-z0-9.-]+:(product-id|buyer-id|supplier-id):\S+", re.I)
_WEIGHTLESS = ("kilowatt hour", "megajoule", "ton kilometer", "hour", "megabit second")
_CONDITIONS = (  # (field, its value, what it asks for), None for any value but 0
    ("ccsTechnologicalCO2CaptureIncluded", True, "ccsTechnologicalCO2Capture"),
    ("ccsTechnologicalCO2Capture", None, "technologicalCO2CaptureOrigin"),
    ("ccuCarbonContent", None, "ccuCalculationApproach"),
    ("ccuCarbonContent", None, "technologicalCO2CaptureOrigin"),
    ("ccuCalculationApproach", "Credit", "ccuCreditCertification"),
)
_EXCLUSIONS = (  # (field, its value, what may not be given with it)
    ("packagingEmissionsIncluded", False, "packagingGhgEmissions"),
    ("ccsTechnologicalCO2CaptureIncluded", False, "ccsTechnologicalCO2Capture"),
    ("ccuCalculationApproach", "Cut-off", "ccuCreditCertification"),
)


def check_rules(document: Mapping[str, Any]) -> list[Check]:
    """Return what was found between the fields of a footprint, what holds as well as what not."""
    pcf = document.get("pcf")
    if not isinstance(pcf, dict):
        return []
    figures = Figures(pcf)
    return [
        *check_sums(figures),
        *_places(pcf),
        *_conditions(pcf, figures),
        *_graded(document, pcf, figures),
        *_periods(document, pcf),
        *_ids(document),
        *_mass(pcf, figures),
        *_statements(pcf, figures),
        *_offsets(document, pcf),
    ]


def _places(pcf: Mapping[str, Any]) -> Iterator[Check]:
    places = [k for k in pcf if k.startswith("geography") and pcf[k] is not None]
    if len(places) > 1:
        message = f"{', '.join(places)} are given; at most one of them may be."
        yield Check("pact_one_geography", "error", message, f"$.pcf.{places[1]}")


def _conditions(pcf: Mapping[str, Any], f: Figures) -> Iterator[Check]:
    """Yield what one field asks for, or does not allow, beside it."""
    for field, wanted, other in _CONDITIONS:
        asked = f(field) != 0 if wanted is None else pcf.get(field) == wanted
        if asked and pcf.get(other) is None:
            message = f"{other} is missing, though {field} is {_word(pcf[field])}."
            yield Check("pact_asked_for", "error", message, f"$.pcf.{other}")
    for field, wanted, other in _EXCLUSIONS:
        if pcf.get(field) == wanted and pcf.get(other) is not None:
            message = f"{other} is given although {field} is {_word(wanted)}."
            yield Check("pact_flag", "error", message, f"$.pcf.{other}")
    rules = pcf.get("productOrSectorSpecificRules")
    for i, rule in enumerate(rules if isinstance(rules, list) else []):
        if isinstance(rule, dict) and rule.get("operator") == "Other":
            where = f"$.pcf.productOrSectorSpecificRules[{i}].otherOperatorName"
            if not rule.get("otherOperatorName"):
                message = f"{where} is missing, though the operator is Other."
                yield Check("pact_asked_for", "error", message, where)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _graded(document: Mapping[str, Any], pcf: Mapping[str, Any], f: Figures) -> Iterator[Check]:
    """Yield the fields that are due where carbon is biogenic, and those due from 2027 on."""
    known = fields()["pcf"]
    biogenic = [k for k, x in known.items() if x.grade == "BIO"]
    applies = any(f(k) for k in (*biogenic, "packagingBiogenicCarbonContent"))
    made = moment(document.get("created"))
    late = made is not None and made > _DUE
    for key, item in known.items():
        due = (item.grade.startswith("BIO") and applies) or item.grade.startswith("SHALL-")
        if due and pcf.get(key) is None and (late or item.grade == "BIO"):
            why = "biogenic carbon is stated" if item.grade == "BIO" else "it is due since 2027"
            message = f"$.pcf.{key} ({item.meaning}) is missing; it SHALL be given: {why}."
            yield Check("pact_due", "warning", message, f"$.pcf.{key}")


def _periods(document: Mapping[str, Any], pcf: Mapping[str, Any]) -> Iterator[Check]:
    start, end = moment(pcf.get("referencePeriodStart")), moment(pcf.get("referencePeriodEnd"))
    if start and end and start >= end:
        message = "referencePeriodEnd does not lie after referencePeriodStart."
        yield Check("pact_period", "error", message, "$.pcf.referencePeriodEnd")
    made = moment(document.get("created"))
    if made and start and made < start:
        message = "created lies before the reference period: the data cannot be of that period."
        yield Check("pact_created", "warning", message, "$.created")
    if document.get("status") == "Deprecated":
        message = "status is Deprecated: it no longer holds, a later footprint takes its place."
        yield Check("pact_deprecated", "warning", message, "$.status")
    since = moment(document.get("validityPeriodStart"))
    until = moment(document.get("validityPeriodEnd"))
    if since and end and since < end:
        message = "validityPeriodStart lies before the end of the reference period."
        yield Check("pact_validity", "error", message, "$.validityPeriodStart")
    if until and end and until > _later(end, _VALID_YEARS):
        message = "validityPeriodEnd lies more than three years after the reference period."
        yield Check("pact_validity", "error", message, "$.validityPeriodEnd")
    if until and since and until <= since:
        message = "validityPeriodEnd does not lie after validityPeriodStart."
        yield Check("pact_validity", "error", message, "$.validityPeriodEnd")


def _later(when: datetime, years: int) -> datetime:
    """Return the same day years later; of 29 February, the day after."""
    try:
        return when.replace(year=when.year + years)
    except ValueError:
        return when.replace(year=when.year + years, month=3, day=1)


def _ids(document: Mapping[str, Any]) -> Iterator[Check]:
    before = document.get("precedingPfIds")
    if isinstance(before, list):
        folded = [str(x).casefold() for x in before]
        if len(set(folded)) < len(folded):
            message = "precedingPfIds names the same footprint twice."
            yield Check("pact_preceding", "error", message, "$.precedingPfIds")
        if str(document.get("id")).casefold() in folded:
            message = "precedingPfIds names the footprint itself; a change needs a new id."
            yield Check("pact_preceding", "error", message, "$.precedingPfIds")
    ids = document.get("productIds")
    for i, urn in enumerate(ids if isinstance(ids, list) else []):
        text = str(urn)
        if text.casefold().startswith("urn:pact:") and not _OWN_URN.fullmatch(text):
            message = f"{text!r} is not of the form urn:pact:DOMAIN:product-id:ID (or buyer-id,"
            message += " supplier-id)."
            yield Check("pact_urn", "warning", message, f"$.productIds[{i}]")
    version = str(document.get("specVersion") or "3")
    if not version.startswith("3"):
        message = f"specVersion is {version}, but the fields are those of version 3."
        yield Check("pact_version", "warning", message, "$.specVersion")


def _mass(pcf: Mapping[str, Any], f: Figures) -> Iterator[Check]:
    if not f.has("productMassPerDeclaredUnit"):
        return
    amount, mass = f("declaredUnitAmount"), f("productMassPerDeclaredUnit")
    unit = pcf.get("declaredUnitOfMeasurement")
    where = "$.pcf.productMassPerDeclaredUnit"
    if unit == "kilogram":
        figures = ("productMassPerDeclaredUnit", mass), ("declaredUnitAmount of kilograms", amount)
        found = equal("pact_mass", *figures, "error")
        yield replace(found, message=found.message + _trap(amount, mass))
    elif unit in _WEIGHTLESS and mass:
        message = f"productMassPerDeclaredUnit is {mass:g}, though a {unit} has no mass: write 0."
        yield Check("pact_mass", "warning", message, where)
    elif unit in ("piece", "liter", "cubic meter", "square meter") and mass == 0:
        message = f"productMassPerDeclaredUnit is 0, though a {unit} of a product has a mass."
        yield Check("pact_mass", "warning", message, where)


def _trap(amount: float, mass: float) -> str:
    """Return which way the figures of PACT 2, per one unit, and 3, per all, were mixed up."""
    if amount == 1 or amount <= 0:
        return ""
    if abs(mass - 1) <= _CLOSE:
        return " The figures seem to be for one kilogram, as in PACT 2, not for the whole amount."
    if abs(mass / amount**2 - 1) <= _CLOSE:
        return " The figures seem to be for the whole amount already, as in PACT 3."
    return ""


def _statements(pcf: Mapping[str, Any], f: Figures) -> Iterator[Check]:
    left = f("exemptedEmissionsPercent")
    if left > _EXEMPTED:
        message = f"exemptedEmissionsPercent is {left:g}; the cut-off allows {_EXEMPTED:g} %."
        yield Check("pact_exempted", "warning", message, "$.pcf.exemptedEmissionsPercent")
    sets = pcf.get("ipccCharacterizationFactors")
    if isinstance(sets, list) and sets and "AR6" not in sets:
        message = f"The GWPs are of {', '.join(map(str, sets))}; AR6 is expected."
        yield Check("pact_gwp_set", "warning", message, "$.pcf.ipccCharacterizationFactors")
    share = f("primaryDataShare")
    if 0 < share <= 1:
        message = f"primaryDataShare is {share:g} %: a share of 1 may have been taken for percent"
        message += f" ({100 * share:g} %)."
        yield Check("pact_percent", "warning", message, "$.pcf.primaryDataShare")
    if share < 100 and not pcf.get("secondaryEmissionFactorSources"):
        message = "Secondary data are used, but secondaryEmissionFactorSources names none."
        yield Check("pact_sources", "warning", message, "$.pcf.secondaryEmissionFactorSources")


def _offsets(document: Mapping[str, Any], pcf: Mapping[str, Any]) -> Iterator[Check]:
    texts = {f"$.{k}": document.get(k) for k in ("comment", "productDescription")}
    for name in ("boundaryProcessesDescription", "exemptedEmissionsDescription"):
        texts[f"$.pcf.{name}"] = pcf.get(name)
    for where, text in texts.items():
        if isinstance(text, str) and _OFFSETS.search(text):
            message = f"{where} speaks of offsets or neutrality; a footprint may not net them."
            yield Check("pact_offsets", "warning", message, where)
