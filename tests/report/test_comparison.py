import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from celca.assess import Footprint
from celca.errors import DataError
from celca.product import DeclaredUnit
from celca.report import Spread, comparison_page, write_comparison
from celca.uncertainty import Band


@pytest.fixture
def lantern(lamp: Footprint) -> Footprint:
    """Return a lamp with twice the production: 23 kg CO2e."""
    stages = {**lamp.by_stage, "production": 6.0}
    return replace(lamp, product="Lantern", total_kg_co2e=23.0, by_stage=stages)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"declared_unit": DeclaredUnit(2.0, "piece")}, "declared unit"),
        ({"declared_unit": DeclaredUnit(1.0, "kg")}, "declared unit"),
        ({"boundary": "cradle-to-gate"}, "boundary"),
        ({"method": "IPCC AR5, GWP100"}, "method"),
        ({"allocation": "other"}, "allocation"),
    ],
)
def test_what_was_calculated_otherwise_is_not_compared(
    lamp: Footprint, lantern: Footprint, change: dict[str, Any], what: str
) -> None:
    with pytest.raises(DataError, match=f"'Desk lamp' and 'Lantern' may not.*{what}"):
        comparison_page([lamp, replace(lantern, **change)])


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_comparison_holds_two_to_six_products(lamp: Footprint, count: int) -> None:
    with pytest.raises(DataError, match=f"2 to 6 products, but {count}"):
        comparison_page([lamp] * count)


def test_changes_are_against_the_first(lamp: Footprint, lantern: Footprint) -> None:
    page = comparison_page([lamp, lantern])
    assert "+15.0\u202f%" in page  # 23 against 20
    assert "Desk lamp is the lowest of these." in page
    page = comparison_page([lantern, lamp])
    assert "The lowest is Desk lamp: −13.0\u202f% against Lantern." in page  # 20 against 23


def test_products_that_state_no_function_are_marked(lamp: Footprint, lantern: Footprint) -> None:
    assert "one and the same function" not in comparison_page([lamp, lantern])
    silent = comparison_page([lamp, replace(lantern, declared_unit=DeclaredUnit(1.0, "piece"))])
    assert "one and the same function" in silent


def test_products_of_another_function_are_not_compared(lamp: Footprint, lantern: Footprint) -> None:
    other = replace(lantern, declared_unit=DeclaredUnit(1.0, "piece", "shines outdoors"))
    with pytest.raises(DataError, match="same functional unit"):
        comparison_page([lamp, other])


def test_bands_stand_beside_the_totals_with_the_difference_in_the_same_draws(
    lamp: Footprint, lantern: Footprint
) -> None:
    bands = (Band(20.0, 17.0, 24.0, 0.5, 0.0, 0.0), Band(23.0, 19.5, 27.5, 0.025, 1.5, 4.5))
    page = comparison_page([lamp, lantern], spread=Spread(bands, 400, 7))
    for text in ("17.00", "27.50", "1.50", "4.50", "2.5\u202f%", "400 draws", "seed 7"):
        assert text in page, text
    assert "400 draws" not in comparison_page([lamp, lantern])


def test_another_edition_of_the_database_is_marked(lamp: Footprint, lantern: Footprint) -> None:
    newer = replace(lantern, database={**lantern.database, "hash": "f" * 64})
    assert "different databases or editions" in comparison_page([lamp, newer])
    assert "different databases or editions" not in comparison_page([lamp, lantern])


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_browser_draws_a_layer_for_each_stage_that_counts(
    lamp: Footprint,
    lantern: Footprint,
    tmp_path: Path,
    opened: Callable[[Path], str],
    lang: str,
) -> None:
    page = tmp_path / "compare.html"
    write_comparison([lamp, lantern], page, lang=lang)
    dom = opened(page)
    assert len(re.findall(r'<g class="point"', dom)) == 4 * 2  # no use stage in either
