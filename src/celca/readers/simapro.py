"""Read a SimaPro CSV: processes, product stages, waste scenarios, parameters.

Each product of a process bears the share of it that its allocation states. Brightway's reader
of this format is not used: it writes a log into the current project and cannot say in which
line something is wrong. Tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from celca.errors import FileFault, Finding
from celca.inventory import Inventory, Process
from celca.readers.draft import Draft, draft_of, findings_where, some
from celca.readers.providers import Maker, Providers
from celca.readers.simapro_files import Export, read_export
from celca.readers.simapro_linking import Part, Reading, fill
from celca.readers.simapro_process import Entry, amount_in, entries
from celca.readers.simapro_stages import Ends, add_ends
from celca.readers.substances import findings_on_origin

__all__ = ["read_simapro"]

# headings of what a process makes or treats, and the cell of its category
_PRODUCTS = {"Products": 5, "Waste treatment": 4, "Waste scenario": 4}
_WASTE_TYPE = 4  # cell of a product
# where the substances are listed, after the processes: name, unit, CAS number
_SUBSTANCES = ("Airborne emissions", "Raw materials")
_PLACE = re.compile(r"\{([^{}]+)\}|/([A-Z][A-Za-z-]{1,9})(?:/I)? [SU]$")


def read_simapro(
    path: Path, decided: Mapping[str, str] | None = None, *, average: bool = False
) -> Inventory:
    """Return the database in a SimaPro CSV.

    decided  product -> process that is meant where several make it, by its name
    average  take the mean of several makers where nothing tells which is meant

    Raises FileFault and DataError.
    """
    export = read_export(path)
    processes = list(entries(export))
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
    reading = Reading(export, draft, Providers(makers, {}, decided or {}, average), cas)
    for process, found in zip(processes, parts, strict=True):
        fill(reading, process, found)
    add_ends(_ends(reading, processes, parts))
    reading.providers.refuse()
    reading.providers.add_mixes(draft)
    draft.findings += [*reading.providers.findings(), *findings_on_origin(reading.told.values())]
    draft.findings += _findings(reading, parts)
    return draft.inventory()


def _ends(reading: Reading, processes: Sequence[Entry], parts: Sequence[Sequence[Part]]) -> Ends:
    """Return the product stages and waste scenarios, and the waste types of materials."""
    stages, scenarios = dict[str, tuple[Entry, Part]](), dict[str, tuple[Entry, Part]]()
    types: dict[str, str] = {}
    for process, (first, *_) in zip(processes, parts, strict=True):
        if process.stage:
            stages[first.name] = process, first
        elif any(process.rows("Waste scenario")):
            scenarios[first.name] = process, first
        else:
            types |= {row.cell(0): row.cell(_WASTE_TYPE) for _, row in process.rows("Products")}
    return Ends(reading, stages, scenarios, types)


def _parts(process: Entry, export: Export, draft: Draft) -> list[Part]:
    """Add a process to the draft for each of its products, and return them."""
    rows = list(process.rows(*_PRODUCTS))
    title = process.about.get("Process name") or process.about.get("Process identifier", "")
    if not rows:
        where = f"{export.file} line {process.line}"
        raise FileFault(where, f"the process {title!r} has no product.", "Delete it or name one.")
    parts = []
    for heading, row in rows:
        unit, amount = amount_in(export, row, 1, process.names)
        name, share = row.cell(0), 1.0
        if len(rows) > 1:
            text = row.cell(3).removesuffix("%") or "0"
            share = export.number(text, process.names, export.place(row)) / 100
        if not amount:
            raise FileFault(export.place(row), f"the process makes 0 of its product {name!r}.")
        key, again = name, 2
        while key in draft.processes:
            key, again = f"{name} ({again})", again + 1
        part = Part(key, name, unit, amount, share)
        category = row.cell(3 if process.stage else _PRODUCTS[heading])
        draft.processes[key] = _record(process, part, category)
        parts.append(part)
    return parts


def _record(process: Entry, part: Part, category: str) -> Process:
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
        comment=category.replace("\\", "/"),
        output=part.amount,
    )


def _findings(reading: Reading, parts: Sequence[Sequence[Part]]) -> list[Finding]:
    odd = [p[0].name for p in parts if len(p) > 1 and abs(sum(x.share for x in p) - 1) > 1e-6]
    free = [x.name for p in parts for x in p if not x.share]
    not_whole = f"The allocation of {len(odd)} processes does not add up to 100 %: {some(odd)}."
    bears_none = f"{len(free)} products bear 0 % of their process, so are free: {some(free)}."
    untreated = (
        f"{len(reading.wastes)} final waste flows are treated by no process, so count nothing:"
        f" {some(reading.wastes)}."
    )
    unread = (
        f"{len(reading.unread)} parts of product stages cannot be represented, and count nothing:"
        f" {some(reading.unread)}."
    )
    partly = (
        f"{len(reading.partly)} scenarios deal with another share of what they are given than all"
        f" of it: {some(reading.partly)}."
    )
    return findings_where(
        (odd, "warning", "allocation_sum", not_whole),
        (free, "warning", "zero_allocation", bears_none),
        (reading.wastes, "warning", "final_waste", untreated),
        (reading.unread, "warning", "not_read", unread),
        (reading.partly, "warning", "share_sum", partly),
    )
