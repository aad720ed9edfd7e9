"""What a circular variant saves at the material, reckoned by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from celca.scenario import circular_materials, within_claim


def test_savings_are_those_reckoned_by_hand(small: Path) -> None:
    """Recycled 0.6 against 2.5; bio-based −2 (1 without uptake) × 1.25 for the same function."""
    recycled, bio = circular_materials(small)
    assert recycled.change_percent == pytest.approx(100 * (0.6 - 2.5) / 2.5)
    assert (bio.virgin_kg_co2e_per_kg, bio.variant_kg_co2e_per_kg) == pytest.approx((2.5, -2))
    assert bio.change_percent == pytest.approx(100 * (-2.5 - 2.5) / 2.5)
    assert bio.change_excluding_uptake_percent == pytest.approx(100 * (1.25 - 2.5) / 2.5)


def test_the_claim_counts_savings_without_uptake(small: Path) -> None:
    assert within_claim(circular_materials(small)) == 2  # −76 % and −50 %


def test_every_row_says_its_boundary_and_allocation() -> None:
    rows = circular_materials()
    assert len({r.material for r in rows}) >= 15
    assert {(r.boundary, r.allocation) for r in rows} == {("cradle-to-gate", "cut-off")}
