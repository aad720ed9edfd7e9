"""Numbers as people write them, and the cells in which nobody could tell."""

from __future__ import annotations

import pytest

from celca.bom import parse_number
from celca.bom.numerals import column_decimal, file_decimal, number_and_unit
from celca.errors import FileFault


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("0.25", 0.25),
        (".5", 0.5),
        ("1.234", 1.234),
        ("0,123", 0.123),
        ("7,5", 7.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1 234.5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1'234.50", 1234.5),
        ("１２．５", 12.5),
        ("１，２３４．５", 1234.5),
        ("−3", -3.0),
        ("3.2e-4", 3.2e-4),
        ("+7", 7.0),
    ],
)
def test_a_number_is_read(text: str, number: float) -> None:
    assert parse_number(text, "f") == number


@pytest.mark.parametrize(
    "text",
    ["", "heavy", "1,2,3", "1.2.3,4", "1_000", "nan", "inf", "1e999", "12,34.5", "٣", "0x10"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(FileFault, match="^f: "):
        parse_number(text, "f")


def test_a_comma_before_three_digits_is_refused_unless_the_sign_is_known() -> None:
    with pytest.raises(FileFault, match=r"'7,136' may be 7\.136 or 7136"):
        parse_number("7,136", "f")
    assert parse_number("7,136", "f", ",") == 7.136
    assert parse_number("7,136", "f", ".") == 7136.0
    assert parse_number("7.136", "f", ",") == 7136.0


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1", "2"], ""),
        (["7,136", "0,123"], ","),
        (["7,136", "8.5"], "."),
        (["7,136", "1,250"], ",?"),
        (["7.136"], ".?"),
        (["1.250", "2,5"], ","),
    ],
)
def test_a_column_shows_its_decimal_sign(cells: list[str], sign: str) -> None:
    assert column_decimal(cells, "f") == sign


@pytest.mark.parametrize("cells", [["1,25", "1.2"], ["7,136", "7.136"], ["1,234.5", "1.234,5"]])
def test_a_column_with_two_decimal_signs_is_refused(cells: list[str]) -> None:
    with pytest.raises(FileFault, match="do not use one decimal sign"):
        column_decimal(cells, "f")


def test_the_first_cell_with_each_sign_is_named() -> None:
    cells = [f"{n}.5" for n in range(20)] + [f"{n},5" for n in range(20)]
    with pytest.raises(FileFault, match="'0.5' and '0,5' do not use one decimal sign"):
        column_decimal(cells, "f")


@pytest.mark.parametrize(
    ("own", "others", "habit", "sign"),
    [
        (",?", [","], "", ","),
        (",?", ["."], "", "."),
        (",?", [], ",", ","),
        (",?", [], "", ""),
        (",?", [".", ","], ",", ""),
        (".?", [], "", "."),
        (".?", [","], "", ","),
        (".?", [], ",", ""),
        ("", [","], ",", "."),
    ],
)
def test_the_rest_of_the_file_settles_a_doubtful_column(
    own: str, others: list[str], habit: str, sign: str
) -> None:
    assert file_decimal(own, others, habit) == sign


@pytest.mark.parametrize("text", ["100-120 g", "2+1", "1/2", "~120 g"])
def test_a_range_or_a_sum_is_no_number_with_a_unit(text: str) -> None:
    assert number_and_unit(text) == (text, "")


def test_full_width_digits_have_their_unit() -> None:
    assert number_and_unit("１２０ｇ") == ("120", "g")
