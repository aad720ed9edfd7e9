"""A catalogue in NDJSON: an object per line, whose keys are the columns."""

from __future__ import annotations

import json

import numpy as np
import polars as pl

from celca.catalog.faults import FAULT
from celca.catalog.piece import Piece, Place, Source, whole_lines
from celca.catalog.remote import File
from celca.errors import FileFault

__all__ = ["ndjson_piece", "open_ndjson"]

_LOOKED_AT = 1000  # lines whose keys are the columns
_HEAD = 1 << 14  # rows that are read for them


def open_ndjson(path: File) -> Source:
    """Look at the first lines of a file. Raises FileFault where none is an object."""
    raw, _ = whole_lines(path, 0, _HEAD)
    keys: dict[str, None] = {}
    for line in raw.splitlines()[:_LOOKED_AT]:
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
    whole = pl.col("raw").str.json_path_match("$").str.starts_with("{").fill_null(value=False)
    cells = {
        f"r{i}": pl.col("raw").str.json_path_match(f"$[{json.dumps(key, ensure_ascii=False)}]")
        for i, key in enumerate(source.headings)
    }
    bad = pl.when(whole).then(pl.lit(0)).otherwise(FAULT["not_json"]).cast(pl.UInt8)
    kept = pl.when(whole).then(None).otherwise(pl.col("raw"))
    return Piece(frame.with_columns(**cells, fault=bad).with_columns(raw=kept), blank, end)
