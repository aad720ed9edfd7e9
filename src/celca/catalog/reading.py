"""A piece of a catalogue to lines that can be scored, and to the faults of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.cells import Numbers, kilograms, numbers, texts
from celca.catalog.faults import FAULT
from celca.catalog.layout import Layout, WideColumn
from celca.catalog.names import Names
from celca.catalog.prices import VARIANTS, PriceList
from celca.circular import split
from celca.inventory import UNSPECIFIED
from celca.units import canonical

__all__ = ["Reading", "read_rows"]


@dataclass
class Reading:
    """What the rows of a piece say.

    fault      (n): number of the fault of each row, 0 for a good one
    said       (n rows): cells and sentences that the faults are told with
    row        (k): row of each line; a row of a wide catalogue has many
    target     (k): code of its material
    mass       (k): in the product [kg]
    recycled   (k): share of the mass [kg/kg], bio_based likewise
    forming    (k): row of the price table, −1 for none
    assumed    (k): whether an empty quantity was taken as 1
    """

    fault: NDArray[Any]
    said: pl.DataFrame
    row: NDArray[Any]
    target: NDArray[Any]
    mass: NDArray[Any]
    recycled: NDArray[Any]
    bio_based: NDArray[Any]
    forming: NDArray[Any]
    assumed: NDArray[Any]


def read_rows(frame: pl.DataFrame, layout: Layout, names: Names) -> Reading:
    """Read the rows of a piece; `frame` has r0, r1, … and may have faults already."""
    if "fault" in frame.columns:
        fault = frame["fault"].fill_null(0).to_numpy().copy()
    else:
        fault = np.zeros(frame.height, dtype=np.uint8)
    said = frame.select(c for c in ("line_said",) if c in frame.columns)
    if layout.wide:
        return _wide(frame, layout, names, fault, said)
    return _long(frame, layout, names, fault, said)


def _mark(fault: NDArray[Any], where: NDArray[Any], code: str) -> None:
    """Give a fault to the rows that have none yet."""
    fault[(fault == 0) & where] = FAULT[code]


def _long(
    frame: pl.DataFrame,
    layout: Layout,
    names: Names,
    fault: NDArray[Any],
    said: pl.DataFrame,
) -> Reading:
    n = frame.height
    material = _material(frame, layout)
    matched = names.add_materials(material.alias("material_cell").to_frame(), "material_cell")
    _mark(fault, material.is_null().to_numpy(), "no_material")
    _adopt(fault, matched["material_fault"])
    target = matched["target"].to_numpy()
    mass, assumed, cells = _masses(frame, layout, fault)
    shares, share_cells = _shares(frame, layout, fault)
    forming, process = np.full(n, -1, dtype=np.int32), pl.DataFrame()
    if "process" in layout.columns:
        step = texts(frame[_raw(layout, "process")]).alias("process_cell")
        process = names.add_processes(step.to_frame(), "process_cell")
        forming = process["forming"].to_numpy()
    recycled, bio_based, variant = _variants(mass, shares, target, fault, names.prices)
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
    found: pl.Series | None = None
    for meaning in ("material", "description"):
        if meaning in layout.columns:
            cells = texts(frame[_raw(layout, meaning)])
            if found is None:
                found = cells
            elif found.null_count():
                found = found.to_frame("a").with_columns(b=cells).select(pl.coalesce("a", "b"))["a"]
    return pl.Series([None] * frame.height, dtype=pl.String) if found is None else found


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
    quantity, assumed, cells = _quantities(frame, layout, fault)
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
        _mark(fault, found.bad, "mass_not_a_number")
        filled = ~found.empty & ~found.bad
        _mark(fault, filled & ~np.isfinite(found.value), "mass_not_finite")
        _mark(fault, filled & (found.value < 0), "negative_mass")
        masses.append(np.where(filled, times * (found.value * ratio), np.nan))
        empty &= found.empty
    _mark(fault, empty, "no_mass")
    mass = masses[0] if len(masses) == 1 else np.where(np.isnan(masses[0]), masses[1], masses[0])
    _mark(fault, ~np.isfinite(mass), "mass_not_finite")
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
    unit = pl.repeat(heading or None, n, dtype=pl.String, eager=True)
    for written in (own, found.units):
        if written is not None:
            unit = pl.DataFrame({"a": written, "b": unit}).select(pl.coalesce("a", "b"))["a"]
    ratio, unknown, other = kilograms(unit)
    filled = ~found.empty & ~found.bad
    _mark(fault, filled & unit.is_null().to_numpy(), "no_unit")
    _mark(fault, filled & unknown, "unknown_unit")
    _mark(fault, filled & other, "not_a_unit_of_mass")
    return ratio, unit.alias("unit_cell")


def _quantities(
    frame: pl.DataFrame,
    layout: Layout,
    fault: NDArray[Any],
) -> tuple[NDArray[Any], NDArray[Any], pl.DataFrame]:
    """Return (quantity [piece], whether it was assumed to be 1, cells)."""
    none = np.zeros(frame.height, dtype=bool)
    if "quantity" not in layout.columns:
        return np.ones(1), none, {}
    raw = frame[_raw(layout, "quantity")]
    found = numbers(raw, layout.decimal)
    cells = {"quantity_cell": raw}
    _mark(fault, found.bad, "quantity_not_a_number")
    filled = ~found.empty & ~found.bad
    _mark(fault, filled & ~np.isfinite(found.value), "quantity_not_finite")
    _mark(fault, filled & (found.value < 0), "negative_quantity")
    unit = texts(frame[_raw(layout, "unit")]) if "unit" in layout.columns else found.units
    heading = layout.columns["quantity"].unit
    if unit is None and heading not in ("", "piece"):
        unit = pl.repeat(heading, frame.height, dtype=pl.String, eager=True)
    if unit is not None and "line_mass" not in layout.columns:
        pieces = [u for u in unit.drop_nulls().unique().to_list() if canonical(u) == "piece"]
        wrong = (unit.is_not_null() & ~unit.is_in(pieces)).to_numpy()
        _mark(fault, wrong, "quantity_not_pieces")
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
        share, wrong = share_of(raw, layout, percent=meaning in layout.percent)
        _mark(fault, wrong, f"{meaning}_not_a_share")
        cells.append(raw.alias(f"{meaning}_cell"))
        shares.append(share)
    return (shares[0], shares[1]), pl.DataFrame(cells)


def share_of(raw: pl.Series, layout: Layout, *, percent: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return (shares [kg/kg], which are none): `30%`, `0.3`, or 30 under a heading with %."""
    found = numbers(raw, layout.decimal)
    share = np.where(found.empty, 0.0, found.value)
    wrong = found.bad
    if percent:
        share = share / 100
    if found.units is not None:
        own = (found.units == "%").fill_null(value=False).to_numpy()
        share = np.where(own & (not percent), share / 100, share)
        wrong = wrong | (found.units.is_not_null().to_numpy() & ~own)
    with np.errstate(invalid="ignore"):
        return share, wrong | ~((share >= 0) & (share <= 1))


def _variants(
    mass: NDArray[Any],
    shares: tuple[NDArray[Any], NDArray[Any]],
    target: NDArray[Any],
    fault: NDArray[Any],
    prices: PriceList,
) -> tuple[NDArray[Any], NDArray[Any], pl.DataFrame]:
    """Return (recycled, bio-based share), and mark those of a variant that does not exist."""
    recycled, bio_based = shares
    known = np.maximum(target, 0)
    has, grown, plain = prices.has[known], prices.grown[known], prices.plain[known]
    # wood, paper: grown in every variant, so there is nothing to replace
    bio_based = np.where(~has[:, 2] & (bio_based <= grown), 0.0, bio_based)
    unspecified = known == prices.code[UNSPECIFIED]
    _mark(fault, ~unspecified & (recycled + bio_based > 1 + 1e-12), "shares_over_1")
    missing = np.zeros(len(mass), dtype=bool)
    for k, part in enumerate(split(mass, recycled, bio_based)):
        lacks = plain if k else np.zeros(len(mass), dtype=bool)
        with np.errstate(invalid="ignore"):
            missing |= (part != 0) & ~unspecified & np.where(plain, lacks, ~has[:, k])
    _mark(fault, (target >= 0) & missing, "no_such_variant")
    if not (fault == FAULT["no_such_variant"]).any():
        return recycled, bio_based, pl.DataFrame()
    return recycled, bio_based, _about_variants(known, recycled, bio_based, prices)


def _about_variants(
    target: NDArray[Any], recycled: NDArray[Any], bio_based: NDArray[Any], prices: PriceList
) -> pl.DataFrame:
    """Return the sentence on a missing variant, for each row."""
    told = []
    for id_, has in zip(prices.targets, prices.has, strict=True):
        variants = [v for v, there in zip(VARIANTS, has, strict=True) if there]
        there = f"it has {', '.join(variants)}" if variants else "it is a process, with no variants"
        told.append(f" variant of {id_!r} in {prices.inventory.name}; {there}.")
    lacking = np.where(
        (recycled > 0) & ~prices.has[target, 1],
        "There is no recycled",
        np.where(
            (bio_based > 0) & ~prices.has[target, 2], "There is no bio_based", "There is no virgin"
        ),
    )
    tail = pl.Series(told).gather(target)
    return pl.DataFrame({"variant_said": pl.Series(lacking.astype(object), dtype=pl.String) + tail})


def _wide(
    frame: pl.DataFrame,
    layout: Layout,
    names: Names,
    fault: NDArray[Any],
    said: pl.DataFrame,
) -> Reading:
    n, width = frame.height, len(layout.wide)
    mass, recycled, bio = (np.zeros((n, width)) for _ in range(3))
    target = np.array([names.prices.code[w.material] for w in layout.wide], dtype=np.int32)
    cell = pl.repeat(None, n, dtype=pl.String, eager=True)
    told = {name: cell.alias(name) for name in _WIDE_CELLS}
    for j, column in enumerate(layout.wide):
        before = fault.copy()
        raw = frame[f"r{layout.headings.index(column.heading)}"]
        mass[:, j] = _wide_mass(raw, layout, column, fault)
        recycled[:, j], bio[:, j], extra = _wide_shares(frame, layout, column, fault)
        told = _tell(told, fault, before, {"mass_cell": (column.heading, raw), **extra})
        every = np.broadcast_to(target[j], (n,))
        before = fault.copy()
        recycled[:, j], bio[:, j], variant = _variants(
            mass[:, j], (recycled[:, j], bio[:, j]), every, fault, names.prices
        )
        if variant.width:
            new = pl.Series((fault > 0) & (before == 0))
            words = pl.when(new).then(variant["variant_said"]).otherwise(told["variant_said"])
            told["variant_said"] = pl.select(words.alias("variant_said")).to_series()
    filled = mass > 0
    _mark(fault, ~filled.any(axis=1), "no_mass")
    row, at = np.nonzero(filled)
    none = np.full(len(row), -1, dtype=np.int32)
    table = pl.DataFrame([*said.get_columns(), *told.values()])
    return Reading(
        fault,
        table,
        row,
        target[at],
        mass[filled],
        recycled[filled],
        bio[filled],
        none,
        np.zeros(len(row), dtype=bool),
    )


_WIDE_CELLS = ("mass_cell", "unit_cell", "recycled_cell", "bio_based_cell", "variant_said")


def _wide_mass(
    raw: pl.Series, layout: Layout, column: WideColumn, fault: NDArray[Any]
) -> NDArray[Any]:
    """Return the masses of one material [kg], 0 where a cell is empty."""
    found = numbers(raw, layout.decimal)
    ratio: NDArray[Any] = column.factor
    _mark(fault, found.bad, "mass_not_a_number")
    if found.units is not None:
        own, unknown, other = kilograms(found.units)
        ratio = np.where(found.units.is_null().to_numpy(), ratio, own)
        _mark(fault, unknown, "unknown_unit")
        _mark(fault, other, "not_a_unit_of_mass")
    filled = ~found.empty & ~found.bad
    mass = np.where(filled, found.value * ratio, 0.0)
    _mark(fault, ~np.isfinite(mass), "mass_not_finite")
    _mark(fault, mass < 0, "negative_mass")
    return mass


def _wide_shares(
    frame: pl.DataFrame,
    layout: Layout,
    column: WideColumn,
    fault: NDArray[Any],
) -> tuple[NDArray[Any], NDArray[Any], dict[str, tuple[str, pl.Series]]]:
    out, cells = [], {}
    for meaning, heading in (("recycled", column.recycled), ("bio_based", column.bio_based)):
        if not heading:
            out.append(np.zeros(frame.height))
            continue
        raw = frame[f"r{layout.headings.index(heading)}"]
        share, wrong = share_of(raw, layout, percent="%" in heading or "％" in heading)
        _mark(fault, wrong, f"{meaning}_not_a_share")
        out.append(share)
        cells[f"{meaning}_cell"] = (heading, raw)
    return out[0], out[1], cells


def _tell(
    told: dict[str, pl.Series],
    fault: NDArray[Any],
    before: NDArray[Any],
    cells: dict[str, tuple[str, pl.Series]],
) -> dict[str, pl.Series]:
    """Keep the cells of the rows that a column has made bad."""
    new = (fault > 0) & (before == 0)
    if not new.any():
        return told
    out = dict(told)
    cells = {**cells, "unit_cell": cells["mass_cell"]}
    for name, (heading, raw) in cells.items():
        text = pl.format("{}: {}", pl.lit(heading), raw.cast(pl.String).fill_null(""))
        out[name] = pl.select(
            pl.when(pl.Series(new)).then(text).otherwise(told[name]).alias(name)
        ).to_series()
    return out
