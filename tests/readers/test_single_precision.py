"""An export to Brightway says what single precision, in which bw2calc calculates, makes of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.methods import load_method
from celca.readers import open_database
from celca.readers.handing import in_form

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("bw_processing", reason="needs the extra brightway")

Write = Callable[..., Path]
CO2 = "electricity,emission,co2,500,g,,,,,,book#1,\n"


def told(folder: Path) -> list[str]:
    inventory = open_database(folder)
    return [f["message"] for f in in_form(inventory, load_method(), "brightway")]


def using_itself(write_database: Write, amount: str) -> Path:
    own = f"electricity,input,electricity,{amount},kWh,,,,,,book#1,\n"
    return write_database({"exchanges.csv": (CO2, CO2 + own)})


def test_a_database_that_eight_digits_can_hold_gives_no_finding(small: Path) -> None:
    assert told(small) == []


def test_a_process_that_single_precision_leaves_nothing_of_is_named(write_database: Write) -> None:
    """1 - 0.99999999 is 1e-8; in single precision both are 1, and the difference is 0."""
    (message,) = told(using_itself(write_database, "0.99999999"))
    assert "has no solution: bw2calc gives NaN for all its products" in message
    assert "Electricity" in message


def test_a_score_that_single_precision_moves_by_more_than_a_thousandth_is_named(
    write_database: Write,
) -> None:
    """1 - 0.99999 is 1e-5, of which steps of 6e-8 are half a percent."""
    (message,) = told(using_itself(write_database, "0.99999"))
    assert "by more than 0.1 %" in message
    assert "Electricity" in message


def test_forms_in_double_precision_are_not_looked_into(write_database: Write) -> None:
    inventory = open_database(using_itself(write_database, "0.99999999"))
    assert in_form(inventory, load_method(), "datapackage") == []
