"""One run at a time for one output: a lock that the system drops when its process ends.

A run that was killed therefore leaves no lock that blocks the next; a file that is left behind
says nothing unless a living process holds it.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from celca.errors import UsageError

__all__ = ["held"]

_FAR = 1 << 30  # where Windows locks a byte, so that the text before it can still be read


@contextmanager
def held(path: Path, what: Path) -> Iterator[None]:
    """Hold a lock file while a run writes `what`. Raises UsageError where another run does."""
    with _taken(path, what):
        try:
            yield
        finally:
            if sys.platform != "win32":
                path.unlink(missing_ok=True)  # while it is held, so that nobody takes it meanwhile
    if sys.platform == "win32":
        with suppress(OSError):  # another run has opened it already
            path.unlink(missing_ok=True)


def _taken(path: Path, what: Path) -> BinaryIO:
    while True:
        stream = path.open("a+b")
        try:
            _lock(stream)
        except OSError:
            stream.seek(0)
            holder = stream.read(_FAR - 1 if sys.platform == "win32" else -1).decode() or "unknown"
            stream.close()
            raise UsageError(
                f"{what}: another run is writing it ({holder}). Wait until it ends, or give"
                " another output."
            ) from None
        if path.exists() and os.path.samestat(os.fstat(stream.fileno()), path.stat()):
            break
        stream.close()  # the run before took the file away between our opening and locking it
    stream.truncate(0)
    since = time.strftime("%Y-%m-%d %H:%M:%S")
    stream.write(f"process {os.getpid()} on {socket.gethostname()}, since {since}".encode())
    stream.flush()
    return stream


def _lock(stream: BinaryIO) -> None:
    """Lock a file, or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        stream.seek(0)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
