"""A text file to rows of cells: delimiter found, quotes honoured, nothing swallowed."""

from __future__ import annotations

import csv
import io

from celca.bom.headings import read_heading
from celca.errors import FileFault

__all__ = ["read_rows"]

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 30


def read_rows(text: str, where: str) -> tuple[list[list[str]], str]:
    """Return (rows, delimiter); a row keeps its place, so row 1 is the first of the file.

    Raises FileFault for a quote that is never closed and the like.
    """
    if "\x00" in text:
        raise FileFault(where, "the text holds NUL characters.", "Export the table again.")
    delimiter = _delimiter(text)
    spaced = f'{delimiter} "' in text and delimiter != " "
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=spaced
    )
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as fault:
        raise FileFault(
            f"{where} row {len(rows) + 1}",
            f"the row cannot be split into cells ({fault}).",
            "A quotation mark that is opened must be closed, and one inside a quoted cell is"
            ' written twice: "1/4"" bolt".',
        ) from None
    return rows, delimiter


def _delimiter(text: str) -> str:
    """Return the delimiter that makes the most sense of the headings near the top."""
    if text[:4].casefold() == "sep=" and text[4:5]:
        return text[4]
    lines = [line for line in text[:20000].splitlines() if line.strip()][:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda d: (*_merit(lines, d), -_DELIMITERS.index(d)))


def _merit(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Return (most headings known in one line, lines that hold the delimiter)."""
    split = sum(delimiter in line for line in lines)
    if not split:
        return 0, 0
    rows = csv.reader(lines, delimiter=delimiter)
    known = 0
    try:
        for row in rows:
            known = max(known, len({h for c in row[:200] if (h := read_heading(c))}))
    except csv.Error:
        pass
    return known, split
