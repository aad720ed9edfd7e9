"""A footprint where people look at it in Python: as a small HTML table, and as data frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import fsum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from celca.assess.result import Footprint

__all__ = ["html_of", "html_table", "line_rows"]

_MOST = 12
_STYLE = "text-align:right;font-variant-numeric:tabular-nums"


def html_of(result: Footprint) -> str:
    """Return the number with its boundary, then stages, variants and the largest parts."""
    unit = result.declared_unit
    head = (
        f"<b>{escape(result.product)}</b>, per {unit.amount:.12g} {escape(unit.unit)}<br>"
        f"<b>{_figure(result.total_kg_co2e)} kg CO2e</b> {escape(result.boundary)}, "
        f"{escape(result.allocation)}, {escape(result.method)}, "
        f"{escape(result.database['name'])} {escape(result.database['version'])}"
    )
    stages = [(name.replace("_", " "), value) for name, value in result.by_stage.items() if value]
    variants = [(v.name.replace("_", " "), v.total_kg_co2e) for v in result.variants]
    lines = [(x.part or x.description, x.kg_co2e) for x in result.lines[:_MOST]]
    rest = fsum(x.kg_co2e for x in result.lines[_MOST:])
    if len(result.lines) > _MOST:
        lines.append((f"{len(result.lines) - _MOST} more", rest))
    tables = [
        html_table(("stage", "kg CO2e"), stages),
        html_table(("with other inputs", "kg CO2e"), variants),
        html_table(("part or step", "kg CO2e"), lines),
    ]
    notes = "".join(f"<li>{escape(f.message)}</li>" for f in result.findings[:_MOST])
    side = "".join(f"<div>{t}</div>" for t in tables)
    body = f'<div style="display:flex;gap:2em;flex-wrap:wrap;margin:.5em 0">{side}</div>'
    return f"<div>{head}{body}<ul>{notes}</ul></div>"


def html_table(head: Sequence[str], rows: Iterable[tuple[str, float]]) -> str:
    """Return names and figures as a table; text in it stays text."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(
        f'<tr><td style="text-align:left">{escape(name)}</td>'
        f'<td style="{_STYLE}">{_figure(value)}</td></tr>'
        for name, value in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def line_rows(result: Footprint) -> dict[str, list[Any]]:
    """Return the lines by column, as the contract names them; how a match was found is two."""
    plain = result.to_dict()["lines"]
    names = [name for name in type(result.lines[0]).__slots__ if name != "match"] if plain else []
    columns: dict[str, list[Any]] = {name: [line[name] for line in plain] for name in names}
    if plain:
        columns["match"] = [line["match"].get("how", "") for line in plain]
        columns["match_score"] = [line["match"].get("score") for line in plain]
    return columns


def _figure(value: float) -> str:
    return f"{value:.4g}"
