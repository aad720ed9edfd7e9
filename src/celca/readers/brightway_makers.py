"""Which process of a Brightway database makes which product: one each, as in bw2calc's matrix.

A process whose function is to take something (treatment of waste: an output below 0, or an input
that is marked functional) makes the service of taking it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from celca.errors import DataError
from celca.readers.brightway_files import Key
from celca.readers.brightway_graph import CONSUMPTION, PRODUCTION, Edge, Graph
from celca.readers.draft import some

__all__ = ["Makers", "called", "makers_of"]

_PRODUCTS = ("product", "waste")
_IMPLICIT = "processwithreferenceproduct"
Offers = dict[Key, dict[Key, list[int]]]  # what a process may be the maker of: edges that say so


@dataclass(frozen=True)
class Makers:
    """Who makes what.

    output  of a process: its product, and how much of it one run makes, below 0 where it takes it
    maker   of a product
    own     places of the edges that these outputs are the sum of
    """

    output: Mapping[Key, tuple[Key, float]]
    maker: Mapping[Key, Key]
    own: frozenset[int]

    def made(self, process: Key) -> tuple[Key, float]:
        """Return what a process makes; one that does not say makes 1 of itself."""
        return self.output.get(process, (process, 1.0))

    def treats(self, process: Key) -> bool:
        """Tell whether a process takes what it is there for, as a treatment of waste does."""
        return self.made(process)[1] < 0


def makers_of(graph: Graph) -> Makers:
    """Return who makes what: each process its own product where it can.

    Raises DataError where a process is left without a product, or makes 0 of it.
    """
    offers = _offers(graph)
    chosen = {p: p for p, products in offers.items() if p in products}
    chosen |= _matched(graph, offers, chosen)
    output: dict[Key, tuple[Key, float]] = {}
    for process, product in chosen.items():
        edges = [graph.edges[i] for i in offers[process][product]]
        amount = fsum(e.amount if e.kind in PRODUCTION else -e.amount for e in edges)
        if not amount:
            raise DataError(
                f"{called(graph, process)} makes 0 of {called(graph, product)}: give its production"
                " exchange an amount, below 0 for a treatment of waste."
            )
        output[process] = product, amount
    own = frozenset(i for process, product in chosen.items() for i in offers[process][product])
    return Makers(output, {product: process for process, product in chosen.items()}, own)


def _offers(graph: Graph) -> Offers:
    """Return what each process produces; what it takes where that is its function."""
    produced, marked, taken = Offers(), Offers(), Offers()
    for i, e in enumerate(graph.edges):
        if e.functional and e.kind in (*PRODUCTION, *CONSUMPTION):
            _count(marked, e, i)
        if e.kind in PRODUCTION:
            _count(produced, e, i)
        elif e.kind in CONSUMPTION and _kind(graph, e.source) in _PRODUCTS:
            _count(taken, e, i)
    alone = {next(iter(products)) for products in produced.values() if len(products) == 1}
    beside = {e.source for e in graph.edges if e.kind in (*PRODUCTION, "substitution")} - alone
    for process, inputs in taken.items():
        wastes = {product: inputs[product] for product in inputs if product in beside}
        if wastes and process not in produced and _kind(graph, process) != _IMPLICIT:
            produced[process] = wastes  # it makes nothing, so it is there for what others leave
    return {**produced, **marked}


def _count(offers: Offers, edge: Edge, place: int) -> None:
    offers.setdefault(edge.target, {}).setdefault(edge.source, []).append(place)


def _kind(graph: Graph, key: Key) -> str:
    return str(graph.nodes.get(key, {}).get("type") or "")


def _matched(graph: Graph, offers: Offers, own: Mapping[Key, Key]) -> dict[Key, Key]:
    """Return a product for each process that does not make itself, no product twice."""
    left = {p: [x for x in offers[p] if x not in own] for p in offers if p not in own}
    if not left:
        return {}
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    processes = list(left)
    products = list(dict.fromkeys(x for found in left.values() for x in found))
    place = {x: i for i, x in enumerate(products)}
    links = [(i, place[x]) for i, p in enumerate(processes) for x in left[p]]
    rows, columns = [i for i, _ in links], [j for _, j in links]
    shape = (len(processes), max(1, len(products)))
    table = coo_array(([1] * len(links), (rows, columns)), shape=shape).tocsr()
    found = maximum_bipartite_matching(table, perm_type="column").tolist()
    for process, j in zip(processes, found, strict=True):
        if j < 0:
            raise _made_twice(graph, next(iter(offers[process])), offers)
    return {process: products[j] for process, j in zip(processes, found, strict=True)}


def _made_twice(graph: Graph, product: Key, offers: Offers) -> DataError:
    makers = [called(graph, k) for k, products in offers.items() if product in products]
    return DataError(
        f"{len(makers)} processes make {called(graph, product)} and nothing else: {some(makers)}."
        " Which one is meant cannot be told, and Brightway cannot solve it either: give each a"
        " product of its own, or a market that mixes them."
    )


def called(graph: Graph, key: Key) -> str:
    """Return name, database and code of a node, for people."""
    name = str(graph.nodes.get(key, {}).get("name") or key[1])
    return f"{name!r} ({key[0]}: {key[1]})"
