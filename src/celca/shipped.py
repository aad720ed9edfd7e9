"""The tables that come with celca: CSV files that stand beside the code that reads them."""

from __future__ import annotations

import csv
import io
from importlib.resources import files

__all__ = ["shipped_rows"]


def shipped_rows(room: str, name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table, by the names of its columns.

    room  the package that it stands in, such as celca.bom
    """
    text = files(room).joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))
