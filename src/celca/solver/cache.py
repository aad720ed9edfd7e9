"""Intensities of large systems kept on disk, so that they are computed once.

A file is named by the hash of everything that the numbers depend on, so it is never
stale. It is written beside its place and moved there, so a reader never sees half of
it; a file that was damaged later fails its checksum and is computed again. Being unable
to write is never an error. CELCA_CACHE names another folder; `off` keeps nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import numpy as np

from celca.places import cache_folder, keep_latest, write_whole
from celca.solver.numerics import Numerics
from celca.solver.scaled import Array, Sparse, canonical
from celca.solver.solve import intensities

__all__ = ["cached_intensities"]

FORMAT = "celca intensities 1"
WORTH_IT = 50_000
KEEP = 40


def cached_intensities(
    A: Sparse, B: Sparse, C: Sparse, *, accuracy: float = 1e-12, least: int = WORTH_IT
) -> tuple[Array, Numerics]:
    """Return what `intensities` returns, from disk where it was computed before.

    least  processes from which on the disk is used; below, computing is faster

    H comes memory-mapped and read-only where it comes from disk.
    """
    folder = cache_folder()
    if folder is None or A.shape[0] < least:
        return intensities(A, B, C, accuracy=accuracy)
    path = folder / f"intensities-{_key(A, B, C, accuracy)}.npy"
    known = _read(path, (C.shape[0], A.shape[0]))
    if known is not None:
        return known
    H, numerics = intensities(A, B, C, accuracy=accuracy)
    with contextlib.suppress(OSError):
        _write(path, H, numerics)
        keep_latest(folder, "intensities-*.npy", KEEP)
    return H, numerics


def _key(A: Sparse, B: Sparse, C: Sparse, accuracy: float) -> str:
    """Return the hash of everything the intensities depend on."""
    key = hashlib.sha256(f"{FORMAT} {accuracy!r}".encode())
    for name, matrix in (("A", A), ("B", B), ("C", C)):
        M = canonical(matrix, name)
        key.update(f" {name} {M.shape} {M.nnz} ".encode())
        for part, kind in ((M.data, "<f8"), (M.indices, "<i8"), (M.indptr, "<i8")):
            key.update(np.ascontiguousarray(part, dtype=kind).data)
    return key.hexdigest()[:40]


def _read(path: Path, shape: tuple[int, int]) -> tuple[Array, Numerics] | None:
    """Return H and its numerics, or None where the file is missing or damaged."""
    try:
        H: Array = np.load(path, mmap_mode="r", allow_pickle=False)
        with path.open("rb") as file:
            file.seek(H.offset + H.nbytes)  # type: ignore[attr-defined]
            notes = json.loads(file.read())
        if H.shape != shape or H.dtype != np.float64 or notes["crc"] != _crc(H):
            return None
        return np.asarray(H), Numerics(**notes["numerics"])
    except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError):
        return None


def _write(path: Path, H: Array, numerics: Numerics) -> None:
    """Write H as .npy with its numerics and checksum behind it, in one move."""
    notes = json.dumps({"format": FORMAT, "crc": _crc(H), "numerics": asdict(numerics)})

    def write(file: BinaryIO) -> None:
        np.save(file, H, allow_pickle=False)
        file.write(notes.encode())

    write_whole(path, write)


def _crc(H: Array) -> int:
    """Return the checksum of the numbers."""
    return zlib.crc32(np.ascontiguousarray(H).data)
