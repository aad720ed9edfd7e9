"""Names as they are compared, and ids without their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celca.inventory import Process, all_folded, folded, placeless


@pytest.mark.parametrize(
    ("id_", "location", "without"),
    [
        ("electricity-jp", "JP", "electricity"),
        ("ldpe-eu", "RER", "ldpe"),
        ("freight-truck-us", "RNA", "freight-truck"),
        ("incineration-pe", "GLO", "incineration-pe"),  # polyethylene, not Peru
        ("paint-pu", "GLO", "paint-pu"),
        ("pet-recycled", "JP", "pet-recycled"),
        ("jp", "JP", "jp"),
    ],
)
def test_an_id_ends_in_a_place_only_where_the_process_is_from_there(
    id_: str, location: str, without: str
) -> None:
    process = Process(id_, "", "", "", "kg", location, 2020, "unit", "", "", "")
    assert placeless(process) == without


SPACED = st.text(
    st.sampled_from("aB _-‐–\t\n\r\x0b\x1c\x85\u2028\u3000Ａｱﾞ樹脂か\u3099éß"), max_size=12
)


@given(st.lists(st.one_of(SPACED, st.text(max_size=8)), max_size=6))
def test_names_folded_together_are_those_folded_one_by_one(names: list[str]) -> None:
    assert all_folded(names) == [folded(name) for name in names]
