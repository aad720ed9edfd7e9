"""Whether documents of one product say the same, and whether one says what its study does.

A firm declares one product in several forms: to PACT partners, to Catena-X, in a table. Totals,
mass, period, GWP set, packaging, ratings and contents have to agree, within the rounding of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from celca.audit.alignment import Aligned
from celca.audit.plausible import declared_mass
from celca.audit.rating import quality
from celca.declaration import Check, Declaration, decimal, moment
from celca.units import factor, same_dimension

__all__ = ["consistent", "stated_quality"]

_CLOSE = 0.01
_RATINGS = {
    "technologicalDQR": "technology",
    "geographicalDQR": "geography",
    "temporalDQR": "time",
}
_AMOUNTS = (  # per declared unit
    *("fossilGhgEmissions", "landUseChangeGhgEmissions", "biogenicCO2Uptake"),
    *("biogenicNonCO2Emissions", "packagingGhgEmissions", "fossilCarbonContent"),
    *("biogenicCarbonContent", "recycledCarbonContent"),
)
_SHARES = ("primaryDataShare", "exemptedEmissionsPercent")
_TEXTS = ("referencePeriodStart", "referencePeriodEnd", "packagingEmissionsIncluded")


def consistent(one: Declaration, other: Declaration) -> tuple[Check, ...]:
    """Return what two documents of one product agree and disagree on."""
    ratio = _ratio(one, other)
    if ratio is None:
        told = (
            f"{one.source} is declared per {one.amount:g} {one.unit or '(no unit)'}, {other.source}"
            f" per {other.amount:g} {other.unit or '(no unit)'}: they cannot be held together."
        )
        return (Check("consistent_unit", "error", told, other.source),)
    return tuple(c for c in _compared(one, other, ratio) if c is not None)


def _compared(one: Declaration, other: Declaration, ratio: float) -> Iterator[Check | None]:
    a, b = one.pcf, other.pcf
    where = other.source
    both = one.counts_uptake and other.counts_uptake
    if both:
        yield _numbers("total", one.kg_co2e, other.kg_co2e * ratio, where)
    yield _numbers("total without uptake", _excluding(one), _excluding(other, ratio), where)
    if one.mass_kg and other.mass_kg:
        yield _numbers("mass", one.mass_kg, other.mass_kg * ratio, where)
    for key in _AMOUNTS:
        x, y = decimal(a.get(key)), decimal(b.get(key))
        yield _numbers(key, x, None if y is None else y * ratio, where)
    for key in _SHARES:
        yield _numbers(key, decimal(a.get(key)), decimal(b.get(key)), where)
    for key in _RATINGS:
        yield _numbers(key, _rating(a, key), _rating(b, key), where)
    for key in _TEXTS:
        yield _texts(key, a.get(key), b.get(key), where)
    yield _texts("GWP sets", ", ".join(one.gwp_sets), ", ".join(other.gwp_sets), where)
    yield _texts("boundary", one.boundary, other.boundary, where)


def stated_quality(declaration: Declaration, aligned: Aligned) -> Iterator[Check]:
    """Hold the declared share of primary data and ratings against those of the study."""
    pcf, study = declaration.pcf, aligned.study
    if study is None or not (pcf.get("primaryDataShare") or pcf.get("dqi")):
        return
    found = quality(aligned.result, study.prices)
    share = decimal(pcf.get("primaryDataShare"))
    if share is not None:
        ok = abs(share - found.primary_share) <= 1
        told = f"{share:g} % primary data are declared, {found.primary_share:.3g} % in the study."
        yield Check("primary_data", "ok" if ok else "warning", told, "$.pcf.primaryDataShare")
    for key, name in _RATINGS.items():
        declared, own = _rating(pcf, key), getattr(found, name)
        if declared is not None and own is not None:
            ok = abs(declared - own) <= 0.1
            told = f"{key} {declared:g} is declared, {own:.3g} in the study."
            yield Check("data_quality", "ok" if ok else "warning", told, f"$.pcf.dqi.{key}")


def _ratio(one: Declaration, other: Declaration) -> float | None:
    """Return how many of the other's declared units the first one's holds."""
    if one.unit and other.unit and same_dimension(one.unit, other.unit):
        return one.amount * factor(one.unit, other.unit) / other.amount
    first, second = declared_mass(one), declared_mass(other)
    return first / second if first and second else None


def _excluding(found: Declaration, ratio: float = 1.0) -> float | None:
    value = found.excluding_uptake
    if value is None and not found.counts_uptake:
        value = found.kg_co2e
    return None if value is None else value * ratio


def _rating(pcf: Mapping[str, Any], key: str) -> float | None:
    dqi = pcf.get("dqi")
    return decimal(dqi.get(key)) if isinstance(dqi, dict) else None


def _numbers(what: str, one: float | None, other: float | None, where: str) -> Check | None:
    if one is None or other is None:
        return None
    ok = abs(one - other) <= _CLOSE * max(abs(one), abs(other))
    told = f"{what}: {one:.4g} here, {other:.4g} in {where} for the same amount."
    return Check("consistent", "ok" if ok else "error", told, where)


def _texts(what: str, one: object, other: object, where: str) -> Check | None:
    if one in (None, "") or other in (None, ""):
        return None
    told = f"{what}: {one} here, {other} in {where}."
    when = moment(one)
    same = one == other or (when is not None and when == moment(other))
    return Check("consistent", "ok" if same else "error", told, where)
