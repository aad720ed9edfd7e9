"""Scenarios of a longer life, of another place and of another grid, each reckoned by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import Footprint, Options, footprint, open_prices
from celca.errors import CelcaError
from celca.product.elsewhere import sibling
from celca.scenario import combined, read_scenarios

Write = Callable[..., Path]
WriteDatabase = Callable[..., Path]

# a machine of 260 kg CO2e that serves 10 years of 220 cycles of 0.30
WASH = """
name = "Machine"
bom = "machine.csv"
[declared_unit]
unit = "use"
[[supplier_value]]
part = "machine"
kg_co2e = 260
source = "invented"
[[use]]
kg_co2e = 0.30
source = "invented"
description = "one cycle"
[life]
service_life = "10 year"
uses_per_year = 220
"""
SCENARIOS = """
[scenarios.repaired.life]
service_life = "15 year"
[[scenarios.repaired.life.repair]]
kg_co2e = 20
source = "invented"
[scenarios.shared.life]
service_life = "8 year"
uses_per_year = 1100
technical_maximum_uses = 6000
[[scenarios.shared.life.sharing]]
kg_co2e = 0.02
source = "invented"
[scenarios.frugal]
use = { "one cycle" = 0.5 }
"""


@pytest.fixture
def washed(write: Write, small: Path) -> Footprint:
    write("machine.csv", "Part,Material,Mass (kg)\nmachine,metal,70\n")
    changes = read_scenarios(write("s.toml", SCENARIOS))
    return footprint(write("product.toml", WASH), small, options=Options(changes=changes))


def test_repair_sharing_and_a_frugal_machine_are_scenarios(washed: Footprint) -> None:
    """(260 + 20) / 3300 + .30; 260 / 6000 + .32; 260 / 2200 + .15."""
    found = {v.name: v.total_kg_co2e for v in washed.variants}
    assert found["as_specified"] == pytest.approx(0.41818181818181815, rel=1e-12)
    assert found["repaired"] == pytest.approx(0.38484848484848483, rel=1e-12)
    assert found["shared"] == pytest.approx(0.36333333333333334, rel=1e-12)
    assert found["frugal"] == pytest.approx(260 / 2200 + 0.15, rel=1e-12)


def test_a_longer_life_is_held_against_a_new_product_and_a_more_frugal_one(
    washed: Footprint,
) -> None:
    """Of the same kind: 20 / (260/2200) = 169.2 uses. Frugal: .118 + .15 − .30 < 0, so never.

    The frugal one, made new, earns its 260 back after 260 / .15 = 1733 uses.
    """
    said: dict[tuple[str, str], list[str]] = {}
    for f in washed.findings:
        said.setdefault((f.code, f.where), []).append(f.message)
    same, frugal = said["break_even", "repaired"]
    assert "1100 further uses for 20 kg CO2e" in same
    assert "pays, the break-even is 169.2 uses" in same
    assert "(frugal) that does not pay, the break-even is never reached" in frugal
    assert "after 1,733 uses" in said["payback", "frugal"][0]


def test_lives_are_combined_repairs_of_both_and_the_later_service_life(
    write: Write, washed: Footprint
) -> None:
    """Repaired + repaired again: 15 years, 20 + 20 kg; with shared the 8 years hold."""
    again = SCENARIOS.replace("frugal", "other") + SCENARIOS.split("[scenarios.shared")[0].replace(
        "repaired", "again"
    )
    every = {c.name: c for c in combined(read_scenarios(write("t.toml", again)))}
    twice = every["repaired + again"].life
    assert [r["kg_co2e"] for r in twice["repair"]] == [20, 20]
    assert every["repaired + shared"].life["service_life"] == "8 year"


# battery 1 kg metal (4), body 2 kg resin (2.5 each); ten years
PHONE = """
name = "Phone"
bom = "phone.csv"
[declared_unit]
unit = "year"
[life]
service_life = "10 year"
uses_per_year = 1
"""


def phone(write: Write, small: Path, scenario: str) -> float:
    write("phone.csv", "Part,Material,Mass (kg)\nbattery,metal,1\nbody,resin,2\n")
    changes = read_scenarios(write("s.toml", scenario))
    result = footprint(write("p.toml", PHONE), small, options=Options(changes=changes))
    return {v.name: v.total_kg_co2e for v in result.variants}["x"]


@pytest.mark.parametrize(("counting", "times"), [("fractional", 20 / 6 - 1), ("whole", 3.0)])
def test_a_part_replaced_in_a_longer_life_is_a_scenario(
    write: Write, small: Path, counting: str, times: float
) -> None:
    """20 years, a battery stands 6: 20/6 − 1 more, or 3."""
    text = '[scenarios.x.life]\nservice_life = "20 year"\n[[scenarios.x.life.replacement]]\n'
    text += f'part = "battery"\npart_life = "6 year"\ncounting = "{counting}"\n'
    assert phone(write, small, text) == pytest.approx((4 + 5 + 4 * times) / 20, rel=1e-12)


def test_refurbishing_is_reuse_a_new_part_and_a_step(write: Write, small: Path) -> None:
    """Body reused, battery new, cleaning and testing 0.5; five years more make half the uses."""
    text = """
[scenarios.x.life]
service_life = "5 year"
[[scenarios.x.life.reuse]]
part = "body"
share = 1.0
[[scenarios.x.life.repair]]
kg_co2e = 0.5
source = "invented"
description = "cleaning and testing"
"""
    assert phone(write, small, text) == pytest.approx((4 + 0.5) / 5, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("life = { uses = 3 }", "uses"),
        ('life = { service_life = "0 year" }', "the service life is 0"),
        ("life = { repair = [{ kg_co2e = 1 }] }", "source"),
        ('life = { replacement = [{ part = "x", part_uses = 1, counting = "whole" }] }', "'x'"),
        ("use = { washing = 0.5 }", "step of the use of this product is called 'washing'"),
    ],
)
def test_a_life_that_cannot_be_is_refused(write: Write, small: Path, text: str, told: str) -> None:
    with pytest.raises(CelcaError, match=told):
        phone(write, small, f"[scenarios.x]\n{text}\n")


def test_twice_the_years_of_a_study_that_tells_uses_are_twice_the_uses(
    write: Write, small: Path
) -> None:
    """10 uses in 5 years: 4 kg metal over 20 uses."""
    write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n")
    text = 'name = "x"\nbom = "bom.csv"\n[life]\nuses = 10\nservice_life = "5 year"\n'
    changes = read_scenarios(write("s.toml", '[scenarios.x.life]\nservice_life = "10 year"\n'))
    found = footprint(write("p.toml", text), small, options=Options(changes=changes))
    assert found.variants[-1].total_kg_co2e == pytest.approx(4 / 20)


def test_a_longer_life_needs_a_life_to_start_from(write: Write, small: Path) -> None:
    write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n")
    text = '[scenarios.x.life]\nservice_life = "5 year"\n'
    changes = read_scenarios(write("s.toml", text))
    with pytest.raises(CelcaError, match="no service life and no uses a year to start from"):
        footprint(write("bom.csv", "Part,Material,Mass (kg)\nA,metal,1\n"), small,
                  options=Options(changes=changes))  # fmt: skip


# resin-virgin takes 1 kWh, moulding 2 kWh, at 0.5; green electricity costs 0.1
GREEN = ("moulding,Moulding", "electricity-us,Green,,electricity,kWh,XX,2020,unit,,book,\n"
         "moulding-us,Moulding there,,moulding,kg,XX,2020,unit,,book,\nmoulding,Moulding")  # fmt: skip
EXCHANGES = ("electricity,emission,co2,500,g,,,,,,book#1,", "electricity,emission,co2,500,g,,,,,,book#1,\n"
             "electricity-us,emission,co2,0.1,kg,,,,,,book#1,\n"
             "moulding-us,input,electricity-us,2,kWh,,,,,,book#7,")  # fmt: skip
TOML = """
name = "Box"
bom = "bom.csv"
[[production]]
process = "moulding"
material = "resin"
[[production]]
process = "electricity"
amount = "4 kWh"
"""


def elsewhere(write: Write, database: Path, text: str) -> float:
    write("bom.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    changes = read_scenarios(write("s.toml", f"[scenarios.x]\n{text}\n"))
    result = footprint(write("p.toml", TOML), database, options=Options(changes=changes))
    assert result.total_kg_co2e == pytest.approx(2.5 + 1 + 2)
    return {v.name: v.total_kg_co2e for v in result.variants}["x"]


@pytest.fixture
def two_grids(write_database: WriteDatabase) -> Path:
    return write_database({"processes.csv": GREEN, "exchanges.csv": EXCHANGES})


def test_a_grid_changes_all_that_the_product_calls_on_itself(write: Write, two_grids: Path) -> None:
    """Resin 2 + 1×.1, moulding 2×.1, assembly 4×.1."""
    assert elsewhere(write, two_grids, 'grid = { electricity = "electricity-us" }') == (
        pytest.approx(2.1 + 0.2 + 0.4, rel=1e-12)
    )


def test_a_place_takes_every_sibling_there_is(write: Write, two_grids: Path) -> None:
    """Moulding and assembly have one, resin has none: 2.5 + 2×.1 + 4×.1."""
    assert elsewhere(write, two_grids, 'place = { any = "us" }') == pytest.approx(3.1, rel=1e-12)


def test_a_place_and_a_grid_at_once_go_one_after_the_other(write: Write, two_grids: Path) -> None:
    """All there is there, run on the grid from here: 2.5 + 1 + 2."""
    text = 'place = { any = "us" }\ngrid = { electricity-us = "electricity" }'
    assert elsewhere(write, two_grids, text) == pytest.approx(5.5, rel=1e-12)


def test_a_process_is_taken_in_the_place_of_a_material_too(write: Write, two_grids: Path) -> None:
    assert elsewhere(write, two_grids, 'process = { resin-virgin = "resin-recycled" }') == (
        pytest.approx(0.6 + 1 + 2, rel=1e-12)
    )


def test_what_follows_a_hyphen_is_a_place_only_where_the_data_are_from_there() -> None:
    """Recycled PET elsewhere is recycled still, though virgin PET has a sibling there too."""
    inventory = open_prices().system.inventory
    assert sibling("ldpe-recycled", "any", "jp", inventory) == "ldpe-recycled-jp"
    assert sibling("ldpe", "any", "jp", inventory) == "ldpe-jp"
    assert sibling("ldpe-jp", "any", "eu", inventory) == "ldpe-eu"
    assert sibling("ldpe-eu", "any", "jp", inventory) == "ldpe-jp"
    assert sibling("electricity-us", "any", "fr", inventory) == "electricity-fr"
    assert sibling("incineration-pe", "any", "jp", inventory) == ""
    made = tuple(
        replace(p, unit="MJ") if p.id == "electricity-fr" else p for p in inventory.processes
    )
    other = replace(inventory, processes=made)
    assert sibling("electricity-us", "any", "fr", other) == ""  # of another unit


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('grid = { electricity = "moulding" }', "'electricity' is by kWh, but 'moulding' by kg"),
        ('grid = { electricity-us = "electricity" }', "uses electricity-us itself;"),
        ('place = { any = "fr" }', "no process of this product has a sibling that ends in '-fr'"),
    ],
)
def test_a_grid_or_place_without_effect_is_refused(
    write: Write, two_grids: Path, text: str, told: str
) -> None:
    with pytest.raises(CelcaError, match=told):
        elsewhere(write, two_grids, text)
