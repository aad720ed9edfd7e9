"""What to say of how a file was read, so that nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Sequence

from celca.bom.content import BY_CONTENT
from celca.bom.masses import Amounts
from celca.bom.opening import Opened
from celca.bom.sizes import SIZES
from celca.bom.skipping import SECOND
from celca.bom.spending import PRICES
from celca.bom.tables import Table
from celca.bom.words import squeeze
from celca.errors import Finding, Names, Severity, Value

__all__ = ["about_file", "capped", "hidden_findings", "not_used", "unused"]

_SHOWN = 20
_MORE = "{count} more rows like these."
_UNUSED = {"price", "link", "remarks", "supplier_name", "order_quantity", "specification"}
_UNUSED |= {"country", "make_buy", "position", *PRICES}


def not_used(table: Table, silent: set[str]) -> tuple[str, ...]:
    """Return the headings of the columns that say nothing to us."""
    used = {c.index for m, c in table.columns.items() if m not in silent}
    return tuple(h for i, h in enumerate(table.headers) if squeeze(h) and i not in used)


def capped(findings: Sequence[Finding], where: str) -> list[Finding]:
    """Return the first findings of each kind, and how many more there are."""
    counts: dict[str, int] = {}
    kept = []
    for finding in findings:
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] <= _SHOWN:
            kept.append(finding)
    for code, count in counts.items():
        if count > _SHOWN:
            severity, message = next(f.severity for f in kept if f.code == code), _MORE
            kept.append(Finding.of(severity, code, message, where, count=count - _SHOWN))
    return kept


def hidden_findings(table: Table, numbers: Sequence[int]) -> list[Finding]:
    """Return a finding where rows that the workbook hides were read."""
    if table.sheet.hidden is None:
        message = "This kind of workbook does not tell which rows it hides; they are read too."
        return [Finding.of("info", "hidden_rows_unknown", message, table.where)]
    hidden = [n for n in numbers if n in table.sheet.hidden] if table.sheet.hidden else []
    if not hidden:
        return []
    shown = ", ".join(map(str, hidden[:12])) + (" …" if hidden[12:] else "")
    message = "Hidden rows were read like the others: {rows}. Delete them if they do not belong."
    return [Finding.of("warning", "hidden_rows", message, table.where, rows=shown)]


def about_file(
    opened: Opened, table: Table, skipped: Sequence[tuple[int, str]], silent: set[str]
) -> list[Finding]:
    """Return what should be known of how the file was read."""
    findings = _by_content(table)
    if opened.doubt:
        message = "The text may be any of {encodings}; it was read as {encoding}."
        values: dict[str, Value] = {"encodings": Names(opened.doubt), "encoding": opened.encoding}
        findings.append(Finding.of("warning", "encoding_unsure", message, table.where, **values))
    others = [s.name for s in opened.sheets if s.name != table.sheet.name and any(map(any, s.rows))]
    if others:
        message = "Sheet {sheet!r} was read; not read: {others:q}."
        names: dict[str, Value] = {"sheet": table.sheet.name, "others": Names(others)}
        findings.append(Finding.of("info", "sheet_chosen", message, table.where, **names))
    if spare := not_used(table, silent):
        message = "Columns not used: {columns:q}."
        where = table.where
        findings.append(
            Finding.of("info", "columns_not_used", message, where, columns=Names(spare))
        )
    second = [row for row, why in skipped if why == SECOND]
    if second:
        message = "Another table begins at row {row}; it was not read."
        findings.append(Finding.of("warning", "second_table", message, table.where, row=second[0]))
    return findings


def unused(amounts: Amounts, shape: str) -> set[str]:
    """Return the meanings of the columns that no figure of this list hangs on.

    shape  of the tree: in one of numbers the positions are what it is told by
    """
    told = amounts.sized.told | ({"footprint"} if amounts.typical else set())
    told |= {"position"} if shape == "index" else set()
    return (_UNUSED | {*SIZES, "footprint"}) - told


_BY_CONTENT = {
    "mass": "Column {number}, headed {column!r}, is taken for the mass, as all its cells are masses"
    " with a unit.",
    "position": "The numbers under {column!r} are taken to say what is part of what, as in 1, 1.1,"
    " 1.2.",
    "parent": "Each row is part of the assembly that is named above its table.",
    "level": "The columns {column!r} are taken to say what is part of what.",
}


def _by_content(table: Table) -> list[Finding]:
    """Return what was found by the cells of a column, and not by its heading."""
    findings = []
    for meaning in _BY_CONTENT:
        column = table.columns.get(meaning)
        if column is not None and column.rank == BY_CONTENT:
            severity: Severity = "warning" if meaning == "mass" else "info"
            values: dict[str, Value] = {"number": column.index + 1, "column": column.header}
            code = "column_by_content"
            findings.append(Finding.of(severity, code, _BY_CONTENT[meaning], table.where, **values))
    return findings
