"""Declared values as people type them: decimal commas, spellings of the unit, senseless amounts."""

from __future__ import annotations

import pytest

from celca.declaration import read_declaration
from celca.errors import DeclarationError


@pytest.mark.parametrize(
    ("text", "kg", "amount", "unit"),
    [
        ("64.5", 64.5, 1, ""),
        ("64.5 kg CO2e", 64.5, 1, ""),
        ("840 g CO2e/piece", 0.84, 1, "piece"),
        ("1,234.5 kg CO2-eq / 2 kg", 1234.5, 2, "kg"),
        ("0.3 t CO₂e/個", 300, 1, "個"),
        ("64,5 kg CO2e", 64.5, 1, ""),
        ("0,149 kg CO2e/kg", 0.149, 1, "kg"),
        ("1.234,5 kg CO2e", 1234.5, 1, ""),
        ("12,345,678 g CO2e", 12345.678, 1, ""),
        ("64.5 kg CO2 eq", 64.5, 1, ""),
        ("64.5 kg CO2-eq. per piece", 64.5, 1, "piece"),
        ("10 lb CO2e", 4.5359237, 1, ""),
        ("3 kg CO2e/0,5 kg", 3, 0.5, "kg"),
    ],
)
def test_a_value_is_read_as_its_writer_meant_it(
    text: str, kg: float, amount: float, unit: str
) -> None:
    found = read_declaration(text)
    assert (found.kg_co2e, found.amount, found.unit) == (pytest.approx(kg), amount, unit)


def test_the_last_place_of_a_decimal_comma_is_the_rounding() -> None:
    assert read_declaration("64,5 kg CO2e").precision == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1,234 kg CO2e", "may mean 1.234 or 1234"),
        ("5 kg CO2e/0 kg", "must be above 0"),
        ("5 kg CO2e/1.2.3 kg", "'1.2.3' is no number"),
        ("1,2,3 kg CO2e", "'1,2,3' is no number"),
    ],
)
def test_a_value_that_leaves_a_doubt_is_refused(text: str, told: str) -> None:
    with pytest.raises(DeclarationError, match=told):
        read_declaration(text)
