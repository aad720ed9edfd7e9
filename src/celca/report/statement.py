"""The Japanese CFP calculation report (算定報告書), filled from a footprint as far as it goes.

What only people know (who, why, who verified it) comes as facts; what nobody has given stays
visibly open, marked 未記入 and counted on the cover, so that a draft cannot pass for a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celca.assess import Footprint
from celca.errors import UnknownName
from celca.report.bundle import packed_plotly
from celca.report.charts import Bar, waterfall
from celca.report.factors import factors_of
from celca.report.label import label_svg, result_id
from celca.report.pictures import Pictures, alt_text, pictures_of
from celca.report.render import render, write_text
from celca.report.view import command, grouped, unit_text
from celca.report.words import load_words

__all__ = ["FACTS", "calculation_report", "write_calculation_report"]

FACTS: tuple[str, ...] = (
    *("report_no", "revision", "created_on", "company", "department", "author", "model"),
    *("rule", "verification", "disclosure", "purpose", "readers", "comparison", "bom_kind"),
    *("packaging", "geography", "technology", "exclusion_rule", "exclusion_effect"),
    *("collection", "evidence", "primary_data", "data_quality", "electricity", "missing_data"),
    *("allocation_reason", "recycled_kind", "storage", "transport", "use_scenario"),
    *("uncertainty", "limits", "reduction", "verifier", "verified_on", "verification_rule"),
    *("verification_findings", "tool_validation", "update", "validity", "history"),
)
_OPEN = '<span class="open">未記入</span>'
_TOP = 10


def calculation_report(result: Footprint, facts: Mapping[str, str] | None = None) -> str:
    """Return the calculation report as one self-contained HTML page, in Japanese.

    facts  what only people know, by the names in FACTS

    Raises UnknownName for a fact of another name, MissingExtra without jinja2 and plotly.
    """
    given = _checked(facts or {})
    words = load_words("ja")
    shown = pictures_of(result, words)
    page = render(
        "cfp-ja.html",
        words,
        shown.figures,
        result=result,
        facts=given,
        rows=shown.sections,
        tops={name: rows[:_TOP] for name, rows in _tops(result, shown).items()},
        **_tables(result),
        unit=unit_text(result, words),
        whole_unit=unit_text(result, words, short=False),
        command=command(result),
        label=label_svg(result, lang="ja", verified=given.get("verification", "")),
        identity=result_id(result),
        plotly=packed_plotly(),
        **_drawn(shown),
    )
    return page.replace("@@OPEN@@", str(page.count(_OPEN)), 1)


def write_calculation_report(
    result: Footprint, path: Path, facts: Mapping[str, str] | None = None
) -> None:
    """Write the calculation report; a file that is there is replaced whole or not at all.

    Raises FileFault where it cannot be written, and what `calculation_report` raises.
    """
    write_text(path, calculation_report(result, facts))


def _checked(facts: Mapping[str, str]) -> dict[str, str]:
    for name in facts:
        if name not in FACTS:
            raise UnknownName("item of the calculation report", name, FACTS)
    return dict(facts)


def _tables(result: Footprint) -> dict[str, Any]:
    factors, places = factors_of(result.lines)
    return {
        "composition": _composition(result),
        "processes": _processes(result),
        "declared": sum(line.share for line in result.lines if not line.process),
        "factors": factors,
        "numbered": list(zip(result.lines, places, strict=True)),
    }


def _drawn(shown: Pictures) -> dict[str, Any]:
    words, figures, result = shown.words, shown.figures, shown.result
    total = Bar(words("total"), result.total_kg_co2e, figures.kg(result.total_kg_co2e))
    steps = shown.bars("stages")
    charts = {name: figure for name, figure in shown.charts().items() if name == "stages"}
    charts["waterfall"] = waterfall(steps, total, shown.unit)
    alts = {"stages": alt_text(steps, words), "waterfall": alt_text([*steps, total], words)}
    return {"charts": charts, "alts": alts}


def _tops(result: Footprint, shown: Pictures) -> dict[str, Any]:
    return {
        "parts": shown.sections["parts"],
        "materials": grouped(result, lambda line: line.material),
        "processes": grouped(result, lambda line: line.process),
    }


def _composition(result: Footprint) -> dict[tuple[str, str], float]:
    """Return the input of each material, with what is cut away [kg], by (material, variant)."""
    masses: dict[tuple[str, str], float] = {}
    for line in result.lines:
        if line.stage == "raw_materials" and line.material and line.unit == "kg":
            key = (line.material, line.variant)
            masses[key] = masses.get(key, 0.0) + line.amount
    return masses


def _processes(result: Footprint) -> dict[str, list[str]]:
    """Return the processes of each stage, each named once."""
    names: dict[str, dict[str, None]] = {stage: {} for stage in result.by_stage}
    for line in result.lines:
        names[line.stage][line.process or "サプライヤー申告値"] = None
    return {stage: list(found) for stage, found in names.items()}
