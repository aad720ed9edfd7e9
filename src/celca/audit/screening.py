"""Many declared values at once: each held against its sector, and the implausible ones ranked.

A table with a mass and a footprint per product, as in the Carbon Catalogue. What is looked at:
the value per kilogram against published products, a stated value per kilogram against the two it
follows from, shares of stages that do not add up, and jumps between years of the same product.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from celca.audit.plausible import likely_slip, sector_of
from celca.bom.opening import open_file
from celca.errors import FileFault
from celca.units import factor

__all__ = ["Screened", "Screening", "screen"]

_NAMES = {
    "id": ("pcfid", "id", "no", "番号"),
    "product": ("product", "productname", "name", "製品", "製品名"),
    "company": ("company", "supplier", "manufacturer", "会社", "企業"),
    "year": ("year", "年", "年度"),
    "sector": ("sector", "industry", "companysector", "業種"),
    "mass": ("weight", "mass", "productweight", "重量", "質量"),
    "value": ("pcf", "cfp", "gwp", "productscarbonfootprint", "carbonfootprint", "footprint"),
    "per_kg": ("kgco2eperkg", "carbonintensity"),
}
_WIDTH = 1.96
_JUMP = 3.0
_UNIT = re.compile(r"[\[(_ ](kg|g|t|lb)\b", re.I)


@dataclass(frozen=True, slots=True)
class Screened:
    """One declared value that calls for a look.

    row       in the file, the heading being row 1
    per_kg    [kg CO2e/kg]
    distance  from the median of its sector; beyond 1.96 lie 5 % of published products
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
        flagged = [{**asdict(x), "reasons": list(x.reasons)} for x in self.flagged]
        rejected = [{"row": row, "reason": reason} for row, reason in self.rejected]
        return {**out, "flagged": flagged, "rejected": rejected}


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    cells: Mapping[str, Any]
    mass: float
    value: float
    shares: tuple[float, ...]

    def text(self, name: str) -> str:
        return str(self.cells.get(name) or "").strip()

    @property
    def per_kg(self) -> float:
        return self.value / self.mass


def screen(path: Path) -> Screening:
    """Screen a table of declared values. Raises FileFault where it has no mass or no footprint."""
    start = time.perf_counter()
    table = open_file(path).sheets[0].rows
    rows, rejected = _read(table, path.name)
    before: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        key = (row.text("company"), row.text("product"))
        before.setdefault(key, []).append(row)
    flagged = [x for row in rows for x in _screened(row, before)]
    flagged.sort(key=lambda x: -abs(x.distance))
    return Screening(len(rows), tuple(flagged), tuple(rejected), time.perf_counter() - start)


def _screened(row: _Row, before: Mapping[tuple[str, str], Sequence[_Row]]) -> Iterator[Screened]:
    sector = sector_of(row.text("sector"))
    distance = sector.distance(row.per_kg)
    reasons = list(_reasons(row, before))
    if abs(distance) > _WIDTH:
        side = "above" if distance > 0 else "below"
        slip = likely_slip(row.per_kg, sector, row.mass)
        told = f"{row.per_kg:.3g} kg CO2e/kg lies {side} {sector.low:g} to {sector.high:g}"
        reasons.insert(0, f"{told}: {slip or 'no simple slip of a unit explains it'}.")
    if reasons:
        yield Screened(
            row.row,
            row.text("id"),
            row.text("product"),
            row.text("company"),
            sector.name,
            row.per_kg,
            distance,
            tuple(reasons),
        )


def _reasons(row: _Row, before: Mapping[tuple[str, str], Sequence[_Row]]) -> Iterator[str]:
    stated = _number(row.cells.get("per_kg"))
    if stated and abs(stated - row.per_kg) > 0.02 * max(abs(stated), abs(row.per_kg)):
        yield f"The stated {stated:.4g} kg CO2e/kg is not footprint by mass, {row.per_kg:.4g}."
    if len(row.shares) >= 3 and abs(sum(row.shares) - 1) > 0.05:
        yield f"The shares of the stages add up to {sum(row.shares):.2f}, not 1."
    for other in before[row.text("company"), row.text("product")]:
        ratio = row.per_kg / other.per_kg if other.per_kg > 0 else 0.0
        years = (row.text("year"), other.text("year"))
        if years[0] != years[1] and ratio > _JUMP:
            yield f"It is {ratio:.3g} times the value of the same product in {years[1]}."
            return


def _read(table: Sequence[Sequence[Any]], name: str) -> tuple[list[_Row], list[tuple[int, str]]]:
    head = next((i for i, cells in enumerate(table) if any(cells)), 0)
    headings = [str(c or "") for c in table[head]] if table else []
    columns = _columns(headings)
    for need in ("mass", "value"):
        if need not in columns:
            known = ", ".join(_NAMES[need])
            raise FileFault(f"{name} row {head + 1}", f"has no column of the {need}.",
                            f"It may be called {known}, with its unit: weight_kg.")  # fmt: skip
    units = {k: _unit(headings[columns[k]], f"{name} row {head + 1}") for k in ("mass", "value")}
    stages = [c for c, h in enumerate(headings) if h.endswith("_frac") and "transport" not in h]
    rows, rejected = [], []
    for i, cells in enumerate(table[head + 1 :], start=head + 2):
        if not any(c not in (None, "") for c in cells):
            continue
        found = {k: _cell(cells, c) for k, c in columns.items()}
        mass, value = _number(found["mass"]), _number(found["value"])
        if mass is None or value is None or mass <= 0:
            rejected.append((i, "has no mass above 0, or no footprint, that is a number."))
            continue
        shares = tuple(x for c in stages if (x := _number(_cell(cells, c))) is not None)
        rows.append(_Row(i, found, mass * units["mass"], value * units["value"], shares))
    return rows, rejected


def _columns(headings: Sequence[str]) -> dict[str, int]:
    out: dict[str, int] = {}
    for i, heading in enumerate(headings):
        bare = re.sub(r"[\[(].*", "", heading.casefold())
        for unit in ("_kgco2e", "_kg", "_g", "_t"):
            bare = bare.removesuffix(unit)
        folded = re.sub(r"[\W_]", "", bare)
        whole = re.sub(r"[\W_]", "", heading.casefold())
        for name, words in _NAMES.items():
            if name not in out and (whole in words or (folded in words and name != "per_kg")):
                out[name] = i
                break
    return out


def _unit(heading: str, where: str) -> float:
    match = _UNIT.search(f" {heading}".replace("_", " _").replace("kgco2e", "kg "))
    if match is None:
        raise FileFault(where, f"the heading {heading!r} names no unit.", "Write weight_kg.")
    return factor(match[1].lower(), "kg")


def _cell(cells: Sequence[Any], column: int) -> Any:  # noqa: ANN401
    return cells[column] if column < len(cells) else None


def _number(cell: object) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    try:
        value = float(str(cell).replace(",", ""))
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e300 else None
