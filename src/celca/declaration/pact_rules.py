"""The rules between the fields of a PACT 3 footprint: sums, signs, periods, what excludes what.

Source: PACT Technical Specifications 3.0 (WBCSD). The specification's own examples meet its sum
of the parts only when biogenic methane is left out, so that rule warns; the pair of totals with
and without uptake is held to the rounding of the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from celca.declaration.pact_form import decimal, moment
from celca.declaration.record import Check

__all__ = ["check_rules", "half_place"]

_ROUNDING = 0.01  # of the value: declared figures are rounded, and the standard allows it
_CARBON = 44 / 12
_EXEMPTED = 3.0  # percent, cumulative
_OFFSETS = re.compile(
    r"offset|carbon[- ]neutral|climate[- ]neutral|net[- ]zero|compensat|carbon credit"
    r"|オフセット|カーボンニュートラル|クレジット",
    re.I,
)
_PARTS = (
    "fossilGhgEmissions",
    "landUseChangeGhgEmissions",
    "landManagementBiogenicCO2Emissions",
    "landManagementBiogenicCO2Removals",
    "technologicalCO2Removals",
    "ccsTechnologicalCO2Capture",
)


def half_place(text: str) -> float:
    """Return half a unit in the last written place of a decimal number: 0.05 for `8.3`."""
    return 0.5 * 10.0 ** -len(text.partition(".")[2])


class _Figures:
    """The decimal figures of a footprint, 0 where one is missing or has not its form."""

    def __init__(self, pcf: Mapping[str, Any]) -> None:
        self.pcf = pcf

    def __call__(self, key: str) -> float:
        return decimal(self.pcf.get(key)) or 0.0

    def has(self, key: str) -> bool:
        return decimal(self.pcf.get(key)) is not None

    def rounding(self, *keys: str) -> float:
        return sum(half_place(self.pcf[key]) for key in keys if self.has(key))


def check_rules(document: Mapping[str, Any]) -> list[Check]:
    """Return what was found between the fields of a footprint, what holds as well as what not."""
    pcf = document.get("pcf")
    if not isinstance(pcf, dict):
        return []
    figures = _Figures(pcf)
    return [
        *_totals(figures),
        *_carbon(figures),
        *_parts_of_wholes(figures),
        *_exclusions(pcf),
        *_periods(document, pcf),
        *_statements(document, pcf, figures),
    ]


def _totals(f: _Figures) -> Iterator[Check]:
    excluding, including = f("pcfExcludingBiogenicUptake"), f("pcfIncludingBiogenicUptake")
    uptake = f("biogenicCO2Uptake")
    keys = ("pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake", "biogenicCO2Uptake")
    scale = max(abs(excluding), abs(including), abs(uptake))
    ok = abs(excluding + uptake - including) <= min(f.rounding(*keys), 0.02 * scale) + 1e-9 * scale
    twice = abs(excluding + 2 * uptake - including) <= f.rounding(*keys) and uptake
    yield Check(
        "pact_uptake_identity",
        "ok" if ok else "error",
        f"pcfIncludingBiogenicUptake ({including:g}) {'equals' if ok else 'does not equal'}"
        f" pcfExcludingBiogenicUptake + biogenicCO2Uptake ({excluding + uptake:g})."
        + (" The uptake seems to be counted twice." if twice and not ok else ""),
        "$.pcf.pcfIncludingBiogenicUptake",
    )
    if uptake > 0:
        message = "biogenicCO2Uptake is above 0, must be 0 or less."
        yield Check("pact_uptake_sign", "error", message, "$.pcf.biogenicCO2Uptake")
    yield _sum(f, excluding)
    removed = sum(f(k) for k in (*_PARTS[3:],))
    if excluding < 0 and not removed:
        yield Check(
            "pact_negative_total",
            "error",
            f"pcfExcludingBiogenicUptake is {excluding:g} without any removal: offsets may have"
            " been netted, which a footprint may not do (ISO 14067, 6.3.4.1).",
            "$.pcf.pcfExcludingBiogenicUptake",
        )


def _sum(f: _Figures, excluding: float) -> Check:
    base = sum(map(f, _PARTS))
    methane = f("biogenicNonCO2Emissions")
    forms = {
        "the sum of its parts": base + methane,
        "the sum of its parts without biogenicNonCO2Emissions, as in the specification's"
        " examples": base,
        "the sum of its parts with landManagementFossilGhgEmissions, which the fossil figure"
        " holds already": base + methane + f("landManagementFossilGhgEmissions"),
        "the sum of its parts with landManagementFossilGhgEmissions and without"
        " biogenicNonCO2Emissions": base + f("landManagementFossilGhgEmissions"),
    }
    where = "$.pcf.pcfExcludingBiogenicUptake"
    for i, (words, value) in enumerate(forms.items()):
        if abs(excluding - value) <= _ROUNDING * max(abs(excluding), abs(value)):
            told = f"pcfExcludingBiogenicUptake ({excluding:g}) equals {words} ({value:g})"
            told += (
                "." if not i else f", but not with them as the rule has it ({base + methane:g})."
            )
            return Check("pact_sum_identity", "warning" if i else "ok", told, where)
    return Check(
        "pact_sum_identity",
        "warning",
        f"pcfExcludingBiogenicUptake ({excluding:g}) does not equal the sum of its parts"
        f" ({base + methane:g}).",
        where,
    )


def _carbon(f: _Figures) -> Iterator[Check]:
    uptake = f("biogenicCO2Uptake")
    carbon = f("biogenicCarbonContent") + f("packagingBiogenicCarbonContent")
    if uptake and carbon:
        yield _equal(
            "pact_carbon_content",
            ("biogenicCO2Uptake", uptake),
            ("−44/12 × the biogenic carbon content", -_CARBON * carbon),
        )
    elif f.has("biogenicCO2Uptake") and f.has("biogenicCarbonContent") and (uptake or carbon):
        yield Check(
            "pact_carbon_content",
            "warning",
            f"biogenicCO2Uptake is {uptake:g} though the biogenic carbon content is {carbon:g}:"
            " one of them is missing.",
            "$.pcf.biogenicCO2Uptake",
        )
    mass = f("productMassPerDeclaredUnit")
    held = f("fossilCarbonContent") + f("biogenicCarbonContent")
    if mass and held > mass * 1.001:
        yield Check(
            "pact_mass_balance",
            "error",
            f"The product holds {held:g} kg of carbon but weighs {mass:g} kg.",
            "$.pcf.fossilCarbonContent",
        )
    if f("pcfExcludingBiogenicUptake") and f.has("fossilCarbonContent"):
        again = f("recycledCarbonContent")
        if again > held * 1.001:
            yield Check(
                "pact_recycled_carbon",
                "error",
                f"recycledCarbonContent ({again:g}) exceeds all carbon in the product ({held:g}).",
                "$.pcf.recycledCarbonContent",
            )


def _parts_of_wholes(f: _Figures) -> Iterator[Check]:
    wholes = {
        "aircraftGhgEmissions": "fossilGhgEmissions",
        "landManagementFossilGhgEmissions": "fossilGhgEmissions",
        "packagingGhgEmissions": "pcfExcludingBiogenicUptake",
    }
    for part, whole in wholes.items():
        if f(part) > f(whole) * (1 + _ROUNDING) + 1e-12 and f.has(whole):
            yield Check(
                "pact_part_of_whole",
                "warning",
                f"{part} ({f(part):g}) is a part of {whole} ({f(whole):g}), yet exceeds it.",
                f"$.pcf.{part}",
            )


def _exclusions(pcf: Mapping[str, Any]) -> Iterator[Check]:
    places = [k for k in pcf if k.startswith("geography") and pcf[k] is not None]
    if len(places) > 1:
        yield Check(
            "pact_one_geography",
            "error",
            f"{', '.join(places)} are given; at most one of them may be.",
            f"$.pcf.{places[1]}",
        )
    flags = {
        "packagingEmissionsIncluded": "packagingGhgEmissions",
        "ccsTechnologicalCO2CaptureIncluded": "ccsTechnologicalCO2Capture",
    }
    for flag, figure in flags.items():
        if pcf.get(flag) is False and pcf.get(figure) is not None:
            yield Check(
                "pact_flag",
                "error",
                f"{figure} is given although {flag} is false.",
                f"$.pcf.{figure}",
            )


def _periods(document: Mapping[str, Any], pcf: Mapping[str, Any]) -> Iterator[Check]:
    start, end = moment(pcf.get("referencePeriodStart")), moment(pcf.get("referencePeriodEnd"))
    if start and end and start >= end:
        message = "referencePeriodEnd does not lie after referencePeriodStart."
        yield Check("pact_period", "error", message, "$.pcf.referencePeriodEnd")
    since, until = (
        moment(document.get("validityPeriodStart")),
        moment(document.get("validityPeriodEnd")),
    )
    if since and end and since < end:
        message = "validityPeriodStart lies before the end of the reference period."
        yield Check("pact_validity", "error", message, "$.validityPeriodStart")
    if until and end and until - end > timedelta(days=3 * 366):
        message = "validityPeriodEnd lies more than three years after the reference period."
        yield Check("pact_validity", "error", message, "$.validityPeriodEnd")
    if until and since and until <= since:
        message = "validityPeriodEnd does not lie after validityPeriodStart."
        yield Check("pact_validity", "error", message, "$.validityPeriodEnd")


def _statements(
    document: Mapping[str, Any], pcf: Mapping[str, Any], f: _Figures
) -> Iterator[Check]:
    left = f("exemptedEmissionsPercent")
    if left > _EXEMPTED:
        message = f"exemptedEmissionsPercent is {left:g}; the cut-off allows {_EXEMPTED:g} %."
        yield Check("pact_exempted", "warning", message, "$.pcf.exemptedEmissionsPercent")
    sets = pcf.get("ipccCharacterizationFactors")
    if isinstance(sets, list) and sets and "AR6" not in sets:
        message = f"The GWPs are of {', '.join(map(str, sets))}; AR6 is expected."
        yield Check("pact_gwp_set", "warning", message, "$.pcf.ipccCharacterizationFactors")
    if f("primaryDataShare") < 100 and not pcf.get("secondaryEmissionFactorSources"):
        message = "Secondary data are used, but secondaryEmissionFactorSources names none."
        yield Check("pact_sources", "warning", message, "$.pcf.secondaryEmissionFactorSources")
    amount, mass = f("declaredUnitAmount"), f("productMassPerDeclaredUnit")
    unit = pcf.get("declaredUnitOfMeasurement")
    if unit == "kilogram" and f.has("productMassPerDeclaredUnit"):
        yield _equal(
            "pact_mass",
            ("productMassPerDeclaredUnit", mass),
            ("declaredUnitAmount of kilograms", amount),
            "error",
        )
    elif unit in ("piece", "liter", "cubic meter", "square meter") and mass == 0:
        message = f"productMassPerDeclaredUnit is 0, though a {unit} of a product has a mass."
        yield Check("pact_mass", "warning", message, "$.pcf.productMassPerDeclaredUnit")
    for where, text in _texts(document, pcf):
        if isinstance(text, str) and _OFFSETS.search(text):
            message = f"{where} speaks of offsets or neutrality; a footprint may not net them."
            yield Check("pact_offsets", "warning", message, where)


def _texts(document: Mapping[str, Any], pcf: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "$.comment", document.get("comment")
    yield "$.productDescription", document.get("productDescription")
    for name in ("boundaryProcessesDescription", "exemptedEmissionsDescription"):
        yield f"$.pcf.{name}", pcf.get(name)


def _equal(
    id_: str, one: tuple[str, float], other: tuple[str, float], failed: str = "warning"
) -> Check:
    scale = max(abs(one[1]), abs(other[1]))
    ok = abs(one[1] - other[1]) <= _ROUNDING * scale
    verb = "equals" if ok else "does not equal"
    message = f"{one[0]} ({one[1]:g}) {verb} {other[0]} ({other[1]:g})."
    return Check(id_, "ok" if ok else failed, message, f"$.pcf.{one[0]}")
