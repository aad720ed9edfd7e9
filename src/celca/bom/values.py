"""A supplier's own footprint of a part, where the list has a column for it."""

from __future__ import annotations

from celca.bom.headings import tail_unit
from celca.bom.masses import Amounts
from celca.bom.view import View
from celca.bom.words import fold
from celca.errors import FileFault, UnitError
from celca.units import factor

__all__ = ["supplier_values"]


def supplier_values(view: View, amounts: Amounts) -> list[float | None]:
    """Return the declared footprint of each row's quantity, in one assembly [kg CO2e].

    The heading must give the unit: kg CO2e (of one piece), or kg CO2e/kg.
    """
    if not view.has("supplier_value"):
        return [None] * len(view.rows)
    column = view.table.columns["supplier_value"]
    numbers, in_cells = view.amounts("supplier_value")
    values: list[float | None] = []
    for index, (number, cell) in enumerate(zip(numbers, in_cells, strict=True)):
        unit = tail_unit(fold(cell)) or column.unit
        if number is None:
            values.append(None)
            continue
        if "CO2e" not in unit:
            raise UnitError(
                f"{view.where('supplier_value', index)}: the value has no unit of CO2e."
                f" Head the column '{column.header} (kg CO2e)' or '{column.header} (kg CO2e/kg)'."
            )
        emitted, _, per = unit.partition("/")
        value = number * factor(emitted.split()[0], "kg")
        values.append(value * _base(view, amounts, index, per))
    return values


def _base(view: View, amounts: Amounts, index: int, per: str) -> float:
    """Return how many of the declared unit the row's quantity is."""
    if per in ("", "piece"):
        return amounts.quantity[index]
    mass = amounts.mass[index]
    if mass is None:
        raise FileFault(
            view.where("supplier_value", index),
            f"the value is per {per}, and the row has no mass.",
            "Give the mass, or the value per piece.",
        )
    return mass / factor(per, "kg", view.where("supplier_value", index))
