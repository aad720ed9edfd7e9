"""A footprint as a workbook for auditors, with its formulas alive.

Opening the file recalculates the number, and changing an amount changes it. Text is always
written as text, so that a part called `=cmd|...` stays a name.
"""

from __future__ import annotations

import math
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from celca.assess import Footprint
from celca.errors import MissingExtra
from celca.report.beside import ALONE, Beside
from celca.report.book import Cell, Formula, Sheet
from celca.report.render import write_bytes
from celca.report.sheets import sheets_of
from celca.report.words import clean, load_words

__all__ = ["workbook", "write_workbook"]

_LONGEST = 32_000
_A4 = 9


def workbook(result: Footprint, *, lang: str = "en", beside: Beside = ALONE) -> bytes:
    """Return an XLSX file that recalculates a footprint.

    beside  what else is known of the product

    Raises UnknownName for a language that is not there, MissingExtra without xlsxwriter.
    """
    try:
        import xlsxwriter
    except ImportError as fault:
        raise MissingExtra("xlsxwriter", "report", "A workbook") from fault

    words, content = load_words(lang), BytesIO()
    # None of the guesses: what is text stays text.
    guesses = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    book = xlsxwriter.Workbook(content, {"in_memory": True, **dict.fromkeys(guesses, False)})
    # A date that does not move, so that the same result gives the same file.
    book.set_properties({"title": clean(result.product), "created": datetime(2000, 1, 1)})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "indent": 1}),
        "text": book.add_format({"indent": 1}),
        "input": book.add_format({"font_color": "#1f4fbf"}),
    }
    for sheet in sheets_of(result, words, beside):
        _fill(book.add_worksheet(words(f"sheet.{sheet.name}")), sheet, styles)
    book.close()
    return content.getvalue()


def write_workbook(
    result: Footprint, path: Path, *, lang: str = "en", beside: Beside = ALONE
) -> None:
    """Write the workbook of a footprint; a file that is there is replaced whole or not at all.

    Raises FileFault where it cannot be written, and what `workbook` raises.
    """
    write_bytes(path, workbook(result, lang=lang, beside=beside))


def _fill(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:  # noqa: ANN401
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head, styles["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(page, (number, column), cell, styles)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)


def _write(page: Any, place: tuple[int, int], cell: Cell, styles: dict[str, Any]) -> None:  # noqa: ANN401
    if isinstance(cell, Formula):
        page.write_formula(*place, f"={cell.text}", None, cell.value)
    elif isinstance(cell, str):
        page.write_string(*place, clean(cell)[:_LONGEST], styles["text"])
    elif cell is not None and math.isfinite(cell):
        page.write_number(*place, cell, styles["input"])
