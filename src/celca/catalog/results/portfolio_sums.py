"""What a catalogue comes to as a whole: all that is sold, what stands out, what would help.

Footprints of products are added up with the units sold. Each circular option is one variant
for the whole catalogue; a product that does not have it stays as specified.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from celca.catalog.pricing import NO_CLASS
from celca.catalog.results.portfolio_record import Effect, Extreme, Group, Portfolio, Sales
from celca.catalog.results.result import ScoreFile, open_scores
from celca.catalog.results.shape import bins, spread
from celca.catalog.results.sold import Weighed, weigh
from celca.errors import DataError, Finding

__all__ = ["portfolio"]

_MOST = 10


def portfolio(scores: str | Path, sales: Sales | None = None) -> Portfolio:
    """Return what the output of `celca score` comes to as a whole.

    Raises FileFault for a file that is none, UnknownName for a column that is not there, and
    DataError where it holds no product.
    """
    opened, sales = open_scores(Path(scores)), sales or Sales()
    weighed = weigh(opened, sales.file, sales.units, sales.group)
    sums = _sums(weighed, opened)
    if not sums["products"]:
        raise DataError(f"{opened.path.name}: there is no product in it.")
    each = weighed.frame.select("total_kg_co2e").collect().to_series()
    whole = sums["total"]
    return Portfolio(
        products=sums["products"],
        units=sums["units"],
        total_kg_co2e=whole,
        total_excluding_uptake_kg_co2e=sums["without"],
        mass_kg=sums["mass"],
        spread=spread(each),
        bins=bins(each),
        largest=_extremes(weighed, "sold_kg_co2e", whole, largest=True),
        best=_extremes(weighed, "kg_co2e_per_kg", whole, largest=False),
        worst=_extremes(weighed, "kg_co2e_per_kg", whole, largest=True),
        effects=tuple(_effect(weighed, name, whole) for name in opened.variants),
        groups=_groups(weighed, opened.columns),
        about=opened.about,
        findings=_findings(weighed, opened.columns),
    )


def _sums(weighed: Weighed, opened: ScoreFile) -> dict[str, Any]:
    units = pl.col("units")
    without = "total_excluding_uptake_kg_co2e"
    kept = without if without in opened.columns else "total_kg_co2e"
    return dict(
        weighed.frame.select(
            products=pl.len(),
            units=units.sum(),
            total=(units * pl.col("total_kg_co2e")).sum(),
            without=(units * pl.col(kept)).sum(),
            mass=(units * pl.col("mass_kg")).sum(),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )


def _extremes(weighed: Weighed, column: str, whole: float, *, largest: bool) -> tuple[Extreme, ...]:
    """Return the products that stand out by a column; ties by name."""
    total, mass = pl.col("total_kg_co2e"), pl.col("mass_kg")
    sold = pl.col("units") * total
    frame = weighed.frame.select(
        "product",
        "group",
        "units",
        kg_co2e=total,
        kg_co2e_per_kg=pl.when(mass > 0).then(total / mass),
        sold_kg_co2e=sold,
        share=sold / whole if whole > 0 else pl.lit(None, dtype=pl.Float64),
    ).filter(pl.col(column).is_not_null())
    if column == "sold_kg_co2e":
        frame = frame.filter(pl.col("units") > 0)
    rows = frame.sort([column, "product"], descending=[largest, False]).head(_MOST).collect()
    return tuple(Extreme(**row) for row in rows.iter_rows(named=True))


def _effect(weighed: Weighed, name: str, whole: float) -> Effect:
    now, other = pl.col("total_kg_co2e"), pl.col(f"{name}_total_kg_co2e")
    step = other - now
    changed = step.is_not_null() & (step.abs() > 1e-12 * now.abs())
    row = (
        weighed.frame.select(
            products=changed.sum(),
            lower=(changed & (step < 0)).sum(),
            higher=(changed & (step > 0)).sum(),
            saved=-(pl.col("units") * step).fill_null(0.0).sum(),
            median=(step / now.abs()).filter(changed & (now != 0)).median(),
        )
        .collect(engine="streaming")
        .row(0, named=True)
    )
    return Effect(
        name=name,
        products=row["products"],
        lower=row["lower"],
        higher=row["higher"],
        total_kg_co2e=whole - row["saved"],
        saved_kg_co2e=row["saved"],
        change=-row["saved"] / abs(whole) if whole else None,
        median_change=row["median"],
    )


def _groups(weighed: Weighed, columns: Sequence[str]) -> tuple[Group, ...]:
    """Return each group, the one with most plastic first, else with the largest footprint."""
    units = pl.col("units")
    nothing = pl.lit(None, dtype=pl.Float64)
    plastics = {
        name: (units * pl.col(name)).sum() if name in columns else nothing.max()
        for name in ("plastic_kg", "recycled_plastic_kg", "bio_based_plastic_kg")
    }
    plastic, recycled = pl.col("plastic_kg"), pl.col("recycled_plastic_kg")
    rows = (
        weighed.frame.group_by(pl.col("group").alias("name"))
        .agg(
            products=pl.len(),
            units=units.sum(),
            total_kg_co2e=(units * pl.col("total_kg_co2e")).sum(),
            mass_kg=(units * pl.col("mass_kg")).sum(),
            **plastics,
        )
        .with_columns(recycled_plastic_share=pl.when(plastic > 0).then(recycled / plastic))
        .sort(["plastic_kg", "total_kg_co2e", "name"], descending=[True, True, False])
        .collect()
    )
    return tuple(Group(**row) for row in rows.iter_rows(named=True))


def _findings(weighed: Weighed, columns: Sequence[str]) -> tuple[Finding, ...]:
    out = []
    if not weighed.counted:
        said = "No units sold are given, so each product counts once. Give them with --sold."
        out.append(Finding("info", "units_not_given", said))
    if weighed.without:
        said = f"Products in no row of the sales count as not sold: {weighed.without:,}."
        out.append(Finding("warning", "not_in_sales", said))
    if weighed.unknown:
        named = ", ".join(map(repr, weighed.unknown[:5]))
        said = f"Sold, but without a score, so not in the totals: {named}."
        out.append(Finding("warning", "sold_without_score", said))
    if unknown := _without_class(weighed, columns):
        said = (
            f"Products of which it is not known how much is plastic: {unknown:,}. A material of"
            " theirs has no class in the database; name what is plastic with --plastic of celca"
            " score."
        )
        out.append(Finding("warning", NO_CLASS, said))
    if "plastic_kg" not in columns:
        said = "The scores do not say what is plastic; score the catalogue anew for that."
        out.append(Finding("info", "no_plastic_columns", said))
    return tuple(out)


def _without_class(weighed: Weighed, columns: Sequence[str]) -> int:
    """Return how many products hold a material that nobody knows to be plastic or not."""
    if "findings" not in columns:
        return 0
    told = pl.col("findings").str.split(";").list.contains(NO_CLASS)
    return int(weighed.frame.select(told.sum()).collect(engine="streaming").item() or 0)
