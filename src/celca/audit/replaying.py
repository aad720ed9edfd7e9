"""Calculate an evidence bundle anew, and say how far it comes to the same.

Every file is held against the manifest first: what was altered is named. Then the study is
calculated from the files of the bundle alone, and the result compared figure by figure.
"""

from __future__ import annotations

import json
import platform
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from celca.assess import Options, footprint
from celca.audit.bundling import FORMAT, digest
from celca.audit.signing import valid
from celca.errors import FileFault, MissingExtra
from celca.product import Change, OtherMaterial, ReadingOptions

__all__ = ["Replay", "replay"]

_LARGEST = 2_000_000_000  # bytes unpacked: a bundle is text, and a zip can hold a bomb
_CLOSE = 1e-12
_ASIDE = ("numerics", "provenance")  # solver and versions, told apart
_MOST = 50
_OF_THE_TOTAL = ("kg_co2e", "by_", "lines", "variants", "at_gate", "uncertainty")


@dataclass(frozen=True, slots=True)
class Replay:
    """What calculating a bundle anew came to.

    verdict      bit-identical, equal to 1e-12, different, or altered
    altered      files that are not as the manifest has them, one sentence each
    differences  figures that came out otherwise, one sentence each
    largest      relative difference [-]
    signature    valid, invalid, none, or not checked
    key          public key of the signature in hexadecimal, '' without one
    """

    verdict: str
    recorded_kg_co2e: float | None
    recalculated_kg_co2e: float | None
    altered: tuple[str, ...]
    differences: tuple[str, ...]
    largest: float
    signature: str
    key: str
    versions: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        out = asdict(self)
        return {**out, "altered": list(self.altered), "differences": list(self.differences)}


def replay(path: Path) -> Replay:
    """Check a bundle and calculate it anew.

    Raises FileFault for what is no bundle, and what `footprint` raises where the files, though
    unaltered, cannot be calculated.
    """
    files, broken = _unpack(path)
    altered = [*broken, *_altered(files, broken)]
    signature, key = _signature(files)
    if signature == "invalid":
        altered.append("signature.json is not the signature of manifest.json.")
    if altered:
        return Replay("altered", _total(files), None, tuple(altered), (), 0.0, signature, key, {})
    recorded = json.loads(files["result.json"])
    again = _calculate(files)
    differences, largest = _compare(recorded, again)
    exact = "bit-identical" if not differences else "equal to 1e-12"
    same = largest <= _CLOSE and all(d.startswith("~") for d in differences)
    return Replay(
        exact if same else "different",
        recorded["total_kg_co2e"],
        again["total_kg_co2e"],
        (),
        tuple(d.removeprefix("~") for d in differences[:_MOST]),
        largest,
        signature,
        key,
        _versions(files),
    )


def _unpack(path: Path) -> tuple[dict[str, bytes], list[str]]:
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


def _altered(files: Mapping[str, bytes], broken: list[str]) -> Iterator[str]:
    try:
        manifest = json.loads(files["manifest.json"])
        hashes = dict(manifest["files"])
        known = manifest["format"] == FORMAT
    except (KeyError, ValueError, TypeError):
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


def _signature(files: Mapping[str, bytes]) -> tuple[str, str]:
    if "signature.json" not in files:
        return "none", ""
    try:
        found = json.loads(files["signature.json"])
        key = str(found["public_key"])
        return ("valid" if valid(files["manifest.json"], found) else "invalid"), key
    except MissingExtra:
        return "not checked", key
    except (ValueError, KeyError, TypeError):
        return "invalid", ""


def _total(files: Mapping[str, bytes]) -> float | None:
    try:
        return float(json.loads(files["result.json"])["total_kg_co2e"])
    except (KeyError, ValueError, TypeError):
        return None


def _calculate(files: Mapping[str, bytes]) -> dict[str, Any]:
    request = json.loads(files["request.json"])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in files.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        options = _options(request["options"], root)
        study = root / request["study"]
        result = footprint(study, root / "database", request["method"], options)
    again: dict[str, Any] = json.loads(result.json())
    return again


def _options(asked: Mapping[str, Any], root: Path) -> Options:
    changes = tuple(map(_change, asked["changes"]))
    matches = asked["matches"]
    return Options(
        recycled=asked["recycled"],
        bio_based=asked["bio_based"],
        allocation=asked["allocation"],
        changes=changes,
        reading=ReadingOptions(
            sheet=asked["sheet"],
            columns=asked["columns"],
            matches=None if matches is None else root / matches,
            exclude_unknown=asked["exclude_unknown"],
            forming=asked.get("forming", "stated"),
        ),
    )


def _change(asked: Mapping[str, Any]) -> Change:
    swaps = {k: OtherMaterial(**v) for k, v in asked["material"].items()}
    return Change(**{**asked, "material": swaps})


def _compare(recorded: Mapping[str, Any], again: Mapping[str, Any]) -> tuple[list[str], float]:
    """Return the differences, those within 1e-12 marked ~, and the largest [-].

    Sums of kg CO2e may cancel out, so they are held against the total; shares and masses against
    themselves, or 1.
    """
    total = abs(float(recorded.get("total_kg_co2e", 0.0)))
    found: list[tuple[str, float]] = []
    for key in recorded:
        if key not in _ASIDE:
            scale = total if any(word in key for word in _OF_THE_TOTAL) else 1.0
            found.extend(_differ(recorded[key], again.get(key), key, scale))
    largest = max((off for _, off in found), default=0.0)
    return [f"~{line}" if off <= _CLOSE else line for line, off in found], largest


def _differ(one: Any, other: Any, where: str, scale: float) -> Iterator[tuple[str, float]]:  # noqa: ANN401
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one:
            yield from _differ(one[key], other.get(key), f"{where}.{key}", scale)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _differ(a, b, f"{where}[{i}]", scale)
    elif _is_number(one) and _is_number(other):
        if one != other:
            off = abs(one - other) / max(abs(one), abs(other), scale)
            yield f"{where} was {one!r}, is {other!r}.", off
    elif one != other:
        yield f"{where} was {str(one)[:80]!r}, is {str(other)[:80]!r}.", float("inf")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _versions(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the versions then and now, of what may make a difference.

    Python itself does: its sums of floats are rounded once from 3.12 on, and term by term before.
    """
    try:
        told = json.loads(files["versions.json"])
        then = told["packages"]
        out = {"python": {"then": told["python"], "now": platform.python_version()}}
    except (KeyError, ValueError, TypeError):
        return {}
    return {**out, **{name: {"then": old, "now": version(name)} for name, old in then.items()}}
