"""Studies written for other firms' programs, reckoned by hand on the small database."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from celca.assess import open_prices
from celca.audit import quality
from celca.declaration import (
    catenax_to_pact3,
    check_form,
    check_rules,
    fields,
    read_declaration,
)
from celca.errors import DataError, FileFault, UnknownName, UsageError
from celca.exchange import Exported, Request, convert, export, pact_text, read_company, write_export

Write = Callable[..., Path]
COMPANY = """[company]
name = "Example Ltd"
ids = ["urn:lei:5493001KJTIIGC8Y1R12"]
[product]
ids = ["urn:gtin:4712345060507"]
classifications = ["urn:cpc:3811"]
[footprint]
geography = "JP-13"
period_start = "2024-04-01"
period_end = "2025-04-01"
rules = ["chairs"]
rule_operator = "SuMPO"
"""
STUDY = """name = "toy"
bom = "bom.csv"
period = "2024年度"
[declared_unit]
description = "play"
[[packaging]]
material = "wood"
mass = "1 kg"
[[production]]
process = "moulding"
material = "resin"
[[distribution]]
process = "truck"
distance = "1000 km"
[end_of_life.default]
incineration = 1.0
"""
BOM = "Part,Material,Mass (kg),Recycled\nA,resin,3,50%\nB,wood,4,0\n"
MOMENT = "2026-01-01T00:00:00Z"


@pytest.fixture
def study(write: Write) -> Path:
    write("toy/bom.csv", BOM)
    return write("toy/product.toml", STUDY)


def exported(study: Path, small: Path, write: Write, form: str = "pact") -> Exported:
    company = write("company.toml", COMPANY)
    return export(study, Request(form, company, MOMENT, small))


def test_every_figure_at_the_gate_is_that_reckoned_by_hand(
    study: Path, small: Path, write: Write
) -> None:
    """Resin 1.5·2.5 + 1.5·0.6 = 4.65, wood 5·0.2, moulding 3; uptake 5·11/6; truck 8·0.1298."""
    pcf = exported(study, small, write).document["pcf"]
    expected = {
        "productMassPerDeclaredUnit": 7,
        "fossilGhgEmissions": 4.65 + 1 + 3,
        "biogenicCO2Uptake": -5 * 11 / 6,
        "biogenicNonCO2Emissions": 0,
        "pcfExcludingBiogenicUptake": 8.65,
        "pcfIncludingBiogenicUptake": 8.65 - 5 * 11 / 6,
        "packagingGhgEmissions": 0.2,
        "outboundLogisticsGhgEmissions": 8 * 0.1298,
        "fossilCarbonContent": 3 * 0.8181818181818182,
        "biogenicCarbonContent": 4 * 0.5,
        "recycledCarbonContent": 1.5 * 0.8181818181818182,
        "packagingBiogenicCarbonContent": 0.5,
        "primaryDataShare": 0,
    }
    for key, value in expected.items():
        assert float(pcf[key]) == pytest.approx(value, rel=1e-9), key
    assert pcf["packagingEmissionsIncluded"] is True
    assert pcf["geographyCountrySubdivision"] == "JP-13"
    assert pcf["referencePeriodStart"] == "2024-04-01T00:00:00Z"
    assert pcf["productOrSectorSpecificRules"] == [
        {"operator": "Other", "ruleNames": ["chairs"], "otherOperatorName": "SuMPO"}
    ]


def test_what_is_written_meets_its_form_and_its_rules(
    study: Path, small: Path, write: Write
) -> None:
    found = exported(study, small, write)
    assert found.complete
    checks = [*check_form(found.document), *check_rules(found.document)]
    assert [c for c in checks if c.result == "error"] == []
    totals = [
        Decimal(found.document["pcf"][k])
        for k in ("pcfIncludingBiogenicUptake", "pcfExcludingBiogenicUptake", "biogenicCO2Uptake")
    ]
    assert totals[0] == totals[1] + totals[2]


def test_the_same_study_has_the_same_id_and_another_has_another(
    study: Path, small: Path, write: Write
) -> None:
    first = exported(study, small, write).document
    again = export(study, Request("pact", write("company.toml", COMPANY), "x", small)).document
    write("toy/bom.csv", BOM.replace("A,resin,3", "A,resin,4"))
    other = exported(study, small, write).document
    assert first["id"] == again["id"] != other["id"]
    assert (first["created"], again["created"]) == (MOMENT, "x")


def test_what_only_the_company_knows_is_listed(study: Path, small: Path) -> None:
    found = export(study, Request(created=MOMENT, database=small))
    assert not found.complete
    assert {f.where for f in found.findings if f.code == "needed"} == {
        "$.companyName",
        "$.companyIds",
        "$.productIds",
    }
    assert found.document["pcf"]["referencePeriodStart"] == "2024-04-01T00:00:00Z"  # 2024年度


def test_carbon_that_no_source_states_is_asked_for(write: Write, write_database: Write) -> None:
    row = "metal,Metal,金属,virgin,metal,1,0,0,0"
    folder = write_database({"materials.csv": (row, row[:-3] + ",")})
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n")
    company = COMPANY + "fossil_carbon = 0.02\n"
    bare = export(study, Request("pact", write("c.toml", COMPANY), MOMENT, folder))
    given = export(study, Request("pact", write("d.toml", company), MOMENT, folder))
    assert "fossilCarbonContent" not in bare.document["pcf"]
    assert given.document["pcf"]["fossilCarbonContent"] == "0.02"


def test_a_unit_that_pact_does_not_know_becomes_a_piece(
    study: Path, small: Path, write: Write
) -> None:
    text = STUDY.replace("[declared_unit]", '[life]\nuses = 10\n[declared_unit]\nunit = "use"')
    write("toy/product.toml", text)
    pcf = exported(study, small, write).document["pcf"]
    assert pcf["declaredUnitOfMeasurement"] == "piece"
    assert float(pcf["fossilGhgEmissions"]) == pytest.approx(8.65, rel=1e-9)
    assert float(pcf["productMassPerDeclaredUnit"]) == pytest.approx(7)


def test_another_metric_than_gwp100_is_refused(study: Path, small: Path) -> None:
    with pytest.raises(UsageError, match="GWP100"):
        export(study, Request(database=small, method="ipcc-ar6-gwp20"))
    with pytest.raises(UnknownName, match="format"):
        export(study, Request("xml", database=small))


def test_catena_x_and_back_gives_the_same_figures(study: Path, small: Path, write: Write) -> None:
    pact = exported(study, small, write).document
    back = catenax_to_pact3(exported(study, small, write, "catena-x").document)[0]
    for key, field in fields()["pcf"].items():
        if field.kind == "decimal" and key in pact["pcf"]:
            assert float(back["pcf"][key]) == pytest.approx(float(pact["pcf"][key])), key
    for key in ("id", "companyName", "productIds", "productClassifications", "created"):
        assert back[key] == pact[key]


@pytest.mark.parametrize("form", ["catena-x", "ouranos", "lcax"])
def test_every_form_is_read_back_with_its_value(
    form: str, study: Path, small: Path, write: Write, tmp_path: Path
) -> None:
    path = tmp_path / "out.json"
    write_export(exported(study, small, write, form), path)
    found = read_declaration(str(path))
    gate = 8.65 if form == "ouranos" else 8.65 - 5 * 11 / 6
    later = 8 * 0.1298 + 3 * 3 + 5 * 11 / 6 if form == "lcax" else 0
    assert found.kg_co2e == pytest.approx(gate + later, rel=1e-9)


# 4500 kg over 54 000 kWh: 0.083333 kg CO2e/kWh (60 kWh, Regulation (EU) 2023/1542, Annex II)
def test_a_battery_is_declared_per_kwh(write: Write, small: Path) -> None:
    write("b/bom.csv", "Part,Material,Mass (kg)\ncell,metal,1125\n")
    study = write(
        "b/product.toml",
        'name = "battery"\nbom = "bom.csv"\n[declared_unit]\nunit = "kWh"\n[life]\nuses = 54000\n',
    )
    document = export(study, Request("battery", database=small)).document
    assert document["batteryCarbonFootprint"] == pytest.approx(0.083333, abs=1e-6)
    assert document["absoluteCarbonFootprint"] == pytest.approx(4500)


def test_a_product_that_is_no_energy_is_no_battery(study: Path, small: Path) -> None:
    with pytest.raises(DataError, match="per kWh"):
        export(study, Request("battery", database=small))


def test_a_pact_2_footprint_is_written_as_pact_3(tmp_path: Path) -> None:
    pcf = {
        "declaredUnit": "liter",
        "unitaryProductAmount": "12",
        "pCfExcludingBiogenic": "1.5",
    }
    old = tmp_path / "old.json"
    old.write_text(json.dumps({"id": "x", "pcf": pcf}))
    found = convert(old)
    assert found.document["pcf"]["pcfExcludingBiogenicUptake"] == "18"
    assert json.loads(pact_text(found.document)) == found.document


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (("JP-13", "Japan"), "no country"),
        (("rules = [", "rulez = ["), "rulez"),
        (('ids = ["urn:lei', 'ids = [1, "urn:lei'), "list of texts"),
        (('geography = "JP-13"', "exempted_percent = 101"), "percentage"),
    ],
)
def test_a_company_that_cannot_be_read_is_refused(
    changes: tuple[str, str], told: str, write: Write
) -> None:
    with pytest.raises((FileFault, UnknownName), match=told):
        read_company(write("c.toml", COMPANY.replace(*changes)))


def test_ratings_come_from_the_pedigree_of_the_emissions(
    write: Write, write_database: Write
) -> None:
    """Metal, rated (1;1;3;2;4): technology 4, place 2, time 3; alone, so undiluted."""
    row = "metal,emission,co2e,4,kg,,,,,,book#6,"
    folder = write_database({"exchanges.csv": (row, row.replace(",,,,,,", ",,,,,(1;1;3;2;4),"))})
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,metal,2\n")
    prices = open_prices(folder)
    from celca.assess import footprint

    found = quality(footprint(study, prices), prices)
    assert (found.technology, found.geography, found.time) == pytest.approx((4, 2, 3))
    assert found.rated == pytest.approx(1)


def test_emissions_without_a_pedigree_are_not_rated(write: Write, small: Path) -> None:
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,metal,2\n")
    prices = open_prices(small)
    from celca.assess import footprint

    found = quality(footprint(study, prices), prices)
    assert (found.technology, found.rated) == (None, 0)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    found: Any = Exported({}, ())
    with pytest.raises(FileFault, match="cannot be written"):
        write_export(found, tmp_path / "nowhere" / "x.json")
