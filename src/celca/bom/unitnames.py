"""Units as they stand in a file: brackets around them set aside, and the place in the message."""

from __future__ import annotations

import re

from celca.errors import UnitError
from celca.units import canonical, dimension

__all__ = ["check_unit", "unit_name"]

_ADVICE = "Write pieces, or a unit of length, area, volume or mass."
_BRACKETED = re.compile(r"\s*[\[({（［【]\s*([^\[({（［【]+?)\s*[\])}）］】]\s*")


def unit_name(text: str) -> str:
    """Return the canonical spelling of a unit, without the brackets around it."""
    bracketed = _BRACKETED.fullmatch(text)
    return canonical(bracketed[1] if bracketed else text) if text else ""


def check_unit(unit: str, where: str) -> None:
    """Refuse a text that is no unit."""
    try:
        dimension(unit)
    except UnitError as fault:
        raise UnitError(f"{where}: {fault} {_ADVICE}") from None
