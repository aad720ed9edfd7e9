"""Answers for people: pages that can be sent, printed and checked, and a workbook for auditors.

This room knows footprints and nothing of matrices, databases or files of other kinds.
"""

from celca.report.beside import ALONE, Beside, gather
from celca.report.comparison import Spread, comparison_page, write_comparison
from celca.report.document import page_to_docx, write_docx
from celca.report.label import label_svg, write_label
from celca.report.origins import OriginNames, lever_sentence
from celca.report.page import report_page, write_report
from celca.report.portfolio import portfolio_page, write_portfolio
from celca.report.printing import page_to_pdf, svg_to_png, write_pdf
from celca.report.sayings import Sayings
from celca.report.spreadsheet import workbook, write_workbook
from celca.report.statement import (
    FACTS,
    ISO_FACTS,
    calculation_report,
    study_report,
    write_calculation_report,
)
from celca.report.words import Words, load_words
from celca.report.writing import TEMPLATES, check_target, write

__all__ = [
    "ALONE",
    "Beside",
    "FACTS",
    "ISO_FACTS",
    "OriginNames",
    "Sayings",
    "Spread",
    "TEMPLATES",
    "calculation_report",
    "comparison_page",
    "gather",
    "label_svg",
    "lever_sentence",
    "page_to_docx",
    "page_to_pdf",
    "report_page",
    "study_report",
    "svg_to_png",
    "workbook",
    "check_target",
    "write",
    "write_calculation_report",
    "write_comparison",
    "write_docx",
    "write_label",
    "write_pdf",
    "write_report",
    "write_workbook",
    "Words",
    "load_words",
    "portfolio_page",
    "write_portfolio",
]
