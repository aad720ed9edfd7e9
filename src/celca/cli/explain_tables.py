"""Tables for `celca explain`: the tree upstream, and the sums by origin."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from celca.cli.tables import number, table

if TYPE_CHECKING:
    from celca.contribution import Explanation, Origin

__all__ = ["explanation_tables"]

_MOST = 8
_BAR = 20  # cells that stand for the whole
_SEEN = 0.0005  # of the total; less would be written as 0.0 %


def explanation_tables(result: Explanation) -> list[RenderableType]:
    """Return the answer to `celca explain`."""
    head = Text.assemble(
        (result.product, "bold"), f"  {number(result.total_kg_co2e)} kg CO2e per declared unit"
    )
    levers = [Text(f"  {x.sentence()}") for x in result.levers[:_MOST]]
    return [
        head,
        _origins("By part or step", result.by_part),
        _tree(result),
        _origins("Emitted by", result.by_process),
        _origins("Emitted in", result.by_location),
        _origins("Emitted as", result.by_flow),
        Text("What moves it most", style="bold"),
        *levers,
    ]


def _tree(result: Explanation) -> Tree:
    """Return the paths upstream; the branches of a node, its own and the rest are the node."""
    total = result.total_kg_co2e
    root = Tree(Text("Upstream, the dearest branch first", style="bold"))
    branches: list[Tree] = []
    for node in result.paths:
        own = f", {number(node.direct)} its own" if node.direct and node.open else ""
        told = (
            f"{_share(node.kg_co2e, total)} {node.name or node.process}  {number(node.amount)}"
            f" {node.unit}, {number(node.kg_co2e)} kg{own}"
        )
        parent = branches[node.parent] if node.parent >= 0 else root
        branches.append(parent.add(Text(told)))
    for node, branch in zip(result.paths, branches, strict=True):
        _add_rest(branch, node.rest, total)
    _add_rest(root, result.rest_kg_co2e, total)
    return root


def _add_rest(branch: Tree, rest: float, total: float) -> None:
    if abs(rest) > _SEEN * abs(total):
        branch.add(Text(f"{_share(rest, total)} the rest, not followed  {number(rest)} kg"))


def _share(kg: float, total: float) -> str:
    return f"{100 * kg / total:.1f} %" if total else ""


def _origins(title: str, origins: Sequence[Origin]) -> RenderableType:
    """Return the largest origins, a bar of their share, and the others summed."""
    shown, others = origins[:_MOST], origins[_MOST:]
    rows = [_origin(o.title or o.name, o.kg_co2e, o.share) for o in shown]
    if others:
        kg, share = fsum(o.kg_co2e for o in others), fsum(o.share for o in others)
        rows.append(_origin("all others", kg, share))
    heads = [("", ""), ("kg CO2e", "right"), ("share", "right"), ("", "")]
    return table(title, heads, rows)


def _origin(name: str, kg: float, share: float) -> tuple[str, ...]:
    bar = "█" * round(_BAR * min(1.0, abs(share)))
    return (name[:50], number(kg), f"{100 * share:.1f} %", f"−{bar}" if share < 0 and bar else bar)
