"""Write a database as a folder in the native format, so that it reads back the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from celca.errors import FileFault
from celca.inventory.folder import content_hash
from celca.inventory.records import (
    Alias,
    Exchange,
    Flow,
    Inventory,
    Process,
    Published,
    Source,
    Variant,
)
from celca.inventory.side_tables import columns_of
from celca.inventory.store import STORED, store

__all__ = ["write_inventory"]

_LEFT_OUT = "findings.csv"


def write_inventory(inventory: Inventory, folder: Path) -> Inventory:
    """Write a database to a folder that does not exist or is empty, and return it as it is there.

    Beside the tables stands `stored.npz`, the same for quick loading; what the reader of a
    foreign format had to say is kept in it and in findings.csv. Raises FileFault.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileFault(str(folder), "is there already.", "Name a folder that is not.")
    folder.mkdir(parents=True, exist_ok=True)
    _write_about(inventory, folder / "database.toml")
    heads = columns_of(Process, "output")
    _write(folder / "processes.csv", heads, (_cells(p, heads) for p in inventory.processes))
    heads = columns_of(Flow)
    _write(folder / "flows.csv", heads, (_cells(f, heads) for f in inventory.flows))
    heads = columns_of(Exchange, "line")
    heads.insert(heads.index("amount") + 1, "unit")
    _write(folder / "exchanges.csv", heads, _exchanges(inventory))
    if inventory.variants:
        _write_materials(inventory.variants, folder / "materials.csv")
    tables: dict[str, tuple[type, Sequence[Any]]] = {
        "aliases.csv": (Alias, inventory.aliases),
        "sources.csv": (Source, inventory.sources),
        "published.csv": (Published, inventory.published),
    }
    for name, (record, records) in tables.items():
        if records:
            heads = columns_of(record, "assumed")
            _write(folder / name, heads, (_cells(r, heads) for r in records))
    if assumed := [[a.alias, a.assumed] for a in inventory.aliases if a.assumed]:
        _write(folder / "assumed.csv", ["alias", "reason"], assumed)
    if inventory.findings:
        heads = ["severity", "code", "message", "where"]
        _write(folder / _LEFT_OUT, heads, (_cells(f, heads) for f in inventory.findings))
    written = replace(inventory, hash=content_hash(folder), folder=folder)
    store(written, folder / STORED)
    return written


def _write_about(inventory: Inventory, path: Path) -> None:
    about = ("name", "version", "licence", "geography", "description")
    lines = [f"{k} = {json.dumps(getattr(inventory, k), ensure_ascii=False)}\n" for k in about]
    path.write_text("".join(lines), encoding="utf-8")


def _write_materials(variants: Sequence[Variant], path: Path) -> None:
    """Write materials.csv, with a column `class` where any material has one."""
    heads = columns_of(Variant, "material_class")
    fields = list(heads)
    if any(v.material_class for v in variants):
        heads.insert(heads.index("variant"), "class")
        fields.insert(fields.index("variant"), "material_class")
    _write(path, heads, (_cells(v, fields) for v in variants))


def _exchanges(inventory: Inventory) -> Iterable[list[Any]]:
    units = {p.id: p.unit for p in inventory.processes}
    flows = {f.id: f.unit for f in inventory.flows}
    for p in inventory.processes:
        if p.output != 1:
            yield [p.id, "output", "", repr(p.output), p.unit, *[""] * 5, p.source, ""]
    for x in inventory.exchanges:
        unit = units[x.input] if x.kind in ("input", "avoided") else flows[x.input]
        spread = [_text(v) for v in (x.scale, x.minimum, x.maximum)]
        yield [x.process, x.kind, x.input, repr(x.amount), unit, x.distribution, *spread] + [
            _text(v) for v in (x.pedigree, x.source, x.comment)
        ]


def _cells(record: object, heads: Sequence[str]) -> list[str]:
    return [_text(getattr(record, name)) for name in heads]


def _text(value: object) -> str:
    if value is None:
        return ""
    text = repr(value) if isinstance(value, float) else str(value)
    return " ".join(text.split()) if "\n" in text or "\r" in text else text.strip()


def _write(path: Path, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(lines)
