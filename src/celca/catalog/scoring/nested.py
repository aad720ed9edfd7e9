"""Parts that are products of the catalogue themselves: found in a chunk, kept to be added up.

A row without a material and without a mass, whose part is the name of a product, stands for that
product, as many times as its quantity says. The chunk is scored without such rows, up to the gate;
what each product asks for by itself, and its links, are kept for `celca.catalog.scoring.rollup`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake import MASSES, Chunk, Layout, Source, next_chunk, numbers, texts
from celca.catalog.pricing import FLAGS, Scores
from celca.catalog.scoring.living import Living
from celca.catalog.scoring.reading import read_quantities
from celca.catalog.scoring.rows import Reading
from celca.errors import FileFault

__all__ = ["Links", "link_table", "own_table", "product_names", "take_links"]

_LINES = ("row", "target", "mass", "recycled", "bio_based", "forming", "assumed")


@dataclass(frozen=True)
class Links:
    """The rows of a chunk that stand for products.

    row       (k): of the chunk
    part      (k): name of the product
    quantity  (k) [piece], assumed where its cell is empty
    """

    row: NDArray[Any]
    part: pl.Series
    quantity: NDArray[Any]
    assumed: NDArray[Any]


def product_names(sources: Sequence[Source], layouts: Sequence[Layout], rows: int) -> pl.Series:
    """Return the names of all products of a catalogue.

    Raises FileFault for a file in which no row can stand for a product.
    """
    found: list[pl.Series] = []
    for source, layout in zip(sources, layouts, strict=True):
        if "part" not in layout.columns or layout.wide:
            raise FileFault(
                source.path.name,
                "no column names the part, so no part can be a product.",
                "Head it 'Part', or score without --nested.",
            )
        found += [chunk.names.unique() for chunk in _chunks(source, layout, rows)]
    return pl.concat(found).drop_nulls().unique()


def _chunks(source: Source, layout: Layout, rows: int) -> Iterator[Chunk]:
    place = source.start
    while True:
        chunk = next_chunk(source, layout, place, rows)
        yield chunk
        if chunk.next is None:
            return
        place = chunk.next


def take_links(chunk: Chunk, layout: Layout, products: pl.Series, reading: Reading) -> Links:
    """Return the rows that stand for products, and take them out of the reading."""
    rows = np.flatnonzero(_stands_for_product(chunk.frame, layout, products))
    some = chunk.frame[rows]
    fault = np.zeros(len(rows), dtype=reading.fault.dtype)
    quantity, assumed, _ = read_quantities(some, layout, fault)
    reading.fault[rows] = fault
    kept = ~np.isin(reading.row, rows)
    for name in (*_LINES, *(["guessed"] if reading.guessed is not None else [])):
        setattr(reading, name, getattr(reading, name)[kept])
    part = texts(some[f"r{layout.columns['part'].index}"]).alias("part")
    whole = np.broadcast_to(quantity, len(rows)).astype(float)
    return Links(rows, part, whole, np.broadcast_to(assumed, len(rows)))


def _stands_for_product(
    frame: pl.DataFrame, layout: Layout, products: pl.Series
) -> NDArray[np.bool_]:
    part = texts(frame[f"r{layout.columns['part'].index}"])
    stands = part.is_in(products.implode()).fill_null(value=False)
    if stands.any():
        for meaning in (m for m in ("material", *MASSES) if m in layout.columns):
            cells = frame[f"r{layout.columns[meaning].index}"]
            if meaning == "material":
                stands &= texts(cells).is_null()
            else:
                stands &= pl.Series(numbers(cells, layout.decimal).empty)
    return np.asarray(stands.to_numpy(), dtype=bool)


def link_table(chunk: Chunk, good: NDArray[Any], links: Links, file: str) -> pl.DataFrame:
    """Return the links of the good products of a chunk."""
    run = chunk.run[links.row]
    some = chunk.frame[links.row]
    files = some["file"] if "file" in some.columns else pl.repeat(file, len(run), eager=True)
    return pl.DataFrame(
        {
            "product": chunk.names.gather(run),
            "part": links.part,
            "quantity": links.quantity,
            "assumed": links.assumed,
            "file": files.cast(pl.String),
            "line": some["line"].cast(pl.String),
        }
    ).filter(pl.Series(good[run], dtype=pl.Boolean))


def own_table(
    chunk: Chunk,
    good: NDArray[Any],
    solved: tuple[NDArray[Any], Sequence[Scores], pl.DataFrame],
    lives: Living | None,
) -> pl.DataFrame:
    """Return what each good product of a chunk is without the products in it.

    solved  run of each product that has lines of its own, its scores, its line of the output
    """
    first, found, about = solved
    named = good & chunk.names.is_not_null().to_numpy()
    place = np.cumsum(named) - 1
    n, at = int(named.sum()), place[first]
    parts, flags = np.zeros(n), np.zeros(n, dtype=np.uint64)
    parts[at] = about["parts"].to_numpy()
    codes = about["findings"].str.split(";")
    for i, code in enumerate(FLAGS):
        flags[at] |= codes.list.contains(code).to_numpy().astype(np.uint64) << np.uint64(i)
    marks = np.zeros(n, dtype=np.uint64)
    for k, scores in enumerate(found):
        # a whole variant is there where one part has it; a scenario, where no part forbids it
        told = scores.present if scores.into is not None else ~scores.present
        marks[at] |= told.astype(np.uint64) << np.uint64(k)
    life = pl.repeat(None, n, eager=True, dtype=pl.String)
    if lives is not None:
        life = pl.Series([x.told for x in lives.lives], dtype=pl.String).gather(lives.code[named])
    product = chunk.names.filter(pl.Series(named))
    columns = {"product": product, "parts": parts, "flags": flags, "marks": marks, "life": life}
    return pl.DataFrame(columns)
