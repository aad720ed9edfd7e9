"""PACT 2, Catena-X, Ouranos, lcax and ILCD+EPD: read, and translated into PACT 3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from celca.audit import consistent
from celca.declaration import (
    catenax_to_pact3,
    from_pact3,
    pact2_to_pact3,
    read_declaration,
)
from celca.errors import DeclarationError


def pact2(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    pcf = {
        "declaredUnit": "liter",
        "unitaryProductAmount": "12",
        "productMassPerDeclaredUnit": "0.789",
        "pCfExcludingBiogenic": "1.5",
        "pCfIncludingBiogenic": "1.5",
        "fossilGhgEmissions": "1.5",
        "characterizationFactors": "AR6",
        "ipccCharacterizationFactorsSources": ["AR6"],
        "crossSectoralStandardsUsed": ["ISO Standard 14067"],
        "exemptedEmissionsPercent": 0,
        **changes,
    }
    return {"id": "x", "version": 0, "productCategoryCpc": "3342", "pcf": pcf}


# PACT decision record 36: 12 l of bioethanol at 1.5 kg CO2e/l, 0.789 kg/l; a car of 2000 kg
@pytest.mark.parametrize(
    ("changes", "unit", "amount", "total", "mass"),
    [
        ({}, "liter", "12", "18", "9.468"),
        (
            {
                "declaredUnit": "kilogram",
                "unitaryProductAmount": "2000",
                "pCfExcludingBiogenic": "300",
                "productMassPerDeclaredUnit": "1",
            },
            "kilogram",
            "2000",
            "600000",
            "2000",
        ),
    ],
)
def test_figures_of_pact_2_are_per_one_unit_and_those_of_pact_3_for_all(
    changes: dict[str, str], unit: str, amount: str, total: str, mass: str
) -> None:
    pcf = pact2_to_pact3(pact2(**changes))[0]["pcf"]
    assert pcf["declaredUnitOfMeasurement"] == unit
    assert pcf["declaredUnitAmount"] == amount
    assert pcf["pcfExcludingBiogenicUptake"] == total
    assert pcf["productMassPerDeclaredUnit"] == mass


# the same decision record: 12 l may as well be declared as one piece, 18 kg CO2e and 9.468 kg
def test_the_whole_amount_is_the_same_as_one_piece() -> None:
    found = consistent(
        from_pact3(pact2_to_pact3(pact2())[0], "liters", "PACT 2"),
        from_pact3(
            pact2_to_pact3(
                pact2(
                    declaredUnit="piece", unitaryProductAmount="1", pCfExcludingBiogenic="18",
                    pCfIncludingBiogenic="18", fossilGhgEmissions="18",
                    productMassPerDeclaredUnit="9.468",
                )
            )[0], "piece", "PACT 2",
        ),
    )  # fmt: skip
    assert found
    assert {c.result for c in found} == {"ok"}


def test_the_other_fields_of_pact_2_go_over() -> None:
    old = pact2(
        dLucGhgEmissions="0.1",
        landManagementGhgEmissions="-0.2",
        biogenicCarbonWithdrawal="-3",
        otherBiogenicGhgEmissions="0.05",
        primaryDataShare=56.12,
        dqi={"technologicalDQR": 1, "geographicalDQR": 2, "temporalDQR": 3, "coveragePercent": 90},
        uncertaintyAssessmentDescription="some",
    )
    document, checks = pact2_to_pact3(old)
    pcf = document["pcf"]
    assert document["productClassifications"] == ["urn:cpc:3342"]
    assert pcf["landUseChangeGhgEmissions"] == "1.2"
    assert pcf["landManagementBiogenicCO2Removals"] == "-2.4"
    assert pcf["biogenicCO2Uptake"] == "-36"
    assert pcf["primaryDataShare"] == "56.12"
    assert pcf["crossSectoralStandards"] == ["ISO14067"]
    assert pcf["dqi"] == {"technologicalDQR": "1", "geographicalDQR": "3", "temporalDQR": "5"}
    assert {"pact2_lost", "pact2_ratings"} <= {c.id for c in checks}


def test_a_pact_2_file_is_read_for_its_whole_amount(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"data": pact2()}))
    found = read_declaration(str(path))
    assert (found.form, found.kg_co2e, found.amount, found.unit) == ("PACT 2", 18, 12, "l")


def catenax() -> dict[str, Any]:
    stage = {
        "pcfExcludingBiogenicUptake": 2.9,
        "pcfIncludingBiogenicUptake": 1.9,
        "fossilGhgEmissions": 0.5,
        "biogenicNonCO2Emissions": 1.0,
        "biogenicCO2Uptake": -1.0,
        "landUseChangeGhgEmissions": 1.4,
        "aircraftGhgEmissions": 0.25,
    }
    product = {"declaredUnitOfMeasurement": "liter", "declaredUnitAmount": 1.0}
    return {
        "scopeOfPcfForm": [{"partialFullPcf": "Cradle-to-gate"}],
        "companyAndProductInformation": [{"productInformation": [product]}],
        "productLifeCycleStagesAndEmissions": [{"productionStage": [stage]}],
    }


def test_of_a_catena_x_from_cradle_to_grave_it_is_said_that_the_gate_is_read() -> None:
    document = {**catenax(), "scopeOfPcfForm": [{"partialFullPcf": "Cradle-to-grave"}]}
    _, checks = catenax_to_pact3(document)
    assert next(c.result for c in checks if c.id == "catenax_scope") == "warning"


def test_catena_x_adds_aircraft_that_pact_holds_in_the_fossil_figure() -> None:
    document, checks = catenax_to_pact3(catenax())
    assert document["pcf"]["fossilGhgEmissions"] == "0.75"
    assert document["pcf"]["declaredUnitAmount"] == "1"
    sums = {c.id: c.result for c in checks}
    assert sums["catenax_sum"] == "warning"  # 0.5 + 1 + 1.4 + 0.25 = 3.15, not 2.9
    assert sums["catenax_uptake"] == "ok"


# Ouranos tutorial: own pre-processing 1.5, main production 10.0, no parts
def ouranos(**changes: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    values = {"preProduction": 1.5, "mainProduction": 10.0, "preComponent": 0, "mainComponent": 0}
    values.update(changes)
    return [
        {"cfpType": k, "ghgEmission": v, "ghgDeclaredUnit": "kgCO2e/kilogram"}
        for k, v in values.items()
    ]


def test_the_records_of_a_part_are_added(tmp_path: Path) -> None:
    path = tmp_path / "cfp.json"
    path.write_text(json.dumps(ouranos()))
    found = read_declaration(str(path))
    assert (found.kg_co2e, found.unit, found.counts_uptake) == (11.5, "kg", False)


# the tutorial's ratings: pre-processing (1, 2, 3), main production (2, 3, 4)
def test_the_ratings_of_the_records_are_weighed_by_their_emissions(tmp_path: Path) -> None:
    path = tmp_path / "cfp.json"
    records = ouranos()
    rated = {"pre": (1, 2, 3), "main": (2, 3, 4)}
    for r in records:
        values = rated[r["cfpType"].removesuffix("Production").removesuffix("Component")]
        r["dqrValue"] = dict(zip(("TeR", "GeR", "TiR"), values, strict=True))
    path.write_text(json.dumps(records))
    dqi = (read_declaration(str(path)).document or {})["pcf"]["dqi"]
    expected = [(1.5 * a + 10 * b) / 11.5 for a, b in ((1, 2), (2, 3), (3, 4))]
    assert [float(v) for v in dqi.values()] == pytest.approx(expected, abs=1e-5)


def test_a_total_that_is_not_the_sum_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cfp.json"
    path.write_text(json.dumps(ouranos(preProductionTotal=1.5, mainProductionTotal=12.0)))
    checks = {c.id: c.result for c in read_declaration(str(path)).checks}
    assert checks["ouranos_total"] == "error"


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ([{**r, "ghgDeclaredUnit": "kgCO2e/barrel"} for r in ouranos()], "ghgDeclaredUnit"),
        (ouranos(preProduction="1.5"), r"\$\[0\].ghgEmission"),
        ([{**r, "cfpType": "other"} for r in ouranos()], "cfpType"),
    ],
)
def test_records_that_cannot_be_read_are_refused(
    records: list[dict[str, Any]], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "cfp.json"
    path.write_text(json.dumps(records))
    with pytest.raises(DeclarationError, match=told):
        read_declaration(str(path))


def test_the_modules_of_a_construction_declaration_are_added(tmp_path: Path) -> None:
    path = tmp_path / "epd.json"
    impacts = {"gwp": {"a1a3": 10.0, "a4": 1.0, "c3": 2.0, "c4": None, "d": -4.0}}
    path.write_text(json.dumps({"name": "beam", "declaredUnit": "tones", "impacts": impacts}))
    found = read_declaration(str(path))
    assert (found.kg_co2e, found.unit, found.boundary) == (13, "t", "cradle-to-grave")


def test_an_ilcd_data_set_is_read_with_its_unit(tmp_path: Path) -> None:
    def result(name: str, **modules: str) -> dict[str, Any]:
        anies = [{"module": k.replace("_", "-"), "value": v} for k, v in modules.items()]
        method = {"shortDescription": [{"value": name, "lang": "en"}]}
        return {"referenceToLCIAMethodDataSet": method, "other": {"anies": anies}}

    flow = {"referenceFlowProperty": True, "meanValue": 2.0, "referenceUnit": "kg"}
    document = {
        "processInformation": {"dataSetInformation": {"name": {"baseName": [{"value": "wool"}]}}},
        "exchanges": {"exchange": [{"referenceFlow": True, "flowProperties": [flow]}]},
        "LCIAResults": {
            "LCIAResult": [
                result("Global Warming Potential - total (GWP-total)", A1="1.0", A2="0.25", A3="2"),
                result("Global Warming Potential - fossil (GWP-fossil)", A1_A3="4.5"),
            ]
        },
    }
    path = tmp_path / "ilcd.json"
    path.write_text(json.dumps(document))
    found = read_declaration(str(path))
    assert (found.kg_co2e, found.amount, found.unit, found.name) == (3.25, 2.0, "kg", "wool")
    assert found.excluding_uptake == 4.5
