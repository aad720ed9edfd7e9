"""Where converted databases are kept: beside celca's other results, as CELCA_CACHE says."""

from __future__ import annotations

import contextlib
from pathlib import Path

from celca.inventory import Inventory, store
from celca.solver.cache import cache_folder

__all__ = ["cached_file", "keep"]

_MOST = 20


def cached_file(key: str) -> Path | None:
    """Return the file for a converted database, None where nothing is to be kept."""
    folder = cache_folder()
    return None if folder is None else folder / f"inventory-{key[:40]}.npz"


def keep(inventory: Inventory, path: Path | None) -> None:
    """Keep a converted database, and of those kept before the latest; failing is no error."""
    if path is None:
        return
    with contextlib.suppress(OSError):
        store(inventory, path)
        files = sorted(path.parent.glob("inventory-*.npz"), key=lambda p: p.stat().st_mtime)
        for old in files[:-_MOST]:
            old.unlink(missing_ok=True)
