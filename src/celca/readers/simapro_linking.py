"""The parts of a SimaPro process, and what each is filled and linked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from celca.inventory import Flow, Process
from celca.readers.draft import FIXED, Draft, Spread
from celca.readers.providers import Providers
from celca.readers.simapro_files import Export, Row
from celca.readers.simapro_process import Entry, amount_in, spread_in
from celca.readers.substances import recognise
from celca.units import factor, same_dimension

__all__ = ["Part", "Reading", "fill", "link"]

_USED = (
    *("Materials/fuels", "Electricity/heat", "Waste to treatment"),
    *("Materials/assemblies", "Processes", "Assembly", "Additional life cycles"),
)
_AVOIDED = "Avoided products"
_TAKEN = "Resources"
_FLOWS = (
    *(_TAKEN, "Emissions to air", "Emissions to water", "Emissions to soil"),
    *("Final waste flows", "Non material emissions", "Social issues", "Economic issues"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One product of a process, and the share of the process that it bears [-]."""

    key: str
    name: str
    unit: str
    amount: float
    share: float


@dataclass
class Reading:
    """The draft, who makes what, CAS numbers by name, and what was found on the way.

    unread  what of product stages and waste scenarios cannot be represented, and where it stands
    partly  where less of a waste or product is dealt with than there is
    """

    export: Export
    draft: Draft
    providers: Providers
    cas: Mapping[str, str]
    told: dict[str, tuple[Flow, bool]] = field(default_factory=dict)
    wastes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    partly: list[str] = field(default_factory=list)


def fill(reading: Reading, process: Entry, parts: Sequence[Part]) -> None:
    """Add every exchange of a process to the parts that bear it."""
    for heading, row in process.rows(*_USED, _AVOIDED):
        size = amount_in(reading.export, row, 1, process.names)
        kind = "avoided" if heading == _AVOIDED else "input"
        link(reading, parts, (kind, row.cell(0)), size, spread_in(reading.export, row, 3))
    for heading, row in process.rows(*_FLOWS):
        unit, amount = amount_in(reading.export, row, 2, process.names)
        key, ratio = _know_flow(reading, heading, row, unit)
        kind = "uptake" if heading == _TAKEN else "emission"
        spread = spread_in(reading.export, row, 4).times(ratio)
        _share_out(reading, parts, (kind, key), amount * ratio, spread)


def link(
    reading: Reading,
    parts: Sequence[Part],
    what: tuple[str, str],
    size: tuple[str, float],
    spread: Spread = FIXED,
) -> None:
    """Add what a process takes of a product or gives to a treatment, or is credited with.

    what  input or avoided, and the name of the product
    size  unit and amount
    """
    (kind, product), (unit, amount) = what, size
    place = reading.draft.processes[parts[0].key].location
    maker = reading.providers.find(product, "", place) if amount else None
    if maker is None:
        return
    made = reading.draft.processes.get(maker) or _first_of(reading, product)
    where = f"{parts[0].name}, {product}"
    if not same_dimension(unit, made.unit):
        reading.providers.misfits.append(f"{where}: {unit} for {made.unit}")
        return
    ratio = factor(unit, made.unit, where)
    _share_out(reading, parts, (kind, maker), amount * ratio, spread.times(ratio))


def _first_of(reading: Reading, product: str) -> Process:
    return reading.draft.processes[reading.providers.mixed[product][0].column]


def _share_out(
    reading: Reading,
    parts: Sequence[Part],
    what: tuple[str, str],
    amount: float,
    spread: Spread,
) -> None:
    for part in parts:
        if part.share:
            scaled = spread.times(part.share)
            reading.draft.add(part.key, *what, amount * part.share, scaled)


def _know_flow(reading: Reading, heading: str, row: Row, unit: str) -> tuple[str, float]:
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
