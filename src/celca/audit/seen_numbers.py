"""What can be seen of sums, shares and categories, in a footprint or in a declared document."""

from __future__ import annotations

from celca.audit.evidence import Evidence, Found, Look, either, fact, met, unknown

__all__ = ["NUMBERS", "rules"]


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
        return Found("ok", "masses and carbon", "Nothing contradicts another.")
    mass = sum(x.amount for x in e.result.lines
               if x.unit == "kg" and x.stage == "raw_materials")  # fmt: skip
    message = f"{mass:.4g} kg of material for {e.result.mass_kg:.4g} kg of product."
    carbon = e.result.carbon_content
    held = (carbon.fossil or 0) + (carbon.biogenic or 0) if carbon else 0.0
    return met(held <= e.result.mass_kg * 1.001, "masses and carbon", message, message)


def _forming(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show it.")
    found = [f.message for f in e.result.findings if f.code == "no_forming"]
    return met(not found, "manufacturing of the parts", "Every part has one.", " ".join(found))


def _allocation(e: Evidence, _: str) -> Found:
    if e.result is not None:
        return Found("ok", "footprint: allocation", f"{e.result.allocation}.")
    return either(e, "allocation_reason", "allocationRulesDescription")


def _recycling(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show it.")
    return Found("ok", "allocation", f"{e.result.allocation}, for what comes in and what leaves.")


def _timing(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show it.")
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
    return met(told is not None, f"$.pcf.{key}", f"{told}.", "It is not stated.")


def _biogenic(e: Evidence, _: str) -> Found:
    if e.result is not None:
        c = e.result.by_category
        message = f"{c['biogenic_emissions']:.4g} out, {c['biogenic_uptake']:.4g} in."
        return met(c["biogenic_uptake"] <= 0, "categories", message, message)
    keys = ("biogenicCO2Uptake", "biogenicNonCO2Emissions")
    lacks = [k for k in keys if e.pcf.get(k) is None]
    bad = e.declaration is not None and any(
        c.id == "pact_uptake_sign" for c in e.declaration.checks
    )
    no = "The uptake is above 0." if bad else f"{', '.join(lacks)} missing."
    return met(not lacks and not bad, "$.pcf", "Both are stated.", no)


def _carbon(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.carbon_content is not None:
        carbon = e.result.carbon_content
        no = f"Not known for {', '.join(carbon.unknown)}."
        value = carbon.biogenic or 0.0
        return met(carbon.biogenic is not None, "materials", f"{value:.4g} kg C.", no)
    told = e.pcf.get("biogenicCarbonContent")
    where = "$.pcf.biogenicCarbonContent"
    return met(told is not None, where, f"{told} kg C.", "It is not stated.")


def _gwp(e: Evidence, _: str) -> Found:
    if e.result is not None:
        used = e.result.provenance["method"]
        ok = used["gwp_set"] == "AR6" and str(used["id"]).endswith("gwp100")
        return met(ok, "method", f"{e.result.method}.", f"{e.result.method}: not GWP100 of AR6.")
    sets = e.declaration.gwp_sets if e.declaration else ()
    told = ", ".join(sets) or "none is named"
    return met("AR6" in sets, "$.pcf.ipccCharacterizationFactors", f"{told}.", f"{told}.")


def _sums(e: Evidence, _: str) -> Found:
    if e.result is None:
        return rules(e, "pact_sum_identity")
    r = e.result
    sums = {
        "categories": sum(r.by_category.values()),
        "stages": sum(v for k, v in r.by_stage.items() if k != "beyond_boundary"),
        "lines": sum(x.kg_co2e for x in r.lines),
    }
    scale = sum(abs(x.kg_co2e) for x in r.lines)
    off = [k for k, v in sums.items() if abs(v - r.total_kg_co2e) > 1e-9 * scale + 1e-300]
    no = f"The sum of the {', '.join(off)} is another."
    return met(not off, "categories, stages, lines", "All three give the total.", no)


def _interpretation(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.uncertainty is not None:
        u = e.result.uncertainty
        return Found("ok", "draws", f"95 % between {u['p2_5']:.4g} and {u['p97_5']:.4g} kg CO2e.")
    return fact(e, "uncertainty")


def _shares(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show its stages.")
    told = ", ".join(f"{k} {v:.3g}" for k, v in e.result.by_stage.items() if v)
    return Found("ok", "stages", f"{told} kg CO2e.")


def _sources(e: Evidence, _: str) -> Found:
    if e.result is None:
        told = e.pcf.get("secondaryEmissionFactorSources")
        where = "$.pcf.secondaryEmissionFactorSources"
        return met(bool(told), where, str(told), "No source is named.")
    bare = sorted({x.process or x.part for x in e.result.lines if not x.source})
    count = len(e.result.sources)
    return met(not bare, "lines", f"{count} sources.", f"None for {', '.join(bare)}.")


def _twice(e: Evidence, _: str) -> Found:
    if e.result is None:
        return unknown("document", "A declaration alone does not show it.")
    seen: dict[tuple[object, ...], int] = {}
    for x in e.result.lines:
        if x.part:
            key = (x.part, x.description, x.process, x.stage, x.variant, x.amount)
            seen[key] = seen.get(key, 0) + 1
    double = sorted({str(k[0]) for k, n in seen.items() if n > 1})
    no = f"The same line stands twice for {', '.join(double)}."
    return met(not double, "lines", "No line stands twice.", no)


def _gate(e: Evidence, _: str) -> Found:
    if e.result is not None and e.result.at_gate is not None:
        value = sum(e.result.at_gate.by_category.values())
        return Found("ok", "footprint: at_gate", f"{value:.4g} kg CO2e.")
    return met(bool(e.pcf), "document", "It is a footprint up to the gate.", "It is not told.")


def _form(e: Evidence, _: str) -> Found:
    if not e.document:
        return Found("not applicable", "document", "There is no document.")
    ids = ("pact_form", "pact_missing", "pact_choice", "pact_range")
    checks = e.declaration.checks if e.declaration else ()
    bad = [c.message for c in checks if c.id in ids and c.result != "ok"]
    more = f" and {len(bad) - 3} more" if len(bad) > 3 else ""
    return met(not bad, "every field", "Every field has its form.", " ".join(bad[:3]) + more)


def rules(e: Evidence, id_: str) -> Found:
    """Return what a rule between the figures of a document came to."""
    checks = [c for c in (e.declaration.checks if e.declaration else ()) if c.id == id_]
    if not checks:
        return Found("not applicable", id_, "There is nothing to compare.")
    bad = [c.message for c in checks if c.result != "ok"]
    return met(not bad, checks[0].where or id_, checks[0].message, " ".join(bad))


NUMBERS: dict[str, Look] = {
    "phases": _phases,
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
    "twice": _twice,
    "gate": _gate,
    "form": _form,
}
