"""An evidence bundle: one file with all that a footprint was made from, and what it came to.

A zip of the study's files, the database, what was asked for, the result, the checklists, the list
of vouchers and a manifest with the SHA-256 of each. The same study gives the same bytes. It
can be signed; `replay` calculates it anew.
"""

from __future__ import annotations

import hashlib
import json
import platform
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from celca.assess import Footprint, Options, footprint, open_prices
from celca.audit.basis import Basis
from celca.audit.checklists import PROFILES, checklist, to_dict
from celca.audit.evidence import Evidence
from celca.audit.rating import quality
from celca.audit.signing import sign
from celca.audit.vouchers import vouchers_csv
from celca.errors import FileFault, UsageError
from celca.inventory import Inventory
from celca.inventory.folder import FILES
from celca.methods import load_method

__all__ = ["FORMAT", "Bundle", "bundle", "contents", "digest"]

FORMAT = "celca evidence bundle 1"
_USUAL = Basis()
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is made
_README = """This is an evidence bundle of celca, a carbon footprint with all that it was made from.

study/          the files of the study, as they were
database/       the database, as it was
request.json    method and options
result.json     what it came to
checklists.json the standards' rows, each looked at
vouchers.csv    every file, line and source with its number
versions.json   the programs that calculated it
manifest.json   the SHA-256 of each of these
signature.json  if it is signed: an Ed25519 signature of manifest.json

Calculate it anew with:  celca replay FILE.zip
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written.

    sha256  of the manifest: the identity of the evidence
    """

    path: Path
    total_kg_co2e: float
    files: int
    sha256: str
    signed: bool


def digest(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def bundle(study: str | Path, out: Path, basis: Basis = _USUAL, key: Path | None = None) -> Bundle:
    """Write the evidence bundle of a study.

    key  PEM file of an Ed25519 key to sign it with; None to leave it unsigned

    Raises what `footprint` raises, and FileFault where it cannot be written.
    """
    result, files = contents(Path(study), basis)
    manifest = {"format": FORMAT, "files": {n: digest(c) for n, c in sorted(files.items())}}
    files["manifest.json"] = _json(manifest)
    if key is not None:
        files["signature.json"] = _json(sign(files["manifest.json"], key))
    _write(out, files)
    identity = digest(files["manifest.json"])
    return Bundle(out, result.total_kg_co2e, len(files), identity, key is not None)


def contents(study: Path, basis: Basis) -> tuple[Footprint, dict[str, bytes]]:
    """Return the footprint of a study, and the files of its bundle but manifest and signature.

    Raises what `footprint` raises, and FileFault for a file outside the folder of the study.
    """
    prices = open_prices(basis.database, basis.method)
    result = footprint(study, prices, options=basis.options)  # first, as it says what is wrong
    files, start = _study_files(study, basis.options)
    files |= _database_files(prices.system.inventory)
    options = _options(basis.options, files)
    files["request.json"] = _json({"study": start, "method": basis.method, "options": options})
    files["result.json"] = result.json().encode()
    evidence = Evidence(result=result, quality=quality(result, prices))
    lists = {name: to_dict(checklist(evidence, name), name) for name in PROFILES}
    files["checklists.json"] = _json(lists)
    files["versions.json"] = _json(_versions(basis.method))
    hashes = {name: digest(content) for name, content in files.items()}
    files["vouchers.csv"] = vouchers_csv(result, hashes).encode("utf-8-sig")
    files["README.txt"] = _README.encode()
    return result, files


def _database_files(inventory: Inventory) -> dict[str, bytes]:
    folder = inventory.folder
    if inventory.private:
        raise UsageError(
            f"The licence of the database {inventory.name} says that it is not to be passed on, and"
            " a bundle holds the whole of it. Where that is wrong, put the licence that it has into"
            " its database.toml; else hand over the report, or calculate with another database."
        )
    if folder is None or not (folder / FILES[0]).is_file():
        raise UsageError(
            f"The database {inventory.name} is no folder in the native format, which a bundle"
            " holds; calculate the study with such a database."
        )
    kept = [name for name in FILES if (folder / name).is_file()]
    return {f"database/{name}": (folder / name).read_bytes() for name in kept}


def _study_files(study: Path, options: Options) -> tuple[dict[str, bytes], str]:
    """Return the files of a study by their name in the bundle, and the one it starts from."""
    about = study / "product.toml" if study.is_dir() else study
    names = [about.name]
    if about.suffix == ".toml":
        top = tomllib.loads(about.read_text(encoding="utf-8-sig"))
        names += [str(top["bom"]), *_named_files(top, about.parent)]
        names += ["matches.csv"] if (about.parent / "matches.csv").is_file() else []
    files = {f"study/{n}": _inside(about.parent, n).read_bytes() for n in dict.fromkeys(names)}
    if options.reading.matches is not None:
        files["study/given-matches.csv"] = Path(options.reading.matches).read_bytes()
    return files, f"study/{about.name}"


def _named_files(table: Mapping[str, Any], folder: Path) -> list[str]:
    """Return the further files that a product.toml names, at any depth."""
    out: list[str] = []
    for value in table.values():
        inner = value if isinstance(value, list) else [value]
        for each in inner:
            if isinstance(each, dict):
                out += _named_files(each, folder)
            elif isinstance(each, str) and 0 < len(each) < 200 and "\n" not in each:
                suffix = Path(each).suffix.lower()
                if suffix in (".csv", ".json", ".toml", ".xlsx") and (folder / each).is_file():
                    out.append(each)
    return out


def _inside(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise FileFault(
            name, "lies outside the folder of the study.", "Move it beside product.toml."
        )
    return path


def _options(options: Options, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "recycled": dict(options.recycled),
        "bio_based": dict(options.bio_based),
        "allocation": options.allocation,
        "changes": [asdict(change) for change in options.changes],
        "sheet": options.reading.sheet,
        "columns": dict(options.reading.columns),
        "matches": "study/given-matches.csv" if "study/given-matches.csv" in files else None,
        "exclude_unknown": options.reading.exclude_unknown,
        "forming": options.reading.forming,
    }


def _versions(method: str) -> dict[str, Any]:
    found = load_method(method)
    packages = ("celca", "numpy", "scipy", "globalwarmingpotentials")
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: version(name) for name in packages},
        "method": {"id": found.id, "gwp_set": found.gwp_set, "hash": found.hash},
    }


def _json(content: object) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, _MOMENT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, files[name])
    except OSError as fault:
        raise FileFault(str(out), f"cannot be written: {fault.strerror}.") from fault
