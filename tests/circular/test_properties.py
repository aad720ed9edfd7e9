"""What every allocation rule must hold to, whatever the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import Recipe, Term, terms

share = st.floats(0, 1)
burden = st.floats(0, 100)
MATERIAL = {"virgin", "recycled", "recycling", "substituted_virgin"}


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    r2 = draw(share)
    x_heat = draw(share)
    return Recipe(
        r1=draw(share),
        r2=r2,
        r3=draw(share) * (1 - r2),
        a=draw(share),
        b=draw(share),
        q_in=draw(share),
        q_out=draw(share),
        lhv=draw(st.floats(0, 50)),
        x_heat=x_heat,
        x_elec=draw(share) * (1 - x_heat),
    )


@st.composite
def prices(draw: st.DrawFn) -> dict[str, float]:
    roles = [
        *sorted(MATERIAL),
        "energy_recovery",
        "substituted_heat",
        "disposal",
        "avoided_disposal",
    ]
    return {role: draw(burden) for role in (*roles, "substituted_electricity")}


def cost(found: tuple[Term, ...], price: dict[str, float], roles: set[str] | None = None) -> float:
    inside = [
        t for t in found if t.stage != "beyond_boundary" and (roles is None or t.role in roles)
    ]
    return float(sum(t.coefficient * price[t.role] for t in inside))


def near(value: float, price: dict[str, float]) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-9 * (1 + 100 * max(price.values())))


@pytest.mark.parametrize("name", ["a", "r1", "r2", "r3"])
@given(recipe=recipes(), price=prices(), low=share, high=share, at=share)
def test_the_formula_is_affine_in_each_share(
    name: str, recipe: Recipe, price: dict[str, float], low: float, high: float, at: float
) -> None:
    """f((1−t) x + t y) = (1−t) f(x) + t f(y)."""
    recipe = (
        replace(recipe, r3=0.0)
        if name == "r2"
        else replace(recipe, r2=0.0)
        if name == "r3"
        else recipe
    )
    values = low, high, (1 - at) * low + at * high
    f = [cost(terms("cff", replace(recipe, **{name: v})), price) for v in values]
    assert f[2] == near((1 - at) * f[0] + at * f[1], price)


@given(recipes(), prices())
def test_with_a_of_one_the_formula_is_the_cut_off_for_materials(
    recipe: Recipe, price: dict[str, float]
) -> None:
    cff, cut_off = terms("cff", replace(recipe, a=1.0)), terms("cut-off", recipe)
    assert cost(cff, price, MATERIAL) == near(cost(cut_off, price, MATERIAL), price)
    assert cost(cff, price, {"disposal"}) == cost(cut_off, price, {"disposal"})


@given(recipes(), prices())
def test_the_slope_in_a_is_what_goes_in_less_what_goes_out(
    recipe: Recipe, price: dict[str, float]
) -> None:
    """d/dA = R1 (Erec − Ev Qin) − R2 (ErecEoL − E*v Qout); where it is nil, A does not matter."""
    ends = [cost(terms("cff", replace(recipe, a=a)), price) for a in (0.0, 1.0)]
    into = recipe.r1 * (price["recycled"] - price["virgin"] * recipe.q_in)
    out = recipe.r2 * (price["recycling"] - price["substituted_virgin"] * recipe.q_out)
    assert ends[1] - ends[0] == near(into - out, price)


@given(recipes(), prices(), st.floats(1, 10))
def test_two_linked_products_carry_all_burdens_once(
    first: Recipe, price: dict[str, float], mass: float
) -> None:
    """1 kg, virgin, gives R2 kg of recycled material to `mass` kg of a second product.

    What happened: Ev of the first and of the rest of the second, Erec of what was recycled, and
    disposal. Same A, same data and quality: the shares of the two add up to just that.
    """
    q, price = (
        first.q_out,
        price | {"recycling": price["recycled"], "substituted_virgin": price["virgin"]},
    )
    first = replace(first, r1=0.0, r3=0.0)
    second = replace(first, r1=first.r2 / mass, r2=0.0, q_in=q)
    shared = cost(terms("cff", first), price) + mass * cost(terms("cff", second), price)
    moved = first.r2
    happened = (1 + mass - moved) * price["virgin"] + moved * price["recycled"]
    assert shared == near(happened + (1 - moved + mass) * price["disposal"], price)


@given(recipes(), prices())
def test_a_loop_that_gives_what_it_takes_costs_the_same_for_every_factor(
    recipe: Recipe, price: dict[str, float]
) -> None:
    """R1 = R2 = R, same data, same quality: (1−R) Ev + R Erec + (1−R) ED, whatever A."""
    price = price | {
        "recycling": price["recycled"],
        "substituted_virgin": price["virgin"],
    }
    share = recipe.r2
    loop = replace(recipe, r1=share, r3=0.0, q_in=recipe.q_out)
    happened = (1 - share) * (price["virgin"] + price["disposal"]) + share * price["recycled"]
    assert cost(terms("cff", loop), price) == near(happened, price)


@given(recipes(), prices())
def test_net_scrap_and_the_closed_loop_agree_when_scrap_costs_the_same_both_ways(
    recipe: Recipe, price: dict[str, float]
) -> None:
    """(1−R1) Ev + R1 Erec − (R2−R1)(Ev−Erec) = Ev − R2 (Ev−Erec), whatever R1."""
    price = price | {"recycling": price["recycled"]}
    net, loop = cost(terms("net-scrap", recipe), price), cost(terms("clam", recipe), price)
    assert net == near(loop, price)


@given(recipes(), prices())
def test_the_modules_inside_the_boundary_take_no_credit(
    recipe: Recipe, price: dict[str, float]
) -> None:
    found = terms("en15804", recipe)
    assert all(t.coefficient >= -1e-12 for t in found if t.stage != "beyond_boundary")
    assert cost(found, price) == near(cost(terms("cut-off", recipe), price), price)


@pytest.mark.parametrize(
    "method", ["cff", "avoided-burden", "pef-2013", "cut-off", "net-scrap", "clam"]
)
@given(recipe=recipes(), factor=st.floats(0, 10))
def test_a_rule_is_linear_in_the_burdens(method: str, recipe: Recipe, factor: float) -> None:
    """Burdens in another unit give the footprint in that unit."""
    price = dict.fromkeys([*MATERIAL, "energy_recovery", "substituted_heat", "disposal"], 1.0)
    price |= {"substituted_electricity": 2.0, "avoided_disposal": 0.5}
    scaled = {role: factor * value for role, value in price.items()}
    found = terms(method, recipe)
    assert cost(found, scaled) == near(factor * cost(found, price), scaled)
