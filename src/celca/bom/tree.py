"""Which row stands below which: by level, by parent, by dotted number, by indentation.

Every shape ends as the same thing, a graph of nodes. Where the file is a tree, each row
is a node of its own; where it is a list of parent and child, rows that name one part share
its node, so an assembly used in many places is written, and computed, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from celca.bom.nesting import by_depth, by_index, by_level, indents, is_dotted
from celca.bom.view import View
from celca.bom.words import fold, fold_all
from celca.errors import FileFault, UnknownName

__all__ = ["Tree", "build_tree", "sorted_nodes"]


@dataclass(frozen=True, slots=True)
class Tree:
    """How the rows hang together.

    shape  flat, level, parent, index or indent
    node   node of each row
    above  node of the assembly that each row is in; -1 at the top
    names  of the nodes
    order  the nodes, each after all that contain it
    groups one group name per row where the file sorts its rows into groups; else empty
    shared whether several rows may be one node
    """

    shape: str
    node: list[int]
    above: list[int]
    names: list[str]
    order: list[int]
    groups: list[str]
    shared: bool = False


def build_tree(view: View, names: Sequence[str]) -> Tree:
    """Return the tree of a parts list; `names` are what the rows are called in paths."""
    if view.has("level"):
        levels = view.texts("level")
        if is_dotted(levels):
            return _of_rows("index", by_index(view, "level", levels), names)
        return _of_rows("level", by_level(view, levels), names)
    if view.has("parent"):
        return _by_parent(view, names)
    if view.has("leaf") and view.texts("leaf")[0] == "0":  # the first row is the product
        return _of_rows("level", [-1] + [0] * (len(names) - 1), names)
    positions = view.texts("position")
    if is_dotted(positions):
        return _of_rows("index", by_index(view, "position", positions), names)
    depths = indents(view)
    if depths:
        return _of_rows("indent", by_depth(depths), names)
    return _of_rows("flat", [-1] * len(names), names)


def _of_rows(shape: str, above: list[int], names: Sequence[str]) -> Tree:
    rows = list(range(len(names)))
    return Tree(shape, rows, above, list(names), rows, [])


def _by_parent(view: View, names: Sequence[str]) -> Tree:
    """Return the graph of a list of parent and child."""
    parents = view.texts("parent")
    parts = view.texts("part") if view.has("part") else list(names)
    node_of: dict[str, int] = {}
    node = [node_of.setdefault(key, len(node_of)) for key in fold_all(parts)]
    labels = dict(zip(node, names, strict=True))
    folded = {p: fold(p) for p in set(parents)}
    unknown = {p for p, key in folded.items() if p and key not in node_of}
    missing = {folded[p]: i for i, p in enumerate(parents) if p in unknown}
    used = any(p and p not in unknown for p in folded)
    if not used and view.table.columns["parent"].rank > 1:
        flat = _of_rows("flat", [-1] * len(names), names)
        return Tree("flat", flat.node, flat.above, flat.names, flat.order, parents)
    if len(missing) > 1 or (missing and used and any(not p for p in parents)):
        raise _orphan(view, parents, parts, missing)
    for key, index in missing.items():
        node_of[key] = len(node_of)
        labels[node_of[key]] = parents[index]
    above = [node_of[folded[p]] if p else -1 for p in parents]
    order = sorted_nodes(view, node, above, len(node_of), labels)
    return Tree("parent", node, above, [labels[n] for n in range(len(node_of))], order, [], True)


def _orphan(
    view: View, parents: Sequence[str], parts: Sequence[str], missing: dict[str, int]
) -> UnknownName | FileFault:
    index = min(missing.values())
    blank = any(not p for p in parents)
    if not blank and len(missing) == len(set(map(fold, parents))):
        names = ", ".join(repr(parents[i]) for i in list(missing.values())[:5])
        return FileFault(
            view.table.where,
            f"the file holds {len(missing)} products: {names}.",
            f"Name one: --column product={parents[index]!r}.",
        )
    if len(missing) > 1:  # the commonest unknown parent is the product; the rest are orphans
        count = dict.fromkeys(missing, 0)
        for parent in parents:
            if fold(parent) in count:
                count[fold(parent)] += 1
        index = missing[min(count, key=lambda key: (count[key], missing[key]))]
    return UnknownName(
        "part",
        parents[index],
        set(parts) | {p for p in parents if fold(p) in missing and p != parents[index]},
        view.where("parent", index),
        "It is named as the parent of this row; add its row, or correct the name"
        + (", or name the product: --column product=NAME." if len(missing) > 1 else "."),
    )


def sorted_nodes(
    view: View, node: Sequence[int], above: Sequence[int], count: int, labels: dict[int, str]
) -> list[int]:
    """Return the nodes, each after all that contain it; refuse a part that contains itself."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    waiting = [0] * count
    for child, parent in zip(node, above, strict=True):
        if parent >= 0:
            below[parent].append(child)
            waiting[child] += 1
    order = [n for n in range(count) if not waiting[n]]
    for done in order:  # grows while it is walked
        for child in below.get(done, ()):
            waiting[child] -= 1
            if not waiting[child]:
                order.append(child)
    if len(order) < count:
        raise _cycle(view, node, above, labels, {n for n in range(count) if waiting[n]})
    return order


def _cycle(
    view: View,
    node: Sequence[int],
    above: Sequence[int],
    labels: dict[int, str],
    stuck: set[int],
) -> FileFault:
    """Return the fault that prints a circle as a path."""
    up = {c: (p, i) for i, (c, p) in enumerate(zip(node, above, strict=True)) if {c, p} <= stuck}
    walk = [next(iter(stuck))]
    while walk[-1] not in walk[:-1]:
        walk.append(up[walk[-1]][0])
    circle = walk[walk.index(walk[-1]) :][::-1]
    row = up[circle[1]][1]
    path = " > ".join(labels[n] for n in circle)
    return FileFault(
        view.where("parent", row),
        f"the part {labels[circle[0]]!r} contains itself: {path}.",
        "Correct one of these parents.",
    )
