"""What other firms pass on about parts and materials, as a bill of materials that celca reads.

A partsStructure of the Ouranos Ecosystem becomes a bill of its parts, with the footprint of each
where its cfp records state one; a secondary material content of Catena-X becomes a bill of its
materials with their recycled and bio-based shares.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import Any

from celca.declaration import OURANOS_KINDS, is_ouranos_structure
from celca.errors import DeclarationError, Finding
from celca.exchange.material_content import CONTENT
from celca.exchange.pact import Exported
from celca.units import canonical, factor, same_dimension

__all__ = ["bill_of", "is_bill"]

_LOST = {
    "partsStructure": (
        "operatorId, plantId, traceId and the notes on the parts are left out. The parts are not"
        " named by material: 'celca match' asks what each is of, for its end of life; its footprint"
        " is the supplier's."
    ),
    CONTENT: "Material class, certificates, and how it was recycled are left out.",
}
_NONE = 1e-9


def is_bill(content: object) -> bool:
    """Say whether a document lists parts or materials, and is no footprint by itself."""
    return is_ouranos_structure(content) or (
        isinstance(content, dict) and isinstance(content.get(CONTENT), list)
    )


def bill_of(content: Mapping[str, Any], name: str) -> Exported:
    """Return a bill of materials as CSV. Raises DeclarationError, naming the JSON path."""
    key = CONTENT if CONTENT in content else "partsStructure"
    try:
        rows = list(_materials(content, name) if key == CONTENT else _parts(content, name))
    except (AttributeError, TypeError, KeyError, IndexError, ValueError) as fault:
        raise DeclarationError(
            f"{name}: $.{key} has another structure than its format ({fault!r})."
        ) from fault
    last = ("Recycled", "Bio-based") if key == CONTENT else ("PCF (kg CO2e)",)
    heads = ("Part", "Description", "Material", "Mass (kg)", *last)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([heads, *rows])
    return Exported({}, (Finding("info", "lost", _LOST[key]),), text.getvalue())


def _parts(content: Mapping[str, Any], name: str) -> Iterator[Sequence[str]]:
    """Yield part, description, material, mass and footprint of one piece of each part."""
    for i, part in enumerate(content["partsStructure"]["childrenPartsModel"]):
        unit, amount = str(part["amountRequiredUnit"]), float(part["amountRequired"])
        mass = amount if unit == "kilogram" else None
        stated = [
            r["ghgEmission"]
            for r in content.get("cfp", [])
            if r.get("traceId") == part.get("traceId") and r.get("cfpType") in OURANOS_KINDS
        ]
        if mass is None and not stated:
            raise DeclarationError(
                f"{name}: $.partsStructure.childrenPartsModel[{i}] is counted in {unit!r} and has"
                " no cfp records: neither its mass nor its footprint is known."
            )
        about = str(part.get("supportPartsName") or "")
        footprint = repr(fsum(map(float, stated)) * amount) if stated else ""
        yield str(part["partsName"]), about, about, "" if mass is None else repr(mass), footprint


def _materials(content: Mapping[str, Any], name: str) -> Iterator[Sequence[str]]:
    """Yield part, description, material, mass, recycled and bio-based share of each material."""
    for i, row in enumerate(content[CONTENT]):
        where = f"{name}: $.{CONTENT}[{i}]"
        shares = dict(_shares(row))
        whole = fsum(shares.values())
        if abs(whole - 100) > 1:
            raise DeclarationError(f"{where} has shares that add up to {whole:g} %, not 100 %.")
        unit = str(row["unitOfMeasure"]["unitOfMeasureKey"]).removeprefix("unit:")
        unit = canonical({"tonneMetricTon": "t", "gramm": "g"}.get(unit, unit))
        if not same_dimension(unit, "kg"):
            raise DeclarationError(f"{where}.unitOfMeasure is {unit!r}, but must be a mass.")
        mass = float(row["unitOfMeasure"]["unitOfMeasureValue"]) * factor(unit, "kg")
        material = str(row["materialNameStandardized"]["materialNameStandardizedValue"])
        first, grown = shares["primaryInorganic"], shares["primaryBioBased"]
        recycled = whole - first - grown
        grows = f"{grown:g}%" if grown > _NONE and first > _NONE else ""
        yield f"{i + 1}", material, material, repr(mass), f"{recycled:g}%", grows


def _shares(value: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, float]]:
    """Yield every share of a material by its path, primary ones by their name alone."""
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _shares(inner, key if key.startswith("primary") else f"{name}.{key}")
        elif key == "percentageOfMaterialWeight":
            yield name, float(inner)
