"""Many values against their studies, several documents of one product, and the 95 % band."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from celca.assess import Footprint, footprint
from celca.audit import Basis, Judging, consistent, verify, verify_many
from celca.cli.group import cli
from celca.declaration import read_declaration
from celca.errors import FileFault, UnknownName
from celca.exchange import Request, export, write_export

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,{mass}\n"  # 2.5 kg CO2e/kg
TABLE = """product,study,value (kg CO2e),per
chair,chair,5,piece
chair in grams,chair,5000,piece
stool,stool,2.5,kg CO2e/kg
lamp,lamp,1,piece
table,,x,piece
"""


@pytest.fixture
def studies(write: Write) -> Path:
    write("studies/chair/bom.csv", BOM.format(mass=2))
    write("studies/chair/product.toml", 'name = "chair"\nbom = "bom.csv"\n')
    return write("studies/stool.csv", BOM.format(mass=4)).parent


def test_every_row_is_held_against_its_own_study(studies: Path, small: Path, write: Write) -> None:
    table = write("values.csv", TABLE.replace("value (kg CO2e)", "pcf_kgco2e"))
    found = verify_many(table, studies, Basis(small))
    assert [(r.row, r.word) for r in found.rows] == [
        (2, "agrees"), (3, "differs"), (4, "agrees"), (5, "cannot be judged"),
        (6, "cannot be judged"),
    ]  # fmt: skip
    told = found.to_dict()["results"]
    assert told[1]["causes"][0] == "scale"
    assert "names no study" in told[3]["reasons"][0]
    assert (found.count("agrees"), found.count("differs")) == (2, 1)


def test_one_study_may_stand_for_every_row(studies: Path, small: Path, write: Write) -> None:
    table = write("values.csv", "pcf_kgco2e\n5\n5.1\n")
    found = verify_many(table, studies / "chair", Basis(small))
    assert [r.word for r in found.rows] == ["agrees", "agrees"]


def test_a_folder_that_is_not_there_is_named(write: Write, tmp_path: Path) -> None:
    table = write("values.csv", "pcf_kgco2e\n5\n")
    with pytest.raises(FileFault, match="does not exist"):
        verify_many(table, tmp_path / "nowhere")


@pytest.mark.parametrize(("values", "code"), [("5\n", 0), ("5\n9\n", 1), ("5\n9\nx\n", 2)])
def test_the_exit_code_is_that_of_the_worst_row(
    values: str, code: int, studies: Path, small: Path, write: Write
) -> None:
    table = write("values.csv", f"pcf_kgco2e\n{values}")
    asked = ["verify", str(table), "--against", str(studies / "chair"), "-d", str(small)]
    assert CliRunner().invoke(cli, asked).exit_code == code
    told = json.loads(CliRunner().invoke(cli, [*asked, "--json"]).stdout)
    assert told["rows"] == values.count("\n")


@pytest.fixture
def documents(studies: Path, small: Path, write: Write, tmp_path: Path) -> dict[str, Path]:
    """One product as PACT, as Catena-X and as Ouranos."""
    out = {}
    for form in ("pact", "catena-x", "ouranos"):
        out[form] = tmp_path / f"{form}.json"
        company = write("c.toml", '[footprint]\nperiod_start = "2024-01-01"\nregion = "Asia"\n')
        request = Request(form, company, "2026-01-01T00:00:00Z", small)
        write_export(export(studies / "chair", request), out[form])
    return out


def test_documents_of_one_product_agree(documents: dict[str, Path]) -> None:
    first = read_declaration(str(documents["pact"]))
    for form in ("catena-x", "ouranos"):
        checks = consistent(first, read_declaration(str(documents[form])))
        assert checks
        assert {c.result for c in checks} == {"ok"}, form


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"pcfIncludingBiogenicUptake": "6"}, "total: 5 here, 6 in other.json"),
        ({"productMassPerDeclaredUnit": "3"}, "mass: 2 here, 3"),
        ({"primaryDataShare": "40"}, "primaryDataShare: 0 here, 40"),
        ({"ipccCharacterizationFactors": ["AR5"]}, "GWP sets: AR6 here, AR5"),
        ({"referencePeriodStart": "2020-01-01T00:00:00Z"}, "referencePeriodStart: 2024"),
        ({"declaredUnitOfMeasurement": "hour", "productMassPerDeclaredUnit": "0"},
         "cannot be held together"),
    ],
)  # fmt: skip
def test_what_two_documents_disagree_on_is_told(
    changes: dict[str, Any], told: str, documents: dict[str, Path], tmp_path: Path
) -> None:
    document = json.loads(documents["pact"].read_text(encoding="utf-8"))
    document["pcf"].update(changes)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(document), encoding="utf-8")
    checks = consistent(read_declaration(str(documents["pact"])), read_declaration(str(other)))
    assert any(told in c.message for c in checks if c.result == "error")
    asked = ["verify", str(documents["pact"]), "--also", str(other), "--json"]
    found = CliRunner().invoke(cli, asked)
    assert found.exit_code == 1
    assert any(told in c["message"] for c in json.loads(found.stdout)["consistency"])


def test_a_document_per_kilogram_meets_one_per_piece(
    documents: dict[str, Path], tmp_path: Path
) -> None:
    """5 kg CO2e per piece of 2 kg is 2.5 a kilogram."""
    other = tmp_path / "other.json"
    document = json.loads(documents["pact"].read_text(encoding="utf-8"))
    document["pcf"].update(
        declaredUnitOfMeasurement="kilogram", declaredUnitAmount="1",
        productMassPerDeclaredUnit="1", pcfExcludingBiogenicUptake="2.5",
        pcfIncludingBiogenicUptake="2.5", fossilGhgEmissions="2.5",
        fossilCarbonContent=str(float(document["pcf"]["fossilCarbonContent"]) / 2),
    )  # fmt: skip
    other.write_text(json.dumps(document), encoding="utf-8")
    checks = consistent(read_declaration(str(documents["pact"])), read_declaration(str(other)))
    assert {c.result for c in checks} == {"ok"}


def test_declared_primary_data_and_ratings_are_held_against_the_study(
    documents: dict[str, Path], studies: Path, small: Path
) -> None:
    text = documents["pact"].read_text(encoding="utf-8")
    share = '"primaryDataShare": "0"'
    assert share in text
    documents["pact"].write_text(text.replace(share, '"primaryDataShare": "60"'))
    checks = verify(str(documents["pact"]), studies / "chair", Basis(small)).checks
    told = [c for c in checks if c.id == "primary_data"]
    assert [c.result for c in told] == ["warning"]
    assert "60 % primary data are declared, 0 % in the study" in told[0].message


def test_the_quality_of_the_data_is_seen_at_the_command_line(studies: Path, small: Path) -> None:
    asked = ["verify", "5", "--against", str(studies / "chair"), "-d", str(small)]
    found = CliRunner().invoke(cli, [*asked, "--standard", "iso14067", "--json"])
    rows = {i["id"]: i for i in json.loads(found.stdout)["checklist"]["items"]}
    assert rows["D1"]["result"] == "ok"
    assert rows["D1"]["looked"] == "suppliers' values"


# a spread of 4 to 6 around 5, its one-sided ends at 4.2 and 5.8
SPREAD = {"p2_5": 4.0, "p5": 4.2, "p95": 5.8, "p97_5": 6.0}


def drawn(studies: Path, small: Path) -> Footprint:
    return replace(footprint(studies / "chair", small), uncertainty=SPREAD)


@pytest.mark.parametrize(
    ("declared", "side", "inside"),
    [
        ("4.1", "both", True),
        ("3.9", "both", False),
        ("6.1", "both", False),
        ("4.1", "low", False),
        ("9", "low", True),
        ("5.9", "high", False),
        ("1", "high", True),
        ("2.05 kg CO2e/kg", "both", True),  # 4.1 of 2 kg
        ("1.9 kg CO2e/kg", "both", False),
    ],
)
def test_a_value_is_judged_by_the_band_on_the_side_that_is_asked_for(
    declared: str, side: str, inside: bool, studies: Path, small: Path
) -> None:
    found = verify(declared, drawn(studies, small), Basis(small), Judging(side=side))
    assert found.inside_band is inside
    assert ("inside" if inside else "outside") in found.reasons[1]


def test_a_verdict_gives_its_reasons(studies: Path, small: Path) -> None:
    found = verify("5.5", studies / "chair", Basis(small), Judging(0.05))
    assert found.verdict == "differs"
    assert found.reasons == ("It lies 10 % above the recalculation, which exceeds 5 %.",)
    with pytest.raises(UnknownName, match="side"):
        verify("5.5", studies / "chair", Basis(small), Judging(side="left"))


@pytest.mark.parametrize(
    ("form", "kind", "told"),
    [
        ("pact", "category", "fossilGhgEmissions: 6 declared, 5 kg CO2e recalculated, +1."),
        ("ouranos", "stage", "raw materials: 6 declared, 5 kg CO2e recalculated, +1."),
    ],
)
def test_a_difference_is_seen_in_the_stage_or_category_where_it_arises(
    form: str, kind: str, told: str, documents: dict[str, Path], studies: Path, small: Path
) -> None:
    path = documents[form]
    text = path.read_text(encoding="utf-8")
    wrong = text.replace('": "5"', '": "6"').replace('"ghgEmission": 5.0', '"ghgEmission": 6.0')
    path.write_text(wrong, encoding="utf-8")
    found = verify(str(path), studies / "chair", Basis(small))
    assert found.verdict == "differs"
    assert told in [c.message for c in found.checks if c.id == kind and c.result == "warning"]


def test_the_stages_of_an_epd_are_held_against_those_of_the_study(
    write: Write, small: Path
) -> None:
    """Resin 2 kg: 5 up to the gate, 6 when it is burnt."""
    write("burnt/bom.csv", BOM.format(mass=2))
    text = 'name = "x"\nbom = "bom.csv"\n[end_of_life.default]\nincineration = 1.0\n'
    study = write("burnt/product.toml", text)
    impacts = {"gwp": {"a1a3": 5.0, "c4": 8.0, "d": -1.0}}
    epd = write("epd.json", json.dumps({"name": "x", "declaredUnit": "pcs", "impacts": impacts}))
    told = [c for c in verify(str(epd), study, Basis(small)).checks if c.id == "stage"]
    assert [(c.result, c.message) for c in told] == [
        ("ok", "raw materials and production: 5 declared, 5 kg CO2e recalculated."),
        ("warning", "end of life: 8 declared, 6 kg CO2e recalculated, +2."),
    ]


def test_a_row_of_another_unit_says_why_it_cannot_be_judged(
    studies: Path, small: Path, write: Write
) -> None:
    table = write("values.csv", "pcf_kgco2e,per\n5,kWh\n")
    (found,) = verify_many(table, studies / "chair", Basis(small)).rows
    assert found.word == "cannot be judged"
    assert "cannot be converted" in found.reasons[0]
