"""The checks of a database find what is wrong with it, and only that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.audit.database import check_database, listing, summary

Write = Callable[..., Path]


def test_a_sound_database_passes(small: Path) -> None:
    report = check_database(small)
    assert report["uncited"] == []
    assert report["balance_errors"] == []
    assert report["published"]["checked"] == 2
    assert report["published"]["inside"] == 1  # wood: 0.2 computed, 0.3 published, 10 % allowed
    (outside,) = report["published"]["outside"]
    assert outside["process"] == "wood"
    assert outside["difference_percent"] == pytest.approx(-100 / 3)


def test_a_figure_without_a_known_source_is_named(write_database: Write) -> None:
    folder = write_database({"exchanges.csv": (",book#7,", ",hearsay,")})
    assert check_database(folder)["uncited"] == [
        "exchanges.csv line 12: moulding, source 'hearsay'"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("resin-bio,uptake,co2-up,3", "resin-bio,uptake,co2-up,2", "resin-bio: holds 3 kg"),
        (
            "incineration,emission,co2,3",
            "incineration,emission,co2,2",
            "incineration: burning resin",
        ),
        (
            "incineration-wood,emission,co2-bio,1.83",
            "incineration-wood,emission,co2-bio,0.83",
            "burning wood",
        ),
    ],
)
def test_carbon_that_goes_missing_is_named(
    old: str, new: str, told: str, write_database: Write
) -> None:
    report = check_database(write_database({"exchanges.csv": (old, new)}))
    assert any(told in line for line in report["balance_errors"])


def test_recycled_above_virgin_is_a_finding(write_database: Write) -> None:
    row = "resin-recycled,emission,co2,0.1", "resin-recycled,emission,co2,9.1"
    report = check_database(write_database({"exchanges.csv": row}))
    assert [f["code"] for f in report["findings"]] == ["recycled_above_virgin"]


def test_the_embedded_database_is_listed_and_summed_up() -> None:
    assert "celca-open" in [d["name"] for d in listing()]
    data = summary()
    assert data["processes"] >= 60
    assert data["numerics"]["error_bound"] < 1e-9
    assert len(data["hash"]) == 64


def test_scores_below_zero_are_one_finding_by_name_and_treatments_another(
    write_database: Write,
) -> None:
    """A service that Brightway would write with an output of -1 is not wrong, only turned."""
    rows = "moulding,emission,co2,-9,kg,,,,,,book#1,\nincineration,output,incineration,-1,kg,,,,,,book#1,\n"
    first = "electricity,emission,co2,500,g,,,,,,book#1,\n"
    folder = write_database({"exchanges.csv": (first, first + rows)})
    told = {f["code"]: f["message"] for f in check_database(folder)["findings"]}
    assert told["negative"].startswith("1 process has a negative footprint without uptake: Moul")
    assert "(moulding)" in told["negative"]
    assert told["output_below_zero"].startswith("1 process has an output below 0")
