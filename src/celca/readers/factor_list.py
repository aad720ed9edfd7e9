"""Read a list of emission factors (CSV or workbook) as a database of published totals.

The heading may stand below notes, as in lists whose header is in row 5 and whose data begin in
row 6, in one row or two, on one sheet or several; rows without a factor are counted and left out.
What stands above the heading is kept as the licence note. Such a database is for its owner's use:
celca never passes it on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from celca.errors import FileFault
from celca.inventory import Flow, Inventory, Process, Source
from celca.readers.draft import Draft, draft_of
from celca.readers.factor_heads import Heading, find_heading
from celca.readers.factor_notes import Notes, list_findings
from celca.readers.factor_rows import Row, Rows, rows_of, sheets_of
from celca.readers.factor_units import figure
from celca.readers.substances import findings_on_origin, recognise
from celca.units import number_in

__all__ = ["read_factor_list"]

_NOTE = re.compile(r"licen[cs]|copyright|©|利用|許諾|再配布|転載|著作", re.IGNORECASE)
_TOTAL = re.compile(r"co2-?e(q)?$|^all ghgs?$|^total|^合計$|^$", re.IGNORECASE)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_MOST_NOTE = 2000  # characters of a licence note


def read_factor_list(path: Path, gwp_set: str = "") -> Inventory:
    """Return a list of factors [kg CO2e per unit] as aggregated processes.

    gwp_set  AR4, AR5 or AR6, where the list's notes say so

    Raises FileFault where no heading with a name, a unit and a factor is found.
    """
    sheets = sheets_of(path)
    tables = {name: (rows, find_heading(rows)) for name, rows in sheets.items()}
    told = " ".join(_about(tables))
    headings = [h for _, found in tables.values() for h in found]
    if not headings:
        raise FileFault(
            path.name,
            "has no heading with a name, a unit and a factor in its first rows.",
            "Call the columns 'name', 'unit' and 'kg CO2e'.",
        )
    draft = draft_of(
        path.stem,
        f"List of emission factors, {path.name}",
        licence=f"Not to be passed on. {told}".strip(),
    )
    draft.sources = (Source("list", path.stem, "", "", told, path.name),)
    notes = Notes()
    for sheet, (rows, found) in tables.items():
        for heading in found:
            notes.columns += heading.left
            known = gwp_set or heading.gwp_set or _gwp_set(told)
            about = (sheet if len(sheets) > 1 else "", known)
            _read(draft, list(rows_of(rows, heading, about)), notes)
    if not draft.processes:
        raise FileFault(path.name, "has no row with a name, a unit and a factor.")
    left = [name for name, (rows, found) in tables.items() if rows and not found]
    carbon = [(f, False) for f in draft.flows.values() if f.formula in ("CO2", "CH4")]
    draft.findings += [*list_findings(draft, notes, left), *findings_on_origin(carbon)]
    return draft.inventory()


def _about(tables: dict[str, tuple[Rows, tuple[Heading, ...]]]) -> Iterator[str]:
    """Yield what stands above the headings, and on sheets that speak of a licence alone."""
    for rows, found in tables.values():
        above = rows[: found[0].start] if found else rows
        text = " ".join(str(c).strip() for row in above for c in row if str(c).strip())
        if text and (found or _NOTE.search(text)):
            yield text[:_MOST_NOTE]


def _gwp_set(notes: str) -> str:
    found = re.search(r"AR\s?([456])", notes)
    return f"AR{found[1]}" if found else ""


def _read(draft: Draft, rows: list[Row], notes: Notes) -> None:
    """Add a table: a process per row, or per thing whose gases have a row each."""
    emitted = sum("co2" in r.cells.get("unit", "").casefold() for r in rows) > len(rows) / 2
    totals = {_thing(r) for r in rows if "gas" in r.cells and _TOTAL.search(r.cells["gas"])}
    made: dict[tuple[str, ...], str] = {}
    for row in rows:
        if row.cells.get("line", "").casefold() == "poste":
            continue  # a part of the line before
        gas, unit = row.cells.get("gas", ""), row.cells.get("unit", "").casefold()
        if emitted and unit and "co2" not in unit:
            notes.other.append(f"{row.place} {row.cells['name']} ({unit})")
            continue
        if gas and not _TOTAL.search(gas):
            if _thing(row) in totals or " of " in gas:
                notes.parts.append(row.cells["name"])
                continue
            formula = recognise(gas, ("air",)).formula
            if not formula:
                notes.other.append(f"{gas} of {row.cells['name']}")
                continue
            amounts = {formula: row.cells["factor"]}
        else:
            amounts = row.gases or {"CO2e": row.cells.get("factor", "")}
        _add(draft, row, amounts, (notes, made))


def _thing(row: Row) -> tuple[str, ...]:
    """Return what a row is about, for the rows of its gases to be put together."""
    code = row.cells.get("code", "")
    return (row.cells["name"], row.cells.get("unit", ""), code if code.isdigit() else "")


def _add(
    draft: Draft,
    row: Row,
    amounts: dict[str, str],
    state: tuple[Notes, dict[tuple[str, ...], str]],
) -> None:
    """Add a row to the process of its thing; `amounts` is what its cells say, by formula."""
    notes, made = state
    what = f"{row.place} {row.cells['name']}"
    figures = _figures(row, amounts, notes, what)
    if not figures:
        if not any(amounts.values()):
            notes.blank.append(what)
        return
    source = f"list#{row.place}"
    key = made.get(_thing(row)) if "gas" in row.cells and "CO2e" not in figures else None
    if key is None:
        key = _process(draft, row, source)
        made[_thing(row)] = key
        if row.per.money:
            notes.money.append(row.per.money)
        if not row.per.whole:
            notes.bare.append(what)
    for formula, value in figures.items():
        draft.add(key, "emission", _flow(draft, formula, row.gwp_set), value, note=("", source, ""))


def _figures(row: Row, amounts: dict[str, str], notes: Notes, what: str) -> dict[str, float]:
    """Return what is emitted per unit, by formula [kg/unit], of the cells that hold a number."""
    out = {}
    for formula, text in amounts.items():
        value, marked = figure(text)
        if value is None:
            notes.odd += [what] if text else []
            continue
        notes.marked += [what] if marked else []
        out[formula] = value * row.per.ratio / (number_in(row.cells.get("amount", "")) or 1.0)
    return out


def _flow(draft: Draft, formula: str, gwp_set: str) -> str:
    """Return the id of a gas, or of a published total in a set of GWPs."""
    if formula != "CO2e":
        key, name, gwp_set = formula.casefold(), formula, ""
    else:
        key = f"co2e-{gwp_set}".casefold() if gwp_set else "co2e"
        name = f"CO2e, as published ({gwp_set or 'GWP set not told'})"
    if key not in draft.flows:
        draft.flows[key] = Flow(key, name, "air", "kg", formula, "fossil", gwp_set)
    return key


def _process(draft: Draft, row: Row, source: str) -> str:
    cells = row.cells
    code = re.sub(r"\.0$", "", cells.get("code", "")) or cells["name"]
    key, again = code, 2
    if key in draft.processes and draft.processes[key].unit != row.per.unit:
        key = code = f"{code} per {row.per.unit}"
    while key in draft.processes:
        key, again = f"{code} ({again})", again + 1
    year = re.sub(r"\.0$", "", unicodedata.normalize("NFKC", cells.get("year", "")))
    if row.per.money:
        year = row.per.money.partition(" ")[2] or year
    spent = f"spend-based, per {row.per.money}" if row.per.money else ""
    draft.processes[key] = Process(
        id=key,
        name=cells["name"],
        name_ja=cells["name"] if _JAPANESE.search(cells["name"]) else "",
        product=cells["name"],
        unit=row.per.unit or "unknown unit",
        location=cells.get("location", ""),
        year=int(year) if year.isdigit() and len(year) == 4 else None,
        kind="aggregated",
        technology="",
        source=source,
        comment=spent or row.sheet,
    )
    return key
