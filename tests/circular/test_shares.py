"""Shares of recycled and bio-based material, and the indicators, against worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import (
    Component,
    Split,
    bio_based_content,
    check_shares,
    mci,
    recycled_content,
    split,
    substitute,
)
from celca.errors import DataError

share = st.floats(0, 1)


@given(st.floats(0, 1e6), share, share)
def test_the_variants_add_up_to_the_whole(mass: float, recycled: float, rest: float) -> None:
    bio_based = rest * (1 - recycled)
    assert sum(split(mass, recycled, bio_based)) == pytest.approx(mass, abs=1e-9 * (mass + 1))


def test_one_product_and_a_catalogue_are_divided_alike() -> None:
    masses, recycled, bio_based = np.array([1.0, 2.0]), np.array([0.5, 0.25]), np.array([0.0, 0.5])
    many = split(masses, recycled, bio_based)
    for i in range(2):
        one = split(float(masses[i]), float(recycled[i]), float(bio_based[i]))
        assert one == (many.virgin[i], many.recycled[i], many.bio_based[i])


def test_a_heavier_substitute_makes_the_product_heavier() -> None:
    """1 kg of virgin, half of its function by a material that needs 1.25 kg for 1 kg."""
    assert substitute(Split(1, 0, 0), 0, 0.5, 1.25) == (0.5, 0, 0.625)


@given(share, st.floats(0.5, 2))
def test_substituting_back_restores_the_mass(bio_based: float, ratio: float) -> None:
    there = substitute(Split(3.0, 0.0, 0.0), 0.0, bio_based, ratio)
    assert sum(substitute(there, 0.0, 0.0, ratio)) == pytest.approx(3.0)


@pytest.mark.parametrize(("recycled", "bio_based"), [(0, 0), (1, 0), (0.3, 0.7), (0.1, 0.2)])
def test_shares_up_to_the_whole_are_taken(recycled: float, bio_based: float) -> None:
    check_shares(recycled, bio_based, "here")


@pytest.mark.parametrize(
    ("recycled", "bio_based", "told"),
    [(1.2, 0, "recycled share is 1.2"), (0, -0.1, "bio-based share is -0.1"), (0.7, 0.7, "add up")],
)
def test_shares_that_do_not_fit_are_refused(recycled: float, bio_based: float, told: str) -> None:
    with pytest.raises(DataError, match=f"^here: .*{told}"):
        check_shares(recycled, bio_based, "here")


# Ellen MacArthur Foundation and Granta: M = 10, FR = 0.3, reuse left out here, CR = 0.5,
# EF = EC = 0.8: V = 7, W0 = 5, WC = 1, WF = 0.75, W = 5.875, LFI = 12.875 / 19.875
def test_the_circularity_indicator_of_one_part() -> None:
    part = Component(10, 3, 0, 0.5, 0.8, 0.8)
    assert mci([part], 1.25) == pytest.approx(1 - (12.875 / 19.875) * 0.72, abs=1e-12)


# two parts: 8 kg (FR .5, CR .9, E .9) and 2 kg virgin to landfill: V 6, W 3.382222, LFI .472365
def test_the_circularity_indicator_sums_before_it_divides() -> None:
    parts = [Component(8, 4, 0, 0.9, 0.9, 0.9), Component(2, 0, 0)]
    assert mci(parts) == pytest.approx(0.574871335869322, abs=1e-9)


@pytest.mark.parametrize(
    ("part", "utility", "expected"),
    [
        (Component(1, 0, 0), 1.0, 0.1),
        (Component(1, 1, 0, 1.0), 1.0, 1.0),
        (Component(1, 0, 0), 0.5, 0.0),
    ],
)
def test_the_circularity_indicator_at_its_ends(
    part: Component, utility: float, expected: float
) -> None:
    assert mci([part], utility) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.tuples(st.floats(0.01, 100), share, share), min_size=1, max_size=5))
def test_the_circularity_indicator_stays_between_0_and_1(
    parts: list[tuple[float, float, float]],
) -> None:
    components = [Component(m, m * r, 0, c) for m, r, c in parts]
    assert 0 <= mci(components) <= 1
    assert mci(components) == pytest.approx(mci(components[::-1]), abs=1e-12)


def test_contents_are_shares_of_mass() -> None:
    parts = [Component(3, 1, 0), Component(1, 0, 1)]
    assert recycled_content(parts) == 0.25
    assert bio_based_content(parts) == 0.25
    assert recycled_content([]) == 0
