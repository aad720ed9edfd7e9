"""How PACT writes a single value: decimals, moments, identifiers, ranges.

Patterns match the whole text: those published are not grouped, and would let `12abc` pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

__all__ = ["DECIMAL", "SIGNS", "TEXTS", "decimal", "moment"]

DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_LONGEST = 300  # digits: longer is no figure, and would not fit a float
_HEX = "[0-9a-fA-F]"
_UUID = re.compile(f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
SIGNS: dict[str, tuple[str, Callable[[float], bool]]] = {
    ">0": ("above 0", lambda x: x > 0),
    ">=0": ("0 or more", lambda x: x >= 0),
    "<=0": ("0 or less", lambda x: x <= 0),
    "percent": ("0 to 100", lambda x: 0 <= x <= 100),
    "1..5": ("1 to 5", lambda x: 1 <= x <= 5),
    "1..3": ("1 to 3", lambda x: 1 <= x <= 3),
    "0..5": ("0 to 5", lambda x: 0 <= x <= 5),
}
TEXTS: dict[str, tuple[str, re.Pattern[str]]] = {
    "uuid": ("a UUID", _UUID),
    "spec_version": ("a version such as 3.0.0", re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-[0-9]{8})?")),
    "datetime": ("a moment with its zone, such as 2025-01-01T00:00:00Z", _MOMENT),
    "text": ("a text that is not empty", re.compile(r"(?s)\s*\S.*")),
    "string": ("a text", re.compile(r"(?s).*")),
    "urn": ("a URN such as urn:gtin:4712345060507", re.compile(r"[uU][rR][nN]:\S.*")),
    "country": ("two letters such as JP", re.compile(r"[A-Z]{2}")),
    "subdivision": ("a subdivision such as JP-13", re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")),
    "uri": ("a URI", re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")),
    "report": ("an assessment report such as AR6", re.compile(r"AR[0-9]+")),
}


def decimal(value: object) -> float | None:
    """Return a decimal number in quotes as a float, None for anything else."""
    if isinstance(value, str) and len(value) <= _LONGEST and DECIMAL.fullmatch(value):
        return float(value)
    return None


def moment(value: object) -> datetime | None:
    """Return a moment with its zone, None for anything else."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    whole, _, rest = value.upper().partition(".")
    zone = re.search(r"(Z|[+-][0-9]{2}:[0-9]{2})$", rest or whole)
    try:
        return datetime.fromisoformat(
            whole.removesuffix("Z")[:19] + (zone[1].replace("Z", "+00:00") if zone else "")
        )
    except ValueError:
        return None
