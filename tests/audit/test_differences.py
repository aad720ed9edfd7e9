"""The arithmetic of a difference: what explains it, what is left, and in which category it lies.

Resin 2.5 kg CO2e/kg, wood 0.2 less 11/6 taken up (11/6 = 44/12 × 0.5 kg C/kg).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import fsum
from pathlib import Path
from typing import Any

import pytest

from celca.audit import Basis, Evidence, Judging, Verdict, checklist, contradictions, verify

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\nB,wood,4.5\n"
FOSSIL, UPTAKE = 3 * 2.5 + 4.5 * 0.2, -4.5 * 11 / 6


@pytest.fixture
def held(write: Write, small: Path) -> Callable[..., Verdict]:
    """Hold a PACT footprint, right but for the fields that are named, against the study."""

    def judge(tolerance: float = 0.05, **changes: Any) -> Verdict:  # noqa: ANN401
        pcf = {
            "declaredUnitOfMeasurement": "piece",
            "declaredUnitAmount": "1",
            "productMassPerDeclaredUnit": "7.5",
            "pcfExcludingBiogenicUptake": repr(FOSSIL),
            "pcfIncludingBiogenicUptake": repr(FOSSIL + UPTAKE),
            "fossilGhgEmissions": repr(FOSSIL),
            "biogenicCO2Uptake": repr(UPTAKE),
            "biogenicCarbonContent": "2.25",
            "ipccCharacterizationFactors": ["AR6"],
            **changes,
        }
        text = json.dumps({"id": "x", "specVersion": "3.0.0", "pcf": pcf})
        declared = write("declared.json", text)
        return verify(str(declared), write("bom.csv", BOM), Basis(small), Judging(tolerance))

    return judge


def test_a_right_document_agrees_and_has_nothing_to_explain(
    held: Callable[..., Verdict],
) -> None:
    found = held()
    assert (found.verdict, found.found) == ("agrees", ())
    assert fsum(found.by_category.values()) == pytest.approx(0, abs=1e-12)


def test_the_differences_of_the_categories_add_up_to_the_whole(
    held: Callable[..., Verdict],
) -> None:
    """Two more of fossil, one less of uptake, and half a kilogram that no category holds."""
    found = held(
        fossilGhgEmissions=repr(FOSSIL + 2),
        biogenicCO2Uptake=repr(UPTAKE + 1),
        pcfIncludingBiogenicUptake=repr(FOSSIL + UPTAKE + 3.5),
    )
    told = found.to_dict()
    parts = told["difference_by_category"]
    assert parts == {
        "fossil": pytest.approx(2),
        "biogenic_uptake": pytest.approx(1),
        "not told apart": pytest.approx(0.5),
    }
    assert fsum(parts.values()) == pytest.approx(told["difference_kg_co2e"], abs=1e-15)


def test_what_a_cause_explains_and_what_it_leaves_are_the_difference(
    held: Callable[..., Verdict],
) -> None:
    found = held(0.001, pcfIncludingBiogenicUptake=repr(FOSSIL))
    told = found.to_dict()
    assert told["explained"][0]["cause"] == "uptake_left_out"
    for one in told["explained"]:
        assert one["kg_co2e"] + one["left"] == told["difference_kg_co2e"]
    assert told["explained"][0]["kg_co2e"] == pytest.approx(-UPTAKE)
    assert told["explained"][0]["exact"]


def test_a_declared_mass_that_differs_names_the_part(held: Callable[..., Verdict]) -> None:
    """B of 5.4 kg instead of 4.5: the digits are the same, and the declared mass says so too."""
    fossil, uptake = 3 * 2.5 + 5.4 * 0.2, -5.4 * 11 / 6
    found = held(
        productMassPerDeclaredUnit="8.4",
        pcfExcludingBiogenicUptake=repr(fossil),
        pcfIncludingBiogenicUptake=repr(fossil + uptake),
        fossilGhgEmissions=repr(fossil),
        biogenicCO2Uptake=repr(uptake),
    )
    assert found.causes[:2] == ("mass", "digits_swapped")
    assert "the part B weighs 5.4 kg instead of 4.5 kg" in found.explanations[0]
    assert next(c for c in found.checks if c.id == "mass").result == "warning"


def test_a_fitted_figure_is_no_explanation(held: Callable[..., Verdict]) -> None:
    """Some mass of A meets any value: that is told as what would have to be, not as a cause."""
    found = held(pcfIncludingBiogenicUptake="1.234567")
    fitted = [x for x in found.found if x.fitted]
    assert any("The part A would have to weigh" in x.sentence for x in fitted)
    assert not any(x.exact or x.kg_co2e is not None for x in fitted)
    assert not any("would have to" in x["sentence"] for x in found.to_dict()["explained"])


def test_a_value_of_a_piece_declared_for_a_kilogram_is_told_as_that(
    held: Callable[..., Verdict],
) -> None:
    found = held(declaredUnitOfMeasurement="kilogram")
    assert found.causes[0] == "unit_label"
    assert "as the value of 1 piece, though it is declared for 1 kg" in found.explanations[0]


def test_uptake_taken_off_the_total_that_leaves_it_out_is_a_difference(
    held: Callable[..., Verdict],
) -> None:
    """The total with uptake meets the study; the other total of the document does not."""
    found = held(pcfExcludingBiogenicUptake=repr(FOSSIL + UPTAKE))
    assert found.verdict == "differs"
    assert any("uptake seems to be taken off in it" in reason for reason in found.reasons)
    assert {c.id for c in contradictions(found.declaration)} >= {"pact_uptake_identity"}
    assert any("contradicts itself" in reason for reason in found.reasons)


def test_another_gwp_set_that_cannot_be_calculated_is_said(held: Callable[..., Verdict]) -> None:
    found = held(ipccCharacterizationFactors=["AR4"])
    said = next(c for c in found.checks if c.id == "gwp_set")
    assert "It was not recalculated with AR4" in said.message


def test_what_is_declared_as_left_out_is_held_against_the_study(
    held: Callable[..., Verdict],
) -> None:
    found = held(exemptedEmissionsPercent="7.2")
    assert next(c for c in found.checks if c.id == "exempted").result == "warning"


@pytest.mark.parametrize(
    ("changes", "row", "result"),
    [
        ({"exemptedEmissionsPercent": "7.2"}, "B2", "error"),  # the study leaves nothing out
        ({"exemptedEmissionsPercent": "1"}, "B2", "ok"),
        ({}, "B2", "error"),  # it is not told
        ({"ipccCharacterizationFactors": ["AR5"]}, "L1", "error"),  # the study is with AR6
        ({"fossilGhgEmissions": "1"}, "L2", "error"),
        ({}, "L2", "ok"),
    ],
)
def test_a_checklist_judges_the_document_that_is_declared(
    held: Callable[..., Verdict], changes: dict[str, Any], row: str, result: str
) -> None:
    """Not the study that is behind it, which may be as it should."""
    found = held(**changes)
    items = checklist(Evidence(found.study, found.declaration), "iso14067")
    assert next(x.result for x in items if x.id == row) == result


@pytest.mark.parametrize(
    ("row", "result"),
    [("R2", "open"), ("B3", "ok"), ("H1", "open")],
)
def test_a_declaration_alone_is_not_believed_beyond_what_it_shows(
    held: Callable[..., Verdict], row: str, result: str
) -> None:
    """Named sources are not those of every figure, ids of a firm are no contact."""
    found = held(secondaryEmissionFactorSources=[{"name": "db", "version": "1"}])
    document = {**found.declaration.document, "companyName": "Ltd", "companyIds": ["urn:x:1"]}
    items = checklist(Evidence(None, _with(found, document)), "ghgp")
    assert next(x.result for x in items if x.id == row) == result


def _with(found: Verdict, document: dict[str, Any]) -> Any:  # noqa: ANN401
    from dataclasses import replace

    return replace(found.declaration, document=document)


def test_offsets_are_not_ruled_out_where_the_parts_do_not_add_up(
    held: Callable[..., Verdict],
) -> None:
    found = held(fossilGhgEmissions="1")
    items = checklist(Evidence(None, found.declaration), "iso14067")
    assert next(x.result for x in items if x.id == "B3") == "open"


def test_electricity_by_contract_is_tried_as_a_whole(write: Write, small: Path) -> None:
    """Market-based instead of location-based: the product's own electricity counts nothing."""
    write("bom.csv", BOM)
    study = write(
        "product.toml",
        'name = "x"\nbom = "bom.csv"\n[[production]]\nprocess = "electricity"\namount = "10 kWh"\n',
    )
    found = verify(f"{FOSSIL + UPTAKE:.6g}", study, Basis(small), Judging(0.001))
    assert "electricity_contract" in found.causes
