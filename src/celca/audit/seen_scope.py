"""What can be seen of scope, unit, period and data, in a footprint or in a declared document."""

from __future__ import annotations

import re

from celca.audit.evidence import Evidence, Found, Look, fact, met, rules, unknown
from celca.declaration import Declaration, decimal
from celca.errors import Names, Value
from celca.quality import pef_level

__all__ = ["SCOPE"]

_AGE = "The oldest data are of {oldest}, the period is {period}."


def _rule(e: Evidence, _: str) -> Found:
    rules = e.pcf.get("productOrSectorSpecificRules")
    if rules:
        return Found("ok", "$.pcf.productOrSectorSpecificRules", str(rules))
    return fact(e, "rule")


def _boundary(e: Evidence, _: str) -> Found:
    named, looked = e.declaration.boundary if e.declaration else "", "boundary"
    if e.result is not None and not named:
        named, looked = e.result.boundary, "footprint: boundary"
    partial = named == "cradle-to-gate"
    told = "{boundary}, a partial footprint." if partial else "{boundary}, a full footprint."
    return met(bool(named), looked, told, "The declaration names no boundary.", boundary=named)


def _function(e: Evidence, _: str) -> Found:
    told = str(e.document.get("productDescription") or "")
    if e.result is not None and not e.document:
        told = e.result.declared_unit.description
    no = "The unit is not described: write [declared_unit] description."
    return met(bool(told.strip()), "declared unit", "{told}", no, told=told)


def _unit(e: Evidence, _: str) -> Found:
    amount, named = (e.declaration.amount, e.declaration.unit) if e.declaration else (0.0, "")
    if e.result is not None and not named:
        amount, named = e.result.declared_unit.amount, e.result.declared_unit.unit
    told, no = "{amount:g} {unit}.", "The value has no unit."
    return met(amount > 0 and bool(named), "declared unit", told, no, amount=amount, unit=named)


def _stages(e: Evidence, _: str) -> Found:
    if e.result is not None:
        used = Names(s for s, v in e.result.by_stage.items() if v)
        count = len({x.process for x in e.result.lines if x.process})
        said, looked = "{stages}; {count} processes are listed.", "footprint: stages and lines"
        return Found.of("ok", looked, said, stages=used, count=count)
    told = str(e.pcf.get("boundaryProcessesDescription") or "")
    where, no = "$.pcf.boundaryProcessesDescription", "The boundary is not described."
    return met(bool(told.strip()), where, "{told}", no, told=told[:120])


def _cutoff(e: Evidence, limit: str) -> Found:
    looked, percent = "$.pcf.exemptedEmissionsPercent", 0.0
    declared = decimal(e.pcf.get("exemptedEmissionsPercent"))
    if declared is None and (e.pcf or e.result is None):
        return Found.of("not met", looked, "It is not told what is left out.")
    if e.result is not None:
        share, looked = e.result.excluded.mass_share, "footprint: excluded mass"
        if share is None:
            return Found.of("not met", looked, "Lines of unknown mass are left out.")
        percent = 100 * share
    if declared is not None and declared >= percent:
        looked, percent = "$.pcf.exemptedEmissionsPercent", declared
    told = "{percent:.3g} % is left out, {limit} % is allowed."
    return met(percent <= float(limit), looked, told, told, percent=percent, limit=limit)


def _offsets(e: Evidence, _: str) -> Found:
    if e.declaration is not None:
        ids = ("pact_offsets", "pact_negative_total")
        bad = [c.message for c in e.declaration.checks if c.id in ids and c.result != "ok"]
        if bad:
            return Found("not met", "declaration", " ".join(bad))
    if e.result is not None:
        lines = e.result.lines
        below = Names(x.part or x.process for x in lines if x.kg_co2e < 0 and not x.process)
        no = "Values below 0 are declared for {parts}."
        return met(not below, "lines and suppliers' values", "None was found.", no, parts=below)
    if e.declaration is None or not _summed(e.declaration):
        return unknown("declaration", "The parts do not show whether one is netted.")
    return Found.of("ok", "declaration", "The total is the sum of its parts, none is named.")


def _summed(declaration: Declaration) -> bool:
    return any(c.id == "pact_sum_identity" and c.result == "ok" for c in declaration.checks)


def _primary(e: Evidence, _: str) -> Found:
    told = e.pcf.get("primaryDataShare")
    if told is not None:
        return Found.of("ok", "$.pcf.primaryDataShare", "{told} %.", told=str(told))
    if e.quality is not None:
        said, share = "{percent:.3g} % is declared by suppliers.", e.quality.primary_share
        return Found.of("ok", "suppliers' values", said, percent=share)
    return fact(e, "primary_data")


def _quality(e: Evidence, _: str) -> Found:
    told = e.pcf.get("dqi")
    if isinstance(told, dict):
        return Found("ok", "$.pcf.dqi", ", ".join(f"{k} {v}" for k, v in told.items()))
    q = e.quality
    if q is not None and q.technology and q.geography and q.time:
        said = (
            "Technology {technology:.2f}, place {place:.2f}, time {time:.2f} (1 best to 5),"
            " {rated:.0%} of the emissions rated."
        )
        values: dict[str, Value] = {"technology": q.technology, "place": q.geography}
        values |= {"time": q.time, "rated": q.rated}
        if q.pef is not None:
            values |= {"pef": q.pef, "level": pef_level(q.pef)}
            said = (
                "Technology {technology:.2f}, place {place:.2f}, time {time:.2f} (1 best to 5),"
                " {rated:.0%} of the emissions rated. Environmental Footprint: {pef:.2f}, {level}."
            )
        return Found.of("ok", "pedigree of the emissions", said, **values)
    return fact(e, "data_quality")


def _period(e: Evidence, _: str) -> Found:
    start, end = e.pcf.get("referencePeriodStart"), e.pcf.get("referencePeriodEnd")
    if start and end:
        said, where = "{start} to {end}.", "$.pcf.referencePeriod"
        return Found.of("ok", where, said, start=str(start), end=str(end))
    told = str(e.result.provenance.get("period", "")) if e.result else ""
    no = "No period is stated."
    return met(bool(told), "product.toml period", "{told}", no, told=told)


def _age(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show the age of its data.")
    told = str(e.result.provenance.get("period", "")) + str(e.pcf.get("referencePeriodStart", ""))
    year = re.search(r"(19|20)\d\d", told)
    years = [x.year for x in e.result.lines if x.year]
    if year is None or not years:
        return unknown("years of the data", "No period is stated to hold them against.")
    told, period, oldest = _AGE, int(year[0]), min(years)
    young = period - oldest <= 10
    return met(young, "years of the data", told, told, oldest=str(oldest), period=year[0])


def _stage(e: Evidence, stage: str, name: str) -> Found:
    partial = "The footprint ends at the gate, and says so."
    named = e.declaration.boundary if e.declaration else ""
    named = named or (e.result.boundary if e.result else "")
    if named == "cradle-to-gate":
        return Found.of("not applicable", "boundary", partial)
    if e.result is None:
        return fact(e, name)
    value = e.result.by_stage[stage]  # type: ignore[index]
    if value:
        return Found.of("ok", f"stage {stage}", "{kg:.4g} kg CO2e.", kg=value)
    told = fact(e, name)
    return told if told.result == "ok" else unknown(f"stage {stage}", "It costs nothing: say why.")


def _verification(e: Evidence, _: str) -> Found:
    told = e.pcf.get("verification")
    return Found("ok", "$.pcf.verification", str(told)) if told else fact(e, "verification")


def _company(e: Evidence, asked: str) -> Found:
    ids = e.document.get("companyIds")
    told = fact(e, "company")
    if asked == "contact":
        name = str(e.document.get("companyName") or "")
        if told.result == "ok" or not name:
            return told
        no = "The document names {company}; whom to ask is not told."
        return Found.of("open", "$.companyName", no, company=name)
    if e.document:
        named = bool(ids and e.document.get("productIds"))
        where, no = "$.companyIds, $.productIds", "One of them is missing."
        return met(named, where, "{told}", no, told=", ".join(map(str, ids or ())))
    return told


def _packaging(e: Evidence, _: str) -> Found:
    if e.document:
        told = e.pcf.get("packagingEmissionsIncluded")
        where, no = "$.pcf.packagingEmissionsIncluded", "It is not stated."
        return met(isinstance(told, bool), where, "{told}", no, told=str(told).lower())
    gate = e.result.at_gate if e.result else None
    if gate is None or e.result is None:
        return fact(e, "packaging")
    packed = e.result.mass_kg > gate.product_mass_kg
    said = "Packaging is in." if packed else "Packaging is not in the study."
    return Found.of("ok", "study", said)


def _process_map(e: Evidence, _: str) -> Found:
    if e.result is None:
        return fact(e, "process_map")
    used = {(x.stage, x.process) for x in e.result.lines if x.process}
    stages = Names(sorted({stage for stage, _ in used}))
    told = "{count} processes are listed by stage: {stages}."
    return Found.of("ok", "lines: processes by stage", told, count=len(used), stages=stages)


def _gases(e: Evidence, _: str) -> Found:
    sets = e.declaration.gwp_sets if e.declaration else ()
    if sets or e.result is None:
        said, no = "Those of {sets}.", "No GWP set is named."
        return met(bool(sets), "GWP set", said, no, sets=Names(sets))
    return Found.of("ok", "method", "All that {method} characterises.", method=e.result.method)


def _electricity(e: Evidence, _: str) -> Found:
    """Return what is said of electricity; a grid of the database is told, but not its ground."""
    told = fact(e, "electricity")
    if told.result == "ok" or e.result is None:
        return told
    used = sorted({x.process for x in e.result.lines if x.process.startswith("electricity")})
    if not used:
        return told
    message = "Modelled as {processes}: nobody has said on what ground (grid, contract)."
    return Found.of("open", "lines: electricity", message, processes=Names(used))


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
    "process_map": _process_map,
    "gases": _gases,
    "electricity": _electricity,
}
