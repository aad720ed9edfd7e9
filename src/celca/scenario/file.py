"""Read a scenario file: named changes of the shares of recycled and bio-based material.

[scenarios."half recycled"]
recycled = { aluminium = 0.5, pp = 0.5 }
"""

from __future__ import annotations

from pathlib import Path

from celca.errors import FileFault
from celca.product import Change
from celca.product.toml import Table, read_toml

__all__ = ["read_scenarios"]


def read_scenarios(path: Path) -> tuple[Change, ...]:
    """Return the changes that a scenario file names, in its order. Raises FileFault."""
    top = read_toml(path, ("scenarios",)).open_table("scenarios")
    if not top.values:
        raise FileFault(path.name, "names no scenario.", "Write [scenarios.NAME] tables.")
    changes = []
    for name in top.values:
        table = top.table(name, ("recycled", "bio_based"))
        changes.append(Change(name, _shares(table, "recycled"), _shares(table, "bio_based")))
    return tuple(changes)


def _shares(table: Table, kind: str) -> dict[str, float]:
    shares = table.open_table(kind)
    return {material: shares.share(material) or 0.0 for material in shares.values}
