"""A footprint for the Ouranos Ecosystem: cfp records of one part, and the parts it is made of.

Source of the fields: data-transaction-system of the Ouranos Ecosystem (MIT, NTT DATA): cfp, parts
and partsStructure. Biogenic uptake is left out, for which the platform has no field.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Any

from celca.assess import Footprint, ResultLine
from celca.audit import quality, without_uptake
from celca.declaration import OURANOS_UNITS
from celca.errors import Finding
from celca.exchange.pact import Exported
from celca.exchange.units import unit_of
from celca.product import Product, Stage
from celca.system import Intensities

__all__ = ["ouranos_parts", "ouranos_records"]

_UNITS = {name: ours for name, (_, ours) in OURANOS_UNITS.items()}
_STAGES: dict[str, Stage] = {"pre": "raw_materials", "main": "production"}
_PROCESSING = {"pre": "preProcessing", "main": "mainProcessing"}
_SPACE = uuid.UUID("4f8c0a52-5b8e-5d0c-9d55-9a3d7e2f61b0")


def ouranos_records(result: Footprint, prices: Intensities) -> Exported:
    """Return a footprint as the four cfp records of a part that has no registered components."""
    unit, ratio = unit_of(result, _UNITS, "unit")
    records = list(_records(result, prices, (result.lines, ()), (None, unit, ratio)))
    told = (
        "Every stage is counted as the part's own; components that are registered parts of the"
        " platform have to be moved to the Component records (--format ouranos-parts does). Uptake,"
        " GWP set, period and carbon content have no place there. traceId is the platform's to"
        " give."
    )
    return Exported({"cfp": records}, (Finding("info", "lost", told),))


def ouranos_parts(
    product: Product, result: Footprint, prices: Intensities, facts: Mapping[str, str]
) -> Exported:
    """Return a product and its parts: a partsStructure, and the cfp records of each.

    facts  operator_id and plant_id, where the company gives them

    Each part of the bill is a component per kilogram; what no part asks for is the product's own.
    Raises DataError for a product whose parts have no mass.
    """
    unit, ratio = unit_of(result, _UNITS, "unit")
    masses: dict[str, float] = {}
    for line in product.lines:
        masses[line.part] = masses.get(line.part, 0.0) + line.mass / product.uses
    masses = {part: kg for part, kg in masses.items() if part and kg}
    made = [x for x in result.lines if x.part in masses]
    rest = [x for x in result.lines if x.part not in masses]
    top = _part(product.name, None, unit, facts)
    records = list(_records(result, prices, (rest, made), (top["traceId"], unit, ratio)))
    children = []
    for part, kg in masses.items():
        child = _part(part, kg * ratio, "kilogram", facts, product.name)
        own = [x for x in made if x.part == part]
        child["supportPartsName"] = next((x.description for x in own if x.description), "")
        children.append(child)
        records += _records(result, prices, (own, ()), (child["traceId"], "kilogram", 1 / kg))
    structure = {"parentPartsModel": top, "childrenPartsModel": children}
    return Exported({"partsStructure": structure, "cfp": records}, tuple(_told(facts)))


def _told(facts: Mapping[str, str]) -> Iterator[Finding]:
    message = (
        "Uptake, GWP set, period and carbon content have no place there. The traceIds tie the"
        " records to the parts; the platform gives its own."
    )
    yield Finding("info", "lost", message)
    missing = [key for key in ("operator_id", "plant_id") if not facts.get(key)]
    if missing:
        told = f"[ouranos] {', '.join(missing)} is not given: the platform's ids of the firm."
        yield Finding("warning", "needed", told, "$.partsStructure")


def _part(
    name: str, amount: float | None, unit: str, facts: Mapping[str, str], of: str = ""
) -> dict[str, Any]:
    """Return a part; one that is bought or made of nothing further is terminated."""
    return {
        "traceId": str(uuid.uuid5(_SPACE, f"{of}\0{name}")),
        "operatorId": facts.get("operator_id"),
        "plantId": facts.get("plant_id"),
        "partsName": name,
        "supportPartsName": "",
        "terminatedFlag": amount is not None,
        "amountRequired": amount,
        "amountRequiredUnit": unit,
        "partsLabelName": None,
        "partsAddInfo1": None,
        "partsAddInfo2": None,
        "partsAddInfo3": None,
    }


def _records(
    result: Footprint,
    prices: Intensities,
    lines: tuple[Sequence[ResultLine], Sequence[ResultLine]],
    about: tuple[str | None, str, float],
) -> Iterator[dict[str, Any]]:
    """Yield the four records of a part.

    lines  its own, and those of its components
    about  traceId, unit, and what a figure per declared unit is multiplied by
    """
    trace, unit, ratio = about
    for word, chosen in zip(("Production", "Component"), lines, strict=True):
        for kind, stage in _STAGES.items():
            own = [x for x in chosen if x.stage == stage]
            rated = quality(replace(result, lines=tuple(own)), prices, (stage,))
            ratings = {"TeR": rated.technology, "GeR": rated.geography, "TiR": rated.time}
            yield {
                "cfpId": None,
                "traceId": trace,
                "ghgEmission": fsum(without_uptake(x, prices) for x in own) * ratio,
                "ghgDeclaredUnit": f"kgCO2e/{unit}",
                "cfpType": f"{kind}{word}",
                "dqrType": _PROCESSING[kind],
                "dqrValue": {k: round(v, 5) for k, v in ratings.items() if v is not None},
            }
