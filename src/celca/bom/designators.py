"""Reference designators of electronics: `R1 R2 R5-R8` are six resistors."""

from __future__ import annotations

import re

from celca.bom.view import View
from celca.errors import FileFault, Finding

__all__ = ["check_designators", "count_designators", "quantities_by_designator"]

_TOKEN = re.compile(r"([A-Za-z_]+)([0-9]+)[A-Za-z]?(?:\s*(?:-|–|~|\.\.)\s*\1?([0-9]+))?")
_GAP = re.compile(r"[\s,;、，]+")


def count_designators(text: str) -> int | None:
    """Return how many designators a cell lists; None where it holds anything else."""
    count = 0
    left = _GAP.sub(" ", text).strip()
    while left:
        match = _TOKEN.match(left)
        if match is None or left[match.end() : match.end() + 1] not in ("", " "):
            return None
        first, last = int(match[2]), int(match[3] or match[2])
        if not first <= last < first + 10_000:
            return None
        count += last - first + 1
        left = left[match.end() :].lstrip()
    return count


def quantities_by_designator(view: View) -> list[float]:
    """Return the quantity of each row of a list that has designators and no quantities."""
    quantities = []
    for index, text in enumerate(view.texts("reference")):
        count = count_designators(text)
        if not count:
            raise FileFault(
                view.where("reference", index),
                f"{text!r} is no list of designators such as 'R1 R2 R5-R8', and no column gives"
                " a quantity.",
                "Add a column Quantity.",
            )
        quantities.append(float(count))
    return quantities


def check_designators(view: View, quantity: list[float]) -> list[Finding]:
    """Return a finding for each row whose quantity is not the number of its designators."""
    findings: list[Finding] = []
    if not view.has("reference"):
        return findings
    for index, (text, number) in enumerate(zip(view.texts("reference"), quantity, strict=True)):
        count = count_designators(text)
        if count and count != number:
            findings.append(
                Finding.of(
                    "warning",
                    "designators_differ",
                    "The quantity is {quantity:g}, but {count} designators are listed.",
                    view.where("reference", index),
                    quantity=number,
                    count=count,
                )
            )
    return findings
