"""The process that shapes a part: as the bill says, or guessed from the material and told.

`forming.csv` beside this file names a process for classes of material, and for the materials of
which their class does not tell it; a row without a process says that there is none to guess. What
is bought in its shape (a profile, a casting, a film, a fibre) has none, nor has a material that is
shaped in many ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import cache

from celca.errors import DataError, Finding, Names
from celca.inventory import Inventory
from celca.matching import Matcher
from celca.product.record import Line
from celca.shipped import shipped_rows
from celca.units import same_dimension

__all__ = ["FORMING", "guess_forming", "stated_forming"]

FORMING = ("guess", "stated")
_AS_MIXED = "as mixed"


def stated_forming(process: str, matcher: Matcher, where: str) -> str:
    """Return the manufacturing process that the bill names for a line, '' where it is silent."""
    if not process:
        return ""
    step = matcher.match(process, f"{where}, process", "process").target
    found = matcher.inventory.process_by_id.get(step)
    if found is None or not same_dimension(found.unit, "kg"):
        raise DataError(f"{where}: {process!r} is no manufacturing process, priced per kg.")
    return step


def guess_forming(
    lines: Sequence[Line], inventory: Inventory, formed: Set[str] = frozenset()
) -> tuple[list[Line], list[Finding]]:
    """Return the lines with the usual process of their material where none is stated, and findings.

    A part that its supplier declared a value for is left as it is. A filler goes through what
    its plastic does: the two stand in one row of the bill.

    formed  materials that have a step of their own
    """
    known = {m: p for m, p in _usual_in(inventory).items() if m not in formed}
    plastic = {x.where: known[x.match.target] for x in lines if _shaped(x, known)}
    out, guessed = list(lines), dict[str, list[Line]]()
    for i, line in enumerate(lines):
        process = known.get(line.match.target, "")
        process = plastic.get(line.where, "") if process == _AS_MIXED else process
        if process and not line.forming and line.supplier_value is None:
            out[i] = replace(line, forming=process)
            guessed.setdefault(process, []).append(line)
    return out, [_finding(process, found) for process, found in guessed.items()]


def _shaped(line: Line, known: Mapping[str, str]) -> bool:
    return known.get(line.match.target, _AS_MIXED) != _AS_MIXED


def _finding(process: str, lines: Sequence[Line]) -> Finding:
    rows = list(dict.fromkeys(line.where for line in lines))
    return Finding.of(
        "warning",
        "forming_guessed",
        "No process is stated for {materials}: {process!r} is guessed, without what it cuts away."
        " Name it in the bill, or leave it out with --forming stated.",
        ", ".join(rows[:8]),
        materials=Names(sorted({line.match.target for line in lines})),
        process=process,
    )


def _usual_in(inventory: Inventory) -> dict[str, str]:
    """Return the usual process of each material, where the database has it."""
    usual, classes = _usual(), inventory.classes
    there = {_AS_MIXED, *inventory.process_by_id}
    by_class = {m: usual.get(("class", classes.get(m, "")), "") for m in inventory.materials}
    by_id = {name: process for (kind, name), process in usual.items() if kind == "material"}
    return {m: p for m, p in {**by_class, **by_id}.items() if p in there}


@cache
def _usual() -> dict[tuple[str, str], str]:
    """Return the process by (class or material, its name)."""
    rows = shipped_rows("celca.product", "forming.csv")
    return {(k, row[k]): row["process"] for k in ("class", "material") for row in rows if row[k]}
