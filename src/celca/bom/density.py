"""Masses that a list gives as density times volume."""

from __future__ import annotations

from celca.bom.sizes import Sized
from celca.bom.unitnames import unit_name
from celca.bom.view import View
from celca.bom.words import fold
from celca.errors import UnitError
from celca.units import factor, same_dimension

__all__ = ["fill_from_density"]

_DENSITIES = {"kg/m3": 1.0, "g/cm3": 1e3, "g/ml": 1e3, "kg/l": 1e3, "g/l": 1.0, "t/m3": 1e3}


def fill_from_density(
    view: View, quantity: list[float], unit: list[str], mass: list[float | None], sized: Sized
) -> None:
    """Fill masses that are missing from density times volume, where the row gives both.

    sized  the volumes that follow from sizes; those that became a mass are taken out
    """
    if not view.has("density"):
        return
    densities, own_units = view.amounts("density")
    volumes = _volumes(view, unit, quantity)
    for i, density in enumerate(densities):
        if mass[i] is None and density is not None:
            per_m3 = density * _to_kg_per_m3(view, i, density, own_units[i])
            volume = volumes[i] if volumes[i] is not None else sized.volume[i]
            if volume is not None:
                mass[i], sized.volume[i] = volume * per_m3, None


def _to_kg_per_m3(view: View, index: int, density: float, own: str) -> float:
    column = view.table.columns["density"]
    gravity = fold(column.header).startswith(("specific", "spezif", "比重"))  # against water
    unit = (own or column.unit or ("g/cm3" if gravity else "")).replace("^", "")
    if unit not in _DENSITIES:
        raise UnitError(
            f"{view.where('density', index)}: {density:g} {unit} is not a density with its"
            f" unit. Head the column 'Density (kg/m3)' or 'Density (g/cm3)'."
        )
    return _DENSITIES[unit]


def _volumes(view: View, unit: list[str], quantity: list[float]) -> list[float | None]:
    """Return the volume of the whole quantity of each row, where it is given as such [m3]."""
    numbers, cells = view.amounts("volume") if view.has("volume") else ([None] * len(unit), [])
    heading = view.table.columns["volume"].unit if view.has("volume") else ""
    volumes: list[float | None] = []
    for i, (one, own) in enumerate(zip(numbers, unit, strict=True)):
        if same_dimension(own, "m3"):
            volumes.append(quantity[i] * factor(own, "m3"))
        elif one is not None and own == "piece":
            where = view.where("volume", i)
            volumes.append(quantity[i] * one * factor(unit_name(cells[i] or heading), "m3", where))
        else:
            volumes.append(None)
    return volumes
