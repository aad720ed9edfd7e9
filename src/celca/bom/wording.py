"""What each row is called, what it is made of, and the assemblies above it."""

from __future__ import annotations

from collections.abc import Sequence

from celca.bom.masses import Amounts
from celca.bom.tree import Tree
from celca.bom.view import View

__all__ = ["wording"]


def wording(
    view: View, tree: Tree, amounts: Amounts, found: tuple[list[str], Sequence[str]]
) -> tuple[list[str], list[str], Sequence[str], list[tuple[str, ...]]]:
    """Return (part, description, material, path) of each row.

    A row that is a share of the part above it lends that part its material, and its name.

    found  what each row is called, and its material
    """
    (parts, materials), names = found, view.texts("description")
    above = _paths(tree)
    paths = [above[a] for a in tree.above]
    if tree.groups:
        paths = [(group,) if group else () for group in tree.groups]
    if "%" in amounts.unit:
        own, parts = parts, list(parts)
        names, materials = list(names), list(materials)
        for i, unit in enumerate(amounts.unit):
            if unit == "%":
                holder = tree.above[i]
                materials[i] = materials[i] or names[i] or own[i]
                parts[i], names[i], paths[i] = own[holder], names[holder], paths[holder]
    return parts, names, materials, paths


def _paths(tree: Tree) -> dict[int, tuple[str, ...]]:
    """Return node -> the names from the top down to it, for nodes that hold something."""
    if tree.shape == "flat":
        return {-1: ()}
    holding = set(tree.above)
    up: dict[int, int] = {}
    for node, above in zip(tree.node, tree.above, strict=True):
        up.setdefault(node, above)
    paths: dict[int, tuple[str, ...]] = {-1: ()}
    for node in tree.order:
        if node in holding:
            paths[node] = (*paths[up.get(node, -1)], tree.names[node])
    return paths
