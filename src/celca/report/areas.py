"""Pictures whose areas show how much: flows between named places, and boxes within boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celca.report.charts import TONES, Tone, plain_layout, safe

__all__ = ["Box", "sankey", "treemap"]


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a treemap.

    parent  place of the box it lies in, −1 for the whole
    text    the value as it is written in it
    """

    name: str
    value: float
    text: str
    parent: int
    tone: Tone = "main"


def sankey(
    names: Sequence[str], colours: Sequence[str], links: Sequence[tuple[int, int, float]]
) -> dict[str, Any]:
    """Return the figure of flows between named places.

    links  (from, to, width), the places by their number
    """
    rows = max(len({link[0] for link in links}), len({link[1] for link in links}))
    trace = {
        "type": "sankey",
        "arrangement": "snap",
        "node": {
            "label": [safe(name) for name in names],
            "color": list(colours),
            "pad": 16,
            "thickness": 12,
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
        },
        "link": {
            "source": [link[0] for link in links],
            "target": [link[1] for link in links],
            "value": [link[2] for link in links],
            "color": "rgba(91, 141, 184, 0.28)",
            "hovertemplate": "%{source.label} → %{target.label}<extra></extra>",
        },
    }
    layout = {
        **plain_layout(34 * max(rows, 4) + 40, 13),
        "margin": {"l": 8, "r": 8, "t": 10, "b": 10},
    }
    return {"data": [trace], "layout": layout}


def treemap(boxes: Sequence[Box]) -> dict[str, Any]:
    """Return the figure of boxes within boxes, each as large as its value.

    boxes  the whole first; a box is as large as what it holds, or larger
    """
    trace = {
        "type": "treemap",
        "branchvalues": "total",
        "ids": [str(i) for i in range(len(boxes))],
        "labels": [safe(box.name) for box in boxes],
        "parents": ["" if box.parent < 0 else str(box.parent) for box in boxes],
        "values": [box.value for box in boxes],
        "text": [safe(box.text) for box in boxes],
        "textinfo": "label+text",
        "hovertemplate": "%{label}<br>%{text}<extra></extra>",
        "marker": {"colors": [TONES[box.tone] for box in boxes], "line": {"width": 1}},
        "tiling": {"pad": 2},
        "pathbar": {"visible": False},
        "textfont": {"color": "#ffffff"},
    }
    layout = {
        **plain_layout(380, 13),
        "margin": {"l": 8, "r": 8, "t": 4, "b": 4},
        "uniformtext": {"minsize": 11, "mode": "hide"},
    }
    return {"data": [trace], "layout": layout}
