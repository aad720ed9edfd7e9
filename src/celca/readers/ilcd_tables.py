"""Read a database of ILCD data sets that was flattened to three tables, such as TianGong's.

    processes   uuid, name_en, location, year, type, ref_internal_id
    exchanges   process, internal_id, flow, direction (Input, Output), amount
    flows       uuid, name_en, type (Elementary, Product, Waste flow), cas, category; unit if any

each a .csv or .csv.gz in one folder. A process whose reference is an input treats what it takes:
others that give it off are linked to it. ILCD names no providers, so a product with several
makers needs a decision or their mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from celca.errors import DataError, Finding
from celca.inventory import Flow, Inventory, Process
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, draft_of, findings_where, some
from celca.readers.ilcd_files import Row, rows_of, tables_of
from celca.readers.loops import cut_loops
from celca.readers.providers import Maker, Providers
from celca.readers.substances import findings_on_origin, recognise

__all__ = ["read_ilcd_tables"]


@dataclass
class _Reading:
    """The tables, and what was found while linking them."""

    flows: Mapping[str, Row]
    draft: Draft
    told: dict[str, tuple[Flow, bool]] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)
    consumed: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    untreated: Counter[str] = field(default_factory=Counter)
    linked: int = 0
    tried: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


def read_ilcd_tables(
    folder: Path, decided: Mapping[str, str] | None = None, *, average: bool = False
) -> Inventory:
    """Return the database in the three tables of a folder.

    decided, average  as in `open_database`

    Raises FileFault, and DataError where a product has several makers and nothing tells which.
    """
    paths = tables_of(folder)
    processes, exchanges, flows = (
        rows_of(paths[name], name) for name in ("processes", "exchanges", "flows")
    )
    draft = draft_of(folder.name, f"ILCD tables, {folder.name}")
    reading = _Reading({f["uuid"]: f for f in flows}, draft)
    by_process: dict[str, list[Row]] = {p["uuid"]: [] for p in processes}
    for x in exchanges:
        by_process.setdefault(x["process"], []).append(x)
    references = _references(processes, by_process, reading)
    providers = Providers(_makers(processes, references), _names(flows), decided or {}, average)
    read = [p for p in processes if p["uuid"] in references]
    for p in read:
        draft.processes[p["uuid"]] = _process(p, references[p["uuid"]], reading)
    for p in read:
        for x in by_process[p["uuid"]]:
            if x is not references[p["uuid"]]:
                _exchange(reading, providers, p, x)
    providers.refuse()
    providers.add_mixes(draft)
    if average:
        cut_loops(draft)
    draft.findings += [*_findings(reading, len(processes)), *_not_linked(reading)]
    draft.findings += [*providers.findings(), *findings_on_origin(reading.told.values())]
    return draft.inventory()


def _references(
    processes: Sequence[Row], by_process: Mapping[str, Sequence[Row]], reading: _Reading
) -> dict[str, Row]:
    """Return the reference exchange of each process that has one with an amount."""
    out = {}
    for p in processes:
        wanted = p["ref_internal_id"]
        own = [x for x in by_process[p["uuid"]] if wanted and x["internal_id"] == wanted]
        if own and _amount(own[0]):
            out[p["uuid"]] = own[0]
        else:
            reading.skipped[p["name_en"]] += 1
    return out


def _amount(x: Row) -> float:
    try:
        return float(x["amount"] or 0.0)
    except ValueError:
        raise DataError(
            f"exchanges: {x['process']} {x['internal_id']}: {x['amount']!r} is no number."
        ) from None


def _makers(processes: Sequence[Row], references: Mapping[str, Row]) -> dict[str, list[Maker]]:
    """Return who makes each flow, and under `treated:FLOW` who takes it in to treat it."""
    makers: dict[str, list[Maker]] = {}
    for p in processes:
        x = references.get(p["uuid"])
        if x is not None:
            key = x["flow"] if x["direction"] == "Output" else f"treated:{x['flow']}"
            made = Maker(p["uuid"], p["uuid"], str(p["name_en"]), str(p["location"] or ""))
            makers.setdefault(key, []).append(made)
    return makers


def _names(flows: Sequence[Row]) -> dict[str, str]:
    named = {f["uuid"]: str(f["name_en"] or f["uuid"]) for f in flows}
    return named | {f"treated:{k}": f"treatment of {name}" for k, name in named.items()}


def _process(p: Row, reference: Row, reading: _Reading) -> Process:
    flow = reading.flows.get(reference["flow"], {})
    made = _amount(reference)
    year = str(p["year"] or "")
    return Process(
        id=p["uuid"],
        name=str(p["name_en"] or p["uuid"]).strip(),
        name_ja="",
        product=str(flow.get("name_en") or reference["flow"]),
        unit=foreign_unit(flow.get("unit")),
        location=str(p["location"] or ""),
        year=int(year) if year.isdigit() else None,
        kind="aggregated" if p["type"] == "LCI result" else "unit",
        technology="",
        source="",
        comment=str(flow.get("category") or ""),
        output=made if reference["direction"] == "Output" else -made,
    )


def _exchange(reading: _Reading, providers: Providers, process: Row, x: Row) -> None:
    amount, given, flow = _amount(x), x["direction"] == "Output", x["flow"]
    if not amount:
        return
    kind = str(reading.flows.get(flow, {}).get("type") or "")
    place = str(process["location"] or "")
    if kind == "Elementary flow":
        reading.draft.add(process["uuid"], "emission" if given else "uptake",
                          _know_flow(reading, flow), amount)  # fmt: skip
        return
    if process["type"] == "LCI result":
        reading.whole.add(str(process["name_en"]))  # its inventory is said to be complete
        return
    treated = f"treated:{flow}"
    reading.tried += not given or treated in providers.makers or kind == "Waste flow"
    if given and treated not in providers.makers:
        if kind == "Waste flow":
            reading.untreated[providers.names.get(flow, flow)] += 1
        else:
            reading.beside.add(str(process["name_en"]))
        return
    found = providers.find(treated if given else flow, "", place)
    made = reading.draft.processes[process["uuid"]].output
    if found == process["uuid"] and amount >= abs(made):
        reading.consumed.add(str(process["name_en"]))  # what it passes on comes from elsewhere
    elif found is not None:
        reading.linked += 1
        # what is given to a treatment stands on the side of what is made: its product is negative
        reading.draft.add(process["uuid"], "avoided" if given else "input", found, amount)


def _know_flow(reading: _Reading, key: str) -> str:
    if key not in reading.draft.flows:
        row = reading.flows[key]
        path = tuple(part.strip() for part in str(row["category"] or "").split("/"))
        name = str(row["name_en"] or key)
        what = recognise(name, path, str(row["cas"] or ""), key)
        # ILCD measures every gas by its mass; of other flows the tables may not say the unit
        unit = "kg" if what.formula and not row.get("unit") else foreign_unit(row.get("unit"))
        known = Flow(key, name, what.compartment, unit, what.formula, what.origin)
        reading.draft.flows[key], reading.told[key] = known, (known, what.told)
    return key


def _findings(reading: _Reading, processes: int) -> list[Finding]:
    linked = (
        f"{reading.linked} of {reading.tried} products and wastes that processes take or give off"
        " are linked to what makes or treats them."
    )
    skipped = (
        f"{sum(reading.skipped.values())} of {processes} processes are left out: they name no"
        f" reference with an amount: {some(reading.skipped, 3)}."
    )
    no_units = (
        "The tables give no units: greenhouse gases are taken in kg, as ILCD measures them,"
        " and amounts of products are only known to be in the unit of their flow."
    )
    units = any("unit" in flow for flow in reading.flows.values())
    return findings_where(
        (True, "info", "linked", linked),
        (reading.skipped, "warning", "no_reference", skipped),
        (not units, "warning", "units_not_given", no_units),
    )


def _not_linked(reading: _Reading) -> list[Finding]:
    """Return what to tell of the products and wastes that are linked to nothing."""
    beside = (
        f"{len(reading.beside)} processes make co-products that are neither allocated nor"
        f" credited: the reference bears everything: {some(reading.beside, 3)}."
    )
    whole = (
        f"{len(reading.whole)} LCI results name products beside their reference; an LCI result"
        f" holds its supply already, so these are not linked: {some(reading.whole, 3)}."
    )
    consumed = (
        f"{len(reading.consumed)} processes take in at least as much of their own product as"
        f" they make; that input counts nothing: {some(reading.consumed, 3)}."
    )
    untreated = (
        f"{sum(reading.untreated.values())} wastes are treated by no process and count nothing:"
        f" {some(reading.untreated, 3)}."
    )
    return findings_where(
        (reading.beside, "warning", "no_allocation", beside),
        (reading.whole, "warning", "lci_result_inputs", whole),
        (reading.consumed, "warning", "own_product", consumed),
        (reading.untreated, "warning", "waste_untreated", untreated),
    )
