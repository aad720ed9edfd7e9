"""Each allocation rule against worked numbers: invented data, the arithmetic beside each.

PP, 1 kg: R1 .30, R2 .25, R3 .45; Ev = E*v 2.0, Erec .9, ErecEoL .8, EER 3.1, heat .07 and power
.12 kg CO2e/MJ, ED .05 kg CO2e/kg; Qin = Qout .9, LHV 43 MJ/kg, heat .30, power .12.
AL, 1 kg: R1 .5, R2 .9, R3 0; Ev = E*v 9, Erec = ErecEoL .6, ED .02 kg CO2e/kg; Q 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from celca.circular import METHODS, Recipe, Term, check_roles, doubts, terms
from celca.errors import DataError, UnknownName

PP = Recipe(
    0.30, 0.25, 0.45, a=0.5, q_in=0.9, q_out=0.9, lhv=43, x_heat=0.30, x_elec=0.12,
    price_ratio=0.7, where="PP",
)  # fmt: skip
PP_COST = {
    "virgin": 2.0,
    "recycled": 0.9,
    "recycling": 0.8,
    "substituted_virgin": 2.0,
    "energy_recovery": 3.1,
    "substituted_heat": 0.07,
    "substituted_electricity": 0.12,
    "disposal": 0.05,
    "avoided_disposal": 0.05,
}
AL = Recipe(0.5, 0.9, 0.0, a=0.2, q_in=1.0, q_out=1.0, where="AL")
AL_COST = {
    "virgin": 9.0,
    "recycled": 0.6,
    "recycling": 0.6,
    "substituted_virgin": 9.0,
    "disposal": 0.02,
}
MATERIAL = {"virgin", "recycled", "recycling", "substituted_virgin"}
ENERGY = {"energy_recovery", "substituted_heat", "substituted_electricity"}


def cost(
    found: tuple[Term, ...], prices: Mapping[str, float], roles: set[str] | None = None
) -> float:
    """Add up what is inside the boundary."""
    inside = [t for t in found if t.stage != "beyond_boundary"]
    return float(
        sum(
            t.coefficient * prices.get(t.role, 0)
            for t in inside
            if roles is None or t.role in roles
        )
    )


def stage(found: tuple[Term, ...], prices: Mapping[str, float], name: str) -> float:
    return float(sum(t.coefficient * prices[t.role] for t in found if t.stage == name))


def close(expected: float) -> object:
    return pytest.approx(expected, abs=1e-12)


def test_the_formula_gives_each_of_its_terms() -> None:
    """Material, energy and disposal, each as it is put together.

    Material .7×2 + .3(.5×.9 + .5×2×.9) + .5×.25(.8 − 2×.9) = 1.400 + .405 − .125 = 1.680;
    energy .45(3.1 − 43×.30×.07 − 43×.12×.12) = .45×1.5778 = .71001; disposal .3×.05 = .015.
    """
    virgin, own, carried, recycling, credit, *_ = found = terms("cff", PP)
    assert virgin.coefficient * 2.0 == close(1.4)
    assert own.coefficient * 0.9 + carried.coefficient * 2.0 == close(0.405)
    assert recycling.coefficient * 0.8 + credit.coefficient * 2.0 == close(-0.125)
    assert cost(found, PP_COST, MATERIAL) == close(1.680)
    assert cost(found, PP_COST, ENERGY) == close(0.71001)
    assert cost(found, PP_COST, {"disposal"}) == close(0.015)
    assert cost(found, PP_COST) == close(2.40501)


@pytest.mark.parametrize(
    ("a", "recycled_in", "recycling_out", "material", "total"),
    [
        (0.0, 0.540, -0.250, 1.690, 2.41501),  # .3×1.8; .25(.8−1.8)
        (0.2, 0.486, -0.200, 1.686, 2.41101),  # .3(.18+1.44); .8×.25×(−1)
        (0.5, 0.405, -0.125, 1.680, 2.40501),  # .3(.45+.90); .5×.25×(−1)
        (0.8, 0.324, -0.050, 1.674, 2.39901),  # .3(.72+.36); .2×.25×(−1)
        (1.0, 0.270, 0.000, 1.670, 2.39501),  # .3×.9; nothing handed on
    ],
)
def test_the_formula_on_plastic_for_each_factor(
    a: float, recycled_in: float, recycling_out: float, material: float, total: float
) -> None:
    """Material 1.4 + recycled_in + recycling_out; energy .71001 and disposal .015 beside it."""
    found = terms("cff", replace(PP, a=a))
    assert cost(found, PP_COST, MATERIAL) == close(material)
    assert stage(found, PP_COST, "raw_materials") == close(1.4 + recycled_in)
    assert stage(found, PP_COST, "end_of_life") == close(recycling_out + 0.72501)
    assert cost(found, PP_COST) == close(total)


@pytest.mark.parametrize(
    ("a", "recycled_in", "recycling_out", "material", "total"),
    [
        (0.0, 4.50, -7.560, 1.440, 1.442),  # .5×9; .9(.6−9)
        (0.2, 3.66, -6.048, 2.112, 2.114),  # .5(.12+7.2); .8×.9×(−8.4)
        (0.5, 2.40, -3.780, 3.120, 3.122),  # .5(.3+4.5); .5×.9×(−8.4)
        (0.8, 1.14, -1.512, 4.128, 4.130),  # .5(.48+1.8); .2×.9×(−8.4)
        (1.0, 0.30, 0.000, 4.800, 4.802),  # .5×.6; nothing handed on
    ],
)
def test_the_formula_on_aluminium_for_each_factor(
    a: float, recycled_in: float, recycling_out: float, material: float, total: float
) -> None:
    """Material 4.5 + recycled_in + recycling_out; disposal .1×.02 = .002 beside it."""
    found = terms("cff", replace(AL, a=a))
    assert stage(found, AL_COST | dict.fromkeys(ENERGY, 0.0), "raw_materials") == close(
        4.5 + recycled_in
    )
    assert cost(found, AL_COST, {"recycling", "substituted_virgin"}) == close(recycling_out)
    assert cost(found, AL_COST, MATERIAL) == close(material)
    assert cost(found, AL_COST) == close(total)


def test_each_part_of_the_energy_and_of_the_other_halves() -> None:
    """Heat 43×.30×.07 = .903 and power 43×.12×.12 = .6192 per kg burnt, of which .45.

    50:50 1.4 + .435 − .15 = 1.685 for the material; module C3 .05 + 1.395 = 1.445, C4 .015.
    """
    found = terms("cff", PP)
    assert cost(found, PP_COST, {"substituted_heat"}) == close(-0.45 * 0.903)
    assert cost(found, PP_COST, {"substituted_electricity"}) == close(-0.45 * 0.6192)
    assert cost(terms("50:50", PP), PP_COST, MATERIAL) == close(1.685)
    modules = terms("en15804", replace(PP, eow_in=0.2 / 0.9, eow_out=0.2 / 0.8))
    processed = [t for t in modules if t.stage == "end_of_life" and t.role != "disposal"]
    assert cost(tuple(processed), PP_COST) == close(1.445)


@pytest.mark.parametrize(
    ("method", "recipe", "prices", "total"),
    [
        # .7×2 + .3×.9 + .45×3.1 + .3×.05 = 1.4 + .27 + 1.395 + .015
        ("cut-off", PP, PP_COST, 3.08),
        ("rcm", PP, PP_COST, 3.08),
        ("cut-off", AL, AL_COST, 4.802),  # 4.5 + .3 + .1×.02
        ("avoided-burden", PP, PP_COST, 2.41501),  # the CFF at A = 0
        ("avoided-burden", AL, AL_COST, 1.442),
        # A .5, Q 1: 1.4 + .3(.45+1) + .125(.8−2) + .71001 + .015 = 1.4 + .435 − .15 + .72501
        ("50:50", PP, PP_COST, 2.41001),
        # .85×2 + .15×.9 + .125(.8−1.8) + .71001 + (1−.125−.45)×.05 − .15×.05
        # = 1.7 + .135 − .125 + .71001 + .02125 − .0075
        ("pef-2013", PP, PP_COST, 2.43376),
        # 2 + .25(.8−2) + .45×3.1 + .3×.05 = 2 − .3 + 1.395 + .015
        ("clam", PP, PP_COST, 3.11),
        ("clam", AL, AL_COST, 1.442),  # 9 + .9(.6−9) + .002
    ],
)
def test_each_other_rule_gives_its_worked_number(
    method: str, recipe: Recipe, prices: Mapping[str, float], total: float
) -> None:
    assert cost(terms(method, recipe), prices) == close(total)


def test_net_scrap_pays_for_more_scrap_than_it_gives_back() -> None:
    """Material: .7×2 + .3×.9 − (.25−.30)(2−.9) = 1.67 + .055 = 1.725; the credit is a burden here."""
    found = terms("net-scrap", PP)
    assert cost(found, PP_COST, MATERIAL) == close(1.725)
    assert stage(found, PP_COST, "raw_materials") == close(1.67)
    assert cost(found, PP_COST) == close(1.725 + 1.395 + 0.015)


def test_module_d_stands_beside_the_modules_and_is_never_added() -> None:
    """Before and after the end of waste: Erec .2 + .7, ErecEoL .2 + .6.

    A1 1.4 + .3×.7 = 1.61; C3 .25×.2 = .05 and .45×3.1 = 1.395; C4 .3×.05 = .015; A to C 3.07.
    D1 (.25−.30)(.6−2×.9) = +.06; D3 −.45×43(.3×.07+.12×.12) = −.68499; D −.62499.
    """
    found = terms("en15804", replace(PP, eow_in=0.2 / 0.9, eow_out=0.2 / 0.8))
    beyond = [t for t in found if t.stage == "beyond_boundary"]
    d1 = sum(t.coefficient * PP_COST[t.role] for t in beyond if t.role in MATERIAL)
    d3 = sum(t.coefficient * PP_COST[t.role] for t in beyond if t.role in ENERGY)
    assert stage(found, PP_COST, "raw_materials") == close(1.61)
    assert stage(found, PP_COST, "end_of_life") == close(0.05 + 1.395 + 0.015)
    assert cost(found, PP_COST) == close(3.07)
    assert (d1, d3) == (close(0.06), close(-0.68499))
    assert stage(found, PP_COST, "beyond_boundary") == close(-0.62499)


@pytest.mark.parametrize(
    ("method", "a", "gate", "reduction"),
    [
        ("cut-off", 0.5, True, 0.55),  # (2 − .9) / 2
        ("cut-off", 0.5, False, 0.32258064516129037),  # 1.1 / (2 + 1.395 + .015)
        ("cff", 0.5, False, 0.24999903846523674),  # .65 / (2 − .125 + .72501)
        ("cff", 0.0, False, 0.08080775431210363),  # .2 / (2 − .25 + .72501)
    ],
)
def test_the_same_recycled_content_saves_8_or_55_percent(
    method: str, a: float, gate: bool, reduction: float
) -> None:
    def burden(r1: float) -> float:
        found = terms(method, replace(PP, r1=r1, a=a))
        return stage(found, PP_COST, "raw_materials") if gate else cost(found, PP_COST)

    assert 1 - burden(1.0) / burden(0.0) == close(reduction)


# Errors seen in published code: each would give the second number.


@pytest.mark.parametrize("method", ["cff", "avoided-burden", "50:50", "pef-2013"])
def test_the_credit_is_for_what_is_substituted_not_for_the_own_virgin_material(method: str) -> None:
    """PP replaces wood-plastic at 0.4 kg CO2e/kg: no term at end of life may cost Ev."""
    at_end = [t for t in terms(method, PP) if t.stage == "end_of_life" and t.role in MATERIAL]
    assert {t.role for t in at_end} == {"recycling", "substituted_virgin"}
    # CFF: 2.40501 − .125×.9×(.4 − 2) = 2.58501, with Ev in its place 2.40501
    if method == "cff":
        assert cost(terms(method, PP), PP_COST | {"substituted_virgin": 0.4}) == close(2.58501)


@pytest.mark.parametrize("method", [m for m in METHODS if m != "pef-2013"])
def test_what_is_burnt_is_not_disposed_of_as_well(method: str) -> None:
    """(1 − .25 − .45) = .30, where ED (1 − R2) would give .75."""
    (disposal,) = [t for t in terms(method, PP) if t.role == "disposal"]
    assert disposal.coefficient == close(0.30)


@pytest.mark.parametrize("method", ["cff", "avoided-burden", "50:50", "pef-2013"])
def test_a_credit_is_subtracted_once(method: str) -> None:
    """All three credits lower the total; a credit subtracted twice would raise it."""
    credits = [t for t in terms(method, PP) if t.role.startswith("substituted")]
    assert len(credits) == 3
    assert all(t.coefficient < 0 for t in credits)
    # with what is substituted for nothing: 2.40501 + .125×.9×2 + .45×1.5222 = 3.315
    if method == "cff":
        free = {"substituted_virgin": 0, "substituted_heat": 0, "substituted_electricity": 0}
        assert cost(terms("cff", PP), PP_COST | free) == close(3.315)


def test_the_user_of_the_energy_takes_over_its_share() -> None:
    """B = .4: energy .6 × .71001; the rest stays."""
    found = terms("cff", replace(PP, b=0.4))
    assert cost(found, PP_COST) == close(1.680 + 0.6 * 0.71001 + 0.015)


def test_a_catalogue_is_reckoned_like_one_product() -> None:
    """Arrays and Polars expressions give the figures that floats give."""
    shares = [0.0, 0.3, 1.0]
    ones = [cost(terms("cff", replace(PP, r1=r)), PP_COST) for r in shares]
    many = sum(
        t.coefficient * PP_COST[t.role] for t in terms("cff", replace(PP, r1=np.array(shares)))
    )
    expression = sum(
        t.coefficient * PP_COST[t.role] for t in terms("cff", replace(PP, r1=pl.col("r1")))
    )
    assert many == pytest.approx(ones)
    table = pl.DataFrame({"r1": shares}).select(total=expression)
    assert table["total"].to_list() == pytest.approx(ones)


@pytest.mark.parametrize("method", METHODS)
def test_every_rule_takes_arrays(method: str) -> None:
    found = terms(method, replace(PP, r1=np.array([0.3, 0.3]), r2=np.array([0.25, 0.25])))
    total = sum(t.coefficient * PP_COST[t.role] for t in found if t.stage != "beyond_boundary")
    assert total == pytest.approx([cost(terms(method, PP), PP_COST)] * 2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"r1": 1.2}, "r1 is 1.2, but must be 0 to 1"),
        ({"r1": None}, "r1 is not given"),
        ({"r2": -0.1}, "r2 is -0.1"),
        ({"r2": 0.7}, r"r2 \+ r3 is 1.15, but must be 0 to 1"),
        ({"a": 2}, "a is 2"),
        ({"b": float("nan")}, "b is nan"),
        ({"q_in": -1}, "q_in is -1, but must be 0 or more"),
        ({"lhv": float("inf")}, "lhv is inf"),
        ({"x_heat": 0.9}, r"x_heat \+ x_elec is 1.02"),
        ({"r1": np.array([0.5, 1.5])}, "r1 is 1.5"),
        ({"r3": np.array([0.5, 0.8])}, r"r2 \+ r3 is 1.05"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused(change: dict[str, object], told: str) -> None:
    with pytest.raises(DataError, match=f"^PP: {told}"):
        replace(PP, **change)


def test_a_recipe_may_know_one_of_the_two_efficiencies() -> None:
    assert Recipe(0, 0, 1, x_heat=0.9).x_elec is None
    assert Recipe(0, 0, 1, x_elec=0.9).x_heat is None


@pytest.mark.parametrize(
    ("method", "missing"),
    [
        ("cff", "a"),
        ("cff", "q_in"),
        ("cff", "q_out"),
        ("pef-2013", "lhv"),
        ("en15804", "x_heat"),
        ("iso14067-open", "price_ratio"),
    ],
)
def test_a_figure_that_a_rule_needs_is_never_guessed(method: str, missing: str) -> None:
    with pytest.raises(DataError, match=rf"^PP: the .* \({missing}\) is not given"):
        terms(method, replace(PP, **{missing: None}))


def test_a_figure_that_is_missing_is_asked_for_by_its_entry_in_a_study() -> None:
    with pytest.raises(DataError, match=r"write \[circularity\] quality_ratio in the study"):
        terms("cff", replace(PP, q_out=None))


def test_a_figure_that_does_not_count_is_not_asked_for() -> None:
    assert cost(terms("cff", Recipe(0, 0, 0)), PP_COST) == close(2.05)
    assert cost(terms("cut-off", Recipe(0.3, 0.25, 0.45)), PP_COST) == close(3.08)


def test_recycled_content_without_a_process_for_it_is_refused() -> None:
    known = [role for role in PP_COST if role != "recycled"]
    with pytest.raises(DataError, match=r"^bom.csv line 3: no process stands for 'recycled'"):
        check_roles(terms("cut-off", PP), known, "bom.csv line 3")
    check_roles(terms("cut-off", replace(PP, r1=0.0)), known, "bom.csv line 3")


def test_an_unknown_rule_is_refused_with_its_neighbours() -> None:
    with pytest.raises(
        UnknownName, match="^PP: no allocation method is called 'cutoff'.*'cut-off'"
    ):
        terms("cutoff", PP)


def test_a_factor_outside_the_range_of_the_formula_is_doubted() -> None:
    assert doubts("cff", PP) == ()
    for within in (0.2, 0.8):
        assert doubts("cff", replace(PP, a=within)) == ()
    for outside in (0.19, 0.81):
        found = doubts("cff", replace(PP, a=outside))
        assert [f.code for f in found] == ["allocation_factor_unusual"]
    assert [f.code for f in doubts("cff", replace(PP, q_out=1.1))] == ["quality_ratio_above_one"]
    assert doubts("cut-off", replace(PP, a=0.9)) == ()
