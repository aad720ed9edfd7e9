"""One of a thing is told in the singular, and what says which one is left alone."""

from __future__ import annotations

import pytest

from celca.errors import Finding
from celca.grammar import in_number


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1 lines are not in the footprint: 1 of it.", "1 line is not in the footprint: 1 of it."),
        ("1 rows have no factor and are left out: x.", "1 row has no factor and is left out: x."),
        ("1 rows (3) state no mass; they are light.", "1 row (3) states no mass; they are light."),
        ("1 published totals are below 0: x.", "1 published total is below 0: x."),
        ("1 names, 1 decided, 0 open", "1 name, 1 decided, 0 open"),
        ("serves 1 uses of 2", "serves 1 use of 2"),
        ("so 1 inputs of them count nothing", "so 1 input of them counts nothing"),
        ("1 products have several makers: x.", "1 product has several makers: x."),
        ("1 row names columns", "1 row names columns"),
    ],
)
def test_a_count_of_one_stands_with_the_singular(written: str, told: str) -> None:
    assert in_number(written) == told


@pytest.mark.parametrize(
    "told",
    [
        "11 lines are not in it.",
        "2.1 parts are not in it.",
        "0 lines are not in it.",
        "bom.csv row 1 names two materials.",
        "1 of 5 processes are left out.",
    ],
)
def test_what_is_no_count_of_one_stays_as_it_is(told: str) -> None:
    assert in_number(told) == told


@pytest.mark.parametrize(
    "said",
    ["1 products have several makers: x.", "1 processes make co-products and name rows."],
)
def test_a_sentence_that_was_put_right_stays_as_it_is(said: str) -> None:
    """Findings are made again from what was stored, and a command puts errors right once more."""
    assert in_number(in_number(said)) == in_number(said)
    assert "makers" in in_number(said) or "co-products and names" in in_number(said)


def test_a_finding_of_one_line_is_told_in_the_singular() -> None:
    found = Finding.of("info", "no_material", "{count} lines name no material.", count=1)
    assert found.message == "1 line names no material."


@pytest.mark.parametrize("name", ["'set of 1 parts are'", '"1 lines are here"'])
def test_the_words_of_a_name_stay_as_they_were_written(name: str) -> None:
    assert in_number(f"{name}: 1 rows have no mass.") == f"{name}: 1 row has no mass."
