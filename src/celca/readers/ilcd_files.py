"""The three tables that a database of ILCD data sets was flattened to, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from celca.errors import FileFault

__all__ = ["Row", "rows_of", "tables_of"]

Row = Mapping[str, Any]
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


def rows_of(path: Path, name: str) -> Sequence[Row]:
    """Return the rows of a table, every cell a text or None. Raises FileFault."""
    import polars

    try:
        table = polars.read_csv(path, infer_schema_length=0)
    except (polars.exceptions.PolarsError, OSError) as error:
        raise FileFault(path.name, f"cannot be read: {error}.") from error
    missing = [c for c in _NEEDED[name] if c not in table.columns]
    if missing:
        raise FileFault(path.name, f"has no column {', '.join(missing)}.")
    return table.to_dicts()
