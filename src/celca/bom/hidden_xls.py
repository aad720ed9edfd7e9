"""Rows that an XLS workbook hides, from its records ([MS-XLS] 2.4.28 BoundSheet8, 2.4.221 Row).

An XLS file is a file system of its own ([MS-CFB]): sectors in chains, and a directory that says
where the chain of the stream `Workbook` begins. Only what is needed for that is read, and a file
that is not as it should be tells nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["hidden_rows_of_xls", "is_xls"]

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above mark no sector
_LARGEST = 1 << 28
_BOF, _SHEET, _ROW, _LOCKED, _BIFF8 = 0x0809, 0x0085, 0x0208, 0x002F, 0x0600
_ZERO_HEIGHT = 0x20


def is_xls(path: Path) -> bool:
    """Say whether a file begins as an XLS does."""
    with path.open("rb") as file:
        return file.read(8) == _MAGIC


def hidden_rows_of_xls(path: Path) -> dict[str, frozenset[int]] | None:
    """Return sheet -> its hidden rows, 1 = first; None for one that is locked, damaged or old."""
    if path.stat().st_size > _LARGEST:
        return None
    try:
        return _hidden(_workbook(path.read_bytes()))
    except (struct.error, IndexError, UnicodeDecodeError, LookupError):
        return None  # damaged: the reader of workbooks says so


def _hidden(stream: bytes) -> dict[str, frozenset[int]] | None:
    names: dict[int, str] = {}
    found: dict[str, set[int]] = {}
    rows: set[int] = set()
    for at, kind, body in _records(stream):
        if kind == _LOCKED or (kind == _BOF and struct.unpack_from("<H", body)[0] != _BIFF8):
            return None
        if kind == _SHEET:
            start, _, _, length, wide = struct.unpack_from("<IBBBB", body)
            code = "utf-16-le" if wide & 1 else "latin-1"
            names[start] = body[8 : 8 + length * (1 + (wide & 1))].decode(code)
        elif kind == _BOF:
            rows = found.setdefault(names.get(at, ""), set())
        elif kind == _ROW and body[12] & _ZERO_HEIGHT:
            rows.add(struct.unpack_from("<H", body)[0] + 1)
    return {name: frozenset(hidden) for name, hidden in found.items()}


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (offset, kind, body) of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if not kind and not length:
            return  # the stream is filled up with zeros
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Pieces of one size, and which follows which."""

    data: bytes
    size: int
    following: tuple[int, ...]
    first: int = 0

    def chain(self, start: int) -> bytes:
        """Return the sectors of one chain, one after the other; LookupError for a circle."""
        pieces, seen = [], set[int]()
        while start < _END:
            if start in seen:
                raise LookupError("the chain of sectors is a circle")
            seen.add(start)
            at = self.first + start * self.size
            pieces.append(self.data[at : at + self.size])
            start = self.following[start]
        return b"".join(pieces)


def _workbook(data: bytes) -> bytes:
    """Return the stream `Workbook` of a compound file; LookupError where it has none."""
    sector, small = (1 << n for n in struct.unpack_from("<HH", data, 0x1E))
    directory, _, cutoff, small_table = struct.unpack_from("<IIII", data, 0x30)
    sectors = _Sectors(data, sector, _table(data, sector), sector)
    entries = _entries(sectors.chain(directory))
    start, size = entries["Workbook"]
    if size >= cutoff:
        return sectors.chain(start)[:size]
    following = _integers(sectors.chain(small_table))
    container = sectors.chain(entries["Root Entry"][0])
    return _Sectors(container, small, following).chain(start)[:size]


def _table(data: bytes, sector: int) -> tuple[int, ...]:
    """Return which sector follows which; the table stands in sectors that the header lists."""
    listed = list(struct.unpack_from("<109I", data, 0x4C))
    more, left = struct.unpack_from("<II", data, 0x44)
    while more < _END and left > 0:
        held = _integers(data[(more + 1) * sector : (more + 2) * sector])
        listed, more, left = listed + list(held[:-1]), held[-1], left - 1
    used = (n for n in listed if n < _END)
    return _integers(b"".join(data[(n + 1) * sector : (n + 2) * sector] for n in used))


def _integers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """Return name -> (first sector, size in bytes) of what the directory lists."""
    found = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        start, size = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le")
        found[name] = (start, size)
    return found
