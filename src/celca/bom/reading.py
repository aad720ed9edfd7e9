"""A file to a bill of materials: open, find the table, read the rows, roll them up.

Each step is a room of its own nearby; this module only puts them in order and writes
down what was assumed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celca.bom.choosing import Rows, choose_rows
from celca.bom.content import known_by_content
from celca.bom.estimates import told_of_estimates
from celca.bom.headings import MASSES
from celca.bom.lines import make_lines
from celca.bom.losses import without_scrap_masses
from celca.bom.masses import Amounts, read_amounts
from celca.bom.opening import open_file
from celca.bom.outline import levels_side_by_side, numbered
from celca.bom.products import product_column
from celca.bom.record import Bom, BomLine
from celca.bom.saved import settings
from celca.bom.sections import under_assemblies
from celca.bom.skipping import item_rows
from celca.bom.spending import priced_columns
from celca.bom.tables import Table, choose_table
from celca.bom.telling import about_file, capped, hidden_findings, not_used, unused
from celca.bom.totals import check_totals, close_by_total, hidden_sums
from celca.bom.view import View, view_of
from celca.bom.words import fold, word_set
from celca.errors import FileFault, Finding

__all__ = ["read_bom"]


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
            gc.freeze()  # with the next line: what was read is old now, and not looked through
            gc.unfreeze()
            gc.enable()


def _read(path: Path, sheet: str | None, columns: Mapping[str, str]) -> Bom:
    wanted, given, remarks = settings(path, columns)
    opened = open_file(path)
    table = choose_table(opened.sheets, path.name, sheet or given.get("sheet"), wanted)
    table = known_by_content(_unmerged(without_scrap_masses(product_column(table, given))))
    table = under_assemblies(levels_side_by_side(table))
    rows, numbers, skipped = _items(table, given)
    table = numbered(table, rows)
    view = view_of(table, rows, numbers, given.get("decimal", ""), opened.habit(table.headers))
    amounts = read_amounts(view, given)
    _require_mass(view, amounts)
    lines, dropped, findings, shape = _lines(view, amounts, skipped)
    silent = unused(amounts, shape) - set(priced_columns(view))
    about = [*remarks, *about_file(opened, table, skipped, silent)]
    about += [*hidden_findings(table, numbers), *amounts.findings]
    return Bom(
        source=path.name,
        encoding=opened.encoding,
        sheet=table.sheet.name,
        header_row=table.header_row,
        columns={m: c.header for m, c in table.columns.items() if m not in silent},
        lines=tuple(lines),
        findings=tuple(capped([*about, *findings], table.where)),
        rows_read=len(rows),
        rows_skipped=tuple(sorted([*skipped, *dropped])),
        assemblies=_assemblies(numbers, lines, dropped),
        not_used=not_used(table, silent),
        typical=tuple(amounts.typical),
    )


def _lines(
    view: View, amounts: Amounts, skipped: Sequence[tuple[int, str]]
) -> tuple[Sequence[BomLine], list[tuple[int, str]], list[Finding], str]:
    """Return what `make_lines` does, set against the total row."""
    made, dropped, findings, shape = make_lines(view, amounts)
    lines, closed = close_by_total(view, made, skipped, findings)
    findings = [*closed, *check_totals(view, lines, skipped), *hidden_sums(view, lines)]
    return lines, dropped, [*findings, *told_of_estimates(view, amounts, lines)], shape


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


def _unmerged(table: Table) -> Table:
    """Write the text of cells merged downwards, or repeated by a sign, into each row."""
    texts = {c.index for m, c in table.columns.items() if m in _SPREAD}
    counts = {c.index for m, c in table.columns.items() if m in ("quantity", "unit", "level")}
    rows = table.sheet.rows
    for top, left, bottom, _right in table.sheet.merged:
        if left in texts | counts and top >= table.header_row:
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return _repeated(_filled_down(table), texts)


def _filled_down(table: Table) -> Table:
    """Write a product that is named once, in the first of its rows, into each of them."""
    product, above = table.columns.get("product"), dict[int, Any]()
    if product is None:
        return table
    columns = [c.index for m, c in table.columns.items() if m in ("product", "base_quantity")]
    for row in filter(any, table.rows):
        row.extend([""] * (max(columns) + 1 - len(row)))
        if str(row[product.index]).strip():
            above = {i: row[i] for i in columns}
        for i, cell in above.items():
            row[i] = cell
    return table


def _repeated(table: Table, columns: Set[int]) -> Table:
    """Write the text above into each cell that says `the same`: 〃, 同上, ditto."""
    rows, above, same = table.rows, dict[int, str](), word_set("same")
    for column in columns:
        texts = (c for row in rows if len(row) > column and isinstance(c := row[column], str))
        # none ends in a digit, as most cells of a long list do: those are not looked at
        cells = {c for c in texts if not c[-1:].isdigit()}
        signs = {c for c in cells if len(c) < _LONGEST_SIGN and fold(c) in same}
        for row in rows if signs else ():
            cell = row[column] if len(row) > column else ""
            if cell in signs:
                row[column] = above.get(column, cell)
            elif isinstance(cell, str) and cell.strip():
                above[column] = cell
    return table


_LONGEST_SIGN = 16
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
    if any(view.has(m) for m in (*MASSES, "supplier_value")) or priced_columns(view):
        return
    if any(m is not None for m in (*amounts.mass, *amounts.sized.volume)):
        return
    headers = ", ".join(repr(h) for h in view.table.headers if h)
    raise FileFault(
        f"{view.table.where} row {view.table.header_row}",
        f"no column gives a mass; the headings are {headers}.",
        "Add a column 'Mass (kg)' with the mass of one piece, or name it:"
        " --column mass='its heading', or line_mass where it is of the whole line.",
    )
