"""Brightway's own impact methods: factors by flow, as rows of C."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from celca.errors import DataError, FileFault, UnitError, UnknownName
from celca.inventory import Inventory
from celca.methods import Characterisation, Method, category_of, method_names
from celca.readers.brightway_files import Project, open_project, plain_pickle
from celca.readers.draft import some

__all__ = ["SEPARATOR", "read_brightway_method"]

SEPARATOR = "|"


def read_brightway_method(project: str, name: str, inventory: Inventory) -> Method:
    """Return an impact method of a Brightway project, for the flows of an inventory.

    name  the parts of its name, joined by '|', or any of them that only one method has

    Raises UnknownName, and UnitError for a method that does not count kg CO2e.
    """
    opened = open_project(project)
    parts = _find(opened, name)
    about = opened.methods[parts]
    unit = str(about.get("unit") or "")
    if unit and "co2" not in unit.casefold():
        raise UnitError(
            f"The method {' | '.join(parts)!r} counts {unit!r}, but a carbon footprint needs"
            " kg CO2e."
        )
    factors, regional = _factors(opened, parts, about)
    by_flow = _by_flow(factors, inventory, f"Brightway project {project}, {' | '.join(parts)}")
    if not by_flow:
        raise DataError(
            f"The method {' | '.join(parts)!r} has {len(factors)} factors for the whole world, none"
            f" of them for a flow of the database {inventory.name!r}: everything would count 0."
            " Name one that was written for these flows, or one of celca's own."
        )
    text = "\n".join(f"{k} {v!r}" for k, v in sorted(factors.items()))
    key = hashlib.sha256(f"{parts}\n{text}".encode()).hexdigest()
    title = " | ".join(parts) + _remarks(unit, regional)
    identity = f"bw:{project}/{SEPARATOR.join(parts)}"
    return Method(identity, title, "", f"{title}, as in Brightway", {}, key, by_flow)


def _remarks(unit: str, regional: int) -> str:
    """Return what a reader of the method's name should know beside it."""
    silent = "" if unit else " (no unit stated: taken as kg CO2e)"
    return silent + (f" ({regional} factors of single regions left aside)" if regional else "")


def _find(project: Project, name: str) -> tuple[str, ...]:
    wanted = tuple(p.strip() for p in name.split(SEPARATOR))
    if wanted in project.methods:
        return wanted
    words = [w.casefold() for w in wanted]
    found = [
        parts
        for parts in project.methods
        if all(any(w in part.casefold() for part in parts) for w in words)
    ]
    names = [SEPARATOR.join(parts) for parts in project.methods]
    if len(found) > 1:
        listed = "; ".join(SEPARATOR.join(f) for f in found[:5])
        raise DataError(f"{len(found)} methods of {project.name!r} answer to {name!r}: {listed}.")
    if not found:
        advice = f"It holds {some(names) or 'none'}; celca's own: {', '.join(method_names())}."
        raise UnknownName("method", name, names, f"Brightway project {project.name!r}", advice)
    return found[0]


def _factors(
    project: Project, parts: tuple[str, ...], about: Mapping[str, Any]
) -> tuple[dict[tuple[str, str], float], int]:
    """Return the factors for the whole world by (database, code) [kg CO2e/unit].

    Beside them, the number of those for single regions, which are left aside.
    """
    path = project.folder / "intermediate" / f"{about.get('abbreviation')}.pickle"
    if not path.is_file():
        raise FileFault(str(path), f"is missing: the factors of {' | '.join(parts)}.")
    keys: Mapping[int, tuple[str, str]] = {}
    out: dict[tuple[str, str], float] = {}
    regional = 0
    for row in plain_pickle(path.read_bytes()):
        key, amount = row[0], row[1]
        place = row[2] if len(row) > 2 else "GLO"
        if place not in ("GLO", None) and not isinstance(place, dict):
            regional += 1
            continue
        if isinstance(key, int):
            keys = keys or project.mapping()
            key = keys.get(key, ("", str(key)))
        value = amount["amount"] if isinstance(amount, dict) else amount
        place_in = (str(key[0]), str(key[1]))
        out[place_in] = out.get(place_in, 0.0) + float(value)
    return out, regional


def _by_flow(
    factors: Mapping[tuple[str, str], float], inventory: Inventory, source: str
) -> dict[str, Characterisation]:
    flows = {f.id: f for f in inventory.flows}
    out = {}
    for (database, code), factor in factors.items():
        flow = flows.get(f"{database}:{code}") or flows.get(code.strip())
        if flow is not None:
            # Brightway counts what is taken as positive, B as negative
            sign = -1.0 if flow.compartment.startswith("resource") else 1.0
            category = category_of(flow.origin, flow.compartment)
            out[flow.id] = Characterisation(category, sign * factor, source)
    return out
