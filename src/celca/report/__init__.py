"""Answers for people: pages that can be sent, printed and checked.

This room knows footprints and nothing of matrices, databases or files of other kinds.
"""

from celca.report.comparison import comparison_page, write_comparison
from celca.report.page import report_page, write_report
from celca.report.workbook import workbook, write_workbook

__all__ = [
    "comparison_page",
    "report_page",
    "workbook",
    "write_comparison",
    "write_report",
    "write_workbook",
]
