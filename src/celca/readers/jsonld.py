"""Read openLCA's JSON-LD: every process of a package, linked, allocated and evaluated.

Default providers, waste flows, avoided products, allocation as each process defines it,
parameters with formulas, uncertainty and pedigree. Amounts are brought to the reference unit of
each flow by the package's own unit groups.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from celca.errors import DataError, Finding
from celca.inventory import Flow, Inventory, Process
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import FIXED, Draft, Spread, some
from celca.readers.formulas import evaluate, evaluate_all
from celca.readers.jsonld_allocation import Part, parts_of
from celca.readers.jsonld_files import Entity, Package, first, kept, open_package, said
from celca.readers.providers import Maker, Providers
from celca.readers.substances import findings_on_origin, recognise

__all__ = ["read_jsonld"]

Allocation = Literal["as defined", "none", "physical", "economic", "causal"]
_PEDIGREE = re.compile(r"\(([1-5];){4}[1-5]\)")


@dataclass
class _Notes:
    """What was found while reading, to be said once."""

    formulas: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    unallocated: list[str] = field(default_factory=list)
    results: int = 0


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
    draft = Draft(
        {
            "name": package.name,
            "version": "",
            "licence": "as its owner states",
            "geography": "",
            "description": f"openLCA JSON-LD, {path.name}",
        }
    )
    notes = _Notes()
    parts = {
        key: parts_of(process, allocation, notes.unallocated)
        for key, process in package.entities["processes"].items()
    }
    providers = _providers(package, parts, decided or {})
    providers.average = average
    for key, process in package.entities["processes"].items():
        for part in parts[key]:
            draft.processes[part.column] = _process(package, process, part)
    told: dict[str, tuple[Flow, bool]] = {}
    for key, process in package.entities["processes"].items():
        _exchanges(_Reading(package, draft, providers, told, notes), process, parts[key])
    providers.refuse()
    providers.add_mixes(draft)
    draft.findings += [*providers.findings(), *findings_on_origin(told.values()), *_say(notes)]
    return draft.inventory()


@dataclass(frozen=True)
class _Reading:
    package: Package
    draft: Draft
    providers: Providers
    told: dict[str, tuple[Flow, bool]]
    notes: _Notes


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
    names, why = _parameters(reading.package, process)
    title = str(process.get("name"))
    for part in parts:
        made = _amount(part.exchange, names, why, (reading, title))
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
            amount = _amount(x, names, why, (reading, title))
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
    note = (_pedigree(x), "", "")
    spread = _spread(x, ratio, amount)
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
        what = recognise(name, path)
        known = Flow(key, name, what.compartment, foreign_unit(unit), what.formula, what.origin)
        reading.draft.flows[key], reading.told[key] = known, (known, what.told)
    return own[0] if own else key


def _parameters(package: Package, process: Entity) -> tuple[dict[str, float], dict[str, str]]:
    """Return the values of a process's parameters over the global ones, and what has none."""
    values: dict[str, float] = {}
    formulas: dict[str, str] = {}
    own = process.get("parameters") or []
    for p in [*package.entities["parameters"].values(), *own]:
        name = str(p.get("name") or "").casefold()
        formula = p.get("formula")
        formulas.pop(name, None)
        if formula and not said(p, "isInputParameter", "inputParameter"):
            values.pop(name, None)
            formulas[name] = str(formula)
        elif p.get("value") is not None:
            values[name] = float(p["value"])
    return evaluate_all(formulas, values)


def _amount(
    x: Entity, names: Mapping[str, float], why: Mapping[str, str], place: tuple[_Reading, str]
) -> float:
    """Return the amount of an exchange, by its formula where it has one."""
    reading, title = place
    stored, formula = float(x.get("amount") or 0.0), x.get("amountFormula")
    if not formula:
        return stored
    try:
        value = evaluate(str(formula), names)
    except DataError as error:
        reading.notes.formulas.append(f"{title}: {next(iter(why.values()), str(error))}")
        return stored
    if abs(value - stored) > 1e-6 * max(abs(value), abs(stored)):
        reading.notes.moved.append(f"{title}, {x['flow'].get('name')}: {stored:g} is {value:g}")
    return value


def _pedigree(x: Entity) -> str:
    entry = str(first(x, "dqEntry", "pedigreeUncertainty", default="")).replace(" ", "")
    return entry if _PEDIGREE.fullmatch(entry) else ""


def _spread(x: Entity, ratio: float, amount: float) -> Spread:
    given: Mapping[str, Any] = x.get("uncertainty") or {}
    kind = str(given.get("distributionType") or "")

    def number(name: str) -> float:
        value = given.get(name)
        return float("nan") if value is None else float(value)

    if kind.startswith("LOG"):
        deviation = number("geomSd")
        known = Spread("lognormal", math.log(deviation)) if deviation > 1 else FIXED
    elif kind.startswith("NORMAL"):
        known = Spread("normal", number("sd"))
    elif kind.startswith("TRIANG"):
        known = Spread("triangular", minimum=number("minimum"), maximum=number("maximum"))
    elif kind.startswith("UNIFORM"):
        known = Spread("uniform", minimum=number("minimum"), maximum=number("maximum"))
    else:
        return FIXED
    return known.sound().times(ratio) if amount else FIXED


def _say(notes: _Notes) -> Iterator[Finding]:
    if notes.unallocated:
        message = (
            f"{len(notes.unallocated)} processes make co-products that are neither allocated nor"
            " credited, as in openLCA without allocation: the first product bears everything:"
            f" {some(notes.unallocated)}."
        )
        yield Finding("warning", "no_allocation", message)
    if notes.formulas:
        message = (
            f"{len(notes.formulas)} formulas cannot be evaluated, so the amounts stored with them"
            f" are used: {some(notes.formulas, 3)}"
        )
        yield Finding("warning", "formula_not_evaluated", message)
    if notes.moved:
        message = (
            f"{len(notes.moved)} formulas give another amount than is stored with them, and are"
            f" believed: {some(notes.moved, 3)}."
        )
        yield Finding("warning", "formula_differs", message)
