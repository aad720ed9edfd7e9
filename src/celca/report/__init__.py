"""Answers for people: pages that can be sent, printed and checked, and a workbook for auditors.

This room knows footprints and nothing of matrices, databases or files of other kinds.
"""

from celca.report.comparison import comparison_page, write_comparison
from celca.report.label import label_svg, write_label
from celca.report.page import report_page, write_report
from celca.report.printing import page_to_pdf, write_pdf
from celca.report.spreadsheet import workbook, write_workbook
from celca.report.statement import FACTS, calculation_report, write_calculation_report
from celca.report.writing import write

__all__ = [
    "FACTS",
    "calculation_report",
    "comparison_page",
    "label_svg",
    "page_to_pdf",
    "report_page",
    "workbook",
    "write",
    "write_calculation_report",
    "write_comparison",
    "write_label",
    "write_pdf",
    "write_report",
    "write_workbook",
]
