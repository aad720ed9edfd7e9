"""How many of each product are sold, and which group it belongs to: beside the scores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from celca.catalog.results.result import ScoreFile, read_table
from celca.errors import FileFault, UnknownName

__all__ = ["Weighed", "weigh"]

_PRODUCT = ("product", "製品", "品番", "product_id")
_UNITS = ("units", "units sold", "units_sold", "sold", "quantity", "販売数", "販売数量", "数量")
_NONE = ""


@dataclass(frozen=True)
class Weighed:
    """Scores with `units` [pieces] and `group`.

    counted      whether the units are given; else each product counts once
    unknown      products that are sold and have no score
    without      products with a score of which nobody says how many are sold; counted as 0
    """

    frame: pl.LazyFrame
    counted: bool
    unknown: tuple[str, ...] = ()
    without: int = 0


def weigh(scores: ScoreFile, sold: Path | None, units: str, group: str) -> Weighed:
    """Return the scores with the units sold and the group of each product.

    sold   table with a row per product; None takes what is asked for from the scores
    units  column of the units sold, '' finds it (in `sold`) or counts each product once
    group  column of the groups, '' for one group

    Raises FileFault or UnknownName where a column is missing or cannot be used.
    """
    frame, unknown, without = scores.frame, (), 0
    columns = scores.columns
    if sold is not None:
        table = _table(sold, units, group)
        beside = [c for c in table.columns if c != "product"]
        frame = frame.drop([c for c in beside if c in columns]).join(
            table.lazy(), on="product", how="left", maintain_order="left"
        )
        known = scores.frame.select("product").collect()
        unknown = tuple(table.join(known, on="product", how="anti")["product"].head(20).to_list())
        without = known.join(table, on="product", how="anti").height
        columns = (*columns, *beside)
    elif units:
        frame = frame.with_columns(_checked(scores.path, frame, units))
    if group and group not in columns:
        raise UnknownName("column", group, columns, str(sold or scores.path))
    named = pl.col(group).cast(pl.String).fill_null(_NONE) if group else pl.lit(_NONE)
    counted = sold is not None or bool(units)
    each = pl.col("units").fill_null(0.0) if counted else pl.lit(1.0)
    return Weighed(frame.with_columns(units=each, group=named), counted, unknown, without)


def _table(path: Path, units: str, group: str) -> pl.DataFrame:
    """Return product, units and, where asked for, the group, of a table of sales."""
    frame = read_table(path, lambda column: pl.String if _is_text(column, group) else None)
    names = frame.collect_schema().names()
    product = _one(path, names, _PRODUCT, "product")
    wanted = units or _one(path, names, _UNITS, "units")
    if wanted not in names:
        raise UnknownName("column", wanted, names, path.name)
    keep = [pl.col(product).cast(pl.String).str.strip_chars().alias("product")]
    keep.append(_checked(path, frame, wanted))
    if group in names and group not in ("product", "units"):
        keep.append(pl.col(group))
    table = frame.select(keep).collect()
    twice = table.filter(pl.col("product").is_duplicated())["product"]
    if len(twice):
        raise FileFault(path.name, f"{twice[0]!r} stands in two rows.", "Add them up first.")
    return table


def _is_text(column: str, group: str) -> bool:
    """Say whether a column holds names, which may look like numbers: 007."""
    return column == group or column.strip().casefold() in _PRODUCT


def _one(path: Path, names: list[str], known: tuple[str, ...], what: str) -> str:
    folded = {n.strip().casefold(): n for n in names}
    for name in known:
        if name in folded:
            return folded[name]
    listed = ", ".join(map(repr, names[:12]))
    raise FileFault(
        path.name, f"no column gives the {what}; there are {listed}.", f"Head it {known[0]!r}."
    )


def _checked(path: Path, frame: pl.LazyFrame, column: str) -> pl.Expr:
    """Return the units as numbers; refuse a cell that is none, or below zero."""
    if column not in frame.collect_schema().names():
        raise UnknownName("column", column, frame.collect_schema().names(), path.name)
    units = pl.col(column).cast(pl.Float64, strict=False)
    wrong = (units.is_null() & pl.col(column).is_not_null()) | (units < 0) | ~units.is_finite()
    bad = frame.filter(wrong.fill_null(value=False)).select(pl.col(column).cast(pl.String))
    cells = bad.head(1).collect()
    if cells.height:
        raise FileFault(
            path.name, f"{cells.item()!r} in the column {column!r} is no number of units."
        )
    return units.alias("units")
