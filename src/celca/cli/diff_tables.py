"""Tables of what changed: products, the things they ask for, the figures of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import findings, number, percent, table

if TYPE_CHECKING:
    from celca.catalog import Difference, ThingChange
    from celca.system import FigureChange, PriceChange

__all__ = ["difference_tables", "price_tables"]

_MOST = 15


def difference_tables(result: Difference, figures: Sequence[FigureChange]) -> list[RenderableType]:
    """Return the answer to `celca diff` for two results."""
    return [
        _head(result),
        *_products(result),
        *_things(result.things),
        *_figures(figures),
        *findings(result.findings),
    ]


def _head(result: Difference) -> Text:
    change = result.new_kg_co2e - result.old_kg_co2e
    share = 100 * change / abs(result.old_kg_co2e) if result.old_kg_co2e else None
    names = [x.get("database", "?") for x in (result.old, result.new)]
    if names[0] == names[1]:
        names = [x.get("database_hash", "?")[:8] for x in (result.old, result.new)]
    only = f"; {result.only_old:,} only before, {result.only_new:,} only now"
    return Text.assemble(
        (f"{result.changed:,} of {result.products:,} products changed", "bold"),
        only if result.only_old or result.only_new else "",
        f"\n{names[0]} → {names[1]}: {number(result.old_kg_co2e)} → {number(result.new_kg_co2e)}"
        f" kg CO2e, {percent(share)}, one of each product",
    )


def _products(result: Difference) -> list[RenderableType]:
    if not result.ranked:
        return []
    explained = any(x.because for x in result.ranked)
    rows = [
        (
            x.product[:28],
            number(x.old),
            number(x.new),
            number(x.new - x.old),
            percent(None if x.change is None else 100 * x.change),
            *([", ".join(map(_reason, x.because[:2]))] if explained else []),
        )
        for x in result.ranked
    ]
    heads = [("product", ""), ("before", "right"), ("now", "right"), ("kg CO2e", "right")]
    heads += [("change", "right"), *([("because of", "")] if explained else [])]
    return [table("Products that changed most", heads, rows)]


def _reason(x: ThingChange) -> str:
    return f"{_named(x)} {number(x.kg_co2e)}"


def _named(x: ThingChange) -> str:
    """Return what a thing is called: its process, in which life, or the life itself."""
    name = x.process or x.material or "life"
    return f"{name} ({x.life})" if x.life else name


def _things(things: Sequence[ThingChange]) -> list[RenderableType]:
    if not things:
        return []
    rows = [
        (
            _named(x),
            number(x.old_price),
            number(x.new_price),
            number(x.by_price),
            number(x.by_amount),
        )
        for x in things
    ]
    heads = [("process", ""), ("price before", "right"), ("price now", "right")]
    heads += [("by price", "right"), ("by amount", "right")]
    return [table("What it comes from, all products [kg CO2e]", heads, rows)]


def _figures(figures: Sequence[FigureChange]) -> list[RenderableType]:
    if not figures:
        return []
    return [_figure_table("Figures of the database behind it, all products", figures[:_MOST])]


def _figure_table(title: str, figures: Sequence[FigureChange]) -> Table:
    rows = [
        (x.process, f"{x.kind} {x.input}", number(x.old), number(x.new), x.unit, number(x.kg_co2e))
        for x in figures
    ]
    heads = [("process", ""), ("figure", ""), ("before", "right"), ("now", "right")]
    return table(title, [*heads, ("unit", ""), ("kg CO2e", "right")], rows)


def price_tables(
    prices: Sequence[PriceChange], figures: Mapping[str, Sequence[FigureChange]]
) -> list[RenderableType]:
    """Return the answer to `celca diff` for two databases."""
    if not prices:
        return [Text("No product that both databases have changed in price.")]
    rows = [
        (
            x.process,
            f"{number(x.old)} → {number(x.new)}",
            x.unit,
            percent(100 * (x.new - x.old) / abs(x.old) if x.old else None),
            "; ".join(
                f"{f.process} {f.kind} {f.input} {number(f.old)} → {number(f.new)}"
                for f in figures[x.process]
            ),
        )
        for x in prices
    ]
    heads = [("product of", ""), ("kg CO2e per unit", "right"), ("unit", ""), ("change", "right")]
    return [table("Prices that changed most", [*heads, ("because of", "")], rows)]
