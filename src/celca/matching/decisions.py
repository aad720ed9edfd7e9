"""A study's own decisions: which database entry each name on its bill of materials means."""

from __future__ import annotations

from pathlib import Path

from celca.errors import FileFault, UnknownName, nearest
from celca.inventory import UNSPECIFIED, Inventory, folded
from celca.inventory.table import rows
from celca.marks import bare
from celca.matching.match import Matcher

__all__ = ["read_decisions"]


def read_decisions(path: Path, inventory: Inventory) -> dict[str, str]:
    """Read matches.csv: name as written -> id of a material, of a process, or `unspecified`.

    Columns: name, material; any others (a comment, a source) are kept for the reader. A row
    whose material is empty is not decided yet, and decides nothing. A material may be written by
    a name that only it has, as databases whose ids say nothing are used.
    Raises FileFault or UnknownName with the line.
    """
    known = {UNSPECIFIED, *inventory.materials, *inventory.process_by_id}
    matcher, decisions = Matcher(inventory, {}), dict[str, str]()
    for row in rows(path, ["name", "material"]):
        target, name = row.text("material"), bare(row.need("name"))
        if not target:
            continue
        if target not in known:
            target = _by_name(target, inventory, matcher, row.where)
        if decisions.setdefault(name, target) != target:
            raise FileFault(
                row.where,
                f"{name!r} is {target!r} here, but {decisions[name]!r} above.",
                "Decide each name once.",
            )
    return decisions


def _by_name(name: str, inventory: Inventory, matcher: Matcher, where: str) -> str:
    """Return the id of what alone has a name. Raises FileFault or UnknownName."""
    found = matcher.find(name)
    if found is not None:
        return found.target
    key = folded(name)
    same = [p for p in inventory.processes if folded(p.name) == key]
    if same:
        ids = "; ".join(f"{p.id} ({p.location or p.unit})" for p in same[:5])
        told = f"{name!r} is the name of {len(same)} processes."
        raise FileFault(where, told, f"Write the id of one: {ids}.")
    known = (*inventory.materials, *inventory.process_by_id)
    near = nearest(name, known) or matcher.nearest(name)
    raise UnknownName("material or process", name, (), where, near=near)
