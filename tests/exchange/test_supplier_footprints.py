"""A supplier's footprint becomes a part: its split, ratings and primary data reach the export.

Reckoned by hand. Metal of the database: 2 kg at 4 kg CO2e/kg, rated technology 4, geography 2,
time 3, reliability 1, no primary data. Wood of the supplier, declared for 2 kg: 12 kg CO2e without
uptake (of it 1 land use change, 0.5 biogenic methane, 0.25 aircraft), uptake −11/3, 1 kg C; ratings
1, 3, 2; 75 % primary data. The part weighs 4 kg, so all of it counts twice: 24.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celca.assess import footprint, open_prices
from celca.audit import quality
from celca.errors import FileFault
from celca.exchange import Request, export

Write = Callable[..., Path]
SUPPLIED: dict[str, Any] = {
    "id": "d9be4477-e351-45b3-acd9-e1da05e6f633",
    "specVersion": "3.0.0",
    "pcf": {
        "declaredUnitOfMeasurement": "kilogram",
        "declaredUnitAmount": "2",
        "productMassPerDeclaredUnit": "2",
        "pcfExcludingBiogenicUptake": "12",
        "pcfIncludingBiogenicUptake": "8.333333333333334",
        "fossilGhgEmissions": "10.5",
        "aircraftGhgEmissions": "0.25",
        "landUseChangeGhgEmissions": "1",
        "biogenicNonCO2Emissions": "0.5",
        "biogenicCO2Uptake": "-3.666666666666666",
        "fossilCarbonContent": "0",
        "biogenicCarbonContent": "1",
        "primaryDataShare": "75",
        "dqi": {"technologicalDQR": "1", "geographicalDQR": "3", "temporalDQR": "2"},
    },
}
BOM = "Part,Material,Mass (kg)\nA,metal,2\nB,wood,4\n"
STUDY = 'name = "toy"\nbom = "bom.csv"\nperiod = "2024"\n'
VALUE = '[[supplier_value]]\npart = "B"\nfile = "wood.json"\n'


@pytest.fixture
def rated(write_database: Write) -> Path:
    row = "metal,emission,co2e,4,kg,,,,,,book#6,"
    return write_database({"exchanges.csv": (row, row.replace(",,,,,,", ",,,,,(1;1;3;2;4),"))})


def study(write: Write, more: str = VALUE, **changes: Any) -> Path:  # noqa: ANN401
    pcf = {k: v for k, v in {**SUPPLIED["pcf"], **changes}.items() if v is not None}
    write("toy/bom.csv", BOM)
    write("toy/wood.json", json.dumps({**SUPPLIED, "pcf": pcf}))
    return write("toy/product.toml", STUDY + more)


def pcf_of(path: Path, database: Path) -> dict[str, Any]:
    found: dict[str, Any] = dict(export(path, Request(database=database)).document["pcf"])
    return found


def test_ratings_and_primary_data_are_weighed_by_the_emissions(write: Write, rated: Path) -> None:
    """Metal 8 and wood 24 of 32: primary 24·0.75/32; technology (8·4 + 24·1)/32 and so on."""
    pcf = pcf_of(study(write), rated)
    assert float(pcf["primaryDataShare"]) == pytest.approx(100 * 24 * 0.75 / 32)
    found = {k: float(v) for k, v in pcf["dqi"].items()}
    assert found == pytest.approx({
        "technologicalDQR": (8 * 4 + 24 * 1) / 32,
        "geographicalDQR": (8 * 2 + 24 * 3) / 32,
        "temporalDQR": (8 * 3 + 24 * 2) / 32,
    })  # fmt: skip


def test_what_the_supplier_tells_apart_stays_apart(write: Write, rated: Path) -> None:
    pcf = pcf_of(study(write), rated)
    expected = {
        "pcfExcludingBiogenicUptake": 32,
        "pcfIncludingBiogenicUptake": 32 - 22 / 3,
        "biogenicCO2Uptake": -22 / 3,
        "fossilGhgEmissions": 8 + 21,
        "aircraftGhgEmissions": 0.5,
        "landUseChangeGhgEmissions": 2,
        "biogenicNonCO2Emissions": 1,
        "biogenicCarbonContent": 2,
    }
    assert {k: float(pcf[k]) for k in expected} == pytest.approx(expected)


def test_the_shares_follow_through_two_tiers(write: Write, rated: Path) -> None:
    """What was exported is a supplier's footprint again: nothing is lost on the way."""
    first = export(study(write), Request(database=rated)).document
    write("next/bom.csv", "Part,Material,Mass (kg)\nC,metal,6\n")
    write("next/first.json", json.dumps({**first, "pcf": {**first["pcf"],
          "declaredUnitOfMeasurement": "kilogram", "declaredUnitAmount": "6"}}))  # fmt: skip
    text = STUDY + VALUE.replace('"B"', '"C"').replace("wood", "first")
    second = pcf_of(write("next/product.toml", text), rated)
    for key in ("pcfExcludingBiogenicUptake", "biogenicCO2Uptake", "primaryDataShare"):
        assert float(second[key]) == pytest.approx(float(first["pcf"][key]))
    assert second["dqi"] == first["pcf"]["dqi"]


def test_a_file_without_a_share_of_primary_data_has_none(write: Write, rated: Path) -> None:
    pcf = pcf_of(study(write, primaryDataShare=None), rated)
    assert float(pcf["primaryDataShare"]) == 0


def test_a_written_value_is_primary_unless_it_says_otherwise(write: Write, rated: Path) -> None:
    value = '[[supplier_value]]\npart = "B"\nkg_co2e = 24\nsource = "letter"\n'
    assert float(pcf_of(study(write, value), rated)["primaryDataShare"]) == pytest.approx(75)
    half = value + "primary_data_share = 0.5\n"
    assert float(pcf_of(study(write, half), rated)["primaryDataShare"]) == pytest.approx(37.5)


def test_ratings_of_the_study_stand_for_those_of_the_database(write: Write, rated: Path) -> None:
    said = '[[data_quality]]\npart = "A"\ntechnology = 1\nprimary_data_share = 1.0\n'
    pcf = pcf_of(study(write, VALUE + said), rated)
    assert float(pcf["dqi"]["technologicalDQR"]) == pytest.approx(1)
    assert float(pcf["dqi"]["geographicalDQR"]) == pytest.approx((8 * 2 + 24 * 3) / 32)
    assert float(pcf["primaryDataShare"]) == pytest.approx(100 * (8 + 24 * 0.75) / 32)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[[data_quality]]\npart = "A"\ntime = 7\n', "must be 1"),
        ('[[data_quality]]\npart = "Z"\ntime = 1\n', "no part 'Z'"),
    ],
)
def test_a_rating_that_cannot_be_is_refused(
    more: str, told: str, write: Write, rated: Path
) -> None:
    with pytest.raises(Exception, match=told) as refused:
        export(study(write, more), Request(database=rated))
    assert isinstance(refused.value, FileFault) or told.startswith("no part")


def test_the_rating_of_the_environmental_footprint_has_precision(write: Write, rated: Path) -> None:
    """Metal alone: (4 + 2 + 3 + 1) / 4; the supplier states no precision, so both have none."""
    prices = open_prices(rated)
    alone = write("alone.csv", "Part,Material,Mass (kg)\nA,metal,2\n")
    assert quality(footprint(alone, prices), prices).pef == pytest.approx(2.5)
    assert quality(footprint(study(write), prices), prices).pef is None


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"pcfIncludingBiogenicUptake": "20"}, "supplier_file", "(20) does not equal"),
        ({"ipccCharacterizationFactors": ["AR5"]}, "supplier_gwp_set", "AR5, the study is with"),
    ],
)
def test_a_supplier_s_footprint_that_is_to_be_doubted_is_told(
    write: Write, rated: Path, changes: dict[str, Any], code: str, told: str
) -> None:
    found = footprint(study(write, **changes), open_prices(rated)).findings
    (message,) = [f.message for f in found if f.code == code]
    assert "of B" in message
    assert told in message
