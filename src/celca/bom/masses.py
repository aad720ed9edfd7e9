"""Quantity and mass of each row: units found, checked and brought to kilograms.

A mass may be of one piece, of one metre or square metre, or of the whole line; the
heading, a unit column or the cell says which. Where nothing gives a unit, the row is
refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    mass = _by_piece(view, given, quantity, unit)
    by_line, line_units = _column_masses(view, "line_mass", given)
    for i, line in enumerate(by_line):
        if line is not None:
            whole = line * _kg(view, "line_mass", i, line_units[i])
            _compare(view, i, mass[i], whole, findings)
            mass[i] = whole if mass[i] is None else mass[i]
        elif mass[i] is None and unit[i] in _MASS_UNITS:
            mass[i] = quantity[i] * factor(unit[i], "kg")
    sized = fill_from_sizes(view, quantity, unit, mass)
    fill_from_density(view, quantity, unit, mass, sized)
    typical = fill_from_footprints(view, quantity, unit, mass)
    return Amounts(quantity, unit, mass, total, findings, sized, typical)


def _by_piece(
    view: View, given: Mapping[str, str], quantity: Sequence[float], unit: Sequence[str]
) -> list[float | None]:
    """Return the mass of each row's quantity [kg] by that of one piece or metre, None where silent.

    quantity, unit  of each row
    """
    meaning = "unit_mass" if view.has("unit_mass") else "mass"
    numbers, mass_units = _column_masses(view, meaning, given)
    to_kg = {name: factor(name, "kg") for name in _MASS_UNITS}
    rows = zip(quantity, unit, numbers, mass_units, strict=True)
    mass = [
        q * (number * to_kg[per]) if number is not None and u == "piece" and per in to_kg else None
        for q, u, number, per in rows
    ]
    for i, number in enumerate(numbers):
        if number is not None and mass[i] is None:
            each = (number, mass_units[i])
            mass[i] = _of_quantity(view, i, (quantity[i], unit[i]), meaning, each)
    return mass


def _column_masses(
    view: View, meaning: str, given: Mapping[str, str]
) -> tuple[list[float | None], list[str]]:
    """Return (numbers, canonical units) of a mass column; None where the cell is empty."""
    if not view.has(meaning):
        return [None] * len(view.rows), [""] * len(view.rows)
    numbers, in_cells = view.amounts(meaning)
    fallback = view.table.columns[meaning].unit or given.get("mass_unit", "")
    both = zip(in_cells, view.texts("mass_unit"), strict=True)
    written = [in_cell or beside or fallback for in_cell, beside in both]
    known = {text: unit_name(text) for text in set(written)}
    units = [known[text] for text in written]
    for index, (number, unit) in enumerate(zip(numbers, units, strict=True)):
        if number is not None and (number < 0 or not unit):
            raise _no_mass(view, meaning, index, number, unit)
    return numbers, units


def _of_quantity(
    view: View, index: int, whole: tuple[float, str], meaning: str, each: tuple[float, str]
) -> float:
    """Return the mass of the whole quantity [kg], given that of one piece or metre."""
    (quantity, unit), (number, mass_unit) = whole, each
    per = _PER.get(mass_unit)
    if per is not None:
        where = f"{view.where(meaning, index)} (mass in {mass_unit})"
        return quantity * factor(unit, per, where) * number * factor(mass_unit, _BASE[per])
    one = number * _kg(view, meaning, index, mass_unit)
    if unit == "piece" or unit == "%" or meaning == "unit_mass":
        return quantity * one
    if unit in _MASS_UNITS:
        wanted = quantity * factor(unit, "kg")
        if abs(wanted - one) <= 0.01 * max(wanted, one):
            return wanted
    raise FileFault(
        view.where(meaning, index),
        f"the quantity is {quantity:g} {unit}, and a mass of {number:g} {mass_unit} may be that of"
        " one piece or of all of it.",
        "Head the column 'Total mass' or 'Unit mass', or give the mass per unit, such as kg/m.",
    )


def _kg(view: View, meaning: str, index: int, unit: str) -> float:
    """Return the factor to kilograms; the place of the cell is only worked out on a fault."""
    if unit in _MASS_UNITS:
        return factor(unit, "kg")
    return factor(unit, "kg", view.where(meaning, index))


def _compare(
    view: View, index: int, mass: float | None, line: float, findings: list[Finding]
) -> None:
    if mass is not None and abs(mass - line) > 0.01 * max(mass, line):
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


def _no_mass(
    view: View, meaning: str, index: int, number: float, unit: str
) -> FileFault | UnitError:
    """Return the fault of a mass without a unit, or below zero."""
    if unit:
        return FileFault(
            view.where(meaning, index),
            f"the mass is {number:g} {unit}, below zero.",
            "Write the mass of the part, 0 or more.",
        )
    column = view.table.columns[meaning]
    cell = view.rows[index][column.index]
    return UnitError(
        f"{view.where(meaning, index)}: {cell!r} has no unit, and neither the heading nor a unit"
        f" column gives one. Head the column '{column.header} (kg)' or '{column.header} (g)',"
        " or say --column mass_unit=g."
    )
