"""The edges of a Brightway database as exchanges, with the signs of celca.

Brightway counts what is taken from nature as positive, and the treatment of waste as an output
below 0; here uptake is a kind of its own, and treating 1 unit of waste a service that counts above
0. What was read in single precision, or not as the source has it, is a finding.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from celca.errors import DataError, Finding
from celca.readers.brightway_files import Key
from celca.readers.brightway_graph import CONSUMPTION, PRODUCTION, Edge, Graph
from celca.readers.brightway_makers import Makers, called
from celca.readers.draft import Draft, findings_where, some

__all__ = ["add_edges"]

_PRODUCED = (*PRODUCTION, "substitution")


@dataclass
class _Odd:
    """What was met that is not as it should be.

    missing  products that nothing makes
    beside   products that are made beside another only
    taken    processes that take waste in, so that less of it is treated
    kinds    edges that are not read, by their type
    """

    missing: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def add_edges(draft: Draft, graph: Graph, ids: Mapping[Key, str], makers: Makers) -> None:
    """Add every edge of a graph, and the findings on it, to a draft that has its nodes.

    Raises DataError for amounts that are not finite, and for products that nothing makes.
    """
    _refuse_not_finite(graph)
    odd = _Odd()
    for i, e in enumerate(graph.edges):
        if i in makers.own:
            continue  # the output of its process
        if e.kind == "biosphere":
            taken = draft.flows[ids[e.source]].compartment.startswith("resource")
            kind = "uptake" if taken else "emission"
            draft.add(ids[e.target], kind, ids[e.source], e.amount, e.spread, (e.pedigree, "", ""))
        elif e.kind not in (*CONSUMPTION, *_PRODUCED):
            odd.kinds[e.kind] += 1
        elif (maker := makers.maker.get(e.source, e.source)) in ids:
            _add_link(draft, e, (ids[e.target], ids[maker]), makers.treats(maker))
            if makers.treats(maker) and e.kind in CONSUMPTION and e.amount > 0:
                odd.taken.append(called(graph, e.target))
        else:
            (odd.beside if e.kind in PRODUCTION else odd.missing).append(called(graph, e.source))
    _refuse(odd)
    draft.findings += _findings(graph, makers, odd)


def _add_link(draft: Draft, e: Edge, ends: tuple[str, str], treated: bool) -> None:
    """Add an edge between two processes; what leaves one as waste is an input of its treatment."""
    kind, sign = ("avoided" if e.kind in _PRODUCED else "input"), 1.0
    if treated:
        kind, sign = "input", (1.0 if e.kind in _PRODUCED else -1.0)
    user, maker = ends
    draft.add(user, kind, maker, sign * e.amount, e.spread.times(sign), (e.pedigree, "", ""))


def _refuse_not_finite(graph: Graph) -> None:
    broken = [e for e in graph.edges if not math.isfinite(e.amount)]
    if broken:
        places = some(f"{e.target[1]} ← {e.source[1]}" for e in broken)
        raise DataError(f"{len(broken)} amounts are not finite: {places}.")


def _refuse(odd: _Odd) -> None:
    if odd.beside:
        raise DataError(
            f"{len(odd.beside)} products are made beside another by a process that is not"
            f" allocated, and by no process of their own: {some(odd.beside)}. Allocate it in"
            " Brightway first, as bw2calc needs it too."
        )
    if odd.missing:
        raise DataError(
            f"{len(odd.missing)} exchanges name products that nothing makes: {some(odd.missing)}."
            " Link them in Brightway first."
        )


def _findings(graph: Graph, makers: Makers, odd: _Odd) -> list[Finding]:
    return [*_on_waste(graph, makers, odd), *_on_amounts(graph), *_on_links(graph, odd)]


def _on_waste(graph: Graph, makers: Makers, odd: _Odd) -> list[Finding]:
    """Return how the sign of treatments of waste was read."""
    treating = [called(graph, key) for key in makers.output if makers.treats(key)]
    treated = (
        f"{len(treating)} processes make less than 0 of a waste, which is to treat it: here 1 unit"
        " asked for is 1 unit treated and counts above 0, as Brightway counts it for a demand of"
        f" −1: {some(treating)}."
    )
    taken = (
        f"{len(odd.taken)} inputs take a waste in instead of leaving it (an amount above 0 of what"
        f" a treatment makes below 0), so that much less is treated: {some(odd.taken)}. If they"
        " leave it, the amount belongs below 0."
    )
    return findings_where(
        (treating, "info", "waste_treated", treated),
        (odd.taken, "warning", "waste_taken", taken),
    )


def _on_amounts(graph: Graph) -> list[Finding]:
    """Return which amounts are not as the source has them."""
    single = (
        f"The processed arrays of {', '.join(graph.single)} hold single precision: 6e-8 of each"
        " amount."
    )
    stale = (
        f"Parameters changed since amounts were computed from them, in {some(graph.stale)}: the"
        " amounts are those from before. In Brightway: parameters.recalculate()."
    )
    fixed = "; ".join(f"{count} as {shape}" for shape, count in graph.undrawn.items())
    undrawn = (
        "Some amounts vary in a way that celca does not draw, and stay fixed in Monte Carlo:"
        f" {fixed}."
    )
    return findings_where(
        (graph.single, "info", "single_precision", single),
        (graph.stale, "warning", "parameters_stale", stale),
        (graph.undrawn, "warning", "not_drawn", undrawn),
    )


def _on_links(graph: Graph, odd: _Odd) -> list[Finding]:
    """Return which processes and exchanges are not linked one to one."""
    shared = (
        f"{len(graph.shared)} processes are read as the products that share their inputs, with the"
        f" shares that Brightway has: {some(called(graph, key) for key in graph.shared)}."
    )
    kinds = "; ".join(f"{count} of type {kind!r}" for kind, count in odd.kinds.items())
    unread = (
        "Some exchanges are neither calculated here nor by bw2calc, which knows 'biosphere',"
        f" 'technosphere', 'production' and 'substitution': {kinds}."
    )
    return findings_where(
        (graph.shared, "info", "allocated", shared),
        (odd.kinds, "warning", "not_read", unread),
    )
