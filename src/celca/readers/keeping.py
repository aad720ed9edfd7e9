"""Foreign databases that were converted before, kept until one of their files changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from celca.inventory import Inventory, load_stored
from celca.inventory.kept import keep, kept_file

__all__ = ["remembered"]

_FORMAT = "1"  # of what the readers make: another number, and all is read anew


def remembered(path: Path, told: str, read: Callable[[], Inventory]) -> Inventory:
    """Return what `read` makes of a file or folder, from the cache where it was made before.

    told  whatever else the outcome depends on
    """
    key = hashlib.sha256(f"{_FORMAT} celca {version('celca')} {told}\n".encode())
    for line in _stamps(path):
        key.update(line.encode())
    kept = kept_file(key.hexdigest())
    known = load_stored(kept) if kept is not None else None
    if known is not None:
        return known
    inventory = read()
    keep(inventory, kept)
    return inventory


def _stamps(path: Path) -> Iterator[str]:
    """Yield place, size and time of every file: those of a folder, or one and its companions."""
    yield str(path.resolve())
    found = _entries(path) if path.is_dir() else os.scandir(path.resolve().parent)
    beside = "" if path.is_dir() else path.stem
    for entry in sorted(found, key=lambda e: e.path):
        if entry.name.startswith(beside) and entry.is_file():
            about = entry.stat()
            yield f"\n{entry.name} {about.st_size} {about.st_mtime_ns}"


def _entries(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _entries(entry.path)
        else:
            yield entry
