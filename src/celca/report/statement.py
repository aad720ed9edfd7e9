"""The reports of a study, filled from a footprint as far as it goes.

The Japanese CFP calculation report (算定報告書) and the study report of ISO 14067 in English. What
only people know (who, why, who verified it) comes as facts; what nobody has given stays visibly
open, marked and counted on the cover, so that a draft cannot pass for a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from pathlib import Path
from typing import Any

from celca.assess import Footprint
from celca.audit import asked_facts
from celca.errors import UnknownName
from celca.report.beside import ALONE, Beside
from celca.report.bundle import packed_plotly
from celca.report.factors import factors_of
from celca.report.label import label_svg, result_id
from celca.report.page import checked_items, shown_values
from celca.report.pictures import Pictures, pictures_of
from celca.report.render import render, write_text
from celca.report.view import grouped, process_title
from celca.report.words import load_words

__all__ = [
    "FACTS",
    "ISO_FACTS",
    "calculation_report",
    "study_report",
    "write_calculation_report",
]

FACTS: tuple[str, ...] = (
    *("report_no", "revision", "created_on", "company", "department", "author", "model"),
    *("rule", "verification", "disclosure", "purpose", "readers", "comparison", "bom_kind"),
    *("packaging", "geography", "technology", "exclusion_rule", "exclusion_effect"),
    *("collection", "evidence", "primary_data", "data_quality", "electricity", "missing_data"),
    *("allocation_reason", "recycled_kind", "storage", "transport", "use_scenario"),
    *("uncertainty", "limits", "reduction", "verifier", "verified_on", "verification_rule"),
    *("verification_findings", "tool_validation", "update", "validity", "history", "report_url"),
)
# what the study report of ISO 14067 asks for beyond those
ISO_FACTS: tuple[str, ...] = ("land", "value_choices", "performance")
_OPEN = '<span class="open">{}</span>'
_TOP = 10


def calculation_report(
    result: Footprint, facts: Mapping[str, str] | None = None, beside: Beside = ALONE
) -> str:
    """Return the calculation report as one self-contained HTML page, in Japanese.

    facts  what only people know, by the names in FACTS

    Raises UnknownName for a fact of another name, MissingExtra without jinja2 and plotly.
    """
    given = facts or {}
    label = label_svg(result, lang="ja", facts=given)
    more = {"label": label, "items": checked_items(result, beside, given, "jp")}
    shown = pictures_of(result, load_words("ja"), beside)
    return _filled("cfp-ja.html", shown, beside, given, more)


def study_report(
    result: Footprint, facts: Mapping[str, str] | None = None, beside: Beside = ALONE
) -> str:
    """Return the study report of ISO 14067, clause 7, as one self-contained page, in English.

    facts  what only people know, by the names in FACTS and ISO_FACTS

    Raises what `calculation_report` raises.
    """
    given = facts or {}
    more = {"items": checked_items(result, beside, given)}
    shown = pictures_of(result, load_words("en"), beside)
    return _filled("iso14067.html", shown, beside, given, more)


def _filled(
    template: str,
    shown: Pictures,
    beside: Beside,
    facts: Mapping[str, str],
    more: Mapping[str, Any],
) -> str:
    """Return a template filled, with what is still open counted on its cover."""
    _check(facts)
    result, words = shown.result, shown.words
    falling, said = shown.waterfall()
    values = shown_values(shown, beside)
    values["charts"] = {"stages": shown.charts()["stages"], "waterfall": falling}
    values["alts"] = {"stages": shown.alts()["stages"], "waterfall": said}
    open_text = words("open_item")
    page = render(
        template,
        words,
        shown.figures,
        **{**values, **_tables(shown, beside), **more},
        facts=facts,
        open_text=open_text,
        tops={name: rows[:_TOP] for name, rows in _tops(shown, beside).items()},
        identity=result_id(result),
        jp_standard=words("standard.jp"),
        plotly=packed_plotly(),
    )
    return page.replace("@@OPEN@@", str(page.count(_OPEN.format(open_text))), 1)


def write_calculation_report(
    result: Footprint,
    path: Path,
    facts: Mapping[str, str] | None = None,
    beside: Beside = ALONE,
) -> None:
    """Write the calculation report; a file that is there is replaced whole or not at all.

    Raises FileFault where it cannot be written, and what `calculation_report` raises.
    """
    write_text(path, calculation_report(result, facts, beside))


def _check(facts: Mapping[str, str]) -> None:
    known = (*FACTS, *ISO_FACTS, *asked_facts())
    for name in facts:
        if name not in known:
            raise UnknownName("item of the report", name, known)


def _tables(shown: Pictures, beside: Beside) -> dict[str, Any]:
    result = shown.result
    factors, places = factors_of(result.lines, shown.words.lang)
    return {
        "composition": _composition(result),
        "called": beside.materials_ja if shown.words.lang == "ja" else {},
        "processes": _processes(shown),
        "declared": fsum(line.share for line in result.lines if not line.process),
        "factors": factors,
        "numbered": list(zip(result.lines, places, strict=True)),
    }


def _tops(shown: Pictures, beside: Beside) -> dict[str, Any]:
    result = shown.result
    called = beside.materials_ja if shown.words.lang == "ja" else {}
    return {
        "parts": shown.sections["parts"],
        "materials": grouped(result, lambda line: called.get(line.material, line.material)),
        "processes": grouped(result, lambda line: process_title(line, shown.words)),
    }


def _composition(result: Footprint) -> dict[tuple[str, str], float]:
    """Return the input of each material, with what is cut away [kg], by (material, variant)."""
    masses: dict[tuple[str, str], float] = {}
    for line in result.lines:
        if line.stage == "raw_materials" and line.material and line.unit == "kg":
            key = (line.material, line.variant)
            masses[key] = masses.get(key, 0.0) + line.amount
    return masses


def _processes(shown: Pictures) -> dict[str, list[str]]:
    """Return the processes of each stage, each named once."""
    names: dict[str, dict[str, None]] = {stage: {} for stage in shown.result.by_stage}
    for line in shown.result.lines:
        names[line.stage][process_title(line, shown.words)] = None
    return {stage: list(found) for stage, found in names.items()}
