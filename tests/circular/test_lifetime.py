"""Long life and sharing: a washing machine, making and end of life 260 kg CO2e, .30 a cycle."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import (
    Life,
    break_even_uses,
    check_same_function,
    gain_of_keeping,
    impact_per_use,
    payback_uses,
    products_needed,
    replacements,
    uses_per_product,
)
from celca.errors import DataError

PRIVATE = Life(uses_per_product(10, 220), production=250, end_of_life=10, use=0.30)
positive = st.floats(0.01, 1e5)


@pytest.mark.parametrize(
    ("life", "expected", "reduction"),
    [
        # 260 / 2200 + .30
        (PRIVATE, 0.41818181818181815, 0.0),
        # (260 + 20) / (15 × 220) + .30
        (Life(uses_per_product(15, 220), 250, 0, 10, 20, 0.30), 0.38484848484848483, 0.07971014492753625),
        # 260 / min(8 × 1100, 6000) + .30 + .02
        (
            Life(uses_per_product(8, 1100, 6000), 240, 10, 10, 0, 0.30, 0.02),
            0.36333333333333334,
            0.13115942028985494,
        ),
        # 260 / 8800 + .30 + .02
        (
            Life(uses_per_product(8, 1100), 260, use=0.30, logistics=0.02),
            0.34954545454545455,
            0.16413043478260858,
        ),
    ],
)  # fmt: skip
def test_a_wash_cycle_private_extended_and_shared(
    life: Life, expected: float, reduction: float
) -> None:
    assert impact_per_use(life) == pytest.approx(expected, abs=1e-12)
    assert 1 - impact_per_use(life) / impact_per_use(PRIVATE) == pytest.approx(reduction, abs=1e-12)


def test_a_kilowatt_hour_through_a_battery() -> None:
    """60 kWh × 900 cycles = 54 000 kWh; 4500 kg CO2e / 54 000 = 1/12."""
    assert impact_per_use(Life(60 * 900, 4500)) == pytest.approx(0.08333333333333333, abs=1e-12)


def test_sharing_cannot_wear_out_a_product_more_than_once() -> None:
    assert uses_per_product(8, 1100, 6000) == 6000
    assert uses_per_product(2, 1100, 6000) == 2200


@given(positive, positive, positive, positive)
def test_doubling_a_life_halves_production_per_use(
    years: float, per_year: float, production: float, use: float
) -> None:
    """And nothing else: use per use stays."""
    short = Life(uses_per_product(years, per_year), production, use=use)
    long = Life(uses_per_product(2 * years, per_year), production, use=use)
    assert impact_per_use(long) - use == pytest.approx(
        (impact_per_use(short) - use) / 2, rel=1e-6, abs=1e-9 * use
    )


def test_many_lives_are_reckoned_like_one() -> None:
    uses = np.array([2200.0, 3300.0])
    assert impact_per_use(Life(uses, 260, use=0.3)) == pytest.approx(
        [260 / 2200 + 0.3, 260 / 3300 + 0.3]
    )


@pytest.mark.parametrize(
    ("period", "life", "fractional", "whole"),
    [
        (60, 25, 2.4, 3),  # 60 / 25, and rounded up
        (60, 20, 3, 3),
        (2.1, 0.7, 3, 3),  # 2.1 / 0.7 is 3.0000000000000004 in floating point
        (10, 15, 2 / 3, 1),
    ],
)
def test_products_in_a_study_period(
    period: float, life: float, fractional: float, whole: float
) -> None:
    assert products_needed(period, life, "fractional") == pytest.approx(fractional)
    assert products_needed(period, life, "whole") == whole
    assert replacements(period, life, "fractional") == pytest.approx(max(0, fractional - 1))
    assert replacements(period, life, "whole") == whole - 1


@given(positive, positive)
def test_whole_products_are_never_fewer_and_less_than_one_more(period: float, life: float) -> None:
    whole, part = (
        products_needed(period, life, "whole"),
        products_needed(period, life, "fractional"),
    )
    assert part - 1e-6 * part <= whole < part + 1


def test_keeping_the_old_machine_beats_a_new_one_that_saves_little() -> None:
    """New: 260/2200 + .20 = .318182; old, made already: .30. Saved .10 < making .118182."""
    new = Life(2200, 260, use=0.20)
    assert gain_of_keeping(Life(2200, 0, use=0.30), new) == pytest.approx(
        0.018181818181818, abs=1e-12
    )


def test_a_longer_life_of_a_thirsty_machine_makes_things_worse() -> None:
    """New: .118182 + .15 = .268182 against .30: keeping loses .031818 a cycle."""
    new = Life(2200, 260, use=0.15)
    assert gain_of_keeping(Life(2200, 0, use=0.30), new) == pytest.approx(
        -0.031818181818182, abs=1e-12
    )
    assert break_even_uses(20, 0.30, new) == math.inf


def test_a_repair_pays_after_so_many_uses() -> None:
    """20 / (260/2200 + .20 − .30) = 20 / .0181818 = 1100; there the gain is nil."""
    new = Life(2200, 260, use=0.20)
    uses = break_even_uses(20, 0.30, new)
    assert uses == pytest.approx(1100)
    assert gain_of_keeping(Life(uses, 0, repairs=20, use=0.30), new) == pytest.approx(0, abs=1e-12)


def test_a_new_product_pays_back_or_never_does() -> None:
    """260 / (.30 − .20) = 2600 uses, more than the 2200 it gives."""
    assert payback_uses(260, 0.30, 0.20) == pytest.approx(2600)
    assert payback_uses(260, 0.20, 0.20) == math.inf


def test_lives_that_cannot_be_are_refused() -> None:
    with pytest.raises(DataError, match="^life: the number of uses is 0"):
        Life(0, 260)
    with pytest.raises(DataError, match="^life: the service life is -1"):
        uses_per_product(-1, 220)
    with pytest.raises(DataError, match="^life: the technical maximum is 0"):
        uses_per_product(1, 220, 0)
    with pytest.raises(DataError, match="^life: the reference study period is 0"):
        products_needed(0, 10, "whole")


def test_products_for_different_functions_are_not_compared() -> None:
    one, other = (1.0, "use", "5 kg washed"), (1.0, "piece", "")
    check_same_function({"a": one, "b": one})
    with pytest.raises(DataError, match=r"^b is given for 1 piece, a for 1 use \(5 kg washed\)"):
        check_same_function({"a": one, "b": other})
