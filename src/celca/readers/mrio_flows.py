"""The satellites of an input-output table: which gases they are, and what is counted twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from celca.errors import Finding
from celca.inventory import Flow
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, findings_where, some
from celca.readers.input_output import add_flow_table
from celca.readers.substances import Substance, findings_on_origin, recognise

__all__ = ["Satellite", "add_satellites"]

Array = NDArray[np.float64]
_GASES = {
    "co2": "Carbon dioxide",
    "ch4": "Methane",
    "n2o": "Dinitrogen monoxide",
    "sf6": "Sulfur hexafluoride",
    "nf3": "Nitrogen trifluoride",
}
# what a label says of where its carbon comes from, and how flows are called for it
_ORIGINS = {
    **{"biogenic": "biogenic", "peat": "peat oxidation", "land use": "land use change"},
    "fossil": "fossil",
}
_TOTAL = "CO2e"
_EQUIVALENT = re.compile(r"co2[\s-]*e", re.IGNORECASE)


@dataclass(frozen=True)
class Satellite:
    """Flows to and from nature: what each is called, its unit, and how much a sector has.

    S  (e × n): per unit of output, in the table's own units
    """

    name: str
    labels: Sequence[tuple[str, ...]]
    units: Sequence[str]
    S: Array


def add_satellites(
    draft: Draft, satellites: Sequence[Satellite], sizes: Array, ids: list[str]
) -> list[Finding]:
    """Add the flows of a table to its sectors, and return what to tell of them.

    sizes  units of currency in the unit of each sector
    """
    told: dict[str, tuple[Flow, bool]] = {}
    accounts = [
        [_know_flow(draft, satellite, i, told) for i in range(len(satellite.labels))]
        for satellite in satellites
    ]
    twice, findings = _counted_twice(draft, accounts)
    for key in twice:
        del draft.flows[key]
    for satellite, keys in zip(satellites, accounts, strict=True):
        once = [i for i, key in enumerate(keys) if key not in twice]
        add_flow_table(draft, satellite.S[once] / sizes[None, :], [keys[i] for i in once], ids)
    return [*findings_on_origin(told.values()), *findings]


def _counted_twice(
    draft: Draft, accounts: Sequence[Sequence[str]]
) -> tuple[set[str], list[Finding]]:
    """Return the totals in CO2e beside an account that lists the gases, and what to tell.

    accounts  ids of the flows of each satellite

    EXIOBASE has an account of impacts beside that of emissions; in the latter, fluorinated gases
    are in CO2e, and count with the others.
    """
    known = [{key: draft.flows[key].formula for key in keys} for keys in accounts]
    listing = [any(f not in ("", _TOTAL) for f in found.values()) for found in known]
    totals = [
        key
        for found, lists in zip(known, listing, strict=True)
        for key, formula in found.items()
        if formula == _TOTAL and not lists
    ]
    named = some(draft.flows[key].name for key in totals)
    beside = (
        f"{len(totals)} totals in CO2e stand beside an account of the gases, and are left out,"
        f" so that none counts twice: {named}."
    )
    added = f"{len(totals)} totals in CO2e are added up; do they overlap? {named}."
    findings = findings_where(
        (totals and any(listing), "info", "totals_left_out", beside),
        (len(totals) > 1 and not any(listing), "warning", "totals_added", added),
    )
    return (set(totals) if any(listing) else set()), findings


def _know_flow(
    draft: Draft, satellite: Satellite, i: int, told: dict[str, tuple[Flow, bool]]
) -> str:
    label = satellite.labels[i]
    key = f"{satellite.name}:{'|'.join(label)}"
    what = _recognise(label, satellite.units[i])
    unit = foreign_unit(satellite.units[i].partition(" CO2")[0])
    name = ", ".join(label)
    flow = Flow(key, name, what.compartment, unit, what.formula, what.origin)
    draft.flows[key], told[key] = flow, (flow, what.told)
    return key


def _recognise(label: Sequence[str], unit: str) -> Substance:
    """Return what a flow is: `CO2 - combustion - air`, or a name and a compartment."""
    parts = [p.strip() for text in label for p in text.split(" - ")]
    context = tuple(parts[1:]) or ("air",)
    if _EQUIVALENT.search(unit):
        return Substance(_TOTAL, "fossil", "air", told=True)  # characterised already
    plain = _GASES.get(parts[0].casefold(), parts[0])
    words = " ".join(parts[1:]).casefold()
    origin = next((word for sign, word in _ORIGINS.items() if sign in words), "")
    if not origin and "combustion" in words and "non combustion" not in words:
        origin = "fossil"
    return recognise(
        f"{plain}, {origin}" if origin and plain in _GASES.values() else plain, context
    )
