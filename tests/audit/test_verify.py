"""Declared values: read, aligned, judged and explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celca.audit import Basis, Judging, verify
from celca.declaration import read_declaration
from celca.errors import DataError, UsageError

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\nB,wood,4\n"
TOTAL = 3 * 2.5 + 4 * (0.2 - 11 / 6)


def pact(**changes: Any) -> str:  # noqa: ANN401
    pcf = {
        "declaredUnitOfMeasurement": "piece",
        "declaredUnitAmount": "1",
        "pcfExcludingBiogenicUptake": "8.3",
        "pcfIncludingBiogenicUptake": "0.9667",
        "fossilGhgEmissions": "8.3",
        "biogenicCO2Uptake": "-7.3333",
        "biogenicCarbonContent": "2",
        "ipccCharacterizationFactors": ["AR6"],
        **changes,
    }
    return json.dumps({"id": "x", "specVersion": "3.0.0", "pcf": pcf})


@pytest.mark.parametrize("text", ["", "much", "64,5 lb", "12 kg", "64.5 kg CO2e per piece please"])
def test_what_is_no_declared_value_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="is not a declared value"):
        read_declaration(text)


def test_a_value_within_tolerance_agrees(write: Write, small: Path) -> None:
    result = verify(f"{TOTAL * 1.04} kg CO2e/piece", write("bom.csv", BOM), Basis(small))
    assert result.verdict == "agrees"
    assert result.difference_percent == pytest.approx(4, abs=1e-6)
    assert result.explanations == ()


def test_a_value_outside_differs_and_is_explained(write: Write, small: Path) -> None:
    result = verify("8.3", write("bom.csv", BOM), Basis(small))
    assert result.verdict == "differs"
    assert "leaves biogenic uptake out" in result.explanations[0]


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (str(TOTAL * 1000), "1000 times too high"),
        (str(TOTAL / 1000), "1000 times too low"),
        (str(TOTAL / 7), "per kilogram of product"),
        (str(3 * 0.6 + 4 * (0.2 - 11 / 6)), "variant all_recycled"),
    ],
)
def test_the_likely_cause_of_a_difference_is_found(
    declared: str, told: str, write: Write, small: Path
) -> None:
    result = verify(declared, write("bom.csv", BOM), Basis(small))
    assert any(told in line for line in result.explanations)


def test_the_needed_change_of_a_figure_closes_the_difference(write: Write, small: Path) -> None:
    """Declared 1 above: resin-virgin would be 2.5 + 1/3 = 2.83 instead of 2.5."""
    result = verify(str(TOTAL + 1), write("bom.csv", BOM), Basis(small))
    assert any(
        "resin-virgin would have to be 2.83 instead of 2.5" in x for x in result.explanations
    )


def test_a_value_per_kilogram_is_aligned_by_the_mass(write: Write, small: Path) -> None:
    result = verify(f"{TOTAL / 7} kg CO2e/kg", write("bom.csv", BOM), Basis(small))
    assert result.verdict == "agrees"
    assert result.recalculated_kg_co2e == pytest.approx(TOTAL / 7)


def test_a_unit_that_cannot_be_met_cannot_be_judged(write: Write, small: Path) -> None:
    result = verify("3 kg CO2e/kWh", write("bom.csv", BOM), Basis(small))
    assert result.verdict == "cannot be judged"
    assert any("cannot be converted" in c.message for c in result.checks)


def test_a_pact_footprint_is_compared_with_uptake(write: Write, small: Path) -> None:
    result = verify(str(write("pf.json", pact())), write("bom.csv", BOM), Basis(small))
    assert result.verdict == "agrees"
    found = {c.id: c.result for c in result.checks}
    for identity in ("pact_uptake_identity", "pact_sum_identity", "pact_carbon_content"):
        assert found[identity] == "ok"


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"pcfIncludingBiogenicUptake": "8.3"}, "pact_uptake_identity"),
        ({"fossilGhgEmissions": "5"}, "pact_sum_identity"),
        ({"biogenicCO2Uptake": "7.3333"}, "pact_uptake_sign"),
        ({"biogenicCarbonContent": "1"}, "pact_carbon_content"),
        ({"ipccCharacterizationFactors": ["AR5"]}, "gwp_set"),
    ],
)
def test_a_pact_footprint_that_contradicts_itself_is_told(
    changes: dict[str, Any], check: str, write: Write, small: Path
) -> None:
    path = write("pf.json", pact(**changes))
    result = verify(str(path), write("bom.csv", BOM), Basis(small))
    assert check in [c.id for c in result.checks if c.result != "ok"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not well-formed JSON"),
        ("{}", r"\$.pcf.pcfExcludingBiogenicUptake is missing"),
        ("[1]", "is not a PACT v3"),
        (pact(declaredUnitOfMeasurement="pound"), "declaredUnitOfMeasurement is 'pound'"),
        (pact(declaredUnitAmount="0"), "declaredUnitAmount is '0'"),
        (pact(pcfIncludingBiogenicUptake=0.97), "must be a decimal number in quotes"),
        (pact(pcfIncludingBiogenicUptake="1e3"), "must be a decimal number in quotes"),
    ],
)
def test_a_json_that_is_no_pact_footprint_is_refused(text: str, told: str, write: Write) -> None:
    with pytest.raises(DataError, match=told):
        read_declaration(str(write("pf.json", text)))


def test_a_missing_json_is_refused() -> None:
    with pytest.raises(DataError, match="does not exist"):
        read_declaration("nowhere.json")


def test_twice_the_value_is_told_as_such(write: Write, small: Path) -> None:
    found = verify(f"{2 * TOTAL} kg CO2e/piece", write("bom.csv", BOM), Basis(small))
    assert found.explanations[0].startswith("It is twice as high")


def test_a_slip_that_overshoots_the_difference_explains_nothing(write: Write, small: Path) -> None:
    """0.95 of it; short tons for tonnes would make 0.907, nearly as far off on the other side."""
    found = verify(f"{0.945 * TOTAL}", write("bom.csv", BOM), Basis(small))
    assert not [told for told in found.explanations if "short tons" in told]


def test_a_figure_that_would_have_to_be_many_times_as_high_is_no_explanation(
    write: Write, small: Path
) -> None:
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,3\n")
    found = verify("9000", study, Basis(small))
    assert found.explanations[-1] == "No single one of the largest figures explains all of it."


@pytest.mark.parametrize("tolerance", [-0.1, 5, float("nan")])
def test_a_tolerance_that_is_no_share_is_refused(tolerance: float) -> None:
    with pytest.raises(UsageError, match="0.05 is 5 percent"):
        Judging(tolerance)


def test_a_value_written_with_one_digit_is_explained_by_its_rounding(
    write: Write, small: Path
) -> None:
    study = write("bom.csv", "Part,Material,Mass (kg)\nA,resin,0.46\n")
    exact = verify("1", study, Basis(small)).recalculated_kg_co2e
    coarse = f"{exact:.0f}"
    found = verify(coarse, study, Basis(small), Judging(0.01))
    assert (found.verdict, found.causes[0]) == ("differs", "rounding")
    assert verify("0", study, Basis(small)).causes[0] == "offsets"
