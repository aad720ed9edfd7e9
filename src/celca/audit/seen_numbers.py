"""What can be seen of sums, shares and categories, in a footprint or in a declared document."""

from __future__ import annotations

from math import fsum

from celca.assess import Footprint
from celca.audit.evidence import (
    FORM_CHECKS,
    Evidence,
    Found,
    Look,
    either,
    fact,
    met,
    of_footprint,
    rules,
    unknown,
)
from celca.errors import Names

__all__ = ["NUMBERS"]

_TOTAL = "{kg:.4g} kg CO2e per {amount:g} {unit}."


def _phases(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show its phases.")
    ok = e.result.uncertainty is not None or "uncertainty" in e.facts
    no = "The interpretation lacks its uncertainty (--draws)."
    return met(ok, "footprint", "All four are there.", no)


def _balance(e: Evidence, _: str) -> Found:
    ids = ("pact_mass_balance", "pact_recycled_carbon", "pact_mass")
    if e.declaration is not None:
        bad = [c.message for c in e.declaration.checks if c.id in ids and c.result != "ok"]
        if bad:
            return Found("not met", "masses and carbon", " ".join(bad))
    if e.result is None:
        return Found.of("ok", "masses and carbon", "Nothing contradicts another.")
    mass = fsum(x.amount for x in e.result.lines
               if x.unit == "kg" and x.stage == "raw_materials")  # fmt: skip
    carbon, whole = e.result.carbon_content, e.result.mass_kg
    held = (carbon.fossil or 0) + (carbon.biogenic or 0) if carbon else 0.0
    told, looked = (
        "{material:.4g} kg of material for {product:.4g} kg of product.",
        "masses and carbon",
    )
    return met(held <= whole * 1.001, looked, told, told, material=mass, product=whole)


def _forming(result: Footprint) -> Found:
    looked = "manufacturing of the parts"
    for finding in result.findings:
        if finding.code == "no_forming":
            return Found("not met", looked, finding.message, finding.values)
    return Found.of("ok", looked, "Every part has one.")


def _allocation(e: Evidence, _: str) -> Found:
    if e.result is None or e.pcf.get("allocationRulesDescription"):
        return either(e, "allocation_reason", "allocationRulesDescription")
    told = "{allocation}."
    return Found.of("ok", "footprint: allocation", told, allocation=e.result.allocation)


def _recycling(result: Footprint) -> Found:
    told = "{allocation}, for what comes in and what leaves."
    return Found.of("ok", "allocation", told, allocation=result.allocation)


def _timing(_: Footprint) -> Found:
    return Found.of("ok", "calculation", "Emissions count the same whenever they occur.")


def _category(e: Evidence, name: str) -> Found:
    if e.result is not None and not e.pcf:
        value = e.result.by_category[name]  # type: ignore[index]
        return Found.of("ok", f"category {name}", "{kg:.4g} kg CO2e.", kg=value)
    key = {
        "fossil": "fossilGhgEmissions",
        "land_use_change": "landUseChangeGhgEmissions",
        "aircraft": "aircraftGhgEmissions",
    }[name]
    told = e.pcf.get(key)
    return met(told is not None, f"$.pcf.{key}", "{told}.", "It is not stated.", told=str(told))


def _biogenic(e: Evidence, _: str) -> Found:
    if e.result is not None and not e.pcf:
        c = e.result.by_category
        out, taken = c["biogenic_emissions"], c["biogenic_uptake"]
        told = "{out:.4g} out, {taken:.4g} in."
        return met(taken <= 0, "categories", told, told, out=out, taken=taken)
    keys = ("biogenicCO2Uptake", "biogenicNonCO2Emissions")
    lacks = [k for k in keys if e.pcf.get(k) is None]
    bad = e.declaration is not None and any(
        c.id == "pact_uptake_sign" for c in e.declaration.checks
    )
    no = "The uptake is above 0." if bad else "{fields} missing."
    return met(not lacks and not bad, "$.pcf", "Both are stated.", no, fields=Names(lacks))


def _carbon(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.carbon_content is not None and not e.pcf:
        carbon = e.result.carbon_content
        if carbon.biogenic is not None:
            return Found.of("ok", "materials", "{kg:.4g} kg C.", kg=carbon.biogenic)
        no, unknown_ = "Not known for {materials}.", Names(carbon.unknown)
        return Found.of("not met", "materials", no, materials=unknown_)
    told = e.pcf.get("biogenicCarbonContent")
    where = "$.pcf.biogenicCarbonContent"
    return met(told is not None, where, "{told} kg C.", "It is not stated.", told=str(told))


def _gwp(e: Evidence, _: str) -> Found:
    sets = e.declaration.gwp_sets if e.declaration else ()
    if e.result is not None and not sets:
        used = e.result.provenance["method"]
        ok = used["gwp_set"] == "AR6" and str(used["id"]).endswith("gwp100")
        no = "{method}: not GWP100 of AR6."
        return met(ok, "method", "{method}.", no, method=e.result.method)
    no = "{sets}." if sets else "No GWP set is named."
    where = "$.pcf.ipccCharacterizationFactors"
    return met("AR6" in sets, where, "{sets}.", no, sets=Names(sets))


def _sums(e: Evidence, _: str) -> Found:
    stated = rules(e, "pact_sum_identity")
    if e.result is None or stated.result == "not met":
        return stated
    r = e.result
    sums = {
        "categories": fsum(r.by_category.values()),
        "stages": fsum(v for k, v in r.by_stage.items() if k != "beyond_boundary"),
        "lines": fsum(x.kg_co2e for x in r.lines),
    }
    scale = fsum(abs(x.kg_co2e) for x in r.lines)
    off = [k for k, v in sums.items() if abs(v - r.total_kg_co2e) > 1e-9 * scale + 1e-300]
    yes, no = "All three give the total.", "The sum of the {sums} is another."
    return met(not off, "categories, stages, lines", yes, no, sums=Names(off))


def _interpretation(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.uncertainty is not None:
        u = e.result.uncertainty
        told = "95 % between {low:.4g} and {high:.4g} kg CO2e."
        return Found.of("ok", "draws", told, low=u["p2_5"], high=u["p97_5"])
    return fact(e, "uncertainty")


def _shares(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show its stages.")
    named = Names(k for k, v in e.result.by_stage.items() if v)
    told = "The value of each is told, and its share: {stages}."
    return Found.of("ok", "stages", told, stages=named)


def _sources(e: Evidence, _: str) -> Found:
    if e.result is None:
        told = e.pcf.get("secondaryEmissionFactorSources")
        where = "$.pcf.secondaryEmissionFactorSources"
        if not isinstance(told, list) or not told:
            return Found.of("not met", where, "No source is named.")
        named = Names(str(x.get("name")) if isinstance(x, dict) else str(x) for x in told)
        no = "Named are {sources}; which figure is from which is not shown."
        return Found.of("open", where, no, sources=named)
    bare = Names(sorted({x.process or x.part for x in e.result.lines if not x.source}))
    yes, no = "{count} sources.", "None for {processes}."
    return met(not bare, "lines", yes, no, count=len(e.result.sources), processes=bare)


def _twice(result: Footprint) -> Found:
    seen: dict[tuple[object, ...], int] = {}
    for x in result.lines:
        if x.part:
            key = (x.part, x.description, x.process, x.stage, x.variant, x.amount)
            seen[key] = seen.get(key, 0) + 1
    double = Names(sorted({str(k[0]) for k, n in seen.items() if n > 1}))
    no = "The same line stands twice for {parts}."
    return met(not double, "lines", "No line stands twice.", no, parts=double)


def _gate(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.at_gate is not None:
        value = fsum(e.result.at_gate.by_category.values())
        return Found.of("ok", "footprint: at_gate", "{kg:.4g} kg CO2e.", kg=value)
    return met(bool(e.pcf), "document", "It is a footprint up to the gate.", "It is not told.")


def _gate_to_gate(result: Footprint) -> Found:
    value = result.by_stage["production"]
    return Found.of("ok", "stage production", "{kg:.4g} kg CO2e.", kg=value)


def _total(e: Evidence, _: str) -> Found:
    d = e.declaration
    if d is not None and d.unit:
        return Found.of("ok", "total", _TOTAL, kg=d.kg_co2e, amount=d.amount, unit=d.unit)
    if e.result is None:
        return Found.of("not met", "total", "The total has no unit of analysis.")
    unit, kg = e.result.declared_unit, e.result.total_kg_co2e
    return Found.of("ok", "total", _TOTAL, kg=kg, amount=unit.amount, unit=unit.unit)


def _land_method(e: Evidence, _: str) -> Found:
    if e.result is not None and not e.result.by_category["land_use_change"]:
        return Found.of("not applicable", "category land_use_change", "There is none.")
    return fact(e, "land_method")


def _form(e: Evidence, _: str) -> Found:
    if not e.document:
        return Found.of("not applicable", "document", "There is no document.")
    checks = e.declaration.checks if e.declaration else ()
    bad = [c.message for c in checks if c.id in FORM_CHECKS and c.result != "ok"]
    told = " ".join(bad[:3]) + (f" and {len(bad) - 3} more" if len(bad) > 3 else "")
    return met(not bad, "every field", "Every field has its form.", "{told}", told=told)


NUMBERS: dict[str, Look] = {
    "phases": _phases,
    "balance": _balance,
    "forming": of_footprint(_forming),
    "allocation": _allocation,
    "recycling": of_footprint(_recycling),
    "timing": of_footprint(_timing),
    "category": _category,
    "biogenic": _biogenic,
    "carbon": _carbon,
    "gwp": _gwp,
    "sums": _sums,
    "interpretation": _interpretation,
    "shares": _shares,
    "sources": _sources,
    "twice": of_footprint(_twice),
    "gate": _gate,
    "gate_to_gate": of_footprint(_gate_to_gate),
    "total": _total,
    "land_method": _land_method,
    "sensitivity": _interpretation,
    "form": _form,
}
