"""How many of each part, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping

from celca.bom.bases import per_product
from celca.bom.designators import check_designators, quantities_by_designator
from celca.bom.unitnames import check_unit, unit_name
from celca.bom.view import View
from celca.errors import FileFault, Finding, Names

__all__ = ["read_quantities"]


def read_quantities(
    view: View, given: Mapping[str, str], findings: list[Finding]
) -> tuple[list[float], list[str], bool]:
    """Return (quantities, their units, whether they are for the whole product)."""
    count = len(view.rows)
    total = view.has("total_quantity") and not view.has("quantity")
    meaning = "total_quantity" if total else "quantity"
    if not view.has(meaning):
        if view.has("reference"):
            return quantities_by_designator(view), ["piece"] * count, total
        if view.has("line_mass") and not (view.has("mass") or view.has("unit_mass")):
            return [1.0] * count, ["piece"] * count, total
        findings.append(_no_quantities(view))
        return [1.0] * count, ["piece"] * count, total
    numbers, in_cells = view.amounts(meaning)
    column_unit = view.table.columns[meaning].unit or given.get("unit", "")
    beside = view.texts("unit")
    written = [cell or own or column_unit for cell, own in zip(in_cells, beside, strict=True)]
    known = {"": "piece", "%": "%"}
    for unit in dict.fromkeys(written):
        if unit not in known:
            index = written.index(unit)
            known[unit] = _known_unit(view, "unit" if beside[index] else meaning, index, unit)
    units = [known[unit] for unit in written]
    quantity = [n for n in numbers if n is not None and n >= 0]
    if len(quantity) < count:
        quantity = [_quantity(view, meaning, i, n, findings) for i, n in enumerate(numbers)]
        both = zip(numbers, units, strict=True)  # where empty: one of it, not one kilogram or metre
        units = [u if n is not None or u == "%" else "piece" for n, u in both]
    findings.extend(check_designators(view, quantity))
    return per_product(view, quantity, meaning, findings), units, total


def _no_quantities(view: View) -> Finding:
    """Return what to say of a list without quantities; a column may be one in disguise."""
    counts, code, where = _count_columns(view), "no_quantity_column", view.table.where
    if len(counts) > 1:
        message = (
            "No column gives a quantity; every row counts once. If {columns:q} are products, name"
            " one: --column product={first!r}."
        )
        return Finding.of("warning", code, message, where, columns=Names(counts), first=counts[0])
    known = {c.index for c in view.table.columns.values()}
    for index, header in enumerate(view.table.headers):
        cells = [row[index] for row in view.rows]
        if header and index not in known and all(map(_is_count, cells)):
            message = (
                "No column gives a quantity; every row counts once. If {column!r} is the quantity,"
                " say --column quantity={column!r}."
            )
            return Finding.of("warning", code, message, where, column=header)
    return Finding.of("info", code, "No column gives a quantity; every row counts once.", where)


def _count_columns(view: View) -> list[str]:
    """Return the headings of the unknown columns that hold counts and blanks, and no more."""
    known = {c.index for c in view.table.columns.values()}
    found = []
    for index, header in enumerate(view.table.headers):
        cells = {row[index] for row in view.rows} if header and index not in known else set()
        filled = [c for c in cells - {"", "0", 0.0} if not isinstance(c, str) or c.strip()]
        if filled and all(map(_is_count, filled)):
            found.append(header)
    return found


def _is_count(cell: str | float) -> bool:
    return cell.isdigit() if isinstance(cell, str) else cell >= 1 and cell.is_integer()


def _known_unit(view: View, meaning: str, index: int, unit: str) -> str:
    """Return the canonical spelling of a unit; one that nobody knows is refused."""
    name = unit_name(unit)
    if name in ("%", "％"):
        return "%"
    check_unit(name, view.where(meaning, index))
    return name


def _quantity(
    view: View, meaning: str, index: int, number: float | None, findings: list[Finding]
) -> float:
    if number is None:
        cell = str(view.rows[index][view.table.columns[meaning].index]).strip()
        message = "The quantity is {cell!r}; 1 is assumed."
        if not cell:
            message = "The quantity is empty; 1 is assumed."
        where = view.where(meaning, index)
        findings.append(Finding.of("warning", "no_quantity", message, where, cell=cell))
        return 1.0
    if number < 0:
        raise FileFault(
            view.where(meaning, index),
            f"the quantity is {number:g}, below zero.",
            "Write how many there are in one product, 0 or more.",
        )
    return number
