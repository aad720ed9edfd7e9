"""A whole catalogue on one self-contained page: spread, outliers, circular options, plastics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from celca.report.bundle import packed_plotly
from celca.report.charts import SERIES, Bar, Series, bars, stacks
from celca.report.figures import Figures, decimals_for
from celca.report.pictures import alt_text
from celca.report.render import render, write_text
from celca.report.words import Words, clean, load_words

if TYPE_CHECKING:
    from celca.catalog import Extreme, Portfolio

__all__ = ["portfolio_page", "write_portfolio"]

_PLASTICS = ("recycled_plastic", "bio_plastic", "other_plastic")


def portfolio_page(result: Portfolio, *, lang: str = "en") -> str:
    """Return one self-contained HTML page that shows a portfolio.

    lang  en or ja

    Raises UnknownName for another language, MissingExtra without jinja2 and plotly.
    """
    words = load_words(lang)
    figures = Figures(lang, decimals_for([result.total_kg_co2e]))
    drawn = _drawn(result, words, figures)
    charts = {name: bars(rows, unit) for name, (rows, unit) in drawn.items() if rows}
    alts = {name: alt_text(rows, words) for name, (rows, _) in drawn.items()}
    layers: list[Series] = []
    if any(g.plastic_kg for g in result.groups):
        rows, layers = _plastics(result, words, figures)
        charts["plastics"] = stacks(rows, layers, words("portfolio.plastic"))
        alts["plastics"] = alt_text(rows, words)
    return render(
        "portfolio.html",
        words,
        figures,
        result=result,
        charts=charts,
        alts=alts,
        layers=layers,
        counted="units_not_given" not in {f.code for f in result.findings},
        plotly=packed_plotly(),
        data=result.to_dict(),
    )


def write_portfolio(result: Portfolio, path: Path, *, lang: str = "en") -> None:
    """Write the page of a portfolio; a file that is there is replaced whole or not at all.

    Raises FileFault where the page cannot be written, and what `portfolio_page` raises.
    """
    write_text(path, portfolio_page(result, lang=lang))


def _drawn(result: Portfolio, words: Words, figures: Figures) -> dict[str, tuple[list[Bar], str]]:
    """Return the bars of each picture, and what is written under its axis."""
    per_kg = words("portfolio.per_kg")
    largest = _extremes(result.largest, "sold_kg_co2e", figures)
    return {
        "spread": (_spread(result, figures), words("portfolio.products")),
        "largest": (largest, words("portfolio.as_sold")),
        "best": (_extremes(result.best, "kg_co2e_per_kg", figures), per_kg),
        "worst": (_extremes(result.worst, "kg_co2e_per_kg", figures), per_kg),
        "effects": (_effects(result, words, figures), words("total") + " kg CO₂e"),
    }


def _spread(result: Portfolio, figures: Figures) -> list[Bar]:
    return [
        Bar(f"{figures.plain(b.low)} – {figures.plain(b.high)}", b.products, f"{b.products:,}")
        for b in result.bins
    ]


def _extremes(items: Sequence[Extreme], column: str, figures: Figures) -> list[Bar]:
    rows = [(x, getattr(x, column)) for x in items]
    return [Bar(clean(x.product), value, figures.plain(value)) for x, value in rows]


def _effects(result: Portfolio, words: Words, figures: Figures) -> list[Bar]:
    now = words.name("variant", "as_specified")
    out = [Bar(now, result.total_kg_co2e, figures.plain(result.total_kg_co2e), "soft")]
    for x in result.effects:
        change = figures.change(None if x.change is None else 100 * x.change)
        text = f"{figures.plain(x.total_kg_co2e)} · {change}"
        tone: Any = "down" if x.saved_kg_co2e > 0 else "up" if x.saved_kg_co2e < 0 else "rest"
        out.append(Bar(words.name("variant", x.name), x.total_kg_co2e, text, tone))
    return out


def _plastics(result: Portfolio, words: Words, figures: Figures) -> tuple[list[Bar], list[Series]]:
    """Return the plastic of each group, in layers: recycled, bio-based, other."""
    rows, parts = [], list[tuple[float, ...]]()
    for g in result.groups:
        plastic, recycled = g.plastic_kg or 0.0, g.recycled_plastic_kg or 0.0
        grown = g.bio_based_plastic_kg or 0.0
        name = clean(g.name) or words("portfolio.all")
        share = figures.percent(g.recycled_plastic_share)
        rows.append(Bar(name, plastic, f"{figures.plain(plastic)} kg · {share}"))
        parts.append((recycled, grown, plastic - recycled - grown))
    layers = [
        Series(words(f"portfolio.{name}"), values, list(map(figures.plain, values)), colour)
        for name, values, colour in zip(_PLASTICS, zip(*parts, strict=True), SERIES, strict=False)
    ]
    return rows, layers
