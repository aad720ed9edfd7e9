"""A converted database in one binary file, which loads in a fraction of a second."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from celca.errors import Finding
from celca.inventory.columns import ExchangeTable, is_repeated, repeated, tabulate
from celca.inventory.records import (
    Alias,
    Flow,
    Inventory,
    Process,
    Published,
    Source,
    Variant,
)
from celca.places import write_whole

__all__ = ["STORED", "load_stored", "store"]

STORED = "stored.npz"  # beside the tables of a folder
FORMAT = "celca inventory 2"
_READABLE = ("celca inventory 1", FORMAT)  # the first has no columns cut to one value
_ARRAYS = (
    *("process", "kind", "input", "amount", "distribution"),
    *("scale", "minimum", "maximum", "note"),
)
_TABLES: dict[str, Any] = {
    "processes": Process,
    "flows": Flow,
    "variants": Variant,
    "aliases": Alias,
    "sources": Source,
    "published": Published,
    "findings": Finding,
}
_TEXTS = ("name", "version", "licence", "geography", "description", "hash")


def store(inventory: Inventory, path: Path) -> None:
    """Write an inventory to one file, beside its place and then moved there. Raises OSError."""
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    about: dict[str, Any] = {"format": FORMAT, "notes": table.notes}
    about.update({name: getattr(inventory, name) for name in _TEXTS})
    for name, record in _TABLES.items():
        about[name] = _columns(getattr(inventory, name), record)
    text = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    columns = {name: getattr(table, name) for name in _ARRAYS}
    arrays = {k: column[:1] if is_repeated(column) else column for k, column in columns.items()}
    write_whole(path, lambda file: np.savez(file, about=text, **arrays))


def load_stored(path: Path, folder: Path | None = None) -> Inventory | None:
    """Return a stored inventory, or None where there is none that can be read."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            arrays = {name: file[name] for name in _ARRAYS}
        if about["format"] not in _READABLE:
            return None
        n = len(arrays["amount"])
        arrays = {k: v if len(v) == n else repeated(v[0], n, v.dtype) for k, v in arrays.items()}
        tables: dict[str, Any] = {
            name: tuple(record(*row) for row in zip(*about[name], strict=True))
            for name, record in _TABLES.items()
        }
    except (OSError, ValueError, LookupError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    table = ExchangeTable(
        processes=tuple(p.id for p in tables["processes"]),
        flows=tuple(f.id for f in tables["flows"]),
        notes=tuple((a, b, c) for a, b, c in about["notes"]),
        **arrays,
    )
    texts: dict[str, Any] = {name: about[name] for name in _TEXTS}
    return Inventory(**texts, **tables, exchanges=table, folder=folder)


def _columns(records: Sequence[Any], record: Any) -> list[list[Any]]:  # noqa: ANN401
    return [[getattr(r, f.name) for r in records] for f in fields(record)]
