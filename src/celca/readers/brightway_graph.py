"""The nodes and edges of a Brightway database, and of every database that it links to.

They are read from the project's own records, in double precision. A database whose processes exist
as processed arrays only (input-output tables), or any on request, is read from those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celca.errors import DataError
from celca.readers.brightway_arrays import processed_edges
from celca.readers.brightway_files import (
    PEDIGREE,
    RECORDS,
    SHAPES,
    UNDRAWN,
    Key,
    Project,
    plain_pickle,
)
from celca.readers.draft import FIXED, Spread

__all__ = ["CONSUMPTION", "PRODUCTION", "Edge", "Graph", "collect"]

PRODUCTION = ("production", "generic production")
CONSUMPTION = ("technosphere", "generic consumption")
_FIXED_TYPES = (0, 1, None)
_SHARED = "multifunctional"  # stands for several products; bw2calc sees what it was allocated to
_PROCESSES = ("process", _SHARED)


@dataclass(frozen=True, slots=True)
class Edge:
    """An exchange as Brightway has it: what, into which process, of which kind, how much.

    functional  it is what the process is there for, an input of waste to treat included
    """

    source: Key
    target: Key
    kind: str
    amount: float
    spread: Spread = FIXED
    pedigree: str = ""
    functional: bool = False


@dataclass
class Graph:
    """The nodes and edges that were read.

    single   databases that were read in single precision
    undrawn  distributions that were not read, and how often
    shared   processes that bw2calc sees as the products that share their inputs only
    stale    groups of parameters that changed after the amounts were computed
    """

    nodes: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    single: list[str] = field(default_factory=list)
    undrawn: Counter[str] = field(default_factory=Counter)
    shared: set[Key] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)


def collect(project: Project, database: str, processed: bool) -> Graph:
    """Return a database and all that it links to. Raises DataError, FileFault."""
    graph, waiting, seen = Graph(), [database], {database}
    while waiting:
        name = waiting.pop(0)
        if name not in project.databases:
            users = sorted({e.target[0] for e in graph.edges if e.source[0] == name})
            raise DataError(
                f"The Brightway database {name!r} is missing from project {project.name!r}, but"
                f" {', '.join(map(repr, users))} links to it: import it there under this name."
            )
        edges = _read(project, name, processed, graph)
        graph.stale.update(project.stale_parameters(name))
        graph.edges += edges
        for linked in sorted({e.source[0] for e in edges} - seen):
            seen.add(linked)
            waiting.append(linked)
    return graph


def _read(project: Project, name: str, processed: bool, graph: Graph) -> list[Edge]:
    """Return the edges of one database, and add its nodes."""
    backend = project.databases[name].get("backend")
    if backend == "singlefile":
        return _one_file(project, name, graph)
    for code, data in project.rows(
        "SELECT code, data FROM activitydataset WHERE database = ?", name
    ):
        graph.nodes[name, code] = plain_pickle(data)
    if processed or backend not in RECORDS:
        return _from_arrays(project, name, graph)
    query = (
        "SELECT data, input_database, input_code, output_code, type FROM exchangedataset"
        " WHERE output_database = ?"
    )
    edges = [
        _edge(graph, plain_pickle(data), (database, code), (name, target), kind)
        for data, database, code, target, kind in project.rows(query, name)
    ]
    return _allocated(graph, edges)


def _from_arrays(project: Project, name: str, graph: Graph) -> list[Edge]:
    if project.databases[name].get("dirty"):
        raise DataError(
            f"The processed arrays of the Brightway database {name!r} are older than its records."
            f" In Brightway: Database({name!r}).process()."
        )
    found, single = processed_edges(project, name)
    graph.single += [name] * single
    columns = {target for _, target, *_ in found}
    graph.shared |= {
        key
        for key, node in graph.nodes.items()
        if key[0] == name and key not in columns and str(node.get("type")) in _PROCESSES
    }
    graph.undrawn.update(spread[0] for *_, spread in found if spread[0] in UNDRAWN.values())
    return [
        Edge(source, target, kind, amount, _drawn(*spread))
        for source, target, kind, amount, spread in found
    ]


def _drawn(shape: str, *numbers: float) -> Spread:
    return Spread(shape, *numbers).sound() if shape in SHAPES.values() else FIXED


def _allocated(graph: Graph, edges: list[Edge]) -> list[Edge]:
    """Return the edges without those of processes that stand for several products."""
    shared = {key for key, node in graph.nodes.items() if node.get("type") == _SHARED}
    graph.shared |= shared
    return [e for e in edges if e.target not in shared]


def _one_file(project: Project, name: str, graph: Graph) -> list[Edge]:
    """Return the edges of a database that is one pickled dictionary, and add its nodes."""
    edges = []
    for key, node in project.one_file(name).items():
        graph.nodes[name, str(key[1])] = node
        for record in node.get("exchanges") or []:
            source = (str(record["input"][0]), str(record["input"][1]))
            kind = str(record.get("type"))
            edges.append(_edge(graph, record, source, (name, str(key[1])), kind))
    return edges


def _edge(graph: Graph, record: Mapping[str, Any], source: Key, target: Key, kind: str) -> Edge:
    shape = record.get("uncertainty type")
    spread = FIXED
    if shape in SHAPES:
        spread = _spread(SHAPES[shape], record)
    elif shape not in _FIXED_TYPES:
        graph.undrawn[UNDRAWN.get(shape, f"uncertainty type {shape}")] += 1
    return Edge(
        *(source, target, kind, float(record["amount"]), spread, _pedigree(record)),
        functional=bool(record.get("functional")),
    )


def _spread(shape: str, record: Mapping[str, Any]) -> Spread:
    numbers = [record.get(k) for k in ("scale", "minimum", "maximum")]
    scale, low, high = (float("nan") if x is None else float(x) for x in numbers)
    return Spread(shape, scale, low, high).sound()


def _pedigree(record: Mapping[str, Any]) -> str:
    if record.get("celca pedigree"):
        return str(record["celca pedigree"])
    scores = record.get("pedigree")
    if not isinstance(scores, dict) or len(scores) != 5:
        return ""
    values = [scores.get(k) for k in PEDIGREE]
    good = all(isinstance(v, int) and 1 <= v <= 5 for v in values)
    return f"({';'.join(map(str, values))})" if good else ""
