"""Databases that were read or converted before, kept by the hash of what they were made from."""

from __future__ import annotations

import contextlib
from pathlib import Path

from celca.inventory.records import Inventory
from celca.inventory.store import store
from celca.places import cache_folder, keep_latest

__all__ = ["keep", "kept_file"]

_MOST = 20


def kept_file(key: str) -> Path | None:
    """Return the file for a database, None where nothing is to be kept."""
    folder = cache_folder()
    return None if folder is None else folder / f"inventory-{key[:40]}.npz"


def keep(inventory: Inventory, path: Path | None) -> None:
    """Keep a database, and of those kept before the latest; failing is no error."""
    if path is None:
        return
    with contextlib.suppress(OSError):
        store(inventory, path)
        keep_latest(path.parent, "inventory-*.npz", _MOST)
