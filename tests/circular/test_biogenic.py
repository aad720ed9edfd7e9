"""Biogenic carbon: 1 kg of a material with .5 kg C; fossil 1.2 and land use .1 kg CO2e at the gate."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import (
    Landfill,
    as_co2,
    balance,
    check_returns,
    delay_weight,
    landfill,
    uptake,
)
from celca.circular.biogenic import single_release_weight, spread_release_weight
from celca.errors import DataError

GATE = 1.2 + 0.1
AR6_BIOGENIC = 27.0
share = st.floats(0, 1)


def close(expected: float) -> object:
    return pytest.approx(expected, abs=1e-12)


def test_uptake_makes_the_footprint_at_the_gate_negative() -> None:
    """−.5 × 44/12 = −1.833333; 1.3 without, 1.3 − 1.833333 = −.533333 with it."""
    assert uptake(0.5) == close(-1.8333333333333333)
    assert GATE + uptake(0.5) == close(-0.5333333333333332)
    assert as_co2(0.5) == -uptake(0.5)


def test_incineration_gives_back_what_was_taken_up() -> None:
    """1.3 − 1.833333 + 1.833333 = 1.3, as if neither had been counted."""
    found = balance(0.5)
    assert found.co2 == close(1.8333333333333333)
    assert GATE + found.uptake + found.co2 == close(1.3)


def test_landfill_methane_parts_the_two_customs_by_its_carbon() -> None:
    """.01 kg CH4 × 27.0 = .27. Neither counted: 1.57. −1/+1: 1.3 − .0275 + .27 = 1.5425.

    .0275 = .01 × 44/16: the uptake of the carbon that left as methane.
    """
    found = balance(0.5, methane=0.01)
    warming = found.methane * AR6_BIOGENIC
    assert warming == close(0.27)
    assert found.as_methane == close(0.0275)
    assert GATE + warming == close(1.57)
    assert GATE + found.uptake + found.co2 + warming == close(1.5425)
    assert GATE + found.uptake + found.co2 + found.as_methane + warming == close(1.57)


@given(st.floats(0, 100), st.floats(-10, 10))
def test_both_customs_agree_when_all_carbon_returns_as_co2(carbon: float, fossil: float) -> None:
    found = balance(carbon)
    assert fossil + found.uptake + found.co2 == pytest.approx(fossil, abs=1e-9)


@given(st.floats(0.01, 100), share, share, share)
def test_a_balance_closes(carbon: float, x: float, y: float, z: float) -> None:
    methane = carbon * x * 16 / 12 / 3
    found = balance(carbon, methane, carbon * y / 3, carbon * z / 3)
    out = found.co2 + found.as_methane + found.transferred + found.stored
    assert out == pytest.approx(-found.uptake, rel=1e-9)
    check_returns(found, "bag")


def test_an_uptake_that_never_returns_is_refused() -> None:
    """Half of 1.833333 kg CO2 is nowhere: .916667 kg."""
    found = replace(balance(0.5), co2=as_co2(0.25))
    with pytest.raises(
        DataError, match="^bag: 0.916667 kg of biogenic CO2 never return and are not"
    ):
        check_returns(found, "bag")
    check_returns(replace(found, stored=as_co2(0.25)), "bag")
    with pytest.raises(DataError, match="^bag: .* return without an uptake"):
        check_returns(replace(balance(0.5), uptake=0.0), "bag")


def test_more_carbon_cannot_leave_than_was_taken_up() -> None:
    with pytest.raises(DataError, match="^bag: 0.75 kg of biogenic carbon .* only 0.5 kg"):
        balance(0.5, transferred=0.25, stored=0.5, where="bag")
    with pytest.raises(DataError, match="^bag: methane is -1"):
        balance(0.5, methane=-1, where="bag")


def test_landfill_methane_of_a_kilogram_of_paper() -> None:
    """.4 × .5 = .2 kg C rots; half of it, .1 kg C, turns to methane; .8 × .9 of that escapes.

    .072 × 16/12 = .096 kg CH4; (.2 − .072) × 44/12 = .469333 kg CO2; .2 kg C stays.
    """
    found = landfill(0.4, Landfill(0.5, 1.0, 0.5, recovered=0.2, oxidised=0.1))
    assert found.methane == close(0.096)
    assert found.co2 == close(0.128 * 44 / 12)
    assert found.stored == close(0.2)


@given(st.floats(0, 10), share, share, share, share, share)
def test_a_landfill_loses_no_carbon(
    c: float, d: float, m: float, f: float, r: float, o: float
) -> None:
    found = landfill(c, Landfill(d, m, f, r, o))
    assert found.methane * 12 / 16 + found.co2 * 12 / 44 + found.stored == pytest.approx(
        c, abs=1e-9
    )
    assert min(found.methane, found.co2, found.stored) >= -1e-12


def test_a_landfill_that_cannot_be_is_refused() -> None:
    with pytest.raises(DataError, match="^landfill: oxidised is 1.1"):
        Landfill(0.5, 1, 0.5, 0, 1.1)


@pytest.mark.parametrize(("years", "weight"), [(2, 0.9848), (10, 0.924), (25, 0.81)])
def test_a_single_late_release_weighs_less(years: float, weight: float) -> None:
    """(100 − .76 t) / 100; what is saved is .76 t / 100."""
    assert single_release_weight(years) == close(weight)
    assert delay_weight({years: 1.0}) == close(weight)
    assert 1 - delay_weight({years: 1.0}) == close(0.76 * years / 100)


@pytest.mark.parametrize(
    ("years", "weight"), [(10, 0.9), (25, 0.75), (30, 0.7), (50, 0.5), (100, 0.0), (150, 0.0)]
)
def test_the_general_weight_falls_to_nothing_in_a_century(years: float, weight: float) -> None:
    """(100 − t) / 100, and nothing after that."""
    assert spread_release_weight({years: 1.0}) == close(weight)


def test_a_spread_release_is_weighed_year_by_year() -> None:
    """.5 × .9 + .3 × .5 + .2 kept for good = .6."""
    assert delay_weight({10: 0.5, 50: 0.3}) == close(0.6)
    assert delay_weight({10: 0.5}) == close(0.45)
    assert delay_weight({1: 1.0}) == close(0.99)


def test_delays_that_cannot_be_are_refused() -> None:
    with pytest.raises(DataError, match="a single release after 30 years has no weight of its own"):
        single_release_weight(30)
    with pytest.raises(DataError, match="the sum of the shares released is 1.2"):
        delay_weight({10: 0.6, 20: 0.6})
    with pytest.raises(DataError, match="the year of release is -1"):
        delay_weight({-1: 1.0})
