"""Read a database of a Brightway project, with all databases that it links to.

Its nodes become processes and flows; `brightway_edges` turns its edges into exchanges.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from celca.errors import DataError, UnknownName
from celca.inventory import Flow, Inventory, Process, load_stored
from celca.inventory.kept import keep, kept_file
from celca.readers.brightway_edges import add_edges
from celca.readers.brightway_files import Key, Project, open_project
from celca.readers.brightway_graph import Graph, collect
from celca.readers.brightway_makers import Makers, makers_of
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, some
from celca.readers.substances import findings_on_origin, recognise

__all__ = ["read_brightway"]

_FORMAT = "4"


def read_brightway(
    project: str, database: str, *, processed: bool = False, cached: bool = True
) -> Inventory:
    """Return a database of a Brightway project, its background linked in.

    processed  read the processed arrays (single precision) instead of the project's records
    cached     keep the outcome on disk, for as long as the project's files do not change

    The project is neither switched to nor locked. Raises UnknownName, FileFault or DataError.
    """
    opened = open_project(project)
    if database not in opened.databases:
        raise UnknownName("Brightway database", database, opened.databases, f"project {project!r}")
    told = sorted(map(str, opened.databases[database].items()))
    stamp = f"{_FORMAT} {opened.stamp(processed)} {database} {processed} {told}"
    path = kept_file(hashlib.sha256(stamp.encode()).hexdigest()) if cached else None
    known = load_stored(path) if path else None
    if known is not None:
        return known
    graph = collect(opened, database, processed)
    draft = _draft(graph, opened, database)
    if not draft.processes:
        raise DataError(
            f"The Brightway database {database!r} holds no processes: it is empty, or one of flows"
            f" only. Project {project!r} holds {some(map(repr, opened.databases))}."
        )
    inventory = draft.inventory()
    keep(inventory, path)
    return inventory


def _draft(graph: Graph, project: Project, database: str) -> Draft:
    about = project.databases[database]
    draft = Draft(
        {
            "name": f"{project.name}/{database}",
            "version": str(about.get("version") or about.get("modified") or ""),
            "licence": str(about.get("license") or about.get("licence") or "as its owner states"),
            "geography": "",
            "description": str(about.get("description") or f"Brightway database {database}"),
        }
    )
    flows = {e.source for e in graph.edges if e.kind == "biosphere"}
    makers = makers_of(graph)
    processes = [k for k in graph.nodes if k not in flows and _is_process(k, graph, makers)]
    ids = _ids([*processes, *flows])
    told = [_add_flow(draft, ids[key], graph.nodes.get(key)) for key in sorted(flows)]
    draft.findings += findings_on_origin(told)
    for key in processes:
        draft.processes[ids[key]] = _process(ids[key], key, graph, makers)
    add_edges(draft, graph, ids, makers)
    return draft


def _is_process(key: Key, graph: Graph, makers: Makers) -> bool:
    kind = str(graph.nodes[key].get("type") or "process")
    return key not in graph.shared and (kind.startswith("process") or key in makers.output)


def _ids(keys: Sequence[Key]) -> dict[Key, str]:
    """Return the code of each node, or `database:code` where two share one."""
    out: dict[Key, str] = {}
    used: set[str] = set()
    for database, code in keys:
        name = code.strip() if code.strip() and code.strip() not in used else f"{database}:{code}"
        used.add(name)
        out[database, code] = name
    return out


def _add_flow(draft: Draft, name: str, node: Mapping[str, Any] | None) -> tuple[Flow, bool]:
    if node is None:
        raise DataError(f"An exchange names the flow {name!r}, which is in no database.")
    path = node.get("categories") or ()
    context = tuple(map(str, path)) if isinstance(path, (tuple, list)) else (str(path),)
    if str(node.get("type")) in ("natural resource", "resource"):
        context = ("natural resource", *context)
    cas = str(node.get("CAS number") or node.get("cas") or "")
    what = recognise(str(node.get("name") or name), context, cas, name)
    unit = foreign_unit(node.get("unit"))
    title = str(node.get("name") or name)
    flow = Flow(name, title, what.compartment, unit, what.formula, what.origin)
    if "celca formula" in node:  # written by celca, which knows
        formula, origin, compartment, gwp_set = (
            str(node.get(f"celca {k}") or "")
            for k in ("formula", "origin", "compartment", "gwp set")
        )
        flow = Flow(name, title, compartment, unit, formula, origin, gwp_set)
    draft.flows[name] = flow
    return flow, what.told or "celca formula" in node


def _process(name: str, key: Key, graph: Graph, makers: Makers) -> Process:
    node = graph.nodes[key]
    product, output = makers.made(key)
    named = graph.nodes.get(product, node)
    title = str(node.get("name") or name)
    reference = node.get("reference product") or (named.get("name") if product != key else "")
    year = node.get("celca year")
    return Process(
        id=name,
        name=title,
        name_ja=str(node.get("celca name_ja") or ""),
        product=str(reference or title),
        unit=foreign_unit(named.get("unit") or node.get("unit")),
        location=str(node.get("location") or ""),
        year=year if isinstance(year, int) else None,
        kind="aggregated" if node.get("celca kind") == "aggregated" else "unit",
        technology=str(node.get("celca technology") or ""),
        source=str(node.get("celca source") or ""),
        comment=key[0],
        output=abs(output),  # treating a unit of waste is a service like any other
    )
