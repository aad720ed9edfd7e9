"""What a PACT 3 footprint says beside its figures: company, rules, sources, quality, contents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from celca.assess import Footprint
from celca.audit import Quality
from celca.declaration import plain
from celca.errors import Finding
from celca.exchange.company import Company
from celca.exchange.period import moment_of

__all__ = ["document_of", "ratings", "statements", "written"]

SPECIFICATION = "3.0.0"
CIRCULARITY = "urn:celca:circularity:1"


def written(value: float) -> str:
    """Return a figure in full, as a decimal."""
    return plain(Decimal(repr(float(value) + 0.0)))


def document_of(result: Footprint, company: Company, pcf: Mapping[str, Any]) -> dict[str, Any]:
    """Return a footprint with all that stands around it, but its id and moment."""
    out: dict[str, Any] = {
        "specVersion": SPECIFICATION,
        "status": "Active",
        "companyName": company.name,
        "companyIds": list(company.ids),
        "productDescription": company.product_description or result.declared_unit.description,
        "productIds": list(company.product_ids),
        "productClassifications": list(company.classifications),
        "productNameCompany": company.product_name or result.product,
        "comment": company.comment or f"Calculated with celca {result.provenance['celca']}.",
        "pcf": pcf,
        "extensions": [_circularity(result)],
    }
    if company.preceding_ids:
        out["precedingPfIds"] = list(company.preceding_ids)
    until = moment_of(company.valid_until)
    if until:
        out["validityPeriodEnd"] = until
    may_be_empty = ("productDescription",)
    return {k: v for k, v in out.items() if v or k in may_be_empty}


def _circularity(result: Footprint) -> dict[str, Any]:
    """Return what PACT has no field for: contents, circularity, the product with other inputs."""
    circular = result.circularity
    mci = circular.mci
    return {
        "specVersion": "1.0.0",
        "dataSchema": CIRCULARITY,
        "data": {
            "recycledContent": written(circular.recycled_content),
            "bioBasedContent": written(circular.bio_based_content),
            **({"materialCircularityIndicator": written(mci)} if mci == mci else {}),
            "boundary": result.boundary,
            "allocation": result.allocation,
            "variants": [
                {"name": v.name, "kgCO2ePerDeclaredUnit": written(v.total_kg_co2e)}
                for v in result.variants
            ],
        },
    }


def statements(result: Footprint, company: Company) -> dict[str, Any]:
    """Return standards, rules, cut-off, allocation and sources."""
    out: dict[str, Any] = {
        "ipccCharacterizationFactors": [result.provenance["method"]["gwp_set"]],
        "crossSectoralStandards": list(company.standards),
    }
    if company.rules:
        known = company.rule_operator in ("PEF", "EPD International")
        rule: dict[str, Any] = {"operator": company.rule_operator if known else "Other"}
        rule["ruleNames"] = list(company.rules)
        if not known and company.rule_operator:
            rule["otherOperatorName"] = company.rule_operator
        out["productOrSectorSpecificRules"] = [rule]
    share = result.excluded.mass_share
    percent = company.exempted_percent
    if percent is None and share is not None:
        percent = 100 * share
    if percent is not None:
        out["exemptedEmissionsPercent"] = written(percent)
    told = company.exempted_description or _left_out(result)
    out["exemptedEmissionsDescription"] = told
    out["allocationRulesDescription"] = f"Recycling: {result.allocation}."
    database = result.database
    out["secondaryEmissionFactorSources"] = [
        {"name": database["name"], "version": f"{database['version']} {database['hash'][:12]}"}
    ]
    return out


def _left_out(result: Footprint) -> str:
    lines = result.excluded.lines
    if not lines:
        return "Nothing on the bill of materials was left out."
    named = "; ".join(str(x["description"] or x["part"] or x["material"]) for x in lines[:20])
    return f"Left out, taken by their share of the mass: {named}."


def ratings(quality: Quality, company: Company, notes: list[Finding]) -> dict[str, Any]:
    """Return the share of primary data and the ratings, as far as they are known."""
    share = company.primary_data_share
    if share is None:
        share = quality.primary_share
        message = "primaryDataShare weighs what suppliers and the study say of each part."
        notes.append(Finding("info", "primary_data_share", message))
    out: dict[str, Any] = {"primaryDataShare": written(share)}
    if quality.technology and quality.geography and quality.time:
        out["dqi"] = {
            "technologicalDQR": written(round(quality.technology, 3)),
            "geographicalDQR": written(round(quality.geography, 3)),
            "temporalDQR": written(round(quality.time, 3)),
        }
    else:
        message = f"Only {quality.rated:.0%} of the emissions are rated, so there is no dqi."
        notes.append(Finding("info", "no_rating", message))
    return out
