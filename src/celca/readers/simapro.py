"""Read a SimaPro CSV: processes with allocation, avoided products, waste, parameters.

Each product of a process bears the share of it that its allocation states. Brightway's reader
of this format is not used: it writes a log into the current project and cannot say in which
line something is wrong. Tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from celca.errors import FileFault, Finding
from celca.inventory import Flow, Inventory, Process
from celca.readers.draft import Draft, Spread, draft_of, findings_where, some
from celca.readers.providers import Maker, Providers
from celca.readers.simapro_files import Export, Row, read_export
from celca.readers.simapro_process import Entry, amount_in, entries, spread_in
from celca.readers.substances import findings_on_origin, recognise
from celca.units import factor, same_dimension

__all__ = ["read_simapro"]

_PRODUCTS = ("Products", "Waste treatment")
_USED = ("Materials/fuels", "Electricity/heat", "Waste to treatment")
_AVOIDED = "Avoided products"
_TAKEN = "Resources"
_FLOWS = (
    *(_TAKEN, "Emissions to air", "Emissions to water", "Emissions to soil"),
    *("Final waste flows", "Non material emissions", "Social issues", "Economic issues"),
)
# where the substances are listed, after the processes: name, unit, CAS number
_SUBSTANCES = ("Airborne emissions", "Raw materials")
_OTHERS = ("Product stage", "Waste scenario")
_PLACE = re.compile(r"\{([^{}]+)\}|/([A-Z][A-Za-z-]{1,9})(?:/I)? [SU]$")


@dataclass(frozen=True, slots=True)
class _Part:
    """One product of a process, and the share of the process that it bears [-]."""

    key: str
    name: str
    unit: str
    amount: float
    share: float
    waste: bool


@dataclass
class _Reading:
    """The draft, who makes what, CAS numbers by name, and what was found on the way."""

    export: Export
    draft: Draft
    providers: Providers
    cas: Mapping[str, str]
    told: dict[str, tuple[Flow, bool]] = field(default_factory=dict)
    wastes: list[str] = field(default_factory=list)


def read_simapro(
    path: Path, decided: Mapping[str, str] | None = None, *, average: bool = False
) -> Inventory:
    """Return the database in a SimaPro CSV.

    decided  product -> process that is meant where several make it, by its name
    average  take the mean of several makers where nothing tells which is meant

    Raises FileFault and DataError.
    """
    export = read_export(path)
    processes = [x for x in entries(export) if not any(x.rows("Waste scenario"))]
    if not processes:
        raise FileFault(path.name, "holds no process.", "Export processes, not only methods.")
    draft = draft_of(export.project or path.stem, f"SimaPro CSV, {path.name}")
    parts = [_parts(process, export, draft) for process in processes]
    makers: dict[str, list[Maker]] = {}
    for part in (part for found in parts for part in found):
        place = draft.processes[part.key].location
        makers.setdefault(part.name, []).append(Maker(part.key, part.key, part.name, place))
    listed = (b.rows for b in export.blocks if b.heading in _SUBSTANCES)
    cas = {row.cell(0): row.cell(2) for rows in listed for row in rows}
    reading = _Reading(export, draft, Providers(makers, {}, decided or {}, average), cas)
    for process, found in zip(processes, parts, strict=True):
        _fill(reading, process, found)
    reading.providers.refuse()
    reading.providers.add_mixes(draft)
    draft.findings += [*reading.providers.findings(), *findings_on_origin(reading.told.values())]
    draft.findings += _findings(reading, parts)
    return draft.inventory()


def _parts(process: Entry, export: Export, draft: Draft) -> list[_Part]:
    """Add a process to the draft for each of its products, and return them."""
    rows = list(process.rows(*_PRODUCTS))
    title = process.about.get("Process name") or process.about.get("Process identifier", "")
    if not rows:
        where = f"{export.file} line {process.line}"
        raise FileFault(where, f"the process {title!r} has no product.", "Delete it or name one.")
    parts = []
    for heading, row in rows:
        unit, amount = amount_in(export, row, 1, process.names)
        name, waste = row.cell(0), heading == "Waste treatment"
        share = 1.0
        if len(rows) > 1:
            text = row.cell(3).removesuffix("%") or "0"
            share = export.number(text, process.names, export.place(row)) / 100
        if not amount:
            raise FileFault(export.place(row), f"the process makes 0 of its product {name!r}.")
        key, again = name, 2
        while key in draft.processes:
            key, again = f"{name} ({again})", again + 1
        part = _Part(key, name, unit, amount, share, waste)
        draft.processes[key] = _record(process, part, row)
        parts.append(part)
    return parts


def _record(process: Entry, part: _Part, row: Row) -> Process:
    place = _PLACE.search(part.name)
    stated = process.about.get("Geography", "")
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", process.about.get("Time period", ""))
    return Process(
        id=part.key,
        name=part.name,
        name_ja="",
        product=part.name,
        unit=part.unit,
        location=(place[1] or place[2]) if place else stated.replace("Unspecified", ""),
        year=int(years[-1]) if years else None,
        kind="aggregated" if process.about.get("Type", "").startswith("System") else "unit",
        technology="",
        source="",
        comment=row.cell(4 if part.waste else 5).replace("\\", "/"),
        output=part.amount,
    )


def _fill(reading: _Reading, process: Entry, parts: Sequence[_Part]) -> None:
    """Add every exchange of a process to the parts that bear it."""
    place = reading.draft.processes[parts[0].key].location
    for heading, row in process.rows(*_USED, _AVOIDED):
        unit, amount = amount_in(reading.export, row, 1, process.names)
        maker = reading.providers.find(row.cell(0), "", place) if amount else None
        if maker is None:
            continue
        made = reading.draft.processes.get(maker) or _first_of(reading, row.cell(0))
        where = f"{parts[0].name}, {row.cell(0)}"
        if not same_dimension(unit, made.unit):
            reading.providers.misfits.append(f"{where}: {unit} for {made.unit}")
            continue
        kind = "avoided" if heading == _AVOIDED else "input"
        ratio = factor(unit, made.unit, where)
        spread = spread_in(reading.export, row, 3)
        _share_out(reading, parts, (kind, maker), amount * ratio, spread.times(ratio))
    for heading, row in process.rows(*_FLOWS):
        unit, amount = amount_in(reading.export, row, 2, process.names)
        key, ratio = _know_flow(reading, heading, row, unit)
        kind = "uptake" if heading == _TAKEN else "emission"
        spread = spread_in(reading.export, row, 4).times(ratio)
        _share_out(reading, parts, (kind, key), amount * ratio, spread)


def _first_of(reading: _Reading, product: str) -> Process:
    return reading.draft.processes[reading.providers.mixed[product][0].column]


def _share_out(
    reading: _Reading,
    parts: Sequence[_Part],
    what: tuple[str, str],
    amount: float,
    spread: Spread,
) -> None:
    for part in parts:
        if part.share:
            scaled = spread.times(part.share)
            reading.draft.add(part.key, *what, amount * part.share, scaled)


def _know_flow(reading: _Reading, heading: str, row: Row, unit: str) -> tuple[str, float]:
    """Return the id of a flow, and what an amount of it is multiplied by."""
    name, sub = row.cell(0), row.cell(1)
    key = "|".join(filter(None, (name, heading, sub)))
    flows = reading.draft.flows
    if key in flows and not same_dimension(unit, flows[key].unit):
        key = f"{key} [{unit}]"  # the same name, measured in another way
    if key not in flows:
        what = recognise(name, (heading, sub), reading.cas.get(name, ""))
        flow = Flow(key, name, what.compartment, unit, what.formula, what.origin)
        flows[key], reading.told[key] = flow, (flow, what.told)
    if heading == "Final waste flows":
        reading.wastes.append(name)
    return key, factor(unit, flows[key].unit, reading.export.place(row))


def _findings(reading: _Reading, parts: Sequence[Sequence[_Part]]) -> list[Finding]:
    odd = [p[0].name for p in parts if len(p) > 1 and abs(sum(x.share for x in p) - 1) > 1e-6]
    free = [x.name for p in parts for x in p if not x.share]
    others = [b.heading for b in reading.export.blocks if b.heading in _OTHERS]
    not_whole = f"The allocation of {len(odd)} processes does not add up to 100 %: {some(odd)}."
    bears_none = f"{len(free)} products bear 0 % of their process, so are free: {some(free)}."
    untreated = (
        f"{len(reading.wastes)} final waste flows are treated by no process, so count nothing:"
        f" {some(reading.wastes)}."
    )
    not_read = f"{len(others)} product stages and waste scenarios are not read: only processes."
    return findings_where(
        (odd, "warning", "allocation_sum", not_whole),
        (free, "warning", "zero_allocation", bears_none),
        (reading.wastes, "warning", "final_waste", untreated),
        (others, "warning", "not_read", not_read),
    )
