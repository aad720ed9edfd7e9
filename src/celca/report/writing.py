"""Write a footprint in the form that a file's ending asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from celca.assess import Footprint
from celca.audit import read_facts
from celca.errors import UsageError
from celca.report.beside import ALONE, Beside
from celca.report.document import write_docx
from celca.report.label import write_label
from celca.report.page import report_page
from celca.report.printing import write_pdf
from celca.report.render import write_text
from celca.report.spreadsheet import write_workbook
from celca.report.statement import calculation_report, study_report

__all__ = ["TEMPLATES", "check_target", "write"]

TEMPLATES = ("page", "cfp-ja", "iso14067")
_PAGES: dict[str, Callable[[str, Path], None]] = {
    ".html": lambda page, path: write_text(path, page),
    ".pdf": write_pdf,
    ".docx": write_docx,
}
_OTHERS = (".xlsx", ".svg", ".png")


def write(
    result: Footprint,
    path: Path,
    *,
    lang: str = "en",
    template: str = "page",
    facts: Path | None = None,
    beside: Beside = ALONE,
) -> None:
    """Write a page, a report, a workbook or a label, as the ending of `path` says.

    template  page; cfp-ja, the Japanese calculation report; iso14067, the study report in English
              (.html, .pdf, .docx)
    facts     TOML of what only people know: names of `FACTS` and `ISO_FACTS` with their texts
    beside    what else is known of the product

    Raises UsageError for an ending or a combination that there is not, and what writing raises.
    """
    check_target(path, template, facts)
    ending = path.suffix.lower()
    known = read_facts(facts)
    if ending == ".xlsx":
        write_workbook(result, path, lang=lang, beside=beside)
    elif ending in _OTHERS:
        write_label(result, path, lang=lang, facts=known)
    else:
        _PAGES[ending](_page(result, template, lang, known, beside), path)


def check_target(path: Path, template: str = "page", facts: Path | None = None) -> None:
    """Refuse what cannot be written before anything is computed. Raises UsageError."""
    ending = path.suffix.lower()
    if ending not in (*_PAGES, *_OTHERS):
        raise UsageError(
            f"{path.name}: the ending must be one of {', '.join((*_PAGES, *_OTHERS))}."
        )
    if template != "page" and ending not in _PAGES:
        raise UsageError(f"The template {template} is for {', '.join(_PAGES)}, not {ending}.")
    if facts is not None and (ending == ".xlsx" or (template == "page" and ending in _PAGES)):
        raise UsageError("--facts is for --template cfp-ja or iso14067, and for labels.")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist. Make it first.")


def _page(
    result: Footprint, template: str, lang: str, facts: Mapping[str, str], beside: Beside
) -> str:
    if template == "cfp-ja":
        return calculation_report(result, facts, beside)
    if template == "iso14067":
        return study_report(result, facts, beside)
    return report_page(result, lang=lang, beside=beside)
