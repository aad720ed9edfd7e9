"""Tables of a portfolio: totals, spread, what stands out, what would help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import findings, number, percent, table
from celca.cli.tongue import tongue_of

if TYPE_CHECKING:
    from celca.catalog import Extreme, Portfolio
    from celca.report import Words

__all__ = ["portfolio_tables"]

_BAR = 40
_LEFT = ("", "")


def portfolio_tables(result: Portfolio, lang: str) -> list[RenderableType]:
    """Return the answer to `celca portfolio`."""
    from celca.report import load_words

    t = load_words(lang)
    return [
        _head(result, t),
        _histogram(result, t),
        _extremes(result.largest, "largest", t),
        _extremes(result.best, "best", t),
        _extremes(result.worst, "worst", t),
        _effects(result, t),
        _groups(result, t),
        *findings(result.findings, tongue_of(lang, None)),
    ]


def _head(result: Portfolio, t: Words) -> Text:
    mass = number(result.mass_kg)
    counted = "units_not_given" not in {f.code for f in result.findings}
    what = t("portfolio.sold", units=number(result.units), mass=mass)
    about = ", ".join(filter(None, (result.about.get(k) for k in ("database", "method"))))
    without = number(result.total_excluding_uptake_kg_co2e)
    return Text.assemble(
        (t("portfolio.title", count=f"{result.products:,}"), "bold"),
        "\n",
        (f"{number(result.total_kg_co2e)} kg CO2e", "bold"),
        f"  {what if counted else t('portfolio.once', mass=mass)}",
        f"\n{t('portfolio.without', value=without)}\n{about}",
    )


def _histogram(result: Portfolio, t: Words) -> Table:
    most = max(b.products for b in result.bins)
    rows = [
        (
            f"{number(b.low)} – {number(b.high)}",
            "█" * round(_BAR * b.products / most) or ("▏" if b.products else ""),
            f"{b.products:,}",
        )
        for b in result.bins
    ]
    s = result.spread
    title = f"{t('portfolio.spread')}: " + "  ".join(
        f"{name} {number(value)}"
        for name, value in (
            (t("portfolio.minimum"), s.minimum),
            ("5 %", s.p5),
            (t("portfolio.median"), s.median),
            ("95 %", s.p95),
            (t("portfolio.maximum"), s.maximum),
        )
    )
    heads = [(t("portfolio.between"), "right"), _LEFT, (t("portfolio.products"), "right")]
    return table(title, heads, rows)


def _extremes(items: Sequence[Extreme], kind: str, t: Words) -> Table:
    grouped = any(x.group for x in items)
    rows = [
        (
            x.product[:40],
            *([x.group[:16]] if grouped else []),
            number(x.kg_co2e),
            number(x.kg_co2e_per_kg),
            number(x.units),
            number(x.sold_kg_co2e),
            "" if x.share is None else f"{100 * x.share:.1f} %",
        )
        for x in items
    ]
    names = ("per_unit", "per_kg", "units", "as_sold")
    heads = [(t("product"), ""), *([(t("portfolio.group"), "")] if grouped else [])]
    heads += [(t(f"portfolio.{n}"), "right") for n in names]
    return table(t(f"portfolio.{kind}"), [*heads, (t("share"), "right")], rows)


def _effects(result: Portfolio, t: Words) -> Table:
    rows = [
        (
            t.name("variant", x.name),
            f"{x.products:,}",
            f"{x.lower:,}",
            f"{x.higher:,}",
            number(x.total_kg_co2e),
            number(x.saved_kg_co2e),
            percent(None if x.change is None else 100 * x.change),
            percent(None if x.median_change is None else 100 * x.median_change),
        )
        for x in result.effects
    ]
    names = ("portfolio.changed", "portfolio.lower", "portfolio.higher", "total")
    heads = [(t("variant"), ""), *((t(n), "right") for n in names)]
    heads += [(t("portfolio.saved"), "right"), (t("change"), "right")]
    heads += [(t("portfolio.median_change"), "right")]
    return table(t("portfolio.effects"), heads, rows)


def _groups(result: Portfolio, t: Words) -> Table:
    rows = [
        (
            g.name or t("portfolio.all"),
            f"{g.products:,}",
            number(g.total_kg_co2e),
            number(g.mass_kg),
            number(g.plastic_kg),
            number(g.recycled_plastic_kg),
            number(g.bio_based_plastic_kg),
            "–" if g.recycled_plastic_share is None else f"{100 * g.recycled_plastic_share:.1f} %",
        )
        for g in result.groups
    ]
    names = ("products", "as_sold", "mass", "plastic", "recycled_plastic", "bio_plastic")
    heads = [(t("portfolio.group"), "")]
    heads += [(t(f"portfolio.{n}"), "right") for n in (*names, "plastic_share")]
    return table(t("portfolio.plastics"), heads, rows)
