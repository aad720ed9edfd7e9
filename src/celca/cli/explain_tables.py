"""Tables for `celca explain`: the tree upstream, and the sums by origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from celca.cli.tables import number, table

if TYPE_CHECKING:
    from celca.contribution import Explanation, Node, Origin

__all__ = ["explanation_tables"]

_MOST = 8


def explanation_tables(result: Explanation) -> list[RenderableType]:
    """Return the answer to `celca explain`."""
    head = Text.assemble(
        (result.product, "bold"), f"  {number(result.total_kg_co2e)} kg CO2e per declared unit"
    )
    levers = [Text(f"  {x.sentence()}") for x in result.levers[:_MOST]]
    return [
        head,
        _tree(result.paths, result.total_kg_co2e),
        _origins("Emitted by", result.by_process),
        _origins("Emitted in", result.by_location),
        _origins("Emitted as", result.by_flow),
        Text("What moves it most", style="bold"),
        *levers,
    ]


def _tree(nodes: Sequence[Node], total: float) -> Tree:
    root = Tree(Text("Upstream, the dearest branch first", style="bold"))
    branches: list[Tree] = []
    for node in nodes:
        share = f"{100 * node.kg_co2e / total:.1f} %" if total else ""
        own = f", {number(node.direct)} its own" if node.open else ""
        told = (
            f"{share} {node.process}  {number(node.amount)} {node.unit},"
            f" {number(node.kg_co2e)} kg{own}"
        )
        parent = branches[node.parent] if node.parent >= 0 else root
        branches.append(parent.add(Text(told)))
    return root


def _origins(title: str, origins: Sequence[Origin]) -> RenderableType:
    rows = [(o.name[:60], number(o.kg_co2e), f"{100 * o.share:.1f} %") for o in origins[:_MOST]]
    return table(title, [("", ""), ("kg CO2e", "right"), ("share", "right")], rows)
