"""Many declared values at once: each held against its sector, and the implausible ones ranked.

A table with a mass and a footprint per product, as in the Carbon Catalogue. What is looked at:
the value per kilogram against published products, a stated value per kilogram against the two it
follows from, shares of stages that do not add up, and jumps between years of the same product.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import fsum, isfinite
from pathlib import Path
from typing import Any

from celca.audit.plausible import NETTED, likely_slip, sector_of, sectors
from celca.audit.resemblance import Known
from celca.audit.table import Row, read_table

__all__ = ["Screened", "Screening", "screen"]

_WIDTH = 1.96
_BARELY = 2.2
_JUMP = 3.0


@dataclass(frozen=True, slots=True)
class Screened:
    """One declared value that calls for a look.

    row       in the file, the heading being row 1
    per_kg    [kg CO2e/kg]
    distance  from the median of its sector; beyond 1.96 lie 5 % of published products; of 0 and
              less it is infinite, which is None as plain data
    reasons   one sentence each, the likeliest cause first
    """

    row: int
    id: str
    product: str
    company: str
    sector: str
    per_kg: float
    distance: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """The implausible values of a table, the most implausible first.

    rejected  (row, reason) of those that could not be read
    """

    rows: int
    flagged: tuple[Screened, ...]
    rejected: tuple[tuple[int, str], ...]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return the screening as plain data."""
        out = {"rows": self.rows, "seconds": round(self.seconds, 3)}
        flagged = [
            {**asdict(x), "reasons": list(x.reasons),
             "distance": x.distance if isfinite(x.distance) else None}
            for x in self.flagged
        ]  # fmt: skip
        rejected = [{"row": row, "reason": reason} for row, reason in self.rejected]
        return {**out, "flagged": flagged, "rejected": rejected}


@dataclass(frozen=True, slots=True)
class _Value:
    """A row that can be looked at: mass [kg], footprint [kg CO2e]."""

    of: Row
    mass: float
    value: float

    @property
    def per_kg(self) -> float:
        return self.value / self.mass


def screen(path: Path, known: Known | None = None) -> Screening:
    """Screen a table of declared values. Raises FileFault where it has no mass or no footprint.

    known  names of a database, which are held against the products' names
    """
    start = time.perf_counter()
    rows, rejected = _read(path)
    before: dict[tuple[str, str], list[_Value]] = {}
    for row in rows:
        key = (row.of.text("company"), row.of.text("product"))
        before.setdefault(key, []).append(row)
    flagged = [x for row in rows for x in _screened(row, before, known)]
    flagged.sort(key=lambda x: -abs(x.distance))
    return Screening(len(rows), tuple(flagged), tuple(rejected), time.perf_counter() - start)


def _screened(
    row: _Value, before: Mapping[tuple[str, str], Sequence[_Value]], known: Known | None
) -> Iterator[Screened]:
    sector = sector_of(row.of.text("sector"))
    distance = sector.distance(row.per_kg)
    reasons = [*_reasons(row, before), *_unlike(row, known)]
    if abs(distance) > _WIDTH:
        side = "above" if distance > 0 else "below"
        slip = NETTED if row.per_kg <= 0 else likely_slip(row.per_kg, sector.near, row.mass)
        told = f"{row.per_kg:.3g} kg CO2e/kg lies {side} {sector.low:g} to {sector.high:g}"
        why = slip or _like(row, known) or _later(row, distance) or _elsewhere(row, distance)
        reasons.insert(0, f"{told}: {why or 'no simple slip of a unit explains it'}.")
    if reasons:
        yield Screened(
            row.of.row,
            row.of.text("id"),
            row.of.text("product"),
            row.of.text("company"),
            sector.name,
            row.per_kg,
            distance,
            tuple(reasons),
        )


def _like(row: _Value, known: Known | None) -> str:
    """Return what the database has under the product's name, where the value is like that."""
    found = known.namesake(row.of.text("product")) if known else None
    return f"yet {found.told()}" if found and found.near(row.per_kg) else ""


def _unlike(row: _Value, known: Known | None) -> Iterator[str]:
    """Yield what the database has under the product's name, where the value is another."""
    found = known.namesake(row.of.text("product")) if known else None
    if found is not None and not found.near(row.per_kg):
        slip = likely_slip(row.per_kg, found.near, row.mass)
        yield f"It is {row.per_kg:.3g}, {found.told()}{f': {slip}' if slip else ''}."


def _later(row: _Value, distance: float) -> str:
    """Return what the shares of the stages say of a value that is far off."""
    share = row.of.shares.get("downstream")
    if share is None:
        return ""
    if distance > 0 and share > 0.5:
        return f"{share:.0%} of it lies downstream, in use and end of life"
    return (
        "nothing is counted downstream: it may end at the gate"
        if distance < 0 and share == 0
        else ""
    )


def _elsewhere(row: _Value, distance: float) -> str:
    """Return that a value is only just unusual, or would be usual in another sector."""
    if abs(distance) < _BARELY:
        return "only just, as one product in twenty does"
    others = [s for name, s in sectors().items() if name != "all" and s.near(row.per_kg)]
    best = min(others, key=lambda s: abs(s.distance(row.per_kg)), default=None)
    return f"it would be usual in another sector, {best.name}" if best else ""


def _reasons(row: _Value, before: Mapping[tuple[str, str], Sequence[_Value]]) -> Iterator[str]:
    stated = row.of.number("per_kg")
    if stated and abs(stated - row.per_kg) > 0.02 * max(abs(stated), abs(row.per_kg)):
        yield f"The stated {stated:.4g} kg CO2e/kg is not footprint by mass, {row.per_kg:.4g}."
    if len(row.of.shares) >= 3 and abs(fsum(row.of.shares.values()) - 1) > 0.05:
        yield f"The shares of the stages add up to {fsum(row.of.shares.values()):.2f}, not 1."
    for other in before[row.of.text("company"), row.of.text("product")]:
        ratio = row.per_kg / other.per_kg if other.per_kg > 0 else 0.0
        years = (row.of.text("year"), other.of.text("year"))
        if years[0] != years[1] and ratio > _JUMP:
            yield f"It is {ratio:.3g} times the value of the same product in {years[1]}."
            return


def _read(path: Path) -> tuple[list[_Value], list[tuple[int, str]]]:
    table = read_table(path, ("mass", "value"))
    rows, rejected = [], []
    for row in table.rows:
        mass, value = row.number("mass"), row.number("value")
        if mass is None or mass <= 0:
            rejected.append((row.row, f"has the mass {row.text('mass')!r}, no number above 0."))
        elif value is None:
            rejected.append((row.row, f"has the footprint {row.text('value')!r}, no number."))
        else:
            rows.append(_Value(row, mass * table.units["mass"], value * table.units["value"]))
    return rows, rejected
