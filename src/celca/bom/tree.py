"""Which row stands below which: by level, by parent, by dotted number, by indentation.

Every shape ends as the same thing, a graph of nodes. Where the file is a tree, each row
is a node of its own; where it is a list of parent and child, rows that name one part share
its node, so an assembly used in many places is written, and computed, once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from celca.bom.view import View
from celca.bom.words import fold
from celca.errors import FileFault, UnknownName

__all__ = ["Tree", "build_tree"]

_LEVEL = re.compile(r"[\s.+\-*>|_]*(?:level|lv|l)?[\s.:]*([0-9]{1,4})(?:\.0+)?")
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+)+\.?")
_INDEX = re.compile(r"[0-9]+(?:\.[0-9]+)*\.?")
_STEM = re.compile(r"^[\s\u3000]*(?:[│├└─|+`\-.·>]{1,}[\s\u3000]*)*")


@dataclass(frozen=True, slots=True)
class Tree:
    """How the rows hang together.

    shape  flat, level, parent, index or indent
    node   node of each row
    above  node of the assembly that each row is in; -1 at the top
    names  of the nodes
    order  the nodes, each after all that contain it
    groups one group name per row where the file sorts its rows into groups; else empty
    """

    shape: str
    node: list[int]
    above: list[int]
    names: list[str]
    order: list[int]
    groups: list[str]


def build_tree(view: View, names: Sequence[str]) -> Tree:
    """Return the tree of a parts list; `names` are what the rows are called in paths."""
    if view.has("level"):
        levels = view.texts("level")
        if any(_DOTTED.fullmatch(t) and not t.endswith(".0") for t in set(levels)):
            return _of_rows("index", _by_index(view, "level", levels), names)
        return _of_rows("level", _by_level(view, levels), names)
    if view.has("parent"):
        return _by_parent(view, names)
    if view.has("leaf") and view.texts("leaf")[0] == "0":  # the first row is the product
        return _of_rows("level", [-1] + [0] * (len(names) - 1), names)
    positions = view.texts("position")
    filled = [t for t in positions if t]
    if any(map(_DOTTED.fullmatch, filled)) and all(map(_INDEX.fullmatch, filled)):
        return _of_rows("index", _by_index(view, "position", positions), names)
    depths = _depths(view)
    if depths:
        return _of_rows("indent", _by_depth(depths), names)
    return _of_rows("flat", [-1] * len(names), names)


def _of_rows(shape: str, above: list[int], names: Sequence[str]) -> Tree:
    rows = list(range(len(names)))
    return Tree(shape, rows, above, list(names), rows, [])


def _by_level(view: View, levels: Sequence[str]) -> list[int]:
    """Return the row above each row, given levels such as 1, 2, 2, 3."""
    above: list[int] = []
    open_rows: list[int] = []  # the last row of each level, from the top level down
    top = 0
    known: dict[str, int | None] = {}
    for index, text in enumerate(levels):
        if text not in known:
            match = _LEVEL.fullmatch(fold(text))
            known[text] = int(match[1]) if match else None
        level = known[text]
        if level is None:
            raise FileFault(
                view.where("level", index),
                f"{text!r} is not a level." if text else "the level is empty.",
                "Write a whole number, 1 for the top and one more for each step down.",
            )
        if index == 0:
            top = level
        depth = level - top
        if depth < 0 or depth > len(open_rows):
            raise _level_jump(view, index, level, top + len(open_rows) - 1)
        del open_rows[depth:]
        above.append(open_rows[-1] if open_rows else -1)
        open_rows.append(index)
    return above


def _level_jump(view: View, index: int, level: int, before: int) -> FileFault:
    if level <= before:
        problem = f"level {level} is above the level that the list begins with."
    else:
        problem = (
            f"level {level} follows level {before}; level {before + 1} between them is missing."
        )
    return FileFault(
        view.where("level", index), problem, "Each row may be one level deeper than the one before."
    )


def _by_index(view: View, meaning: str, texts: Sequence[str]) -> list[int]:
    """Return the row above each row, given numbers such as 1, 1.1, 1.1.1."""
    place: dict[str, int] = {}
    keys: list[str] = []
    plain = {t.rstrip(".") for t in texts}
    for index, text in enumerate(texts):
        key = text.rstrip(".")
        if key.endswith(".0") and key[:-2] not in plain:
            key = key[:-2]
        if not key or key in place:
            raise FileFault(
                view.where(meaning, index),
                f"the number {text!r} is used twice; it is also in row {view.numbers[place[key]]}."
                if key
                else "the number is empty.",
                "Give each row its own number; in a spreadsheet, format the column as text, or"
                " 1.10 becomes 1.1.",
            )
        place[key] = index
        keys.append(key)
    top = min((k.count(".") for k in keys), default=0)
    above = []
    for index, key in enumerate(keys):
        parent = key.rpartition(".")[0]
        if key.count(".") == top:
            above.append(-1)
        elif parent in place:
            above.append(place[parent])
        else:
            raise FileFault(
                view.where(meaning, index),
                f"{key} stands below {parent}, and no row has the number {parent}.",
                f"Add the row {parent}, or correct the number.",
            )
    return _parents_first(view, meaning, above, keys)


def _parents_first(view: View, meaning: str, above: list[int], keys: Sequence[str]) -> list[int]:
    for index, parent in enumerate(above):
        if parent > index:
            raise FileFault(
                view.where(meaning, index),
                f"{keys[index]} comes before {keys[parent]}, the row that it belongs to.",
                "Sort the rows by number.",
            )
    return above


def _depths(view: View) -> list[int]:
    """Return how far the names are indented, [] where they are not."""
    best: list[int] = []
    for meaning in ("part", "description"):
        column = view.table.columns.get(meaning)
        if column is None:
            continue
        texts = [row[column.index] for row in view.rows]
        widths = [_indent(t) if isinstance(t, str) else 0 for t in texts]
        if not best and widths and min(widths) == widths[0] and max(widths) - widths[0] >= 2:
            best = widths
            _no_gaps(view, meaning, texts)
    return best


def _no_gaps(view: View, meaning: str, texts: Sequence[object]) -> None:
    for index, text in enumerate(texts):
        if not str(text).strip():
            raise FileFault(
                view.where(meaning, index),
                "the name is empty, and the list shows by indented names what belongs to what.",
                "Write the name with its indentation.",
            )


def _indent(text: str) -> int:
    """Return the width of the white space and tree lines that a name begins with."""
    if not text[:1].isspace() and text[:1] not in "│├└─":
        return 0
    stem = _STEM.match(text)
    return sum(2 if c in "\u3000\t" else 1 for c in (stem[0] if stem else ""))


def _by_depth(depths: Sequence[int]) -> list[int]:
    """Return the row above each row: the last one that is indented less."""
    above: list[int] = []
    open_rows: list[int] = []
    for index, depth in enumerate(depths):
        while open_rows and depths[open_rows[-1]] >= depth:
            open_rows.pop()
        above.append(open_rows[-1] if open_rows else -1)
        open_rows.append(index)
    return above


def _by_parent(view: View, names: Sequence[str]) -> Tree:
    """Return the graph of a list of parent and child."""
    parents = view.texts("parent")
    parts = view.texts("part") if view.has("part") else list(names)
    node_of: dict[str, int] = {}
    node = [node_of.setdefault(fold(part), len(node_of)) for part in parts]
    labels = dict(zip(node, names, strict=True))
    missing = {fold(p): i for i, p in enumerate(parents) if p and fold(p) not in node_of}
    used = any(p and fold(p) in node_of for p in parents)
    if not used and view.table.columns["parent"].rank > 1:
        flat = _of_rows("flat", [-1] * len(names), names)
        return Tree("flat", flat.node, flat.above, flat.names, flat.order, parents)
    if len(missing) > 1 or (missing and used and any(not p for p in parents)):
        raise _orphan(view, parents, parts, missing)
    for key, index in missing.items():
        node_of[key] = len(node_of)
        labels[node_of[key]] = parents[index]
    above = [node_of[fold(p)] if p else -1 for p in parents]
    order = _sorted(view, node, above, len(node_of), labels)
    return Tree("parent", node, above, [labels[n] for n in range(len(node_of))], order, [])


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
        "It is named as the parent of this row; add its row, or correct the name.",
    )


def _sorted(
    view: View, node: Sequence[int], above: Sequence[int], count: int, labels: dict[int, str]
) -> list[int]:
    """Return the nodes, each after all that contain it; refuse a part that contains itself."""
    below: dict[int, list[int]] = {}
    waiting = [0] * count
    for child, parent in zip(node, above, strict=True):
        if parent >= 0:
            below.setdefault(parent, []).append(child)
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
