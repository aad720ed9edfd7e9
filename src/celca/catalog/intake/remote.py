"""Catalogues and outputs in an object store: addresses such as s3://bucket/parts.parquet.

Text is read through fsspec, some bytes at a time; Parquet by Polars itself where it knows the
store, else through fsspec. Outputs are written here and then put there in one piece, which in
an object store is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

from celca.errors import FileFault, MissingExtra, UsageError

__all__ = ["File", "RemotePath", "is_remote", "remote_files", "staged"]

# stores that Polars reads by itself, a range of rows and columns at a time
_NATIVE = ("s3", "s3a", "gs", "gcs", "az", "adl", "abfs", "abfss", "azure", "http", "https", "hf")


def is_remote(address: str | Path) -> bool:
    """Say whether a text is an address and not a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", str(address)) is not None


@dataclass(frozen=True, order=True)
class RemotePath:
    """A file in a store, with as much of a path as a catalogue needs."""

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """The last part of the address."""
        return PurePosixPath(self.url).name

    @property
    def suffix(self) -> str:
        """The ending of the name."""
        return PurePosixPath(self.url).suffix

    def open(self, mode: str = "rb") -> Any:  # noqa: ANN401
        """Open the file for reading."""
        store, path = _store(self.url)
        return store.open(path, mode)

    def exists(self) -> bool:
        """Say whether the file is there."""
        store, path = _store(self.url)
        return bool(store.exists(path))

    def stat(self) -> SimpleNamespace:
        """Return its size, `st_size` [bytes]."""
        store, path = _store(self.url)
        return SimpleNamespace(st_size=int(store.size(path)))

    def resolve(self) -> RemotePath:
        """Return the same; an address has one form."""
        return self

    @property
    def identity(self) -> str:
        """What the store tells this version of the file by, hashed."""
        store, path = _store(self.url)
        return hashlib.sha256(str(store.ukey(path)).encode()).hexdigest()

    def to_scan(self) -> Any:  # noqa: ANN401
        """Return what Polars scans: the address, or an open file where it does not know those."""
        return self.url if self.url.partition("://")[0].lower() in _NATIVE else self.open()


File = Path | RemotePath


def remote_files(address: str, is_one: Callable[[str], bool]) -> tuple[RemotePath, ...]:
    """Return the files at an address, below it, or under its pattern, sorted.

    is_one  whether a name is that of a catalogue

    Raises FileFault where there are none.
    """
    store, path = _store(address)
    scheme = address.partition("://")[0]
    try:
        if any(c in path for c in "*?["):
            found = store.glob(path)
        else:
            found = store.find(path) if store.isdir(path) else [path] * store.exists(path)
    except OSError as error:
        raise FileFault(address, f"cannot be reached: {error}.") from error
    files = [f"{scheme}://{str(p).split('://')[-1]}" for p in found]
    kept = sorted(f for f in files if is_one(f))
    if not kept:
        raise FileFault(address, "holds no catalogue: no CSV, NDJSON or Parquet file.")
    return tuple(RemotePath(f) for f in kept)


@contextmanager
def staged(out: str | Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a folder here to write in; in the end its files are put where `out` is.

    The folder has the name of the address and stands in the current one, so that a run that was
    cut off finds its chunks again. Raises UsageError for an output that is there already, and
    FileFault where it cannot be put there; the files then stay in the folder.
    """
    store, path = _store(str(out))
    if not overwrite and store.exists(path):
        raise UsageError(f"{out} exists already; say overwrite, or give another name.")
    digest = hashlib.sha256(str(out).encode()).hexdigest()[:8]
    folder = Path(f"{PurePosixPath(path).stem}-{digest}.sending")
    folder.mkdir(exist_ok=True)
    yield folder
    try:
        for file in sorted(folder.iterdir()):
            store.put_file(str(file), str(PurePosixPath(path).parent / file.name))
    except OSError as error:
        raise FileFault(str(out), f"cannot be written: {error}.", f"See {folder}.") from error
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _store(address: str) -> tuple[Any, str]:
    """Return (file system, path in it). Raises MissingExtra for a package that is not installed."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtra("fsspec", "cluster", "an address in a store") from error
    try:
        store, path = url_to_fs(address)
    except ImportError as error:
        raise UsageError(f"{address}: {error}.") from error
    except ValueError as error:
        raise UsageError(f"{address}: {error}.") from error
    return store, str(path)
