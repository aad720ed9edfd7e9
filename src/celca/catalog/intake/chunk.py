"""The next chunk of a catalogue: whole products, with the rows that belong to nobody.

A chunk ends where one product ends and another begins, so that each can be scored alone. A
row that names no product may be a part of its neighbours, which are then set aside with it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake.cells import decimal_sign, numbers, texts
from celca.catalog.intake.layout import Layout
from celca.catalog.intake.piece import Piece, Place, Source
from celca.catalog.intake.source import read_piece

__all__ = ["Chunk", "border_after", "next_chunk", "sorted_chunk", "with_habits"]


@dataclass(frozen=True)
class Chunk:
    """Rows of whole products.

    frame  r0, r1, …, `line`, `product` (null where the row names none), and for damaged
           lines `fault`, `line_said`, `raw`
    run    (n): number of the product that a row stands with, 0 = first of the chunk
    names  (runs): product, null where nothing names it
    also   (n): a second run that a row without a product may belong to, else its own
    blank  rows and lines without content
    next   where the next chunk begins, None at the end of the file
    """

    frame: pl.DataFrame
    run: NDArray[Any]
    names: pl.Series
    also: NDArray[Any]
    blank: int
    next: Place | None


def next_chunk(
    source: Source, layout: Layout, place: Place, rows: int, *, used: Sequence[int] | None = None
) -> Chunk:
    """Return the chunk that begins at a place; it grows where one product fills it.

    used  columns to read, that of the products among them; those that the layout reads if None
    """
    while True:
        piece = read_piece(source, place, rows, layout.used if used is None else used)
        frame = _with_product(piece.frame, layout, source.delimiter)
        if piece.end:
            return _chunk(frame, len(piece.blank), None, alone=bool(layout.wide))
        border = _last_border(frame["product"])
        if border:
            follows = _place(frame, border)
            blank = sum(line < follows.line for line in piece.blank)
            return _chunk(frame.head(border), blank, follows, alone=bool(layout.wide))
        rows *= 2


def border_after(piece: Piece, layout: Layout, delimiter: str) -> Place | None:
    """Return where the last product of a piece begins, None where all of it is one product."""
    frame = _with_product(piece.frame, layout, delimiter)
    border = _last_border(frame["product"])
    return _place(frame, border) if border else None


def _place(frame: pl.DataFrame, row: int) -> Place:
    first = frame.row(row, named=True)
    return Place(first["start"], first["line"])


def sorted_chunk(frame: pl.DataFrame, blank: int) -> Chunk:
    """Return a chunk of rows that are sorted by product; a row without one stands alone."""
    run = _runs(frame["product"])
    return Chunk(frame, run, _first(frame["product"], run), run, blank, None)


def with_habits(source: Source, layout: Layout) -> Layout:
    """Return the layout with what the first rows show: the decimal sign, and percent or not.

    As in the reader of bills of materials, shares under a heading with % are percentages
    only where one of them is more than 1; a later row that does not fit is rejected.
    """
    frame = read_piece(source, source.start, 10_000, layout.used).frame
    decimal = layout.decimal
    if not decimal and source.kind == "text":
        names = [layout.columns[m].index for m in ("product", "part") if m in layout.columns]
        decimal = decimal_sign([frame[f"r{i}"] for i in layout.used if i not in names])
    fractions = set()
    for heading in layout.percent:
        found = numbers(frame[f"r{layout.headings.index(heading)}"], decimal)
        plain = found.value[~found.empty & ~found.bad]
        if plain.any() and plain.max() <= 1:
            fractions.add(heading)
    return replace(layout, decimal=decimal, percent=layout.percent - fractions)


def _with_product(frame: pl.DataFrame, layout: Layout, delimiter: str) -> pl.DataFrame:
    place = layout.columns["product"].index
    product = texts(frame[f"r{place}"]).alias("product")
    frame = frame.with_columns(product)
    if delimiter and "raw" in frame.columns and frame["raw"].null_count() < frame.height:
        frame = frame.with_columns(_guessed(frame, place, delimiter))
    return frame


def _guessed(frame: pl.DataFrame, place: int, delimiter: str) -> pl.Series:
    """Return the products, and for damaged lines the one that they seem to be of.

    The cell is believed where it is the first of the line, or names a product beside it.
    """
    product = frame["product"]
    before, after = product.fill_null(strategy="forward"), product.fill_null(strategy="backward")
    damaged = frame["raw"].is_not_null().arg_true().to_list()
    found = []
    for i in damaged:
        cells = _split(frame["raw"][i], delimiter)
        cell = cells[place].strip() if place < len(cells) else ""
        sure = place == 0 or cell in (before[i], after[i])
        found.append(cell if cell and sure else None)
    return product.scatter(damaged, found)


def _split(raw: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([raw.split("\n")[0]], delimiter=delimiter), [])
    except csv.Error:
        return raw.split(delimiter)


def _last_border(product: pl.Series) -> int:
    """Return the last row whose product differs from that of the row before; 0 for none."""
    changes = (product != product.shift(1)).fill_null(value=False).arg_true()
    return int(changes[-1]) if len(changes) else 0


def _chunk(frame: pl.DataFrame, blank: int, follows: Place | None, *, alone: bool) -> Chunk:
    """Return the chunk of these rows.

    alone  every row is a product of its own, so none can be a part of its neighbours
    """
    if frame["product"].null_count():
        height = frame.height
        frame = frame.filter(_has_content(frame))
        blank += height - frame.height
    product = frame["product"]
    if alone or not product.null_count():
        run = _runs(product)
        return Chunk(frame, run, _first(product, run), run, blank, follows)
    owner = product.fill_null(strategy="forward").fill_null(strategy="backward")
    run, orphan = _runs(owner), product.is_null().to_numpy()
    # a row without a product may also be the first of the product that is named next
    n = len(run)
    named = np.where(orphan, n, np.arange(n))
    following = np.minimum.accumulate(named[::-1])[::-1]
    also = np.where(following < n, run[np.minimum(following, n - 1)], run)
    return Chunk(frame, run, _first(owner, run), also, blank, follows)


def _has_content(frame: pl.DataFrame) -> pl.Series:
    """Say which rows hold anything: a product, a cell, or a damaged line."""
    content = frame["product"].is_not_null()
    for name in frame.columns:
        if name[0] == "r":
            content = content | (texts(frame[name]).is_not_null())
    return content


def _runs(product: pl.Series) -> NDArray[Any]:
    if not len(product):
        return np.zeros(0, dtype=np.int64)
    changed = product.ne_missing(product.shift(1)).to_numpy().copy()
    changed[0] = False
    return np.cumsum(changed)


def _first(product: pl.Series, run: NDArray[Any]) -> pl.Series:
    starts = np.flatnonzero(np.diff(run, prepend=-1))
    return product.gather(starts)
