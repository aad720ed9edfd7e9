"""verify, export, bundle and replay at the door: what they print, and how they exit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from celca.cli.group import cli

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\nB,wood,4\n"
COMPANY = """[company]
name = "Example Ltd"
ids = ["urn:x:1"]
[product]
ids = ["urn:x:2"]
[footprint]
period_start = "2024-01-01"
period_end = "2025-01-01"
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def bom(write: Write) -> Path:
    return write("bom.csv", BOM)


def test_an_export_is_consistent_and_agrees_with_its_study(
    bom: Path, small: Path, write: Write, tmp_path: Path
) -> None:
    out, company = tmp_path / "out.json", write("company.toml", COMPANY)
    done = run("export", bom, "-o", out, "-d", small, "--company", company)
    assert (done.exit_code, out.is_file()) == (0, True)
    assert run("verify", out).exit_code == 0
    against = run("verify", out, "--against", bom, "-d", small, "--json")
    assert (against.exit_code, json.loads(against.output)["verdict"]) == (0, "agrees")


def test_an_export_without_a_company_says_what_is_missing(
    bom: Path, small: Path, tmp_path: Path
) -> None:
    done = run("export", bom, "-o", tmp_path / "out.json", "-d", small, "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["complete"]) == (3, False)
    assert "$.companyName" in [f["where"] for f in told["findings"]]
    assert run("verify", tmp_path / "out.json").exit_code == 1


def test_a_document_that_contradicts_itself_does_not_pass_because_its_total_agrees(
    bom: Path, small: Path, write: Write, tmp_path: Path
) -> None:
    """Of the two totals only the one with uptake is that of the study, and of the other fields."""
    out, company = tmp_path / "out.json", write("company.toml", COMPANY)
    run("export", bom, "-o", out, "-d", small, "--company", company)
    document = json.loads(out.read_text(encoding="utf-8"))
    document["pcf"]["biogenicCO2Uptake"] = "7.3333"
    out.write_text(json.dumps(document), encoding="utf-8")
    done = run("verify", out, "--against", bom, "-d", small)
    assert done.exit_code == 1
    assert done.output.startswith("agrees")
    assert "contradicts itself: pact_uptake_identity" in done.output


def test_a_replay_asks_for_the_manifest_that_it_was_given(
    bom: Path, small: Path, tmp_path: Path
) -> None:
    made = json.loads(run("bundle", bom, "-o", tmp_path / "e.zip", "-d", small, "--json").output)
    assert run("replay", tmp_path / "e.zip", "--manifest", made["sha256"]).exit_code == 0
    assert run("replay", tmp_path / "e.zip", "--manifest", "0" * 64).exit_code == 2


def test_an_old_footprint_is_converted(write: Write, tmp_path: Path) -> None:
    pcf = {"declaredUnit": "liter", "unitaryProductAmount": "2", "pCfExcludingBiogenic": "3"}
    old = write("old.json", json.dumps({"id": "x", "pcf": pcf}))
    run("export", old, "-o", tmp_path / "new.json")
    new = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    assert new["pcf"]["pcfExcludingBiogenicUptake"] == "6"


def test_a_checklist_comes_with_the_verdict(bom: Path, small: Path, write: Write) -> None:
    facts = write("facts.toml", 'purpose = "to learn"\n')
    arguments = ("verify", "0.97", "--against", bom, "-d", small, "--standard", "iso14067")
    told = json.loads(run(*arguments, "--facts", facts, "--json").output)
    rows = {row["id"]: row for row in told["checklist"]["items"]}
    assert rows["G3"]["found"] == "to learn"
    assert sum(told["checklist"]["counts"].values()) == len(rows)
    assert "to learn" in run(*arguments, "--facts", facts).output


def test_a_table_of_values_is_screened(write: Write) -> None:
    text = "product,sector,weight_kg,pcf_kgco2e\nP,Chemicals,1,2\nQ,Chemicals,1,2000\n"
    path = write("many.csv", text)
    told = json.loads(run("verify", path, "--json").output)
    assert (told["rows"], [x["product"] for x in told["flagged"]]) == (2, ["Q"])
    assert "1000 too high" in run("verify", path).output.replace("\n", " ")


def test_a_bundle_is_replayed(bom: Path, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.zip"
    assert "not signed" in run("bundle", bom, "-o", out, "-d", small).output
    done = run("replay", out)
    assert (done.exit_code, done.output.startswith("bit-identical")) == (0, True)
    out.write_bytes(out.read_bytes()[:-30])
    assert run("replay", out).exit_code == 2
    assert json.loads(run("bundle", bom, "-o", out, "-d", small, "--json").output)["files"] > 10


def test_a_bundle_shows_its_shares(bom: Path, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "e.zip"
    run("bundle", bom, "-o", out, "-d", small, "--recycled", "resin=0.5")
    told = json.loads(run("replay", out, "--json").output)
    assert told["verdict"] == "bit-identical"
    assert told["recalculated_kg_co2e"] == pytest.approx(4.65 + 4 * (0.2 - 11 / 6))


@pytest.mark.parametrize(
    "arguments",
    [("verify", "nowhere.json"), ("verify", "much"), ("replay", "nowhere.zip")],
)
def test_wrong_input_exits_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("option", ["--standard=pact", "--draws=10", "--product=steel"])
def test_an_option_for_one_value_is_refused_with_a_table(option: str, write: Write) -> None:
    table = write("t.csv", "product,weight_kg,pcf_kgco2e\nA,1,0\n")
    done = run("verify", table, option)
    assert done.exit_code == 2
    assert "goes with one declared value" in done.output


def test_a_checklist_shows_the_clause_and_what_was_looked_at(bom: Path, small: Path) -> None:
    told = " ".join(
        run("verify", "5", "--against", bom, "-d", small, "--standard=pact").output.split()
    )
    assert "6.4.6" in told
    assert "[footprint: allocation]" in told


def test_a_replay_asks_for_the_key_that_it_was_given(
    bom: Path, small: Path, write: Write, tmp_path: Path
) -> None:
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = tmp_path / "key.pem"
    public = Ed25519PrivateKey.generate().public_key()
    key.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    run("bundle", bom, "-o", tmp_path / "e.zip", "-d", small)
    done = run("replay", tmp_path / "e.zip", "--signed-by", key)
    assert (done.exit_code, done.output.splitlines()[0].strip()) == (2, "signed otherwise")


def test_the_screening_of_nothing_is_json(write: Write) -> None:
    table = write("t.csv", "product,weight_kg,pcf_kgco2e\nA,1,0\n")
    done = run("verify", table, "--json")
    assert json.loads(done.output)["flagged"][0]["distance"] is None


@pytest.mark.parametrize("options", [["--side=low"], ["--facts=x.toml"], ["--draws=100"]])
def test_an_option_that_would_say_nothing_is_refused(options: list[str]) -> None:
    done = run("verify", "5 kg CO2e/kg", *options)
    assert done.exit_code == 2
    assert "says nothing without" in done.output


def test_a_value_below_zero_is_no_option(bom: Path, small: Path) -> None:
    done = run("verify", "-5 kg CO2e/piece", "--against", bom, "-d", small, "--json")
    assert json.loads(done.output)["declared_kg_co2e"] == -5
