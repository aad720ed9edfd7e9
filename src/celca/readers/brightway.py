"""Read a database of a Brightway project, with all databases that it links to.

Its nodes become processes and flows, its edges exchanges, with the signs of celca. What was
read in single precision, or not as the source has it, is a finding.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from celca.errors import DataError, Finding, UnknownName
from celca.inventory import Flow, Inventory, Process, load_stored
from celca.inventory.kept import keep, kept_file
from celca.readers.brightway_files import Key, Project, open_project
from celca.readers.brightway_graph import PRODUCTION, Graph, collect
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, some
from celca.readers.substances import findings_on_origin, recognise

__all__ = ["read_brightway", "split_address"]

_FORMAT = "3"


def split_address(address: str) -> tuple[str, str]:
    """Return project and name of `bw:PROJECT/NAME`. Raises DataError."""
    project, _, name = address.removeprefix("bw:").partition("/")
    if not project or not name:
        held = ""
        with suppress(DataError):  # it need not exist yet where something is written to it
            names = open_project(project).databases
            held = f" Project {project!r} holds {some(map(repr, names)) or 'no databases'}."
        raise DataError(f"{address!r} is not of the form bw:PROJECT/DATABASE.{held}")
    return project, name


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
    made_by = _makers(graph)
    processes = [k for k in graph.nodes if k not in flows and _is_process(k, graph, made_by)]
    ids = _ids([*processes, *flows])
    told = [_add_flow(draft, ids[key], graph.nodes.get(key)) for key in sorted(flows)]
    draft.findings += findings_on_origin(told)
    for key in processes:
        draft.processes[ids[key]] = _process(ids[key], key, graph, made_by)
    makers = {product: maker for maker, (product, _) in made_by.items()}
    _add_edges(draft, graph, ids, (made_by, makers))
    draft.findings += _findings(graph)
    return draft


def _is_process(key: Key, graph: Graph, made_by: Mapping[Key, tuple[Key, float]]) -> bool:
    kind = str(graph.nodes[key].get("type") or "process")
    return kind.startswith(("process", "multifunctional")) or key in made_by


def _makers(graph: Graph) -> dict[Key, tuple[Key, float]]:
    """Return the one product that each process makes, and how much: its own where it can.

    Of several, it is one that no other process is left to make. Raises DataError.
    """
    given: dict[Key, dict[Key, float]] = {}
    for e in graph.edges:
        if e.kind in PRODUCTION:
            products = given.setdefault(e.target, {})
            products[e.source] = products.get(e.source, 0.0) + e.amount
    out: dict[Key, tuple[Key, float]] = {}
    makers: dict[Key, Key] = {}
    # those that make themselves first, then those with the least to choose from
    for process in sorted(given, key=lambda k: (k not in given[k], len(given[k]))):
        products = given[process]
        free = [p for p in products if p not in makers]
        if not free:
            raise _made_twice(graph, next(iter(products)), given)
        product = process if process in free else free[0]
        makers[product] = process
        out[process] = product, products[product]
    return out


def _made_twice(graph: Graph, product: Key, given: Mapping[Key, Mapping[Key, float]]) -> DataError:
    makers = [_called(graph, k) for k, products in given.items() if product in products]
    return DataError(
        f"{len(makers)} processes make {_called(graph, product)} and nothing else: {some(makers)}."
        " Which one is meant cannot be told, and Brightway cannot solve it either: give each a"
        " product of its own, or a market that mixes them."
    )


def _called(graph: Graph, key: Key) -> str:
    """Return name, database and code of a node, for people."""
    name = str(graph.nodes.get(key, {}).get("name") or key[1])
    return f"{name!r} ({key[0]}: {key[1]})"


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


def _process(
    name: str, key: Key, graph: Graph, made_by: Mapping[Key, tuple[Key, float]]
) -> Process:
    node = graph.nodes[key]
    product, output = made_by.get(key, (key, 1.0))
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
        output=output,
    )


def _add_edges(
    draft: Draft,
    graph: Graph,
    ids: Mapping[Key, str],
    products: tuple[Mapping[Key, tuple[Key, float]], Mapping[Key, Key]],
) -> None:
    made_by, makers = products
    missing, beside = list[str](), list[str]()
    for e in graph.edges:
        note = (e.pedigree, "", "")
        if e.kind == "biosphere":
            taken = draft.flows[ids[e.source]].compartment.startswith("resource")
            kind = "uptake" if taken else "emission"
            draft.add(ids[e.target], kind, ids[e.source], e.amount, e.spread, note)
            continue
        if e.kind in PRODUCTION and made_by[e.target][0] == e.source:
            continue  # the output of the process
        maker = makers.get(e.source, e.source)
        if maker not in ids:
            (beside if e.kind in PRODUCTION else missing).append(_called(graph, e.source))
        elif e.kind in ("technosphere", "generic consumption"):
            draft.add(ids[e.target], "input", ids[maker], e.amount, e.spread, note)
        elif e.kind in (*PRODUCTION, "substitution"):
            draft.add(ids[e.target], "avoided", ids[maker], e.amount, e.spread, note)
        else:
            graph.strange[f"type {e.kind!r}"] += 1
    if beside:
        raise DataError(
            f"{len(beside)} products are made beside another by a process that is not allocated,"
            f" and by no process of their own: {some(beside)}. Allocate it in Brightway first, as"
            " bw2calc needs it too."
        )
    if missing:
        raise DataError(
            f"{len(missing)} exchanges name products that nothing makes: {some(missing)}."
            " Link them in Brightway first."
        )


def _findings(graph: Graph) -> list[Finding]:
    out = []
    if graph.single:
        names = ", ".join(graph.single)
        message = f"The processed arrays of {names} hold single precision: 6e-8 of each amount."
        out.append(Finding("info", "single_precision", message))
    for what, count in graph.strange.items():
        out.append(
            Finding("warning", "not_read", f"{count} exchanges with {what} are not read as such.")
        )
    broken = [e for e in graph.edges if not math.isfinite(e.amount)]
    if broken:
        places = some(f"{e.target[1]} ← {e.source[1]}" for e in broken)
        raise DataError(f"{len(broken)} amounts are not finite: {places}.")
    return out
