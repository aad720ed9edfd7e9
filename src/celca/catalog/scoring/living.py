"""Which life each product of a chunk has, from the cells of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake import FAULT, MEANINGS, Chunk, Layout, texts
from celca.catalog.pricing import Life, Lived, Lives, PriceList
from celca.catalog.scoring.rows import Reading, mark
from celca.circular import split, substitute
from celca.product import Change

__all__ = ["Living", "lives_of"]


@dataclass(frozen=True)
class Living:
    """The lives of a chunk.

    lives  those that its products have
    code   (runs): which of them, −1 where there is none
    cells  (runs): what the columns say, for the output
    bare   (runs): whether nothing is said of a life
    """

    lives: Sequence[Life]
    code: NDArray[Any]
    cells: pl.DataFrame
    bare: NDArray[Any]

    def of(self, runs: NDArray[Any]) -> Lived:
        """Return the lives of some products, all of which have one."""
        return Lived(self.lives, self.code[runs])


def lives_of(chunk: Chunk, layout: Layout, lives: Lives, reading: Reading) -> Living:
    """Find the life of each product; mark what is wrong, and change rows as scenarios say."""
    cells, differs = _cells(chunk, layout)
    keys = cells.fill_null("").rows()
    found = {key: lives.get(key) for key in dict.fromkeys(keys)}
    lived = {key: life for key, life in found.items() if isinstance(life, Life)}
    at, usable = {key: g for g, key in enumerate(lived)}, list(lived.values())
    code = np.array([at.get(key, -1) for key in keys], dtype=np.int64)
    first = np.flatnonzero(np.diff(chunk.run, prepend=-1))
    said: dict[int, str] = {}
    mark(reading.fault, np.isin(np.arange(len(chunk.run)), first[differs]), "life_differs")
    for run in np.flatnonzero(code < 0):
        fault, sentence = found[keys[run]]  # type: ignore[misc]
        row = int(first[run])
        if reading.fault[row] == 0:
            reading.fault[row], said[row] = FAULT[fault], sentence
    of_line = code[chunk.run[reading.row]]
    for g, life in enumerate(usable):
        lines = np.flatnonzero(of_line == g)
        if life.change is not None:
            _change(reading, lines, life.change, lives.listed)
        if life.problems:
            said |= _problems(reading, lines, life.problems)
    reading.said = reading.said.with_columns(_told(said, len(chunk.run)))
    bare = np.array([not any(key) for key in keys], dtype=bool) & ("default" not in lives.cycles)
    return Living(usable, code, cells.drop("allocation"), bare)


def _cells(chunk: Chunk, layout: Layout) -> tuple[pl.DataFrame, NDArray[Any]]:
    """Return what each product's rows say of its life, and which products contradict themselves.

    A cell that is empty says nothing.
    """
    columns: dict[str, pl.Series] = {"run": pl.Series(chunk.run)}
    for meaning, place in layout.lives.items():
        columns[meaning] = texts(chunk.frame[f"r{place}"])
    each = (
        pl.DataFrame(columns)
        .group_by("run")
        .agg(
            *(pl.col(m).drop_nulls().first() for m in layout.lives),
            *(pl.col(m).drop_nulls().n_unique().alias(f"{m} many") for m in layout.lives),
        )
    )
    each = each.sort("run")
    differs = np.zeros(each.height, dtype=bool)
    for meaning in layout.lives:
        differs |= each[f"{meaning} many"].to_numpy() > 1
    empty = pl.lit(None, dtype=pl.String)
    return each.select(m if m in layout.lives else empty.alias(m) for m in MEANINGS), differs


def _change(reading: Reading, lines: NDArray[Any], change: Change, listed: PriceList) -> None:
    """Change lines as `celca.product.apply` does: material, mass, shares, in this order."""
    for name, other in change.material.items():
        hit = lines[reading.target[lines] == listed.code[name]]
        reading.target[hit] = listed.code[other.to]
        reading.mass[hit] *= other.mass_ratio
        reading.recycled[hit] = reading.bio_based[hit] = 0.0
        reading.forming[hit] = -1
    for name, factor in change.mass.items():
        reading.mass[lines[reading.target[lines] == listed.code[name]]] *= factor
    for name in dict.fromkeys((*change.recycled, *change.bio_based)):
        hit = lines[reading.target[lines] == listed.code[name]]
        now = split(reading.mass[hit], reading.recycled[hit], reading.bio_based[hit])
        r = change.recycled.get(name, reading.recycled[hit])
        b = change.bio_based.get(name, reading.bio_based[hit])
        over = reading.row[hit[np.broadcast_to(np.asarray(r + b) > 1 + 1e-12, hit.shape)]]
        mark(reading.fault, np.isin(np.arange(len(reading.fault)), over), "shares_over_1")
        new = substitute(now, r, b, listed.ratio[listed.code[name]])
        mass = new.virgin + new.recycled + new.bio_based
        some = mass != 0
        reading.mass[hit] = mass
        reading.recycled[hit] = np.divide(new.recycled, mass, out=np.zeros(len(hit)), where=some)
        reading.bio_based[hit] = np.divide(new.bio_based, mass, out=np.zeros(len(hit)), where=some)


def _problems(reading: Reading, lines: NDArray[Any], problems: Mapping[int, str]) -> dict[int, str]:
    """Mark the rows of what cannot live so; return the sentence of each."""
    found: dict[int, str] = {}
    target = reading.target[lines]
    r, b = reading.recycled[lines], reading.bio_based[lines]
    for thing, sentence in problems.items():
        code, k = divmod(thing, 3)
        share = (1 - r - b, r, b)[k]
        hit = lines[(target == code) & (share * reading.mass[lines] > 0)]
        for row in np.unique(reading.row[hit]):
            if reading.fault[row] == 0:
                reading.fault[row] = FAULT["life_not_usable"]
                found[int(row)] = sentence
    return found


def _told(said: Mapping[int, str], rows: int) -> pl.Series:
    empty = pl.repeat(None, rows, dtype=pl.String, eager=True).alias("life_said")
    return empty.scatter(list(said), list(said.values())) if said else empty
