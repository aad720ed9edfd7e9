"""Open an evidence bundle: take no file outside it, and name each that is not as it was."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from celca.audit.bundling import FORMAT, digest
from celca.audit.signing import valid
from celca.errors import FileFault, MissingExtra

__all__ = ["altered", "signature_of", "unpack"]

_LARGEST = 2_000_000_000  # bytes unpacked: a bundle is text, and a zip can hold a bomb


def unpack(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a bundle, and a sentence on each that cannot be unpacked."""
    if not path.is_file():
        raise FileFault(str(path), "does not exist.")
    files: dict[str, bytes] = {}
    broken: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise FileFault(path.name, "unpacks to more than 2 GB, which no bundle does.")
            for entry in archive.infolist():
                _refuse_outside(path.name, entry.filename)
                if entry.filename in files:
                    broken.append(f"{entry.filename} is there twice.")
                try:
                    files[entry.filename] = archive.read(entry)
                except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError,
                        RuntimeError, OSError) as fault:  # fmt: skip
                    broken.append(f"{entry.filename} cannot be unpacked: {fault}.")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise FileFault(path.name, f"is no whole zip file: {fault}.") from fault
    return files, broken


def _refuse_outside(bundle: str, name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name:
        raise FileFault(bundle, f"holds {name!r}, which would be written outside its folder.")


def altered(files: Mapping[str, bytes], broken: list[str]) -> Iterator[str]:
    """Yield a sentence on each file that is not as the manifest has it."""
    try:
        manifest = json.loads(files["manifest.json"])
        hashes = dict(manifest["files"])
        known = manifest["format"] == FORMAT
    except (KeyError, ValueError, TypeError, RecursionError):
        yield "manifest.json is missing, or no longer what it was."
        return
    if not known:
        yield f"manifest.json: the format is {manifest['format']!r}, not {FORMAT!r}."
    unreadable = {line.partition(" ")[0] for line in broken}
    for name, expected in hashes.items():
        if name not in files and name not in unreadable:
            yield f"{name} is missing."
        elif name in files and digest(files[name]) != expected:
            yield f"{name} has been altered: its SHA-256 is {digest(files[name])[:16]}…"
    for name in files:
        if name not in hashes and name not in ("manifest.json", "signature.json"):
            yield f"{name} has been added."


def signature_of(files: Mapping[str, bytes]) -> tuple[str, str]:
    """Return whether the manifest is signed (valid, invalid, none, not checked), and the key."""
    if "signature.json" not in files:
        return "none", ""
    try:
        found = json.loads(files["signature.json"])
        key = str(found["public_key"])
        return ("valid" if valid(files["manifest.json"], found) else "invalid"), key
    except MissingExtra:
        return "not checked", key
    except (ValueError, KeyError, TypeError, RecursionError):
        return "invalid", ""
