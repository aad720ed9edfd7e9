"""Products whose parts are products: added up from the bottom, each assembly once.

D = own + Q D, where Q (products x products) says how many of each product another takes, however
often an assembly is shared and however deep it lies: see `celca.catalog.scoring.flat`. A product
that contains itself, or that takes one that was set aside, is set aside in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.pricing import FLAGS
from celca.catalog.scoring.flat import flattened, with_parts
from celca.catalog.scoring.graph import Graph, Order
from celca.catalog.scoring.names import Names
from celca.catalog.scoring.wanted import Wanted

__all__ = ["Rolled", "roll_up"]

_SHOWN = 8  # products of a ring that are named
_ASSUMED = np.uint64(1 << FLAGS.index("no_quantity"))
_SAID = {
    "part_rejected": "The part '{part}' is a product that was set aside.",
    "part_of_itself": "The product is a part of itself: {path}.",
    "life_not_usable": "{life}",
    "result_not_finite": "The product's footprint is not finite; a quantity is too large.",
}


@dataclass(frozen=True)
class Rolled:
    """The products with all that is in them.

    scores    a line per product
    rejects   a line per row that cannot be used
    rejected  products that are set aside beside those of the chunks
    beside    the demand, where it is to be kept
    """

    scores: pl.DataFrame
    rejects: pl.DataFrame
    rejected: int
    beside: Mapping[str, pl.DataFrame]


def roll_up(
    tables: Mapping[str, pl.DataFrame], names: Names, wanted: Wanted, headings: Mapping[str, str]
) -> Rolled:
    """Add up the products of all chunks.

    tables    own: what each is by itself; asked: what it asks for; links: who takes whom
    headings  of the columns that name product, part and quantity
    """
    own, links = tables["own"], tables["links"]
    graph = _graph(own["product"], links)
    masks = np.column_stack([own["flags"], own["marks"]]).astype(np.uint64)
    masks[graph.parent[links["assumed"].to_numpy()], 0] |= _ASSUMED
    order = graph.order(masks)
    one = csr_array(own["parts"].to_numpy()[order.good][:, None])
    parts = with_parts(one, _taken(graph, order, np.ones(len(links)))).toarray()[:, 0]
    good = own[order.good].with_columns(parts=parts, flags=order.masks[order.good, 0])
    good = good.with_columns(marks=pl.Series(order.masks[order.good, 1]))
    flat = flattened(good, tables["asked"], _taken(graph, order, graph.quantity), names, wanted)
    kept = order.good[flat.kept]
    bad = np.ones(own.height, dtype=bool)
    bad[kept] = False
    said = {int(order.good[at]): sentence for at, sentence in flat.said.items()}
    rejects = _rejects(graph, order, (own["product"], links), bad, said).rename(dict(headings))
    back = np.argsort(kept, kind="stable")  # as the input has them
    return Rolled(flat.scores[back], rejects, int(bad.sum()), flat.beside)


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


def _taken(graph: Graph, order: Order, amounts: NDArray[Any]) -> csr_array:
    """Return Q of the good products, each after its parts."""
    rank = np.full(graph.n, -1)
    rank[order.good] = np.arange(len(order.good))
    parent, child = rank[graph.parent], np.where(graph.child < 0, -1, rank[graph.child])
    inside = (parent >= 0) & (child >= 0)
    shape = (len(order.good), len(order.good))
    return csr_array((amounts[inside], (parent[inside], child[inside])), shape=shape)


def _path(members: Sequence[int], products: pl.Series) -> str:
    names = [f"'{products[i]}'" for i in members]
    return " > ".join(names if len(names) <= _SHOWN else [*names[: _SHOWN - 1], "…", names[-1]])


def _rejects(
    graph: Graph,
    order: Order,
    tables: tuple[pl.Series, pl.DataFrame],
    bad: NDArray[Any],
    lives: Mapping[int, str],
) -> pl.DataFrame:
    """Return the rows because of which products are set aside.

    tables  (products, links)
    lives   sentence of each product whose parts cannot live as it does
    """
    products, links = tables
    lost = np.where(graph.child < 0, True, bad[graph.child])
    fine = np.isin(np.arange(graph.n), order.good)
    some = bad[graph.parent] & (lost | fine[graph.parent])
    rings = graph.rings(order)
    code = np.where(rings.of_link >= 0, "part_of_itself", "part_rejected")
    code = np.where(fine[graph.parent] & ~lost, "result_not_finite", code)
    code = np.where(np.isin(graph.parent, list(lives)), "life_not_usable", code)
    paths = {ring: _path(members, products) for ring, members in rings.paths.items()}
    said = [
        _SAID[str(code[at])].format(
            part=links["part"][int(at)],
            path=paths.get(int(rings.of_link[at]), ""),
            life=lives.get(int(graph.parent[at]), ""),
        )
        for at in np.flatnonzero(some)
    ]
    return _reject_table(links.filter(pl.Series(some)), code[some], said)


def _reject_table(links: pl.DataFrame, code: NDArray[Any], said: Sequence[str]) -> pl.DataFrame:
    return links.select(
        pl.col("file").alias("reject_file"),
        pl.col("line").alias("reject_line"),
        pl.Series("reject_code", code.tolist(), dtype=pl.String),
        pl.Series("reject_sentence", said, dtype=pl.String),
        pl.lit(None, dtype=pl.String).alias("reject_raw"),
        "product",
        "part",
        pl.col("quantity").cast(pl.String),
    )
