"""Two results of the same catalogue: which products changed, by how much, and why.

Where both have their demand beside them, the change of a product is told thing by thing, exactly:
what it takes now at the change of the price, and the change of what it takes at the price before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from celca.catalog.pricing import COLUMNS, SPECIFIED
from celca.catalog.results.demand import KeptDemand, open_demand
from celca.catalog.results.result import ScoreFile, open_scores
from celca.errors import DataError, Finding

__all__ = ["Difference", "ProductChange", "ThingChange", "diff_scores"]

_MOST, _REASONS = 15, 4
_SAME = 1e-12
_THING = ("material", "input", "life")
_TOTAL = COLUMNS.index("total")


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What one thing that products ask for brings to the change.

    input                 virgin, recycled, bio_based, forming; '' of a process named as such; life
                          of what a life asks for beside the parts, per product
    old_price, new_price  [kg CO2e/kg], None where no product took it
    by_price, by_amount   [kg CO2e]
    life                  that it is asked for in; '' where no column says any
    """

    process: str
    material: str
    input: str
    old_price: float | None
    new_price: float | None
    by_price: float
    by_amount: float
    life: str = ""

    @property
    def kg_co2e(self) -> float:
        """Both together [kg CO2e]."""
        return self.by_price + self.by_amount


@dataclass(frozen=True, slots=True)
class ProductChange:
    """One product in both [kg CO2e].

    change   of the old footprint [-], None where that is 0
    because  of the things it asks for, the largest first; empty where no demand was kept
    """

    product: str
    old: float
    new: float
    change: float | None
    because: tuple[ThingChange, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Two results of a catalogue, one product of each counted [kg CO2e].

    products   in both; changed: of them, those whose footprint did
    only_old, only_new  how many only one has
    ranked     the products that changed most
    things     what the change of all products comes from, the largest first
    demand     kg of each process that all products take now, for `figure_changes`
    old, new   what made each result
    """

    products: int
    changed: int
    only_old: int
    only_new: int
    old_kg_co2e: float
    new_kg_co2e: float
    ranked: tuple[ProductChange, ...]
    things: tuple[ThingChange, ...]
    demand: Mapping[str, float]
    old: Mapping[str, str]
    new: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as plain data, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class _Reasons:
    """Why products changed: all of them, and each of the ranked ones."""

    whole: tuple[ThingChange, ...] = ()
    each: Mapping[str, tuple[ThingChange, ...]] = field(default_factory=dict)
    demand: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def diff_scores(old: str | Path, new: str | Path, most: int = _MOST) -> Difference:
    """Return what changed between two results of `celca score`.

    most  products that are ranked

    Raises FileFault for a file that is none, DataError where no product stands in both.
    """
    before, after = open_scores(Path(old)), open_scores(Path(new))
    both = before.frame.select("product", old="total_kg_co2e").join(
        after.frame.select("product", new="total_kg_co2e"), on="product", how="inner"
    )
    old_score, new_score = pl.col("old"), pl.col("new")
    moved = ~_alike(old_score, new_score)
    sums = _sums(
        both, products=pl.len(), changed=moved.sum(), old=old_score.sum(), new=new_score.sum()
    )
    if not sums["products"]:
        raise DataError(f"{before.path.name} and {after.path.name} have no product in common.")
    top = both.filter(moved).sort([-(new_score - old_score).abs(), "product"]).head(most).collect()
    reasons = _explained(before, after, both, top["product"])
    return Difference(
        products=sums["products"],
        changed=sums["changed"],
        only_old=_only(before, after),
        only_new=_only(after, before),
        old_kg_co2e=sums["old"],
        new_kg_co2e=sums["new"],
        ranked=_ranked(top, reasons.each),
        things=reasons.whole,
        demand=reasons.demand,
        old=before.about,
        new=after.about,
        findings=(*_on_kinds(before.about, after.about), *reasons.findings),
    )


def _sums(frame: pl.LazyFrame, **wanted: pl.Expr) -> dict[str, Any]:
    return frame.select(**wanted).collect().row(0, named=True)


def _only(one: ScoreFile, other: ScoreFile) -> int:
    mine, theirs = one.frame.select("product"), other.frame.select("product")
    left = mine.join(theirs, on="product", how="anti").select(pl.len())
    return int(left.collect().item())


def _ranked(
    top: pl.DataFrame, reasons: Mapping[str, tuple[ThingChange, ...]]
) -> tuple[ProductChange, ...]:
    out = []
    for product, old, new in top.iter_rows():
        change = (new - old) / abs(old) if old else None
        out.append(ProductChange(product, old, new, change, reasons.get(product, ())))
    return tuple(out)


def _on_kinds(old: Mapping[str, str], new: Mapping[str, str]) -> list[Finding]:
    """Return findings on results that were not made alike."""
    out = []
    for key in ("method", "boundary", "allocation"):
        if old.get(key) != new.get(key):
            said = f"The {key} was {old.get(key, '?')} and is {new.get(key, '?')}."
            out.append(Finding("warning", f"other_{key}", said))
    return out


def _explained(before: ScoreFile, after: ScoreFile, both: pl.LazyFrame, top: pl.Series) -> _Reasons:
    """Return why the products of both changed, as far as their demand was kept."""
    old, new = open_demand(before.path), open_demand(after.path)
    if old is None or new is None:
        said = "No demand was kept beside both results, so the change is not explained."
        said += " Score with --keep-demand for that."
        return _Reasons(findings=(Finding("info", "no_demand", said),))
    known = both.select("product")
    whole = _changes(_amounts(old, known, []), _amounts(new, known, []), [])
    ranked = top.to_frame().lazy()
    by = ["product"]
    each = _changes(_amounts(old, ranked, by), _amounts(new, ranked, by), by)
    demand = _demand(_amounts(new, known, []))
    by_product = {
        str(name): _told(rows)[:_REASONS]
        for (name,), rows in each.partition_by("product", as_dict=True).items()
    }
    return _Reasons(_told(whole)[:_MOST], by_product, demand)


def _amounts(kept: KeptDemand, products: pl.LazyFrame, by: list[str]) -> pl.DataFrame:
    """Return what some products take of each thing [kg], and its price [kg CO2e/kg]."""
    told = kept.things.values()
    names = pl.DataFrame(
        {
            "thing": [t.row for t in told],
            "material": [t.thing.material for t in told],
            "input": [t.thing.input for t in told],
            "price": [t.prices[_TOTAL] for t in told],
            "process": [t.thing.process for t in told],
            "life": [_life(t.lived) for t in told],
            "asks": [dict(t.asks) or {t.thing.process: 1.0} for t in told],
        },
        schema_overrides={"thing": pl.UInt32, "asks": pl.Object},
    )
    rows = kept.frame.filter(pl.col("variant") == SPECIFIED).drop("process")
    sums = rows.join(products, on="product", how="semi").group_by(*by, "thing")
    return (
        sums.agg(amount=pl.col("amount_kg").sum())
        .collect(engine="streaming")
        .join(names, on="thing")
        .drop("thing")
    )


def _life(lived: str) -> str:
    """Return a life in words: what its columns say, '' where they say nothing."""
    return ", ".join(filter(None, json.loads(lived))) if lived else ""


def _demand(rows: pl.DataFrame) -> dict[str, float]:
    """Return how much of each process some things ask for."""
    out: dict[str, float] = {}
    for amount, asks in rows.select("amount", "asks").iter_rows():
        for process, of_one in asks.items():
            if process:
                out[process] = out.get(process, 0.0) + amount * of_one
    return out


def _changes(old: pl.DataFrame, new: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Return what each thing brings to the change, the largest first."""
    both = new.join(old, on=[*by, *_THING], how="full", coalesce=True, suffix="_old")
    was, now = pl.col("amount_old").fill_null(0.0), pl.col("amount").fill_null(0.0)
    old_price, new_price = pl.coalesce("price_old", "price"), pl.coalesce("price", "price_old")
    return (
        both.with_columns(
            process=pl.coalesce("process", "process_old"),
            by_price=pl.when(_alike(old_price, new_price))
            .then(0.0)
            .otherwise(now * (new_price - old_price)),
            by_amount=pl.when(_alike(was, now)).then(0.0).otherwise((now - was) * old_price),
        )
        .filter((pl.col("by_price") != 0) | (pl.col("by_amount") != 0))
        .sort(
            [-(pl.col("by_price") + pl.col("by_amount")).abs(), *_THING],
        )
    )


def _alike(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Say whether two amounts differ by no more than rounding."""
    return (other - one).abs() <= _SAME * pl.max_horizontal(one.abs(), other.abs())


def _told(rows: pl.DataFrame) -> tuple[ThingChange, ...]:
    columns = ("process", *_THING[:2], "price_old", "price", "by_price", "by_amount", "life")
    return tuple(ThingChange(*row) for row in rows.select(columns).iter_rows())
