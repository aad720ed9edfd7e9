"""Ouranos Ecosystem: `cfp` records of one part, alone or with the parts that it is made of.

Source of the fields: data-transaction-system of the Ouranos Ecosystem (MIT, NTT DATA). A part has
records for pre-processing and main production, its own and those of its components; a total is
their sum. Components are parts with records of their own, tied to it by a `partsStructure` of one
level. There is no biogenic split and no period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Any

from celca.declaration.record import Check, Declaration
from celca.errors import DeclarationError, nearest

__all__ = [
    "OURANOS_KINDS",
    "OURANOS_UNITS",
    "is_ouranos",
    "is_ouranos_structure",
    "read_ouranos",
    "read_ouranos_structure",
]

Record = Mapping[str, Any]

# unit of a record -> (PACT's, ours)
OURANOS_UNITS = {
    "liter": ("liter", "l"),
    "kilogram": ("kilogram", "kg"),
    "cubic-meter": ("cubic meter", "m3"),
    "kilowatt-hour": ("kilowatt hour", "kWh"),
    "megajoule": ("megajoule", "MJ"),
    "ton-kilometer": ("ton kilometer", "t*km"),
    "square-meter": ("square meter", "m2"),
    "unit": ("piece", "piece"),
}
OURANOS_KINDS = ("preProduction", "mainProduction", "preComponent", "mainComponent")
_SUMMED = {  # a component's record -> the records of the child that it is made of
    "preComponent": ("preProduction", "preComponent"),
    "mainComponent": ("mainProduction", "mainComponent"),
}
_BY_STAGE = {
    "raw_materials": ("preProduction", "preComponent"),
    "production": ("mainProduction", "mainComponent"),
}
_CLOSE = 0.001
_WORST = 5
_RATINGS = {"technologicalDQR": "TeR", "geographicalDQR": "GeR", "temporalDQR": "TiR"}


def is_ouranos(content: object) -> bool:
    """Say whether a document is a list of cfp records."""
    return (
        isinstance(content, list)
        and bool(content)
        and all(isinstance(r, dict) and "cfpType" in r and "ghgEmission" in r for r in content)
    )


def is_ouranos_structure(content: object) -> bool:
    """Say whether a document is a partsStructure, with cfp records or without."""
    return isinstance(content, dict) and isinstance(content.get("partsStructure"), dict)


def read_ouranos(name: str, records: Sequence[Record]) -> Declaration:
    """Return the footprint that the cfp records of one part state. Raises DeclarationError."""
    parts = _by_type(name, records)
    unit = _unit(name, records)
    own = [parts[k] for k in OURANOS_KINDS if k in parts]
    totals = [v for k, v in parts.items() if k.endswith("Total")]
    if not own and not totals:
        raise DeclarationError(
            f"{name}: $[*].cfpType names none of {', '.join(OURANOS_KINDS)}, nor a total."
        )
    checks = list(_form(records))
    if own and totals:
        words = ("The sum of the parts", "that of the totals")
        checks.append(_equal("ouranos_total", words, (fsum(own), fsum(totals)), "$[*].ghgEmission"))
    lost = "Ouranos records state no biogenic split, no GWP set and no period."
    checks.append(Check("ouranos_silent", "warning", lost, "$"))
    places = max(_places(r["ghgEmission"]) for r in records)
    return Declaration(
        source=name,
        kg_co2e=fsum(own or totals),
        unit=unit,
        checks=tuple(checks),
        precision=0.5 * 10.0**-places * len(own or totals),
        form="Ouranos cfp",
        boundary="cradle-to-gate",
        counts_uptake=False,
        name=str(records[0].get("traceId") or ""),
        document=_rated(records),
        by_stage=_by_stage(parts) if own else {},
    )


def _form(records: Sequence[Record]) -> Iterator[Check]:
    """Yield what is wrong with single records, or with their being together."""
    known = [*OURANOS_KINDS, *(f"{kind}Total" for kind in OURANOS_KINDS)]
    seen: set[str] = set()
    for i, record in enumerate(records):
        kind, where = str(record["cfpType"]), f"$[{i}]"
        if kind not in known:
            near = nearest(kind, known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            message = f"{where}.cfpType is {kind!r}, so it is not counted: no such type.{hint}"
            yield Check("ouranos_type", "error", message, f"{where}.cfpType")
        if kind in seen:
            message = f"{where}.cfpType is {kind!r} again: of two such records the last is counted."
            yield Check("ouranos_twice", "error", message, f"{where}.cfpType")
        seen.add(kind)
        if record["ghgEmission"] < 0:
            message = f"{where}.ghgEmission is {record['ghgEmission']:g}, must be 0 or more."
            yield Check("ouranos_range", "error", message, f"{where}.ghgEmission")
        yield from _ratings(record, where)
    if len({str(r.get("traceId")) for r in records}) > 1:
        message = "The records have several traceIds: those of several parts were added."
        yield Check("ouranos_parts", "error", message, "$[*].traceId")


def _ratings(record: Record, where: str) -> Iterator[Check]:
    """Yield the ratings that are neither 1 to 5 nor 0, which says that there is none."""
    told = record.get("dqrValue")
    for name, value in told.items() if isinstance(told, dict) else ():
        rated = isinstance(value, int | float) and (value == 0 or 1 <= value <= _WORST)
        if value is not None and not rated:
            message = f"{where}.dqrValue.{name} is {value!r}, but must be 1 to {_WORST}."
            yield Check("ouranos_range", "warning", message, f"{where}.dqrValue.{name}")


def _by_stage(parts: Mapping[str, float]) -> dict[str, float]:
    return {stage: fsum(parts.get(k, 0.0) for k in kinds) for stage, kinds in _BY_STAGE.items()}


def read_ouranos_structure(name: str, content: Mapping[str, Any]) -> Declaration:
    """Return the footprint of the parent of a partsStructure, checked against its components.

    Raises DeclarationError where the parent has no records.
    """
    structure, records = content["partsStructure"], content.get("cfp", [])
    parent = structure["parentPartsModel"]
    mine = _of(records, parent)
    if not mine:
        raise DeclarationError(
            f"{name}: $.cfp has no record with the traceId of $.partsStructure.parentPartsModel."
            " Export it to a bill of materials instead (celca export FILE.json -o bom.csv)."
        )
    found = read_ouranos(name, mine)
    more = _components(name, mine, records, structure["childrenPartsModel"])
    called = str(parent.get("partsName") or found.name)
    return replace(found, checks=(*found.checks, *more), form="Ouranos parts", name=called)


def _rated(records: Sequence[Record]) -> Mapping[str, Any] | None:
    """Return the ratings of a part as PACT has them, weighed by the emissions of its records."""
    stated = [
        r for r in records if isinstance(r.get("dqrValue"), dict) and r["cfpType"] in OURANOS_KINDS
    ]
    rated = [r for r in stated if set(_RATINGS.values()) <= r["dqrValue"].keys()]
    whole = fsum(abs(r["ghgEmission"]) for r in rated)
    if not whole:
        return None
    sums = {
        ours: fsum(abs(r["ghgEmission"]) * float(r["dqrValue"][theirs]) for r in rated) / whole
        for ours, theirs in _RATINGS.items()
    }
    return {"pcf": {"dqi": {name: f"{value:.5f}" for name, value in sums.items()}}}


def _of(records: Sequence[Record], part: Record) -> list[Record]:
    return [r for r in records if r.get("traceId") == part.get("traceId")]


def _components(
    name: str, mine: Sequence[Record], records: Sequence[Record], children: Sequence[Record]
) -> Iterator[Check]:
    """Hold the parent's component records against what its parts state, times their amounts."""
    stated = _by_type(name, mine)
    theirs = [(c.get("amountRequired"), _by_type(name, _of(records, c))) for c in children]
    silent = [str(c.get("partsName")) for c in children if not _of(records, c)]
    if silent:
        message = f"Nothing is stated for the parts {', '.join(silent)}."
        yield Check("ouranos_component", "warning", message, "$.cfp")
    for key, kinds in _SUMMED.items():
        if key in stated and not silent:
            value = fsum(float(n or 0) * parts.get(k, 0.0) for n, parts in theirs for k in kinds)
            words = (key, "the sum of the parts times their amounts")
            yield _equal("ouranos_component", words, (stated[key], value), f"$.cfp[{key}]")


def _by_type(name: str, records: Sequence[Record]) -> dict[str, float]:
    parts: dict[str, float] = {}
    for i, record in enumerate(records):
        value = record["ghgEmission"]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DeclarationError(
                f"{name}: $[{i}].ghgEmission is {value!r}, but must be a number."
            )
        parts[str(record["cfpType"])] = float(value)
    return parts


def _equal(id_: str, words: tuple[str, str], values: tuple[float, float], where: str) -> Check:
    ok = abs(values[0] - values[1]) <= _CLOSE * abs(values[1])
    verb = "equals" if ok else "does not equal"
    message = f"{words[0]} ({values[0]:g}) {verb} {words[1]} ({values[1]:g})."
    return Check(id_, "ok" if ok else "error", message, where)


def _unit(name: str, records: Sequence[Record]) -> str:
    units = {str(r.get("ghgDeclaredUnit", "")).removeprefix("kgCO2e/") for r in records}
    if len(units) != 1 or not units <= set(OURANOS_UNITS):
        raise DeclarationError(
            f"{name}: $[*].ghgDeclaredUnit is {', '.join(sorted(units))}, but must be one of"
            f" {', '.join(f'kgCO2e/{u}' for u in OURANOS_UNITS)}, the same in every record."
        )
    return OURANOS_UNITS[units.pop()][1]


def _places(value: float) -> int:
    return len(str(value).partition(".")[2]) if "e" not in str(value) else 6
