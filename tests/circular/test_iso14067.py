"""ISO 14067:2018, Annex D: E_V = 9, E_PP = .6, E_EoL = .54 kg CO2e/kg, C = .5, R = .9."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import FORMULAS, Recipe, annex_d, spell_out, terms
from celca.errors import DataError, UnknownName

COST = {"virgin": 9.0, "pre_processing": 0.6, "end_of_life_operations": 0.54}
share = st.floats(0, 1)


def total(formula: str, c: float, r: float, a: float) -> float:
    return float(sum(t.coefficient * COST[t.role] for t in annex_d(formula, c, r, a)))


@pytest.mark.parametrize(
    ("formula", "a", "expected"),
    [
        ("D.1", 1.0, 1.44),  # 9 + .54 − .9×9
        ("D.2", 1.0, 1.44),  # 9 + .54 − .9×1×9
        ("D.3", 1.0, 2.04),  # 9 + .6 + .54 − 8.1
        ("D.4", 1.0, 2.04),  # .6 + .54 + .1×9
        ("D.5", 1.0, 1.74),  # .5×9 + .3 + 4.5 + .54 − 8.1
        ("D.6", 1.0, 1.74),  # .3 + 4.5 + .54 + (.5−.9)×9
        ("D.1", 0.7, 1.44),
        ("D.2", 0.7, 3.87),  # 9.54 − .9×.7×9 = 9.54 − 5.67
        ("D.3", 0.7, 1.77),  # 6.3 + .6 + .54 − 5.67
        ("D.4", 0.7, 1.77),  # 1.14 + .1×.7×9
        ("D.5", 0.7, 2.82),  # 3.15 + .3 + 4.5 + .54 − 5.67
        ("D.6", 0.7, 2.82),  # .3 + 4.5 + .54 − .4×.7×9
    ],
)
def test_each_formula_gives_its_worked_number(formula: str, a: float, expected: float) -> None:
    assert total(formula, 0.5, 0.9, a) == pytest.approx(expected, abs=1e-12)


@given(share, share, share)
def test_the_formulas_agree_where_they_say_the_same(c: float, r: float, a: float) -> None:
    assert total("D.3", c, r, a) == pytest.approx(total("D.4", c, r, a), abs=1e-9)
    assert total("D.5", c, r, a) == pytest.approx(total("D.6", c, r, a), abs=1e-9)
    assert total("D.5", 0, r, a) == pytest.approx(total("D.2", 0, r, a), abs=1e-9)
    assert total("D.5", 1, r, a) == pytest.approx(total("D.3", 1, r, a), abs=1e-9)
    assert total("D.2", c, r, 1) == pytest.approx(total("D.1", c, r, 1), abs=1e-9)


@given(share, share)
def test_the_closed_loop_is_the_closed_loop_approximation(r2: float, eow: float) -> None:
    """D.1 with E_EoL of all that is done at the end of life is `clam`, up to the end of waste."""
    recipe = Recipe(0.4, r2, 0.0, eow_out=1.0)
    prices = {
        "virgin": 9.0,
        "recycled": 0.8,
        "recycling": 0.7,
        "energy_recovery": 3.0,
        "disposal": 0.1,
    }
    spelled = spell_out(annex_d("D.1", 0.4, r2, eow), recipe)
    ours = sum(t.coefficient * prices[t.role] for t in spelled)
    theirs = sum(t.coefficient * prices[t.role] for t in terms("clam", recipe))
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_the_closed_loop_charges_the_whole_recycling_wherever_waste_ends() -> None:
    """E_EoL holds all of R2 = .6, though nothing of it lies before the end of waste."""
    found = terms("iso14067-closed", Recipe(0.4, 0.6, 0.0, eow_out=0.0))
    assert [t.coefficient for t in found if t.role == "recycling"] == [0.6]


def test_pre_processing_is_spelled_out_as_recycling_after_the_end_of_waste() -> None:
    """C = .3 of the recycled input's recycling, three quarters of it after the end of waste."""
    recipe = Recipe(0.3, 0.5, 0.2, eow_in=0.25, eow_out=0.4)
    found = {
        (t.role, t.stage): t.coefficient for t in spell_out(annex_d("D.6", 0.3, 0.5, 1), recipe)
    }
    assert found["recycled", "raw_materials"] == pytest.approx(0.3 * 0.75)
    assert found["recycling", "end_of_life"] == pytest.approx(0.5 * 0.4)
    assert found["energy_recovery", "end_of_life"] == pytest.approx(0.2)
    assert found["disposal", "end_of_life"] == pytest.approx(0.3)
    assert found["virgin", "end_of_life"] == pytest.approx(0.3 - 0.5)
    assert not {role for role, _ in found} & {"pre_processing", "end_of_life_operations"}


def test_what_is_no_formula_or_no_share_is_refused() -> None:
    with pytest.raises(UnknownName, match="no formula of ISO 14067 Annex D is called 'D.7'"):
        annex_d("D.7", 0, 0, 0)
    for formula in FORMULAS:
        with pytest.raises(DataError, match=r"can: recycling rate is 1.1, but must be 0 to 1"):
            annex_d(formula, 0, 1.1, 0, "can")
