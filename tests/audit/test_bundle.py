"""Evidence bundles: calculated anew, and every altered file named."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import Options
from celca.audit import Basis, bundle, replay
from celca.audit.bundling import digest
from celca.errors import CelcaError, FileFault, UsageError
from celca.product import Change
from celca.readers import import_database

Write = Callable[..., Path]
STUDY = """name = "toy"
bom = "bom.csv"
[[packaging]]
material = "wood"
mass = "1 kg"
[end_of_life.default]
incineration = 1.0
"""
BOM = "Part,Material,Mass (kg)\nA,plastic,3\nB,bois,4\n"


@pytest.fixture
def evidence(write: Write, small: Path, tmp_path: Path) -> Path:
    write("toy/bom.csv", BOM)
    write("toy/matches.csv", "name,material\nbois,wood\n")
    study = write("toy/product.toml", STUDY)
    out = tmp_path / "evidence.zip"
    options = Options(recycled={"resin": 0.5}, changes=(Change("bio", bio_based={"resin": 0.2}),))
    bundle(study.parent, out, Basis(small, options=options))
    return out


def rewritten(path: Path, name: str, content: bytes | None) -> Path:
    """Return the bundle with one file changed, added, or (None) taken out."""
    out = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if content is not None:
            new.writestr(name, content)
    return out


def content(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def test_a_bundle_comes_to_the_same_to_the_last_bit(evidence: Path) -> None:
    found = replay(evidence)
    assert found.verdict == "bit-identical"
    assert found.recorded_kg_co2e == found.recalculated_kg_co2e
    assert found.signature == "none"


def test_it_is_calculated_from_the_bundle_alone(evidence: Path, small: Path) -> None:
    for path in small.iterdir():
        path.unlink()
    assert replay(evidence).verdict == "bit-identical"


def test_the_same_study_gives_the_same_bytes(write: Write, small: Path, tmp_path: Path) -> None:
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n")
    one, other = tmp_path / "1.zip", tmp_path / "2.zip"
    bundle(study, one, Basis(small))
    bundle(study, other, Basis(small))
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    "name",
    ["study/bom.csv", "study/matches.csv", "database/exchanges.csv", "result.json", "vouchers.csv"],
)
def test_an_altered_file_is_named(evidence: Path, name: str) -> None:
    old = bytearray(content(evidence, name))
    old[len(old) // 2] ^= 1
    found = replay(rewritten(evidence, name, bytes(old)))
    assert found.verdict == "altered"
    assert any(line.startswith(name) for line in found.altered)


def test_a_missing_and_an_added_file_are_named(evidence: Path) -> None:
    assert "study/bom.csv is missing." in replay(rewritten(evidence, "study/bom.csv", None)).altered
    assert "extra.txt has been added." in replay(rewritten(evidence, "extra.txt", b"x")).altered


def test_a_flipped_byte_never_passes_as_another_result(evidence: Path) -> None:
    whole, total = evidence.read_bytes(), replay(evidence).recorded_kg_co2e
    out = evidence.with_name("flipped.zip")
    r = random.Random(1)
    named = 0
    for _ in range(60):
        flipped = bytearray(whole)
        flipped[r.randrange(len(flipped))] ^= 1 << r.randrange(8)
        out.write_bytes(flipped)
        try:
            found = replay(out)
        except FileFault:
            named += 1
            continue
        named += found.verdict == "altered"
        assert found.verdict == "altered" or found.recalculated_kg_co2e == total
    assert named > 40


def test_a_result_that_was_rewritten_with_its_hash_is_found_by_calculating(evidence: Path) -> None:
    result = json.loads(content(evidence, "result.json"))
    result["total_kg_co2e"] *= 0.9
    changed = json.dumps(result).encode()
    manifest = json.loads(content(evidence, "manifest.json"))
    manifest["files"]["result.json"] = digest(changed)
    path = rewritten(evidence, "result.json", changed)
    path = rewritten(
        path.rename(path.with_name("x.zip")), "manifest.json", json.dumps(manifest).encode()
    )
    found = replay(path)
    assert found.verdict == "different"
    assert found.differences[0].startswith("total_kg_co2e was")
    assert found.largest == pytest.approx(0.1, rel=1e-6)


def test_a_difference_in_the_last_digits_is_told_as_such(evidence: Path) -> None:
    from celca.audit.replaying import _compare

    result = json.loads(content(evidence, "result.json"))
    again = {**result, "total_kg_co2e": result["total_kg_co2e"] * (1 + 1e-13)}
    lines, largest = _compare(result, again)
    assert lines
    assert 0 < largest <= 1e-12


OTHER = os.environ.get("CELCA_OTHER_PYTHON", "")


def test_a_database_that_is_not_to_be_passed_on_is_in_no_bundle(
    write: Write, tmp_path: Path
) -> None:
    """A licensed list of factors, imported as a folder: its owner may use it, not hand it over."""
    listed = write("list.csv", "Licensed to Example Ltd\nname,unit,kg CO2e\nplastic,kg,2\n")
    import_database(listed, tmp_path / "own")
    write("toy/bom.csv", "Part,Material,Mass (kg)\nA,plastic,3\n")
    study = write("toy/product.toml", 'name = "toy"\nbom = "bom.csv"\n')
    with pytest.raises(UsageError, match="not to be passed on, and a bundle holds the whole of it"):
        bundle(study.parent, tmp_path / "evidence.zip", Basis(tmp_path / "own"))
    assert not (tmp_path / "evidence.zip").exists()
    about = tmp_path / "own" / "database.toml"
    text = about.read_text(encoding="utf-8")
    about.write_text(text.replace("Not to be passed on. Licensed", "CC0, licensed"), "utf-8")
    assert bundle(study.parent, tmp_path / "evidence.zip", Basis(tmp_path / "own")).files


@pytest.mark.skipif(
    not OTHER, reason="CELCA_OTHER_PYTHON names no other interpreter that has celca"
)
@pytest.mark.parametrize("here_first", [True, False])
def test_a_bundle_of_one_python_replays_on_another(
    here_first: bool, evidence: Path, write: Write, small: Path, tmp_path: Path
) -> None:
    def run(python: str, *arguments: str) -> str:
        command = [python, "-m", "celca", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    made, again = (sys.executable, OTHER) if here_first else (OTHER, sys.executable)
    path = str(tmp_path / "made.zip")
    run(made, "bundle", str(tmp_path / "toy"), "-d", str(small), "-o", path)
    told = json.loads(run(again, "replay", path, "--json"))
    assert told["verdict"] in ("bit-identical", "equal to 1e-12")
    total = pytest.approx(told["recorded_kg_co2e"], rel=1e-12)
    assert told["recalculated_kg_co2e"] == total
    assert told["versions"]["python"]["then"] != told["versions"]["python"]["now"]


def test_vouchers_are_numbered_in_order(evidence: Path) -> None:
    lines = content(evidence, "vouchers.csv").decode("utf-8-sig").splitlines()
    numbers = [line.partition(",")[0] for line in lines[1:]]
    assert numbers[0] == "F-0001"
    assert "L-0001" in numbers
    assert "S-0001" in numbers
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "C:\\evil"])
def test_a_name_that_leads_outside_is_refused(evidence: Path, name: str) -> None:
    with pytest.raises(FileFault, match="outside"):
        replay(rewritten(evidence, name, b"x"))


def test_what_is_no_zip_is_refused(write: Write) -> None:
    with pytest.raises(FileFault, match="no whole zip"):
        replay(write("x.zip", "not a zip"))
    with pytest.raises(FileFault, match="does not exist"):
        replay(Path("nowhere.zip"))


def test_a_bill_of_materials_outside_the_study_is_refused(
    write: Write, small: Path, tmp_path: Path
) -> None:
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n")
    study = write("toy/product.toml", 'name = "toy"\nbom = "../bom.csv"\n')
    with pytest.raises(FileFault, match="outside"):
        bundle(study, tmp_path / "e.zip", Basis(small))


def test_a_signature_is_that_of_the_key_and_of_nothing_else(
    write: Write, small: Path, tmp_path: Path
) -> None:
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    private = ed25519.Ed25519PrivateKey.generate()
    key = tmp_path / "key.pem"
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n")
    out = tmp_path / "e.zip"
    assert bundle(study, out, Basis(small), key=key).signed
    found = replay(out)
    assert (found.verdict, found.signature) == ("bit-identical", "valid")
    assert found.key == private.public_key().public_bytes_raw().hex()
    manifest = json.loads(content(out, "manifest.json"))
    manifest["extra"] = 1
    forged = replay(rewritten(out, "manifest.json", json.dumps(manifest).encode()))
    assert (forged.verdict, forged.signature) == ("altered", "invalid")


def test_a_file_that_is_no_key_is_refused(write: Write, small: Path, tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n")
    with pytest.raises(FileFault, match="no PEM"):
        bundle(study, tmp_path / "e.zip", Basis(small), key=write("key.pem", "x"))


def rehashed(path: Path, name: str, changed: bytes) -> Path:
    """Return the bundle with one file changed, and its hash in the manifest with it."""
    manifest = json.loads(content(path, "manifest.json"))
    manifest["files"][name] = digest(changed)
    first = rewritten(path, name, changed).rename(path.with_name("first.zip"))
    return rewritten(first, "manifest.json", json.dumps(manifest).encode())


def test_a_checklist_that_was_rewritten_with_its_hash_is_found_by_making_it_again(
    evidence: Path,
) -> None:
    better = content(evidence, "checklists.json").replace(b'"open"', b'"ok"')
    found = replay(rehashed(evidence, "checklists.json", better))
    assert found.verdict == "different"
    assert found.differences == ("checklists.json is not what the calculation gives.",)


@pytest.mark.parametrize("study", ["../../../etc/passwd", "/etc/passwd", "study/other.toml"])
def test_a_request_leads_to_no_file_outside_the_bundle(evidence: Path, study: str) -> None:
    request = json.loads(content(evidence, "request.json"))
    changed = json.dumps({**request, "study": study}).encode()
    with pytest.raises(FileFault, match="which the bundle does not hold"):
        replay(rehashed(evidence, "request.json", changed))


def test_a_study_in_a_bundle_leads_to_no_file_outside_it(evidence: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(BOM)
    changed = STUDY.replace("bom.csv", str(tmp_path / "secret.csv")).encode()
    with pytest.raises(FileFault, match="outside the folder of the study"):
        replay(rehashed(evidence, "study/product.toml", changed))


@pytest.mark.parametrize(("name", "changed"), [
    ("request.json", b"{}"), ("result.json", b"[]"), ("result.json", b"[" * 100_000),
])  # fmt: skip
def test_a_request_or_result_of_another_form_is_refused(
    evidence: Path, name: str, changed: bytes
) -> None:
    with pytest.raises(FileFault, match="none of celca's"):
        replay(rehashed(evidence, name, changed))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("last", [True, False])
def test_a_file_that_is_there_twice_is_named(evidence: Path, last: bool) -> None:
    out = evidence.with_name("twice.zip")
    with zipfile.ZipFile(evidence) as old, zipfile.ZipFile(out, "w") as new:
        entries = [(name, old.read(name)) for name in old.namelist()]
        for name, text in [*entries, ("result.json", b"{}")][:: 1 if last else -1]:
            new.writestr(name, text)
    found = replay(out)
    assert found.verdict == "altered"
    assert "result.json is there twice." in found.altered


def test_a_replay_names_the_manifest_that_was_written(
    write: Write, small: Path, tmp_path: Path
) -> None:
    study, out = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n"), tmp_path / "e.zip"
    assert replay(bundle(study, out, Basis(small)).path).manifest == digest(
        content(out, "manifest.json")
    )


def test_a_signature_by_another_key_than_asked_for_is_told(
    write: Write, small: Path, tmp_path: Path
) -> None:
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    keys = []
    for name in ("mine.pem", "yours.pem"):
        keys.append(tmp_path / name)
        keys[-1].write_bytes(
            Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    study, out = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n"), tmp_path / "e.zip"
    bundle(study, out, Basis(small), key=keys[0])
    assert replay(out, keys[0]).verdict == "bit-identical"
    assert replay(out, keys[1]).verdict == "signed otherwise"
    assert replay(rewritten(out, "signature.json", None), keys[0]).verdict == "signed otherwise"


@pytest.mark.parametrize("text", ["a = ", 'name = "x"\n', 'name = "x"\nbom = 3\n', ""])
def test_what_is_no_study_is_refused_as_a_footprint_refuses_it(tmp_path: Path, text: str) -> None:
    """A bundle reads the files of a study only once the study has been read as one."""
    (tmp_path / "product.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CelcaError, match=r"product\.toml"):
        bundle(tmp_path, tmp_path / "b.zip")


def test_a_bundle_rewritten_throughout_is_told_by_the_hash_that_was_handed_on(
    write: Write, small: Path, tmp_path: Path
) -> None:
    """Nothing in it is at odds: only the SHA-256 that came by another way tells it apart."""
    mine, other = tmp_path / "mine.zip", tmp_path / "other.zip"
    told = bundle(write("bom.csv", BOM.replace("bois", "wood")), mine, Basis(small)).sha256
    bundle(write("bom.csv", BOM.replace("bois,4", "wood,2")), other, Basis(small))
    assert replay(mine, manifest=told.upper()).verdict == "bit-identical"
    assert replay(other).verdict == "bit-identical"
    assert replay(other, manifest=told).verdict == "another bundle"
    with pytest.raises(UsageError, match="64 digits"):
        replay(mine, manifest=told[:12])


def test_papers_of_another_version_that_are_not_the_same_are_named(evidence: Path) -> None:
    """They cannot be held against those made here, and that is said, not passed over."""
    older = content(evidence, "versions.json").replace(b'"celca": "', b'"celca": "0.')
    first = rehashed(evidence, "versions.json", older).rename(evidence.with_name("older.zip"))
    vouchers = content(evidence, "vouchers.csv").replace(b"L-0001", b"L-0009")
    found = replay(rehashed(first, "vouchers.csv", vouchers))
    assert (found.verdict, found.unchecked) == ("bit-identical", ("vouchers.csv",))
