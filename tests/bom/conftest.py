"""A file to read, written by the test that reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a text file and returns its path."""

    def writer(text: str | bytes, name: str = "bom.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return writer


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Return a function that writes {sheet: rows}; (text, rows, columns) is a merged cell."""
    import xlsxwriter

    def writer(
        sheets: dict[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = (), name: str = "b.xlsx"
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for i, row in enumerate(rows):
                    for j, cell in enumerate(row):
                        if isinstance(cell, tuple):
                            sheet.merge_range(i, j, i + cell[1], j + cell[2], cell[0])
                        else:
                            sheet.write(i, j, cell)
                if title in hidden:
                    sheet.hide()
        return path

    return writer
