"""A chunk of rows to a table of scores and a table of bad rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake import CODES, Chunk, Layout, Source, sentence, whole_rows
from celca.catalog.pricing import (
    AT,
    AtGate,
    Lines,
    Lived,
    PriceList,
    Scores,
    Tariff,
    all_finite,
    any_of,
    demand_table,
    findings_of,
    mask_of,
    mostly_foreign,
    score_lines,
    score_table,
    unformed,
    unformed_table,
)
from celca.catalog.scoring.living import Living, lives_of
from celca.catalog.scoring.names import Names
from celca.catalog.scoring.nested import Links, link_table, own_table, take_links
from celca.catalog.scoring.reading import read_rows
from celca.catalog.scoring.rows import Reading, mark
from celca.catalog.scoring.wanted import Wanted, told_beside
from celca.inventory import UNSPECIFIED

__all__ = ["Scored", "score_chunk"]


@dataclass(frozen=True)
class Scored:
    """What a chunk came to.

    scores    a line per product that is good
    rejects   a line per bad row
    rejected  products set aside
    rows      rows that are not blank
    beside    further tables, by the kind of file that each is kept in
    """

    scores: pl.DataFrame
    rejects: pl.DataFrame
    rejected: pl.Series
    rows: int
    beside: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def score_chunk(
    chunk: Chunk, source: Source, layout: Layout, names: Names, wanted: Wanted
) -> Scored:
    """Score the good products of a chunk, and name the bad rows of the others."""
    reading, links, lives = _read(chunk, layout, names, wanted)
    solved = _solved(chunk, reading, names, wanted, lives)
    finite = all_finite(solved.found)
    if not finite.all():
        mark(reading.fault, np.isin(chunk.run, solved.first[~finite]), "result_not_finite")
        solved = _solved(chunk, reading, names, wanted, lives)
    good, first, found = solved.good, solved.first, solved.found
    scores = _scores(chunk, reading, solved, names.prices)
    beside: dict[str, pl.DataFrame] = {}
    if links is not None:
        beside["links"] = link_table(chunk, good, links, source.path.name)
        beside["own"] = own_table(chunk, good, (first, found, scores), lives)
        own = [demand_table(scores["product"], found)]
        own.append(unformed_table(scores["product"], solved.lines, names.prices))
        beside["asked"], scores = pl.concat(own), beside["own"].select("product")
    else:
        if lives is not None:
            scores = scores.with_columns(lives.cells[first])
        scores, beside = told_beside(scores, found, solved.lived, names.prices, wanted)
    rejects = _reject_table(chunk, source, layout, reading)
    rejected = chunk.names.filter(pl.Series(~good)).drop_nulls()
    return Scored(scores, rejects, rejected, chunk.frame.height, beside)


def _read(
    chunk: Chunk, layout: Layout, names: Names, wanted: Wanted
) -> tuple[Reading, Links | None, Living | None]:
    """Return what the rows say, those that stand for products, and how the products live."""
    with np.errstate(over="ignore", invalid="ignore"):  # bad rows are found, not computed
        reading = read_rows(chunk.frame, layout, names)
    links = None
    if wanted.products is not None:
        links = take_links(chunk, layout, wanted.products, reading)
    orphan = chunk.frame["product"].is_null().to_numpy()
    mark(reading.fault, orphan, "no_product")
    if layout.wide and len(chunk.run) > 1:
        twice = np.bincount(chunk.run, minlength=len(chunk.names))[chunk.run] > 1
        mark(reading.fault, twice & ~orphan, "product_twice")
    lives = lives_of(chunk, layout, names.lives, reading) if names.lives else None
    if names.usual is not None:
        reading.guess(names.usual, lives.bare[chunk.run] if lives else np.ones_like(orphan))
    return reading, links, lives


@dataclass(frozen=True)
class _Solved:
    """The good products of a chunk.

    good   (runs): whether a product is one of them
    first  (p): the run of each; lived: the life of each
    tariff what they cost
    found  the scores as specified, then those of each variant
    """

    good: NDArray[Any]
    lines: Lines
    first: NDArray[Any]
    lived: Lived | None
    tariff: Tariff
    found: Sequence[Scores]


def _solved(
    chunk: Chunk, reading: Reading, names: Names, wanted: Wanted, lives: Living | None
) -> _Solved:
    good = _good(chunk, reading.fault)
    lines, first = _lines(reading, chunk.run, good)
    lived = lives.of(first) if lives and wanted.products is None else None
    with np.errstate(over="ignore", invalid="ignore"):
        tariff = lived or AtGate(names.prices)
        found = list(score_lines(lines, names.prices, wanted.changes, tariff))
    return _Solved(good, lines, first, lived, tariff, found)


def _scores(chunk: Chunk, reading: Reading, solved: _Solved, prices: PriceList) -> pl.DataFrame:
    """Return the line of each product in the output."""
    lines, found, lived = solved.lines, solved.found, solved.lived
    kept = solved.good[chunk.run[reading.row]]
    flags = _flags(reading, kept, solved, prices)
    counts = pl.Series(np.diff(np.append(lines.starts, len(lines.mass))), dtype=pl.UInt32)
    return score_table(chunk.names.gather(solved.first), counts, flags, found, lived)


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


def _flags(reading: Reading, kept: NDArray[Any], solved: _Solved, prices: PriceList) -> pl.Series:
    """Return the codes of the findings on each product, as `celca.footprint` gives them.

    kept  which lines of the reading are those of good products
    """
    lines, scored, lived = solved.lines, solved.found[0], solved.lived
    guessed = np.zeros(len(lines.starts), dtype=bool)
    if reading.guessed is not None:
        guessed = any_of(reading.guessed[kept], lines.starts)
    unspecified = lines.target == prices.code[UNSPECIFIED]
    recyclable = prices.has[lines.target, 1] & (lines.recycled == 0)
    flags: tuple[NDArray[Any], ...] = (
        any_of(unspecified, lines.starts),
        any_of(reading.assumed[kept], lines.starts),
        any_of(recyclable, lines.starts),
        any_of((lines.forming < 0) & ~unspecified, lines.starts),
        mostly_foreign(scored.sums),
        scored.sums[:, AT["biogenic_uptake"]] < 0,
        any_of(lines.mass == 0, lines.starts),
        guessed,
        scored.sums[:, AT["unclassed"]] > 0,
    )
    if lived is not None:
        flags = lived.flags(flags, unformed(lines, prices), prices)
    return findings_of(mask_of(flags))


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
