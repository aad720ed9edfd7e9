"""A file to a bill of materials: open, find the table, read the rows, roll them up.

Each step is a room of its own nearby; this module only puts them in order and writes
down what was assumed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from celca.bom.choosing import Rows, choose_rows
from celca.bom.columns import Column
from celca.bom.headings import MASSES
from celca.bom.lines import make_lines
from celca.bom.losses import without_scrap_masses
from celca.bom.masses import Amounts, is_mass_unit, read_amounts
from celca.bom.opening import Opened, open_file
from celca.bom.products import product_column
from celca.bom.record import Bom, BomLine
from celca.bom.saved import settings
from celca.bom.skipping import SECOND, item_rows
from celca.bom.tables import Table, choose_table
from celca.bom.totals import check_totals, hidden_sums
from celca.bom.view import View, view_of
from celca.bom.words import fold, squeeze, word_set
from celca.errors import FileFault, Finding

__all__ = ["read_bom"]

_SHOWN = 20
_UNUSED = {"price", "link", "remarks", "supplier_name", "order_quantity", "specification"}
_UNUSED |= {"country", "make_buy", "position"}


def read_bom(
    path: Path, *, sheet: str | None = None, columns: Mapping[str, str] | None = None
) -> Bom:
    """Read a bill of materials from CSV, TSV, TXT, XLSX, XLSM, XLS or ODS.

    sheet    name of the sheet; None finds it
    columns  what the file does not say: meaning -> heading (`mass` -> `重量`), and
             `mass_unit`, `unit` -> a unit, `decimal` -> `.` or `,`, `product` -> a name
    Raises FileFault, UnitError or UnknownName, each with the place and what to do.
    """
    with _uncollected():
        return _read(Path(path), sheet, columns or {})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector, which finds nothing in a million rows and looks long."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read(path: Path, sheet: str | None, columns: Mapping[str, str]) -> Bom:
    wanted, given, remarks = settings(path, columns)
    opened = open_file(path)
    table = choose_table(opened.sheets, path.name, sheet or given.get("sheet"), wanted)
    table = without_scrap_masses(product_column(table, given))
    table = _named(_unit_of_mass(_unmerged(table)))
    rows, numbers, skipped = _items(table, given)
    view = view_of(table, rows, numbers, given.get("decimal", ""), opened.habit(table.headers))
    amounts = read_amounts(view, given)
    _require_mass(view, amounts)
    lines, dropped, findings = make_lines(view, amounts)
    about = [*remarks, *_about_file(opened, table, skipped), *_hidden(table, numbers)]
    findings = [*about, *amounts.findings, *findings]
    findings += [*check_totals(view, lines, skipped), *hidden_sums(view, lines)]
    return Bom(
        source=path.name,
        encoding=opened.encoding,
        sheet=table.sheet.name,
        header_row=table.header_row,
        columns={m: c.header for m, c in table.columns.items() if m not in _UNUSED},
        lines=tuple(lines),
        findings=tuple(_capped(findings, table.where)),
        rows_read=len(rows),
        rows_skipped=tuple(sorted([*skipped, *dropped])),
        assemblies=_assemblies(numbers, lines, dropped),
        not_used=_not_used(table),
    )


def _items(table: Table, given: Mapping[str, str]) -> Rows:
    """Return the rows of the product, their numbers, and the rows that are left out."""
    rows, numbers, skipped = item_rows(table, _may_be_tree(table))
    rows, numbers, skipped = choose_rows(table, rows, numbers, skipped, given)
    if not rows:
        raise FileFault(
            f"{table.where} row {table.header_row}",
            "there is no row of parts below these headings.",
            "Write one row per part.",
        )
    return rows, numbers, skipped


def _assemblies(
    numbers: Sequence[int], lines: Sequence[BomLine], dropped: Sequence[tuple[int, str]]
) -> tuple[int, ...]:
    """Return the rows that are neither a line nor left out: they only hold others."""
    if len(lines) + len(dropped) == len(numbers):
        return ()
    told = {line.row for line in lines} | {row for row, _ in dropped}
    return tuple(row for row in numbers if row not in told)


def _not_used(table: Table) -> tuple[str, ...]:
    """Return the headings of the columns that say nothing to us."""
    used = {c.index for m, c in table.columns.items() if m not in _UNUSED}
    return tuple(h for i, h in enumerate(table.headers) if squeeze(h) and i not in used)


def _capped(findings: Sequence[Finding], where: str) -> list[Finding]:
    """Return the first findings of each kind, and how many more there are."""
    counts: dict[str, int] = {}
    kept = []
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] <= _SHOWN:
            kept.append(finding)
    for code, count in counts.items():
        if count > _SHOWN:
            severity = next(f.severity for f in kept if f.code == code)
            kept.append(Finding(severity, code, f"{count - _SHOWN} more rows like these.", where))
    return kept


def _unit_of_mass(table: Table) -> Table:
    """Let a lone unit column that can only be meant for the mass be the unit of the mass."""
    columns = dict(table.columns)
    unit = columns.get("unit")
    masses = [columns[m] for m in MASSES if m in columns]
    if unit is None or "mass_unit" in columns or not masses or any(c.unit for c in masses):
        return table
    cells = {c for row in table.rows if len(row) > unit.index and (c := row[unit.index])}
    beside = any(c.index + 1 == unit.index for c in masses) or "quantity" not in columns
    others = {c for c in cells if not (isinstance(c, str) and is_mass_unit(c))}
    if beside and len(cells) > len(others) and all(_total_word(c) for c in others):
        columns["mass_unit"] = replace(unit, meaning="mass_unit")
        del columns["unit"]
    return replace(table, columns=columns)


def _named(table: Table) -> Table:
    """Take the first column of texts for the names, where no heading says which it is."""
    if table.columns.keys() & {"part", "description"}:
        return table
    known = {c.index for c in table.columns.values()}
    rows = [row for row in table.rows if any(row)]
    for index in range(max(map(len, rows), default=0)):
        cells = [row[index] for row in rows if len(row) > index and row[index] != ""]
        words = [c for c in cells if isinstance(c, str) and any(map(str.isalpha, c))]
        if index not in known and 2 * len(words) > len(rows):
            header = table.headers[index] if index < len(table.headers) else ""
            column = Column(index, header, "description", "", 3)
            return replace(table, columns={**table.columns, "description": column})
    return table


def _total_word(cell: object) -> bool:
    return isinstance(cell, str) and fold(cell) in word_set("total")


def _unmerged(table: Table) -> Table:
    """Write the text of cells merged downwards into each row that they cover."""
    texts = {c.index for m, c in table.columns.items() if m in _SPREAD}
    rows = table.sheet.rows
    for top, left, bottom, _right in table.sheet.merged:
        if left in texts and top >= table.header_row:
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return table


_SPREAD = ("part", "description", "material", "parent", "process", "product")


def _may_be_tree(table: Table) -> bool:
    """Say whether a row with nothing but a name may be an assembly."""
    if "level" in table.columns or "parent" in table.columns:
        return True
    names = [table.columns[m].index for m in ("part", "description") if m in table.columns]
    for i in names:
        begins = {row[i][:2] for row in table.rows if len(row) > i and isinstance(row[i], str)}
        if not begins.isdisjoint(("  ", "\u3000", "\t", "├─", "└─")):
            return True
    return False


def _require_mass(view: View, amounts: Amounts) -> None:
    """Refuse a list in which nothing can give a mass."""
    if any(view.has(m) for m in (*MASSES, "supplier_value")):
        return
    if any(m is not None for m in amounts.mass):
        return
    headers = ", ".join(repr(h) for h in view.table.headers if h)
    raise FileFault(
        f"{view.table.where} row {view.table.header_row}",
        f"no column gives a mass; the headings are {headers}.",
        "Add a column 'Mass (kg)' with the mass of one piece, or name it:"
        " --column mass='its heading'.",
    )


def _hidden(table: Table, numbers: Sequence[int]) -> list[Finding]:
    """Return a finding where rows that the workbook hides were read."""
    hidden = [n for n in numbers if n in table.sheet.hidden] if table.sheet.hidden else []
    if not hidden:
        return []
    shown = ", ".join(map(str, hidden[:12])) + (" …" if hidden[12:] else "")
    message = f"Hidden rows were read like the others: {shown}. Delete them if they do not belong."
    return [Finding("warning", "hidden_rows", message, table.where)]


def _about_file(opened: Opened, table: Table, skipped: Sequence[tuple[int, str]]) -> list[Finding]:
    """Return what should be known of how the file was read."""
    findings = []
    if opened.doubt:
        findings.append(Finding("warning", "encoding_unsure", opened.doubt, table.where))
    others = [s.name for s in opened.sheets if s.name != table.sheet.name and any(map(any, s.rows))]
    if others:
        message = f"Sheet {table.sheet.name!r} was read; not read: {', '.join(map(repr, others))}."
        findings.append(Finding("info", "sheet_chosen", message, table.where))
    if spare := _not_used(table):
        message = f"Columns not used: {', '.join(map(repr, spare))}."
        findings.append(Finding("info", "columns_not_used", message, table.where))
    second = [row for row, why in skipped if why == SECOND]
    if second:
        message = f"Another table begins at row {second[0]}; it was not read."
        findings.append(Finding("warning", "second_table", message, table.where))
    return findings
