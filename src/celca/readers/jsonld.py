"""Read openLCA's JSON-LD: every process of a package, linked, allocated and evaluated.

Default providers, waste flows, avoided products, allocation as each process defines it,
parameters with formulas, uncertainty and pedigree. Amounts are brought to the reference unit of
each flow by the package's own unit groups.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from celca.errors import DataError, Finding, UnitError
from celca.inventory import Flow, Inventory, Process
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, draft_of, findings_where, some
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
from celca.readers.substances import findings_on_origin, recognise, taken_up

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
    parts = _parts(package, allocation, notes)
    if not parts:
        raise DataError(f"{path.name} holds no process with a quantitative reference.")
    providers = _providers(package, parts, decided or {})
    providers.average = average
    reading = _Reading(package, draft, providers, {}, notes)
    for key, owned in parts.items():
        for part in owned:
            process = package.entities["processes"][key]
            draft.processes[part.column] = _process(package, process, part)
    for key, owned in parts.items():
        _exchanges(reading, package.entities["processes"][key], owned)
    providers.refuse()
    providers.add_mixes(draft)
    draft.findings += [*_package_findings(package), *providers.findings()]
    draft.findings += [*findings_on_origin(reading.told.values()), *findings(notes)]
    return draft.inventory()


def _parts(package: Package, allocation: Allocation, notes: Notes) -> dict[str, list[Part]]:
    """Return the parts of each process that makes something."""
    out = {}
    for key, process in package.entities["processes"].items():
        names, why = parameters(package, process)
        title = str(process.get("name"))
        parts = parts_of(process, allocation, names, notes)
        made = [amount_of(part.exchange, names, why, (Notes(), title)) for part in parts]
        parts = [part for part, amount in zip(parts, made, strict=True) if amount]
        if parts and made[0]:
            out[key] = parts
        else:
            notes.bare.append(title)
    return out


def _package_findings(package: Package) -> list[Finding]:
    libraries = (
        f"The package rests on {some(package.libraries)}, which it does not hold: inputs from"
        " there are cut off. Export it from openLCA with its libraries, or read them too."
    )
    repeated = (
        f"{len(package.repeated)} entities are there in several versions, of which the newest is"
        f" taken: {some(package.repeated)}."
    )
    return findings_where(
        (package.libraries, "warning", "library_missing", libraries),
        (package.repeated, "warning", "repeated", repeated),
    )


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
    for key, owned in parts.items():
        process = package.entities["processes"][key]
        for part in owned:
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
    path = "/".join(package.path(process.get("category")))
    written = str(process.get("description") or "") if own[0] else ""
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
        comment=written or ("" if own[0] and "description" in process else path),
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
    title = str(process.get("name"))
    unit = reading.package.unit_of(x["flow"], x)
    linked = _linked(reading, x, unit, process)
    if linked is None or amount == 0:
        return
    try:
        ratio = reading.package.ratio(x, unit, title)
    except UnitError as error:
        reading.providers.misfits.append(str(error).rstrip("."))
        return
    note = (pedigree_of(x), "", "")
    spread = spread_of(x, ratio, amount, (reading.notes, title))
    for part in parts:
        share = part.share_of(x)
        if share:
            scaled = spread.times(share)
            reading.draft.add(part.column, *linked, amount * ratio * share, scaled, note)


def _linked(reading: _Reading, x: Entity, unit: str, process: Entity) -> tuple[str, str] | None:
    """Return what kind of exchange it is and with whom; None for what is left out."""
    flow, taken = x["flow"], said(x, "isInput", "input")
    kind = str(flow["flowType"])
    if kind == "ELEMENTARY_FLOW":
        return ("uptake" if taken else "emission"), _know_flow(reading, flow, unit, taken)
    avoided = said(x, "isAvoidedProduct", "avoidedProduct")
    needs = avoided or (taken if kind != "WASTE_FLOW" else not taken)
    if not needs:
        return None  # a co-product, or a waste treated beside, neither allocated nor credited
    default = str((x.get("defaultProvider") or {}).get("@id") or "")
    key, made = str(flow["@id"]), reading.providers.makers
    if default and default not in [m.process for m in made.get(str(flow["@id"]), ())]:
        reading.notes.astray.append(f"{process.get('name')}, {flow.get('name')}")
    found = reading.providers.find(key, default, _location(reading.package, process))
    return (("avoided" if avoided else "input"), found) if found else None


def _know_flow(reading: _Reading, flow: Entity, unit: str, taken: bool) -> str:
    """Add an elementary flow where it is not known yet, and return its id.

    Carbon dioxide that is taken from the air is told apart from what is given to it, where the
    source has one flow for both.
    """
    key = str(flow["@id"])
    whole = reading.package.entities["flows"].get(key, flow)
    own = kept(whole, 5)
    name = str(whole.get("name") or key).strip()
    if own and own[0] not in reading.draft.flows:  # written by celca, which knows
        known = Flow(own[0], name, own[1], foreign_unit(unit), *own[2:])
        reading.draft.flows[own[0]], reading.told[own[0]] = known, (known, True)
    if own:
        return own[0]
    path = reading.package.path(first(whole, "category", default=flow.get("category")))
    number, formula = str(whole.get("cas") or ""), str(whole.get("formula") or "")
    what = recognise(name, path, number, key, formula)
    if taken and (turned := taken_up(what)) != what:
        key, what = f"{key}:taken", turned
    if key not in reading.draft.flows:
        gwp_set = re.search(r"AR[456]", name) if what.formula == "CO2e" else None
        known = Flow(
            *(key, name, what.compartment, foreign_unit(unit), what.formula, what.origin),
            gwp_set[0] if gwp_set else "",
        )
        reading.draft.flows[key], reading.told[key] = known, (known, what.told)
    return key
