"""What can be seen of scope, unit, period and data, in a footprint or in a declared document."""

from __future__ import annotations

import re

from celca.audit.evidence import Evidence, Found, Look, either, fact, met, unknown
from celca.audit.seen_numbers import rules
from celca.declaration import decimal
from celca.units import same_dimension

__all__ = ["SCOPE"]


def _rule(e: Evidence, _: str) -> Found:
    rules = e.pcf.get("productOrSectorSpecificRules")
    if rules:
        return Found("ok", "$.pcf.productOrSectorSpecificRules", str(rules))
    return fact(e, "rule")


def _boundary(e: Evidence, _: str) -> Found:
    if e.result is not None:
        part = "partial" if e.result.boundary == "cradle-to-gate" else "full"
        return Found("ok", "footprint: boundary", f"{e.result.boundary}, a {part} footprint.")
    told = e.declaration.boundary if e.declaration else ""
    return met(bool(told), "boundary", f"{told}.", "The declaration names no boundary.")


def _function(e: Evidence, _: str) -> Found:
    told = str(e.document.get("productDescription") or "")
    if e.result is not None:
        told = e.result.declared_unit.description
    no = "The unit is not described: write [declared_unit] description."
    return met(bool(told.strip()), "declared unit", told, no)


def _unit(e: Evidence, _: str) -> Found:
    if e.result is not None:
        unit = e.result.declared_unit
        told, ok = f"{unit.amount:g} {unit.unit}", bool(unit.amount > 0 and unit.unit)
    elif e.declaration is not None:
        told = f"{e.declaration.amount:g} {e.declaration.unit}"
        ok = bool(e.declaration.unit)
    else:
        told, ok = "", False
    return met(ok, "declared unit", f"{told}.", "The value has no unit.")


def _stages(e: Evidence, _: str) -> Found:
    if e.result is not None:
        used = [s for s, v in e.result.by_stage.items() if v]
        processes = len({x.process for x in e.result.lines if x.process})
        told = f"{', '.join(used)}; {processes} processes are listed."
        return Found("ok", "footprint: stages and lines", told)
    told = str(e.pcf.get("boundaryProcessesDescription") or "")
    where = "$.pcf.boundaryProcessesDescription"
    return met(bool(told.strip()), where, told[:120], "The boundary is not described.")


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
    return met(percent <= float(limit), looked, told, told)


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
        return met(not below, "lines and suppliers' values", "None was found.", no)
    return Found("ok", "declaration", "None was found.")


def _primary(e: Evidence, _: str) -> Found:
    told = e.pcf.get("primaryDataShare")
    if told is not None:
        return Found("ok", "$.pcf.primaryDataShare", f"{told} %.")
    if e.quality is not None:
        message = f"{e.quality.primary_share:.3g} % is declared by suppliers."
        return Found("ok", "suppliers' values", message)
    return fact(e, "primary_data")


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
    return fact(e, "data_quality")


def _period(e: Evidence, _: str) -> Found:
    start, end = e.pcf.get("referencePeriodStart"), e.pcf.get("referencePeriodEnd")
    if start and end:
        return Found("ok", "$.pcf.referencePeriod", f"{start} to {end}.")
    told = str(e.result.provenance.get("period", "")) if e.result else ""
    return met(bool(told), "product.toml period", told, "No period is stated.")


def _age(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show the age of its data.")
    told = str(e.result.provenance.get("period", "")) + str(e.pcf.get("referencePeriodStart", ""))
    year = re.search(r"(19|20)\d\d", told)
    years = [x.year for x in e.result.lines if x.year]
    if year is None or not years:
        return unknown("years of the data", "No period is stated to hold them against.")
    message = f"The oldest data are of {min(years)}, the period is {year[0]}."
    return met(int(year[0]) - min(years) <= 10, "years of the data", message, message)


def _stage(e: Evidence, stage: str, name: str) -> Found:
    partial = "The footprint ends at the gate, and says so."
    if e.result is None:
        gate = e.declaration is not None and e.declaration.boundary == "cradle-to-gate"
        return Found("not applicable", "boundary", partial) if gate else fact(e, name)
    if e.result.boundary == "cradle-to-gate":
        return Found("not applicable", "boundary", partial)
    value = e.result.by_stage[stage]  # type: ignore[index]
    if value:
        return Found("ok", f"stage {stage}", f"{value:.4g} kg CO2e.")
    told = fact(e, name)
    return told if told.result == "ok" else unknown(f"stage {stage}", "It costs nothing: say why.")


def _verification(e: Evidence, _: str) -> Found:
    told = e.pcf.get("verification")
    return Found("ok", "$.pcf.verification", str(told)) if told else fact(e, "verification")


def _company(e: Evidence, _: str) -> Found:
    ids = e.document.get("companyIds")
    if e.document:
        named = bool(ids and e.document.get("productIds"))
        return met(named, "$.companyIds, $.productIds", str(ids), "One of them is missing.")
    return fact(e, "company")


def _packaging(e: Evidence, _: str) -> Found:
    if e.document:
        told = e.pcf.get("packagingEmissionsIncluded")
        where = "$.pcf.packagingEmissionsIncluded"
        return met(isinstance(told, bool), where, str(told).lower(), "It is not stated.")
    gate = e.result.at_gate if e.result else None
    if gate is None or e.result is None:
        return fact(e, "packaging")
    packed = e.result.mass_kg > gate.product_mass_kg
    return Found("ok", "study", f"Packaging is {'in' if packed else 'not in the study'}.")


def _battery_unit(e: Evidence, _: str) -> Found:
    unit = e.result.declared_unit.unit if e.result else e.declaration.unit if e.declaration else ""
    ok = bool(unit) and same_dimension(unit, "kWh")
    return met(ok, "declared unit", f"{unit}.", f"The unit is {unit or 'not stated'}.")


def _battery_use(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show it.")
    use = e.result.by_stage["use"]
    return met(not use, "stage use", "It is left out.", f"It is in, with {use:.4g} kg CO2e.")


def _battery_cff(e: Evidence, _: str) -> Found:
    if e.result is None:
        return either(e, "allocation_reason", "allocationRulesDescription")
    told = f"The allocation is {e.result.allocation}."
    return met(e.result.allocation == "cff", "allocation", told, told)


SCOPE: dict[str, Look] = {
    "fact": fact,
    "rule": lambda e, a: rules(e, a) if a else _rule(e, a),
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
    "verification": _verification,
    "company": _company,
    "packaging": _packaging,
    "battery_unit": _battery_unit,
    "battery_use": _battery_use,
    "battery_cff": _battery_cff,
}
