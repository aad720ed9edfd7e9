"""Values that suppliers declared for their parts, in place of a model of them, and ratings of data.

A supplier's footprint keeps what it tells apart: fossil, aircraft, land use change, biogenic
methane and uptake, the carbon in the part, its ratings and its share of primary data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import fsum
from pathlib import Path
from typing import Any

from celca.declaration import Declaration, decimal, read_declaration
from celca.errors import DataError, FileFault
from celca.methods import Category
from celca.product.record import Line
from celca.product.supplied import Supplied
from celca.product.toml import Table
from celca.quality import StatedQuality
from celca.units import factor, same_dimension

__all__ = ["declared_parts", "with_stated_quality", "with_supplier_values"]

_KEYS = ("part", "kg_co2e", "source", "file")

_RATINGS = {
    "technology": "technologicalDQR",
    "geography": "geographicalDQR",
    "time": "temporalDQR",
}
_QUALITY = ("primary_data_share", *_RATINGS)
_APART: dict[Category, tuple[str, ...]] = {
    "aircraft": ("aircraftGhgEmissions",),
    "biogenic_emissions": ("biogenicNonCO2Emissions",),
    "land_use_change": (
        *("landUseChangeGhgEmissions", "landManagementBiogenicCO2Emissions"),
        "landManagementBiogenicCO2Removals",
    ),
}


def declared_parts(top: Table) -> frozenset[str]:
    """Return the parts that [[supplier_value]] names."""
    tables = top.tables("supplier_value", (*_KEYS, *_QUALITY))
    return frozenset(table.text("part") for table in tables)


def with_supplier_values(
    top: Table, lines: tuple[Line, ...], folder: Path
) -> tuple[tuple[Line, ...], list[Path]]:
    """Return the lines with the values of [[supplier_value]], and the files they were read from.

    A value is written (`kg_co2e` per product, with its `source`) or read (`file`, a PACT or other
    footprint, scaled by the mass of the part); the lines of one part share it by mass. A written
    one counts as primary data unless `primary_data_share` says otherwise; one that is read as far
    as its file says so.
    """
    out, files = list(lines), []
    for table in top.tables("supplier_value", (*_KEYS, *_QUALITY)):
        rows = _lines_of(table, lines)
        if table.has("file"):
            if table.has("kg_co2e"):
                raise FileFault(table.where, "give 'file' or 'kg_co2e', not both.")
            path = folder / table.text("file")
            files.append(path)
            declared = read_declaration(str(path))
            for i in rows:
                out[i] = _supplied(declared, out[i], table)
        else:
            table.text("source")
            value, stated = table.number("kg_co2e"), _stated(table, StatedQuality(1.0))
            whole = fsum(out[i].mass for i in rows)
            for i in rows:
                share = out[i].mass / whole if whole else 1 / len(rows)
                out[i] = replace(out[i], supplier_value=value * share, quality=stated)
    return tuple(out), files


def with_stated_quality(top: Table, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines with the ratings of [[data_quality]], which stand for the database's."""
    out = list(lines)
    for table in top.tables("data_quality", ("part", *_QUALITY)):
        for i in _lines_of(table, lines):
            out[i] = replace(out[i], quality=_stated(table, out[i].quality or StatedQuality()))
    return tuple(out)


def _lines_of(table: Table, lines: tuple[Line, ...]) -> list[int]:
    """Return the lines of the part that a table names: several where it is of several materials."""
    part = table.text("part")
    found = [i for i, line in enumerate(lines) if line.part == part]
    if not found:
        raise DataError(f"{table.where}: the bill of materials has no part {part!r}.")
    return found


def _stated(table: Table, otherwise: StatedQuality) -> StatedQuality:
    """Return the ratings that a table gives, and for what it leaves out the others."""
    share = table.share("primary_data_share")
    given: dict[str, float] = {} if share is None else {"primary": share}
    for key in _RATINGS:
        if table.has(key):
            given[key] = table.number(key)
    try:
        return replace(otherwise, **given)
    except DataError as fault:
        raise FileFault(table.where, str(fault)) from fault


def _supplied(declared: Declaration, line: Line, table: Table) -> Line:
    """Return the line with a declared footprint, for its mass."""
    ratio = line.mass / _mass(declared, table.where)
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
        quality=_stated(table, _declared_quality(pcf)),
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
    ratings = {k: decimal(dqi.get(f)) for k, f in _RATINGS.items()} if isinstance(dqi, dict) else {}
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
