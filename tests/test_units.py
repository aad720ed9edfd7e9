"""Units: one spelling each, exact factors, refusals that name both units."""

from __future__ import annotations

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca import units
from celca.errors import UnitError
from celca.units import canonical, dimension, factor, quantity, same_dimension

_PINT = {
    "t*km": "metric_ton*kilometer",
    "kg*km": "kilogram*kilometer",
    "l": "liter",
    "ml": "milliliter",
}
_REGISTRY = pint.UnitRegistry()
_REGISTRY.define("piece = [piece]")


def in_pint(unit: str) -> str:
    name = _PINT.get(unit, unit)
    for power in ("2", "3"):
        if name.endswith(f"m{power}"):
            name = f"{name[:-1]}**{power}"
    return name


@pytest.mark.parametrize("unit", sorted(units._TABLE))
def test_every_row_of_the_table_is_what_pint_says(unit: str) -> None:
    base, size = units._TABLE[unit]
    expected = _REGISTRY.Quantity(1, in_pint(unit)).to(in_pint(base)).magnitude
    assert size == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ｋｇ", "kg"),
        ("㎏", "kg"),
        ("KG", "kg"),
        ("キログラム", "kg"),
        ("個", "piece"),
        ("本", "piece"),
        ("枚", "piece"),
        ("Stk", "piece"),
        ("t・km", "t*km"),
        ("t·km", "t*km"),
        ("tkm", "t*km"),
        ("トンキロ", "t*km"),
        ("㎡", "m2"),
        ("m³", "m3"),
        ("Ｌ", "l"),
        ("KWH", "kWh"),
    ],
)
def test_spellings_of_one_unit_are_one(written: str, meant: str) -> None:
    assert canonical(written) == meant


@pytest.mark.parametrize(("big", "small", "ratio"), [("Mg", "mg", 1e9), ("MJ", "mJ", 1e9)])
def test_a_capital_that_means_another_size_is_not_folded(
    big: str, small: str, ratio: float
) -> None:
    assert factor(big, small) == pytest.approx(ratio)


def test_units_outside_the_table_come_from_pint() -> None:
    assert factor("short_ton", "kg") == pytest.approx(907.18474)
    assert factor("BTU", "MJ") == pytest.approx(1.05505585262e-3)


@pytest.mark.parametrize(
    ("unit", "to"), [("l", "kg"), ("kWh", "kg"), ("piece", "m"), ("t", "t*km")]
)
def test_a_wrong_dimension_is_refused_with_both_units_named(unit: str, to: str) -> None:
    with pytest.raises(UnitError) as error:
        factor(unit, to, "bom.csv row 3")
    assert f"'{unit}'" in str(error.value)
    assert f"'{to}'" in str(error.value)
    assert str(error.value).startswith("bom.csv row 3: ")
    assert not same_dimension(unit, to)


@pytest.mark.parametrize(
    "unit",
    [
        "",
        "furlongs per stone",
        "kgg",
        "%%%",
        "((",
        "m^9^9^9",
        "__import__('os')",
        "kg\x00",
        "k" * 999,
    ],
)
def test_an_unknown_unit_is_refused(unit: str) -> None:
    with pytest.raises(UnitError):
        factor(unit, "kg")


def test_a_misspelt_unit_is_told_its_neighbour() -> None:
    with pytest.raises(UnitError, match="Did you mean.*kilogram"):
        factor("kilogramz", "kg")


def test_dimensions_have_names_a_person_uses() -> None:
    assert [dimension(u) for u in ("g", "kWh", "t*km", "m2", "l", "個")] == [
        "mass",
        "energy",
        "freight",
        "area",
        "volume",
        "count",
    ]


@given(
    st.sampled_from(["kg", "g", "t", "lb"]),
    st.sampled_from(["kg", "g", "t", "lb"]),
    st.floats(1e-6, 1e6),
)
def test_there_and_back_again_changes_nothing(a: str, b: str, amount: float) -> None:
    assert amount * factor(a, b) * factor(b, a) == pytest.approx(amount, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [("54 g", "kg", 0.054), ("1,200 km", "m", 1.2e6), ("２ ｋＷｈ", "MJ", 7.2), ("1e3kg", "t", 1)],
)
def test_amounts_with_units_are_read(text: str, unit: str, amount: float) -> None:
    assert quantity(text, unit, "here") == pytest.approx(amount)


@pytest.mark.parametrize("text", ["54", "0.54", "1,5 kg", "0,110 kg", "1,20,000 kg"])
def test_a_bare_number_and_a_decimal_comma_are_refused_not_guessed(text: str) -> None:
    with pytest.raises(UnitError, match="is not an amount with its unit, such as '1.5 kg'"):
        quantity(text, "kg", "here")


@pytest.mark.parametrize("text", ["54", "g", "", "about 3 kg", "3 kg 4"])
def test_an_amount_without_a_clear_unit_is_refused(text: str) -> None:
    with pytest.raises(UnitError, match="here"):
        quantity(text, "kg", "here")
