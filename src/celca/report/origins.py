"""Where a footprint comes from, as boxes, bars and sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from celca.contribution import ELECTRICITY, OTHERS, SUPPLIERS, Explanation, Lever, Origin
from celca.report.areas import Box, treemap
from celca.report.charts import Bar, Tone, bars
from celca.report.figures import Figures
from celca.report.words import Words, clean

__all__ = ["Branch", "OriginNames", "Origins", "lever_sentence", "origins_of"]

_TOP = 10
_LEVERS = 6
_SEEN = 5e-4  # of the total; less would be written as 0.0 %
_KINDS = ("by_process", "by_location", "by_flow")


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the tree upstream.

    depth  0 for what the product itself demands
    share  of the total [-]; None where the total is not above 0
    rest   whether it is what the branches above it leave
    """

    depth: int
    name: str
    value: float
    share: float | None
    rest: bool = False


@dataclass(frozen=True)
class Origins:
    """What an explanation says, in words and figures.

    not_drawn  what takes away on the first level, and has no box [kg CO2e]
    """

    branches: tuple[Branch, ...]
    charts: Mapping[str, Any]
    tables: Mapping[str, tuple[Branch, ...]]
    bars: Mapping[str, tuple[Bar, ...]]
    sentences: tuple[str, ...]
    not_drawn: float


def origins_of(
    found: Explanation, processes: Mapping[str, str], words: Words, figures: Figures, unit: str
) -> Origins:
    """Return what a page shows of an explanation.

    processes  their names in the reader's language; without one, the database's
    unit       written under the axes
    """
    names = OriginNames(processes, words)
    tables = {kind: tuple(_rows(kind, getattr(found, kind), names)) for kind in _KINDS}
    drawn = {kind: tuple(_bar(row, figures) for row in rows) for kind, rows in tables.items()}
    charts: dict[str, Any] = {kind: bars(rows, unit) for kind, rows in drawn.items()}
    boxes = _boxes(found, names, figures)
    if len(boxes) > 1:
        charts["upstream"] = treemap(boxes)
    taken = fsum(n.kg_co2e for n in found.paths if n.parent < 0 and n.kg_co2e < 0)
    percents = [figures.percent(abs(lever.per_percent) / 10) for lever in found.levers[:_LEVERS]]
    pairs = zip(found.levers, percents, strict=False)
    said = tuple(lever_sentence(lever, names, percent) for lever, percent in pairs)
    return Origins(tuple(_branches(found, names)), charts, tables, drawn, said, taken)


@dataclass(frozen=True, slots=True)
class OriginNames:
    """What origins are called in the reader's language.

    processes  their names in it, by id
    """

    processes: Mapping[str, str]
    words: Words

    def process(self, id: str, otherwise: str) -> str:
        """Return the name of a process, the database's own where there is none."""
        return clean(self.processes.get(id) or otherwise or id)

    def origin(self, kind: str, origin: Origin) -> str:
        """Return what an origin is called; kind is by_process, by_location, by_flow or by_part."""
        if origin.name in (SUPPLIERS, OTHERS):
            return self.words("supplier" if origin.name == SUPPLIERS else "others")
        if kind not in _WORDS:
            return self.process(origin.name, origin.title)
        known = self.words.table.get(f"{_WORDS[kind]}.{origin.name}")
        return known or clean(origin.title or origin.name)


_WORDS = {"by_location": "location", "by_flow": "gas"}


def _rows(kind: str, origins: Sequence[Origin], names: OriginNames) -> Iterator[Branch]:
    """Yield the largest origins, and the others as one, so that the sum stays."""
    for origin in origins[:_TOP]:
        yield Branch(0, names.origin(kind, origin), origin.kg_co2e, origin.share)
    rest = origins[_TOP:]
    if rest:
        kg, share = fsum(o.kg_co2e for o in rest), fsum(o.share for o in rest)
        yield Branch(0, names.words("others"), kg, share, rest=True)


def _bar(row: Branch, figures: Figures) -> Bar:
    text = f"{figures.kg(row.value)} · {figures.percent(row.share)}"
    tone: Tone = "rest" if row.rest else "down" if row.value < 0 else "main"
    return Bar(row.name, row.value, text, tone)


def _boxes(found: Explanation, names: OriginNames, figures: Figures) -> list[Box]:
    """Return the tree as boxes; what takes away has none."""
    sizes = [max(0.0, node.kg_co2e) for node in found.paths]
    inside = [0.0] * len(sizes)
    for place in range(len(sizes) - 1, -1, -1):
        sizes[place] = max(sizes[place], inside[place]) if sizes[place] else 0.0
        if (parent := found.paths[place].parent) >= 0:
            inside[parent] += sizes[place]
    rest = max(0.0, found.rest_kg_co2e)
    roots = zip(found.paths, sizes, strict=True)
    whole = fsum(size for node, size in roots if node.parent < 0) + rest
    boxes = [Box(clean(found.product), whole, figures.kg(found.total_kg_co2e), -1, "rest")]
    places: dict[int, int] = {}
    for place, (node, size) in enumerate(zip(found.paths, sizes, strict=True)):
        inside_drawn = node.parent < 0 or node.parent in places
        if size and inside_drawn:
            places[place] = len(boxes)
            name, text = names.process(node.process, node.name), figures.kg(node.kg_co2e)
            boxes.append(Box(name, size, text, places.get(node.parent, 0), _tone(node.depth)))
    if rest > _SEEN * whole:
        boxes.append(Box(names.words("supplier"), rest, figures.kg(rest), 0, "up"))
    return boxes


def _tone(depth: int) -> Tone:
    return "main" if depth % 2 == 0 else "soft"


def _branches(found: Explanation, names: OriginNames) -> Iterator[Branch]:
    """Yield the tree in reading order, each node before its branches and its rest."""
    total = found.total_kg_co2e
    children: dict[int, list[int]] = {}
    for place, node in enumerate(found.paths):
        children.setdefault(node.parent, []).append(place)

    def below(parent: int, depth: int) -> Iterator[Branch]:
        for place in children.get(parent, ()):
            node = found.paths[place]
            name = names.process(node.process, node.name)
            yield Branch(depth, name, node.kg_co2e, _share(node.kg_co2e, total))
            if place in children and abs(node.direct) > _SEEN * abs(total):
                own = names.words("upstream_own")
                yield Branch(depth + 1, own, node.direct, _share(node.direct, total), rest=True)
            if place in children:
                yield from below(place, depth + 1)
                yield from _rest(node.rest, depth + 1, total, names)

    yield from below(-1, 0)
    yield from _rest(found.rest_kg_co2e, 0, total, names)


def _rest(kg: float, depth: int, total: float, names: OriginNames) -> Iterator[Branch]:
    if abs(kg) > _SEEN * abs(total):
        yield Branch(depth, names.words("upstream_rest"), kg, _share(kg, total), rest=True)


def _share(kg: float, total: float) -> float | None:
    return kg / total if total > 0 else None


def lever_sentence(lever: Lever, names: OriginNames, change: str) -> str:
    """Return what a tenth less of a figure would do; `change` is of the product, in percent."""
    words = names.words
    if lever.input == ELECTRICITY:
        used = words("electricity")
    else:
        gas = words.table.get(f"gas.{lever.input_name}")
        used = words("quoted", name=gas or names.process(lever.input, lever.input_name))
    process = words("quoted", name=names.process(lever.process, lever.process_name))
    key = "lever.lower" if lever.per_percent > 0 else "lever.raise"
    return words(key, used=used, process=process, change=change)
