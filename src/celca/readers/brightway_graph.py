"""The nodes and edges of a Brightway database, and of every database that it links to.

They are read from the project's own records, in double precision. A database whose edges exist
as processed arrays only (input-output tables), or any on request, is read from those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celca.errors import DataError
from celca.readers.brightway_arrays import processed_edges
from celca.readers.brightway_files import SHAPES, Key, Project, plain_pickle
from celca.readers.draft import FIXED, Spread

__all__ = ["PRODUCTION", "Edge", "Graph", "collect"]

PRODUCTION = ("production", "generic production")
_FIXED_TYPES = (0, 1, None)


@dataclass(frozen=True, slots=True)
class Edge:
    """An exchange as Brightway has it: what, into which process, of which kind, how much."""

    source: Key
    target: Key
    kind: str
    amount: float
    spread: Spread = FIXED
    pedigree: str = ""


@dataclass
class Graph:
    """The nodes and edges that were read.

    single   databases that were read in single precision
    strange  what was not read as the source has it, and how often
    """

    nodes: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    single: list[str] = field(default_factory=list)
    strange: Counter[str] = field(default_factory=Counter)


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
    if processed or backend == "iotable":
        found, single = processed_edges(project, name)
        graph.single += [name] * single
        return [
            Edge(source, target, kind, amount, Spread(*spread).sound())
            for source, target, kind, amount, spread in found
        ]
    query = (
        "SELECT data, input_database, input_code, output_code, type FROM exchangedataset"
        " WHERE output_database = ?"
    )
    return [
        _edge(graph, plain_pickle(data), (database, code), (name, target), kind)
        for data, database, code, target, kind in project.rows(query, name)
    ]


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
        graph.strange[f"uncertainty type {shape}"] += 1
    return Edge(source, target, kind, float(record["amount"]), spread, _pedigree(record))


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
    order = (
        *("reliability", "completeness", "temporal correlation"),
        *("geographical correlation", "further technological correlation"),
    )
    values = [scores.get(k) for k in order]
    good = all(isinstance(v, int) and 1 <= v <= 5 for v in values)
    return f"({';'.join(map(str, values))})" if good else ""
