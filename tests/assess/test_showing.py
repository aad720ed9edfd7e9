"""A footprint in Python: HTML for notebooks, data frames, pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import celca
from celca.assess import Footprint

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def chair() -> Footprint:
    return celca.footprint(ROOT / "examples" / "hag-credo-4400")


def test_the_frames_hold_every_line_and_add_up(chair: Footprint) -> None:
    for frame in (chair.to_polars(), chair.to_pandas()):
        assert len(frame) == len(chair.lines)
        assert frame["kg_co2e"].sum() == pytest.approx(chair.total_kg_co2e, rel=1e-12)
        assert list(frame["material"]) == [line.material for line in chair.lines]


def test_a_footprint_without_lines_gives_empty_frames(chair: Footprint) -> None:
    assert len(replace(chair, lines=()).to_polars()) == 0


def test_names_in_the_html_stay_text(chair: Footprint) -> None:
    html = replace(chair, product="<script>alert(1)</script>")._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert f"{chair.total_kg_co2e:.4g} kg CO2e" in html


@pytest.mark.parametrize("name", ["stages", "parts", "variants", "categories", "flows"])
def test_each_picture_is_drawn_in_both_languages(chair: Footprint, name: str) -> None:
    english, japanese = (getattr(chair.plot, name)(lang) for lang in ("en", "ja"))
    assert len(english.data) == len(japanese.data) >= 1
    assert english.to_json() != japanese.to_json()


def test_bars_start_at_zero(chair: Footprint) -> None:
    low, high = chair.plot.parts().layout.xaxis.range
    assert low <= 0 < high
