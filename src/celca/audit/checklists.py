"""The checklists of the standards as code: each row looked at, and what was found.

The rows stand in `checklist.csv` in our own words, with the clause they answer to: ISO 14067:2018,
GHG Protocol Product Standard, PACT 3, Japan's CFP guideline (CFPガイドライン) and the battery
regulation. What a program can see it judges; what only people know it asks for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from celca.audit.evidence import Evidence, Found
from celca.audit.seen_battery import BATTERY
from celca.audit.seen_numbers import NUMBERS
from celca.audit.seen_scope import SCOPE
from celca.errors import FileFault, UnknownName, Value
from celca.shipped import shipped_rows

__all__ = ["PROFILES", "Item", "asked_facts", "checklist", "counts", "read_facts", "to_dict"]

PROFILES = {
    "iso14067": "ISO 14067:2018",
    "ghgp": "GHG Protocol Product Standard",
    "pact": "PACT 3",
    "jp": "Japan CFP guideline (CFPガイドライン)",
    "jp-comparison": "Japan CFP guideline (CFPガイドライン), for comparison (比較)",
    "battery": "Regulation (EU) 2023/1542, batteries",
}

CHECKS = {**SCOPE, **NUMBERS, **BATTERY}


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a checklist.

    severity  of the row where it is not met: error, warning, info
    asks      what the standard wants
    looked    what was looked at
    result    ok, error, warning, info, open (only people know), not applicable
    found     one sentence
    values    what the sentence tells, by name
    """

    id: str
    clause: str
    severity: str
    asks: str
    looked: str
    result: str
    found: str
    values: Mapping[str, Value] = field(default_factory=dict)


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    return shipped_rows("celca.audit", "checklist.csv")


def asked_facts() -> tuple[str, ...]:
    """Return the names of the facts that the checklists ask people for."""
    asked = (row["check"].partition("fact:")[2] for row in _rows())
    return tuple(dict.fromkeys(name for name in asked if name))


def checklist(evidence: Evidence, standard: str = "iso14067") -> tuple[Item, ...]:
    """Return the rows of a standard's checklist, each looked at. Raises UnknownName."""
    if standard not in PROFILES:
        advice = f"Use one of {', '.join(PROFILES)}."
        raise UnknownName("standard", standard, PROFILES, advice=advice)
    return tuple(_items(evidence, standard))


def _profiles(standard: str) -> set[str]:
    """Return the profiles of a standard: a comparison asks for all that a footprint has to meet."""
    return {standard, standard.partition("-")[0]}


def _items(evidence: Evidence, standard: str) -> Iterator[Item]:
    for row in _rows():
        if _profiles(standard) & set(row["profiles"].split()):
            name, _, argument = row["check"].partition(":")
            found: Found = CHECKS[name](evidence, argument)
            result = row["severity"] if found.result == "not met" else found.result
            yield Item(
                row["id"],
                row["clause"],
                row["severity"],
                row["asks"],
                found.looked,
                result,
                found.message,
                found.values,
            )


def counts(items: tuple[Item, ...]) -> dict[str, int]:
    """Return how many rows have each result."""
    out: dict[str, int] = {}
    for item in items:
        out[item.result] = out.get(item.result, 0) + 1
    return out


def to_dict(items: tuple[Item, ...], standard: str) -> dict[str, Any]:
    """Return a checklist as plain data."""
    rows = [asdict(item) for item in items]
    return {"standard": standard, "title": PROFILES[standard], "counts": counts(items),
            "items": rows}  # fmt: skip


def read_facts(path: Path | None) -> dict[str, str]:
    """Read what only people know: a TOML of names and texts. Raises FileFault."""
    if path is None:
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise FileFault(str(path), "cannot be read.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise FileFault(path.name, f"is not well-formed TOML: {fault}.") from fault
    for name, value in values.items():
        if not isinstance(value, str):
            raise FileFault(f"{path.name} {name!r}", "must be text in quotes.")
    return values
