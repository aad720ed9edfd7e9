"""A system that cannot be solved is refused with the products and processes at fault."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array

from celca.errors import SingularSystem
from celca.solver import intensities, supply


def refusal(rows: list[list[float]]) -> SingularSystem:
    """Return the refusal that intensities raises for A = rows."""
    n = len(rows)
    with pytest.raises(SingularSystem) as caught:
        intensities(csc_array(np.array(rows)), csc_array(np.ones((1, n))), csc_array([[1.0]]))
    return caught.value


def test_a_product_that_none_makes_or_uses_is_named() -> None:
    error = refusal([[1.0, 1.0], [0.0, 0.0]])
    assert error.rows == (1,)
    assert str(error).startswith("Product 1 is neither made nor used")


def test_a_process_without_products_is_named() -> None:
    error = refusal([[1.0, 0.0], [-1.0, 0.0]])
    assert error.columns == (1,)
    assert str(error).startswith("Process 1 neither makes nor uses")


def test_two_makers_of_one_product_and_a_product_without_maker_are_named() -> None:
    error = refusal([[1.0, 1.0], [-1.0, 0.0]])
    assert error.rows == (1,)
    assert error.columns == (0,)
    assert "used by process 0, but made by none" in str(error)
    assert "Product 0 has more than one maker" in str(error)


def test_three_products_of_two_processes_are_named_as_a_block() -> None:
    error = refusal(
        [
            [1.0, 0.0, 0.0, 0.0],
            [0.0, 1.0, 0.0, 0.0],
            [0.0, 2.0, 0.0, 0.0],
            [0.0, 0.0, 1.0, 1.0],
        ]
    )
    assert error.rows == (1, 2)
    assert error.columns == (1,)
    assert "2, but only 1 processes" in str(error)


def test_a_loop_that_takes_more_than_it_makes_is_printed_in_order() -> None:
    error = refusal([[1.0, 0.0, -0.6], [-2.0, 1.0, 0.0], [0.0, -1.0, 1.0]])
    assert error.columns in {(0, 1, 2), (1, 2, 0), (2, 0, 1)}
    assert "takes 1.2 units" in str(error)


def test_loops_that_are_too_much_only_together_are_refused_with_the_strongest() -> None:
    """0 takes 0.5 of 1 and 0.6 of 2; each takes 1 of 0: together 1.1."""
    error = refusal([[1.0, -1.0, -1.0], [-0.5, 1.0, 0.0], [-0.6, 0.0, 1.0]])
    assert set(error.columns) == {0, 2}
    assert "with the loops around it" in str(error)


def test_a_loop_is_named_by_product_where_products_stand_in_another_order() -> None:
    A = np.array([[1.0, -1.2, 0.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])[[2, 0, 1]]
    error = refusal(A.tolist())
    assert set(error.columns) == {0, 1}
    assert set(error.rows) == {1, 2}


def test_a_supply_is_refused_for_the_same_loop() -> None:
    A = csc_array([[1.0, 0.0, -0.6], [-2.0, 1.0, 0.0], [0.0, -1.0, 1.0]])
    with pytest.raises(SingularSystem, match="0 -> 1 -> 2|1 -> 2 -> 0|2 -> 0 -> 1"):
        supply(A, np.ones(3))


def test_processes_that_make_the_same_two_products_are_singular() -> None:
    error = refusal([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert error.columns == (0, 1)
    assert "singular to working precision" in str(error)
