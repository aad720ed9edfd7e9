"""A catalogue that was packed: parts.csv.gz, parts.ndjson.xz. It is unpacked before it is read.

A run reads its chunks from any place on, which a packed file cannot give; only the head of one is
read as it stands.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

from celca.catalog.intake.remote import File
from celca.errors import FileFault

__all__ = ["PACKED", "PackedPath", "ending"]

_OPEN: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
PACKED = (*_OPEN, ".zst", ".zip")
_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True)
class PackedPath:
    """A packed file, read as what is in it."""

    file: File

    @property
    def name(self) -> str:
        """The name as it stands."""
        return self.file.name

    @contextmanager
    def open(self, mode: str = "rb") -> Iterator[Any]:
        """Give what is in it. Raises FileFault for a form that cannot be unpacked."""
        suffix = self.file.suffix.lower()
        if suffix not in _OPEN:
            raise FileFault(self.name, f"celca does not open {suffix} files.", "Unpack it first.")
        with self.file.open("rb") as raw, _OPEN[suffix](raw, mode) as stream:
            yield stream

    def exists(self) -> bool:
        """Say whether the file is there."""
        return self.file.exists()

    def stat(self) -> SimpleNamespace:
        """Return its packed size, `st_size` [bytes]."""
        return SimpleNamespace(st_size=self.file.stat().st_size)

    def resolve(self) -> PackedPath:
        """Return the same from the root."""
        return PackedPath(self.file.resolve())

    def read(self, stream: Any, size: int) -> bytes:  # noqa: ANN401
        """Return the next bytes of what was opened. Raises FileFault where it is damaged."""
        with self.whole():
            return bytes(stream.read(size))

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Turn what a damaged file raises into a FileFault."""
        try:
            yield
        except _BROKEN as error:
            raise FileFault(self.name, f"cannot be unpacked: {error}.") from error


def ending(file: str) -> str:
    """Return the ending that says the form of a file, `.csv` of parts.csv.gz."""
    name = PurePosixPath(file)
    packed = name.suffix.lower() in PACKED
    return PurePosixPath(name.stem).suffix.lower() if packed else name.suffix.lower()
