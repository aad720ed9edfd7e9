"""Masses that a list gives as density times volume."""

from __future__ import annotations

from celca.bom.unitnames import unit_name
from celca.bom.view import View
from celca.bom.words import fold
from celca.errors import UnitError
from celca.units import factor, same_dimension

__all__ = ["fill_from_density"]

_DENSITIES = {"kg/m3": 1.0, "g/cm3": 1e3, "g/ml": 1e3, "kg/l": 1e3, "g/l": 1.0, "t/m3": 1e3}


def fill_from_density(
    view: View, quantity: list[float], unit: list[str], mass: list[float | None]
) -> None:
    """Fill masses that are missing from density times volume, where the row gives both."""
    if not view.has("density"):
        return
    densities, own_units = view.amounts("density")
    column = view.table.columns["density"]
    gravity = fold(column.header).startswith(("specific", "spezif", "比重"))  # against water
    volumes, in_cells = view.amounts("volume") if view.has("volume") else ([], [])
    volume_unit = view.table.columns["volume"].unit if view.has("volume") else ""
    for i, density in enumerate(densities):
        if mass[i] is not None or density is None:
            continue
        density_unit = (own_units[i] or column.unit or ("g/cm3" if gravity else "")).replace(
            "^", ""
        )
        if density_unit not in _DENSITIES:
            raise UnitError(
                f"{view.where('density', i)}: {density:g} {density_unit} is not a density with its"
                f" unit. Head the column 'Density (kg/m3)' or 'Density (g/cm3)'."
            )
        per_m3 = density * _DENSITIES[density_unit]
        if same_dimension(unit[i], "m3"):
            mass[i] = quantity[i] * factor(unit[i], "m3") * per_m3
        elif volumes and volumes[i] is not None and unit[i] == "piece":
            one = volumes[i] or 0.0
            to_m3 = factor(unit_name(in_cells[i] or volume_unit), "m3", view.where("volume", i))
            mass[i] = quantity[i] * one * to_m3 * per_m3
