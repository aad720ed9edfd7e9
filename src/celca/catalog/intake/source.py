"""The files of a catalogue, and the next piece of one: some rows, from a place on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from celca.bom.decoding import decode
from celca.bom.delimited import read_rows
from celca.catalog.intake.delimited import parse_block
from celca.catalog.intake.ndjson import ndjson_piece, open_ndjson
from celca.catalog.intake.packed import PACKED, PackedPath, ending
from celca.catalog.intake.piece import Piece, Place, Source, whole_lines
from celca.catalog.intake.remote import File, RemotePath, is_remote, remote_files
from celca.errors import FileFault

__all__ = [
    "TEXT",
    "catalog_files",
    "last_lines",
    "open_source",
    "read_piece",
    "unpacked",
    "whole_rows",
]

TEXT = (".csv", ".tsv", ".txt")
_JSON = (".ndjson", ".jsonl")
_HEAD = 1 << 25
_SAMPLE = 1 << 16
_TAIL = 1 << 16


def catalog_files(catalog: str | Path) -> tuple[File, ...]:
    """Return the files of a catalogue: a file, or all in a folder or under a pattern, sorted."""
    if is_remote(catalog):
        return remote_files(str(catalog), _is_catalogue)
    path = Path(catalog)
    if path.is_file():
        return (path,)
    if path.is_dir():
        found = [p for p in path.rglob("*") if _is_catalogue(p.name)]
    elif any(c in str(catalog) for c in "*?["):
        anchor = Path(path.anchor) if path.anchor else Path()
        found = [p for p in anchor.glob(str(path.relative_to(path.anchor))) if p.is_file()]
    else:
        raise FileFault(str(catalog), "does not exist.")
    if not found:
        raise FileFault(str(catalog), "holds no catalogue: no CSV, NDJSON or Parquet file.")
    return tuple(sorted(found))


def _is_catalogue(name: str) -> bool:
    return ending(name) in (*TEXT, *_JSON, ".parquet")


def open_source(path: File, encoding: str = "") -> Source:
    """Look at the head of a file. Raises FileFault for one that is no catalogue."""
    suffix = ending(path.name)
    if path.suffix.lower() in PACKED and suffix in (*TEXT, *_JSON):
        packed = PackedPath(path)
        with packed.whole():
            return open_ndjson(packed) if suffix in _JSON else _open_text(packed, encoding)
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _open_parquet(path)
    if suffix in TEXT:
        return _open_text(path, encoding)
    if suffix in _JSON:
        return open_ndjson(path)
    raise FileFault(path.name, f"{suffix!r} is no catalogue.", "Give CSV, NDJSON or Parquet.")


def unpacked(source: Source, folder: Path) -> Source:
    """Return a source that can be read from any place on: unpacked into a folder if need be."""
    packed = source.path
    if not isinstance(packed, PackedPath):
        return source
    path = folder / packed.name
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.tmp")
        with packed.open() as stream, temporary.open("wb") as out:
            while raw := packed.read(stream, _HEAD):
                out.write(raw)
        temporary.replace(path)
    return replace(source, path=path, size=path.stat().st_size)


def read_piece(source: Source, place: Place, rows: int, used: Sequence[int]) -> Piece:
    """Return the rows from a place on, about `rows` of them.

    used  columns that are needed; a text file gives all of them in any case
    """
    if source.kind == "parquet":
        return _parquet_piece(source, place, rows, used)
    raw, end = whole_lines(source.path, place.offset, rows)
    if source.kind == "ndjson":
        return ndjson_piece(source, place, raw, end=end)
    return _text_piece(source, place, raw, end=end)


def last_lines(source: Source, place: Place, rows: int) -> Piece:
    """Return the last lines of a piece of text that `read_piece` would give, without the others."""
    raw, end = whole_lines(source.path, place.offset, rows)
    start = raw.rfind(b"\n", 0, max(0, len(raw) - _TAIL)) + 1
    at = Place(place.offset + start, place.line + raw.count(b"\n", 0, start))
    piece = ndjson_piece if source.kind == "ndjson" else _text_piece
    return piece(source, at, raw[start:], end=end)


def whole_rows(source: Source, lines: pl.Series, places: pl.Series) -> pl.DataFrame:
    """Return the complete rows of a Parquet file that stand on the given lines."""
    first, last = int(places.min()), int(places.max())  # type: ignore[arg-type]
    frame = _named(source, range(len(source.headings))).slice(first, last - first + 1)
    at = pl.int_range(first + 1, pl.len() + first + 1, dtype=pl.Int64).alias("line")
    return frame.with_columns(at).filter(pl.col("line").is_in(lines.implode())).collect()


def _named(source: Source, used: Sequence[int]) -> pl.LazyFrame:
    frame = pl.scan_parquet(_scanned(source.path), glob=False)
    return frame.select(pl.col(source.headings[i]).alias(f"r{i}") for i in used)


def _scanned(path: File | PackedPath) -> Any:  # noqa: ANN401
    return path.to_scan() if isinstance(path, RemotePath) else path


def _open_parquet(path: File) -> Source:
    try:
        frame = pl.scan_parquet(_scanned(path), glob=False)
        headings = tuple(frame.collect_schema().names())
        size = frame.select(pl.len()).collect().item()
    except pl.exceptions.PolarsError as error:
        raise FileFault(path.name, f"cannot be read as Parquet: {error}.") from error
    return Source(path, "parquet", size, headings, Place(0, 1))


def _parquet_piece(source: Source, place: Place, rows: int, used: Sequence[int]) -> Piece:
    try:
        piece = _named(source, used).slice(place.offset, rows).collect()
    except pl.exceptions.PolarsError as error:
        where = f"{source.path.name} row {place.line}"
        raise FileFault(where, f"the Parquet file is damaged from here on: {error}.") from error
    at = pl.int_range(place.offset, place.offset + piece.height, dtype=pl.Int64, eager=True)
    piece = piece.with_columns((at + 1).alias("line"), at.alias("start"))
    return Piece(piece, [], place.offset + piece.height >= source.size)


def _open_text(path: File | PackedPath, encoding: str) -> Source:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip():
        raise FileFault(path.name, "the file is empty.")
    encoding = encoding or _encoding(head, path.name)
    offset, line, delimiter, headings = 0, 1, "", list[str]()
    for raw in head.split(b"\n"):
        offset, line = offset + len(raw) + 1, line + 1
        shown = _decoded(raw, encoding, path.name).lstrip("\ufeff").strip("\r\n ")
        if shown.casefold().startswith("sep=") and len(shown) == 5:
            delimiter = shown[4]
        elif shown:
            found, guess = read_rows(shown, path.name)
            delimiter = delimiter or guess
            headings = found[0] if delimiter == guess else shown.split(delimiter)
            break
    place = Place(min(offset, len(head)), line)
    return Source(path, "text", path.stat().st_size, tuple(headings), place, delimiter, encoding)


def _decoded(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding, "replace")
    except LookupError as error:
        raise FileFault(name, f"no encoding is called {encoding!r}.") from error


def _encoding(head: bytes, name: str) -> str:
    """Return the encoding of a text, from its first lines that are not plain ASCII."""
    if b"\x00" in head[:_SAMPLE]:
        raise FileFault(name, "is not text in UTF-8.", "Save it as 'CSV UTF-8'.")
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        lines = [x for x in head.split(b"\n")[:-1] if not x.isascii()]
        sample = b"\n".join(lines[:2000])
        return decode(sample, name)[1]
    return "utf-8"


def _text_piece(source: Source, place: Place, raw: bytes, *, end: bool) -> Piece:
    if not raw:
        return Piece(_empty(len(source.headings)), [], True)
    foreign = source.encoding not in ("utf-8", "utf-8-sig")
    data = raw.decode(source.encoding, "replace").encode() if foreign else raw
    block = parse_block(data, source.delimiter, len(source.headings), place.line, more=not end)
    frame = block.frame
    if block.broken.height:
        frame = pl.concat([frame, block.broken], how="diagonal").sort("line")
    if foreign:
        newline = np.flatnonzero(np.frombuffer(raw, dtype=np.uint8) == 10)
        first = np.concatenate(([0], newline + 1))
        frame = frame.with_columns(start=pl.Series(first[frame["line"].to_numpy() - place.line]))
    return Piece(frame.with_columns(pl.col("start") + place.offset), block.blank.tolist(), end)


def _empty(width: int) -> pl.DataFrame:
    schema: Mapping[str, pl.DataType] = {
        **{f"r{i}": pl.String() for i in range(width)},
        "line": pl.Int64(),
        "start": pl.Int64(),
    }
    return pl.DataFrame(schema=schema)
