"""Where celca keeps what it can compute again.

Nothing kept there is ever needed: it may be deleted at any time, and being unable to write is
never an error. CELCA_CACHE names another folder; `off` keeps nothing.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

__all__ = ["cache_folder", "keep_latest", "write_whole"]


# What people write to switch a thing on or off is no name of a folder.
_OFF = frozenset({"off", "0", "no", "false"})
_ON = frozenset({"on", "1", "yes", "true"})


def cache_folder() -> Path | None:
    """Return the folder that results are kept in, None where nothing is to be kept."""
    chosen = os.environ.get("CELCA_CACHE", "")
    if chosen.lower() in _OFF:
        return None
    if chosen and chosen.lower() not in _ON:
        return Path(chosen)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return (
            Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "celca" / "cache"
        )
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "celca"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "celca"


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file beside its place and move it there, so that nobody sees half of it.

    Raises OSError, and then leaves nothing behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # made by open, not by tempfile, so that others may read it who may read what lies beside it
    beside = path.with_name(f".writing-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            write(file)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def keep_latest(folder: Path, pattern: str, most: int) -> None:
    """Remove the oldest files of a pattern beyond `most`. Raises OSError."""
    files = sorted(folder.glob(pattern), key=lambda p: p.stat().st_mtime)
    for path in files[:-most]:
        path.unlink(missing_ok=True)
