"""One footprint as one self-contained page: no network, no account, no second file.

The page carries plotly.js packed, the full result as JSON, and a table behind every picture,
so it can be sent, printed, read aloud and checked. Its own security policy forbids every
request, so that even a hostile part name could not make one.
"""

from __future__ import annotations

from pathlib import Path

from celca.assess import Footprint
from celca.report.bundle import packed_plotly
from celca.report.flows import flow_chart, flow_text, flows_of
from celca.report.pictures import pictures_of
from celca.report.render import render, write_text
from celca.report.view import command, unit_text
from celca.report.words import load_words

__all__ = ["report_page", "write_report"]


def report_page(result: Footprint, *, lang: str = "en") -> str:
    """Return one self-contained HTML page that shows a footprint.

    lang  en or ja

    Raises UnknownName for another language, MissingExtra without jinja2 and plotly.
    """
    words = load_words(lang)
    shown = pictures_of(result, words)
    flows = flows_of(result, words)
    charts, alts = shown.charts(), shown.alts()
    if flows.links:
        charts["flows"] = flow_chart(flows, words, shown.figures)
        alts["flows"] = flow_text(flows, words, shown.figures)
    return render(
        "page.html",
        words,
        shown.figures,
        result=result,
        rows=shown.sections,
        charts=charts,
        alts=alts,
        not_drawn=flows.not_drawn,
        leads=shown.leads(),
        unit=unit_text(result, words),
        whole_unit=unit_text(result, words, short=False),
        command=command(result),
        plotly=packed_plotly(),
        data=result.to_dict(),
    )


def write_report(result: Footprint, path: Path, *, lang: str = "en") -> None:
    """Write the page of a footprint; a file that is there is replaced whole or not at all.

    Raises FileFault where the page cannot be written, and what `report_page` raises.
    """
    write_text(path, report_page(result, lang=lang))
