"""Calculate an evidence bundle anew, and say how far it comes to the same.

Every file is held against the manifest first: what was altered is named. Then the study is
calculated from the files of the bundle alone, and the result compared figure by figure.
"""

from __future__ import annotations

import json
import platform
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from celca.assess import Options
from celca.audit.basis import Basis
from celca.audit.bundling import contents, digest
from celca.audit.signing import public_key
from celca.audit.unpacking import altered, signature_of, unpack
from celca.errors import FileFault, UsageError
from celca.product import Change, OtherMaterial, ReadingOptions

__all__ = ["Replay", "replay"]

_CLOSE = 1e-12
_ASIDE = ("numerics", "provenance")  # solver and versions, told apart
_MOST = 50
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_MISFITS = (AttributeError, KeyError, TypeError, ValueError, IndexError, RecursionError)
_PAPERS = ("checklists.json", "vouchers.csv", "README.txt")
_OF_THE_TOTAL = ("kg_co2e", "by_", "lines", "variants", "at_gate", "uncertainty")


@dataclass(frozen=True, slots=True)
class Replay:
    """What calculating a bundle anew came to.

    verdict      bit-identical, equal to 1e-12, different, altered, signed otherwise, or another
                 bundle than was asked for
    altered      files that are not as the manifest has them, one sentence each
    differences  figures that came out otherwise, one sentence each
    largest      relative difference [-]
    signature    valid, invalid, none, or not checked
    key          public key of the signature in hexadecimal, '' without one
    manifest     SHA-256 of the manifest: the identity of the evidence
    unchecked    papers that were not made again, because other programs made them
    """

    verdict: str
    recorded_kg_co2e: float | None
    recalculated_kg_co2e: float | None
    altered: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    largest: float = 0.0
    signature: str = "none"
    key: str = ""
    versions: Mapping[str, Any] = field(default_factory=dict)
    manifest: str = ""
    unchecked: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}


def replay(path: Path, signer: Path | None = None, manifest: str = "") -> Replay:
    """Check a bundle and calculate it anew.

    signer    PEM file of the key that it has to be signed with; None takes any, and none
    manifest  SHA-256 that its manifest has to have, as it was told when it was made; '' takes any

    Raises FileFault for what is no bundle, UsageError for what is no SHA-256, and what `footprint`
    raises where the files, though unaltered, cannot be calculated.
    """
    if manifest and not _SHA256.fullmatch(manifest):
        raise UsageError(f"{manifest!r} is no SHA-256: 64 digits from 0 to 9 and a to f.")
    files, broken = unpack(path)
    wrong = [*broken, *altered(files, broken)]
    signature, key = signature_of(files)
    if signature == "invalid":
        wrong.append("signature.json is not the signature of manifest.json.")
    found = Replay(
        "altered",
        _total(files),
        None,
        tuple(wrong),
        signature=signature,
        key=key,
        manifest=digest(files.get("manifest.json", b"")),
    )
    if wrong:
        return found
    if signer is not None and (signature != "valid" or key != public_key(signer)):
        return replace(found, verdict="signed otherwise")
    if manifest and manifest.lower() != found.manifest:
        return replace(found, verdict="another bundle")
    try:
        return _compared(files, found)
    except _MISFITS as fault:
        told = f"holds a request or a result that is none of celca's ({fault!r})."
        raise FileFault(path.name, told) from fault


def _compared(files: Mapping[str, bytes], found: Replay) -> Replay:
    recorded = json.loads(files["result.json"])
    again = _calculate(files)
    result = json.loads(again["result.json"])
    differences, largest = _compare(recorded, result)
    papers = [n for n in _PAPERS if n in files and files[n] != again[n]]
    alike = again["versions.json"] == files["versions.json"]  # made by the same: so are its papers
    if alike:
        differences += [f"{name} is not what the calculation gives." for name in papers]
    exact = "bit-identical" if not differences else "equal to 1e-12"
    same = largest <= _CLOSE and all(d.startswith("~") for d in differences)
    return replace(
        found,
        verdict=exact if same else "different",
        recorded_kg_co2e=recorded["total_kg_co2e"],
        recalculated_kg_co2e=result["total_kg_co2e"],
        differences=tuple(d.removeprefix("~") for d in differences[:_MOST]),
        largest=largest,
        versions=_versions(files),
        unchecked=() if alike else tuple(papers),
    )


def _total(files: Mapping[str, bytes]) -> float | None:
    try:
        return float(json.loads(files["result.json"])["total_kg_co2e"])
    except _MISFITS:
        return None


def _calculate(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that the calculation gives, made from those of the bundle alone."""
    request = json.loads(files["request.json"])
    asked = request["options"]
    for name in filter(None, (request["study"], asked["matches"])):
        if name not in files:
            raise FileFault("request.json", f"names {name!r}, which the bundle does not hold.")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in files.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        basis = Basis(root / "database", request["method"], _options(asked, root))
        return contents(root / request["study"], basis)[1]


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
    except _MISFITS:
        return {}
    return {**out, **{name: {"then": old, "now": version(name)} for name, old in then.items()}}
