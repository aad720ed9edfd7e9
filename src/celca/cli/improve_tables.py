"""Tables of `celca improve`: swaps, the best choice for all parts, and the trade-off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import number, percent, table

if TYPE_CHECKING:
    from celca.cli.improving import Improvement
    from celca.scenario import Combined, Swap

__all__ = ["improvement_tables"]


def improvement_tables(answer: Improvement, most: int) -> list[RenderableType]:
    """Return the answer to `celca improve`."""
    swaps = answer.swaps
    worse = [s for s in swaps if s.saved_kg_co2e <= 0]
    shown = list(swaps[:most]) + [s for s in worse if s not in swaps[:most]][:most]
    told = f"{len(swaps)} swaps are possible; {len(worse)} of them save nothing or make it worse."
    out: list[RenderableType] = [_swaps(shown, answer.basis), Text(told)]
    out += [Text(f"  Not possible: {why}") for why in answer.refused]
    if answer.combined is not None:
        out += _combined(answer.combined, answer.currency)
    if answer.front:
        out.append(_front(answer.front, answer.currency))
    return out


def _swaps(shown: Sequence[Swap], basis: str) -> Table:
    heads = [("part", ""), ("material", ""), ("made of", "")]
    heads += [("saved", "right"), ("of total", "right"), ("recycled", "right"), ("MCI", "right")]
    rows = [
        [
            s.part[:16],
            s.material[:14],
            s.variant,
            number(s.saved_kg_co2e),
            percent(s.saved_percent),
            f"{100 * s.recycled_content_change:+.1f} %",
            f"{s.mci_change:+.2f}",
        ]
        for s in shown
    ]
    if any(s.probability is not None for s in shown):
        heads.append(("real", "right"))
        for row, s in zip(rows, shown, strict=True):
            row.append("" if s.probability is None else f"{100 * s.probability:.0f} %")
    heads.append(("data", ""))
    for row, s in zip(rows, shown, strict=True):
        row.append(_data(s))
    title = f"What to change first, kg CO2e per declared unit; {basis}"
    return table(title, heads, rows)


def _data(swap: Swap) -> str:
    """Return place and year of the data that a swap rests on; `total` where no inventory is."""
    kind, _, rest = swap.data.partition(", ")
    return rest.replace(", ", " ") + (" total" if kind == "aggregated" else "")


def _combined(best: Combined, currency: str) -> list[RenderableType]:
    cost = "" if best.cost is None else f", {number(best.cost)} {currency}"
    head = (
        f"Best choice for all parts: {number(best.total_kg_co2e)} kg CO2e, saves"
        f" {number(best.saved_kg_co2e)}; {number(best.mass_kg)} kg,"
        f" {100 * best.recycled_content:.1f} % recycled{cost}; within {best.gap:.1e} of the best."
    )
    lines = [f"  {s['part']}: {s['material']}, {s['variant']}" for s in best.swaps[:15]]
    rest = len(best.swaps) - 15
    lines += [f"  and {rest} more"] if rest > 0 else []
    return [Text(head, style="bold"), *map(Text, lines)]


def _front(points: Sequence[Combined], currency: str) -> Table:
    heads = [("kg CO2e", "right"), ("recycled", "right"), ("mass (kg)", "right")]
    heads += [("swaps", "right")]
    rows = [
        [
            number(c.total_kg_co2e),
            f"{100 * c.recycled_content:.1f} %",
            number(c.mass_kg),
            str(len(c.swaps)),
        ]
        for c in points
    ]
    if points[0].cost is not None:
        heads.append((f"cost ({currency})", "right"))
        for row, c in zip(rows, points, strict=True):
            row.append(number(c.cost))
    return table("Where only a trade-off decides (Pareto front)", heads, rows)
