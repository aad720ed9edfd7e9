"""Several databases as one, so that a product may use processes of each.

Nothing is linked across: every process keeps the inputs that its own database gives it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from celca.errors import DataError
from celca.inventory import ExchangeTable, Flow, Inventory, Source, tabulate

__all__ = ["joined"]

_COLUMNS = ("kind", "amount", "distribution", "scale", "minimum", "maximum")


def joined(inventories: Sequence[Inventory]) -> Inventory:
    """Return the processes, flows, materials and findings of databases as those of one.

    Raises DataError where two have a process of the same id.
    """
    processes = tuple(p for x in inventories for p in x.processes)
    names = [x.name for x in inventories]
    seen: dict[str, int] = {}
    for i, inventory in enumerate(inventories):
        for p in inventory.processes:
            if (first := seen.setdefault(p.id, i)) != i:
                raise DataError(f"{names[first]} and {names[i]} both have a process {p.id!r}.")
    flows: dict[str, Flow] = {}
    renamed = [_keys(x, flows, str(i)) for i, x in enumerate(inventories)]
    table = _table(inventories, tuple(p.id for p in processes), tuple(flows), renamed)
    lists: dict[str, Any] = {
        name: tuple(record for x in inventories for record in getattr(x, name))
        for name in ("variants", "aliases", "published", "findings")
    }
    return replace(
        inventories[0],
        name=" + ".join(names),
        version=" + ".join(x.version or "?" for x in inventories),
        licence="; ".join(dict.fromkeys(x.licence for x in inventories)),
        description=" + ".join(x.description for x in inventories),
        hash=hashlib.sha256("\n".join(x.hash for x in inventories).encode()).hexdigest(),
        processes=processes,
        exchanges=table,
        flows=tuple(flows.values()),
        sources=_sources(inventories),
        folder=None,
        **lists,
    )


def _keys(inventory: Inventory, flows: dict[str, Flow], number: str) -> dict[str, str]:
    """Add flows that are not there yet, and return the id that each has now."""
    keys = {}
    for flow in inventory.flows:
        key = flow.id
        if flows.setdefault(key, flow) != flow:
            key = f"{flow.id}:{number}"  # another flow of the same id
            flows[key] = replace(flow, id=key)
        keys[flow.id] = key
    return keys


def _table(
    inventories: Sequence[Inventory],
    processes: tuple[str, ...],
    flows: tuple[str, ...],
    renamed: Sequence[dict[str, str]],
) -> ExchangeTable:
    place = {key: i for i, key in enumerate(flows)}
    columns: dict[str, list[Any]] = {k: [] for k in (*_COLUMNS, "process", "input", "note")}
    notes: list[tuple[str, str, str]] = []
    start = 0
    for inventory, keys in zip(inventories, renamed, strict=True):
        table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
        to_flow = np.array([place[keys[f.id]] for f in inventory.flows] or [0], dtype=np.int32)
        of_flow = table.kind >= 2
        shifted = table.input + start
        shifted[of_flow] = to_flow[table.input[of_flow]]
        for name in _COLUMNS:
            columns[name].append(getattr(table, name))
        columns["process"].append(table.process + start)
        columns["input"].append(shifted)
        columns["note"].append(table.note + len(notes))
        notes += table.notes
        start += len(inventory.processes)
    whole: dict[str, Any] = {}
    for name in list(columns):  # one after the other, as those of a large table are gigabytes
        parts = columns.pop(name)
        whole[name] = np.concatenate(parts, dtype=parts[0].dtype)
    return ExchangeTable(processes=processes, flows=flows, notes=tuple(notes), **whole)


def _sources(inventories: Sequence[Inventory]) -> tuple[Source, ...]:
    known: dict[str, Source] = {}
    for inventory in inventories:
        for source in inventory.sources:
            known.setdefault(source.id, source)
    return tuple(known.values())
