"""Quantity and mass of each row: units found, checked and brought to kilograms.

A mass may be of one piece, of one metre or square metre, or of the whole line; the
heading, a unit column or the cell says which. Where nothing gives a unit, the row is
refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from celca.bom.designators import check_designators, quantities_by_designator
from celca.bom.view import View
from celca.errors import FileFault, Finding, UnitError
from celca.units import canonical, dimension, factor, same_dimension

__all__ = ["Amounts", "is_mass_unit", "read_amounts"]

_MASS_UNITS = frozenset(("kg", "g", "mg", "t", "lb", "oz", "Mg"))
_PER = {"kg/m": "m", "g/m": "m", "kg/m2": "m2", "g/m2": "m2", "kg/m3": "m3", "g/cm3": "m3"}
_BASE = {"m": "kg/m", "m2": "kg/m2", "m3": "kg/m3"}


def is_mass_unit(text: str) -> bool:
    """Say whether a text is a unit of mass, and nothing else."""
    return canonical(text) in _MASS_UNITS


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the rows say of quantity and mass, for ONE of the assembly above.

    quantity   of the part [piece, or the row's own unit]
    unit       of the quantity, canonical; `%` for a material row that is a share
    mass       of the whole quantity [kg]; None where the row does not say
    total      quantities are for the whole product already, not for one assembly
    findings   assumptions made
    """

    quantity: list[float]
    unit: list[str]
    mass: list[float | None]
    total: bool
    findings: list[Finding]


def read_amounts(view: View, given: Mapping[str, str]) -> Amounts:
    """Read the quantities and masses of all rows.

    given  units that the user names for a column without one: `unit`, `mass_unit`
    Raises FileFault, UnitError for what cannot be read.
    """
    findings: list[Finding] = []
    quantity, unit, total = _quantities(view, given, findings)
    mass: list[float | None] = [None] * len(quantity)
    by_piece = _column_masses(view, "unit_mass" if view.has("unit_mass") else "mass", given)
    by_line = _column_masses(view, "line_mass", given)
    for i, q in enumerate(quantity):
        each, line = by_piece[i], by_line[i]
        if each is not None:
            mass[i] = _of_quantity(view, i, q, unit[i], each)
        if line is not None:
            whole = _whole(view, i, line)
            if mass[i] is None:
                mass[i] = whole
            else:
                _compare(view, i, mass[i] or 0.0, whole, findings)
        elif mass[i] is None and unit[i] in _MASS_UNITS:
            mass[i] = q * factor(unit[i], "kg")
    _from_density(view, quantity, unit, mass)
    return Amounts(quantity, unit, mass, total, findings)


def _quantities(
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
    in_column = view.texts("unit")
    known: dict[str, str] = {"": "piece", "%": "%"}
    units = []
    for index, cell in enumerate(in_cells):
        unit = cell or in_column[index] or column_unit
        if unit not in known:
            known[unit] = _known_unit(view, "unit" if in_column[index] else meaning, index, unit)
        units.append(known[unit])
        if numbers[index] is None and units[-1] != "%":
            units[-1] = "piece"  # one of it, not one kilogram or one metre
    quantity = [_quantity(view, meaning, i, n, findings) for i, n in enumerate(numbers)]
    findings.extend(check_designators(view, quantity))
    return quantity, units, total


def _no_quantities(view: View) -> Finding:
    """Return what to say of a list without quantities; a column may be one in disguise."""
    known = {c.index for c in view.table.columns.values()}
    for index, header in enumerate(view.table.headers):
        cells = [row[index] for row in view.rows]
        if (
            header
            and index not in known
            and all(isinstance(c, float) or c.isdigit() for c in cells)
        ):
            message = (
                f"No column gives a quantity; every row counts once. If {header!r} is the"
                f" quantity, say --column quantity={header!r}."
            )
            return Finding("warning", "no_quantity_column", message, view.table.where)
    message = "No column gives a quantity; every row counts once."
    return Finding("info", "no_quantity_column", message, view.table.where)


def _known_unit(view: View, meaning: str, index: int, unit: str) -> str:
    """Return the canonical spelling of a unit; one that nobody knows is refused."""
    name = canonical(unit)
    if name == "％" or name == "%":
        return "%"
    try:
        dimension(name)
    except UnitError as fault:
        raise UnitError(f"{view.where(meaning, index)}: {fault}") from None
    return name


def _quantity(
    view: View, meaning: str, index: int, number: float | None, findings: list[Finding]
) -> float:
    if number is None:
        cell = str(view.rows[index][view.table.columns[meaning].index]).strip()
        shown = repr(cell) if cell else "empty"
        findings.append(
            Finding(
                "warning",
                "no_quantity",
                f"The quantity is {shown}; 1 is assumed.",
                view.where(meaning, index),
            )
        )
        return 1.0
    if number < 0:
        raise FileFault(
            view.where(meaning, index),
            f"the quantity is {number:g}, below zero.",
            "Write how many there are in one product, 0 or more.",
        )
    return number


def _from_density(
    view: View, quantity: list[float], unit: list[str], mass: list[float | None]
) -> None:
    """Fill masses that are missing from density times volume, where the row gives both."""
    if not view.has("density"):
        return
    densities = _column_masses(view, "density", {})
    volumes, in_cells = view.amounts("volume") if view.has("volume") else ([], [])
    volume_unit = view.table.columns["volume"].unit if view.has("volume") else ""
    for i, density in enumerate(densities):
        if mass[i] is not None or density is None:
            continue
        where = view.where("density", i)
        per_m3 = density[0] * factor(density[1], "kg/m3", where)
        if same_dimension(unit[i], "m3"):
            mass[i] = quantity[i] * factor(unit[i], "m3") * per_m3
        elif volumes and volumes[i] is not None and unit[i] == "piece":
            one = volumes[i] or 0.0
            to_m3 = factor(in_cells[i] or volume_unit, "m3", view.where("volume", i))
            mass[i] = quantity[i] * one * to_m3 * per_m3


def _column_masses(
    view: View, meaning: str, given: Mapping[str, str]
) -> list[tuple[float, str] | None]:
    """Return (number, canonical unit) per row of a mass column, None where the cell is empty."""
    if not view.has(meaning):
        return [None] * len(view.rows)
    numbers, in_cells = view.amounts(meaning)
    column = view.table.columns[meaning]
    in_column = [canonical(u) if u else "" for u in view.texts("mass_unit")]
    fallback = canonical(column.unit or given.get("mass_unit", ""))
    masses: list[tuple[float, str] | None] = []
    for index, (number, cell) in enumerate(zip(numbers, in_cells, strict=True)):
        if number is None:
            masses.append(None)
            continue
        unit = cell or in_column[index] or fallback
        if not unit:
            raise _no_unit(view, meaning, index)
        if number < 0:
            raise FileFault(
                view.where(meaning, index),
                f"the mass is {number:g} {unit}, below zero.",
                "Write the mass of the part, 0 or more.",
            )
        masses.append((number, unit))
    return masses


def _of_quantity(
    view: View, index: int, quantity: float, unit: str, each: tuple[float, str]
) -> float:
    """Return the mass of the whole quantity [kg], given that of one piece or metre."""
    number, mass_unit = each
    meaning = "unit_mass" if view.has("unit_mass") else "mass"
    per = _PER.get(mass_unit)
    if per is not None:
        where = f"{view.where(meaning, index)} (mass in {mass_unit})"
        return quantity * factor(unit, per, where) * number * factor(mass_unit, _BASE[per])
    one = number * _kg(view, meaning, index, mass_unit)
    if unit == "piece" or unit == "%" or meaning == "unit_mass":
        return quantity * one
    if unit in _MASS_UNITS:
        whole = quantity * factor(unit, "kg")
        if abs(whole - one) <= 0.01 * max(whole, one):
            return whole
    raise FileFault(
        view.where(meaning, index),
        f"the quantity is {quantity:g} {unit}, and a mass of {number:g} {mass_unit} may be that of"
        " one piece or of all of it.",
        "Head the column 'Total mass' or 'Unit mass', or give the mass per unit, such as kg/m.",
    )


def _whole(view: View, index: int, line: tuple[float, str]) -> float:
    return line[0] * _kg(view, "line_mass", index, line[1])


def _kg(view: View, meaning: str, index: int, unit: str) -> float:
    """Return the factor to kilograms; the place of the cell is only worked out on a fault."""
    try:
        return factor(unit, "kg")
    except UnitError:
        return factor(unit, "kg", view.where(meaning, index))


def _compare(view: View, index: int, mass: float, line: float, findings: list[Finding]) -> None:
    if abs(mass - line) > 0.01 * max(mass, line):
        findings.append(
            Finding(
                "warning",
                "line_mass_differs",
                f"The line's mass is {line:g} kg, but quantity times unit mass is {mass:g} kg;"
                " the latter is used.",
                view.where("line_mass", index),
            )
        )


def _no_unit(view: View, meaning: str, index: int) -> UnitError:
    column = view.table.columns[meaning]
    cell = view.rows[index][column.index]
    return UnitError(
        f"{view.where(meaning, index)}: {cell!r} has no unit, and neither the heading nor a unit"
        f" column gives one. Head the column '{column.header} (kg)' or '{column.header} (g)',"
        " or say --column mass_unit=g."
    )
