"""Foreign databases that were converted before, kept until one of their files changes.

Files are known by their content as long as hashing it takes no time that anyone notices (half a
gigabyte a second). Larger ones are known by size, place on disk and the times of their last
change; among these is one that no copying or unpacking sets back.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from celca.inventory import Inventory, load_stored
from celca.inventory.kept import keep, kept_file
from celca.version import __version__

__all__ = ["remembered"]

_FORMAT = "5"  # of what the readers make: another number, and all is read anew
_HASHED = 32_000_000  # all files together, at most, to be known by their content [bytes]


def remembered(path: Path, told: str, read: Callable[[], Inventory]) -> Inventory:
    """Return what `read` makes of a file or folder, from the cache where it was made before.

    told  whatever else the outcome depends on
    """
    key = hashlib.sha256(f"{_FORMAT} celca {__version__} {told}\n".encode())
    for line in _stamps(path):
        key.update(line)
    kept = kept_file(key.hexdigest())
    known = load_stored(kept) if kept is not None else None
    if known is not None:
        return known
    inventory = read()
    keep(inventory, kept)
    return inventory


def _stamps(path: Path) -> Iterator[bytes]:
    """Yield what tells each version of a database from all others, file by file."""
    yield str(path.resolve()).encode()
    files = sorted(_files(path))
    small = sum(about.st_size for _, about in files) <= _HASHED
    for place, about in files:
        yield f"\n{place} {about.st_size} ".encode()
        if small:
            yield hashlib.sha256(Path(place).read_bytes()).digest()
        else:
            yield f"{about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}".encode()


def _files(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files of a folder, or one file; a table of numbers has its names beside it."""
    if path.is_dir():
        yield from _inside(path)
        return
    place = path.resolve()
    beside = (f"{place.stem}_",) if place.suffix == ".npz" else ()
    for entry in os.scandir(place.parent):
        if entry.name == place.name or entry.name.startswith(beside):
            yield entry.path, entry.stat()


def _inside(folder: str | Path) -> Iterator[tuple[str, os.stat_result]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _inside(entry.path)
        else:
            yield entry.path, entry.stat()
