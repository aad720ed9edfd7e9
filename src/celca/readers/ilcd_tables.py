"""The three tables that a database of ILCD data sets was flattened to, such as TianGong's.

    processes   uuid, name_en, location, year, type, ref_internal_id
    exchanges   process, internal_id, flow, direction (Input, Output), amount
    flows       uuid, name_en, type (Elementary, Product, Waste flow), cas, category; unit if any

each a .csv or .csv.gz in one folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from celca.errors import DataError, FileFault
from celca.readers.ilcd_records import DataSet, FlowRecord, Line, Package

__all__ = ["read_tables", "tables_of"]

_Row = Mapping[str, Any]
_NEEDED = {
    "processes": ("uuid", "name_en", "location", "year", "type", "ref_internal_id"),
    "exchanges": ("process", "internal_id", "flow", "direction", "amount"),
    "flows": ("uuid", "name_en", "type", "cas", "category"),
}


def tables_of(folder: Path) -> dict[str, Path]:
    """Return the three tables in a folder, nothing where one is missing."""
    found: dict[str, Path] = {}
    for name in _NEEDED:
        for path in sorted(folder.glob(f"{name}*.csv")) + sorted(folder.glob(f"{name}*.csv.gz")):
            found.setdefault(name, path)
    return found if len(found) == len(_NEEDED) else {}


def read_tables(folder: Path) -> Package:
    """Return what the three tables of a folder say. Raises FileFault and DataError."""
    paths = tables_of(folder)
    processes, exchanges, flows = (_rows(paths[name], name) for name in _NEEDED)
    lines: dict[str, list[Line]] = {}
    for x in exchanges:
        lines.setdefault(x["process"], []).append(_line(x))
    data_sets = [_data_set(p, lines.get(p["uuid"], ())) for p in processes]
    records = {f["uuid"]: _flow(f) for f in flows}
    return Package(folder.name, f"ILCD tables, {folder.name}", data_sets, records)


def _rows(path: Path, name: str) -> Sequence[_Row]:
    """Return the rows of a table, every cell a text or None."""
    import polars

    try:
        table = polars.read_csv(path, infer_schema_length=0)
    except (polars.exceptions.PolarsError, OSError) as error:
        raise FileFault(path.name, f"cannot be read: {error}.") from error
    missing = [c for c in _NEEDED[name] if c not in table.columns]
    if missing:
        raise FileFault(path.name, f"has no column {', '.join(missing)}.")
    return table.to_dicts()


def _data_set(p: _Row, lines: Sequence[Line]) -> DataSet:
    name, year, reference = (
        str(p["name_en"] or p["uuid"]),
        str(p["year"] or ""),
        p["ref_internal_id"],
    )
    return DataSet(
        key=p["uuid"],
        name=name.strip(),
        name_ja="",
        location=str(p["location"] or ""),
        year=int(year) if year.isdigit() else None,
        kind=str(p["type"] or ""),
        comment="",
        references=[reference] if reference else [],
        lines=lines,
    )


def _line(x: _Row) -> Line:
    try:
        amount = float(x["amount"] or 0.0)
    except ValueError:
        where = f"exchanges: {x['process']} {x['internal_id']}"
        raise DataError(f"{where}: {x['amount']!r} is no number.") from None
    return Line(x["internal_id"] or "", x["flow"] or "", x["direction"] == "Output", amount)


def _flow(f: _Row) -> FlowRecord:
    path = tuple(part.strip() for part in str(f["category"] or "").split("/"))
    name, kind, unit = f["name_en"] or f["uuid"], str(f["type"] or ""), str(f.get("unit") or "")
    return FlowRecord(f["uuid"], str(name), kind, str(f["cas"] or ""), path, unit)
