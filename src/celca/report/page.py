"""One footprint as one self-contained page: no network, no account, no second file.

The page carries plotly.js packed, the full result as JSON, and a table behind every picture,
so it can be sent, printed, read aloud and checked. Its own security policy forbids every
request, so that even a hostile part name could not make one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from celca.assess import Footprint
from celca.audit import PROFILES, Evidence, Item, checklist
from celca.report.beside import ALONE, Beside
from celca.report.bundle import packed_plotly
from celca.report.charts import Bar, bars
from celca.report.circular_card import before_table, carbon_rows, circularity_rows
from celca.report.decisions import (
    allocation_bars,
    best_swaps,
    improve_lead,
    swap_bars,
    swap_data,
    swap_name,
)
from celca.report.flows import flow_chart, flow_text, flows_of
from celca.report.origins import Origins, origins_of
from celca.report.pictures import Pictures, alt_text, pictures_of
from celca.report.render import render, write_text
from celca.report.view import command, process_title, step_title, unit_text
from celca.report.words import load_words

__all__ = ["checked_items", "report_page", "shown_values", "write_report"]

STANDARD = "iso14067"


def report_page(result: Footprint, *, lang: str = "en", beside: Beside = ALONE) -> str:
    """Return one self-contained HTML page that shows a footprint.

    lang    en or ja
    beside  what else is known of the product; the chapters of what is not are left out

    Raises UnknownName for another language, MissingExtra without jinja2 and plotly.
    """
    shown = pictures_of(result, load_words(lang), beside)
    values = shown_values(shown, beside)
    return render("page.html", shown.words, shown.figures, plotly=packed_plotly(), **values)


def write_report(
    result: Footprint, path: Path, *, lang: str = "en", beside: Beside = ALONE
) -> None:
    """Write the page of a footprint; a file that is there is replaced whole or not at all.

    Raises FileFault where the page cannot be written, and what `report_page` raises.
    """
    write_text(path, report_page(result, lang=lang, beside=beside))


def shown_values(shown: Pictures, beside: Beside) -> dict[str, Any]:
    """Return all that a template shows of a footprint, but for what is packed in it."""
    result, words, figures = shown.result, shown.words, shown.figures
    say = beside.sayings(words)
    charts, alts, more = _drawn(shown, beside)
    materials = beside.materials_ja if words.lang == "ja" else {}
    carbon = result.carbon_content
    return {
        "result": result,
        "rows": shown.sections,
        "charts": charts,
        "alts": alts,
        "leads": shown.leads(),
        "bands": shown.bands(),
        "unit": unit_text(result, words),
        "whole_unit": unit_text(result, words, short=False),
        "command": command(result),
        "process": lambda line: process_title(line, words),
        "step": lambda line: step_title(line, words, say),
        "circular": list(circularity_rows(result.circularity, words, figures)),
        "carbon": list(carbon_rows(result, words, figures)),
        "before": before_table(result.circularity, materials, words, figures),
        "unknown": [materials.get(x, x) for x in carbon.unknown] if carbon else [],
        "say": say,
        "quality": beside.quality,
        "allocations": beside.allocations,
        "items": checked_items(result, beside),
        "standard": words.table.get(f"standard.{STANDARD}") or PROFILES[STANDARD],
        "source_ids": {source["id"] for source in result.sources},
        "data": result.to_dict(),
        **more,
    }


def checked_items(
    result: Footprint,
    beside: Beside,
    facts: Mapping[str, str] | None = None,
    standard: str = STANDARD,
) -> tuple[Item, ...]:
    """Return the checklist of a standard, looked at in a footprint and what people say of it."""
    evidence = Evidence(result, quality=beside.quality, facts=facts or {})
    return checklist(evidence, standard)


def _drawn(
    shown: Pictures, beside: Beside
) -> tuple[dict[str, Any], dict[str, str], dict[str, Any]]:
    """Return the figures, what they say in words, and the rows behind the further ones."""
    result, words, figures = shown.result, shown.words, shown.figures
    charts, alts = shown.charts(), shown.alts()
    charts["stages"], alts["stages"] = shown.waterfall()
    flows = flows_of(result, words)
    if flows.links:
        charts["flows"] = flow_chart(flows, words, figures)
        alts["flows"] = flow_text(flows, words, figures)
    materials = beside.materials_ja if words.lang == "ja" else {}
    swaps = best_swaps(beside.swaps)
    drawn: dict[str, Sequence[Bar]] = {
        "allocations": allocation_bars(beside.allocations, result, words, figures),
        "improve": swap_bars(swaps, materials, words, figures),
    }
    charts |= {name: bars(rows, shown.unit) for name, rows in drawn.items() if rows}
    origins = _origins(shown, beside)
    if origins is not None:
        charts |= origins.charts
        drawn |= origins.bars
        top = [Bar(b.name, b.value, figures.kg(b.value)) for b in origins.branches if not b.depth]
        alts["upstream"] = alt_text(top, words)
    alts |= {name: alt_text(rows, words) for name, rows in drawn.items()}
    more = {
        "not_drawn": flows.not_drawn,
        "origins": origins,
        "swaps": [(swap_name(s, materials, words), s, swap_data(s, words)) for s in swaps],
        "improve_lead": improve_lead(swaps, materials, words, figures),
    }
    return charts, alts, more


def _origins(shown: Pictures, beside: Beside) -> Origins | None:
    if beside.explanation is None:
        return None
    processes = beside.processes_ja if shown.words.lang == "ja" else {}
    return origins_of(beside.explanation, processes, shown.words, shown.figures, shown.unit)
