"""What each material was before: primary or secondary, fossil or grown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.circular import Origins, by_material
from celca.errors import DataError

mass = st.floats(0, 100)


def test_parts_of_one_material_are_added_before_they_are_divided() -> None:
    """Aluminium: 1 kg virgin, 3 kg recycled (2 of users, 1 of manufacturing): 25, 50, 25 %."""
    found = by_material(
        [
            ("aluminium", Origins(primary=1)),
            ("aluminium", Origins(pre_consumer=1, post_consumer=2, mass_balanced=0.4)),
            ("wood", Origins(primary_bio_based=2, reused=2)),
        ]
    )
    assert list(found) == ["aluminium", "wood"]
    assert found["aluminium"].mass == 4
    shares = found["aluminium"].shares()
    assert [shares[k] for k in ("primary", "pre_consumer", "post_consumer")] == [0.25, 0.25, 0.5]
    assert shares["mass_balanced"] == pytest.approx(0.1)
    assert found["wood"].shares()["reused"] == 0.5


@given(st.lists(st.tuples(mass, mass, mass, mass, mass), min_size=1, max_size=4))
def test_the_classes_add_up_to_the_whole(rows: list[tuple[float, ...]]) -> None:
    (found,) = by_material(("x", Origins(*row)) for row in rows).values()
    shares = found.shares()
    balanced = shares.pop("mass_balanced")
    assert balanced == 0
    assert sum(shares.values()) == pytest.approx(1 if found.mass else 0)


def test_all_there_is_may_be_attributed_by_mass_balance() -> None:
    assert Origins(pre_consumer=2, mass_balanced=2).shares()["mass_balanced"] == 1


def test_origins_that_cannot_be_are_refused() -> None:
    with pytest.raises(DataError, match="^origins: primary is -1"):
        Origins(primary=-1)
    with pytest.raises(DataError, match="^origins: 2 kg are attributed by mass balance, more than"):
        Origins(pre_consumer=1, mass_balanced=2)
