"""Scenario files, and comparisons that the standard allows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.errors import CelcaError
from celca.scenario import compare, read_scenarios

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\n"


def test_a_scenario_file_names_changes_in_its_order(write: Write) -> None:
    text = "[scenarios.b]\nrecycled = { resin = 0.5 }\n[scenarios.a]\nbio_based = { resin = 1 }\n"
    changes = read_scenarios(write("s.toml", text))
    assert [(c.name, dict(c.recycled), dict(c.bio_based)) for c in changes] == [
        ("b", {"resin": 0.5}, {}),
        ("a", {}, {"resin": 1.0}),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "names no scenario"),
        ("[scenarios.a]\nrecycled = { resin = 5 }\n", "'resin' is 5, but a share"),
        ("[scenarios.a]\nrecyled = { resin = 1 }\n", "Did you mean 'recycled'"),
        ("[scenario.a]\n", "Did you mean 'scenarios'"),
    ],
)
def test_a_scenario_file_that_is_wrong_is_refused(text: str, told: str, write: Write) -> None:
    with pytest.raises(CelcaError, match=told):
        read_scenarios(write("s.toml", text))


def test_products_are_set_against_the_first(write: Write, small: Path) -> None:
    a, b = write("a.csv", BOM), write("b.csv", BOM.replace("resin,3", "resin,6"))
    data = compare([a, b], small).to_dict()
    assert [p["change_percent"] for p in data["products"]] == pytest.approx([0, 100])


def test_one_product_is_no_comparison(write: Write, small: Path) -> None:
    with pytest.raises(CelcaError, match="two products or more"):
        compare([write("a.csv", BOM)], small)


def test_products_of_different_units_may_not_be_compared(write: Write, small: Path) -> None:
    write("a.csv", BOM)
    toml = 'name = "B"\nbom = "a.csv"\n[declared_unit]\namount = 1\nunit = "kg"\n'
    with pytest.raises(CelcaError, match="may not be compared: their declared unit differs"):
        compare([tmp := write("a.csv", BOM), write("b.toml", toml)], small)
    assert tmp.exists()
