"""What to say of masses that are missing, that differ or were found another way, and of shares."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from celca.bom.masses import Amounts
from celca.bom.record import BomLine
from celca.bom.rollup import Rolled
from celca.bom.view import View
from celca.errors import Finding, Severity, Value

__all__ = [
    "told_of_assemblies",
    "told_of_estimates",
    "told_of_gaps",
    "told_of_line_masses",
    "told_of_percent",
]

_SHARES = ("recycled", "recycled_before_use", "recycled_after_use", "bio_based")


def told_of_assemblies(view: View, parts: Sequence[str], rolled: Rolled) -> list[Finding]:
    """Return findings on assemblies whose own mass and that of their parts differ."""
    filled = "{part!r} has no mass; what its assembly's mass leaves over is used."
    return [
        *(_differs(_place(view, row), parts[row], *masses) for row, *masses in rolled.differ),
        *(_partly(_place(view, r), parts[r], own, known, n) for r, own, known, n in rolled.partly),
        *(
            Finding.of("info", "mass_from_assembly", filled, _place(view, row), part=parts[row])
            for row in rolled.filled
        ),
    ]


def told_of_line_masses(view: View, rolled: Rolled) -> list[Finding]:
    """Return a finding where the mass of a line, the only one, is multiplied along the tree.

    It may be meant for the whole product as well; nothing in the list tells.
    """
    if not view.has("line_mass") or view.has("mass") or view.has("unit_mass"):
        return []
    both = zip(rolled.times, rolled.leaf, rolled.mass, strict=True)
    row = next((i for i, (t, leaf, m) in enumerate(both) if leaf and m and t not in (0, 1)), None)
    if row is None:
        return []
    message = (
        "{column!r} is taken for one of the assembly above, of which the product has {times:g};"
        " if it is meant for the whole product, give the mass of one piece instead."
    )
    values: dict[str, Value] = {
        "column": view.table.columns["line_mass"].header,
        "times": rolled.times[row],
    }
    code = "line_mass_of_assembly"
    return [Finding.of("warning", code, message, _place(view, row), **values)]


def _differs(where: str, part: str, own: float, known: float) -> Finding:
    return Finding.of(
        "warning",
        "assembly_mass_differs",
        "{part!r} weighs {own:g} kg, but its parts {known:g} kg; the parts are used.",
        where,
        part=part,
        own=own,
        known=known,
    )


def _partly(where: str, part: str, own: float, known: float, count: int) -> Finding:
    return Finding.of(
        "warning",
        "assembly_mass_partly",
        "{part!r} weighs {own:g} kg; {count} of its parts have no mass, the others weigh"
        " {known:g} kg.",
        where,
        part=part,
        own=own,
        known=known,
        count=count,
    )


def told_of_percent(view: View) -> list[Finding]:
    """Return a finding where numbers under a heading with % may be shares after all."""
    findings = []
    for meaning in _SHARES:
        column = view.table.columns.get(meaning)
        if column is not None and column.unit == "%":
            numbers, units = view.amounts(meaning)
            plain = [n for n, unit in zip(numbers, units, strict=True) if n and not unit]
            if any(n < 1 for n in plain):
                findings.append(_on_percent(view, column.header, plain))
    return findings


def _on_percent(view: View, heading: str, plain: Sequence[float]) -> Finding:
    small = next(n for n in plain if n < 1)
    if max(plain) <= 1:
        message = (
            "No number under {column!r} is above 1, so they are read as shares: {number:g} as"
            " {percent:g} %."
        )
        severity: Severity = "info"
    else:
        message = (
            "Under {column!r} {number:g} is read as {percent:g} %, as other numbers there are"
            " above 1; write it with %, such as 30%, if more is meant."
        )
        severity = "warning"
    percent = 100 * small if max(plain) <= 1 else small
    values: dict[str, Value] = {"column": heading, "number": small, "percent": percent}
    return Finding.of(severity, "share_or_percent", message, view.table.where, **values)


def told_of_gaps(view: View, lines: Sequence[BomLine]) -> list[Finding]:
    """Return a finding for each line without a mass, and for each with a mass of 0."""
    place = view.table.where
    findings = [
        Finding.of(
            "warning", "no_mass", "{part!r} has no mass.", f"{place} row {line.row}", part=line.part
        )
        for line in lines
        if line.mass is None
        and line.volume is None
        and line.supplier_value is None
        and line.price is None
    ]
    zero = [line for line in lines if line.mass == 0 and line.quantity > 0]
    for line in zero:
        message = "{part!r} has a mass of 0 kg; a formula that was never calculated reads so."
        where = f"{place} row {line.row}"
        findings.append(Finding.of("warning", "zero_mass", message, where, part=line.part))
    return findings


def told_of_estimates(view: View, amounts: Amounts, lines: Sequence[BomLine]) -> list[Finding]:
    """Return a finding on masses by size, and one on masses that are typical of a footprint."""
    if not amounts.sized.rows and not amounts.typical:
        return []
    mass = {line.row: line.mass or 0.0 for line in lines}
    findings = []
    if rows := [n for i in amounts.sized.rows if (n := view.numbers[i]) in mass]:
        findings.append(
            Finding.of(
                "info",
                "mass_from_size",
                "{count} rows ({rows}) state no mass; the mass per metre or square metre that the"
                " list states gives {kg:.6g} kg.",
                view.table.where,
                count=len(rows),
                rows=_rows(rows),
                kg=fsum(mass[n] for n in rows),
            )
        )
    used = [(t, [n for n in t.rows if n in mass]) for t in amounts.typical]
    if any(rows for _, rows in used):
        findings.append(_typical(view, [(t.mass, t.low, t.high, rows) for t, rows in used], mass))
    return findings


def _typical(
    view: View, used: Sequence[tuple[float, float, float, list[int]]], mass: dict[int, float]
) -> Finding:
    whole = [fsum(mass[n] for n in rows) for *_, rows in used]
    low = fsum(m * u[1] / u[0] for m, u in zip(whole, used, strict=True))
    high = fsum(m * u[2] / u[0] for m, u in zip(whole, used, strict=True))
    rows = sorted(n for u in used for n in u[3])
    return Finding.of(
        "warning",
        "typical_mass",
        "{count} rows ({rows}) state no mass; masses typical of the footprint are used, {g:.4g} g"
        " in all ({low:.4g} to {high:.4g} g). Add a column with masses where a component matters.",
        view.table.where,
        count=len(rows),
        rows=_rows(rows),
        g=1e3 * fsum(whole),
        low=1e3 * low,
        high=1e3 * high,
    )


def _rows(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:12])) + (" …" if len(rows) > 12 else "")


def _place(view: View, index: int) -> str:
    return f"{view.table.where} row {view.numbers[index]}"
