"""Where celca keeps what it can compute again.

Nothing kept there is ever needed: it may be deleted at any time, and being unable to write is
never an error. CELCA_CACHE names another folder; `off` keeps nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path | None:
    """Return the folder that results are kept in, None where nothing is to be kept."""
    chosen = os.environ.get("CELCA_CACHE", "")
    if chosen.lower() == "off":
        return None
    if chosen:
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
