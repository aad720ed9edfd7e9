"""Amounts in openLCA's JSON-LD: by formula and parameter, with their uncertainty and pedigree."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from celca.errors import DataError, Finding, Severity
from celca.readers.draft import FIXED, Spread, findings_where, pedigree_in, some
from celca.readers.formulas import evaluate, evaluate_all
from celca.readers.jsonld_files import Entity, Package, first, said

__all__ = ["Notes", "amount_of", "findings", "parameters", "pedigree_of", "spread_of"]


# what was found, how loudly it is said and how, and how many names of it at most
TOLD: tuple[tuple[str, Severity, str, str, int], ...] = (
    (
        *("bare", "warning", "no_reference"),
        "{count} processes have no quantitative reference, or make 0 of it, and are left out: "
        "{names}.",
        5,
    ),
    (
        *("shares", "warning", "allocation_sum"),
        "{count} processes have allocation factors that do not add up to 1; one that is not given "
        "counts as 1, as in openLCA: {names}.",
        5,
    ),
    (
        *("astray", "warning", "provider_missing"),
        "{count} inputs name a default provider that is not there or makes something else, and "
        "are linked by the other rules, or cut off: {names}.",
        3,
    ),
    (
        *("empty", "info", "spread_empty"),
        "{count} distributions have no width or no sense (as a geometric deviation of 0 or 1), "
        "and their amounts are taken as fixed: {names}.",
        3,
    ),
    (
        *("off_centre", "info", "spread_moved"),
        "{count} distributions lie around another value than the amount, and are laid around the "
        "amount here: {names}.",
        3,
    ),
    (
        *("unallocated", "warning", "no_allocation"),
        "{count} processes make co-products that are neither allocated nor credited, as in "
        "openLCA without allocation: the first product bears everything: {names}.",
        5,
    ),
    (
        *("formulas", "warning", "formula_not_evaluated"),
        "{count} formulas cannot be evaluated, so the amounts stored with them are used: {names}.",
        3,
    ),
    (
        *("moved", "warning", "formula_differs"),
        "{count} formulas give another amount than is stored with them, and are believed: {names}.",
        3,
    ),
)


@dataclass
class Notes:
    """What was found while reading, to be said once.

    bare    processes without a reference, or that make nothing
    shares  processes whose allocation factors do not add up
    astray  inputs whose default provider is not there, or makes something else
    empty   distributions without a width; off_centre: those whose middle is not the amount
    """

    formulas: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    unallocated: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    off_centre: list[str] = field(default_factory=list)


def parameters(package: Package, process: Entity) -> tuple[dict[str, float], dict[str, str]]:
    """Return the values of a process's parameters over the global ones, and what has none.

    A global formula uses global values, whatever a process calls its own.
    """
    if not package.parameters:
        shared = evaluate_all(*_split(package.entities["parameters"].values()))
        package.parameters.append(shared)
    values, why = package.parameters[0]
    own = process.get("parameters") or []
    if not own:
        return values, why
    formulas, given = _split(own)
    kept = {k: v for k, v in values.items() if k not in formulas}
    known, unknown = evaluate_all(formulas, {**kept, **given})
    return known, {**{k: v for k, v in why.items() if k not in known}, **unknown}


def _split(entities: Iterable[Entity]) -> tuple[dict[str, str], dict[str, float]]:
    """Return the formulas and the values of parameters, by name in small letters."""
    formulas: dict[str, str] = {}
    values: dict[str, float] = {}
    for p in entities:
        name = str(p.get("name") or "").casefold()
        formulas.pop(name, None)
        if p.get("formula") and not said(p, "isInputParameter", "inputParameter"):
            values.pop(name, None)
            formulas[name] = str(p["formula"])
        elif p.get("value") is not None:
            values[name] = float(p["value"])
    return formulas, values


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
    return pedigree_in(str(first(x, "dqEntry", "pedigreeUncertainty", default="")))


def spread_of(x: Entity, ratio: float, amount: float, place: tuple[Notes, str]) -> Spread:
    """Return how uncertain an amount is, brought to the unit of its flow by `ratio`.

    place  where to note what says nothing or lies elsewhere, and the name of the process
    """
    given: Mapping[str, Any] = x.get("uncertainty") or {}
    kind = str(given.get("distributionType") or "")

    def number(name: str) -> float:
        value = given.get(name)
        return float("nan") if value is None else float(value)

    if kind.startswith("LOG"):
        deviation, middle = number("geomSd"), number("geomMean")
        known = Spread("lognormal", math.log(deviation)) if deviation > 1 else FIXED
    elif kind.startswith("NORMAL"):
        known, middle = Spread("normal", number("sd")), number("mean")
    elif kind.startswith(("TRIANG", "UNIFORM")):
        shape = "triangular" if kind.startswith("TRIANG") else "uniform"
        known = Spread(shape, minimum=number("minimum"), maximum=number("maximum"))
        middle = number("mode") if kind.startswith("TRIANG") else amount
    else:
        return FIXED
    notes, title = place
    told = f"{title}, {x['flow'].get('name')}"
    known = known.sound() if amount else FIXED
    if not known.distribution:
        notes.empty.append(told)
    elif abs(abs(middle) - abs(amount)) > 1e-3 * abs(amount):
        notes.off_centre.append(f"{told}: {middle:g} for {amount:g}")
    return known.times(ratio)


def findings(notes: Notes) -> list[Finding]:
    """Return what was found while reading."""
    found = [(getattr(notes, name), *rest) for name, *rest in TOLD]
    return findings_where(
        *(
            (names, severity, code, told.format(count=len(names), names=some(names, most)))
            for names, severity, code, told, most in found
        )
    )
