"""Quantity and mass of each row: units found, checked and brought to kilograms.

A mass may be of one piece, of one metre or square metre, or of the whole line; the
heading, a unit column or the cell says which. Where nothing gives a unit, the row is
refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from celca.bom.components import Typical, fill_from_footprints
from celca.bom.density import fill_from_density
from celca.bom.quantities import read_quantities
from celca.bom.sizes import Sized, fill_from_sizes
from celca.bom.unitnames import unit_name
from celca.bom.view import View
from celca.errors import FileFault, Finding, UnitError
from celca.units import canonical, factor

__all__ = ["Amounts", "is_mass_unit", "read_amounts"]

_MASS_UNITS = frozenset(("kg", "g", "mg", "t", "lb", "oz", "Mg"))
_PER = {"kg/m": "m", "g/m": "m", "kg/m2": "m2", "g/m2": "m2"}
_BASE = {"m": "kg/m", "m2": "kg/m2"}


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
    sized      what follows from the sizes that rows without a mass give
    typical    masses that are typical of a footprint, where nothing else gave one
    """

    quantity: list[float]
    unit: list[str]
    mass: list[float | None]
    total: bool
    findings: list[Finding]
    sized: Sized
    typical: list[Typical]


def read_amounts(view: View, given: Mapping[str, str]) -> Amounts:
    """Read the quantities and masses of all rows.

    given  units that the user names for a column without one: `unit`, `mass_unit`
    Raises FileFault, UnitError for what cannot be read.
    """
    findings: list[Finding] = []
    quantity, unit, total = read_quantities(view, given, findings)
    mass: list[float | None] = [None] * len(quantity)
    by_piece = _column_masses(view, "unit_mass" if view.has("unit_mass") else "mass", given)
    by_line = _column_masses(view, "line_mass", given)
    to_kg = {name: factor(name, "kg") for name in _MASS_UNITS}
    for i, (q, each, line) in enumerate(zip(quantity, by_piece, by_line, strict=True)):
        if each is not None and unit[i] == "piece" and each[1] in to_kg:
            mass[i] = q * (each[0] * to_kg[each[1]])
        elif each is not None:
            mass[i] = _of_quantity(view, i, q, unit[i], each)
        if line is not None:
            whole = _whole(view, i, line)
            if mass[i] is None:
                mass[i] = whole
            else:
                _compare(view, i, mass[i] or 0.0, whole, findings)
        elif mass[i] is None and unit[i] in _MASS_UNITS:
            mass[i] = q * factor(unit[i], "kg")
    sized = fill_from_sizes(view, quantity, unit, mass)
    fill_from_density(view, quantity, unit, mass, sized)
    typical = fill_from_footprints(view, quantity, unit, mass)
    return Amounts(quantity, unit, mass, total, findings, sized, typical)


def _column_masses(
    view: View, meaning: str, given: Mapping[str, str]
) -> list[tuple[float, str] | None]:
    """Return (number, canonical unit) per row of a mass column, None where the cell is empty."""
    if not view.has(meaning):
        return [None] * len(view.rows)
    numbers, in_cells = view.amounts(meaning)
    column = view.table.columns[meaning]
    in_column = [unit_name(u) for u in view.texts("mass_unit")]
    fallback = unit_name(column.unit or given.get("mass_unit", ""))
    masses: list[tuple[float, str] | None] = []
    for index, (number, cell) in enumerate(zip(numbers, in_cells, strict=True)):
        if number is None:
            masses.append(None)
            continue
        unit = unit_name(cell) or in_column[index] or fallback
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
    if unit in _MASS_UNITS:
        return factor(unit, "kg")
    return factor(unit, "kg", view.where(meaning, index))


def _compare(view: View, index: int, mass: float, line: float, findings: list[Finding]) -> None:
    if abs(mass - line) > 0.01 * max(mass, line):
        findings.append(
            Finding.of(
                "warning",
                "line_mass_differs",
                "The line's mass is {line:g} kg, but quantity times unit mass is {mass:g} kg;"
                " the latter is used.",
                view.where("line_mass", index),
                line=line,
                mass=mass,
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
