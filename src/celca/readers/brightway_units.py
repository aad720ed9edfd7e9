"""Unit names as Brightway, EcoSpold and openLCA write them, in the spelling of celca."""

from __future__ import annotations

from celca.units import canonical

__all__ = ["foreign_unit"]

_NAMES = {
    "kilogram": "kg",
    "kilograms": "kg",
    "gram": "g",
    "ton": "t",
    "metric ton": "t",
    "kilowatt hour": "kWh",
    "kilowatt-hour": "kWh",
    "megajoule": "MJ",
    "kilojoule": "kJ",
    "gigajoule": "GJ",
    "ton kilometer": "t*km",
    "ton-kilometer": "t*km",
    "metric ton*km": "t*km",
    "tkm": "t*km",
    "cubic meter": "m3",
    "litre": "l",
    "liter": "l",
    "square meter": "m2",
    "meter": "m",
    "kilometer": "km",
    "hour": "h",
    "year": "year",
    "unit": "piece",
    "item": "piece",
    "items": "piece",
    "item(s)": "piece",
    "p": "piece",
    "kg co2e": "kg",
}


def foreign_unit(name: object) -> str:
    """Return celca's spelling of a unit; one that it does not know stays as it is."""
    text = str(name or "").strip()
    return _NAMES.get(text.casefold()) or canonical(text) or "unknown unit"
