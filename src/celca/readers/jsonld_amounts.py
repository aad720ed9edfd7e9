"""Amounts in openLCA's JSON-LD: by formula and parameter, with their uncertainty and pedigree."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celca.errors import DataError, Finding
from celca.readers.draft import FIXED, Spread, findings_where, some
from celca.readers.formulas import evaluate, evaluate_all
from celca.readers.jsonld_files import Entity, Package, first, said

__all__ = ["Notes", "amount_of", "findings", "parameters", "pedigree_of", "spread_of"]

_PEDIGREE = re.compile(r"\(([1-5];){4}[1-5]\)")


@dataclass
class Notes:
    """What was found while reading, to be said once."""

    formulas: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    unallocated: list[str] = field(default_factory=list)


def parameters(package: Package, process: Entity) -> tuple[dict[str, float], dict[str, str]]:
    """Return the values of a process's parameters over the global ones, and what has none."""
    values: dict[str, float] = {}
    formulas: dict[str, str] = {}
    own = process.get("parameters") or []
    for p in [*package.entities["parameters"].values(), *own]:
        name = str(p.get("name") or "").casefold()
        formula = p.get("formula")
        formulas.pop(name, None)
        if formula and not said(p, "isInputParameter", "inputParameter"):
            values.pop(name, None)
            formulas[name] = str(formula)
        elif p.get("value") is not None:
            values[name] = float(p["value"])
    return evaluate_all(formulas, values)


def amount_of(
    x: Entity, names: Mapping[str, float], why: Mapping[str, str], place: tuple[Notes, str]
) -> float:
    """Return the amount of an exchange, by its formula where it has one.

    names, why  from `parameters`
    place       where to note what is wrong, and the name of the process
    """
    notes, title = place
    stored, formula = float(x.get("amount") or 0.0), x.get("amountFormula")
    if not formula:
        return stored
    try:
        value = evaluate(str(formula), names)
    except DataError as error:
        notes.formulas.append(f"{title}: {next(iter(why.values()), str(error))}")
        return stored
    if abs(value - stored) > 1e-6 * max(abs(value), abs(stored)):
        notes.moved.append(f"{title}, {x['flow'].get('name')}: {stored:g} is {value:g}")
    return value


def pedigree_of(x: Entity) -> str:
    """Return the pedigree of an exchange, or nothing where it is none."""
    entry = str(first(x, "dqEntry", "pedigreeUncertainty", default="")).replace(" ", "")
    return entry if _PEDIGREE.fullmatch(entry) else ""


def spread_of(x: Entity, ratio: float, amount: float) -> Spread:
    """Return how uncertain an amount is, brought to the unit of its flow by `ratio`."""
    given: Mapping[str, Any] = x.get("uncertainty") or {}
    kind = str(given.get("distributionType") or "")

    def number(name: str) -> float:
        value = given.get(name)
        return float("nan") if value is None else float(value)

    if kind.startswith("LOG"):
        deviation = number("geomSd")
        known = Spread("lognormal", math.log(deviation)) if deviation > 1 else FIXED
    elif kind.startswith("NORMAL"):
        known = Spread("normal", number("sd"))
    elif kind.startswith("TRIANG"):
        known = Spread("triangular", minimum=number("minimum"), maximum=number("maximum"))
    elif kind.startswith("UNIFORM"):
        known = Spread("uniform", minimum=number("minimum"), maximum=number("maximum"))
    else:
        return FIXED
    return known.sound().times(ratio) if amount else FIXED


def findings(notes: Notes) -> list[Finding]:
    """Return what was found while reading."""
    unallocated = (
        f"{len(notes.unallocated)} processes make co-products that are neither allocated nor"
        " credited, as in openLCA without allocation: the first product bears everything:"
        f" {some(notes.unallocated)}."
    )
    formulas = (
        f"{len(notes.formulas)} formulas cannot be evaluated, so the amounts stored with them"
        f" are used: {some(notes.formulas, 3)}."
    )
    moved = (
        f"{len(notes.moved)} formulas give another amount than is stored with them, and are"
        f" believed: {some(notes.moved, 3)}."
    )
    return findings_where(
        (notes.unallocated, "warning", "no_allocation", unallocated),
        (notes.formulas, "warning", "formula_not_evaluated", formulas),
        (notes.moved, "warning", "formula_differs", moved),
    )
