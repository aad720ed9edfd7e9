"""A footprint as an lcax EPD, and as a battery's carbon footprint.

Sources of the fields: lcax 3 (ocni-dtu, Apache-2.0); BatteryPass data model,
CarbonFootprintForBatteries 1.2.0 (CC-BY-4.0), after Regulation (EU) 2023/1542.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from celca.assess import Footprint
from celca.declaration import LCAX_UNITS
from celca.errors import DataError, Finding
from celca.exchange.pact import Exported
from celca.exchange.units import unit_of
from celca.product import Stage
from celca.units import factor, same_dimension

__all__ = ["battery_footprint", "lcax_epd"]

_STAGES: dict[str, Stage] = {
    "RawMaterialExtraction": "raw_materials",
    "MainProduction": "production",
    "Distribution": "distribution",
    "Recycling": "end_of_life",
}
_MODULES: dict[str, Stage] = {
    "a4": "distribution",
    "b6": "use",
    "c4": "end_of_life",
    "d": "beyond_boundary",
}
_BATTERY_NEEDS = {
    "carbonFootprintPerformanceClass": "the classes are set by the Commission",
    "carbonFootprintStudy": "the address of the public study is yours to give",
}


def lcax_epd(result: Footprint) -> Exported:
    """Return a footprint as an lcax EPD, stage by stage as modules of EN 15804."""
    unit, ratio = unit_of(result, LCAX_UNITS, "pcs")
    stages = result.by_stage
    gate = stages["raw_materials"] + stages["production"]
    modules: dict[str, float | None] = {"a1a3": gate * ratio}
    for module, stage in _MODULES.items():
        if stages.get(stage):
            modules[module] = stages[stage] * ratio
    document = {
        "id": str(result.provenance["inputs"][0]["sha256"][:32]),
        "name": result.product,
        "declaredUnit": unit,
        "version": result.database["version"],
        "formatVersion": "3.5.0",
        "standard": "unknown",
        "subtype": "specific",
        "location": "unknown",
        "impacts": {"gwp": modules},
    }
    told = (
        "The whole use stage stands in b6 and the whole end of life in c4; the split by origin is"
        " not given by module. lcax has one figure per module and no uncertainty."
    )
    return Exported(document, (Finding("info", "lost", told),))


def battery_footprint(result: Footprint) -> Exported:
    """Return the carbon footprint of a battery per kWh over its service life.

    Raises DataError where the declared unit is no energy.
    """
    unit = result.declared_unit
    if not same_dimension(unit.unit, "kWh"):
        raise DataError(
            f"A battery's footprint is per kWh over its service life; the study is for"
            f' {unit.amount:g} {unit.unit}. Set [declared_unit] unit = "kWh" and [life] uses to'
            " the kWh that one battery delivers."
        )
    per = unit.amount * factor(unit.unit, "kWh")
    stages = {name: result.by_stage[stage] for name, stage in _STAGES.items()}
    total = fsum(stages.values())
    document = {
        "batteryCarbonFootprint": total / per,
        "carbonFootprintPerLifecycleStage": [
            {"lifecycleStage": name, "carbonFootprint": kg / per} for name, kg in stages.items()
        ],
        "absoluteCarbonFootprint": total * float(result.provenance["uses"]),
    }
    return Exported(document, tuple(_on_battery(result.by_stage["use"])))


def _on_battery(use: float) -> Iterator[Finding]:
    """Yield what the rule on batteries asks for and nobody has told, and what it leaves out."""
    for key, why in _BATTERY_NEEDS.items():
        yield Finding("warning", "needed", f"{key} is missing: {why}.", f"$.{key}")
    if use:
        message = f"The use stage ({use:.4g} kg CO2e) is left out, as the rule asks."
        yield Finding("info", "use_left_out", message)
