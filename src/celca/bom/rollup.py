"""From amounts in one assembly to amounts in one product, each mass counted once.

The mass of an assembly and the masses of its parts say the same thing twice. The parts
win; the assembly's own mass closes a single gap among them, or stands for all of them
where none has a mass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from celca.bom.tree import Tree

__all__ = ["Rolled", "Rows", "roll_up"]

_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Rows:
    """What rolling up needs to know, one entry per row.

    quantity  in one assembly [piece, or the row's own unit]
    mass      of that quantity [kg]; None where unknown
    valued    whether its supplier declared a footprint for it
    loss      per kg kept [kg/kg], None where silent; empty where no row says
    """

    quantity: Sequence[float]
    mass: Sequence[float | None]
    valued: Sequence[bool]
    loss: Sequence[float | None] = ()


@dataclass(slots=True)
class Rolled:
    """The answer.

    times    how often the assembly that holds a row is in one product, per row
    made     how often that assembly is made for one product, losses of assemblies included
    mass     of each row in one assembly [kg], gaps closed; None where unknown
    leaf     whether a row is a line of its own
    inside   row -> row of the closed assembly that stands for it
    filled   rows whose mass is what their assembly's mass leaves over
    differ   (row of an assembly, its own mass, that of its parts) more than 1 % apart [kg]
    partly   (row of an assembly, its own mass, known mass of its parts, parts without one)
    """

    times: list[float]
    made: list[float]
    mass: list[float | None]
    leaf: list[bool]
    inside: dict[int, int] = field(default_factory=dict)
    filled: list[int] = field(default_factory=list)
    differ: list[tuple[int, float, float]] = field(default_factory=list)
    partly: list[tuple[int, float, float, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Sum:
    """What one assembly holds, per piece of it: known mass [kg], and the rows without one."""

    known: float = 0.0
    open: int = 0
    open_row: int = -1
    open_times: float = 0.0


def roll_up(tree: Tree, rows: Rows) -> Rolled:
    """Return how often each row is in one product, and its mass there, each mass once."""
    count = len(rows.quantity)
    rolled = Rolled([1.0] * count, [1.0] * count, list(rows.mass), [True] * count)
    if tree.shape == "flat":
        return rolled
    below = _group(tree.above)
    below.pop(-1, None)
    uses = _group(tree.node) if tree.shared else {}
    closed = _masses(tree, rows, below, uses, rolled)
    rolled.leaf = [n not in below or n in closed for n in tree.node]
    rolled.times, rolled.inside = _count(tree, rows.quantity, uses, closed)
    rolled.made = rolled.times
    if rows.loss:
        made = [q * (1 + (x or 0)) for q, x in zip(rows.quantity, rows.loss, strict=True)]
        rolled.made, _ = _count(tree, made, uses, closed)
    return rolled


def _group(keys: Sequence[int]) -> dict[int, list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key].append(index)
    return dict(groups)


def _count(
    tree: Tree,
    quantity: Sequence[float],
    uses: dict[int, list[int]],
    closed: dict[int, int],
) -> tuple[list[float], dict[int, int]]:
    """Return (how often the assembly of each row is there, row -> closed assembly around it).

    Counted from the top down; nothing below an assembly that stands for its parts.
    """
    count = [0.0] * len(tree.names) + [1.0]  # the last, at -1, is the product
    holder: dict[int, int] = dict(closed)
    for node in tree.order:
        own: Sequence[int] = uses.get(node, ()) if tree.shared else (node,)
        held = bool(own) and bool(holder)
        for i in own:
            above = tree.above[i]
            if above not in holder:
                count[node] += quantity[i] * count[above]
                held = False
        if held and node not in closed:
            holder[node] = holder[tree.above[own[0]]]
        if not own:
            count[node] = 1.0  # the product, named but without a row
    inside = {i: holder[a] for i, a in enumerate(tree.above) if a in holder} if holder else {}
    return [count[above] for above in tree.above], inside


def _masses(
    tree: Tree,
    rows: Rows,
    below: dict[int, list[int]],
    uses: dict[int, list[int]],
    rolled: Rolled,
) -> dict[int, int]:
    """Sum masses from the leaves up; return node -> its row, for assemblies that stand alone."""
    closed: dict[int, int] = {}
    sums: dict[int, _Sum] = {}
    for node in reversed(tree.order):
        if node not in below:
            continue
        total = _Sum()
        for index in below[node]:
            inner = sums.get(tree.node[index])
            _add(total, index, rows.quantity[index], rolled.mass[index], inner)
        own_rows = uses.get(node, []) if tree.shared else [node]
        own, row, valued = _each(rows, own_rows)
        if valued or (own and not total.known and total.open > 1):
            closed[node] = row
            for index in own_rows:
                rolled.mass[index] = rows.quantity[index] * (own or total.known) or None
            continue
        if own is not None:
            _reconcile(total, own, row, rolled)
        sums[node] = total
    return closed


def _add(total: _Sum, index: int, quantity: float, mass: float | None, inner: _Sum | None) -> None:
    """Add one row to the sum of its assembly."""
    if inner is not None:
        total.known += quantity * inner.known
        if inner.open:
            total.open += inner.open
            total.open_row, total.open_times = inner.open_row, quantity * inner.open_times
    elif mass is not None:
        total.known += mass
    else:
        total.open += 1
        total.open_row, total.open_times = index, 1.0


def _each(rows: Rows, own: Sequence[int]) -> tuple[float | None, int, bool]:
    """Return (mass of one piece of an assembly [kg], its row, whether a supplier valued it)."""
    for index in own:
        quantity, mass = rows.quantity[index], rows.mass[index]
        if mass is not None and quantity:
            return mass / quantity, index, rows.valued[index]
    return None, (own[0] if own else -1), any(rows.valued[i] for i in own)


def _reconcile(total: _Sum, own: float, row: int, rolled: Rolled) -> None:
    """Set the own mass of an assembly against that of its parts; close a single gap."""
    left = own - total.known
    if total.open == 1 and left > 0 and total.open_times > 0:
        rolled.mass[total.open_row] = left / total.open_times
        rolled.filled.append(total.open_row)
        total.known, total.open = own, 0
    elif total.open:
        rolled.partly.append((row, own, total.known, total.open))
    elif abs(left) > _TOLERANCE * max(own, total.known):
        rolled.differ.append((row, own, total.known))
