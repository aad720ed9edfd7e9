"""Parts and materials that firms pass on: Ouranos parts, Catena-X material content, openLCA."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celca.assess import footprint, open_prices
from celca.declaration import read_declaration
from celca.errors import DeclarationError
from celca.exchange import Exported, Request, convert, export, write_export

Write = Callable[..., Path]
BOM = (
    "Part,Description,Material,Mass (kg),Recycled,Post-consumer\n"
    "A,cover,resin,3,50%,\nB,frame,wood,4,0,\nC,clip,metal,0.5,0,\n"
)
STUDY = """name = "toy"
bom = "bom.csv"
period = "2024"
[inputs.resin]
recycled = 0.5
post_consumer = 0.4
[[packaging]]
material = "wood"
mass = "1 kg"
[[production]]
process = "moulding"
material = "resin"
[[production]]
process = "electricity"
amount = "2 kWh"
"""
COMPANY = """[ouranos]
operator_id = "b39e6248-c888-56ca-d9d0-89de1b1adc8e"
plant_id = "0cc8b4be-c727-4411-b478-2c874fbc6c25"
[materials]
resin = { class = "5.1", standard = "ISO", standard_id = "1043", name = "PP" }
wood = { class = "7", standard = "EN", standard_id = "13556", name = "wood" }
metal = { class = "1.1", standard = "EN", standard_id = "10027", name = "DC04" }
"""


@pytest.fixture
def made(write: Write, small: Path) -> Callable[[str], Exported]:
    write("toy/bom.csv", BOM.replace(",Post-consumer", "").replace(",\n", "\n"))
    study, company = write("toy/product.toml", STUDY), write("company.toml", COMPANY)
    return lambda form: export(study, Request(form, company, database=small))


def saved(exported: Exported, path: Path) -> str:
    write_export(exported, path)
    return str(path)


# resin 3 kg: raw (1.5·2.5 + 1.5·0.6)/3 = 1.55 a kg and moulding 1; wood 0.2 and metal 4 a kg; the
# packaging is a part like the others; of its own the product has 2 kWh·0.5
def test_every_part_of_the_bill_has_its_records_per_kilogram(
    made: Callable[[str], Exported],
) -> None:
    document = made("ouranos-parts").document
    parent = document["partsStructure"]["parentPartsModel"]
    children = {c["partsName"]: c for c in document["partsStructure"]["childrenPartsModel"]}
    assert parent["amountRequired"] is None
    assert {k: c["amountRequired"] for k, c in children.items()} == {
        "A": 3, "B": 4, "C": 0.5, "packaging 1": 1,
    }  # fmt: skip

    def figures(trace: str) -> dict[str, float]:
        records = [r for r in document["cfp"] if r["traceId"] == trace]
        return {r["cfpType"]: pytest.approx(r["ghgEmission"]) for r in records}

    assert figures(children["A"]["traceId"]) == {
        "preProduction": 1.55, "mainProduction": 1, "preComponent": 0, "mainComponent": 0,
    }  # fmt: skip
    assert figures(parent["traceId"]) == {
        "preProduction": 0, "mainProduction": 1, "preComponent": 4.65 + 0.8 + 2 + 0.2,
        "mainComponent": 3,
    }  # fmt: skip


def test_parts_are_read_back_and_their_sum_is_checked(
    made: Callable[[str], Exported], tmp_path: Path
) -> None:
    found = read_declaration(saved(made("ouranos-parts"), tmp_path / "parts.json"))
    assert (found.kg_co2e, found.unit, found.name) == (pytest.approx(11.65), "piece", "toy")
    assert [c.result for c in found.checks if c.id == "ouranos_component"] == ["ok", "ok"]


def test_a_component_that_is_not_the_sum_of_its_parts_is_an_error(
    made: Callable[[str], Exported], tmp_path: Path
) -> None:
    document = copy.deepcopy(made("ouranos-parts").document)
    document["partsStructure"]["childrenPartsModel"][0]["amountRequired"] = 30
    path = tmp_path / "parts.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    results = [c.result for c in read_declaration(str(path)).checks if c.id == "ouranos_component"]
    assert results == ["error", "error"]


def test_parts_of_another_firm_become_a_bill_with_their_footprints(
    made: Callable[[str], Exported], small: Path, tmp_path: Path
) -> None:
    """Every part has its footprint: 7.65 + 0.8 + 2 + 0.2, the product's own 1 is not in it."""
    bill = convert(Path(saved(made("ouranos-parts"), tmp_path / "parts.json")))
    path = Path(saved(bill, tmp_path / "bom.csv"))
    assert "A,cover,cover,3.0,7.65" in path.read_text(encoding="utf-8-sig").replace("49999999", "5")


def test_a_part_without_mass_and_footprint_is_refused(tmp_path: Path) -> None:
    child = {"partsName": "x", "amountRequired": 2, "amountRequiredUnit": "unit", "traceId": "1"}
    path = tmp_path / "parts.json"
    structure = {"parentPartsModel": {"traceId": "0"}, "childrenPartsModel": [child]}
    path.write_text(json.dumps({"partsStructure": structure}), encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"childrenPartsModel\[0\] is counted in 'unit'"):
        convert(path)
    with pytest.raises(DeclarationError, match="has no record"):
        read_declaration(str(path))


# resin: half recycled, of that 40 % from users; wood grew; metal did neither
def test_materials_are_told_apart_by_what_they_were_before(
    made: Callable[[str], Exported],
) -> None:
    found = made("material-content")
    rows = {r["materialNameStandardized"]["materialNameStandardizedValue"]: r
            for r in found.document["secondaryMaterialContent"]}  # fmt: skip

    def share(row: dict[str, Any], *path: str) -> float:
        for key in path:
            row = row[key]
        return float(row["percentageOfMaterialWeight"])

    again = ("inorganic", "secondaryInorganic")
    assert share(rows["PP"], "inorganic", "primaryInorganic") == pytest.approx(50)
    assert share(rows["PP"], *again, "postConsumer", "mechanicalRecycling") == pytest.approx(20)
    assert share(rows["PP"], *again, "preConsumer", "mechanicalRecycling") == pytest.approx(30)
    assert share(rows["wood"], "bioBased", "primaryBioBased") == 100
    assert rows["PP"]["unitOfMeasure"] == {
        "unitOfMeasureKey": "unit:kilogram", "unitOfMeasureValue": 3,
    }  # fmt: skip
    assert rows["PP"]["materialClass"] == "5.1"
    assert found.complete


def test_the_class_of_the_database_stands_in_where_the_firm_names_none(
    write: Write, classify: Callable[..., Path], small: Path
) -> None:
    database = classify(small, resin="plastic", metal="metal")
    bom = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\nB,metal,1\nC,wood,1\n")
    company = write("c.toml", '[materials]\nwood = { class = "7.1" }\n')
    found = export(bom, Request("material-content", company, database=database))
    rows = found.document["secondaryMaterialContent"]
    assert [r["materialClass"] for r in rows] == ["5", "", "7.1"]
    [told] = [f for f in found.findings if f.code == "class_of_database"]
    assert told.values["materials"] == ("resin",)


def test_parts_of_an_earlier_product_are_neither_primary_nor_recycled(
    write: Write, small: Path
) -> None:
    """Of 4 kg of resin a quarter is reused; of the other 3 kg half is recycled."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,4\nB,wood,1\n")
    study = (
        'name = "again"\nbom = "bom.csv"\n[inputs.resin]\nrecycled = 0.5\n'
        '[[life.reuse]]\npart = "A"\nshare = 0.25\n[[life.reuse]]\npart = "B"\nshare = 1\n'
    )
    found = export(write("product.toml", study), Request("material-content", database=small))
    [row] = found.document["secondaryMaterialContent"]
    assert row["unitOfMeasure"]["unitOfMeasureValue"] == pytest.approx(3)
    again = row["inorganic"]["secondaryInorganic"]["preConsumer"]["mechanicalRecycling"]
    assert again["percentageOfMaterialWeight"] == pytest.approx(50)
    assert row["inorganic"]["primaryInorganic"]["percentageOfMaterialWeight"] == pytest.approx(50)
    [told] = [f for f in found.findings if f.code == "left_out"]
    assert told.values["materials"] == ("resin", "wood")


def test_a_material_content_becomes_a_bill_with_the_same_footprint(
    made: Callable[[str], Exported], write: Write, small: Path, tmp_path: Path
) -> None:
    """Resin 4.65, wood 4·(0.2 − 11/6), metal 2."""
    content = saved(made("material-content"), tmp_path / "content.json")
    bill = Path(saved(convert(Path(content)), tmp_path / "bom.csv"))
    bill.write_text(bill.read_text("utf-8-sig").replace("PP", "resin").replace("DC04", "metal"))
    total = footprint(bill, open_prices(small)).total_kg_co2e
    assert total == pytest.approx(4.65 + 4 * (0.2 - 11 / 6) + 2)


def test_shares_that_do_not_add_up_are_refused(
    made: Callable[[str], Exported], tmp_path: Path
) -> None:
    document = copy.deepcopy(made("material-content").document)
    first = document["secondaryMaterialContent"][0]["inorganic"]["primaryInorganic"]
    first["percentageOfMaterialWeight"] = 90
    path = tmp_path / "content.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"secondaryMaterialContent\[0\] has shares"):
        convert(path)


def test_what_a_material_content_needs_is_asked_for(write: Write, small: Path) -> None:
    study = write("bom.csv", "Part,Material,Mass (kg),Recycled\nA,resin,1,50%\n")
    found = export(study, Request("material-content", database=small))
    told = " ".join(f.message for f in found.findings if f.code == "needed")
    assert "VDA 231-106" in told
    assert "post_consumer" in told


def test_a_result_of_openlca_is_read_back_with_its_total_and_unit(
    made: Callable[[str], Exported], tmp_path: Path
) -> None:
    """The gate: 11.65 + uptake of 5 kg of wood, −5·11/6."""
    found = read_declaration(saved(made("openlca"), tmp_path / "result.json"))
    assert found.kg_co2e == pytest.approx(11.65 - 5 * 11 / 6)
    assert found.excluding_uptake == pytest.approx(11.65)
    assert (found.amount, found.unit, found.gwp_sets) == (1, "piece", ("AR6",))
    assert [c.result for c in found.checks if c.id == "openlca_sum"] == ["ok"]


def test_a_result_without_one_indicator_of_climate_change_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    impacts = [{"indicator": {"name": "Acidification"}, "amount": 1.0}]
    path.write_text(json.dumps({"@type": "Result", "impactResults": impacts}), encoding="utf-8")
    with pytest.raises(DeclarationError, match="Acidification"):
        read_declaration(str(path))
