"""An assembly that is listed twice, its parts only the first time.

Many systems explode an assembly once and refer to it after that. A row that holds nothing,
names no material, and has the part number of an assembly elsewhere is that assembly again.
"""

from __future__ import annotations

from dataclasses import replace

from celca.bom.tree import Tree, sorted_nodes
from celca.bom.view import View
from celca.errors import Finding

__all__ = ["same_assemblies"]


def same_assemblies(view: View, tree: Tree) -> tuple[Tree, list[Finding]]:
    """Return the tree with such rows sharing the node of the assembly, and what was done."""
    if tree.shape in ("flat", "parent") or not view.has("part"):
        return tree, []
    parts, again = view.texts("part"), _again(view, tree)
    if not again:
        return tree, []
    node = [again.get(row, row) for row in tree.node]
    order = sorted_nodes(view, node, tree.above, len(node), dict(enumerate(tree.names)))
    findings = [
        Finding.of(
            "info",
            "assembly_repeated",
            "{part!r} lists no parts here; those below row {row} are used.",
            f"{view.table.where} row {view.numbers[row]}",
            part=parts[row],
            row=view.numbers[other],
        )
        for row, other in again.items()
    ]
    return replace(tree, node=node, order=order, shared=True), findings


def _again(view: View, tree: Tree) -> dict[int, int]:
    """Return row that refers to an assembly -> row of that assembly with its parts."""
    holding, parts = set(tree.above), view.texts("part")
    first: dict[str, int] = {}
    for row in sorted(holding - {-1}):
        first.setdefault(parts[row], row)
    first.pop("", None)
    if sum(map(first.__contains__, parts)) == sum(parts[row] != "" for row in holding - {-1}):
        return {}  # each of them is listed once
    silent = [m for m in ("material", "material_also") if view.has(m)]
    return {
        row: first[part]
        for row, part in enumerate(parts)
        if part in first and row not in holding
        if not any(view.texts(m)[row] for m in silent)
    }
