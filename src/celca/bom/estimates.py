"""What to say of masses: those that are missing, that differ, or that were found another way."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from celca.bom.masses import Amounts
from celca.bom.record import BomLine
from celca.bom.rollup import Rolled
from celca.bom.view import View
from celca.errors import Finding

__all__ = ["told_of_assemblies", "told_of_estimates", "told_of_gaps"]


def told_of_assemblies(view: View, parts: Sequence[str], rolled: Rolled) -> list[Finding]:
    """Return findings on assemblies whose own mass and that of their parts differ."""
    findings = []
    for row, own, known in rolled.differ:
        message = (
            f"{parts[row]!r} weighs {own:g} kg, but its parts {known:g} kg; the parts are used."
        )
        findings.append(Finding("warning", "assembly_mass_differs", message, _place(view, row)))
    for row, own, known, count in rolled.partly:
        message = (
            f"{parts[row]!r} weighs {own:g} kg; {count} of its parts have no mass, the others"
            f" weigh {known:g} kg."
        )
        findings.append(Finding("warning", "assembly_mass_partly", message, _place(view, row)))
    for row in rolled.filled:
        message = f"{parts[row]!r} has no mass; what its assembly's mass leaves over is used."
        findings.append(Finding("info", "mass_from_assembly", message, _place(view, row)))
    return findings


def told_of_gaps(view: View, lines: Sequence[BomLine]) -> list[Finding]:
    """Return a finding for each line without a mass, and for each with a mass of 0."""
    place = view.table.where
    findings = [
        Finding("warning", "no_mass", f"{line.part!r} has no mass.", f"{place} row {line.row}")
        for line in lines
        if line.mass is None
        and line.volume is None
        and line.supplier_value is None
        and line.price is None
    ]
    zero = [line for line in lines if line.mass == 0 and line.quantity > 0]
    for line in zero:
        message = f"{line.part!r} has a mass of 0 kg; a formula that was never calculated reads so."
        findings.append(Finding("warning", "zero_mass", message, f"{place} row {line.row}"))
    return findings


def told_of_estimates(view: View, amounts: Amounts, lines: Sequence[BomLine]) -> list[Finding]:
    """Return a finding on masses by size, and one on masses that are typical of a footprint."""
    mass = {line.row: line.mass or 0.0 for line in lines}
    findings = []
    if rows := [n for i in amounts.sized.rows if (n := view.numbers[i]) in mass]:
        message = (
            f"{_rows(rows)} no mass; the mass per metre or square metre that the list states gives"
            f" {fsum(mass[n] for n in rows):.6g} kg."
        )
        findings.append(Finding("info", "mass_from_size", message, view.table.where))
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
    message = (
        f"{_rows(rows)} no mass; masses typical of the footprint are used,"
        f" {1e3 * fsum(whole):.4g} g in all ({1e3 * low:.4g} to {1e3 * high:.4g} g)."
        " Add a column with masses where a component matters."
    )
    return Finding("warning", "typical_mass", message, view.table.where)


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:12])) + (" …" if len(rows) > 12 else "")
    return f"Row {shown} has" if len(rows) == 1 else f"{len(rows)} rows ({shown}) have"


def _place(view: View, index: int) -> str:
    return f"{view.table.where} row {view.numbers[index]}"
