"""Tables for `celca explain`: the tree upstream, and the sums by origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from celca.cli.tables import findings, number, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.contribution import Explanation, Lever, Origin
    from celca.product import DeclaredUnit
    from celca.report import OriginNames

__all__ = ["explanation_tables"]

_MOST = 8
_BAR = 20  # cells that stand for the whole
_SEEN = 0.0005  # of the total; less would be written as 0.0 %
_WIDE = 50  # cells of a name


def explanation_tables(result: Explanation, tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return the answer to `celca explain`."""
    told = _Told(tongue)
    total = tongue("{kg} kg CO2e per declared unit", kg=number(result.total_kg_co2e))
    levers = [Text(f"  {told.lever(x)}") for x in result.levers[:_MOST]]
    return [
        Text.assemble((result.product, "bold"), f"  {total}: {_per(result.declared_unit)}"),
        told.origins(tongue("By part or step"), "by_part", result.by_part),
        told.tree(result),
        told.origins(tongue("Emitted by"), "by_process", result.by_process),
        told.origins(tongue("Emitted in"), "by_location", result.by_location),
        told.origins(tongue("Emitted as"), "by_flow", result.by_flow),
        Text(tongue("What moves it most"), style="bold"),
        *levers,
        *findings(result.findings, tongue),
    ]


def _per(unit: DeclaredUnit) -> str:
    return f"{unit.amount:g} {unit.unit}" + (f", {unit.description}" if unit.description else "")


@dataclass(frozen=True, slots=True)
class _Told:
    """What an explanation says in one language."""

    tongue: Tongue

    def names(self) -> OriginNames | None:
        """Return what origins are called in another language than English."""
        if self.tongue.says is None:
            return None
        from celca.report import OriginNames

        return OriginNames(self.tongue.says.processes, self.tongue.says.words)

    def lever(self, found: Lever) -> str:
        """Return what a tenth less of a figure would do."""
        names = self.names()
        if names is None:
            return found.sentence()
        from celca.report import lever_sentence

        return lever_sentence(found, names, f"{10 * abs(found.per_percent):.1f}%")

    def tree(self, result: Explanation) -> Tree:
        """Return the paths upstream; the branches of a node, its own and the rest are the node."""
        total, tongue, names = result.total_kg_co2e, self.tongue, self.names()
        root = Tree(Text(tongue("Upstream, the dearest branch first"), style="bold"))
        branches: list[Tree] = []
        for node in result.paths:
            name = node.name or node.process
            name = name if names is None else names.process(node.process, name)
            own = tongue(", {kg} its own", kg=number(node.direct)) if node.direct else ""
            told = (
                f"{_share(node.kg_co2e, total)} {name}  {number(node.amount)} {node.unit},"
                f" {number(node.kg_co2e)} kg{own if node.open else ''}"
            )
            parent = branches[node.parent] if node.parent >= 0 else root
            branches.append(parent.add(Text(told)))
        for node, branch in zip(result.paths, branches, strict=True):
            self._add_rest(branch, node.rest, total)
        self._add_rest(root, result.rest_kg_co2e, total)
        return root

    def _add_rest(self, branch: Tree, rest: float, total: float) -> None:
        if abs(rest) > _SEEN * abs(total):
            tongue = self.tongue
            told = tongue("the rest, not followed")
            branch.add(Text(f"{_share(rest, total)} {told}  {number(rest)} kg"))

    def origins(self, title: str, kind: str, origins: Sequence[Origin]) -> RenderableType:
        """Return the largest origins, a bar of their share, and the others summed."""
        names, tongue = self.names(), self.tongue
        shown, others = origins[:_MOST], origins[_MOST:]
        rows = []
        for o in shown:
            name = o.title or o.name if names is None else names.origin(kind, o)
            rows.append(_origin(name, o.kg_co2e, o.share))
        if others:
            kg, share = fsum(o.kg_co2e for o in others), fsum(o.share for o in others)
            rows.append(_origin(tongue("all others"), kg, share))
        heads = [("", ""), (tongue("kg CO2e"), "right"), (tongue("share"), "right")]
        return table(title, [*heads, ("", "")], rows)


def _share(kg: float, total: float) -> str:
    return f"{100 * kg / total:.1f} %" if total else ""


def _origin(name: str, kg: float, share: float) -> tuple[str, ...]:
    bar = "█" * round(_BAR * min(1.0, abs(share)))
    bar = f"−{bar}" if share < 0 and bar else bar
    return (name[:_WIDE], number(kg), f"{100 * share:.1f} %", bar)
