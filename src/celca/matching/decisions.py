"""A study's own decisions: which database entry each name on its bill of materials means."""

from __future__ import annotations

from pathlib import Path

from celca.errors import FileFault, UnknownName
from celca.inventory import UNSPECIFIED, Inventory
from celca.inventory.table import rows
from celca.marks import bare

__all__ = ["read_decisions"]


def read_decisions(path: Path, inventory: Inventory) -> dict[str, str]:
    """Read matches.csv: name as written -> id of a material, of a process, or `unspecified`.

    Columns: name, material; any others (a comment, a source) are kept for the reader. A row
    whose material is empty is not decided yet, and decides nothing.
    Raises FileFault or UnknownName with the line.
    """
    known = {UNSPECIFIED, *inventory.materials, *inventory.process_by_id}
    decisions: dict[str, str] = {}
    for row in rows(path, ["name", "material"]):
        target, name = row.text("material"), bare(row.need("name"))
        if not target:
            continue
        if target not in known:
            raise UnknownName("material or process", target, known, row.where)
        if decisions.setdefault(name, target) != target:
            raise FileFault(
                row.where,
                f"{name!r} is {target!r} here, but {decisions[name]!r} above.",
                "Decide each name once.",
            )
    return decisions
