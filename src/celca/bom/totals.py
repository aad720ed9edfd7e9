"""Total rows against the lines above them: a parts list checks itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from celca.bom.headings import MASSES
from celca.bom.numerals import parse_number
from celca.bom.record import BomLine
from celca.bom.skipping import NAMELESS, TOTAL
from celca.bom.view import View
from celca.errors import CelcaError, FileFault, Finding, Value
from celca.units import factor

__all__ = ["check_totals", "close_by_total", "hidden_sums"]

_TOLERANCE = 0.01


def check_totals(
    view: View, lines: Sequence[BomLine], skipped: Sequence[tuple[int, str]]
) -> list[Finding]:
    """Return a finding where the last total row does not say what the lines add up to.

    Raises FileFault for a mass that nothing names and that is no sum either.
    """
    totals = [(row, why) for row, why in skipped if why.startswith(TOTAL) or why == NAMELESS]
    findings: list[Finding] = []
    for row, why in totals[-1:]:
        for meaning in MASSES:
            stated = _stated(view, meaning, row)
            if stated is None:
                continue
            differs = _difference(view, lines, meaning, row, stated)
            if differs and why == NAMELESS:
                raise FileFault(
                    f"{view.table.where} row {row}",
                    f"the row has a mass of {stated:g} kg and nothing that names it, and it is no"
                    " total of the rows above.",
                    "Write what the part is, or delete the row.",
                )
            findings += differs
            break
    return findings


def close_by_total(
    view: View,
    lines: Sequence[BomLine],
    skipped: Sequence[tuple[int, str]],
    findings: list[Finding],
) -> tuple[Sequence[BomLine], list[Finding]]:
    """Give the one line without a mass what the total leaves over, and say so.

    Only where the total can be nothing but the sum of the lines: a column of masses of pieces
    has totals of another kind, unless there is one of each.
    """
    open_ = [line for line in lines if line.mass is None and line.supplier_value is None]
    totals = [row for row, why in skipped if why.startswith(TOTAL)]
    if len(open_) != 1 or open_[0].volume is not None or not totals or len(lines) == 1:
        return lines, findings
    single = all(line.quantity == 1 for line in lines)
    stated = [_stated(view, m, totals[-1]) for m in MASSES if m == "line_mass" or single]
    left = next((s for s in stated if s), 0.0) - fsum(line.mass or 0.0 for line in lines)
    if left <= 0 or totals[-1] < lines[-1].row:
        return lines, findings
    where = f"{view.table.where} row {open_[0].row}"
    message = "{part!r} has no mass; what the total in row {row} leaves is used."
    values: dict[str, Value] = {"part": open_[0].part, "row": totals[-1]}
    kept = [f for f in findings if not (f.code == "no_mass" and f.where == where)]
    closed = [replace(x, mass=left) if x is open_[0] else x for x in lines]
    return closed, [*kept, Finding.of("info", "mass_from_total", message, where, **values)]


def _stated(view: View, meaning: str, row: int) -> float | None:
    """Return the mass that a total row states [kg], None where it states none."""
    column = view.table.columns.get(meaning)
    cells = view.table.rows[row - view.table.header_row - 1]
    if column is None or not column.unit or column.index >= len(cells):
        return None
    try:
        number = parse_number(cells[column.index], "", view.decimal[meaning])
        return number * factor(column.unit, "kg", "")
    except CelcaError:
        return None


def _difference(
    view: View, lines: Sequence[BomLine], meaning: str, row: int, stated: float
) -> list[Finding]:
    """Return how a stated total differs from the lines above it, empty where it does not.

    Raises FileFault where it is the sum of another reading of the column.
    """
    above = [line for line in lines if line.row < row and line.mass is not None]
    total = fsum(line.mass or 0.0 for line in above)
    if abs(stated - total) <= _TOLERANCE * max(abs(stated), total):
        return []
    code, where = "total_differs", f"{view.table.where} row {row}"
    values: dict[str, Value] = {"stated": stated, "total": total}
    plain = fsum(_stated(view, meaning, line.row) or 0.0 for line in above)
    column = view.table.columns[meaning]
    if meaning == "mass" and column.rank and abs(stated - plain) <= _TOLERANCE * plain:
        raise FileFault(
            where,
            f"the total of {stated:g} kg is the plain sum of {column.header!r}, and quantity times"
            f" mass gives {total:g} kg, so it is not clear whether the column holds the mass of one"
            " piece or of the whole line.",
            f"Say --column line_mass={column.header!r} or --column unit_mass={column.header!r}.",
        )
    message = "The total row says {stated:g} kg, but the lines add up to {total:g} kg."
    return [Finding.of("warning", code, message, where, **values)]


def hidden_sums(view: View, lines: Sequence[BomLine]) -> list[Finding]:
    """Return a finding for each line of a flat list that weighs what those just above it weigh.

    Only masses of five or more figures are judged: 1 + 1 = 2 kg may be chance.
    """
    findings: list[Finding] = []
    sums = [0.0]
    for line in lines if len(lines) <= 100_000 and not any(x.path for x in lines) else ():
        mass = line.mass or 0.0
        start = bisect_left(sums, (sums[-1] - mass) * (1 - 1e-12))
        telling = len(f"{mass:.9e}".partition("e")[0].rstrip("0")) > 5
        near = [i for i in (start, start + 1) if i < len(sums) - 2]
        if telling and any(abs(sums[-1] - sums[i] - mass) < 1e-9 * mass for i in near):
            message = "{part!r} weighs as much as the lines just above it; is it their sum?"
            where = f"{view.table.where} row {line.row}"
            findings.append(Finding.of("warning", "maybe_a_sum", message, where, part=line.part))
        sums.append(sums[-1] + mass)
    return findings
