"""Slopes and changes of a score against redoing the sum."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array

from celca.errors import SingularSystem
from celca.solver import intensities, supply
from celca.solver.sensitivity import change_entry, explaining_factor, sensitivities, variance

# Heijungs & Suh 2002, ch. 2, as Groen et al. (2014, Int J LCA 19) use it for uncertainty:
# 10 kWh burns 2 l fuel and gives 1 kg CO2; 100 l fuel gives 10 kg CO2; demand 1000 kWh.
A = csc_array([[10.0, 0.0], [-2.0, 100.0]])
B = csc_array([[1.0, 10.0]])
c = np.array([1.0])
f = np.array([1000.0, 0.0])
h = intensities(A, B, csc_array([c]))[0][0]
s = supply(A, f)[0]


def test_relative_sensitivities_are_those_of_groen() -> None:
    """In shares of the score: A [[-1, 0], [1/6, -1/6]], B [5/6, 1/6]."""
    of_A, of_B = sensitivities(A, B, c, h, s)
    multipliers = np.zeros((2, 2))
    multipliers[of_A.rows, of_A.columns] = of_A.shares / 120
    assert multipliers == pytest.approx(np.array([[-1, 0], [1 / 6, -1 / 6]]), rel=1e-12)
    assert dict(zip(of_B.columns.tolist(), of_B.shares / 120, strict=True)) == pytest.approx(
        {0: 5 / 6, 1: 1 / 6}, rel=1e-12
    )


def test_the_variance_at_five_percent_is_64() -> None:
    """120^2 * 0.05^2 * (1 + 3 * (1/6)^2 + (5/6)^2) = 64."""
    of_A, of_B = sensitivities(A, B, c, h, s)
    total = sum(variance(e, 0.05 * np.abs(e.values)).sum() for e in (of_A, of_B))
    assert total == pytest.approx(64.0, rel=1e-12)


def test_entries_come_largest_share_first() -> None:
    of_A, _ = sensitivities(A, B, c, h, s)
    assert (of_A.rows[0], of_A.columns[0]) == (0, 0)
    assert (np.diff(np.abs(of_A.shares)) <= 1e-12).all()


@pytest.mark.parametrize("by", [-1.0, 0.2, -0.01])
@pytest.mark.parametrize("at", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_a_changed_entry_gives_what_a_new_solve_gives(at: tuple[int, int], by: float) -> None:
    other = A.toarray()
    other[at] += by
    truth = intensities(csc_array(other), B, csc_array([c]))[0][0] @ f - h @ f
    assert change_entry(A, h, s, at, np.array([by]))[0] == pytest.approx(truth, rel=1e-11, abs=1e-9)


def test_a_change_that_leaves_nothing_to_deliver_is_refused() -> None:
    with pytest.raises(SingularSystem, match="row 0, column 0"):
        change_entry(A, h, s, (0, 0), np.array([-11.0]))


def test_the_entry_that_explains_a_difference_by_the_smallest_change_comes_first() -> None:
    """12 kg less of 120: 10 % more electricity per run, to first order."""
    of_A, _ = sensitivities(A, B, c, h, s)
    order, needed = explaining_factor(of_A, -12.0)
    assert (of_A.rows[order[0]], of_A.columns[order[0]]) == (0, 0)
    assert needed == pytest.approx([0.1, 0.6, -0.6], rel=1e-12) or needed == pytest.approx(
        [0.1, -0.6, 0.6], rel=1e-12
    )
