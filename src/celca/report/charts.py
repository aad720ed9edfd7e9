"""Bars as plotly figures: plain data, drawn by the browser.

Every bar starts at zero. The name and the figure of a bar stand on a line of their own above
it, so that long names and narrow screens do not push each other out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import fsum
from typing import Any, Literal

__all__ = [
    "SERIES",
    "TONES",
    "Bar",
    "Series",
    "Tone",
    "bars",
    "plain_layout",
    "safe",
    "stacks",
    "waterfall",
]

Tone = Literal["main", "soft", "rest", "down", "up"]
# Each at least 3 : 1 against white (WCAG 2.2, 1.4.11).
TONES: dict[Tone, str] = {
    "main": "#1f5f99",
    "soft": "#5b8db8",
    "rest": "#7c8894",
    "down": "#1c7c54",
    "up": "#b3541e",
}
# One for each stage, told apart by lightness too.
SERIES = ("#1f5f99", "#d07a2d", "#6b7a1f", "#8a4f9e", "#1c7c54")
_INK, _FAINT, _LINE = "#1c2833", "#56636f", "#dfe5ea"
_ROW, _EDGE = 48, 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    value      its length, from zero
    text       the value as it is written beside it
    low, high  ends of its band; None for none
    """

    name: str
    value: float
    text: str
    tone: Tone = "main"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One layer of stacked bars.

    values  its part of each bar, in the order of the bars
    texts   each value as it is written
    """

    name: str
    values: Sequence[float]
    texts: Sequence[str]
    colour: str


def bars(rows: Sequence[Bar], unit: str) -> dict[str, Any]:
    """Return the figure of horizontal bars, the first on top.

    unit  written under the axis
    """
    trace = {
        **_trace(len(rows), [row.value for row in rows]),
        "marker": {"color": [TONES[row.tone] for row in rows]},
        "customdata": [f"{safe(row.name)}: {safe(row.text)}" for row in rows],
    }
    reaches = [(row.value, row.low, row.high) for row in rows]
    if any(row.low is not None for row in rows):
        trace["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": [0.0 if high is None else high - value for value, _, high in reaches],
            "arrayminus": [0.0 if low is None else value - low for value, low, _ in reaches],
            "color": _INK,
            "thickness": 1.5,
            "width": 5,
        }
    ends = [end for reach in reaches for end in reach if end is not None]
    return {"data": [trace], "layout": _layout(rows, ends, unit)}


def stacks(rows: Sequence[Bar], series: Sequence[Series], unit: str) -> dict[str, Any]:
    """Return the figure of bars made of layers; what is below zero is stacked below zero.

    rows  the bars, each with the sum of its layers
    """
    traces = [
        {
            **_trace(len(rows), list(layer.values)),
            "name": safe(layer.name),
            "marker": {"color": layer.colour, "line": {"color": "#ffffff", "width": 1}},
            "customdata": [f"{safe(layer.name)}: {safe(text)}" for text in layer.texts],
        }
        for layer in series
    ]
    columns = list(zip(*(layer.values for layer in series), strict=True))
    ends = [fsum(v for v in column if v > 0) for column in columns]
    ends += [fsum(v for v in column if v < 0) for column in columns]
    return {"data": traces, "layout": {**_layout(rows, ends, unit), "barmode": "relative"}}


def waterfall(rows: Sequence[Bar], total: Bar, unit: str) -> dict[str, Any]:
    """Return the figure of steps that lead from zero to a total."""
    every = [*rows, total]
    trace = {
        **_trace(len(every), [row.value for row in every]),
        "type": "waterfall",
        "measure": [*(["relative"] * len(rows)), "total"],
        "customdata": [f"{safe(row.name)}: {safe(row.text)}" for row in every],
        "increasing": {"marker": {"color": TONES["soft"]}},
        "decreasing": {"marker": {"color": TONES["down"]}},
        "totals": {"marker": {"color": TONES["main"]}},
        "connector": {"line": {"color": _FAINT, "width": 1, "dash": "dot"}},
    }
    ends = [fsum(row.value for row in rows[:count]) for count in range(len(rows) + 1)]
    return {"data": [trace], "layout": _layout(every, [*ends, total.value], unit)}


def _trace(count: int, values: Sequence[float]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(count)),
        "width": [0.36] * count,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def plain_layout(height: int, size: int) -> dict[str, Any]:
    """Return what every picture has: its height and the size of its letters [px], its colours."""
    return {
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": _INK, "size": size},
    }


def _layout(rows: Sequence[Bar], ends: Sequence[float], unit: str) -> dict[str, Any]:
    """Return the frame of bars that end at `ends`; zero is always in it."""
    count = len(rows)
    low, high = min([0.0, *ends]), max([0.0, *ends])
    pad = (high - low or 1.0) * 0.01
    return {
        **plain_layout(_ROW * count + _EDGE, 14),
        "margin": {"l": 8, "r": 8, "t": 2, "b": _EDGE},
        "showlegend": False,
        "dragmode": False,
        "separators": ".,",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": _LINE, "font": {"color": _INK}},
        "yaxis": {"range": [count - 0.6, -0.85], "visible": False, "fixedrange": True},
        "xaxis": {
            "range": [low - pad if low else 0.0, high + pad],
            "fixedrange": True,
            "nticks": 6,
            "gridcolor": _LINE,
            "zeroline": True,
            "zerolinecolor": _FAINT,
            "zerolinewidth": 1,
            "tickfont": {"size": 12, "color": _FAINT},
            "title": {"text": safe(unit), "font": {"size": 12, "color": _FAINT}},
        },
        "annotations": [note for i, row in enumerate(rows) for note in _labels(i, row)],
    }


def _labels(place: int, row: Bar) -> tuple[dict[str, Any], dict[str, Any]]:
    base = {"y": place, "yref": "y", "xref": "paper", "yshift": 18, "showarrow": False}
    base |= {"bgcolor": "#ffffff", "borderpad": 0}
    name = {**base, "x": 0, "xanchor": "left", "name": "name", "text": safe(row.name)}
    figure = {**base, "x": 1, "xanchor": "right", "name": "figure", "text": safe(row.text)}
    return name, figure


def safe(text: str) -> str:
    """Return text that plotly draws as it is: it reads a little HTML otherwise."""
    return escape(text, quote=False)
