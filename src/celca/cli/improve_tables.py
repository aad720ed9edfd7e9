"""Tables of `celca improve`: swaps, the best choice for all parts, and the trade-off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from celca.cli.tables import number, percent, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.cli.improving import Improvement
    from celca.scenario import Combined, Swap

__all__ = ["improvement_tables"]


def improvement_tables(
    answer: Improvement, most: int, tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return the answer to `celca improve`."""
    swaps = answer.swaps
    worse = [s for s in swaps if s.saved_kg_co2e <= 0]
    shown = list(swaps[:most]) + [s for s in worse if s not in swaps[:most]][:most]
    told = tongue(
        "{count} swaps are possible; {worse} of them save nothing or make it worse.",
        count=len(swaps),
        worse=len(worse),
    )
    out: list[RenderableType] = [_swaps(shown, answer.basis, tongue), Text(told)]
    out += [
        Text("  " + tongue("Not possible: {reason}", reason=tongue.told(x))) for x in answer.refused
    ]
    if answer.combined is not None:
        out += _combined(answer.combined, answer.currency, tongue)
    if answer.front:
        out.append(_front(answer.front, answer.currency, tongue))
    return out


def _swaps(shown: Sequence[Swap], basis: tuple[str, str, str], tongue: Tongue) -> Table:
    heads = [(tongue("part"), ""), (tongue("material"), ""), (tongue("made of"), "")]
    heads += [(tongue("saved"), "right"), (tongue("of total"), "right")]
    heads += [(tongue("recycled"), "right"), ("MCI", "right")]
    rows = [
        [
            s.part[:16],
            tongue.name("material", s.material)[:18],
            tongue.name("input", s.variant),
            number(s.saved_kg_co2e),
            percent(s.saved_percent),
            f"{100 * s.recycled_content_change:+.1f} %",
            f"{s.mci_change:+.2f}",
        ]
        for s in shown
    ]
    if any(s.probability is not None for s in shown):
        heads.append((tongue("real"), "right"))
        for row, s in zip(rows, shown, strict=True):
            row.append("" if s.probability is None else f"{100 * s.probability:.0f} %")
    heads.append((tongue("data"), ""))
    for row, s in zip(rows, shown, strict=True):
        row.append(_data(s, tongue))
    told = "What to change first, kg CO2e per declared unit; {boundary}, {allocation}, {method}"
    title = tongue(told, boundary=basis[0], allocation=basis[1], method=basis[2])
    return table(title, heads, rows)


def _data(swap: Swap, tongue: Tongue) -> str:
    """Return place and year of the data that a swap rests on; `total` where no inventory is."""
    kind, place, year = swap.data.split(", ")
    told = f"{tongue.name('location', place)} {tongue.name('year', year)}"
    return tongue("{place} total", place=told) if kind == "aggregated" else told


def _combined(best: Combined, currency: str, tongue: Tongue) -> list[RenderableType]:
    cost = "" if best.cost is None else f", {number(best.cost)} {currency}"
    head = tongue(
        "Best choice for all parts: {kg} kg CO2e, saves {saved}; {mass} kg, {share} recycled{cost};"
        " within {gap:.2%} of the best.",
        kg=number(best.total_kg_co2e),
        saved=number(best.saved_kg_co2e),
        mass=number(best.mass_kg),
        share=f"{100 * best.recycled_content:.1f} %",
        cost=cost,
        gap=best.gap,
    )
    lines = [
        f"  {s['part']}: {tongue.name('material', s['material'])},"
        f" {tongue.name('input', s['variant'])}"
        for s in best.swaps[:15]
    ]
    rest = len(best.swaps) - 15
    lines += ["  " + tongue("and {count} more", count=rest)] if rest > 0 else []
    return [Text(head, style="bold"), *map(Text, lines)]


def _front(points: Sequence[Combined], currency: str, tongue: Tongue) -> Table:
    heads = [(tongue("kg CO2e"), "right"), (tongue("recycled"), "right")]
    heads += [(tongue("mass (kg)"), "right"), (tongue("swaps"), "right")]
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
        heads.append((tongue("cost ({currency})", currency=currency), "right"))
        for row, c in zip(rows, points, strict=True):
            row.append(number(c.cost))
    return table(tongue("Where only a trade-off decides (Pareto front)"), heads, rows)
