"""The place at the end of an id is a place only where the process is from there."""

from __future__ import annotations

import pytest

from celca.inventory import Process, placeless


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
