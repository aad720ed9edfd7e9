"""What a circular variant saves at the material, reckoned by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.circular import METHODS
from celca.cli.group import cli
from celca.product import study as study_module
from celca.scenario import against_claim, circular_in_product, circular_materials


def test_savings_are_those_reckoned_by_hand(small: Path) -> None:
    """Recycled 0.6 against 2.5; bio-based −2 (1 without uptake) × 1.25 for the same function."""
    recycled, bio = circular_materials(small)
    assert recycled.change_percent == pytest.approx(100 * (0.6 - 2.5) / 2.5)
    assert (bio.virgin_kg_co2e_per_kg, bio.variant_kg_co2e_per_kg) == pytest.approx((2.5, -2))
    assert bio.change_percent == pytest.approx(100 * (-2.5 - 2.5) / 2.5)
    assert bio.change_excluding_uptake_percent == pytest.approx(100 * (1.25 - 2.5) / 2.5)
    assert recycled.change_excluding_uptake_percent == pytest.approx(100 * (0.6 - 2.5) / 2.5)


def test_the_claim_counts_savings_without_uptake(small: Path) -> None:
    assert against_claim(circular_materials(small)) == (0, 2, 0)  # −76 % and −50 %


def test_every_row_says_its_boundary_and_allocation() -> None:
    rows = circular_materials()
    assert len({r.material for r in rows}) >= 15
    assert {(r.boundary, r.allocation) for r in rows} == {("cradle-to-gate", "cut-off")}


# 1 kg resin and 1 kg metal, half of the resin recycled at the end: per rule by hand
TOML = """
name = "P"
bom = "bom.csv"
[circularity.resin]
price_ratio = 0.4
[end_of_life.default]
landfill = 1.0
[end_of_life.resin]
recycling = 0.5
landfill = 0.5
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "bom.csv").write_text("Part,Material,Mass (kg)\nA,resin,1\nB,metal,1\n", "utf-8")
    (tmp_path / "product.toml").write_text(TOML, "utf-8")
    return tmp_path / "product.toml"


def test_a_product_saves_another_share_under_every_rule(study: Path, small: Path) -> None:
    """Virgin, cut-off: 2.5 + 4 + .01 + .005 = 6.515; recycled saves 1.9.

    Avoided burden (Q .9): 2.5 + .5(.6 − 2.25) + 4.015 = 5.69; recycled input costs 2.25, saves .25.
    CFF (A .5): 2.5 − .4125 + 4.015 = 6.1025; .5×.6 + .5×2.25 = 1.425, saves 1.075.
    """
    found = {r.variant: r for r in circular_in_product(study, small)}["recycled"]
    assert list(found.by_allocation) == list(METHODS)
    changes = found.by_allocation
    assert changes["cut-off"] == found.product_change_percent
    assert changes["cut-off"] == pytest.approx(-100 * 1.9 / 6.515)
    assert changes["avoided-burden"] == pytest.approx(-100 * 0.25 / 5.69)
    assert changes["cff"] == pytest.approx(-100 * 1.075 / 6.1025)
    assert changes["clam"] == pytest.approx(0)
    # D.6, A .4: 2.5 + 4.015 − .5×.4×2.5 = 6.015; recycled .6 + .5×.4×2.5 − 0 = saves 1.9 − 1.0
    assert changes["iso14067-open"] == pytest.approx(-100 * (1.9 - 1.0) / 6.015)


def test_the_command_shows_material_product_rules_contents_and_indicators(
    study: Path, small: Path
) -> None:
    arguments = ["circular", str(study), "--database", str(small)]
    shown = CliRunner().invoke(cli, arguments, catch_exceptions=False).output
    for text in (
        "in the product",
        "avoided-burden",
        "What each material was before",
        "%RENI",
        "CTI",
    ):
        assert text in shown
    assert max(map(len, shown.splitlines())) <= 100
    rows = json.loads(CliRunner().invoke(cli, [*arguments, "--json"]).output)
    assert {r["variant"] for r in rows} == {"recycled", "bio_based"}
    assert rows[0]["boundary"] == "cradle-to-gate"
    assert rows[0]["product_boundary"] == "cradle-to-grave"


def test_every_rule_at_once_reads_the_study_once(
    study: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    true: Callable[..., object] = study_module.read_bom

    def counted(path: Path, **how: object) -> object:
        read.append(path)
        return true(path, **how)

    monkeypatch.setattr(study_module, "read_bom", counted)
    arguments = ["footprint", str(study), "--database", str(small), "--allocation", "all", "--json"]
    found = json.loads(CliRunner().invoke(cli, arguments, catch_exceptions=False).output)
    assert [row["allocation"] for row in found["allocations"]] == list(METHODS)
    assert len(read) == 1
