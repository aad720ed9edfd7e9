"""The standards' rows: what a program sees, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import Footprint, footprint, open_prices
from celca.audit import PROFILES, Evidence, Item, checklist, inspect, quality, read_facts
from celca.audit.checklists import CHECKS, counts
from celca.declaration import read_declaration
from celca.errors import FileFault, UnknownName, UsageError

Write = Callable[..., Path]
BOM = "Part,Material,Mass (kg)\nA,resin,3\nB,wood,4\n"


def by_id(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.id: item for item in items}


@pytest.fixture
def result(write: Write, small: Path) -> Footprint:
    return footprint(write("bom.csv", BOM), small)


@pytest.mark.parametrize("standard", list(PROFILES))
def test_every_row_of_a_standard_has_an_answer(standard: str, result: Footprint) -> None:
    items = checklist(Evidence(result), standard)
    known = {"ok", "error", "warning", "info", "open", "not applicable"}
    assert {item.result for item in items} <= known
    assert all(item.found and item.clause and item.asks for item in items)
    assert sum(counts(items).values()) == len(items) >= 10


def test_every_check_is_used_by_some_row(result: Footprint) -> None:
    from celca.audit.checklists import _rows

    assert {row["check"].partition(":")[0] for row in _rows()} == set(CHECKS)
    assert len(_rows()) == len({row["id"] for row in _rows()})


def test_a_bill_of_materials_alone_is_a_partial_footprint(result: Footprint) -> None:
    found = by_id(checklist(Evidence(result)))
    assert "partial" in found["G4"].found
    assert found["S2"].result == "not applicable"
    assert found["L2"].result == "ok"
    assert found["I2"].result == "warning"  # no forming
    assert found["T1"].result == "error"  # no period
    assert found["G3"].result == "open"


def test_facts_answer_what_only_people_know(result: Footprint, write: Write) -> None:
    facts = read_facts(write("facts.toml", 'purpose = "to inform customers"\n'))
    found = by_id(checklist(Evidence(result, facts=facts)))
    assert (found["G3"].result, found["G3"].found) == ("ok", "to inform customers")
    with pytest.raises(FileFault, match="text in quotes"):
        read_facts(write("facts.toml", "purpose = 1\n"))


@pytest.mark.parametrize(
    ("standard", "id_", "ok"), [("iso14067", "B2", False), ("jp", "B2j", True)]
)
def test_the_cut_off_is_that_of_the_standard(
    standard: str, id_: str, ok: bool, write: Write, small: Path
) -> None:
    """4 of 100 kg are left out: more than 3 %, less than 5 %."""
    bom = "Part,Material,Mass (kg)\nA,resin,96\nB,various,4\n"
    result = footprint(write("bom.csv", bom), small)
    assert (by_id(checklist(Evidence(result), standard))[id_].result == "ok") == ok


def test_an_older_gwp_set_is_not_the_latest(write: Write, small: Path) -> None:
    result = footprint(write("bom.csv", BOM), small, "ipcc-ar5-gwp100")
    assert by_id(checklist(Evidence(result)))["L1"].result == "error"


def test_the_same_line_twice_is_doubted(write: Write, small: Path) -> None:
    result = footprint(write("bom.csv", BOM + "A,resin,3\n"), small)
    assert by_id(checklist(Evidence(result)))["R6"].result == "error"


def test_the_quality_of_the_data_is_shown(write: Write, small: Path) -> None:
    prices = open_prices(small)
    result = footprint(write("bom.csv", BOM), prices)
    found = by_id(checklist(Evidence(result, quality=quality(result, prices)), "pact"))
    assert "0 % is declared" in found["D1"].found


def test_a_battery_per_piece_with_cut_off_fails_its_regulation(result: Footprint) -> None:
    found = by_id(checklist(Evidence(result), "battery"))
    assert (found["E2"].result, found["E4"].result) == ("error", "error")
    assert found["E3"].result == "ok"


def test_another_standard_is_refused(result: Footprint) -> None:
    with pytest.raises(UnknownName, match="standard"):
        checklist(Evidence(result), "iso9001")


@pytest.mark.parametrize(
    ("declared", "sector", "result", "told"),
    [
        ("5 kg CO2e/kg", "", "ok", "5 kg CO2e/kg"),
        ("5000 kg CO2e/kg", "", "warning", "1000 too high"),
        ("0.0012 kg CO2e/kg", "Packaging for consumer goods", "warning", "1000 too low"),
        ("5 kg CO2e/piece", "", "warning", "mass of the product is not declared"),
    ],
)
def test_a_value_per_kilogram_is_held_against_published_products(
    declared: str, sector: str, result: str, told: str
) -> None:
    found = inspect(declared, sector)
    last = found.checks[-1]
    assert (last.id, last.result) == ("plausible", result)
    assert told in last.message
    assert found.verdict == "consistent"
    assert read_declaration(declared).kg_co2e == found.to_dict()["declared_kg_co2e"]


def test_a_number_alone_has_nothing_to_be_checked_against() -> None:
    with pytest.raises(UsageError, match="--against"):
        inspect("5")
