"""Masses and volumes that follow from the size of a piece, where a list gives no mass.

A mass per metre or per square metre gives the mass at once. A section times a length, or a
thickness times an area, gives a volume; the mass waits until somebody knows the material.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from celca.bom.extents import Extent, measure, read_extent
from celca.bom.view import View
from celca.units import factor, same_dimension

__all__ = ["SIZES", "Sized", "fill_from_sizes"]

SIZES = ("length", "width", "thickness", "area", "areal_mass", "linear_mass")
_LENGTHS, _AREAS = ("m", "mm", "cm", "km"), ("m2", "cm2", "mm2")
_BASE = {"length": "m", "width": "m", "thickness": "m", "area": "m2"}
_BASE |= {"areal_mass": "kg/m2", "linear_mass": "kg/m"}
_DIGIT = re.compile("[0-9０-９]")
_SILENT = Extent()
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Sized:
    """What followed from sizes.

    volume  of the whole quantity of each row [m3]; None where it is not known, or not needed
    rows    whose mass follows from a mass per metre or square metre, from 0
    told    meanings of the columns that were used
    """

    volume: list[float | None]
    rows: list[int] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


def fill_from_sizes(
    view: View, quantity: list[float], unit: list[str], mass: list[float | None]
) -> Sized:
    """Fill the masses that a mass per length or area gives, and return the volumes of others."""
    sized = Sized([None] * len(mass))
    missing = [i for i, m in enumerate(mass) if m is None]
    if not missing:
        return sized
    decimal = next((d for d in view.decimal.values() if d in (".", ",")), "")
    columns = {m: view.texts(m) for m in SIZES if view.has(m)}
    texts = _texts(view)
    for i in missing:
        told = _told(tuple(text[i] for text in texts), decimal)
        given = {m: _cell(view, m, cells[i], decimal) for m, cells in columns.items()}
        if same_dimension(unit[i], "m3"):
            sized.volume[i] = quantity[i] * factor(unit[i], "m3")
        elif told is not _SILENT or any(given.values()):
            extent = _with_columns(told, given)
            mass[i], sized.volume[i] = _of(extent, *_measured(quantity[i], unit[i], extent))
            if mass[i] or sized.volume[i]:
                sized.told.update(m for m, number in given.items() if number)
                sized.told.update(["specification"] if told is not _SILENT else [])
            if mass[i]:
                sized.rows.append(i)
    return sized


def _texts(view: View) -> list[list[str]]:
    """Return the columns that may say a size in words."""
    named = "description" if view.has("description") else "part"
    return [view.texts(m) for m in (named, "material", "specification") if view.has(m)]


@lru_cache(maxsize=1 << 16)
def _told(words: tuple[str, ...], decimal: str) -> Extent:
    """Return what the texts of a row say of its size; equal texts are read once."""
    text = ", ".join(filter(None, words))
    short = len(text) <= _LONGEST  # an essay is no drawing
    extent = read_extent(text, decimal) if short and _DIGIT.search(text) else _SILENT
    return extent if extent != _SILENT else _SILENT


def _cell(view: View, meaning: str, text: str, decimal: str) -> float:
    """Return a size that a column gives [m, m2, kg/m or kg/m2], 0 where it has no clear figure."""
    number, _, own = text.replace("\u00a0", " ").partition(" ")
    unit = own.strip() or view.table.columns[meaning].unit
    if not number or number.strip("0123456789.,") or not any(map(str.isdigit, number)):
        return 0.0
    value = measure(number, decimal) if number.count(".") + number.count(",") < 2 else None
    if value is None or not same_dimension(unit or "piece", _BASE[meaning]):
        return 0.0
    return value * factor(unit, _BASE[meaning])


def _with_columns(told: Extent, given: dict[str, float]) -> Extent:
    """Return what the text says, the columns first."""
    area = given.get("area", 0.0)
    thickness = given.get("thickness", 0.0) or told.thickness
    flat = thickness or given.get("areal_mass", 0.0) or told.areal
    if not area and flat and not told.section:
        area = given.get("length", 0.0) * given.get("width", 0.0)
    return Extent(
        section=told.section,
        thickness=thickness,
        length=given.get("length", 0.0) or told.length,
        area=area or told.area,
        linear=given.get("linear_mass", 0.0) or told.linear,
        areal=given.get("areal_mass", 0.0) or told.areal,
    )


def _measured(quantity: float, unit: str, extent: Extent) -> tuple[float, float]:
    """Return the length [m] and the area [m2] of the whole quantity; 0 where not known."""
    if unit in _LENGTHS:
        return quantity * factor(unit, "m"), 0.0
    if unit in _AREAS:
        return 0.0, quantity * factor(unit, "m2")
    pieces = quantity if unit == "piece" else 0.0
    return pieces * extent.length, pieces * extent.area


def _of(extent: Extent, length: float, area: float) -> tuple[float | None, float | None]:
    """Return (mass [kg], volume [m3]) of a length and an area; one of them, or neither."""
    mass = extent.areal * area or extent.linear * length
    volume = extent.section * length or extent.thickness * area
    return mass or None, None if mass else volume or None
