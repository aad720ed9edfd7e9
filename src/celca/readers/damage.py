"""What goes wrong in reading a zip that is damaged, and the sentence that says so."""

from __future__ import annotations

import zipfile
import zlib

from celca.errors import FileFault

__all__ = ["DAMAGE", "damaged"]

# the last two for a zip behind a password, and for one packed in a way Python does not know
DAMAGE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)


def damaged(name: str, error: Exception) -> FileFault:
    """Return the refusal of a zip."""
    return FileFault(
        name,
        f"is not a zip that can be read: {str(error).rstrip('.')}.",
        "Is it whole? Fetch or export it again.",
    )
