"""Write a database as openLCA JSON-LD (schema 2), so that openLCA and celca read it alike."""

from __future__ import annotations

import json
import math
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from celca.errors import FileFault
from celca.inventory import Exchange, Flow, Inventory, Process
from celca.readers.gases import number_of

__all__ = ["write_jsonld"]

_SPACE = uuid.UUID("6f0d4c0e-6e0f-5f0a-9a55-2f1c3ad0ce1a")
_DATE = (2020, 1, 1, 0, 0, 0)  # of the entries, so that equal databases give equal files


def write_jsonld(inventory: Inventory, path: Path) -> None:
    """Write a database as a JSON-LD zip. Raises FileFault where the file is there already.

    Each unit has a unit group and a flow property of its own, so that no amount is converted.
    What openLCA has no field for, as the origin of a flow, stands in `otherProperties`, which celca
    reads back; a program that drops them leaves names, formulas and categories, which tell the same
    gases. The licence goes into the documentation of every process.
    """
    if path.exists():
        raise FileFault(str(path), "is there already.", "Name a file that is not.")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, "openlca.json", {"schemaVersion": 2})
        used = {p.unit for p in inventory.processes} | {f.unit for f in inventory.flows}
        units = sorted(used)
        for kind, entity in _units(units):
            _put(package, f"{kind}/{entity['@id']}.json", entity)
        for place in sorted({p.location for p in inventory.processes if p.location}):
            about = {"@type": "Location", "@id": _id("location", place), "name": place}
            _put(package, f"locations/{about['@id']}.json", {**about, "code": place})
        for entity in _flows(inventory):
            _put(package, f"flows/{entity['@id']}.json", entity)
        for entity in _processes(inventory):
            _put(package, f"processes/{entity['@id']}.json", entity)


def _put(package: zipfile.ZipFile, name: str, content: Any) -> None:  # noqa: ANN401
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, text.encode())


def _id(kind: str, name: str) -> str:
    """Return the name itself where it is a UUID already, otherwise one made from it."""
    try:
        return str(uuid.UUID(name))
    except ValueError:
        return str(uuid.uuid5(_SPACE, f"{kind}\0{name}"))


def _ref(kind: str, key: str, name: str) -> dict[str, Any]:
    return {"@type": kind, "@id": key, "name": name}


def _units(units: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for unit in units:
        group, own = _id("unit group", unit), _id("unit", unit)
        held = {**_ref("Unit", own, unit), "conversionFactor": 1.0, "isRefUnit": True}
        name = f"Units of {unit}"
        yield "unit_groups", {**_ref("UnitGroup", group, name), "units": [held]}
        measure = _ref("FlowProperty", _id("flow property", unit), f"Amount in {unit}")
        kind = "PHYSICAL_QUANTITY"
        whole = {**measure, "flowPropertyType": kind, "unitGroup": _ref("UnitGroup", group, name)}
        yield "flow_properties", whole


def _measured(unit: str) -> list[dict[str, Any]]:
    measure = _ref("FlowProperty", _id("flow property", unit), f"Amount in {unit}")
    return [{"flowProperty": measure, "conversionFactor": 1.0, "isRefFlowProperty": True}]


def _flows(inventory: Inventory) -> Iterator[dict[str, Any]]:
    for f in inventory.flows:
        yield {
            **_ref("Flow", _id("flow", f.id), f.name),
            "flowType": "ELEMENTARY_FLOW",
            "category": f"Elementary flows/{f.compartment}",
            "formula": f.formula,
            "cas": number_of(f.formula),
            "flowProperties": _measured(f.unit),
            "otherProperties": {"celca": [f.id, f.compartment, f.formula, f.origin, f.gwp_set]},
        }
    for p in inventory.processes:
        yield {
            **_ref("Flow", _id("product", p.id), p.product),
            "flowType": "PRODUCT_FLOW",
            "category": "Products",
            "flowProperties": _measured(p.unit),
        }


def _processes(inventory: Inventory) -> Iterator[dict[str, Any]]:
    lines: dict[str, list[Exchange]] = {p.id: [] for p in inventory.processes}
    for x in inventory.exchanges:
        lines[x.process].append(x)
    makers = {p.id: p for p in inventory.processes}
    flows = {f.id: f for f in inventory.flows}
    for p in inventory.processes:
        made = {
            "internalId": 1,
            "amount": p.output,
            "isInput": False,
            "isQuantitativeReference": True,
            **_what(p),
        }
        others = [_exchange(x, i, makers, flows) for i, x in enumerate(lines[p.id], 2)]
        until = {"validUntil": f"{p.year}-12-31"} if p.year else {}
        yield {
            **_ref("Process", _id("process", p.id), p.name),
            "category": inventory.name,
            "description": p.comment,
            "processType": "LCI_RESULT" if p.kind == "aggregated" else "UNIT_PROCESS",
            "processDocumentation": {**until, "restrictionsDescription": inventory.licence},
            "exchanges": [made, *others],
            "otherProperties": {
                "celca": [p.id, p.name_ja, p.technology, p.source],
            },
            "lastInternalId": len(others) + 1,
            **_place(p.location),
        }


def _place(location: str) -> dict[str, Any]:
    return {"location": _ref("Location", _id("location", location), location)} if location else {}


def _what(item: Process | Flow) -> dict[str, Any]:
    if isinstance(item, Process):
        flow = {**_ref("Flow", _id("product", item.id), item.product), "flowType": "PRODUCT_FLOW"}
    else:
        flow = {**_ref("Flow", _id("flow", item.id), item.name), "flowType": "ELEMENTARY_FLOW"}
    unit = item.unit
    return {
        "flow": flow,
        "unit": _ref("Unit", _id("unit", unit), unit),
        "flowProperty": _measured(unit)[0]["flowProperty"],
    }


def _exchange(
    x: Exchange, number: int, makers: dict[str, Process], flows: dict[str, Flow]
) -> dict[str, Any]:
    product = x.kind in ("input", "avoided")
    out: dict[str, Any] = {
        "internalId": number,
        "amount": x.amount,
        "isInput": x.kind != "emission",
        "isAvoidedProduct": x.kind == "avoided",
        "isQuantitativeReference": False,
        **_what(makers[x.input] if product else flows[x.input]),
    }
    if product:
        maker = makers[x.input]
        out["defaultProvider"] = _ref("Process", _id("process", maker.id), maker.name)
    if x.pedigree:
        out["dqEntry"] = x.pedigree
    if x.comment:
        out["description"] = x.comment
    uncertainty = _uncertainty(x)
    return {**out, "uncertainty": uncertainty} if uncertainty else out


def _uncertainty(x: Exchange) -> dict[str, Any]:
    if x.distribution == "lognormal" and x.scale:
        deviation = {"geomMean": abs(x.amount), "geomSd": math.exp(x.scale)}
        return {"distributionType": "LOG_NORMAL_DISTRIBUTION", **deviation}
    if x.distribution == "normal" and x.scale:
        return {"distributionType": "NORMAL_DISTRIBUTION", "mean": x.amount, "sd": x.scale}
    bounds = {"minimum": x.minimum, "maximum": x.maximum}
    if x.distribution == "triangular":
        return {"distributionType": "TRIANGLE_DISTRIBUTION", "mode": x.amount, **bounds}
    if x.distribution == "uniform":
        return {"distributionType": "UNIFORM_DISTRIBUTION", **bounds}
    return {}
