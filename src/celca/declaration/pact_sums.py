"""The sums between the figures of a PACT 3 footprint: totals, parts of wholes, carbon.

Source: PACT Technical Specifications 3.0 (WBCSD). The specification's own examples meet its sum
of the parts only when biogenic methane is left out, so that rule warns; the pair of totals with
and without uptake is held to the rounding of the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Any

from celca.carbon import CO2_PER_C
from celca.declaration.pact_form import decimal
from celca.declaration.record import Check

__all__ = ["Figures", "check_sums", "equal", "half_place"]

_ROUNDING = 0.01  # of the value: declared figures are rounded, and the standard allows it
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


class Figures:
    """The decimal figures of a footprint, 0 where one is missing or has not its form."""

    def __init__(self, pcf: Mapping[str, Any]) -> None:
        self.pcf = pcf

    def __call__(self, key: str) -> float:
        """Return a figure."""
        return decimal(self.pcf.get(key)) or 0.0

    def has(self, key: str) -> bool:
        """Say whether a figure is stated."""
        return decimal(self.pcf.get(key)) is not None

    def rounding(self, *keys: str) -> float:
        """Return what rounding may have moved the sum of some figures by."""
        return fsum(half_place(self.pcf[key]) for key in keys if self.has(key))


def check_sums(f: Figures) -> Iterator[Check]:
    """Yield what was found of the sums of a footprint, what holds as well as what not."""
    yield from _totals(f)
    yield from _carbon(f)
    yield from _parts_of_wholes(f)


def _totals(f: Figures) -> Iterator[Check]:
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
        turned = abs(excluding - uptake - including) <= f.rounding(*keys) + 1e-9 * scale
        message = "biogenicCO2Uptake is above 0, must be 0 or less."
        message += " With the other sign the totals fit." if turned else ""
        yield Check("pact_uptake_sign", "error", message, "$.pcf.biogenicCO2Uptake")
    yield _sum(f, excluding)
    removed = fsum(f(k) for k in (*_PARTS[3:],))
    if excluding < 0 and not removed:
        yield Check(
            "pact_negative_total",
            "error",
            f"pcfExcludingBiogenicUptake is {excluding:g} without any removal: offsets may have"
            " been netted, which a footprint may not do (ISO 14067, 6.3.4.1).",
            "$.pcf.pcfExcludingBiogenicUptake",
        )


def _sum(f: Figures, excluding: float) -> Check:
    base = fsum(map(f, _PARTS))
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


def _carbon(f: Figures) -> Iterator[Check]:
    uptake = f("biogenicCO2Uptake")
    carbon = f("biogenicCarbonContent") + f("packagingBiogenicCarbonContent")
    if uptake and carbon:
        yield equal(
            "pact_carbon_content",
            ("biogenicCO2Uptake", uptake),
            ("−44/12 × the biogenic carbon content", -CO2_PER_C * carbon),
        )
    elif f.has("biogenicCO2Uptake") and f.has("biogenicCarbonContent") and (uptake or carbon):
        yield Check(
            "pact_carbon_content",
            "warning",
            f"biogenicCO2Uptake is {uptake:g} though the biogenic carbon content is {carbon:g}:"
            " one of them is missing.",
            "$.pcf.biogenicCO2Uptake",
        )
    yield from _held(f)


def _held(f: Figures) -> Iterator[Check]:
    """Yield whether the product can hold the carbon that it is said to hold."""
    mass = f("productMassPerDeclaredUnit")
    held = f("fossilCarbonContent") + f("biogenicCarbonContent")
    if mass > 0 and held > mass * 1.001:
        yield Check(
            "pact_mass_balance",
            "error",
            f"The product holds {held:g} kg of carbon but weighs {mass:g} kg.",
            "$.pcf.fossilCarbonContent",
        )
    if f("pcfExcludingBiogenicUptake") and f.has("fossilCarbonContent"):
        again = f("recycledCarbonContent")
        if again > max(held, 0.0) * 1.001:
            yield Check(
                "pact_recycled_carbon",
                "error",
                f"recycledCarbonContent ({again:g}) exceeds all carbon in the product ({held:g}).",
                "$.pcf.recycledCarbonContent",
            )


def _parts_of_wholes(f: Figures) -> Iterator[Check]:
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


def equal(
    id_: str, one: tuple[str, float], other: tuple[str, float], failed: str = "warning"
) -> Check:
    """Hold two named figures against each other, to the rounding of declared figures."""
    scale = max(abs(one[1]), abs(other[1]))
    ok = abs(one[1] - other[1]) <= _ROUNDING * scale
    verb = "equals" if ok else "does not equal"
    message = f"{one[0]} ({one[1]:g}) {verb} {other[0]} ({other[1]:g})."
    return Check(id_, "ok" if ok else failed, message, f"$.pcf.{one[0]}")
