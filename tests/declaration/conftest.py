"""A valid PACT 3 footprint, typed here, and a maker of random ones."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest

VALID: dict[str, Any] = {
    "id": "d9be4477-e351-45b3-acd9-e1da05e6f633",
    "specVersion": "3.0.0",
    "created": "2025-05-22T21:47:32Z",
    "status": "Active",
    "companyName": "Example Ltd",
    "companyIds": ["urn:lei:5493001KJTIIGC8Y1R12"],
    "productDescription": "a chair",
    "productIds": ["urn:gtin:4712345060507"],
    "productNameCompany": "Chair",
    "comment": "none",
    "pcf": {
        "declaredUnitOfMeasurement": "piece",
        "declaredUnitAmount": "1",
        "productMassPerDeclaredUnit": "10",
        "referencePeriodStart": "2024-01-01T00:00:00Z",
        "referencePeriodEnd": "2025-01-01T00:00:00Z",
        "geographyCountry": "JP",
        "boundaryProcessesDescription": "materials, forming",
        "pcfExcludingBiogenicUptake": "21.5",
        "pcfIncludingBiogenicUptake": "14.166",
        "fossilGhgEmissions": "20",
        "fossilCarbonContent": "1",
        "biogenicCarbonContent": "2",
        "recycledCarbonContent": "0.5",
        "landUseChangeGhgEmissions": "1",
        "biogenicCO2Uptake": "-7.334",
        "biogenicNonCO2Emissions": "0.5",
        "aircraftGhgEmissions": "0.1",
        "packagingEmissionsIncluded": True,
        "packagingGhgEmissions": "0.7",
        "ccsTechnologicalCO2CaptureIncluded": False,
        "ipccCharacterizationFactors": ["AR6"],
        "crossSectoralStandards": ["ISO14067"],
        "exemptedEmissionsPercent": "1.5",
        "exemptedEmissionsDescription": "screws",
        "allocationRulesDescription": "cut-off",
        "secondaryEmissionFactorSources": [{"name": "celca-open", "version": "1"}],
        "primaryDataShare": "12.5",
        "dqi": {"technologicalDQR": "2", "geographicalDQR": "1.5", "temporalDQR": "3"},
    },
}


def random_footprint(seed: int) -> dict[str, Any]:
    """Return a valid footprint with figures and texts of its own."""
    r = random.Random(seed)
    document = copy.deepcopy(VALID)
    pcf = document["pcf"]
    places = r.randint(0, 12)
    parts = [r.randint(0, 10**8) for _ in range(4)]
    fossil, land, methane, uptake = parts

    def figure(number: int) -> str:
        text = str(abs(number)).rjust(places + 1, "0")
        text = f"{text[:-places]}.{text[-places:]}" if places else text
        return f"-{text}" if number < 0 else text

    pcf["fossilGhgEmissions"] = figure(fossil)
    pcf["landUseChangeGhgEmissions"] = figure(land)
    pcf["biogenicNonCO2Emissions"] = figure(methane)
    pcf["biogenicCO2Uptake"] = figure(-uptake)
    pcf["pcfExcludingBiogenicUptake"] = figure(fossil + land + methane)
    pcf["pcfIncludingBiogenicUptake"] = figure(fossil + land + methane - uptake)
    for name in ("biogenicCarbonContent", "aircraftGhgEmissions", "packagingGhgEmissions"):
        pcf.pop(name)
    pcf["productMassPerDeclaredUnit"] = str(r.randint(10, 10**6))
    pcf["declaredUnitAmount"] = str(r.randint(1, 1000))
    document["productNameCompany"] = "".join(chr(r.randint(0x3041, 0x30FF)) for _ in range(8))
    document["companyIds"] = [f"urn:x:{r.randint(0, 10**9)}" for _ in range(r.randint(1, 3))]
    return document


@pytest.fixture
def valid() -> dict[str, Any]:
    """A footprint that meets every rule."""
    return copy.deepcopy(VALID)


@pytest.fixture
def random_pact() -> Callable[[int], dict[str, Any]]:
    """A maker of valid footprints, by seed."""
    return random_footprint
