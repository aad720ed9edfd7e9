"""A catalogue in NDJSON: an object per line, whose keys are the columns.

The columns are the keys that the head of the file has. A line further down with another key is
set apart, as nobody would know that what it says was not read.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import numpy as np
import polars as pl

from celca.catalog.intake.faults import FAULT
from celca.catalog.intake.packed import PackedPath
from celca.catalog.intake.piece import Piece, Place, Source, whole_lines
from celca.catalog.intake.remote import File
from celca.errors import FileFault

__all__ = ["ndjson_piece", "open_ndjson"]

_HEAD = 1 << 17  # rows whose keys are the columns, about
_LATE = "The line has the key {}, which no line at the head of the file has, so it was not read."
_LATE += " Put a line with every key first, or say --ignore."


def open_ndjson(path: File | PackedPath) -> Source:
    """Look at the first lines of a file. Raises FileFault where none is an object."""
    raw, _ = whole_lines(path, 0, _HEAD)
    keys: dict[str, None] = {}
    for line in raw.splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            keys.update(dict.fromkeys(record))
    if not keys:
        raise FileFault(path.name, "none of its first lines is a JSON object.")
    return Source(path, "ndjson", path.stat().st_size, tuple(keys), Place(0, 1))


def ndjson_piece(source: Source, place: Place, raw: bytes, *, end: bool) -> Piece:
    """Return the rows of whole lines; `end` says whether the file ends with them."""
    newline = np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == 10)
    start = np.concatenate(([0], newline[:-1] + 1)) if len(newline) else np.zeros(0, dtype=int)
    texts = raw.decode("utf-8", "replace").split("\n")[:-1]
    frame = pl.DataFrame(
        {
            "raw": pl.Series(texts, dtype=pl.String).str.strip_chars(),
            "line": np.arange(len(texts)) + place.line,
            "start": start + place.offset,
        }
    )
    blank = frame.filter(pl.col("raw") == "")["line"].to_list()
    frame = frame.filter(pl.col("raw") != "")
    cells, whole = _cells(frame["raw"], source.headings)
    late = _late_key(frame["raw"], whole, cells, source)
    fault = pl.when(late.is_null()).then(0).otherwise(FAULT["late_key"])
    fault = pl.when(whole).then(fault).otherwise(FAULT["not_json"]).cast(pl.UInt8)
    kept = pl.when(whole).then(None).otherwise(pl.col("raw"))
    said = pl.format(_LATE, late)
    frame = frame.with_columns(fault=fault, raw=kept, line_said=said)
    return Piece(pl.concat([frame, cells], how="horizontal"), blank, end)


def _cells(lines: pl.Series, keys: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Return the cells of each line as text, null in one that is no object, and which are one."""
    whole = lines.str.starts_with("{")
    cells = _parsed(lines, keys) if whole.all() else None
    if cells is None:
        whole = lines.str.json_path_match("$").str.starts_with("{").fill_null(value=False)
        some = lines.filter(whole)
        found = _parsed(some, keys)
        if found is None:
            each = {f"r{i}": some.str.json_path_match(_path(k)) for i, k in enumerate(keys)}
            found = pl.DataFrame(each)
        place = whole.cum_sum() - 1
        cells = found[pl.select(pl.when(whole).then(place)).to_series()]
    return cells, whole


def _late_key(lines: pl.Series, whole: pl.Series, cells: pl.DataFrame, source: Source) -> pl.Series:
    """Return a key of each line that is none of the columns, null where there is none."""
    late = pl.repeat(None, len(lines), dtype=pl.String, eager=True)
    keys = (*source.headings, *source.ignored)
    full = not any(c.null_count() for c in cells.get_columns())
    if full and lines.str.count_matches('":', literal=True).sum() == len(lines) * cells.width:
        return late
    known = dict.fromkeys(keys, pl.String)
    text = _text(lines.filter(whole))
    every = pl.read_ndjson(text, schema_overrides=known, infer_schema_length=None).columns
    for key in (k for k in every if k not in known):
        there = lines.str.json_path_match(_path(key)).is_not_null()
        late = pl.select(pl.when(there & whole).then(pl.lit(repr(key))).otherwise(late)).to_series()
    return late


def _path(key: str) -> str:
    return f"$[{json.dumps(key, ensure_ascii=False)}]"


def _text(lines: pl.Series) -> io.BytesIO:
    return io.BytesIO("\n".join(lines.to_list()).encode())


def _parsed(lines: pl.Series, keys: Sequence[str]) -> pl.DataFrame | None:
    """Return the cells of objects, all read in one go; None where one of them is none."""
    names, schema = [f"r{i}" for i in range(len(keys))], dict.fromkeys(keys, pl.String)
    if not len(lines):
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    try:
        frame = pl.read_ndjson(_text(lines), schema=schema)
    except pl.exceptions.PolarsError:
        return None
    frame.columns = names
    return frame if frame.height == len(lines) else None
