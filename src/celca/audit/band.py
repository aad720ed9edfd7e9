"""Whether a declared value lies in the 95 % band of its recalculation, on both sides or on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from celca.audit.alignment import Aligned
from celca.errors import UnknownName

__all__ = ["SIDES", "Band", "band_of"]

# the percentiles between which a value has to lie: 95 % of the draws do, each time
SIDES: Mapping[str, tuple[str, str]] = {
    "both": ("p2_5", "p97_5"),
    "low": ("p5", ""),
    "high": ("", "p95"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """What a declared value is judged by [kg CO2e, as it is declared].

    side   both; low, where only too low a value would be wrong; high, likewise
    low    None where any value is low enough
    high   None where any value is high enough
    """

    side: str
    low: float | None
    high: float | None

    def holds(self, value: float) -> bool:
        """Say whether a value lies inside."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def told(self, value: float) -> str:
        """Return in words where a value lies."""
        where = "inside" if self.holds(value) else "outside"
        ends = [f"above {self.low:.4g}" if self.low is not None else "",
                f"below {self.high:.4g}" if self.high is not None else ""]  # fmt: skip
        span = " and ".join(end for end in ends if end)
        sided = "two-sided" if self.side == "both" else "one-sided"
        return f"The declared value lies {where} the {sided} 95 % band ({span} kg CO2e)."


def band_of(aligned: Aligned, side: str) -> Band | None:
    """Return the band of an aligned recalculation, None where nothing was drawn.

    It is that of the whole total; for another boundary it is scaled with the value. Raises
    UnknownName for a side that there is not.
    """
    if side not in SIDES:
        raise UnknownName("side", side, SIDES, advice=f"Use {', '.join(SIDES)}.")
    spread, total = aligned.result.uncertainty, aligned.result.total_kg_co2e
    if spread is None or aligned.ratio is None or aligned.value is None or not total:
        return None
    ends = [_end(spread, name, aligned.ratio * aligned.value / total) for name in SIDES[side]]
    if side == "both" and None not in ends:
        ends.sort(key=lambda end: end or 0.0)
    return Band(side, ends[0], ends[1])


def _end(spread: Mapping[str, Any], name: str, ratio: float) -> float | None:
    return float(spread[name]) * ratio if name else None
