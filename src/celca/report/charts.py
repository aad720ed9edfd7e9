"""Pictures as plotly figures: plain data, drawn by the browser.

Every bar starts at zero. The name and the figure of a bar stand on a line of their own above
it, so that long names and narrow screens do not push each other out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

__all__ = ["TONES", "Bar", "bars"]

Tone = Literal["main", "soft", "rest", "down", "up"]
# Each at least 3 : 1 against white (WCAG 2.2, 1.4.11).
TONES: dict[Tone, str] = {
    "main": "#1f5f99",
    "soft": "#5b8db8",
    "rest": "#7c8894",
    "down": "#1c7c54",
    "up": "#b3541e",
}
_INK, _FAINT, _LINE = "#1c2833", "#56636f", "#dfe5ea"
_ROW, _EDGE = 48, 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    value  its length, from zero
    text   the value as it is written beside it
    """

    name: str
    value: float
    text: str
    tone: Tone = "main"


def bars(rows: Sequence[Bar], unit: str) -> dict[str, Any]:
    """Return the figure of horizontal bars, the first on top.

    unit  written under the axis
    """
    places = list(range(len(rows)))
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [row.value for row in rows],
        "y": places,
        "width": [0.36] * len(rows),
        "marker": {"color": [TONES[row.tone] for row in rows]},
        "customdata": [f"{_safe(row.name)}: {_safe(row.text)}" for row in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return {"data": [trace], "layout": _layout(rows, unit)}


def _layout(rows: Sequence[Bar], unit: str) -> dict[str, Any]:
    count = len(rows)
    values = [0.0, *(row.value for row in rows)]
    low, high = min(values), max(values)
    pad = (high - low or 1.0) * 0.01
    return {
        "height": _ROW * count + _EDGE,
        "margin": {"l": 2, "r": 2, "t": 2, "b": _EDGE},
        "showlegend": False,
        "dragmode": False,
        "separators": ".,",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": _INK, "size": 14},
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
            "title": {"text": _safe(unit), "font": {"size": 12, "color": _FAINT}},
        },
        "annotations": [note for i, row in enumerate(rows) for note in _labels(i, row)],
    }


def _labels(place: int, row: Bar) -> tuple[dict[str, Any], dict[str, Any]]:
    base = {"y": place, "yref": "y", "xref": "paper", "yshift": 18, "showarrow": False}
    name = {**base, "x": 0, "xanchor": "left", "name": "name", "text": _safe(row.name)}
    figure = {**base, "x": 1, "xanchor": "right", "name": "figure", "text": _safe(row.text)}
    return name, figure


def _safe(text: str) -> str:
    """Return text that plotly draws as it is: it reads a little HTML otherwise."""
    return escape(text, quote=False)
