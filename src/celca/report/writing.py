"""Write a footprint in the form that a file's ending asks for."""

from __future__ import annotations

from pathlib import Path

from celca.assess import Footprint
from celca.audit import read_facts
from celca.errors import UsageError
from celca.report.label import write_label
from celca.report.page import report_page, write_report
from celca.report.printing import write_pdf
from celca.report.spreadsheet import write_workbook
from celca.report.statement import calculation_report, write_calculation_report

__all__ = ["write"]

_ENDINGS = (".html", ".pdf", ".xlsx", ".svg")


def write(
    result: Footprint,
    path: Path,
    *,
    lang: str = "en",
    template: str = "page",
    facts: Path | None = None,
) -> None:
    """Write a page, its PDF, a workbook or a label, as the ending of `path` says.

    template  page, or cfp-ja for the Japanese calculation report (.html, .pdf)
    facts     TOML of what only people know, for cfp-ja: names of `FACTS` with their texts

    Raises UsageError for an ending or a combination that there is not, and what writing raises.
    """
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(f"{path.name}: the ending must be one of {', '.join(_ENDINGS)}.")
    japanese = template == "cfp-ja"
    if (japanese and ending not in (".html", ".pdf")) or (facts is not None and not japanese):
        raise UsageError("The template cfp-ja, and --facts with it, is for .html and .pdf.")
    known = read_facts(facts)
    if ending == ".xlsx":
        write_workbook(result, path, lang=lang)
    elif ending == ".svg":
        write_label(result, path, lang=lang)
    elif ending == ".pdf":
        page = calculation_report(result, known) if japanese else report_page(result, lang=lang)
        write_pdf(page, path)
    elif japanese:
        write_calculation_report(result, path, known)
    else:
        write_report(result, path, lang=lang)
