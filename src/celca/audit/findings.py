"""What a program can see of a standard's rows, in a footprint or in a declared document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from celca.assess import Footprint
from celca.audit.quality import Quality
from celca.declaration import Declaration, decimal
from celca.units import same_dimension

__all__ = ["CHECKS", "Evidence", "Found"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to look at; None where it is not there.

    facts  what only people know, by name, in their words
    """

    result: Footprint | None = None
    declaration: Declaration | None = None
    quality: Quality | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def document(self) -> Mapping[str, Any]:
        """The declared document, empty where there is none."""
        return (self.declaration.document if self.declaration else None) or {}

    @property
    def pcf(self) -> Mapping[str, Any]:
        """The footprint in the declared document, empty where there is none."""
        pcf = self.document.get("pcf")
        return pcf if isinstance(pcf, dict) else {}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: ok, not met, open or not applicable."""

    result: str
    looked: str
    message: str


Check = Callable[[Evidence, str], Found]


def _met(ok: bool, looked: str, yes: str, no: str) -> Found:
    return Found("ok" if ok else "not met", looked, yes if ok else no)


def _open(looked: str, message: str) -> Found:
    return Found("open", looked, message)


def _fact(e: Evidence, name: str) -> Found:
    told = e.facts.get(name, "").strip()
    looked = f"facts: {name}"
    return Found("ok", looked, told) if told else _open(looked, "Nobody has said.")


def _either(e: Evidence, fact: str, key: str) -> Found:
    """Return what a field of the document says, and else a fact."""
    told = e.pcf.get(key)
    return Found("ok", f"$.pcf.{key}", str(told)) if told else _fact(e, fact)


def _phases(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show its phases.")
    ok = e.result.uncertainty is not None or "uncertainty" in e.facts
    no = "The interpretation lacks its uncertainty (--draws)."
    return _met(ok, "footprint", "All four are there.", no)


def _rule(e: Evidence, _: str) -> Found:
    rules = e.pcf.get("productOrSectorSpecificRules")
    if rules:
        return Found("ok", "$.pcf.productOrSectorSpecificRules", str(rules))
    return _fact(e, "rule")


def _boundary(e: Evidence, _: str) -> Found:
    if e.result is not None:
        part = "partial" if e.result.boundary == "cradle-to-gate" else "full"
        return Found("ok", "footprint: boundary", f"{e.result.boundary}, a {part} footprint.")
    told = e.declaration.boundary if e.declaration else ""
    return _met(bool(told), "boundary", f"{told}.", "The declaration names no boundary.")


def _function(e: Evidence, _: str) -> Found:
    told = str(e.document.get("productDescription") or "")
    if e.result is not None:
        told = e.result.declared_unit.description
    no = "The unit is not described: write [declared_unit] description."
    return _met(bool(told.strip()), "declared unit", told, no)


def _unit(e: Evidence, _: str) -> Found:
    if e.result is not None:
        unit = e.result.declared_unit
        told, ok = f"{unit.amount:g} {unit.unit}", bool(unit.amount > 0 and unit.unit)
    elif e.declaration is not None:
        told = f"{e.declaration.amount:g} {e.declaration.unit}"
        ok = bool(e.declaration.unit)
    else:
        told, ok = "", False
    return _met(ok, "declared unit", f"{told}.", "The value has no unit.")


def _stages(e: Evidence, _: str) -> Found:
    if e.result is not None:
        used = [s for s, v in e.result.by_stage.items() if v]
        processes = len({x.process for x in e.result.lines if x.process})
        told = f"{', '.join(used)}; {processes} processes are listed."
        return Found("ok", "footprint: stages and lines", told)
    told = str(e.pcf.get("boundaryProcessesDescription") or "")
    where = "$.pcf.boundaryProcessesDescription"
    return _met(bool(told.strip()), where, told[:120], "The boundary is not described.")


def _cutoff(e: Evidence, limit: str) -> Found:
    if e.result is not None:
        share, looked = e.result.excluded.mass_share, "footprint: excluded mass"
        if share is None:
            return Found("not met", looked, "Lines of unknown mass are left out.")
        percent = 100 * share
    else:
        looked = "$.pcf.exemptedEmissionsPercent"
        declared = decimal(e.pcf.get("exemptedEmissionsPercent"))
        if declared is None:
            return Found("not met", looked, "It is not told what is left out.")
        percent = declared
    told = f"{percent:.3g} % is left out, {limit} % is allowed."
    return _met(percent <= float(limit), looked, told, told)


def _offsets(e: Evidence, _: str) -> Found:
    if e.declaration is not None:
        ids = ("pact_offsets", "pact_negative_total")
        bad = [c.message for c in e.declaration.checks if c.id in ids and c.result != "ok"]
        if bad:
            return Found("not met", "declaration", " ".join(bad))
    if e.result is not None:
        below = [x.part or x.process for x in e.result.lines
                 if x.kg_co2e < 0 and not x.process]  # fmt: skip
        no = f"Values below 0 are declared for {', '.join(below)}."
        return _met(not below, "lines and suppliers' values", "None was found.", no)
    return Found("ok", "declaration", "None was found.")


def _primary(e: Evidence, _: str) -> Found:
    told = e.pcf.get("primaryDataShare")
    if told is not None:
        return Found("ok", "$.pcf.primaryDataShare", f"{told} %.")
    if e.quality is not None:
        message = f"{e.quality.primary_share:.3g} % is declared by suppliers."
        return Found("ok", "suppliers' values", message)
    return _fact(e, "primary_data")


def _quality(e: Evidence, _: str) -> Found:
    told = e.pcf.get("dqi")
    if isinstance(told, dict):
        return Found("ok", "$.pcf.dqi", ", ".join(f"{k} {v}" for k, v in told.items()))
    q = e.quality
    if q is not None and q.technology and q.geography and q.time:
        message = (
            f"Technology {q.technology:.2f}, place {q.geography:.2f}, time {q.time:.2f}"
            f" (1 best to 5), {q.rated:.0%} of the emissions rated."
        )
        return Found("ok", "pedigree of the emissions", message)
    return _fact(e, "data_quality")


def _period(e: Evidence, _: str) -> Found:
    start, end = e.pcf.get("referencePeriodStart"), e.pcf.get("referencePeriodEnd")
    if start and end:
        return Found("ok", "$.pcf.referencePeriod", f"{start} to {end}.")
    told = str(e.result.provenance.get("period", "")) if e.result else ""
    return _met(bool(told), "product.toml period", told, "No period is stated.")


def _age(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show the age of its data.")
    told = str(e.result.provenance.get("period", "")) + str(e.pcf.get("referencePeriodStart", ""))
    year = re.search(r"(19|20)\d\d", told)
    years = [x.year for x in e.result.lines if x.year]
    if year is None or not years:
        return _open("years of the data", "No period is stated to hold them against.")
    message = f"The oldest data are of {min(years)}, the period is {year[0]}."
    return _met(int(year[0]) - min(years) <= 10, "years of the data", message, message)


def _stage(e: Evidence, stage: str, fact: str) -> Found:
    partial = "The footprint ends at the gate, and says so."
    if e.result is None:
        gate = e.declaration is not None and e.declaration.boundary == "cradle-to-gate"
        return Found("not applicable", "boundary", partial) if gate else _fact(e, fact)
    if e.result.boundary == "cradle-to-gate":
        return Found("not applicable", "boundary", partial)
    value = e.result.by_stage[stage]  # type: ignore[index]
    if value:
        return Found("ok", f"stage {stage}", f"{value:.4g} kg CO2e.")
    told = _fact(e, fact)
    return told if told.result == "ok" else _open(f"stage {stage}", "It costs nothing: say why.")


def _balance(e: Evidence, _: str) -> Found:
    ids = ("pact_mass_balance", "pact_recycled_carbon", "pact_mass")
    if e.declaration is not None:
        bad = [c.message for c in e.declaration.checks if c.id in ids and c.result != "ok"]
        if bad:
            return Found("not met", "masses and carbon", " ".join(bad))
    if e.result is None:
        return Found("ok", "masses and carbon", "Nothing contradicts another.")
    mass = sum(x.amount for x in e.result.lines
               if x.unit == "kg" and x.stage == "raw_materials")  # fmt: skip
    message = f"{mass:.4g} kg of material for {e.result.mass_kg:.4g} kg of product."
    carbon = e.result.carbon_content
    held = (carbon.fossil or 0) + (carbon.biogenic or 0) if carbon else 0.0
    return _met(held <= e.result.mass_kg * 1.001, "masses and carbon", message, message)


def _forming(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show it.")
    found = [f.message for f in e.result.findings if f.code == "no_forming"]
    return _met(not found, "manufacturing of the parts", "Every part has one.", " ".join(found))


def _allocation(e: Evidence, _: str) -> Found:
    if e.result is not None:
        return Found("ok", "footprint: allocation", f"{e.result.allocation}.")
    return _either(e, "allocation_reason", "allocationRulesDescription")


def _recycling(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show it.")
    return Found("ok", "allocation", f"{e.result.allocation}, for what comes in and what leaves.")


def _timing(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show it.")
    return Found("ok", "calculation", "Emissions count the same whenever they occur.")


def _category(e: Evidence, name: str) -> Found:
    if e.result is not None:
        value = e.result.by_category[name]  # type: ignore[index]
        return Found("ok", f"category {name}", f"{value:.4g} kg CO2e.")
    key = {
        "fossil": "fossilGhgEmissions",
        "land_use_change": "landUseChangeGhgEmissions",
        "aircraft": "aircraftGhgEmissions",
    }[name]
    told = e.pcf.get(key)
    return _met(told is not None, f"$.pcf.{key}", f"{told}.", "It is not stated.")


def _biogenic(e: Evidence, _: str) -> Found:
    if e.result is not None:
        c = e.result.by_category
        message = f"{c['biogenic_emissions']:.4g} out, {c['biogenic_uptake']:.4g} in."
        return _met(c["biogenic_uptake"] <= 0, "categories", message, message)
    keys = ("biogenicCO2Uptake", "biogenicNonCO2Emissions")
    lacks = [k for k in keys if e.pcf.get(k) is None]
    bad = e.declaration is not None and any(
        c.id == "pact_uptake_sign" for c in e.declaration.checks
    )
    no = "The uptake is above 0." if bad else f"{', '.join(lacks)} missing."
    return _met(not lacks and not bad, "$.pcf", "Both are stated.", no)


def _carbon(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.carbon_content is not None:
        carbon = e.result.carbon_content
        no = f"Not known for {', '.join(carbon.unknown)}."
        value = carbon.biogenic or 0.0
        return _met(carbon.biogenic is not None, "materials", f"{value:.4g} kg C.", no)
    told = e.pcf.get("biogenicCarbonContent")
    where = "$.pcf.biogenicCarbonContent"
    return _met(told is not None, where, f"{told} kg C.", "It is not stated.")


def _gwp(e: Evidence, _: str) -> Found:
    if e.result is not None:
        used = e.result.provenance["method"]
        ok = used["gwp_set"] == "AR6" and str(used["id"]).endswith("gwp100")
        return _met(ok, "method", f"{e.result.method}.", f"{e.result.method}: not GWP100 of AR6.")
    sets = e.declaration.gwp_sets if e.declaration else ()
    told = ", ".join(sets) or "none is named"
    return _met("AR6" in sets, "$.pcf.ipccCharacterizationFactors", f"{told}.", f"{told}.")


def _sums(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _rules(e, "pact_sum_identity")
    r = e.result
    sums = {
        "categories": sum(r.by_category.values()),
        "stages": sum(v for k, v in r.by_stage.items() if k != "beyond_boundary"),
        "lines": sum(x.kg_co2e for x in r.lines),
    }
    scale = sum(abs(x.kg_co2e) for x in r.lines)
    off = [k for k, v in sums.items() if abs(v - r.total_kg_co2e) > 1e-9 * scale + 1e-300]
    no = f"The sum of the {', '.join(off)} is another."
    return _met(not off, "categories, stages, lines", "All three give the total.", no)


def _interpretation(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.uncertainty is not None:
        u = e.result.uncertainty
        return Found("ok", "draws", f"95 % between {u['p2_5']:.4g} and {u['p97_5']:.4g} kg CO2e.")
    return _fact(e, "uncertainty")


def _shares(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show its stages.")
    told = ", ".join(f"{k} {v:.3g}" for k, v in e.result.by_stage.items() if v)
    return Found("ok", "stages", f"{told} kg CO2e.")


def _sources(e: Evidence, _: str) -> Found:
    if e.result is None:
        told = e.pcf.get("secondaryEmissionFactorSources")
        where = "$.pcf.secondaryEmissionFactorSources"
        return _met(bool(told), where, str(told), "No source is named.")
    bare = sorted({x.process or x.part for x in e.result.lines if not x.source})
    count = len(e.result.sources)
    return _met(not bare, "lines", f"{count} sources.", f"None for {', '.join(bare)}.")


def _verification(e: Evidence, _: str) -> Found:
    told = e.pcf.get("verification")
    return Found("ok", "$.pcf.verification", str(told)) if told else _fact(e, "verification")


def _twice(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show it.")
    seen: dict[tuple[object, ...], int] = {}
    for x in e.result.lines:
        if x.part:
            key = (x.part, x.description, x.process, x.stage, x.variant, x.amount)
            seen[key] = seen.get(key, 0) + 1
    double = sorted({str(k[0]) for k, n in seen.items() if n > 1})
    no = f"The same line stands twice for {', '.join(double)}."
    return _met(not double, "lines", "No line stands twice.", no)


def _company(e: Evidence, _: str) -> Found:
    ids = e.document.get("companyIds")
    if e.document:
        named = bool(ids and e.document.get("productIds"))
        return _met(named, "$.companyIds, $.productIds", str(ids), "One of them is missing.")
    return _fact(e, "company")


def _gate(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.at_gate is not None:
        value = sum(e.result.at_gate.by_category.values())
        return Found("ok", "footprint: at_gate", f"{value:.4g} kg CO2e.")
    return _met(bool(e.pcf), "document", "It is a footprint up to the gate.", "It is not told.")


def _form(e: Evidence, _: str) -> Found:
    if not e.document:
        return Found("not applicable", "document", "There is no document.")
    ids = ("pact_form", "pact_missing", "pact_choice", "pact_range")
    checks = e.declaration.checks if e.declaration else ()
    bad = [c.message for c in checks if c.id in ids and c.result != "ok"]
    more = f" and {len(bad) - 3} more" if len(bad) > 3 else ""
    return _met(not bad, "every field", "Every field has its form.", " ".join(bad[:3]) + more)


def _rules(e: Evidence, id_: str) -> Found:
    checks = [c for c in (e.declaration.checks if e.declaration else ()) if c.id == id_]
    if not checks:
        return Found("not applicable", id_, "There is nothing to compare.")
    bad = [c.message for c in checks if c.result != "ok"]
    return _met(not bad, checks[0].where or id_, checks[0].message, " ".join(bad))


def _packaging(e: Evidence, _: str) -> Found:
    if e.document:
        told = e.pcf.get("packagingEmissionsIncluded")
        where = "$.pcf.packagingEmissionsIncluded"
        return _met(isinstance(told, bool), where, str(told).lower(), "It is not stated.")
    gate = e.result.at_gate if e.result else None
    if gate is None or e.result is None:
        return _fact(e, "packaging")
    packed = e.result.mass_kg > gate.product_mass_kg
    return Found("ok", "study", f"Packaging is {'in' if packed else 'not in the study'}.")


def _battery_unit(e: Evidence, _: str) -> Found:
    unit = e.result.declared_unit.unit if e.result else e.declaration.unit if e.declaration else ""
    ok = bool(unit) and same_dimension(unit, "kWh")
    return _met(ok, "declared unit", f"{unit}.", f"The unit is {unit or 'not stated'}.")


def _battery_use(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _open("document", "A declaration alone does not show it.")
    use = e.result.by_stage["use"]
    return _met(not use, "stage use", "It is left out.", f"It is in, with {use:.4g} kg CO2e.")


def _battery_cff(e: Evidence, _: str) -> Found:
    if e.result is None:
        return _either(e, "allocation_reason", "allocationRulesDescription")
    told = f"The allocation is {e.result.allocation}."
    return _met(e.result.allocation == "cff", "allocation", told, told)


CHECKS: dict[str, Check] = {
    "fact": _fact,
    "phases": _phases,
    "rule": lambda e, a: _rules(e, a) if a else _rule(e, a),
    "boundary": _boundary,
    "function": _function,
    "unit": _unit,
    "stages": _stages,
    "cutoff": _cutoff,
    "offsets": _offsets,
    "primary": _primary,
    "quality": _quality,
    "period": _period,
    "age": _age,
    "use": lambda e, _: _stage(e, "use", "use_scenario"),
    "end": lambda e, _: _stage(e, "end_of_life", "end_scenario"),
    "balance": _balance,
    "forming": _forming,
    "allocation": _allocation,
    "recycling": _recycling,
    "timing": _timing,
    "category": _category,
    "biogenic": _biogenic,
    "carbon": _carbon,
    "gwp": _gwp,
    "sums": _sums,
    "interpretation": _interpretation,
    "shares": _shares,
    "sources": _sources,
    "verification": _verification,
    "twice": _twice,
    "company": _company,
    "gate": _gate,
    "form": _form,
    "packaging": _packaging,
    "battery_unit": _battery_unit,
    "battery_use": _battery_use,
    "battery_cff": _battery_cff,
}
