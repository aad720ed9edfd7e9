"""How numbers are written for people: grouped, rounded, with a true minus sign.

All figures of one page are written with the same number of decimals, so that a column adds
up before the reader's eyes; what is too small to be seen is written as such, never as 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Figures", "decimals_for"]

_DIGITS = 4
_MINUS, _THIN, _NONE = "\u2212", "\u202f", "\u2013"
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PERCENT_GAP = {"en": _THIN, "ja": ""}


def decimals_for(values: Iterable[float]) -> int:
    """Return the decimals that show the largest value with four digits."""
    largest = max(map(abs, values), default=0.0)
    return max(0, _DIGITS - 1 - math.floor(math.log10(largest))) if largest else 2


@dataclass(frozen=True, slots=True)
class Figures:
    """The way one page writes its numbers.

    decimals  of every footprint on the page
    """

    lang: str
    decimals: int

    def kg(self, value: float) -> str:
        """Return a footprint [kg CO2e] with the decimals of the page."""
        return _fixed(value, self.decimals)

    def percent(self, share: float | None) -> str:
        """Return a share [-] in percent, with one decimal."""
        if share is None:
            return _NONE
        return f"{_fixed(100 * share, 1)}{_PERCENT_GAP[self.lang]}%"

    def change(self, percent: float | None) -> str:
        """Return a change [%] with its sign."""
        if percent is None:
            return _NONE
        text = f"{_fixed(percent, 1)}{_PERCENT_GAP[self.lang]}%"
        return text if percent <= 0 or text[0] in "<>" else f"+{text}"

    def plain(self, value: float | None) -> str:
        """Return any other number with four digits that count."""
        if value is None or not math.isfinite(value):
            return _NONE
        if value and not 1e-4 <= abs(value) < 1e9:
            mantissa, power = f"{value:.2e}".split("e")
            raised = str(int(power)).translate(_SUPERSCRIPT)
            return f"{mantissa}×10{raised}".replace("-", _MINUS)
        text = f"{value:,.{decimals_for([value])}f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", _MINUS)


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    if value and not text.strip("-0.,"):
        step = f"{10.0**-decimals:.{decimals}f}"
        return f"<{_THIN}{step}" if value > 0 else f">{_THIN}{_MINUS}{step}"
    return text.replace("-", _MINUS) if value else text.lstrip("-")
