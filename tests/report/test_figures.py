import math

import pytest

from celca.report.figures import Figures, decimals_for


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([12.3456], 2), ([0.00214], 6), ([12345.6], 0), ([0.0], 2), ([], 2), ([-250.0, 3.0], 1)],
)
def test_the_largest_value_is_shown_with_four_digits(values: list[float], decimals: int) -> None:
    assert decimals_for(values) == decimals


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.567, "1,234.57"),
        (-2.5, "−2.50"),
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (0.004, "<\u202f0.01"),
        (-0.004, ">\u202f−0.01"),
    ],
)
def test_a_footprint_is_never_written_as_zero_unless_it_is(value: float, text: str) -> None:
    assert Figures("en", 2).kg(value) == text


def test_percent_is_written_as_the_language_does() -> None:
    assert Figures("en", 2).percent(0.1234) == "12.3\u202f%"
    assert Figures("ja", 2).percent(0.1234) == "12.3%"
    assert Figures("en", 2).percent(None) == "–"


def test_a_change_bears_its_sign() -> None:
    figures = Figures("ja", 2)
    assert figures.change(10.0) == "+10.0%"
    assert figures.change(-37.5) == "−37.5%"
    assert figures.change(0.0) == "0.0%"
    assert figures.change(None) == "–"


def test_other_numbers_keep_four_digits_that_count() -> None:
    figures = Figures("en", 2)
    assert figures.plain(6.0) == "6"
    assert figures.plain(0.054321) == "0.05432"
    assert figures.plain(3.2e-14) == "3.20×10⁻¹⁴"
    assert figures.plain(math.nan) == "–"
