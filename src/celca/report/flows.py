"""Where the emissions come from and where they go: processes, into parts, into the product.

Only what adds is a flow; what takes away (uptake, credits) has no width to draw and is
summed beside the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

from celca.assess import Footprint, ResultLine
from celca.report.areas import sankey
from celca.report.charts import TONES
from celca.report.figures import Figures
from celca.report.view import process_title
from celca.report.words import Words, clean

__all__ = ["Flows", "flow_chart", "flow_text", "flows_of"]

_MOST = 10


@dataclass(frozen=True, slots=True)
class Flows:
    """What flows from processes to parts.

    links      (process, part) -> [kg CO2e], above 0
    not_drawn  sum of what takes away [kg CO2e], 0 or below
    """

    links: Mapping[tuple[str, str], float]
    not_drawn: float


def flows_of(result: Footprint, words: Words) -> Flows:
    """Return the flows of a footprint; beyond the ten largest, processes and parts are summed."""
    sums: dict[tuple[str, str], float] = {}
    for line in result.lines:
        if line.kg_co2e > 0:
            key = (process_title(line, words), _part(line, words))
            sums[key] = sums.get(key, 0.0) + line.kg_co2e
    sources = _largest(sums, 0)
    parts = _largest(sums, 1)
    links: dict[tuple[str, str], float] = {}
    for (source, part), value in sums.items():
        key = (
            source if source in sources else words("flows_other_sources"),
            part if part in parts else words("flows_other_parts"),
        )
        links[key] = links.get(key, 0.0) + value
    return Flows(links, fsum(line.kg_co2e for line in result.lines if line.kg_co2e < 0))


def flow_chart(flows: Flows, words: Words, figures: Figures) -> dict[str, Any]:
    """Return the picture of flows, from processes on the left to the product."""
    nodes: dict[tuple[int, str], float] = {}
    links: list[tuple[tuple[int, str], tuple[int, str], float]] = []
    end = (2, words("product"))
    for (source, part), value in sorted(flows.links.items(), key=lambda item: -item[1]):
        for node in ((0, source), (1, part), end):
            nodes[node] = nodes.get(node, 0.0) + value
        links.append(((0, source), (1, part), value))
    links += [((1, name), end, value) for (level, name), value in nodes.items() if level == 1]
    places = {node: i for i, node in enumerate(nodes)}
    names = [f"{name} {figures.kg(value)}" for (_, name), value in nodes.items()]
    colours = [TONES[("soft", "main", "rest")[level]] for level, _ in nodes]
    return sankey(names, colours, [(places[a], places[b], value) for a, b, value in links])


def flow_text(flows: Flows, words: Words, figures: Figures, count: int = 6) -> str:
    """Return the largest flows in words."""
    ordered = sorted(flows.links.items(), key=lambda item: -item[1])
    items = [f"{source} → {part}: {figures.kg(value)}" for (source, part), value in ordered[:count]]
    if len(ordered) > count:
        items.append(words("alt_more", count=len(ordered) - count))
    return words("flows_alt", items="; ".join(items))


def _part(line: ResultLine, words: Words) -> str:
    return clean(line.part) or words.name("stage", line.stage)


def _largest(sums: Mapping[tuple[str, str], float], side: int) -> set[str]:
    totals: dict[str, float] = {}
    for key, value in sums.items():
        totals[key[side]] = totals.get(key[side], 0.0) + value
    return set(sorted(totals, key=lambda name: -totals[name])[:_MOST])
