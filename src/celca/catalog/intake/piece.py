"""A piece of a catalogue: where it begins, which file it is of, and its rows.

A place is all that is needed to go on reading, so a run that was cut off starts again at the
piece it was at. Columns are called r0, r1, … here, since headings may be anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from celca.catalog.intake.packed import PackedPath
from celca.catalog.intake.remote import File

__all__ = ["Piece", "Place", "Source", "whole_lines"]

_ROW = 64  # bytes that a row is taken to have when a piece is cut


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on reading.

    offset  row (Parquet) or byte (text), 0 = first
    line    as a person counts: of the file (text), of the rows (Parquet), 1 = first
    """

    offset: int
    line: int


@dataclass(frozen=True)
class Source:
    """One file of a catalogue.

    kind      parquet, text or ndjson
    size      rows (Parquet) or bytes (text)
    headings  as written
    start     place of the first row below the headings
    ignored   further keys of NDJSON lines that say nothing
    """

    path: File | PackedPath
    kind: str
    size: int
    headings: tuple[str, ...]
    start: Place
    delimiter: str = ","
    encoding: str = "utf-8"
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Some rows of one file.

    frame  r0, r1, … as the file has them; `line`; `start`: offset of each row's place;
           for damaged lines `fault`, `line_said`, `raw`, and no cells
    blank  `line` of each blank line
    end    whether the file ends here
    """

    frame: pl.DataFrame
    blank: list[int]
    end: bool


def whole_lines(path: File | PackedPath, offset: int, rows: int) -> tuple[bytes, bool]:
    """Return whole lines from a byte on, and whether the file ends with them."""
    wanted = rows * _ROW
    with path.open("rb") as stream:
        stream.seek(offset)
        while True:
            raw = stream.read(wanted)
            if len(raw) < wanted:
                return raw if raw.endswith(b"\n") or not raw else raw + b"\n", True
            cut = raw.rfind(b"\n") + 1
            if cut:
                return raw[:cut], False
            wanted *= 2
            stream.seek(offset)
