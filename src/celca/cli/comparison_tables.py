"""Tables of several products side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import findings, number, percent, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.assess import Footprint
    from celca.report import Spread
    from celca.scenario import Comparison

__all__ = ["comparison_tables"]


def comparison_tables(
    result: Comparison, spread: Spread | None = None, tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return the answer to `celca compare`."""
    first = result.results[0]
    unit = first.declared_unit
    title = tongue(
        "Per {amount:g} {unit}, {boundary}, {allocation}, {method}",
        amount=unit.amount,
        unit=unit.unit,
        boundary=first.boundary,
        allocation=first.allocation,
        method=first.method,
    )
    lives = [Text(f"  {tongue.finding(said)}") for x in result.lives for said in x.findings()]
    bands = [] if spread is None else [_bands_table(result, spread, tongue)]
    totals = _totals_table(title, result.results, tongue)
    return [totals, *bands, *lives, *findings(result.findings, tongue)]


def _totals_table(title: str, results: Sequence[Footprint], tongue: Tongue) -> Table:
    base = results[0].total_kg_co2e
    names = [v.name for v in results[0].variants if v.name != "as_specified"]
    heads = [(tongue("product"), ""), (tongue("kg CO2e"), "right"), (tongue("change"), "right")]
    heads += [(tongue.name("variant", name), "right") for name in names]
    rows = []
    for r in results:
        change = percent(100 * (r.total_kg_co2e - base) / abs(base) if base else None)
        other = {v.name: number(v.total_kg_co2e) for v in r.variants}
        cells = (other.get(name, "") for name in names)
        rows.append((r.product, number(r.total_kg_co2e), change, *cells))
    return table(title, heads, rows)


def _bands_table(result: Comparison, spread: Spread, tongue: Tongue) -> Table:
    heads = [(tongue("product"), ""), (tongue("95 % band"), "right")]
    heads += [(tongue("difference to the first"), "right"), (tongue("surely less"), "right")]
    rows = [
        [r.product, _span(b.p2_5, b.p97_5, tongue), "", ""]
        for r, b in zip(result.results, spread.bands, strict=True)
    ]
    for row, b in list(zip(rows, spread.bands, strict=True))[1:]:
        row[2] = _span(b.change_low, b.change_high, tongue)
        row[3] = f"{100 * b.probability_below_first:.0f} %"
    return table(
        tongue("In {draws} draws that all products share", draws=spread.draws), heads, rows
    )


def _span(low: float | None, high: float | None, tongue: Tongue) -> str:
    return tongue("{low} to {high}", low=number(low), high=number(high))
