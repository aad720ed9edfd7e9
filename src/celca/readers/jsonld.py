"""Read openLCA's JSON-LD: every process of a package, linked, allocated and evaluated.

Default providers, waste flows, avoided products, allocation as each process defines it,
parameters with formulas, uncertainty and pedigree. Amounts are brought to the reference unit of
each flow by the package's own unit groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from celca.errors import DataError
from celca.inventory import Flow, Inventory, Process
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, draft_of
from celca.readers.jsonld_allocation import Part, parts_of
from celca.readers.jsonld_amounts import (
    Notes,
    amount_of,
    findings,
    parameters,
    pedigree_of,
    spread_of,
)
from celca.readers.jsonld_files import Entity, Package, first, kept, open_package, said
from celca.readers.providers import Maker, Providers
from celca.readers.substances import findings_on_origin, recognise

__all__ = ["read_jsonld"]

Allocation = Literal["as defined", "none", "physical", "economic", "causal"]


def read_jsonld(
    path: Path,
    allocation: Allocation = "as defined",
    decided: Mapping[str, str] | None = None,
    *,
    average: bool = False,
) -> Inventory:
    """Return the database in a package: a zip, or a folder of what is in one.

    allocation  as each process defines it (openLCA's own default), or one rule for all
    decided     product -> process that is meant where several make it, by id or name
    average     take the mean of several makers where nothing tells which is meant

    Raises FileFault, DataError, UnitError.
    """
    package = open_package(path)
    draft = draft_of(package.name, f"openLCA JSON-LD, {path.name}")
    notes = Notes()
    processes = package.entities["processes"]
    parts = {key: parts_of(p, allocation, notes.unallocated) for key, p in processes.items()}
    providers = _providers(package, parts, decided or {})
    providers.average = average
    for key, process in processes.items():
        for part in parts[key]:
            draft.processes[part.column] = _process(package, process, part)
    told: dict[str, tuple[Flow, bool]] = {}
    for key, process in processes.items():
        _exchanges(_Reading(package, draft, providers, told, notes), process, parts[key])
    providers.refuse()
    providers.add_mixes(draft)
    draft.findings += [*providers.findings(), *findings_on_origin(told.values()), *findings(notes)]
    return draft.inventory()


@dataclass(frozen=True)
class _Reading:
    package: Package
    draft: Draft
    providers: Providers
    told: dict[str, tuple[Flow, bool]]
    notes: Notes


def _providers(
    package: Package, parts: Mapping[str, list[Part]], decided: Mapping[str, str]
) -> Providers:
    makers: dict[str, list[Maker]] = {}
    names: dict[str, str] = {}
    for key, process in package.entities["processes"].items():
        for part in parts[key]:
            flow = part.exchange["flow"]
            names[str(flow["@id"])] = str(flow.get("name") or "")
            made = Maker(key, part.column, str(process.get("name")), _location(package, process))
            makers.setdefault(str(flow["@id"]), []).append(made)
    for key, flow in package.entities["flows"].items():
        names[key] = str(flow.get("name") or "")
    return Providers(makers, names, decided)


def _location(package: Package, process: Entity) -> str:
    place: Mapping[str, Any] = process.get("location") or {}
    whole = package.entities["locations"].get(str(place.get("@id")), place)
    return str(whole.get("code") or whole.get("name") or "")


def _process(package: Package, process: Entity, part: Part) -> Process:
    about: Mapping[str, Any] = process.get("processDocumentation") or {}
    until = str(about.get("validUntil") or about.get("validFrom") or "")[:4]
    flow, unit = part.exchange["flow"], package.unit_of(part.exchange["flow"], part.exchange)
    own = kept(process, 4) or ["", "", "", ""]
    return Process(
        id=part.column,
        name=str(process.get("name") or part.column).strip(),
        name_ja=own[1],
        product=str(flow.get("name") or "").strip(),
        unit=foreign_unit(unit),
        location=_location(package, process),
        year=int(until) if until.isdigit() and int(until) else None,
        kind="aggregated" if process.get("processType") == "LCI_RESULT" else "unit",
        technology=own[2],
        source=own[3],
        comment="/".join(package.path(process.get("category"))),
        output=1.0,
    )


def _exchanges(reading: _Reading, process: Entity, parts: list[Part]) -> None:
    names, why = parameters(reading.package, process)
    title = str(process.get("name"))
    for part in parts:
        made = amount_of(part.exchange, names, why, (reading.notes, title))
        unit = reading.package.unit_of(part.exchange["flow"], part.exchange)
        made *= reading.package.ratio(part.exchange, unit, title)
        given = _is_waste(part.exchange) or not said(part.exchange, "isInput", "input")
        if made == 0:
            raise DataError(f"{title!r} ({part.column}) makes 0 of its reference product.")
        before = reading.draft.processes[part.column]
        reading.draft.processes[part.column] = replace(before, output=made if given else -made)
    products = {id(p.exchange) for p in parts}
    for x in process.get("exchanges") or []:
        if id(x) not in products:
            amount = amount_of(x, names, why, (reading.notes, title))
            _exchange(reading, x, amount, (process, parts))


def _is_waste(x: Entity) -> bool:
    return str(x["flow"].get("flowType")) == "WASTE_FLOW"


def _exchange(
    reading: _Reading, x: Entity, amount: float, owner: tuple[Entity, list[Part]]
) -> None:
    process, parts = owner
    flow, taken = x["flow"], said(x, "isInput", "input")
    key, kind = str(flow["@id"]), str(_flow_type(reading.package, flow))
    unit = reading.package.unit_of(flow, x)
    ratio = reading.package.ratio(x, unit, str(process.get("name")))
    if kind == "ELEMENTARY_FLOW":
        how, target = ("uptake" if taken else "emission"), _know_flow(reading, flow, unit)
    else:
        avoided = said(x, "isAvoidedProduct", "avoidedProduct")
        needs = avoided or (taken if kind != "WASTE_FLOW" else not taken)
        if not needs and kind != "WASTE_FLOW":
            return  # a co-product that is neither allocated nor credited
        default = str((x.get("defaultProvider") or {}).get("@id") or "")
        place = _location(reading.package, process)
        found = reading.providers.find(key, default, place)
        if found is None or amount == 0:
            return
        how, target = ("input" if needs and not avoided else "avoided"), found
    note = (pedigree_of(x), "", "")
    spread = spread_of(x, ratio, amount)
    for part in parts:
        share = part.share_of(x)
        if share:
            scaled = spread.times(share)
            reading.draft.add(part.column, how, target, amount * ratio * share, scaled, note)


def _flow_type(package: Package, flow: Entity) -> str:
    whole = package.entities["flows"].get(str(flow["@id"]), {})
    return str(flow.get("flowType") or whole.get("flowType") or "PRODUCT_FLOW")


def _know_flow(reading: _Reading, flow: Entity, unit: str) -> str:
    """Add an elementary flow where it is not known yet, and return its id."""
    key = str(flow["@id"])
    whole = reading.package.entities["flows"].get(key, flow)
    own = kept(whole, 5)
    name = str(whole.get("name") or key).strip()
    if own and own[0] not in reading.draft.flows:  # written by celca, which knows
        known = Flow(own[0], name, own[1], foreign_unit(unit), *own[2:])
        reading.draft.flows[own[0]], reading.told[own[0]] = known, (known, True)
    if not own and key not in reading.draft.flows:
        path = reading.package.path(first(whole, "category", default=flow.get("category")))
        what = recognise(name, path, str(whole.get("cas") or ""), key)
        known = Flow(key, name, what.compartment, foreign_unit(unit), what.formula, what.origin)
        reading.draft.flows[key], reading.told[key] = known, (known, what.told)
    return own[0] if own else key
