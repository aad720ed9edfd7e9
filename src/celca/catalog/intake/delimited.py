"""A block of delimited text to rows of cells; a line that is damaged is set apart, not lost.

Lines, cells and quotes are counted on the bytes of the whole block at once; what is left is
well-formed, and Polars reads it. Only damaged lines are looked at one by one.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from celca.catalog.intake.faults import FAULT

__all__ = ["Block", "parse_block"]

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_LONGEST = 1000  # lines that one quoted cell may run over


@dataclass
class Block:
    """The records of a block.

    frame   cells as text, in r0, r1, …; `line` of the file, `start` in the block [byte]
    broken  damaged records: line, start, fault, line_said, raw
    blank   `line` of each line without any character
    """

    frame: pl.DataFrame
    broken: pl.DataFrame
    blank: NDArray[Any]


@dataclass
class _Records:
    """start, end (bytes), line (0 = first of the block), cells, fault; one entry per record."""

    start: NDArray[Any]
    end: NDArray[Any]
    line: NDArray[Any]
    cells: NDArray[Any]
    fault: NDArray[Any]


def parse_block(data: bytes, delimiter: str, width: int, line: int, *, more: bool) -> Block:
    """Read the records of a block of UTF-8 text that ends with a newline.

    width  cells that a record should have
    line   of the file in which the block starts, 1 = first
    more   the file goes on after the block, so that a cell left open may be closed there
    """
    bytes_ = np.frombuffer(data, dtype=np.uint8)
    newline = np.flatnonzero(bytes_ == _NEWLINE)
    records = _records(bytes_, newline, data, ord(delimiter), width)
    if more:
        records = _without_open_end(records, len(newline))
    long = records.end - records.start
    blank = (long == 0) | ((long == 1) & (bytes_[records.start] == _RETURN))
    _not_text(data, records)
    wrong = (records.cells != width) & (records.fault == 0) & ~blank
    records.fault[wrong] = FAULT["wrong_cells"]
    good = (records.fault == 0) & ~blank
    frame = _read(data, records, good, delimiter, width)
    good &= records.fault == 0
    places = {"line": records.line[good] + line, "start": records.start[good]}
    frame = frame.with_columns(**{k: pl.Series(v, dtype=pl.Int64) for k, v in places.items()})
    broken = _broken(data, records, (records.fault > 0) & ~blank, line, width)
    return Block(frame, broken, records.line[blank] + line)


def _records(
    bytes_: NDArray[Any], newline: NDArray[Any], data: bytes, delimiter: int, width: int
) -> _Records:
    """Return the records, each of one line, or of several where a quoted cell runs over them."""
    start = np.concatenate(([0], newline[:-1] + 1))
    quote = np.flatnonzero(bytes_ == _QUOTE)
    marks = np.flatnonzero(bytes_ == delimiter)
    fault = np.zeros(len(newline), dtype=np.uint8)
    until = np.searchsorted(quote, newline)
    if len(quote):
        before = np.concatenate(([0], until[:-1]))
        of_line = np.repeat(np.arange(len(newline)), _per_line(marks, newline))
        inside = (np.searchsorted(quote, marks) - before[of_line]) % 2 == 1
        marks = marks[~inside]
        stray = _stray(bytes_, quote, delimiter, before[np.searchsorted(newline, quote)])
        fault[np.searchsorted(newline, quote[stray])] = FAULT["stray_quote"]
    count = _per_line(marks, newline) + 1
    records = _Records(start, newline.copy(), np.arange(len(newline)), count, fault)
    if len(quote):
        odd = np.flatnonzero(np.diff(until, prepend=0) % 2 == 1)
        if len(odd):
            return _joined(records, odd, data, chr(delimiter), width)
    return records


def _stray(
    bytes_: NDArray[Any], quote: NDArray[Any], delimiter: int, before: NDArray[Any]
) -> NDArray[Any]:
    """Return which quotes neither open nor close a cell, nor stand doubled inside one."""
    opens = (np.arange(len(quote)) - before) % 2 == 0
    last = len(bytes_) - 1
    left = np.where(quote > 0, bytes_[quote - 1], _NEWLINE)
    right = bytes_[np.minimum(quote + 1, last)]
    ends = (right == _RETURN) & (bytes_[np.minimum(quote + 2, last)] == _NEWLINE)
    edge = (delimiter, _NEWLINE, _QUOTE)
    return np.where(opens, ~np.isin(left, edge), ~(np.isin(right, edge) | ends))


def _joined(
    records: _Records, odd: NDArray[Any], data: bytes, delimiter: str, width: int
) -> _Records:
    """Join the lines of a cell that holds newlines; a quote that nothing closes is a fault."""
    keep = np.ones(len(records.start), dtype=bool)
    i = 0
    while i < len(odd):
        first = int(odd[i])
        last = int(odd[i + 1]) if i + 1 < len(odd) else -1
        if 0 <= last <= first + _LONGEST and _one_record(
            data[records.start[first] : records.end[last]], delimiter, width
        ):
            records.end[first] = records.end[last]
            records.cells[first], records.fault[first] = width, 0
            keep[first + 1 : last + 1] = False
            i += 2
        else:
            records.fault[first] = FAULT["unclosed_quote"]
            i += 1
    return _only(records, keep)


def _only(records: _Records, keep: NDArray[Any]) -> _Records:
    names = ("start", "end", "line", "cells", "fault")
    return _Records(*(getattr(records, name)[keep] for name in names))


def _per_line(places: NDArray[Any], newline: NDArray[Any]) -> NDArray[Any]:
    """Return how many of the places (sorted) lie in each line."""
    return np.diff(np.searchsorted(places, newline), prepend=0)


def _without_open_end(records: _Records, lines: int) -> _Records:
    """Leave out the last lines from a quote on that the rest of the file may close."""
    open_ = np.flatnonzero(records.fault == FAULT["unclosed_quote"])
    if len(open_) and records.line[open_[-1]] + _LONGEST >= lines:
        return _only(records, np.arange(len(records.start)) < open_[-1])
    return records


def _one_record(raw: bytes, delimiter: str, width: int) -> bool:
    text = raw.decode("utf-8", errors="replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return len(rows) == 1 and len(rows[0]) == width


def _not_text(data: bytes, records: _Records) -> None:
    """Mark the records that hold bytes which are no UTF-8."""
    place = 0
    while place < len(data):
        try:
            str(memoryview(data)[place:], "utf-8")
            return
        except UnicodeDecodeError as error:
            bad = int(np.searchsorted(records.end, place + error.start))
            if bad == len(records.end):
                return  # in what was left for the next block
            records.fault[bad] = FAULT["not_text"]
            place = int(records.end[bad]) + 1


def _read(
    data: bytes, records: _Records, good: NDArray[Any], delimiter: str, width: int
) -> pl.DataFrame:
    """Return the cells of the good records; one that cannot be read after all gets a fault."""
    count = int(good.sum())
    try:
        frame = _cells(_join(data, records, good), delimiter, width, count)
    except pl.exceptions.PolarsError:
        frame = None
    if frame is not None and frame.height == count:
        return frame
    which = np.flatnonzero(good)
    if count == 1:
        records.fault[which] = FAULT["stray_quote"]
        return _cells(b"", delimiter, width, 0)
    halves = []
    for some in (which[: count // 2], which[count // 2 :]):
        part = np.zeros(len(good), dtype=bool)
        part[some] = True
        halves.append(_read(data, records, part, delimiter, width))
    return pl.concat(halves)


def _join(data: bytes, records: _Records, good: NDArray[Any]) -> bytes:
    """Return the bytes of the good records alone."""
    if len(good) and good.all():
        return data[: records.end[-1] + 1]
    edges = np.flatnonzero(np.diff(good.astype(np.int8), prepend=0, append=0))
    return b"".join(
        data[records.start[a] : records.end[b - 1] + 1]
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    )


def _cells(data: bytes, delimiter: str, width: int, count: int) -> pl.DataFrame:
    schema = {f"r{i}": pl.String() for i in range(width)}
    if not count:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(
        io.BytesIO(data),
        has_header=False,
        separator=delimiter,
        schema=schema,
        quote_char='"' if b'"' in data else None,
    )


def _broken(
    data: bytes, records: _Records, bad: NDArray[Any], line: int, width: int
) -> pl.DataFrame:
    """Return the damaged records, with their text as it stands."""
    which = np.flatnonzero(bad)
    raw = [data[records.start[i] : records.end[i]].decode("utf-8", "replace") for i in which]
    said = [f"The line has {records.cells[i]} cells, but the heading has {width}." for i in which]
    return pl.DataFrame(
        {
            "line": records.line[which] + line,
            "start": records.start[which],
            "fault": records.fault[which],
            "line_said": said,
            "raw": [r.rstrip("\r") for r in raw],
        },
        schema={
            "line": pl.Int64,
            "start": pl.Int64,
            "fault": pl.UInt8,
            "line_said": pl.String,
            "raw": pl.String,
        },
    )
