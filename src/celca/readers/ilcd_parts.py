"""Part an ILCD process into one for each of its products, by the fractions that it allocates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from celca.readers.ilcd_records import NATURE, WASTE, DataSet, FlowRecord, Line

__all__ = ["Part", "parts_of", "share_of", "states_own"]


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a process that makes one of its products; `line` is its exchange."""

    column: str
    line: Line


def parts_of(d: DataSet, flows: Mapping[str, FlowRecord]) -> list[Part]:
    """Return a part per product, the reference first; none without a reference with an amount.

    Further products are those that exchanges are allocated to.
    """
    lines = {x.number: x for x in d.lines}
    reference = next(
        (lines[n] for n in d.references if n in lines and lines[n].amount),
        None,
    )
    if reference is None:
        return []
    named = dict.fromkeys(number for x in d.lines for number, share in x.shares.items() if share)
    others = [lines[n] for n in named if n in lines and n != reference.number]
    parts = [Part(d.key, _turned(reference))]
    for x in others:
        kind = flows[x.flow].kind if x.flow in flows else ""
        if x.amount and kind != NATURE and (x.given or kind == WASTE):
            parts.append(Part(f"{d.key}:{x.number}", _turned(x)))
    return parts


def _turned(x: Line) -> Line:
    """Return a product with an amount above 0: less than 0 given off is taken in to be treated."""
    return replace(x, given=not x.given, amount=-x.amount) if x.amount < 0 else x


def states_own(parts: Sequence[Part]) -> bool:
    """Say whether products state a share of their own, which all bear that state none."""
    return any(p.line.number in p.line.shares for p in parts)


def share_of(x: Line, part: Part, parts: Sequence[Part]) -> float:
    """Return the share of an exchange that a part bears [-]."""
    if len(parts) == 1:
        return 1.0
    number = part.line.number
    if x.shares:
        return x.shares.get(number, 0.0)
    return part.line.shares.get(number, 0.0) if states_own(parts) else float(part is parts[0])
