"""Read one CSV of a database folder, and say file and line where it is wrong."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from celca.errors import FileFault, UnknownName

__all__ = ["Row", "rows"]


@dataclass(slots=True)
class Row:
    """One line of a table, with typed access that names the place when it fails.

    line  as an editor counts it, the header being line 1
    """

    file: str
    line: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """The place, for messages."""
        return f"{self.file} line {self.line}"

    def text(self, column: str) -> str:
        """Return a cell that may be empty, without surrounding white space."""
        return self.cells.get(column, "")

    def need(self, column: str) -> str:
        """Return a cell that may not be empty. Raises FileFault."""
        text = self.text(column)
        if not text:
            raise FileFault(self.where, f"column {column!r} is empty.", "Fill it in.")
        return text

    def number(self, column: str) -> float:
        """Return a finite number. Raises FileFault."""
        text = self.need(column)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise FileFault(self.where, f"column {column!r} holds {text!r}, which is not a number.")
        return value

    def optional(self, column: str) -> float | None:
        """Return a finite number, or None for an empty cell. Raises FileFault."""
        return self.number(column) if self.text(column) else None

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """Return a cell that is one of `allowed`. Raises UnknownName."""
        text = self.text(column)
        if text not in allowed:
            raise UnknownName(
                column, text, allowed, self.where, f"Use one of {', '.join(allowed)}."
            )
        return text


def rows(path: Path, columns: Sequence[str], *, required: bool = True) -> Iterator[Row]:
    """Yield the lines of a CSV that has at least `columns`.

    A file that is not `required` may be missing, and then has no lines. Raises FileFault for
    a missing file or column, text that is not UTF-8, and a line that is too long or short.
    """
    if not path.is_file():
        if required:
            raise FileFault(path.name, f"is missing from {path.parent}.")
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            _check_header(path.name, header, columns)
            for cells in reader:
                if not any(cells):
                    continue
                if len(cells) != len(header):
                    raise FileFault(
                        f"{path.name} line {reader.line_num}",
                        f"has {len(cells)} cells, but the header has {len(header)}.",
                        "Quote cells that contain a comma.",
                    )
                stripped = map(str.strip, cells)
                yield Row(path.name, reader.line_num, dict(zip(header, stripped, strict=True)))
    except UnicodeDecodeError as error:
        raise FileFault(path.name, "is not UTF-8 text.", "Save it as UTF-8.") from error
    except csv.Error as error:
        raise FileFault(path.name, f"is not a well-formed CSV: {error}.") from error


def _check_header(name: str, header: Sequence[str], columns: Sequence[str]) -> None:
    missing = [c for c in columns if c not in header]
    if missing:
        raise FileFault(
            f"{name} line 1",
            f"has no column {', '.join(map(repr, missing))}.",
            f"It needs {', '.join(columns)}.",
        )
