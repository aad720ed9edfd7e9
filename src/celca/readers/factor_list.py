"""Read a list of emission factors (CSV or workbook) as a database of published totals.

The heading may stand below notes, as in lists whose header is in row 5 and whose data begin in
row 6; rows without a factor are counted and left out. What stands above the heading is kept as
the licence note. Such a database is for its owner's use: celca never passes it on.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from pathlib import Path

from celca.errors import FileFault, Finding, UnitError
from celca.inventory import Flow, Inventory, Process, Source
from celca.readers.brightway_units import foreign_unit
from celca.readers.draft import Draft, draft_of, findings_where, some
from celca.units import dimension, number_in

__all__ = ["read_factor_list"]

_DEEPEST = 30
# what a column may be called, the clearest first; compared without case, space and width
_HEADS: dict[str, Sequence[str]] = {
    "factor": (
        *("kgco2e", "gwp100", "gwp", "co2e", "ghg", "温室効果ガス", "気候変動", "排出原単位"),
        *("emissionfactor", "factor", "原単位", "排出係数"),
    ),
    "name": (
        *("製品名", "品目名", "名称", "productname", "activity", "material", "description"),
        *("name", "製品", "item"),
    ),
    "unit": ("単位", "基準単位", "baseunit", "unit"),
    "code": ("製品コード", "コード", "code", "id", "no."),
    "location": ("国", "地域", "geography", "location", "region", "country"),
    "year": ("年", "year"),
}
_NOT_FACTOR = re.compile(r"unit|source|url|note|単位$", re.IGNORECASE)


def read_factor_list(path: Path, gwp_set: str = "") -> Inventory:
    """Return a list of factors [kg CO2e per unit] as aggregated processes.

    gwp_set  AR4, AR5 or AR6, where the list's notes say so

    Raises FileFault where no heading with a name, a unit and a factor is found.
    """
    rows = _rows(path)
    start, columns = _heading(rows, path.name)
    notes = " ".join(str(c) for row in rows[:start] for c in row if str(c).strip())
    draft = draft_of(
        path.stem,
        f"List of emission factors, {path.name}",
        licence=notes or "as its owner states; not to be passed on",
    )
    draft.sources = (Source("list", path.stem, "", "", notes, path.name),)
    known = gwp_set or _gwp_set(f"{notes} {rows[start]}")
    name = f"CO2e, as published ({known or 'GWP set not told'})"
    draft.flows["co2e"] = Flow("co2e", name, "air", "kg", "CO2e", "fossil", known)
    blank, odd = list[str](), list[str]()
    for number, row in enumerate(rows[start + 1 :], start + 2):
        entry = _entry(row, columns)
        if not entry["name"]:
            continue
        factor = _number(entry["factor"])
        if factor is None:
            (odd if entry["factor"] else blank).append(f"row {number} {entry['name']}")
            continue
        _add(draft, entry, factor, f"list#row {number}")
    if not draft.processes:
        raise FileFault(path.name, "has no row with a name, a unit and a factor.")
    draft.findings += _findings(draft, blank, odd, known)
    return draft.inventory()


def _gwp_set(notes: str) -> str:
    found = re.search(r"AR\s?([456])", notes)
    return f"AR{found[1]}" if found else ""


def _rows(path: Path) -> list[list[object]]:
    if path.suffix.lower() != ".csv":
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            book = CalamineWorkbook.from_path(str(path))
            sheets = [book.get_sheet_by_index(i).to_python() for i in range(len(book.sheet_names))]
        except (CalamineError, OSError) as error:
            raise FileFault(path.name, f"is not a workbook that can be read: {error}.") from error
        return max(([list(r) for r in s] for s in sheets), key=len, default=[])
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932", "latin-1"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return [list(row) for row in csv.reader(io.StringIO(text))]


def _plain(cell: object) -> str:
    import unicodedata

    return re.sub(r"[\s_\-/()\[\]]+", "", unicodedata.normalize("NFKC", str(cell)).casefold())


def _heading(rows: Sequence[Sequence[object]], name: str) -> tuple[int, dict[str, int]]:
    for i, row in enumerate(rows[:_DEEPEST]):
        columns = _columns([_plain(c) for c in row])
        if {"name", "unit", "factor"} <= set(columns):
            return i, columns
    raise FileFault(
        name,
        "has no heading with a name, a unit and a factor in its first rows.",
        "Call the columns 'name', 'unit' and 'kg CO2e'.",
    )


def _columns(heads: Sequence[str]) -> dict[str, int]:
    out: dict[str, int] = {}
    for meaning, words in _HEADS.items():
        for word in words:
            places = [
                j
                for j, head in enumerate(heads)
                if (head == word or (len(word) > 2 and word in head))
                and j not in out.values()
                and not (meaning == "factor" and _NOT_FACTOR.search(head))
            ]
            if places:
                out[meaning] = places[0]
                break
    return out


def _entry(row: Sequence[object], columns: dict[str, int]) -> dict[str, str]:
    cells = {k: row[j] if j < len(row) else "" for k, j in columns.items()}
    return {k: str(cells.get(k, "")).strip() for k in _HEADS}


def _number(text: str) -> float | None:
    value = number_in(text)
    return value if value is not None and math.isfinite(value) else None


def _add(draft: Draft, entry: dict[str, str], factor: float, source: str) -> None:
    code = re.sub(r"\.0$", "", entry["code"]) or entry["name"]
    key, again = code, 2
    while key in draft.processes:
        key, again = f"{code} ({again})", again + 1
    year = re.sub(r"\.0$", "", entry["year"])
    draft.processes[key] = Process(
        id=key,
        name=entry["name"],
        name_ja=entry["name"] if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", entry["name"]) else "",
        product=entry["name"],
        unit=foreign_unit(re.sub(r"^kg-?co2-?e(q)?/", "", entry["unit"], flags=re.IGNORECASE)),
        location=entry["location"],
        year=int(year) if year.isdigit() and len(year) == 4 else None,
        kind="aggregated",
        technology="",
        source=source,
        comment="",
    )
    draft.add(key, "emission", "co2e", factor, note=("", source, ""))


def _findings(draft: Draft, blank: list[str], odd: list[str], gwp_set: str) -> list[Finding]:
    unknown = _unknown_units(draft)
    no_factor = f"{len(blank)} rows have no factor and are left out: {some(blank)}."
    no_number = f"{len(odd)} rows have a factor that is no number: {some(odd)}."
    not_told = "The list does not say which GWP set (AR4, AR5, AR6) its factors come from."
    no_unit = f"{len(unknown)} factors are per a unit that celca does not know: {some(unknown)}."
    return findings_where(
        (blank, "warning", "no_factor_given", no_factor),
        (odd, "warning", "factor_not_a_number", no_number),
        (not gwp_set, "warning", "gwp_set_not_told", not_told),
        (unknown, "warning", "unknown_unit", no_unit),
    )


def _unknown_units(draft: Draft) -> list[str]:
    unknown = []
    for p in draft.processes.values():
        try:
            dimension(p.unit)
        except UnitError:
            unknown.append(f"{p.id} ({p.unit})")
    return unknown
