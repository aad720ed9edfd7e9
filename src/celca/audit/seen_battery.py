"""What can be seen of a battery's footprint: unit, stages, materials, allocation.

After Regulation (EU) 2023/1542, Annex II, and METI's 車載用蓄電池のCFP算定方法.
"""

from __future__ import annotations

from math import fsum

from celca.audit.evidence import Evidence, Found, Look, either, met, unknown
from celca.errors import Names
from celca.units import same_dimension

__all__ = ["BATTERY"]

_SMALL = 0.01  # of the mass: a material below may be left out
_COUNTED = ("raw_materials", "production", "distribution", "end_of_life")


def _unit(e: Evidence, _: str) -> Found:
    unit = e.result.declared_unit.unit if e.result else e.declaration.unit if e.declaration else ""
    ok = bool(unit) and same_dimension(unit, "kWh")
    no = "The unit is {unit}." if unit else "The value has no unit."
    return met(ok, "declared unit", "{unit}.", no, unit=unit)


def _use(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show it.")
    use = e.result.by_stage["use"]
    return met(not use, "stage use", "It is left out.", "It is in, with {kg:.4g} kg CO2e.", kg=use)


def _cff(e: Evidence, _: str) -> Found:
    if e.result is None:
        return either(e, "allocation_reason", "allocationRulesDescription")
    told, rule = "The allocation is {allocation}.", e.result.allocation
    return met(rule == "cff", "allocation", told, told, allocation=rule)


def _stages(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show its stages.")
    lacks = [s for s in _COUNTED if not e.result.by_stage[s]]  # type: ignore[index]
    yes, no = "All four are counted.", "Nothing for {stages}."
    return met(not lacks, "stages", yes, no, stages=Names(lacks))


def _materials(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show its materials.")
    lines, looked = e.result.excluded.lines, "lines that are left out"
    masses = [x["mass_kg"] for x in lines]
    if None in masses:
        return Found.of("not met", looked, "The mass of a line that is left out is not known.")
    whole = fsum((e.result.mass_kg, *masses))
    big = Names(str(x["material"] or x["part"]) for x in lines if x["mass_kg"] >= _SMALL * whole)
    no = "Left out, though 1 % of the mass or more: {names}."
    return met(not big, looked, "None is of 1 % of the mass or more.", no, names=big)


BATTERY: dict[str, Look] = {
    "battery_unit": _unit,
    "battery_use": _use,
    "battery_cff": _cff,
    "battery_stages": _stages,
    "battery_materials": _materials,
}
