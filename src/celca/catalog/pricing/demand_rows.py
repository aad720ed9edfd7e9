"""The demand of products as a long table: product, variant, life, thing, amount [kg].

Rows of the product as specified serve the whole variants too, as these are other prices of the
same D; beside them stands only what such a variant has to form more. A scenario has rows of its
own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from scipy.sparse import csr_array, hstack

from celca.catalog.pricing.lives import Lived
from celca.catalog.pricing.prices import PriceList
from celca.catalog.pricing.products import Lines, Scores, unformed

__all__ = ["SPECIFIED", "UNFORMED", "demand_matrices", "demand_table", "unformed_table"]

SPECIFIED = "as_specified"
UNFORMED = ""  # in place of a variant: lines of a target that no process forms


def demand_table(
    product: pl.Series, found: Sequence[Scores], lived: Lived | None = None
) -> pl.DataFrame:
    """Return the demand of the products of a chunk.

    found  the scores as specified, then those of the variants
    lived  their lives; the life itself is one more thing, of which each product has one
    """
    tables = [_long(product, found[0], found[0].base, lived)]
    for scores in found[1:]:
        own = scores.more if scores.into is not None else scores.base
        if own is not None and own.nnz:
            tables.append(_long(product, scores, own, lived))
    return pl.concat(tables).sort("at", maintain_order=True).drop("at")


def unformed_table(product: pl.Series, lines: Lines, prices: PriceList) -> pl.DataFrame:
    """Return how many lines of each target no process forms; `thing` is its code."""
    at, target = unformed(lines, prices)
    D = csr_array((np.ones(len(at)), (at, target)), shape=(len(product), len(prices.targets)))
    scores = Scores(UNFORMED, np.zeros((0, 0)), np.zeros(0, dtype=bool), D)
    return _long(product, scores, D, None).drop("at")


def demand_matrices(
    rows: pl.DataFrame, products: pl.Series, widths: Mapping[str, int], width: int
) -> dict[str, csr_array]:
    """Return the matrices (products x things) that such tables say, by variant.

    widths  things of a variant, where they are not `width`
    """
    at = products.alias("product").to_frame().with_row_index("at")
    rows = rows.join(at, on="product", how="inner", maintain_order="left")
    out = {}
    for (variant,), some in rows.partition_by("variant", as_dict=True).items():
        shape = (len(products), widths.get(str(variant), width))
        place = (some["at"].to_numpy(), some["thing"].to_numpy())
        out[str(variant)] = csr_array((some["amount_kg"].to_numpy(), place), shape=shape)
    return out


def _long(product: pl.Series, scores: Scores, D: csr_array, lived: Lived | None) -> pl.DataFrame:
    if lived is not None and scores.into is None:
        D = hstack([D, csr_array(np.ones((D.shape[0], 1)))], format="csr")
    D = csr_array(D, copy=True)
    D.sum_duplicates()
    D.eliminate_zeros()
    at = np.repeat(np.arange(D.shape[0], dtype=np.uint32), np.diff(D.indptr))
    life = pl.repeat(None, len(at), eager=True, dtype=pl.String)
    if lived is not None:
        life = pl.Series([x.told for x in lived.lives], dtype=pl.String).gather(lived.code[at])
    return pl.DataFrame(
        {
            "product": product.gather(at),
            "variant": pl.repeat(scores.name, len(at), eager=True, dtype=pl.String),
            "life": life,
            "thing": pl.Series(D.indices, dtype=pl.UInt32),
            "amount_kg": D.data,
            "at": at,
        }
    )
