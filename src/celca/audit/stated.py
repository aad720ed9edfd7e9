"""What a document says of its rules, contents and period, held against the study."""

from __future__ import annotations

import re
from collections.abc import Iterator

from celca.assess import Footprint
from celca.circular import METHODS
from celca.declaration import Check, Declaration, decimal

__all__ = ["contents", "period", "rule_of"]


def rule_of(declaration: Declaration) -> str:
    """Return the rule of allocation that a document names, '' where it names none or several."""
    text = str(declaration.pcf.get("allocationRulesDescription") or "").casefold()
    named = [rule for rule in METHODS if re.search(rf"(?<!\w){re.escape(rule)}(?!\w)", text)]
    return named[0] if len(named) == 1 else str(_extension(declaration).get("allocation") or "")


def contents(declaration: Declaration, result: Footprint) -> Iterator[Check]:
    """Hold the recycled and bio-based content against those of the study, where declared."""
    told = _extension(declaration)
    found = {
        "recycledContent": ("recycled_content", result.circularity.recycled_content),
        "bioBasedContent": ("bio_based_content", result.circularity.bio_based_content),
    }
    for key, (id_, value) in found.items():
        declared = decimal(told.get(key))
        if declared is not None:
            ok = abs(declared - value) <= 0.005
            message = f"{key}: {declared:.1%} declared, {value:.1%} in the study."
            yield Check(id_, "ok" if ok else "warning", message)


def period(declaration: Declaration, result: Footprint) -> Iterator[Check]:
    """Hold the period against that of the study, and against the age of its data."""
    pcf, own = declaration.pcf, str(result.provenance.get("period", ""))
    start = str(pcf.get("referencePeriodStart") or "")[:4]
    end = str(pcf.get("referencePeriodEnd") or "")[:4]
    if start and own and not (start in own or end in own):
        message = f"The declaration is for {start} to {end}, the study for {own!r}."
        yield Check("period", "warning", message)
    years = [x.year for x in result.lines if x.year]
    if start.isdigit() and years and int(start) - min(years) > 10:
        message = (
            f"The oldest data of the recalculation are of {min(years)}, the declaration of {start}."
        )
        yield Check("data_age", "warning", message)


def _extension(declaration: Declaration) -> dict[str, object]:
    """Return the circularity data that celca writes beside a PACT footprint."""
    extensions = declaration.document.get("extensions") if declaration.document else None
    for each in extensions if isinstance(extensions, list) else []:
        if isinstance(each, dict) and str(each.get("dataSchema", "")).startswith("urn:celca:"):
            data = each.get("data")
            return data if isinstance(data, dict) else {}
    return {}
