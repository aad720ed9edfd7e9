"""A declared value held against what the database has under the product's name.

Resin of the small database: 0.6 recycled, 1 bio-based (without uptake) and 2.5 virgin a kilogram.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.audit import inspect
from celca.audit.resemblance import Known


def told(declared: str, name: str, small: Path) -> tuple[str, str] | None:
    found = inspect(declared, product=name, database=small).checks
    return next(((c.result, c.message) for c in found if c.id == "resembles"), None)


def test_all_variants_of_the_material_are_its_namesakes(small: Path) -> None:
    found = Known(open_prices(small)).namesake("Plastic")
    assert found is not None
    assert (found.processes, found.low, found.high) == (3, pytest.approx(0.6), pytest.approx(2.5))


@pytest.mark.parametrize(
    ("declared", "result", "words"),
    [
        ("2.4 kg CO2e/kg", "ok", "0.6 to 2.5 kg CO2e/kg for Resin, virgin"),
        ("7.4 kg CO2e/kg", "ok", "0.6 to 2.5"),
        ("2400 kg CO2e/kg", "warning", "1000 too high"),
        ("0.002 kg CO2e/kg", "warning", "1000 too low"),
        ("40 kg CO2e/kg", "warning", "later stage"),
        ("40 kg CO2e/20 kg", "ok", "2 kg CO2e/kg"),
        ("2 kg CO2e/20 kg", "warning", "per kilogram, not per product"),
        ("800 kg CO2e/20 kg", "warning", "multiplied by the mass twice"),
    ],
)
def test_the_cause_of_an_outlier_is_named(
    declared: str, result: str, words: str, small: Path
) -> None:
    found = told(declared, "plastic", small)
    assert found is not None
    assert found[0] == result
    assert words in found[1]


@pytest.mark.parametrize("name", ["Laptop", "", "electricity"])
def test_a_name_that_the_database_has_not_by_the_kilogram_is_not_compared(
    name: str, small: Path
) -> None:
    assert told("2 kg CO2e/kg", name, small) is None
