"""Units as they stand in a file, handed on only when they look like units.

What follows a number in a cell may be anything at all; only a word, or words joined by a
slash, a point or a hyphen, each with a power of 2 or 3 at most, is worth looking up.
"""

from __future__ import annotations

import re

from celca.errors import UnitError
from celca.units import canonical, dimension, factor

__all__ = ["check_unit", "to_unit", "unit_name"]

_WORD = r"[^\W\d_][\w°]{0,20}\.?(?:\^?[23])?"
_SANE = re.compile(rf"{_WORD}(?:[/*·\-. ]{_WORD}){{0,2}}")


def unit_name(text: str) -> str:
    """Return the canonical spelling of a unit, without the brackets around it."""
    return canonical(text.strip("[](){}（）［］【】 ") or text) if text else ""


def check_unit(unit: str, where: str) -> None:
    """Refuse a text that is no unit."""
    _refuse_odd(unit, where)
    try:
        dimension(unit)
    except UnitError as fault:
        raise UnitError(f"{where}: {fault}") from None


def to_unit(unit: str, to: str, where: str) -> float:
    """Return what an amount in `unit` is multiplied by to be in `to` [to/unit]."""
    _refuse_odd(unit, where)
    return factor(unit, to, where)


def _refuse_odd(unit: str, where: str) -> None:
    if not _SANE.fullmatch(unit):
        raise UnitError(f"{where}: {unit!r} is not a unit that celca knows.")
