"""A footprint as a result of openLCA: its total and its categories as indicators.

Source of the fields: GreenDelta, olca-schema (CC0), Result, FlowResult and ImpactResult. Method,
indicators and flow are references by name and id; openLCA finds them where it has them.
"""

from __future__ import annotations

import uuid
from typing import Any

from celca.assess import Footprint
from celca.errors import Finding
from celca.exchange.pact import Exported

__all__ = ["openlca_result"]

_SPACE = uuid.UUID("b7a5c8a6-3c1d-5b52-8a0e-6f6cf1f0a4d1")
_TOTAL = "Climate change, total"


def openlca_result(result: Footprint) -> Exported:
    """Return a footprint as one Result, per declared unit."""
    method = result.provenance["method"]
    named = {f"Climate change, {k.replace('_', ' ')}": kg for k, kg in result.by_category.items()}
    unit = result.declared_unit
    document = {
        "@type": "Result",
        "@id": _id("result", f"{result.product}\0{result.database['hash']}\0{method['id']}"),
        "name": result.product,
        "description": f"{unit.description or result.product}; {result.boundary};"
        f" allocation {result.allocation}; database {result.database['name']}"
        f" {result.database['version']} {result.database['hash'][:12]}",
        "version": "01.00.000",
        "impactMethod": {
            "@type": "ImpactMethod",
            "@id": _id("method", str(method["id"])),
            "name": f"{result.method} ({method['gwp_set']})",
        },
        "impactResults": [
            _impact(name, kg) for name, kg in {_TOTAL: result.total_kg_co2e, **named}.items()
        ],
        "flowResults": [_reference(result)],
    }
    told = (
        "A result of openLCA has no place for stages, boundary, period, place, data quality or"
        " carbon contents; boundary and database stand in its description."
    )
    return Exported(document, (Finding("info", "lost", told),))


def _impact(name: str, kg: float) -> dict[str, Any]:
    indicator = {
        "@type": "ImpactCategory",
        "@id": _id("indicator", name),
        "name": name,
        "refUnit": "kg CO2e",
    }
    return {"@type": "ImpactResult", "indicator": indicator, "amount": kg}


def _reference(result: Footprint) -> dict[str, Any]:
    unit = result.declared_unit
    name = "Item(s)" if unit.unit == "piece" else unit.unit
    flow = {"@type": "Flow", "@id": _id("flow", result.product), "name": result.product,
            "flowType": "PRODUCT_FLOW", "refUnit": name}  # fmt: skip
    return {
        "@type": "FlowResult",
        "flow": flow,
        "isInput": False,
        "isReferenceFlow": True,
        "amount": unit.amount,
        "unit": {"@type": "Unit", "@id": _id("unit", name), "name": name},
    }


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{kind}\0{name}"))
