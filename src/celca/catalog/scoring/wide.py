"""A piece of a catalogue with a row per product, and a column of masses for each material."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake import Layout, WideColumn, kilograms, numbers
from celca.catalog.scoring.names import Names
from celca.catalog.scoring.rows import Reading, mark, read_shares, settle_variants

__all__ = ["read_wide"]


_CELLS = ("mass_cell", "unit_cell", "recycled_cell", "bio_based_cell", "variant_said")


def read_wide(
    frame: pl.DataFrame, layout: Layout, names: Names, fault: NDArray[Any], said: pl.DataFrame
) -> Reading:
    """Read the rows; each becomes a line per material that it has some of.

    fault  of each row so far; marked further here
    said   sentences on damaged rows
    """
    target = np.array([names.prices.code[w.material] for w in layout.wide], dtype=np.int32)
    (mass, recycled, bio), told = _masses(frame, layout, names, target, fault)
    filled = mass > 0
    mark(fault, np.logical_not(filled.any(axis=1)), "no_mass")
    row, at = np.nonzero(filled)
    return Reading(
        fault=fault,
        said=pl.DataFrame([*said.get_columns(), *told.values()]),
        row=row,
        target=target[at],
        mass=mass[filled],
        recycled=recycled[filled],
        bio_based=bio[filled],
        forming=np.full(len(row), -1, dtype=np.int32),
        assumed=np.zeros(len(row), dtype=bool),
    )


def _masses(
    frame: pl.DataFrame,
    layout: Layout,
    names: Names,
    target: NDArray[Any],
    fault: NDArray[Any],
) -> tuple[NDArray[Any], dict[str, pl.Series]]:
    """Return (3 x rows x materials): mass [kg] and shares [kg/kg]; and the cells to tell of."""
    n = frame.height
    out = np.zeros((3, n, len(layout.wide)))
    cell = pl.repeat(None, n, dtype=pl.String, eager=True)
    told = {name: cell.alias(name) for name in _CELLS}
    for j, column in enumerate(layout.wide):
        mass, shares, told = _column(frame, layout, column, fault, told)
        every, before = np.full(n, target[j]), fault.copy()
        *settled, variant = settle_variants(mass, shares, every, fault, names.prices)
        out[:, :, j] = (mass, *settled)
        if variant.width:
            said = {"variant_said": variant["variant_said"]}
            told = _where_new(told, fault, before, said)
    return out, told


def _column(
    frame: pl.DataFrame,
    layout: Layout,
    column: WideColumn,
    fault: NDArray[Any],
    told: dict[str, pl.Series],
) -> tuple[NDArray[Any], tuple[NDArray[Any], NDArray[Any]], dict[str, pl.Series]]:
    """Return the masses [kg] and shares [kg/kg] of one material, and the cells to tell of."""
    before = fault.copy()
    raw = frame[f"r{layout.headings.index(column.heading)}"]
    mass = _mass(raw, layout, column, fault)
    recycled, bio_based, cells = _shares(frame, layout, column, fault)
    told = _tell(told, fault, before, {"mass_cell": (column.heading, raw), **cells})
    return mass, (recycled, bio_based), told


def _mass(raw: pl.Series, layout: Layout, column: WideColumn, fault: NDArray[Any]) -> NDArray[Any]:
    """Return the masses of one material [kg], 0 where a cell is empty."""
    found = numbers(raw, layout.decimal)
    ratio = np.full(1, column.factor)
    mark(fault, found.bad, "mass_not_a_number")
    if found.units is not None:
        own, unknown, other = kilograms(found.units)
        ratio = np.where(found.units.is_null().to_numpy(), ratio, own)
        mark(fault, unknown, "unknown_unit")
        mark(fault, other, "not_a_unit_of_mass")
    filled = ~found.empty & ~found.bad
    mass = np.where(filled, found.value * ratio, 0.0)
    mark(fault, ~np.isfinite(mass), "mass_not_finite")
    mark(fault, mass < 0, "negative_mass")
    return mass


def _shares(
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
        share, wrong = read_shares(raw, layout.decimal, percent=heading in layout.percent)
        mark(fault, wrong, f"{meaning}_not_a_share")
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
    cells = {**cells, "unit_cell": cells["mass_cell"]}
    texts = {
        name: pl.format("{}: {}", pl.lit(heading), raw.cast(pl.String).fill_null(""))
        for name, (heading, raw) in cells.items()
    }
    return _where_new(told, fault, before, texts)


def _where_new(
    told: dict[str, pl.Series],
    fault: NDArray[Any],
    before: NDArray[Any],
    texts: Mapping[str, pl.Series | pl.Expr],
) -> dict[str, pl.Series]:
    """Return what is told, with these texts for the rows that were not bad before."""
    new = pl.Series((fault > 0) & (before == 0))
    if not new.any():
        return told
    words = {name: pl.when(new).then(text).otherwise(told[name]) for name, text in texts.items()}
    return told | {name: pl.select(word.alias(name)).to_series() for name, word in words.items()}
