"""Products whose parts are products: added up from the bottom, each assembly once.

x = own + Q x, where Q (products x products) says how many of each product another takes. With the
parts before what they are in, I − Q is triangular, and one substitution gives every product,
however often an assembly is shared and however deep it lies. A product that contains itself, or
that takes one that was set aside, is set aside in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.graph import Graph, Order
from celca.catalog.job import Job
from celca.catalog.prices import COLUMNS, SUMS, VARIANTS
from celca.catalog.products import Scores
from celca.catalog.score_columns import FLAGS, findings_of, score_table

__all__ = ["Rolled", "roll_up"]

_BLOCK = 8  # columns that are added up at once
_SHOWN = 8  # products of a ring that are named
_ASSUMED = np.uint64(1 << FLAGS.index("no_quantity"))
_SAID = {
    "part_rejected": "The part '{part}' is a product that was set aside.",
    "part_of_itself": "The product is a part of itself: {path}.",
    "result_not_finite": "The product's footprint is not finite; a quantity is too large.",
}


@dataclass(frozen=True)
class Rolled:
    """The products with all that is in them.

    scores    a line per product
    rejects   a line per row that cannot be used
    rejected  products that are set aside beside those of the chunks
    """

    scores: pl.DataFrame
    rejects: pl.DataFrame
    rejected: int


def roll_up(job: Job, variants: Sequence[str], headings: Mapping[str, str]) -> Rolled:
    """Add up the products of all chunks.

    variants  as_specified and the others, in the order of the sums
    headings  of the columns that name product, part and quantity
    """
    own, links = (
        pl.concat([pl.read_ipc(p) for p in job.parts(kind)]) for kind in ("sums", "links")
    )
    graph = _graph(own["product"], links)
    masks = np.column_stack([own["flags"], own["marks"]]).astype(np.uint64)
    assumed = graph.parent[links["assumed"].to_numpy()]
    masks[assumed, 0] |= _ASSUMED
    order = graph.order(masks)
    triangle = _triangle(graph, order, graph.quantity)
    sums = _added_up(triangle, own.select(c for c in own.columns if c[0] == "s"), order)
    finite = np.isfinite(sums).all(axis=1)
    kept, told = order.good[finite], order.masks[order.good[finite]]
    ones = _triangle(graph, order, np.ones(len(links)))
    parts = _added_up(ones, own.select("parts"), order)[finite, 0]
    table = score_table(
        own["product"][kept],
        pl.Series("parts", parts, dtype=pl.Float64).cast(pl.UInt32, strict=False),
        findings_of(told[:, 0].astype(np.int64)),
        _scores(sums[finite], told[:, 1], variants),
    )
    back = np.argsort(kept, kind="stable")  # as the input has them
    bad = np.ones(own.height, dtype=bool)
    bad[kept] = False
    rejects = _rejects(graph, order, (own["product"], links), bad).rename(dict(headings))
    return Rolled(table[back], rejects, int(bad.sum()))


def _graph(products: pl.Series, links: pl.DataFrame) -> Graph:
    """Return who takes whom, by the numbers of the products; −1 for one that was set aside."""
    places = products.alias("name").to_frame().with_row_index("at")
    found = [
        links.select(pl.col(c).alias("name"))
        .join(places, on="name", how="left", maintain_order="left")["at"]
        .cast(pl.Int64)
        .fill_null(-1)
        .to_numpy()
        for c in ("product", "part")
    ]
    return Graph(len(products), found[0], found[1], links["quantity"].to_numpy())


def _triangle(graph: Graph, order: Order, amounts: NDArray[Any]) -> csr_array:
    """Return I − Q of the good products, each after its parts."""
    rank = np.full(graph.n, -1)
    rank[order.good] = np.arange(len(order.good))
    parent, child = rank[graph.parent], np.where(graph.child < 0, -1, rank[graph.child])
    inside = (parent >= 0) & (child >= 0)
    own = np.arange(len(order.good))
    rows, columns = np.append(parent[inside], own), np.append(child[inside], own)
    data = np.append(-amounts[inside], np.ones(len(own)))
    return csr_array((data, (rows, columns)), shape=(len(own), len(own)))


def _added_up(triangle: csr_array, own: pl.DataFrame, order: Order) -> NDArray[Any]:
    """Return the sums of each good product with all that is in it, in their order."""
    from scipy.sparse.linalg import spsolve_triangular

    out = np.empty((len(order.good), own.width))
    if len(order.good):
        for start in range(0, own.width, _BLOCK):
            some = own[:, start : start + _BLOCK].to_numpy()[order.good]
            with np.errstate(over="ignore", invalid="ignore"):
                out[:, start : start + _BLOCK] = spsolve_triangular(
                    triangle, some, lower=True, unit_diagonal=True
                )
    return out


def _scores(sums: NDArray[Any], marks: NDArray[Any], variants: Sequence[str]) -> list[Scores]:
    """Return the scores of each variant, as `score_lines` gives them."""
    whole = {f"all_{v}" for v in VARIANTS}
    nothing, found, start = csr_array((len(sums), 0)), [], 0
    for k, name in enumerate(variants):
        width = len(COLUMNS) if k == 0 else len(SUMS)
        marked = (marks >> np.uint64(k) & np.uint64(1)).astype(bool)
        present = marked if name in whole else ~marked
        if name in ("as_specified", "all_virgin"):
            present = np.ones(len(sums), dtype=bool)
        found.append(Scores(name, sums[:, start : start + width], present, nothing))
        start += width
    return found


def _path(members: Sequence[int], products: pl.Series) -> str:
    names = [f"'{products[i]}'" for i in members]
    return " > ".join(names if len(names) <= _SHOWN else [*names[: _SHOWN - 1], "…", names[-1]])


def _rejects(
    graph: Graph, order: Order, tables: tuple[pl.Series, pl.DataFrame], bad: NDArray[Any]
) -> pl.DataFrame:
    """Return the rows because of which products are set aside; `tables` is (products, links)."""
    products, links = tables
    lost = np.where(graph.child < 0, True, bad[graph.child])
    rings = graph.rings(order)
    fine = np.zeros(graph.n, dtype=bool)
    fine[order.good] = True
    code = np.where(rings.of_link >= 0, "part_of_itself", "part_rejected")
    code = np.where(fine[graph.parent] & ~lost, "result_not_finite", code)
    some = bad[graph.parent] & (lost | fine[graph.parent])
    paths = {ring: _path(members, products) for ring, members in rings.paths.items()}
    said = [
        _SAID[str(code[at])].format(
            part=links["part"][int(at)], path=paths.get(int(rings.of_link[at]), "")
        )
        for at in np.flatnonzero(some)
    ]
    kept = links.filter(pl.Series(some))
    return kept.select(
        pl.col("file").alias("reject_file"),
        pl.col("line").alias("reject_line"),
        pl.Series("reject_code", code[some].tolist(), dtype=pl.String),
        pl.Series("reject_sentence", said, dtype=pl.String),
        pl.lit(None, dtype=pl.String).alias("reject_raw"),
        "product",
        "part",
        pl.col("quantity").cast(pl.String),
    )
