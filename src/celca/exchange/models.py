"""A study as a database: its product, a process of its own, linked to all that it calls on.

Brightway and openLCA then calculate the product as they calculate anything else. Each variant is
a process that takes one process per stage of life, and these take what the demand of the study
asks for. What lies beyond the boundary is no part of the product and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from celca.assess import BEYOND, Options, open_prices, open_product, score
from celca.errors import UnknownName
from celca.exchange.writing import Request
from celca.inventory import Exchange, Flow, Inventory, Process, digest, tabulate
from celca.methods import CATEGORIES, Category, Characterisation, Method
from celca.product import STAGES, Demand, Product, apply
from celca.readers.handing import hand_on, in_form, kept_to_oneself
from celca.system import Intensities

__all__ = ["MODELS", "Model", "export_model", "model_of"]

MODELS = ("brightway", "datapackage", "json-ld")
_DECLARED: dict[Category, tuple[str, str]] = {
    "fossil": ("air", "fossil"),
    "aircraft": ("air/aircraft", "fossil"),
    "biogenic_emissions": ("air", "biogenic"),
    "biogenic_uptake": ("resource", "biogenic"),
    "land_use_change": ("air", "land"),
}


@dataclass(frozen=True)
class Model:
    """A study as a database.

    inventory  the product in every variant, and the processes that it calls on, however far off
    method     with a factor for what suppliers declared
    scores     total of each product process [kg CO2e per declared unit], by its id
    """

    inventory: Inventory
    method: Method
    scores: Mapping[str, float]


def export_model(
    study: str | Path, request: Request, target: str, options: Options | None = None
) -> dict[str, Any]:
    """Write a study, and each scenario of the options, for Brightway or openLCA.

    target  `bw:PROJECT/DATABASE` for brightway, a .zip for datapackage and json-ld

    Returns what was written, and of each product process its score and, in a datapackage, its
    number. Raises UnknownName, UsageError, and FileFault or DataError where it is there already.
    """
    if request.format not in MODELS:
        raise UnknownName("format", request.format, MODELS, advice=f"Use {', '.join(MODELS)}.")
    prices = open_prices(request.database, request.method)
    model = model_of(open_product(study, prices, options), prices, options)
    written, ids = hand_on(model.inventory, model.method, target, request.format)
    products = [
        {"process": key, "kg_co2e": kg, **({"id": ids[key]} if ids else {})}
        for key, kg in model.scores.items()
    ]
    return {
        "written": written,
        "processes": len(model.inventory.processes),
        "products": products,
        "findings": [
            *kept_to_oneself(prices.system.inventory),
            *in_form(model.inventory, model.method, request.format),
        ],
    }


def model_of(product: Product, prices: Intensities, options: Options | None = None) -> Model:
    """Return a product, as specified and after each change of the options, as a database."""
    inventory, changes = prices.system.inventory, options.changes if options else ()
    variants = {product.name: product}
    variants |= {f"{product.name}: {c.name}": apply(product, c, inventory) for c in changes}
    processes: list[Process] = []
    exchanges: list[Exchange] = []
    scores: dict[str, float] = {}
    for name, variant in variants.items():
        scored = score(variant, prices)
        key = _free(name, inventory)
        made, rows = _processes(key, variant, [e for e in scored.entries if e.stage != BEYOND])
        processes += made
        exchanges += rows
        scores[key] = scored.total
    flows = [f for f in _flows() if any(x.input == f.id for x in exchanges)]
    whole = _linked(inventory, processes, exchanges, flows)
    return Model(replace(whole, name=product.name), _with_factors(prices, flows), scores)


def _free(name: str, inventory: Inventory) -> str:
    return name if name not in inventory.process_by_id else f"{name} (study)"


def _processes(
    key: str, product: Product, entries: Sequence[Demand]
) -> tuple[list[Process], list[Exchange]]:
    """Return the process of a product and those of its stages, and what they exchange."""
    unit = product.declared_unit
    processes = [_process(key, unit.unit, unit.amount, unit.description)]
    exchanges = []
    for stage in STAGES:
        asked = [e for e in entries if e.stage == stage]
        if asked:
            part = f"{key}, {stage.replace('_', ' ')}"
            note = f"for {unit.amount:g} {unit.unit} of {key}"
            processes.append(_process(part, "piece", 1.0, note))
            exchanges.append(_exchange(key, "input", part, 1.0))
            exchanges += [_asked(part, e) for e in asked]
    return processes, exchanges


def _process(key: str, unit: str, output: float, comment: str) -> Process:
    return Process(key, key, "", key, unit, "", None, "unit", "", "", comment, output)


def _asked(process: str, entry: Demand) -> Exchange:
    note = f"{entry.note} {entry.variant}".strip()
    if entry.process:
        return _exchange(process, "input", entry.process, entry.amount, note)
    taken = entry.category == "biogenic_uptake"
    kind, sign = ("uptake", -1.0) if taken else ("emission", 1.0)
    return _exchange(process, kind, _flow_of(entry.category), sign * entry.amount, note)


def _exchange(process: str, kind: str, what: str, amount: float, comment: str = "") -> Exchange:
    return Exchange(process, kind, what, amount, "", None, None, None, "", "", comment, 0)


def _flows() -> Iterator[Flow]:
    """Yield what suppliers may declare, a flow per category."""
    for category, (compartment, origin) in _DECLARED.items():
        name = f"CO2e, as suppliers declared it ({category.replace('_', ' ')})"
        yield Flow(_flow_of(category), name, compartment, "kg", "CO2e", origin)


def _flow_of(category: Category) -> str:
    return f"declared-{category}"


def _with_factors(prices: Intensities, flows: Sequence[Flow]) -> Method:
    """Return the method, with the flows of suppliers where it counts flows one by one."""
    method = prices.system.method
    if method.by_flow is None or not flows:
        return method
    told = "declared by a supplier"
    more = {_flow_of(c): Characterisation(c, 1.0, told) for c in CATEGORIES}
    return replace(method, by_flow={**method.by_flow, **more})


def _linked(
    inventory: Inventory, made: list[Process], asked: list[Exchange], flows: list[Flow]
) -> Inventory:
    """Return a database of processes of one's own and of all that they call on."""
    called = {x.input for x in asked if x.kind == "input"}
    reached = _reached(inventory, called)
    processes = (*made, *(p for p in inventory.processes if p.id in reached))
    exchanges = [*asked, *(x for x in inventory.exchanges if x.process in reached)]
    used = {x.input for x in exchanges if x.kind not in ("input", "avoided")}
    every = (*(f for f in inventory.flows if f.id in used), *flows)
    rows = tuple(replace(x, line=i) for i, x in enumerate(exchanges, 2))
    return Inventory(
        name=inventory.name,
        version=inventory.version,
        licence=inventory.licence,
        geography=inventory.geography,
        description=f"A study on {inventory.name} {inventory.version}, calculated with celca.",
        hash=digest(processes, every, tabulate(rows, processes, every)),
        processes=processes,
        exchanges=rows,
        flows=every,
        sources=inventory.sources,
    )


def _reached(inventory: Inventory, called: set[str]) -> set[str]:
    """Return the processes that some call on, directly or through others."""
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    some = table.kind < 2
    user, maker = table.process[some], table.input[some]
    inside = np.array([p.id in called for p in inventory.processes], dtype=bool)
    before = -1
    while (count := int(inside.sum())) > before:
        before = count
        inside[maker[inside[user]]] = True
    return {inventory.processes[j].id for j in np.flatnonzero(inside).tolist()}
