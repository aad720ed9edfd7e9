"""Link ILCD data sets to a database: their XML, or the tables that they were flattened to.

A process whose reference goes in treats what it takes, as a service: others that give it off use
it. ILCD names no providers, so a product with several makers needs a decision or their mean;
openLCA's own exports name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from celca.errors import Finding
from celca.inventory import Flow, Inventory, Process
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, draft_of, findings_where, some
from celca.readers.ilcd_parts import Part, parts_of, share_of, states_own
from celca.readers.ilcd_records import NATURE, WASTE, DataSet, FlowRecord, Line, Package
from celca.readers.ilcd_tables import read_tables, tables_of
from celca.readers.loops import cut_loops
from celca.readers.providers import Maker, Providers
from celca.readers.substances import findings_on_origin, recognise

__all__ = ["read_ilcd"]

_WHOLE = 1e-6
_RESULT = "LCI result"  # its inventory is said to be complete


@dataclass
class _Reading:
    """What data sets are linked with, and what was found on the way."""

    package: Package
    draft: Draft
    parts: Mapping[str, Sequence[Part]]
    providers: Providers
    told: dict[str, tuple[Flow, bool]] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)
    consumed: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    unshared: set[str] = field(default_factory=set)
    odd: set[str] = field(default_factory=set)
    untreated: Counter[str] = field(default_factory=Counter)
    linked: int = 0
    tried: int = 0


def read_ilcd(
    path: Path, decided: Mapping[str, str] | None = None, *, average: bool = False
) -> Inventory:
    """Return the database in ILCD data sets: a zip or folder of XML, or a folder of tables.

    decided, average  as in `open_database`

    Raises FileFault, and DataError where a product has several makers and nothing tells which.
    """
    if path.is_dir() and tables_of(path):
        package = read_tables(path)
    else:
        from celca.readers.ilcd_xml import read_package

        package = read_package(path)
    draft = draft_of(package.name, package.about)
    parts = {d.key: parts_of(d, package.flows) for d in package.data_sets}
    providers = Providers(_makers(package, parts), _names(package), decided or {}, average)
    reading = _Reading(package, draft, parts, providers)
    for d in package.data_sets:
        draft.processes |= {p.column: _process(package, d, p) for p in parts[d.key]}
    for d in package.data_sets:
        if parts[d.key]:
            _fill(reading, d)
    providers.refuse()
    providers.add_mixes(draft)
    if average:
        cut_loops(draft)
    draft.findings += [*package.findings, *_on_links(reading), *_on_products(reading)]
    draft.findings += [*providers.findings(), *findings_on_origin(reading.told.values())]
    return draft.inventory()


def _made(x: Line) -> str:
    return x.flow if x.given else f"treated:{x.flow}"


def _makers(package: Package, parts: Mapping[str, Sequence[Part]]) -> dict[str, list[Maker]]:
    """Return who makes each flow, and under `treated:FLOW` who takes it in to treat it."""
    makers: dict[str, list[Maker]] = {}
    for d in package.data_sets:
        for part in parts[d.key]:
            made = Maker(d.key, part.column, d.name, d.location)
            makers.setdefault(_made(part.line), []).append(made)
    return makers


def _names(package: Package) -> dict[str, str]:
    named = {key: f.name for key, f in package.flows.items()}
    return named | {f"treated:{k}": f"treatment of {name}" for k, name in named.items()}


def _process(package: Package, d: DataSet, part: Part) -> Process:
    flow = _flow(package, part.line.flow)
    return Process(
        id=part.column,
        name=d.name,
        name_ja=d.name_ja,
        product=flow.name,
        unit=foreign_unit(flow.unit),
        location=d.location,
        year=d.year,
        kind="aggregated" if d.kind == _RESULT else "unit",
        technology="",
        source="",
        comment=d.comment or " / ".join(flow.path),
        output=part.line.amount,
    )


def _flow(package: Package, key: str) -> FlowRecord:
    return package.flows.get(key) or FlowRecord(key, key, "")


def _fill(reading: _Reading, d: DataSet) -> None:
    """Add every exchange of a process to the parts that bear it."""
    parts = reading.parts[d.key]
    products = {p.line.number for p in parts}
    for x in d.lines:
        if x.number in products or not x.amount:
            continue
        target = _target(reading, d, x)
        if target is None:
            continue
        if len(parts) > 1 and not x.shares and not states_own(parts):
            reading.unshared.add(d.name)
        shares = [share_of(x, part, parts) for part in parts]
        if abs(sum(shares) - 1) > _WHOLE:
            reading.odd.add(d.name)
        for part, share in zip(parts, shares, strict=True):
            if share:
                amount, note = x.amount * share, (x.pedigree, "", "")
                reading.draft.add(part.column, *target, amount, x.spread.times(share), note)


def _target(reading: _Reading, d: DataSet, x: Line) -> tuple[str, str] | None:
    """Return how an exchange counts and what it is linked to, None where it counts nothing."""
    providers, kind = reading.providers, _flow(reading.package, x.flow).kind
    if kind == NATURE:
        return "emission" if x.given else "uptake", _know_flow(reading, x.flow)
    if d.kind == _RESULT:
        reading.whole.add(d.name)
        return None
    treated = f"treated:{x.flow}"
    needs = x.avoided or not x.given or treated in providers.makers
    reading.tried += needs or kind == WASTE
    if not needs:
        if kind == WASTE:
            reading.untreated[providers.names.get(x.flow, x.flow)] += 1
        else:
            reading.beside.add(d.name)
        return None
    found = providers.find(treated if x.given and not x.avoided else x.flow, x.maker, d.location)
    if found is None:
        return None
    own = next((p.line for p in reading.parts[d.key] if p.column == found), None)
    if own and x.amount >= own.amount and not x.avoided:
        reading.consumed.add(d.name)  # what it passes on comes from elsewhere
        return None
    reading.linked += 1
    return "avoided" if x.avoided else "input", found


def _know_flow(reading: _Reading, key: str) -> str:
    if key not in reading.draft.flows:
        f = reading.package.flows[key]
        what = recognise(f.name, f.path, f.cas, key)
        # ILCD measures every gas by its mass; of other flows the source may not say the unit
        unit = "kg" if what.formula and not f.unit else foreign_unit(f.unit)
        known = Flow(key, f.name, what.compartment, unit, what.formula, what.origin)
        reading.draft.flows[key], reading.told[key] = known, (known, what.told)
    return key


def _on_links(reading: _Reading) -> list[Finding]:
    """Return what to tell of the processes and of what they are linked to."""
    every, flows = reading.package.data_sets, reading.package.flows.values()
    skipped = [d.name for d in every if not reading.parts[d.key]]
    linked = (
        f"{reading.linked} of {reading.tried} products and wastes that processes take or give off"
        " are linked to what makes or treats them."
    )
    left_out = (
        f"{len(skipped)} of {len(every)} processes are left out: they name no"
        f" reference with an amount: {some(skipped, 3)}."
    )
    silent = sum(not f.unit for f in flows)
    no_units = (
        f"The source gives no units of {silent} flows: greenhouse gases among them are taken in kg,"
        " as ILCD measures them, and amounts of products are only known to be in the unit of"
        " their flow."
    )
    untreated = (
        f"{sum(reading.untreated.values())} wastes are treated by no process and count nothing:"
        f" {some(reading.untreated, 3)}."
    )
    return findings_where(
        (True, "info", "linked", linked),
        (skipped, "warning", "no_reference", left_out),
        (silent, "warning", "units_not_given", no_units),
        (reading.untreated, "warning", "waste_untreated", untreated),
    )


def _on_products(reading: _Reading) -> list[Finding]:
    """Return what to tell of products beside the reference."""
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
    unshared = (
        f"{len(reading.unshared)} processes allocate some exchanges and not others; the reference"
        f" bears the others: {some(reading.unshared, 3)}."
    )
    odd = (
        f"{len(reading.odd)} processes allocate something else than 100 % of an exchange:"
        f" {some(reading.odd, 3)}."
    )
    return findings_where(
        (reading.beside, "warning", "no_allocation", beside),
        (reading.whole, "warning", "lci_result_inputs", whole),
        (reading.consumed, "warning", "own_product", consumed),
        (reading.unshared, "warning", "partly_allocated", unshared),
        (reading.odd, "warning", "allocation_sum", odd),
    )
