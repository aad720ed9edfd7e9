"""What is refused or told of a declared JSON, and where it says that it stands."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from celca.declaration import check_rules, pact2_to_pact3, read_declaration
from celca.declaration.pact2 import quality_band
from celca.errors import DataError

Document = dict[str, Any]
PACT_2: Document = {
    "id": "d9be4477-e351-45b3-acd9-e1da05e6f633",
    "specVersion": "2.3.0",
    "version": 0,
    "created": "2025-05-22T21:47:32Z",
    "status": "Active",
    "companyName": "Example Ltd",
    "companyIds": ["urn:lei:5493001KJTIIGC8Y1R12"],
    "productDescription": "ethanol",
    "productIds": ["urn:gtin:4712345060507"],
    "productCategoryCpc": "3413",
    "productNameCompany": "Ethanol",
    "comment": "",
    "pcf": {
        "declaredUnit": "liter",
        "unitaryProductAmount": "12",
        "productMassPerDeclaredUnit": "0.789",
        "pCfExcludingBiogenic": "1.5",
        "pCfIncludingBiogenic": "0",
        "fossilGhgEmissions": "1.5",
        "fossilCarbonContent": "0",
        "biogenicCarbonContent": "0.4091",
        "biogenicCarbonWithdrawal": "-1.5",
        "characterizationFactors": "AR6",
        "crossSectoralStandardsUsed": ["ISO Standard 14067"],
        "boundaryProcessesDescription": "field to gate",
        "referencePeriodStart": "2024-01-01T00:00:00Z",
        "referencePeriodEnd": "2025-01-01T00:00:00Z",
        "exemptedEmissionsPercent": 2.5,
        "exemptedEmissionsDescription": "minor",
        "packagingEmissionsIncluded": False,
        "primaryDataShare": 100,
    },
}


def told(tmp_path: Path, document: Document) -> list[tuple[str, str, str]]:
    """Return (id, where, message) of what is not ok with a file."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps(document))
    found = read_declaration(str(path))
    return [(c.id, c.where, c.message) for c in found.checks if c.result != "ok"]


def changed(document: Document, **pcf: object) -> Document:
    out = copy.deepcopy(document)
    out["pcf"].update(pcf)
    return {**out, "pcf": {k: v for k, v in out["pcf"].items() if v is not None}}


def test_a_valid_footprint_of_pact_2_has_nothing_wrong(tmp_path: Path) -> None:
    assert told(tmp_path, PACT_2) == []


@pytest.mark.parametrize(
    ("key", "value", "id_"),
    [
        ("exemptedEmissionsPercent", "2.5", "pact_form"),
        ("exemptedEmissionsPercent", 6, "pact_range"),
        ("boundaryProcessesDescription", None, "pact_missing"),
        ("dqi", {"technologicalDQR": 4}, "pact_range"),
        ("biogenicCarbonWithdrawal", "1.5", "pact_uptake_sign"),
        ("assurance", {"assurance": "yes"}, "pact_form"),
        ("biogenicCarbonWithdrawl", "1.5", "pact_unknown_field"),
    ],
)
def test_what_is_wrong_with_pact_2_is_told_by_its_own_names(
    tmp_path: Path, key: str, value: object, id_: str
) -> None:
    found = [(i, where) for i, where, _ in told(tmp_path, changed(PACT_2, **{key: value}))]
    assert any(i == id_ and where.startswith(f"$.pcf.{key}") for i, where in found)


def test_figures_of_the_wrong_version_are_told_with_their_cause(tmp_path: Path) -> None:
    whole = changed(
        PACT_2, declaredUnit="kilogram", productMassPerDeclaredUnit="12", biogenicCarbonContent="0.4091"
    )  # fmt: skip
    message = next(m for i, _, m in told(tmp_path, whole) if i == "pact_mass")
    assert "for the whole amount already, as in PACT 3" in message


def test_a_footprint_of_pact_3_for_one_kilogram_of_many_is_told(valid: Document) -> None:
    valid["pcf"].update(
        declaredUnitOfMeasurement="kilogram",
        declaredUnitAmount="2000",
        productMassPerDeclaredUnit="1",
    )
    message = next(c.message for c in check_rules(valid) if c.id == "pact_mass")
    assert "for one kilogram, as in PACT 2" in message


def test_land_use_change_outside_the_total_of_pact_2_is_counted_in() -> None:
    # 1.5 fossil; with 0.2 land use change, 0.1 other biogenic and −1.5 uptake: 0.3
    old = changed(
        PACT_2, pCfIncludingBiogenic="0.3", dLucGhgEmissions="0.2", otherBiogenicGhgEmissions="0.1"
    )
    document, found = pact2_to_pact3(old)
    assert document["pcf"]["pcfExcludingBiogenicUptake"] == "21.6"  # 12 × 1.8
    assert "pact2_excluding" in [c.id for c in found]
    assert not [c for c in check_rules(document) if c.result == "error"]


@pytest.mark.parametrize(
    ("rating", "band"), [(1, "good"), (1.5, "good"), (1.51, "fair"), (2.5, "fair"), (2.6, "poor")]
)
def test_a_rating_of_pact_2_has_its_band(rating: float, band: str) -> None:
    assert quality_band(rating) == band


def test_the_bands_of_the_ratings_are_told(tmp_path: Path) -> None:
    dqi = {"technologicalDQR": 1.5, "geographicalDQR": 2.5, "temporalDQR": 3}
    message = next(
        m for i, _, m in told(tmp_path, changed(PACT_2, dqi=dqi)) if i == "pact2_ratings"
    )
    assert "technology 1.5 good, place 2.5 fair, time 3 poor" in message


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(DataError) as refusal:
        read_declaration(str(path))
    return str(refusal.value)


def test_a_refusal_lists_every_mistake_of_form(tmp_path: Path, valid: Document) -> None:
    valid["pcf"].update(declaredUnitOfMeasurement="kg", geographyCountry="Japan")
    valid["status"] = "active"
    message = refused(tmp_path, json.dumps(valid))
    paths = ["$.pcf.declaredUnitOfMeasurement", "$.status", "$.pcf.geographyCountry"]
    assert [message.index(path) for path in paths] == sorted(map(message.index, paths))
    assert "Did you mean 'kilogram'?" in message


def test_a_name_that_stands_twice_is_refused(tmp_path: Path, valid: Document) -> None:
    text = json.dumps(valid).replace('"fossilGhg', '"fossilGhgEmissions": "1", "fossilGhg')
    assert "'fossilGhgEmissions' twice" in refused(tmp_path, text)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_of_json_is_refused(tmp_path: Path, valid: Document, number: str) -> None:
    text = json.dumps(valid).replace('"12.5"', number)
    assert number in refused(tmp_path, text)


def test_several_footprints_in_a_file_are_counted(tmp_path: Path, valid: Document) -> None:
    assert "holds 2 documents" in refused(tmp_path, json.dumps({"data": [valid, valid]}))


def test_a_file_with_a_fault_a_thousand_times_has_it_told_fifty_times(
    tmp_path: Path, valid: Document
) -> None:
    valid["productIds"] = ["bad"] * 1000
    found = [m for i, _, m in told(tmp_path, valid) if i == "pact_form"]
    assert len(found) == 51
    assert found[-1] == "And 950 more of this kind."


@pytest.mark.parametrize(
    ("key", "value", "id_", "told_of"),
    [
        ("primaryDataShare", "0.5", "pact_percent", "50 %"),
        ("biogenicCO2Uptake", "7.334", "pact_uptake_sign", "With the other sign the totals fit"),
    ],
)
def test_the_likely_cause_stands_in_the_message(
    valid: Document, key: str, value: str, id_: str, told_of: str
) -> None:
    valid["pcf"][key] = value
    assert told_of in next(c.message for c in check_rules(valid) if c.id == id_)


def test_no_recycled_carbon_exceeds_no_carbon(valid: Document) -> None:
    valid["pcf"].update(
        fossilCarbonContent="-1", biogenicCarbonContent="0", recycledCarbonContent="0"
    )
    assert "pact_recycled_carbon" not in [c.id for c in check_rules(valid)]


def test_a_footprint_that_no_longer_holds_or_was_made_too_early_is_told(valid: Document) -> None:
    valid.update(status="Deprecated", created="2023-05-01T00:00:00Z")
    assert {"pact_deprecated", "pact_created"} <= {c.id for c in check_rules(valid)}


CATENA_X: Document = {
    "scopeOfPcfForm": [{"partialFullPcf": "Cradle-to-gate"}],
    "companyAndProductInformation": [
        {
            "productInformation": [
                {"declaredUnitOfMeasurement": "kilogram", "declaredUnitAmount": 1.0}
            ]
        }
    ],
    "productLifeCycleStagesAndEmissions": [
        {
            "productionStage": [
                {
                    "pcfExcludingBiogenicUptake": 2.5,
                    "pcfIncludingBiogenicUptake": 2.5,
                    "fossilGhgEmissions": 2.5,
                }
            ]
        }
    ],
}
_STAGE = "$.productLifeCycleStagesAndEmissions[0].productionStage[0]"


@pytest.mark.parametrize(
    ("key", "value", "id_"),
    [
        ("fossilGhgEmissions", "2.5", "catenax_form"),
        ("biogenicCO2Uptake", 1.0, "pact_range"),
        ("fossilGhgEmission", 2.5, "catenax_unknown_field"),
    ],
)
def test_what_is_wrong_with_catena_x_is_told_where_it_stands(
    tmp_path: Path, key: str, value: object, id_: str
) -> None:
    document = copy.deepcopy(CATENA_X)
    document["productLifeCycleStagesAndEmissions"][0]["productionStage"][0][key] = value
    found = [(i, where) for i, where, _ in told(tmp_path, document)]
    assert (id_, f"{_STAGE}.{key}") in found
    assert not [where for _, where in found if where.startswith("$.pcf.fossilGhgEmissions")]


def test_a_catena_x_without_its_total_is_refused_by_its_own_path(tmp_path: Path) -> None:
    document = copy.deepcopy(CATENA_X)
    del document["productLifeCycleStagesAndEmissions"][0]["productionStage"][0][
        "pcfExcludingBiogenicUptake"
    ]
    message = refused(tmp_path, json.dumps(document))
    assert f"{_STAGE}.pcfExcludingBiogenicUptake" in message


def record(kind: str, kg: float, **more: object) -> Document:
    unit = {"ghgDeclaredUnit": "kgCO2e/kilogram", "dqrType": "preProcessing"}
    return {"cfpType": kind, "ghgEmission": kg, "traceId": "a", **unit, **more}


@pytest.mark.parametrize(
    ("more", "id_"),
    [
        (record("preProductoin", 5), "ouranos_type"),
        (record("preProduction", 5), "ouranos_twice"),
        (record("mainProduction", -5), "ouranos_range"),
        (record("mainProduction", 5, traceId="b"), "ouranos_parts"),
        (record("mainProduction", 5, dqrValue={"TeR": 9}), "ouranos_range"),
    ],
)
def test_a_record_of_ouranos_that_would_be_lost_or_misread_is_told(
    tmp_path: Path, more: Document, id_: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([record("preProduction", 3), more]))
    assert id_ in [c.id for c in read_declaration(str(path)).checks]


def epd(**modules: object) -> str:
    return json.dumps({"declaredUnit": "kg", "name": "brick", "impacts": {"gwp": modules}})


def test_a_module_in_quotes_is_refused_by_its_path(tmp_path: Path) -> None:
    assert "$.impacts.gwp.a1a3 is '0.25'" in refused(tmp_path, epd(a1a3="0.25"))


def test_modules_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(epd(a1a3=0.25, a1=0.1, a2=0.1, a3=0.1))
    assert "epd_sum" in [c.id for c in read_declaration(str(path)).checks if c.result == "error"]


def ilcd(*entries: Document) -> str:
    told_as = {"shortDescription": [{"value": "GWP-total"}]}
    result = {"referenceToLCIAMethodDataSet": told_as, "other": {"anies": list(entries)}}
    return json.dumps({"processInformation": {}, "LCIAResults": {"LCIAResult": [result]}})


def test_a_module_with_a_decimal_comma_is_refused_and_one_not_declared_is_not(
    tmp_path: Path,
) -> None:
    given = {"module": "A1-A3", "value": "0.25"}
    message = refused(tmp_path, ilcd(given, {"module": "C3", "value": "0,25"}))
    assert "'0,25' for module C3" in message
    path = tmp_path / "x.json"
    path.write_text(ilcd(given, {"module": "C3", "value": "ND"}))
    assert read_declaration(str(path)).kg_co2e == 0.25


def test_a_module_of_two_scenarios_is_told_and_the_first_taken(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    entries = ({"module": "A1-A3", "value": x, "scenario": x} for x in ("0.25", "0.5"))
    path.write_text(ilcd(*entries))
    found = read_declaration(str(path))
    assert found.kg_co2e == 0.25
    assert "epd_twice" in [c.id for c in found.checks]
