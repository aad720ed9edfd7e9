"""What must hold for any product: indicators, carbon and life, by random example."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celca.assess import Footprint, assess, footprint, open_prices, score
from celca.matching import Match
from celca.product import (
    CircularSettings,
    DeclaredUnit,
    Line,
    MaterialSettings,
    Origin,
    Product,
    Recovery,
)
from celca.scenario import circular_in_product

EXAMPLES = Path(__file__).parents[2] / "examples"
shares = st.floats(0, 1)
parts = st.lists(
    st.tuples(st.sampled_from(["resin", "wood"]), st.floats(0.001, 100), shares, shares),
    min_size=1,
    max_size=5,
)
loosely = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)


def made(
    found: list[tuple[str, float, float, float]], recycling: float, reuse: float, kept: float
) -> Product:
    """Return a product; what is neither recycled nor reused is burnt."""
    lines = tuple(
        Line(
            f"P{i}",
            "",
            name,
            Match(name, "id"),
            mass,
            recycled=again if name == "resin" else 0.0,
            origin=Origin(reused=reused, recycling_yield=kept),
        )
        for i, (name, mass, again, reused) in enumerate(found)
    )
    gone, used = recycling * kept, reuse * (1 - recycling)
    end = {"recycling": gone, "reuse": used, "incineration": 1 - gone - used}
    return Product(
        "p",
        DeclaredUnit(),
        lines,
        end_of_life={"": end},
        boundary="cradle-to-grave",
        recovery={"": Recovery(kept)},
    )


@loosely
@given(parts, shares, shares, st.floats(0.1, 1))
def test_indicators_stay_in_their_range_and_shares_add_up(
    small: Path,
    found: list[tuple[str, float, float, float]],
    recycling: float,
    reuse: float,
    kept: float,
) -> None:
    result: Footprint = assess(made(found, recycling, reuse, kept), open_prices(small))
    c = result.circularity
    assert 0 <= c.mci <= 1
    for flows in (c.inflow, c.outflow):
        assert flows is not None
        total = sum(flows[k] for k in ("reused", "recycled", "renewable", "linear"))
        assert total == pytest.approx(1)
    backwards = assess(made(found[::-1], recycling, reuse, kept), open_prices(small)).circularity
    assert backwards.mci == pytest.approx(c.mci, abs=1e-9)


@loosely
@given(parts, shares, shares)
def test_carbon_that_came_in_goes_out_whatever_is_reused_or_recycled(
    small: Path, found: list[tuple[str, float, float, float]], recycling: float, reuse: float
) -> None:
    """−1/+1 and 0/0 agree: the total is that without any biogenic carbon dioxide."""
    result = assess(made(found, recycling, reuse, 1.0), open_prices(small))
    assert result.biogenic is not None
    scale = sum(mass for _, mass, _, _ in found)
    assert result.biogenic.open == pytest.approx(0, abs=1e-9 * scale)
    assert result.total_kg_co2e == pytest.approx(result.by_category["fossil"], abs=1e-9 * scale)


def under_formula(
    small: Path, mass: float, a: float, again: float = 0.0, gone: float = 0.0
) -> float:
    """Return the footprint of so much resin under the formula, the rest of it landfilled."""
    line = Line("P", "", "resin", Match("resin", "id"), mass, recycled=again)
    product = Product(
        "p",
        DeclaredUnit(),
        (line,),
        end_of_life={"": {"recycling": gone, "landfill": 1 - gone}},
        boundary="cradle-to-grave",
        allocation="cff",
        circularity=CircularSettings(materials={"resin": MaterialSettings(allocation_factor=a)}),
    )
    return score(product, open_prices(small)).total


@loosely
@given(shares, shares, shares, shares, shares)
def test_whole_products_under_the_formula_are_affine_in_factor_and_shares(
    small: Path, low: float, high: float, at: float, again: float, gone: float
) -> None:
    """f((1−t) x + t y) = (1−t) f(x) + t f(y), for A, R1 and R2 from files to footprint."""
    middle = (1 - at) * low + at * high
    for f in (
        lambda x: under_formula(small, 1, x, again, gone),
        lambda x: under_formula(small, 1, 0.3, x, gone),
        lambda x: under_formula(small, 1, 0.3, again, x),
    ):
        assert f(middle) == pytest.approx((1 - at) * f(low) + at * f(high), abs=1e-9)


@loosely
@given(shares, shares, st.floats(1, 10))
def test_two_whole_products_carry_all_burdens_once(
    small: Path, a: float, gone: float, mass: float
) -> None:
    """1 kg of virgin resin is recycled in part into `mass` kg of a second product, same A.

    Made: 1 + mass − R kg virgin at 2.5, R kg recycled at .6; landfilled: 1 − R + mass at .01.
    """
    both = under_formula(small, 1, a, gone=gone) + under_formula(small, mass, a, gone / mass)
    happened = 2.5 * (1 + mass - gone) + 0.6 * gone + 0.01 * (1 - gone + mass)
    assert both == pytest.approx(happened, abs=1e-9)


def test_the_compostable_bag_loses_and_the_shared_machine_wins() -> None:
    """As the Environment Agency found of starch-polyester bags; sharing is reckoned by hand."""
    totals = {
        path: footprint(EXAMPLES / path).total_kg_co2e
        for path in (
            "compostable-bag",
            "compostable-bag/conventional.toml",
            "shared-washing-machine",
            "shared-washing-machine/private.toml",
        )
    }
    assert totals["compostable-bag"] > 1.5 * totals["compostable-bag/conventional.toml"]
    assert totals["shared-washing-machine"] == pytest.approx(0.363333, abs=5e-7)
    assert totals["shared-washing-machine/private.toml"] == pytest.approx(0.418182, abs=5e-7)


def test_a_material_saves_more_by_itself_than_in_a_product(tmp_path: Path, small: Path) -> None:
    """Resin 2.5 to 0.6 is −76 %; with 1 kg metal of 4 beside it, 6.5 to 4.6 is −29.2 %."""
    bom = tmp_path / "bom.csv"
    bom.write_text("Part,Material,Mass (kg)\nA,resin,1\nB,metal,1\n", encoding="utf-8")
    rows = {r.variant: r for r in circular_in_product(bom, small)}
    assert rows["recycled"].change_percent == pytest.approx(-76)
    assert rows["recycled"].product_change_percent == pytest.approx(-100 * 1.9 / 6.5)
    assert rows["recycled"].product_boundary == "cradle-to-gate"
