"""The IPCC's metrics, by gas and origin, against the published tables."""

from __future__ import annotations

import globalwarmingpotentials
import pytest

from celca.errors import UnknownName
from celca.methods import CATEGORIES, load_method, method_names

# IPCC AR6 WGI Table 7.15 and AR5 WGI Table 8.A.1
TABLE = [
    ("ipcc-ar6-gwp100", "CH4", "fossil", 29.8),
    ("ipcc-ar6-gwp100", "CH4", "biogenic", 27.0),
    ("ipcc-ar6-gwp100", "N2O", "fossil", 273),
    ("ipcc-ar6-gwp20", "CH4", "fossil", 82.5),
    ("ipcc-ar6-gwp20", "CH4", "biogenic", 79.7),
    ("ipcc-ar6-gtp100", "CH4", "fossil", 7.5),
    ("ipcc-ar6-gtp100", "CH4", "biogenic", 4.7),
    ("ipcc-ar5-gwp100", "CH4", "fossil", 30),
    ("ipcc-ar5-gwp100", "CH4", "biogenic", 28),
    ("ipcc-ar5-gwp100", "N2O", "fossil", 265),
    ("ipcc-ar6-gwp100", "SF6", "fossil", 25200),
]


@pytest.mark.parametrize(("method", "formula", "origin", "expected"), TABLE)
def test_factors_are_those_of_the_report(
    method: str, formula: str, origin: str, expected: float
) -> None:
    found = load_method(method).characterise(formula, origin, "air")
    assert found is not None
    assert found.factor == expected
    assert found.source


@pytest.mark.parametrize(
    ("formula", "origin", "compartment", "category"),
    [
        ("CO2", "fossil", "air", "fossil"),
        ("CO2", "fossil", "air/aircraft", "aircraft"),
        ("CO2", "biogenic", "air", "biogenic_emissions"),
        ("CO2", "biogenic", "resource", "biogenic_uptake"),
        ("CO2", "land", "air", "land_use_change"),
        ("CH4", "biogenic", "air", "biogenic_emissions"),
        ("CO2e", "fossil", "air", "fossil"),
    ],
)
def test_each_flow_counts_in_one_reported_category(
    formula: str, origin: str, compartment: str, category: str
) -> None:
    found = load_method().characterise(formula, origin, compartment)
    assert found is not None
    assert found.category == category
    assert category in CATEGORIES


def test_a_gas_without_a_factor_counts_nothing_and_says_so() -> None:
    assert load_method().characterise("CO", "fossil", "air") is None


def test_every_factor_has_a_source() -> None:
    for name in method_names():
        assert all(source for _, source in load_method(name).factors.values())


def test_other_gases_come_from_the_package() -> None:
    values = globalwarmingpotentials.data["AR6GWP100"]
    method = load_method()
    for formula, value in values.items():
        if formula != "CH4":
            assert method.factors[formula, "fossil"][0] == value


# 1 kg CO2 + 0.01 fossil CH4 + 0.005 biogenic CH4 + 0.001 N2O, by hand
@pytest.mark.parametrize(
    ("method", "expected"), [("ipcc-ar6-gwp100", 1.706), ("ipcc-ar5-gwp100", 1.705)]
)
def test_a_mixture_of_gases_adds_up(method: str, expected: float) -> None:
    mixture = [("CO2", "fossil", 1), ("CH4", "fossil", 0.01), ("CH4", "biogenic", 0.005), ("N2O", "fossil", 0.001)]  # fmt: skip
    factors = load_method(method).factors
    total = sum(factors[formula, origin][0] * kg for formula, origin, kg in mixture)
    assert total == pytest.approx(expected, abs=1e-9)


def test_an_unknown_method_is_told_its_neighbours() -> None:
    with pytest.raises(UnknownName, match="ipcc-ar6-gwp100"):
        load_method("ipcc-ar6-gwp10")


def test_methods_have_different_hashes() -> None:
    assert len({load_method(name).hash for name in method_names()}) == len(method_names())
