"""The whole MCI and recycled content against worked numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import Component, Source, content, mci, mci_of, recycled_content
from celca.errors import DataError

# M 10, FR .3, FU .1, CR .5, CU .1, EF = EC = .8
PART = Component(10, 3, 0, 0.5, 0.8, 0.8, reused=1, to_reuse=0.1)
# 8 kg with FR .5, CR .9, E .9, and 2 kg virgin to landfill
TWO = [Component(8, 4, 0, 0.9, 0.9, 0.9), Component(2, 0, 0)]
share = st.floats(0, 1)


def close(expected: float) -> object:
    return pytest.approx(expected, abs=1e-12)


def test_the_indicator_of_one_part_step_by_step() -> None:
    """Virgin material, waste, and what becomes of them.

    V 10(1−.3−.1) = 6; W0 10(1−.5−.1) = 4; WC 10×.2×.5 = 1; WF 10×.2×.3/.8 = .75;
    W 4 + 1.75/2 = 4.875; LFI 10.875 / (20 − .125) = .547170; F .9/1.25 = .72; MCI .606038.
    """
    found = mci_of([PART], 1.25)
    assert (found.virgin, found.to_disposal) == (close(6), close(4))
    assert (found.end_waste, found.feed_waste, found.waste) == (close(1), close(0.75), close(4.875))
    assert found.lfi == close(0.5471698113207547)
    assert found.factor == close(0.72)
    assert found.value == close(0.6060377358490566)


def test_variants_seen_in_published_code_give_other_numbers() -> None:
    """Without (WF − WC)/2: LFI .54375, MCI .6085. 1 − V/M × W/M = .7075."""
    found = mci_of([PART], 1.25)
    assert abs(found.value - (1 - 0.72 * 10.875 / 20)) > 2e-3
    assert abs(found.value - (1 - 0.6 * 0.4875)) > 0.1


def test_the_indicator_of_two_parts_sums_before_it_divides() -> None:
    """a: V 4, W .8 + (.72 + .444444)/2 = 1.382222, MCI .694620; b: V 2, W 2, MCI .10.

    Together V 6, W 3.382222, LFI 9.382222 / (20 + (.444444 − .72)/2) = .472365, MCI .574871;
    weighting the parts' MCI by mass gives .575696.
    """
    a, b, both = mci_of(TWO[:1]), mci_of(TWO[1:]), mci_of(TWO)
    assert (a.virgin, a.waste, a.lfi) == (
        close(4),
        close(1.382222222222222),
        close(0.3393107312972821),
    )
    assert (a.to_disposal, a.end_waste, a.feed_waste) == (
        close(0.8),
        close(0.72),
        close(0.4444444444444443),
    )
    assert (a.value, b.value) == (close(0.6946203418324461), close(0.1))
    assert (both.virgin, both.waste) == (close(6), close(3.382222222222222))
    assert (both.lfi, both.value) == (close(0.47236518236742), close(0.574871335869322))
    assert abs((8 * a.value + 2 * b.value) / 10 - both.value) > 8e-4


@pytest.mark.parametrize(
    ("part", "utility", "lfi", "value"),
    [
        (Component(1, 0, 0), 1.0, 1.0, 0.1),  # 1 − 1 × .9
        (Component(1, 0, 0), 0.5, 1.0, 0.0),  # 1 − 1.8 = −.8, held at 0
        (Component(1, 1, 0, 1.0), 1.0, 0.0, 1.0),
        (Component(1, 0, 0, reused=1, to_reuse=1), 1.0, 0.0, 1.0),
        (Component(1, 0, 1, sustained=1, to_compost=1), 1.0, 0.0, 1.0),
        (Component(1, 0, 1, sustained=1, to_energy=1), 1.0, 0.0, 1.0),
        (Component(1, 0, 1), 1.0, 1.0, 0.1),  # grown, but not proven to be sustained
    ],
)
def test_the_indicator_at_its_ends(
    part: Component, utility: float, lfi: float, value: float
) -> None:
    found = mci_of([part], utility)
    assert (found.lfi, found.value) == (close(lfi), close(value))


@st.composite
def components(draw: st.DrawFn) -> Component:
    mass = draw(st.floats(0.01, 100))
    recycled, reused, sustained = (mass * draw(share) / 3 for _ in range(3))
    recycling, reuse, compost = (draw(share) / 4 for _ in range(3))
    feed, end = draw(st.floats(0.01, 1)), draw(share)
    energy = draw(share) * min(sustained / mass, 0.25)
    return Component(
        mass, recycled, 0, recycling, feed, end, reused, sustained, reuse, compost, energy
    )


@given(st.lists(components(), min_size=1, max_size=5), st.floats(0.1, 10))
def test_the_indicator_stays_between_0_and_1_in_any_order(parts: list[Component], x: float) -> None:
    found = mci_of(parts, x)
    assert 0 <= found.value <= 1
    assert 0 <= found.lfi <= 1 + 1e-12
    assert mci(parts[::-1], x) == pytest.approx(found.value, abs=1e-9)


@given(components(), st.floats(0.5, 5))
def test_a_longer_life_never_lowers_the_indicator(part: Component, x: float) -> None:
    assert mci([part], 2 * x) >= mci([part], x)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"recycled": 6, "reused": 6},
            "12 kg recycled, reused and sustained material are more than",
        ),
        ({"to_recycling": 0.9, "to_reuse": 0.2}, "recycled, reused, composted and burnt is 1.1"),
        ({"feed_efficiency": 0.0}, "feed_efficiency is 0"),
        ({"end_efficiency": 1.2}, "end_efficiency is 1.2"),
        ({"to_energy": 0.2}, "2 kg go to energy recovery as restorative, but only 0 kg"),
        ({"mass": -1}, "mass is -1"),
    ],
)
def test_a_component_that_cannot_be_is_refused(change: dict[str, float], told: str) -> None:
    with pytest.raises(DataError, match=f"^component: .*{told}"):
        replace(PART, **change)


def test_sustained_material_alone_may_be_burnt_to_restore() -> None:
    """2 of 10 kg: all that is sustained, but no more."""
    part = Component(10, 0, 2, sustained=2, to_energy=0.2)
    assert mci_of([part]).to_disposal == close(8)
    with pytest.raises(DataError, match="2.1 kg go to energy recovery"):
        replace(part, to_energy=0.21)


def test_a_product_without_mass_or_use_has_no_indicator() -> None:
    assert mci([]) == 0
    with pytest.raises(DataError, match="^MCI: the mass of the product and its utility"):
        mci_of([])
    with pytest.raises(DataError, match="^MCI: the mass of the product and its utility"):
        mci_of([PART], 0)


def test_regrind_is_no_recycled_content() -> None:
    """10 kg: 1 pre-consumer, 2 post-consumer, 3 regrind → 30 %, not 60 %; 1 by mass balance."""
    found = content([Source(6, 1, 2, in_process=3, mass_balanced=1), Source(4, bio_based=4)])
    assert found.recycled == close(0.3)
    assert (found.pre_consumer, found.post_consumer) == (close(0.1), close(0.2))
    assert (found.mass_balanced, found.bio_based) == (close(0.1), close(0.4))


def test_recycled_content_of_the_worked_product() -> None:
    """(4 + 0) / 10."""
    assert recycled_content(TWO) == close(0.4)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((1, 0.5, 0.5, 0.1), "1.1 kg of recycled and in-process material are more than the mass"),
        ((1, 0.1, 0.1, 0.0, 0.3), "0.3 kg are attributed by mass balance, more than the 0.2 kg"),
        ((1, -0.1), "pre_consumer is -0.1"),
    ],
)
def test_a_source_that_cannot_be_is_refused(values: tuple[float, ...], told: str) -> None:
    with pytest.raises(DataError, match=f"^source: {told}"):
        Source(*values)
