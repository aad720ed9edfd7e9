"""ISO 59020, CTI and Japan's rates on flows that can be reckoned in the head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import (
    Component,
    CtiInflow,
    CtiOutflow,
    Inflow,
    Outflow,
    circular_inflow,
    circular_outflow,
    entry_rate,
    exit_rate,
    inflow_of,
    inflows,
    lifetime_ratio,
    material_circularity,
    outflow_of,
    outflows,
)
from celca.errors import DataError

# 10 kg: 3 recycled, 1 reused; half collected for recycling at .8, a tenth reused
PART = Component(10, 3, 0, 0.5, 0.8, 0.8, reused=1, to_reuse=0.1)
share = st.floats(0, 1)


def close(expected: float) -> object:
    return pytest.approx(expected, abs=1e-12)


def test_the_six_mandatory_indicators_of_one_part() -> None:
    """In: 3/10, 1/10, 0, linear 6/10. Out: 10 × .5 × .8 = 4 → .4, 1/10, 0, linear .5."""
    into, out = inflows([inflow_of(PART)]), outflows([outflow_of(PART)])
    assert (into.recycled, into.reused, into.renewable) == (close(0.30), close(0.10), 0)
    assert into.linear == close(0.60)
    assert (out.recycled, out.reused, out.renewable) == (close(0.40), close(0.10), 0)
    assert out.linear == close(0.50)
    assert (into.mass, out.mass) == (10, 10)


def test_what_is_composted_goes_back_and_what_nothing_is_said_of_is_linear() -> None:
    """4 kg of 5 grown and sustained; .3 of it composted: 1.5 of 5 kg."""
    grown = Component(5, 0, 4, sustained=4, to_compost=0.3)
    assert inflows([inflow_of(grown)]).renewable == close(0.8)
    assert outflows([outflow_of(grown)]).renewable == close(0.3)
    assert outflows([Outflow(2)]).linear == inflows([Inflow(2)]).linear == 1


def test_recycling_that_cannot_be_traced_counts_as_none() -> None:
    out = outflows([outflow_of(PART, traceable=False)])
    assert (out.recycled, out.linear) == (0, close(0.90))


def test_lifetime_against_the_industry() -> None:
    """10 / 8."""
    assert lifetime_ratio(10, 8) == close(1.25)
    with pytest.raises(DataError, match="^RLP: the industry average lifetime is 0"):
        lifetime_ratio(10, 0)


def test_masses_are_added_before_they_are_divided() -> None:
    """(9 + 0) / (9 + 1) = .9, where the mean of 100 % and 0 % is 50 %."""
    assert inflows([Inflow(9, recycled=9), Inflow(1)]).recycled == close(0.9)


@given(st.lists(st.tuples(st.floats(0.01, 10), share, share, share), min_size=1, max_size=4))
def test_the_shares_add_up_to_the_whole(rows: list[tuple[float, float, float, float]]) -> None:
    into = inflows(Inflow(m, m * a / 3, m * b / 3, m * c / 3) for m, a, b, c in rows)
    assert into.reused + into.recycled + into.renewable + into.linear == pytest.approx(1)


def test_flows_that_cannot_be_are_refused() -> None:
    with pytest.raises(DataError, match="^inflow: 1.1 kg reused, recycled and renewable are more"):
        Inflow(1, 0.5, 0.5, 0.1)
    with pytest.raises(DataError, match="^outflow: recycled is -1"):
        Outflow(1, recycled=-1)
    with pytest.raises(DataError, match="^ISO 59020: there is no mass to take shares of"):
        inflows([])


def test_circular_inflow_counts_recycled_paper_once() -> None:
    """10 kg recycled paper (renewable and non-virgin), 10 kg virgin metal: 10 / 20."""
    paper, metal = CtiInflow(10, 10, 10, both=10), CtiInflow(10)
    assert circular_inflow([paper, metal]) == close(0.5)
    with pytest.raises(
        DataError, match="^CTI inflow: 20 kg are circular, more than the mass of 10"
    ):
        CtiInflow(10, 10, 10)
    with pytest.raises(DataError, match="^CTI inflow: 2 kg are both"):
        CtiInflow(10, 1, 5, both=2)


def test_circular_outflow_is_potential_times_actual_recovery() -> None:
    """(6 × 1 × .5 + 4 × .5 × .8) / 10 = (3 + 1.6) / 10."""
    assert circular_outflow([CtiOutflow(6, 1, 0.5), CtiOutflow(4, 0.5, 0.8)]) == close(0.46)
    with pytest.raises(DataError, match="^CTI outflow: actual recovery is 1.5"):
        CtiOutflow(1, 1, 1.5)


def test_material_circularity_weighs_in_and_out_by_mass() -> None:
    """(5 in of 20 + 4 out of 10) / 30 = .3."""
    assert material_circularity([CtiInflow(20, 5)], [CtiOutflow(10, 1, 0.4)]) == close(0.3)
    with pytest.raises(DataError, match="^CTI: there is no mass"):
        material_circularity([], [])


def test_the_rates_at_entry_and_exit() -> None:
    """入口側 3 / (3 + 7); 出口側 4 / 10."""
    assert entry_rate(3, 7) == close(0.3)
    assert exit_rate(4, 10) == close(0.4)
    with pytest.raises(DataError, match="^出口側: recycled output is 11"):
        exit_rate(11, 10)
    with pytest.raises(DataError, match="^入口側: there is no mass"):
        entry_rate(0, 0)
