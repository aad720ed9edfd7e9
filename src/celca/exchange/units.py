"""The unit that a format has for a declared unit of ours."""

from __future__ import annotations

from collections.abc import Mapping

from celca.assess import Footprint
from celca.units import factor, same_dimension

__all__ = ["unit_of"]


def unit_of(result: Footprint, units: Mapping[str, str], piece: str) -> tuple[str, float]:
    """Return (the format's unit, what a figure per declared unit is multiplied by for one of it).

    units  name in the format -> ours
    piece  name of a piece there: it stands for a unit that the format does not know
    """
    unit = result.declared_unit
    for name, ours in units.items():
        if unit.unit == ours or (ours != "piece" and same_dimension(unit.unit, ours)):
            return name, 1 / (unit.amount * factor(unit.unit, ours))
    return piece, float(result.provenance.get("uses", 1.0))
