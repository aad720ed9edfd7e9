"""The scores of the products that a new price touches, from the demand that was kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from celca.catalog.intake import MEANINGS
from celca.catalog.pricing import (
    AT,
    COLUMNS,
    FLAGS,
    NO_CLASS,
    SPECIFIED,
    SUMS,
    VARIANTS,
    Scores,
    mostly_foreign,
    score_columns,
)
from celca.catalog.results.demand import KeptDemand
from celca.catalog.results.kept_things import LIFE, KeptThing, prices_of
from celca.catalog.results.result import ScoreFile
from celca.errors import DataError

__all__ = ["reprice"]

_FIXED = (
    *("product", "parts", "boundary", "allocation", "findings"),
    *("database", "database_hash", "method", *MEANINGS),
)
_WHOLE = tuple(f"all_{v}" for v in VARIANTS)


def reprice(
    old: ScoreFile, kept: KeptDemand, new: tuple[Mapping[int, KeptThing], Sequence[int]]
) -> tuple[pl.LazyFrame, int]:
    """Return the scores, those of touched products made anew, and how many these are."""
    told, touched = new
    hit = kept.frame.filter(pl.col("thing").is_in(touched)).select("product").unique()
    hit = hit.collect(engine="streaming").lazy()
    was = old.frame.join(hit, on="product", how="semi", maintain_order="left").collect()
    if not was.height:
        return old.frame, 0
    sums = _sums(kept.frame.join(hit, on="product", how="semi"), was["product"], told)
    utility = _utility(kept, was["product"])
    columns = score_columns(_scores(sums, was, old.variants), utility)
    _refuse_spare([c for c in old.columns if c not in columns and c not in _FIXED], old)
    findings = _findings(was, sums[SPECIFIED])
    fresh = pl.DataFrame([was["product"], findings, *columns.values()])
    marked = fresh.lazy().with_columns(pl.lit(value=True).alias("_anew"))
    both = old.frame.join(marked, on="product", how="left", maintain_order="left", suffix="_new")
    anew = pl.col("_anew").is_not_null()
    chosen = [
        pl.when(anew).then(pl.col(f"{c}_new")).otherwise(pl.col(c)).alias(c)
        if c in columns or c == "findings"
        else pl.col(c)
        for c in old.columns
    ]
    return both.select(chosen), was.height


def _refuse_spare(columns: Sequence[str], old: ScoreFile) -> None:
    if columns:
        raise DataError(
            f"{old.path.name}: {', '.join(map(repr, columns[:5]))} cannot be had from the demand"
            " alone. Score the catalogue anew from its rows."
        )


def _sums(
    frame: pl.LazyFrame, products: pl.Series, told: Mapping[int, KeptThing]
) -> dict[str, NDArray[Any]]:
    """Return D @ prices of each variant that has rows (products x columns of PriceList.wide)."""
    prices = prices_of(list(told.values()))
    rows = (
        frame.join(products.to_frame().with_row_index("at").lazy(), on="product")
        .select("at", "variant", pl.col("thing").replace_strict(_places(told)), "amount_kg")
        .collect(engine="streaming")
    )
    out = {}
    for (variant,), some in rows.partition_by("variant", as_dict=True).items():
        place = (some["at"].to_numpy(), some["thing"].to_numpy())
        shape = (len(products), len(prices))
        D = coo_array((some["amount_kg"].to_numpy(), place), shape=shape).tocsr()
        out[str(variant)] = np.asarray(D @ prices)
    out.setdefault(SPECIFIED, np.zeros((len(products), prices.shape[1])))
    return out


def _places(told: Mapping[int, KeptThing]) -> dict[int, int]:
    return {row: place for place, row in enumerate(told)}


def _scores(
    sums: Mapping[str, NDArray[Any]], was: pl.DataFrame, variants: Sequence[str]
) -> list[Scores]:
    """Return the scores of each variant, as `score_lines` gives them."""
    own, n = sums[SPECIFIED], was.height
    nothing = csr_array((n, 0))
    found = [Scores(SPECIFIED, own[:, : len(COLUMNS)], np.ones(n, dtype=bool), nothing)]
    for name in variants:
        present = was[f"{name}_total_kg_co2e"].is_not_null().to_numpy()
        if name in _WHOLE:
            start = len(COLUMNS) + len(SUMS) * _WHOLE.index(name)
            scores = own[:, start : start + len(SUMS)]
            if name in sums:
                scores = scores + sums[name][:, : len(SUMS)]
        else:
            scores = sums.get(name, np.zeros_like(own))[:, : len(SUMS)]
        found.append(Scores(name, scores, present, nothing))
    return found


def _utility(kept: KeptDemand, products: pl.Series) -> NDArray[Any]:
    """Return X of the MCI of each product: that of its life, 1 at the gate."""
    lives = {t.row: t.utility for t in kept.things.values() if t.thing.input == LIFE}
    rows = kept.frame.filter(pl.col("thing").is_in(list(lives)) & (pl.col("variant") == SPECIFIED))
    each = rows.select("product", utility=pl.col("thing").replace_strict(lives, default=1.0))
    asked = products.alias("product").to_frame().lazy()
    found = asked.join(each, on="product", how="left", maintain_order="left").collect()
    return found["utility"].fill_null(1.0).cast(pl.Float64).to_numpy()


def _findings(was: pl.DataFrame, sums: NDArray[Any]) -> pl.Series:
    """Return the codes of the findings; three of them follow from the prices."""
    at_gate = (was["boundary"] == "cradle-to-gate").to_numpy()
    frame = pl.DataFrame(
        {
            "old": was["findings"].fill_null("").str.split(";"),
            "other_gwp_set": mostly_foreign(sums),
            "uptake_at_gate": (sums[:, AT["biogenic_uptake"]] < 0) & at_gate,
            NO_CLASS: sums[:, AT["unclassed"]] > 0,
        }
    )
    told = [
        pl.when(pl.col(code) if code in frame.columns else pl.col("old").list.contains(code)).then(
            pl.lit(code)
        )
        for code in FLAGS
    ]
    said = pl.concat_str(told, separator=";", ignore_nulls=True).alias("findings")
    return frame.select(said)["findings"]
