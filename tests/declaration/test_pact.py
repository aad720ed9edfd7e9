"""PACT 3: form and rules, field by field, and 10 000 documents with one thing wrong."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celca.declaration import Check, check_form, check_rules, from_pact3, read_declaration
from celca.errors import DeclarationError

Document = dict[str, Any]


def found(document: Document) -> list[Check]:
    return [c for c in (*check_form(document), *check_rules(document)) if c.result != "ok"]


def test_a_valid_footprint_has_nothing_wrong(valid: Document) -> None:
    assert found(valid) == []


@pytest.mark.parametrize(
    ("key", "value", "id_"),
    [
        ("id", "12abc", "pact_form"),
        ("specVersion", "3", "pact_form"),
        ("created", "2025-13-40T00:00:00Z", "pact_form"),
        ("created", "2025-05-22", "pact_form"),
        ("status", "active", "pact_choice"),
        ("companyName", "  ", "pact_form"),
        ("companyIds", [], "pact_form"),
        ("companyIds", ["lei:5493"], "pact_form"),
        ("companyIds", "urn:lei:5493", "pact_form"),
        ("validityPeriodStart", "2024-06-01T00:00:00Z", "pact_validity"),
        ("validityPeriodEnd", "2030-01-01T00:00:00Z", "pact_validity"),
        ("productNameCompny", "x", "pact_unknown_field"),
        ("extensions", [{"specVersion": "1.0.0"}], "pact_missing"),
        ("pcf.declaredUnitAmount", "0", "pact_range"),
        ("pcf.declaredUnitAmount", "12abc", "pact_form"),  # the published pattern lets it pass
        ("pcf.biogenicCO2Uptake", "10", "pact_range"),  # likewise
        ("pcf.fossilGhgEmissions", "1e3", "pact_form"),
        ("pcf.fossilGhgEmissions", "١٢", "pact_form"),
        ("pcf.fossilGhgEmissions", 20, "pact_form"),
        ("pcf.fossilGhgEmissions", "-1", "pact_range"),
        ("pcf.primaryDataShare", "101", "pact_range"),
        ("pcf.geographyCountry", "jp", "pact_form"),
        ("pcf.geographyRegionOrSubregion", "Asia", "pact_one_geography"),
        ("pcf.packagingEmissionsIncluded", "true", "pact_form"),
        ("pcf.packagingEmissionsIncluded", False, "pact_flag"),
        ("pcf.ccsTechnologicalCO2Capture", "-1", "pact_flag"),
        ("pcf.ipccCharacterizationFactors", ["AR5"], "pact_gwp_set"),
        ("pcf.exemptedEmissionsPercent", "4", "pact_exempted"),
        ("pcf.referencePeriodEnd", "2023-01-01T00:00:00Z", "pact_period"),
        ("pcf.pcfIncludingBiogenicUptake", "21.5", "pact_uptake_identity"),
        ("pcf.pcfIncludingBiogenicUptake", "6.832", "pact_uptake_identity"),
        ("pcf.fossilGhgEmissions", "10", "pact_sum_identity"),
        ("pcf.biogenicCarbonContent", "3", "pact_carbon_content"),
        ("pcf.fossilCarbonContent", "9", "pact_mass_balance"),
        ("pcf.recycledCarbonContent", "4", "pact_recycled_carbon"),
        ("pcf.aircraftGhgEmissions", "30", "pact_part_of_whole"),
        ("pcf.productMassPerDeclaredUnit", "0", "pact_mass"),
        ("pcf.declaredUnitOfMeasurement", "kilogram", "pact_mass"),
        ("pcf.dqi", {"technologicalDQR": "6", "geographicalDQR": "1", "temporalDQR": "1"},
         "pact_range"),
        ("specVersion", "2.3.0", "pact_version"),
        ("precedingPfIds", ["d9be4477-e351-45b3-acd9-e1da05e6f634"] * 2, "pact_preceding"),
        ("precedingPfIds", ["d9be4477-e351-45b3-acd9-e1da05e6f633"], "pact_preceding"),
        ("precedingPfIds", [], "pact_form"),
        ("productIds", ["urn:pact:example.com:chair-1"], "pact_urn"),
        ("validityPeriodEnd", "2028-01-01T00:00:01Z", "pact_validity"),
        ("created", "2028-02-01T00:00:00Z", "pact_due"),
        ("pcf.landUseChangeGhgEmissions", None, "pact_due"),
        ("pcf.ccsTechnologicalCO2CaptureIncluded", True, "pact_asked_for"),
        ("pcf.ccuCarbonContent", "0.5", "pact_asked_for"),
        ("pcf.ccuCalculationApproach", "Credit", "pact_asked_for"),
        ("pcf.ccuCalculationApproach", "credit", "pact_choice"),
        ("pcf.ccuCreditCertification", "not a uri", "pact_form"),
        ("pcf.technologicalCO2Removals", "1", "pact_range"),
        ("pcf.landManagementBiogenicCO2Removals", "1", "pact_range"),
        ("pcf.landCarbonLeakage", "-1", "pact_range"),
        ("pcf.geographyCountrySubdivision", "JP-", "pact_form"),
        ("pcf.crossSectoralStandards", [], "pact_form"),
        ("pcf.ipccCharacterizationFactors", ["IPCC"], "pact_form"),
        ("pcf.secondaryEmissionFactorSources", [{"name": "x"}], "pact_missing"),
        ("pcf.secondaryEmissionFactorSources", None, "pact_sources"),
        ("pcf.productOrSectorSpecificRules", [{"operator": "Other", "ruleNames": ["x"]}],
         "pact_asked_for"),
        ("pcf.productOrSectorSpecificRules", [{"operator": "PEF", "ruleNames": []}], "pact_form"),
        ("pcf.verification", {"coverage": "all"}, "pact_choice"),
        ("pcf.declaredUnitOfMeasurement", "megajoule", "pact_mass"),
        ("pcf.declaredUnitOfMeasurement", "barrel", "pact_choice"),
        ("pcf.packagingEmissionsIncluded", None, "pact_missing"),
        ("pcf.boundaryProcessesDescription", None, "pact_should"),
        ("comment", "carbon neutral by offsets", "pact_offsets"),
        ("comment", "カーボンニュートラル製品", "pact_offsets"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(valid: Document, key: str, value: object, id_: str) -> None:
    holder, _, name = key.rpartition(".")
    (valid["pcf"] if holder else valid)[name] = value
    assert id_ in [c.id for c in found(valid)]


@pytest.mark.parametrize("name", ["id", "companyIds", "pcf.fossilCarbonContent", "pcf.dqi"])
def test_a_missing_field_is_named_by_its_path(valid: Document, name: str) -> None:
    holder, _, key = name.rpartition(".")
    del (valid["pcf"] if holder else valid)[key]
    missing = [c.where for c in found(valid) if c.id == "pact_missing"]
    assert missing == ([] if key == "dqi" else [f"$.{name}"])  # dqi is due from 2027 only


# What the specification's own examples 1 to 4 state (PACT 3.0, examples; figures alone): the parts
# that they add up are fossil, land use change, land management fossil and biogenic, not methane
EXAMPLES: dict[str, tuple[Document, Document, set[str]]] = {
    "1": (  # 0.35 + 0.03 + 0.004 = 0.384, but the rule gives 0.356; 0.384 - 1.61 = -1.226
        {"pcfExcludingBiogenicUptake": "0.384", "pcfIncludingBiogenicUptake": "-1.23",
         "fossilGhgEmissions": "0.35", "landManagementFossilGhgEmissions": "0.03",
         "landManagementBiogenicCO2Emissions": "0.004", "biogenicCO2Uptake": "-1.61",
         "biogenicNonCO2Emissions": "0.002", "biogenicCarbonContent": "0.44",
         "geographyRegionOrSubregion": "Northern America", "otherOperatorName": "TfS",
         "productOrSectorSpecificRules": [{"operator": "Other", "ruleNames": ["TfS"]}]},
        {},
        {"pact_sum_identity", "pact_one_geography", "pact_unknown_field", "pact_asked_for"},
    ),
    "2": (  # 4.78 + 0.36 = 5.14; its own id stands among the earlier ones
        {"pcfExcludingBiogenicUptake": "5.14", "pcfIncludingBiogenicUptake": "-14.22",
         "fossilGhgEmissions": "4.78", "landManagementFossilGhgEmissions": "0.36",
         "biogenicCO2Uptake": "-19.36", "biogenicNonCO2Emissions": "0.024",
         "biogenicCarbonContent": "5.28"},
        {"precedingPfIds": ["d9be4477-e351-45b3-acd9-e1da05e6f633"]},
        {"pact_sum_identity", "pact_preceding"},
    ),
    "3": (  # an id that is no UUID; valid for longer than three years after the period
        {"pcfExcludingBiogenicUptake": "77.0", "pcfIncludingBiogenicUptake": "77.0",
         "fossilGhgEmissions": "77", "biogenicCO2Uptake": "0", "biogenicCarbonContent": "0",
         "biogenicNonCO2Emissions": "0", "referencePeriodStart": "2024-02-28T00:00:00+00:00",
         "referencePeriodEnd": "2024-09-30T00:00:00+00:00"},
        {"id": "e7u1639i-bg76-4c6e-608p-542u7i9iujh98",
         "validityPeriodEnd": "2027-12-31T00:00:00+00:00"},
        {"pact_form", "pact_validity"},
    ),
    "4": (  # 0.17 + 0.2 + 0.05 = 0.42, with 0.05 that the fossil figure holds already
        {"pcfExcludingBiogenicUptake": "0.42", "pcfIncludingBiogenicUptake": "0.05",
         "fossilGhgEmissions": "0.17", "landUseChangeGhgEmissions": "0.2",
         "landManagementFossilGhgEmissions": "0.05", "biogenicCO2Uptake": "-0.37",
         "biogenicNonCO2Emissions": "0.001", "biogenicCarbonContent": "0.1"},
        {},
        {"pact_sum_identity"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("example", list(EXAMPLES))
def test_the_faults_of_the_specification_s_own_examples_are_found(
    example: str, valid: Document
) -> None:
    figures, about, expected = EXAMPLES[example]
    valid["pcf"].update(
        {"landUseChangeGhgEmissions": "0", "aircraftGhgEmissions": "0", **figures},
        packagingGhgEmissions="0.01", productMassPerDeclaredUnit="25",
        fossilCarbonContent="0", recycledCarbonContent="0",
    )  # fmt: skip
    valid.update(about)
    assert {c.id for c in found(valid)} == expected


def test_both_sums_of_an_example_are_told(valid: Document) -> None:
    valid["pcf"].update(EXAMPLES["1"][0])
    message = next(c.message for c in found(valid) if c.id == "pact_sum_identity")
    assert "0.384" in message
    assert "0.356" in message or "1.356" in message


# 1 kg with 0.5 kg biogenic carbon: 1.2 fossil + 0.1 land use change, uptake 0.5 · 44/12
def test_a_product_of_half_biogenic_carbon_meets_every_rule(valid: Document) -> None:
    valid["pcf"].update(
        declaredUnitOfMeasurement="kilogram", productMassPerDeclaredUnit="1",
        pcfExcludingBiogenicUptake="1.3", pcfIncludingBiogenicUptake="-0.5333333333",
        fossilGhgEmissions="1.2", landUseChangeGhgEmissions="0.1", aircraftGhgEmissions="0",
        biogenicCO2Uptake="-1.8333333333", biogenicCarbonContent="0.5",
        biogenicNonCO2Emissions="0", fossilCarbonContent="0.3", recycledCarbonContent="0",
    )  # fmt: skip
    assert found(valid) == []


# 1.85 − 1.5 is not 1.63
def test_a_pair_of_totals_that_does_not_fit_is_an_error(valid: Document) -> None:
    valid["pcf"].update(
        pcfExcludingBiogenicUptake="1.85", biogenicCO2Uptake="-1.5",
        pcfIncludingBiogenicUptake="1.63",
    )  # fmt: skip
    assert "error" in [c.result for c in check_rules(valid) if c.id == "pact_uptake_identity"]


def test_ten_thousand_footprints_come_through_byte_for_byte(
    random_pact: Callable[[int], Document],
) -> None:
    for seed in range(10_000):
        document = random_pact(seed)
        text = json.dumps(document, ensure_ascii=False)
        read = from_pact3(json.loads(text), "x")
        assert [c for c in read.checks if c.result == "error"] == []
        assert json.dumps(read.document, ensure_ascii=False) == text


def mutated(document: Document, r: random.Random) -> Document:
    """Return a footprint with one thing wrong."""
    pcf = document["pcf"]
    needed = [k for k in document if k not in ("comment", "pcf")]
    figures = [k for k, v in pcf.items() if isinstance(v, str) and v[-1].isdigit() and "T" not in v]
    if r.random() < 0.25:
        del document[r.choice(needed)]
    elif r.random() < 0.3:
        document[r.choice(needed)] = r.choice([None, 7, [], {}, True, [1]])
    elif r.random() < 0.5:
        wrong = ["", "1,5", "1e3", "NaN", "Infinity", "--1", "0x1", "１", 1.5, [], "1" * 999]
        pcf[r.choice(figures)] = r.choice(wrong)
    elif r.random() < 0.5:
        key = r.choice(["pcfExcludingBiogenicUptake", "pcfIncludingBiogenicUptake"])
        pcf[key] = str(float(pcf[key]) * r.choice([2, 10, -1, 1000]) + 7e9)
    else:
        pcf[r.choice(["foo", "pCfExcludingBiogenic2", "emissions"])] = "1"
    return document


def test_ten_thousand_wrong_footprints_are_refused_by_path_or_told(
    random_pact: Callable[[int], Document],
) -> None:
    silent = [seed for seed in range(10_000) if not told(random_pact, seed)]
    assert silent == []


def told(random_pact: Callable[[int], Document], seed: int) -> bool:
    """Say whether what is wrong is refused with its path, or has a finding that was not there."""
    right = {(c.id, c.where) for c in found(random_pact(seed))}
    document = mutated(random_pact(seed), random.Random(seed))
    try:
        read = from_pact3(copy.deepcopy(document), "x")
    except DeclarationError as refusal:
        return "$." in str(refusal)
    return any((c.id, c.where) not in right for c in read.checks if c.result != "ok")


@pytest.mark.parametrize("depth", [100_000])
def test_a_file_too_deep_is_refused(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * depth + "]" * depth)
    with pytest.raises(Exception, match="too deep|is missing|well-formed"):
        read_declaration(str(path))
