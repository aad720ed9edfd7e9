"""What counts as more than there is, and which of several figures is refused."""

from __future__ import annotations

import pytest

from celca.circular import CtiInflow, exceeds
from celca.circular.recipe import check_ranges
from celca.errors import DataError


@pytest.mark.parametrize("whole", [1e-6, 1.0, 3e5])
def test_rounding_is_not_more_than_the_whole(whole: float) -> None:
    assert not exceeds(whole, whole)
    assert not exceeds(whole * (1 + 5e-10), whole)
    assert exceeds(whole * (1 + 2e-9), whole)
    assert not exceeds(-whole, -whole)
    assert exceeds(-whole, -whole * (1 + 2e-9))


def test_nothing_holds_nothing() -> None:
    assert not exceeds(0.0, 0.0)
    assert exceeds(1e-300, 0.0)


def test_the_figure_at_fault_is_named() -> None:
    flow = CtiInflow(3, renewable=2, non_virgin=1.5, both=1.5)
    check_ranges(flow, ("mass", "both"), "flow")
    check_ranges(flow, ("both",), "flow", 1.5)
    with pytest.raises(DataError, match="^flow: renewable is 2, but must be 0 to 1.5"):
        check_ranges(flow, ("both", "renewable"), "flow", 1.5)
