"""Prices that were computed before, kept by the hashes of everything that they follow from.

The hash of a database is of its content, and that of a method of its factors, so what is kept
is never stale. A file that is damaged is not believed, and the prices are computed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from celca.places import cache_folder, keep_latest, write_whole
from celca.solver import Numerics
from celca.system.build import System
from celca.version import __version__

__all__ = ["keep_prices", "kept_prices"]

_MOST = 40


def _file(system: System) -> Path | None:
    """Return where the prices of a system are kept, None where they are not."""
    inventory, method, folder = system.inventory, system.method, cache_folder()
    if folder is None:
        return None
    name = f"celca {__version__} prices {inventory.hash} {method.hash}"
    return folder / f"prices-{hashlib.sha256(name.encode()).hexdigest()[:40]}.npz"


def kept_prices(system: System, rows: int) -> tuple[Any, Numerics] | None:
    """Return H (rows x n) and its numerics, or None where there are none that can be read."""
    path = _file(system)
    if path is None or not path.is_file():
        return None
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            H, numerics = file["H"], Numerics(**json.loads(file["numerics"].tobytes()))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    right = H.shape == (rows, len(system.inventory.processes)) and np.isfinite(H).all()
    return (H, numerics) if right else None


def keep_prices(system: System, H: Any, numerics: Numerics) -> None:  # noqa: ANN401
    """Keep prices, and of those kept before the latest; failing is no error."""
    path = _file(system)
    if path is None:
        return
    text = np.frombuffer(json.dumps(asdict(numerics)).encode(), dtype=np.uint8)
    with contextlib.suppress(OSError):
        write_whole(path, lambda file: np.savez(file, H=H, numerics=text))
        keep_latest(path.parent, "prices-*.npz", _MOST)
