"""A table of declared values: its columns found by their headings, its rows by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celca.bom.opening import open_file
from celca.declaration import number_written
from celca.errors import DataError, FileFault
from celca.units import factor, number_in

__all__ = ["Row", "Table", "read_table"]

_NAMES = {
    "id": ("pcfid", "id", "no", "番号"),
    "product": ("product", "productname", "name", "製品", "製品名"),
    "company": ("company", "supplier", "manufacturer", "会社", "企業"),
    "year": ("year", "年", "年度"),
    "sector": ("sector", "industry", "companysector", "業種"),
    "mass": ("weight", "mass", "productweight", "重量", "質量"),
    "value": ("pcf", "cfp", "gwp", "productscarbonfootprint", "carbonfootprint", "footprint",
              "declared", "declaredvalue", "value", "申告値"),
    "per_kg": ("kgco2eperkg", "carbonintensity"),
    "study": ("study", "model", "算定"),
    "per": ("per", "unit", "declaredunit", "単位", "宣言単位"),
}  # fmt: skip
_WRITTEN = {"mass": "weight_kg", "value": "pcf_kgco2e"}
_UNIT = re.compile(r"[\[(_ ](kg|g|t|lb)\b", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    row     in the file, the heading being row 1
    shares  of the stages by their heading, where the table has them [-]
    """

    row: int
    cells: Mapping[str, Any]
    shares: Mapping[str, float]

    def text(self, name: str) -> str:
        """Return what stands in a column, '' where nothing does."""
        return str(self.cells.get(name) or "").strip()

    def number(self, name: str) -> float | None:
        """Return the number in a column, None where there is none."""
        return _number(self.cells.get(name))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, and the unit of each column that has one.

    units  kg per unit of the column, by the meaning of the column
    words  unit of each as written
    """

    name: str
    rows: tuple[Row, ...]
    units: Mapping[str, float]
    words: Mapping[str, str]

    def declared(self, i: int) -> str:
        """Return the declared value of a row as text with its unit. Raises DataError."""
        row = self.rows[i]
        value, per = row.text("value"), row.text("per")
        if row.number("value") is None:
            raise DataError(f"{self.name} row {row.row}: {value!r} is no footprint.")
        if "co2" in per.casefold().replace("₂", "2"):
            return f"{value} {per}"
        unit = self.words["value"]
        return f"{value} {unit} CO2e/{per}" if per else f"{value} {unit} CO2e"


def read_table(path: Path, needed: Sequence[str]) -> Table:
    """Read a table of declared values.

    needed  meanings of the columns that have to be there: value, mass

    Raises FileFault where one is not, or names no unit.
    """
    table = open_file(path).sheets[0].rows
    head = next((i for i, cells in enumerate(table) if any(cells)), 0)
    headings = [str(c or "") for c in table[head]] if table else []
    columns, where = _columns(headings), f"{path.name} row {head + 1}"
    for need in needed:
        if need not in columns:
            raise FileFault(where, f"has no column of the {need}.",
                            f"It may be called {', '.join(_NAMES[need])}, with its unit:"
                            f" {_WRITTEN[need]}.")  # fmt: skip
    words = {k: _unit(headings[columns[k]], where) for k in needed}
    stages = {h.removesuffix("_frac"): c for c, h in enumerate(headings) if h.endswith("_frac")}
    stages.pop("transport", None)
    rows = tuple(_rows(table[head + 1 :], head + 2, columns, stages))
    return Table(path.name, rows, {k: factor(u, "kg") for k, u in words.items()}, words)


def _rows(
    table: Sequence[Sequence[Any]],
    first: int,
    columns: Mapping[str, int],
    stages: Mapping[str, int],
) -> Iterator[Row]:
    for i, cells in enumerate(table, start=first):
        if any(c not in (None, "") for c in cells):
            found = {stage: _number(_cell(cells, c)) for stage, c in stages.items()}
            shares = {stage: x for stage, x in found.items() if x is not None}
            yield Row(i, {k: _cell(cells, c) for k, c in columns.items()}, shares)


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


def _unit(heading: str, where: str) -> str:
    match = _UNIT.search(f" {heading}".replace("_", " _").replace("kgco2e", "kg "))
    if match is None:
        raise FileFault(where, f"the heading {heading!r} names no unit.", f"Write {heading}_kg.")
    return match[1].lower()


def _cell(cells: Sequence[Any], column: int) -> Any:  # noqa: ANN401
    return cells[column] if column < len(cells) else None


def _number(cell: object) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = str(cell).strip()
    value = number_in(number_written(text) or text)
    return value if value is not None and abs(value) < 1e300 else None
