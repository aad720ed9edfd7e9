"""A chunk of rows to a table of scores and a table of bad rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.chunk import Chunk
from celca.catalog.faults import CODES, FAULT, sentence
from celca.catalog.layout import Layout
from celca.catalog.names import Names
from celca.catalog.prices import COLUMNS, PriceList
from celca.catalog.products import Lines, Scores, any_of, score_lines
from celca.catalog.reading import read_rows
from celca.catalog.rows import Reading
from celca.catalog.source import Source, whole_rows
from celca.errors import UsageError
from celca.inventory import UNSPECIFIED
from celca.methods import CATEGORIES
from celca.product import Change

__all__ = ["Scored", "score_chunk"]

_AT = {name: i for i, name in enumerate(COLUMNS)}
_UPTAKE = CATEGORIES.index("biogenic_uptake")
_FOREIGN_SHARE = 0.01
_FLAGS = (
    "excluded_lines",
    "no_quantity",
    "no_recycled_content",
    "no_forming",
    "other_gwp_set",
    "uptake_at_gate",
    "zero_mass",
)


@dataclass(frozen=True)
class Scored:
    """What a chunk came to.

    scores    a line per product that is good
    rejects   a line per bad row
    rejected  products set aside
    rows      rows that are not blank
    """

    scores: pl.DataFrame
    rejects: pl.DataFrame
    rejected: pl.Series
    rows: int


def score_chunk(
    chunk: Chunk, source: Source, layout: Layout, names: Names, changes: Sequence[Change]
) -> Scored:
    """Score the good products of a chunk, and name the bad rows of the others."""
    with np.errstate(over="ignore", invalid="ignore"):  # bad rows are found, not computed
        reading = read_rows(chunk.frame, layout, names)
    fault = reading.fault
    orphan = chunk.frame["product"].is_null().to_numpy()
    fault[(fault == 0) & orphan] = FAULT["no_product"]
    if layout.wide and len(chunk.run) > 1:
        twice = np.bincount(chunk.run, minlength=len(chunk.names))[chunk.run] > 1
        fault[(fault == 0) & twice & ~orphan] = FAULT["product_twice"]
    good = _good(chunk, fault)
    lines, first = _lines(reading, chunk.run, good)
    found = _scores(lines, names.prices, changes)
    finite = np.logical_and.reduce([np.isfinite(s.sums).all(axis=1) for s in found])
    if not finite.all():
        lost = np.isin(chunk.run, first[~finite])
        fault[lost & (fault == 0)] = FAULT["result_not_finite"]
        good = _good(chunk, fault)
        lines, first = _lines(reading, chunk.run, good)
        found = _scores(lines, names.prices, changes)
    flags = _flags(lines, reading, found[0], names.prices, good[chunk.run[reading.row]])
    scores = _score_table(chunk.names.gather(first), lines, found, flags)
    rejects = _reject_table(chunk, source, layout, reading)
    rejected = chunk.names.filter(pl.Series(~good))
    return Scored(scores, rejects, rejected.drop_nulls(), chunk.frame.height)


def _good(chunk: Chunk, fault: NDArray[Any]) -> NDArray[Any]:
    """Return which runs are without any bad row, and without a row that may be theirs."""
    good = np.ones(len(chunk.names), dtype=bool)
    bad = fault > 0
    good[chunk.run[bad]] = False
    good[chunk.also[bad]] = False
    return good


def _lines(reading: Reading, run: NDArray[Any], good: NDArray[Any]) -> tuple[Lines, Any]:
    """Return the lines of the good products, and the run of each product."""
    of_line = run[reading.row]
    keep = good[of_line]
    every = bool(keep.all())
    columns = (
        a if every else a[keep]
        for a in (
            reading.target,
            reading.mass,
            reading.recycled,
            reading.bio_based,
            reading.forming,
        )
    )
    of_line = of_line if every else of_line[keep]
    starts = np.flatnonzero(np.diff(of_line, prepend=-1))
    return Lines(starts, *columns), of_line[starts]


def _scores(lines: Lines, prices: PriceList, changes: Sequence[Change]) -> list[Scores]:
    with np.errstate(over="ignore", invalid="ignore"):
        return list(score_lines(lines, prices, changes))


def _flags(
    lines: Lines,
    reading: Reading,
    scored: Scores,
    prices: PriceList,
    kept: NDArray[Any],
) -> pl.Series:
    """Return the codes of the findings on each product, as `celca.footprint` gives them."""
    unspecified = lines.target == prices.code[UNSPECIFIED]
    recyclable = prices.has[lines.target, 1] & (lines.recycled == 0)
    gross = scored.sums[:, _AT["gross"]]
    share = np.divide(
        scored.sums[:, _AT["foreign"]], gross, out=np.zeros(len(gross)), where=gross > 0
    )
    flags = (
        any_of(unspecified, lines.starts),
        any_of(reading.assumed[kept], lines.starts),
        any_of(recyclable, lines.starts),
        any_of((lines.forming < 0) & ~unspecified, lines.starts),
        share > _FOREIGN_SHARE,
        scored.sums[:, _UPTAKE] < 0,
        any_of(lines.mass == 0, lines.starts),
    )
    mask = sum(flag.astype(np.int64) << i for i, flag in enumerate(flags))
    words = [
        ";".join(c for i, c in enumerate(_FLAGS) if k >> i & 1) for k in range(1 << len(_FLAGS))
    ]
    return pl.Series("findings", words).gather(pl.Series(mask, dtype=pl.UInt32))


def _score_table(
    product: pl.Series, lines: Lines, found: Sequence[Scores], flags: pl.Series
) -> pl.DataFrame:
    own = found[0].sums
    counts = np.diff(np.append(lines.starts, len(lines.mass)))
    excluded, mass = own[:, _AT["excluded"]], own[:, _AT["mass"]]
    columns: dict[str, Any] = {
        "product": product,
        "parts": pl.Series(counts, dtype=pl.UInt32),
        **_columns("", found[0]),
        **{f"{c}_kg_co2e": own[:, i] for i, c in enumerate(CATEGORIES)},
        "excluded_mass_share": _share(excluded, excluded + mass),
        "findings": flags,
    }
    for scores in found[1:]:
        for name, values in _columns(f"{scores.name}_", scores).items():
            if name in columns:
                raise UsageError(f"two variants are called {scores.name!r}; rename one.")
            series = pl.Series(values)
            columns[name] = (
                series if scores.present.all() else series.set(pl.Series(~scores.present), None)
            )
    return pl.DataFrame(columns)


def _columns(prefix: str, scores: Scores) -> Mapping[str, Any]:
    """Return what is said of every variant."""
    sums = scores.sums
    total = sums[:, : len(CATEGORIES)].sum(axis=1)
    mass, recycled = sums[:, _AT["mass"]], sums[:, _AT["recycled"]]
    return {
        f"{prefix}total_kg_co2e": total,
        f"{prefix}total_excluding_uptake_kg_co2e": np.delete(
            sums[:, : len(CATEGORIES)], _UPTAKE, axis=1
        ).sum(axis=1),
        f"{prefix}mass_kg": mass,
        f"{prefix}recycled_content": _share(recycled, mass),
        f"{prefix}bio_based_content": _share(sums[:, _AT["grown"]], mass),
        f"{prefix}mci": _mci(mass, recycled),
    }


def _share(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.divide(part, whole, out=np.zeros(len(whole)), where=whole != 0))


def _mci(mass: NDArray[Any], recycled: NDArray[Any]) -> NDArray[Any]:
    """Return `celca.circular.mci` of sums of mass [kg] up to the gate: nothing is collected."""
    linear = _share(mass - recycled + mass, 2 * mass)
    return np.where(mass != 0, np.maximum(0.0, 1 - linear * 0.9), 0.0)


def _reject_table(chunk: Chunk, source: Source, layout: Layout, reading: Reading) -> pl.DataFrame:
    """Return the bad rows: file, line, code, sentence, and the row as it stands."""
    bad = pl.Series(reading.fault > 0)
    frame = chunk.frame.filter(bad)
    schema = dict.fromkeys(layout.headings, pl.String)
    if not frame.height:
        return pl.DataFrame(schema={**dict.fromkeys(_ABOUT, pl.String), **schema})
    said = reading.said.filter(bad) if reading.said.width else pl.DataFrame()
    said = said.with_columns(fault=pl.Series(reading.fault).filter(bad), beside=_beside(chunk, bad))
    code = pl.Series(["", *CODES]).gather(said["fault"].cast(pl.UInt32))
    words = said.select(sentence(said.columns))
    gathered = "file" in frame.columns
    if source.kind == "parquet" and not gathered and len(layout.used) < len(layout.headings):
        cells = whole_rows(source, frame["line"], frame["start"])
    else:
        cells = frame
    name = pl.repeat(source.path.name, frame.height, dtype=pl.String, eager=True)
    file = frame["file"] if gathered else name
    rows = {
        h: cells[f"r{i}"].cast(pl.String) for i, h in enumerate(layout.headings) if h not in _ABOUT
    }
    raw = frame["raw"] if "raw" in frame.columns else pl.repeat(None, frame.height, eager=True)
    about = (
        file,
        frame["line"].cast(pl.String),
        code,
        words.to_series(),
        raw.cast(pl.String),
    )
    return pl.DataFrame({**dict(zip(_ABOUT, about, strict=True)), **rows})


def _beside(chunk: Chunk, bad: pl.Series) -> pl.Series:
    """Return, for rows without a product, which products are set aside because of them."""
    names = chunk.names.to_frame("name").select(pl.format("'{}'", "name"))["name"]
    table = pl.DataFrame(
        {
            "one": names.gather(chunk.run),
            "two": names.gather(chunk.also),
            "orphan": chunk.frame["product"].is_null(),
        }
    )
    both = pl.format("{} or {}", "one", "two")
    which = pl.when(pl.col("one") == pl.col("two")).then("one").otherwise(both)
    told = pl.format("It may be a part of {}, set aside with it.", which)
    return table.filter(bad).select(pl.when("orphan").then(told).alias("beside"))["beside"]


_ABOUT = ("reject_file", "reject_line", "reject_code", "reject_sentence", "reject_raw")
