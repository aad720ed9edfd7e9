"""A piece of a catalogue, one part in a row, to lines that can be scored and faults."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake import Layout, Numbers, kilograms, numbers, texts
from celca.catalog.scoring.names import Names
from celca.catalog.scoring.rows import Reading, mark, read_shares, settle_variants
from celca.catalog.scoring.wide import read_wide
from celca.inventory import UNSPECIFIED
from celca.units import canonical, factor

__all__ = ["read_quantities", "read_rows"]


def read_rows(frame: pl.DataFrame, layout: Layout, names: Names) -> Reading:
    """Read the rows of a piece; `frame` has r0, r1, … and may have faults already."""
    if "fault" in frame.columns:
        fault = frame["fault"].fill_null(0).to_numpy().copy()
    else:
        fault = np.zeros(frame.height, dtype=np.uint8)
    said = frame.select(c for c in ("line_said",) if c in frame.columns)
    if layout.wide:
        return read_wide(frame, layout, names, fault, said)
    return _long(frame, layout, names, fault, said)


def _long(
    frame: pl.DataFrame,
    layout: Layout,
    names: Names,
    fault: NDArray[Any],
    said: pl.DataFrame,
) -> Reading:
    n = frame.height
    material = _material(frame, layout)
    matched = names.add_materials(material)
    mark(fault, material.is_null().to_numpy(), "no_material")
    _adopt(fault, matched["material_fault"])
    target = matched["target"].to_numpy()
    mass, assumed, cells = _masses(frame, layout, fault)
    shares, share_cells = _shares(frame, layout, fault)
    forming, process = np.full(n, -1, dtype=np.int32), pl.DataFrame()
    if "process" in layout.columns:
        process = names.add_processes(frame[_raw(layout, "process")].cast(pl.String))
        forming = process["forming"].to_numpy()
    recycled, bio_based, variant = settle_variants(mass, shares, target, fault, names.prices)
    # what is not in the footprint is not formed in it either
    forming = np.where(target == names.prices.code[UNSPECIFIED], -1, forming)
    if process.width:
        _adopt(fault, process["process_fault"])
    parts = [said, matched, cells, share_cells, process, variant]
    told = pl.concat([p for p in parts if p.width], how="horizontal")
    return Reading(fault, told, np.arange(n), target, mass, recycled, bio_based, forming, assumed)


def _raw(layout: Layout, meaning: str) -> str:
    return f"r{layout.columns[meaning].index}"


def _material(frame: pl.DataFrame, layout: Layout) -> pl.Series:
    """Return what says the material: its own column, else the description, as in a BOM."""
    raws = [frame[_raw(layout, m)] for m in ("material", "description") if m in layout.columns]
    if len(raws) == 1:
        return raws[0].cast(pl.String)
    both = pl.DataFrame({"a": texts(raws[0]), "b": texts(raws[1])})
    return both.select(pl.coalesce("a", "b"))["a"]


def _adopt(fault: NDArray[Any], found: pl.Series) -> None:
    new = found.to_numpy()
    take = (fault == 0) & (new > 0)
    fault[take] = new[take]


def _masses(
    frame: pl.DataFrame, layout: Layout, fault: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], pl.DataFrame]:
    """Return (mass of the whole quantity [kg], whether a quantity was assumed, cells)."""
    one = "unit_mass" if "unit_mass" in layout.columns else "mass"
    own = texts(frame[_raw(layout, "mass_unit")]) if "mass_unit" in layout.columns else None
    quantity, assumed, cells = read_quantities(frame, layout, fault)
    masses: list[NDArray[Any]] = []
    empty = np.ones(frame.height, dtype=bool)
    for meaning, times in ((one, quantity), ("line_mass", np.ones(1))):
        if meaning not in layout.columns:
            continue
        raw = frame[_raw(layout, meaning)]
        found = numbers(raw, layout.decimal)
        ratio, unit = _ratio(found, own, layout, meaning, fault)
        cells["mass_cell"] = _cell(raw, "mass_cell", found.empty, cells)
        cells["unit_cell"] = unit
        mark(fault, found.bad, "mass_not_a_number")
        filled = ~found.empty & ~found.bad
        mark(fault, filled & ~np.isfinite(found.value), "mass_not_finite")
        mark(fault, filled & (found.value < 0), "negative_mass")
        masses.append(np.where(filled, times * (found.value * ratio), np.nan))
        empty &= found.empty
    mark(fault, empty, "no_mass")
    mass = masses[0] if len(masses) == 1 else np.where(np.isnan(masses[0]), masses[1], masses[0])
    mark(fault, ~np.isfinite(mass), "mass_not_finite")
    return mass, assumed, pl.DataFrame(cells)


def _cell(raw: pl.Series, name: str, empty: NDArray[Any], cells: dict[str, pl.Series]) -> pl.Series:
    """Return the cells to tell of; where two columns can say a mass, the one that is filled."""
    if name in cells and empty.any():
        text = raw.cast(pl.String)
        both = pl.when(pl.Series(empty)).then(cells[name].cast(pl.String)).otherwise(text)
        return pl.select(both.alias(name)).to_series()
    return raw.alias(name)


def _ratio(
    found: Numbers,
    own: pl.Series | None,
    layout: Layout,
    meaning: str,
    fault: NDArray[Any],
) -> tuple[NDArray[Any], pl.Series]:
    """Return the factor to kg of each mass, and the unit it was written in."""
    n = len(found.value)
    heading = layout.columns[meaning].unit or layout.mass_unit
    if heading and own is None and found.units is None:
        constant = pl.repeat(heading, n, dtype=pl.String, eager=True)
        return np.full(1, factor(heading, "kg")), constant.alias("unit_cell")
    unit = pl.repeat(heading or None, n, dtype=pl.String, eager=True)
    for written in (own, found.units):
        if written is not None:
            unit = pl.DataFrame({"a": written, "b": unit}).select(pl.coalesce("a", "b"))["a"]
    ratio, unknown, other = kilograms(unit)
    filled = ~found.empty & ~found.bad
    mark(fault, filled & unit.is_null().to_numpy(), "no_unit")
    mark(fault, filled & unknown, "unknown_unit")
    mark(fault, filled & other, "not_a_unit_of_mass")
    return ratio, unit.alias("unit_cell")


def read_quantities(
    frame: pl.DataFrame,
    layout: Layout,
    fault: NDArray[Any],
) -> tuple[NDArray[Any], NDArray[Any], dict[str, pl.Series]]:
    """Return (quantity [piece], whether it was assumed to be 1, cells)."""
    none = np.zeros(frame.height, dtype=bool)
    if "quantity" not in layout.columns:
        return np.ones(1), none, {}
    raw = frame[_raw(layout, "quantity")]
    found = numbers(raw, layout.decimal)
    cells = {"quantity_cell": raw}
    mark(fault, found.bad, "quantity_not_a_number")
    filled = ~found.empty & ~found.bad
    mark(fault, filled & ~np.isfinite(found.value), "quantity_not_finite")
    mark(fault, filled & (found.value < 0), "negative_quantity")
    unit = texts(frame[_raw(layout, "unit")]) if "unit" in layout.columns else found.units
    heading = layout.columns["quantity"].unit
    if unit is None and heading not in ("", "piece"):
        unit = pl.repeat(heading, frame.height, dtype=pl.String, eager=True)
    if unit is not None and "line_mass" not in layout.columns:
        pieces = [u for u in unit.drop_nulls().unique().to_list() if canonical(u) == "piece"]
        wrong = (unit.is_not_null() & ~unit.is_in(pieces)).to_numpy()
        mark(fault, wrong, "quantity_not_pieces")
        cells["quantity_unit_cell"] = unit
    return np.where(found.empty, 1.0, found.value), found.empty, cells


def _shares(
    frame: pl.DataFrame,
    layout: Layout,
    fault: NDArray[Any],
) -> tuple[tuple[NDArray[Any], NDArray[Any]], pl.DataFrame]:
    """Return the shares as written [kg/kg], 0 where a cell is empty, and the cells."""
    shares, cells = [], []
    for meaning in ("recycled", "bio_based"):
        if meaning not in layout.columns:
            shares.append(np.zeros(frame.height))
            continue
        raw = frame[_raw(layout, meaning)]
        share, wrong = read_shares(
            raw, layout.decimal, percent=layout.heading(meaning) in layout.percent
        )
        mark(fault, wrong, f"{meaning}_not_a_share")
        cells.append(raw.alias(f"{meaning}_cell"))
        shares.append(share)
    return (shares[0], shares[1]), pl.DataFrame(cells)
