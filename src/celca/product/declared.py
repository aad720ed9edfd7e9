"""A footprint that a supplier declared in a file, scaled to the lines of the part it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import fsum
from pathlib import Path
from typing import Any

from celca.declaration import Declaration, decimal, read_declaration
from celca.errors import DataError
from celca.methods import Category
from celca.product.record import Line
from celca.product.supplied import RATINGS, Supplied
from celca.quality import StatedQuality
from celca.units import factor, same_dimension

__all__ = ["declared_lines"]

_APART: dict[Category, tuple[str, ...]] = {
    "aircraft": ("aircraftGhgEmissions",),
    "biogenic_emissions": ("biogenicNonCO2Emissions",),
    "land_use_change": (
        *("landUseChangeGhgEmissions", "landManagementBiogenicCO2Emissions"),
        "landManagementBiogenicCO2Removals",
    ),
}


def declared_lines(lines: Iterable[Line], path: Path, where: str) -> list[Line]:
    """Return lines with the footprint that a file declares, each for its mass, and its ratings.

    Raises DataError for a footprint that reaches the grave, or that states no mass.
    """
    declared = read_declaration(str(path))
    return [_supplied(declared, line, where) for line in lines]


def _supplied(declared: Declaration, line: Line, where: str) -> Line:
    """Return the line with a declared footprint, for its mass."""
    ratio = line.mass / _mass(declared, where)
    pcf = declared.document.get("pcf", {}) if declared.document else {}
    by_category = {k: v * ratio for k, v in _by_category(declared, pcf).items() if v}
    carbon = {
        key: None if (kg := decimal(pcf.get(field))) is None else kg * ratio
        for key, field in (
            ("fossil_carbon", "fossilCarbonContent"),
            ("biogenic_carbon", "biogenicCarbonContent"),
        )
    }
    return replace(
        line,
        supplier_value=declared.kg_co2e * ratio,
        supplied=Supplied(
            by_category,
            **carbon,
            file=declared.source,
            gwp_sets=declared.gwp_sets,
            wrong=_wrong(declared),
        ),
        quality=_declared_quality(pcf),
    )


def _wrong(declared: Declaration) -> tuple[str, ...]:
    """Return what is wrong with a footprint, what merely is not there last."""
    found = [c for c in declared.checks if c.result == "error"]
    return tuple(c.message for c in sorted(found, key=lambda c: c.id == "pact_missing"))


def _by_category(declared: Declaration, pcf: Mapping[str, Any]) -> dict[Category, float]:
    """Return what a footprint tells apart [kg CO2e]; the rest is fossil, so that the sum holds."""
    excluding = declared.kg_co2e
    out: dict[Category, float] = {}
    if declared.excluding_uptake is not None and declared.counts_uptake:
        excluding = declared.excluding_uptake
        out["biogenic_uptake"] = declared.kg_co2e - excluding
    for category, keys in _APART.items():
        out[category] = fsum(decimal(pcf.get(key)) or 0.0 for key in keys)
    apart = fsum(kg for category, kg in out.items() if category != "biogenic_uptake")
    return {"fossil": excluding - apart, **out}


def _declared_quality(pcf: Mapping[str, Any]) -> StatedQuality:
    """Return what a footprint says of its data; without a share of primary data there are none."""
    share, dqi = decimal(pcf.get("primaryDataShare")), pcf.get("dqi")
    ratings = {k: decimal(dqi.get(f)) for k, f in RATINGS.items()} if isinstance(dqi, dict) else {}
    known = {k: v for k, v in ratings.items() if v is not None and 1 <= v <= 5}
    return StatedQuality(min(max((share or 0.0) / 100, 0.0), 1.0), **known)


def _mass(declared: Declaration, where: str) -> float:
    """Return the mass that a footprint is declared for [kg]."""
    if declared.boundary == "cradle-to-grave":
        raise DataError(
            f"{where}: {declared.source} is declared cradle-to-grave; a part needs cradle-to-gate."
        )
    mass = declared.mass_kg
    if same_dimension(declared.unit, "kg"):
        mass = declared.amount * factor(declared.unit, "kg", where)
    if not mass:
        raise DataError(
            f"{where}: {declared.source} is declared per {declared.amount:g} {declared.unit} and"
            " states no mass, so it cannot be scaled to the part. Write its value as 'kg_co2e'."
        )
    return mass
