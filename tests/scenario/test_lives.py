"""A longer life, a repair or a new product: what pays, and what is shown not to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.assess import Options, footprint
from celca.assess.circular_result import Lifetime
from celca.assess.two_lives import against, further_uses_that_pay
from celca.product import Change
from celca.scenario import Comparison, compare

Write = Callable[..., Path]
TOML = """
name = "{name}"
bom = "m.csv"
[declared_unit]
unit = "use"
description = "one wash cycle"
[[supplier_value]]
part = "machine"
kg_co2e = {once}
source = "invented"
[[use]]
kg_co2e = {use}
source = "invented"
[life]
uses = {uses}
"""
REPAIR = '[[life.repair]]\nkg_co2e = {}\nsource = "invented"\n'


@pytest.fixture
def study(write: Write) -> Callable[..., Path]:
    write("m.csv", "Part,Material,Mass (kg)\nmachine,metal,70\n")

    def make(name: str, uses: float, use: float, repair: float = 0, once: float = 260) -> Path:
        text = TOML.format(name=name, once=once, use=use, uses=uses)
        return write(f"{name}.toml", text + (REPAIR.format(repair) if repair else ""))

    return make


def test_a_repair_pays_after_the_uses_that_a_new_machine_costs(
    study: Callable[..., Path], small: Path
) -> None:
    """20 kg of repair against 260 / 2200 a cycle: 20 / 0.118182 = 169.23 uses; it gives 1100."""
    found = compare([study("private", 2200, 0.3), study("extended", 3300, 0.3, 20)], small)
    (lives,) = found.lives
    assert lives.further_uses == 1100
    assert lives.further_once_kg_co2e == pytest.approx(20)
    assert lives.break_even_uses == pytest.approx(20 / (260 / 2200), rel=1e-9)
    assert "it pays" in lives.findings()[0].message
    assert not [f for f in found.findings if f.code == "longer_life_worse"]


def test_products_without_lives_are_not_set_against_each_other(write: Write, small: Path) -> None:
    paths = [
        write(f"{x}.csv", f"Part,Material,Mass (kg)\n{x},metal,{m}\n") for x, m in ("a1", "b2")
    ]
    assert compare(paths, small).lives == ()


def test_of_two_lives_of_one_length_neither_is_the_longer(
    study: Callable[..., Path], small: Path
) -> None:
    found = compare([study("one", 2200, 0.3), study("dearer", 2200, 0.5)], small)
    assert "longer_life_worse" not in [f.code for f in found.findings]


def test_what_is_made_for_less_than_nothing_is_earned_back_at_once() -> None:
    old, new = Lifetime(10, None, 5.0, 0.0, 2.0, {}), Lifetime(10, None, -4.0, 0.0, 1.0, {})
    assert against(("old", old), ("new", new)).payback_uses == 0


def test_a_longer_life_for_less_pays_from_the_first_use() -> None:
    old, longer = Lifetime(10, None, 5.0, 0.0, 1.0, {}), Lifetime(20, None, 4.0, 0.0, 1.0, {})
    assert further_uses_that_pay(old, longer, old) == 0


def worse(study: Callable[..., Path], small: Path) -> Comparison:
    """Kept for 2 more years it draws 0.5, where a new one draws 0.3 and costs 0.118 to make."""
    return compare([study("new", 2200, 0.3), study("kept", 2640, 0.5, 20)], small)


def test_a_longer_life_that_makes_things_worse_is_shown_to(
    study: Callable[..., Path], small: Path
) -> None:
    found = worse(study, small)
    (lives,) = found.lives
    assert lives.to_dict()["break_even_uses"] is None
    assert "break_even_uses" in lives.to_dict()["never"]
    assert "does not pay" in lives.findings()[0].message
    assert "longer_life_worse" in [f.code for f in found.findings]


def test_a_frugal_new_machine_earns_its_making_back(
    study: Callable[..., Path], small: Path
) -> None:
    """260 / (0.5 − 0.3) = 1300 uses."""
    found = compare([study("old", 2200, 0.5), study("new", 2200, 0.3)], small)
    assert found.lives[0].payback_uses == pytest.approx(1300)
    assert "after 1,300 uses" in found.lives[0].findings()[-1].message


def test_a_new_machine_that_saves_too_little_never_does(
    study: Callable[..., Path], small: Path
) -> None:
    """260 / 0.01 = 26000 uses, in a life of 2200."""
    found = compare([study("old", 2200, 0.31), study("new", 2200, 0.30)], small)
    assert "keep what there is" in found.lives[0].findings()[-1].message


def test_a_scenario_of_longer_life_that_costs_more_is_found(write: Write, small: Path) -> None:
    """Whole replacements: 11 years need a second battery of 4 kg, for a tenth more of use."""
    write("p.csv", "Part,Material,Mass (kg)\nbattery,metal,1\nbody,resin,0.1\n")
    toml = """
name = "Phone"
bom = "p.csv"
[life]
uses = 10
[[life.replacement]]
part = "battery"
part_uses = 10
counting = "whole"
"""
    options = Options(changes=[Change("one year more", uses=11), Change("twice", uses=20)])
    result = footprint(write("p.toml", toml), small, options=options)
    found = [f for f in result.findings if f.code == "longer_life_worse"]
    assert [f.where for f in found] == ["one year more"]


def test_a_variant_that_costs_more_and_serves_no_longer_is_no_longer_life(
    study: Callable[..., Path], small: Path
) -> None:
    change = Change("dearer", supplier_value={"machine": 300.0})
    result = footprint(study("machine", 2200, 0.3), small, options=Options(changes=[change]))
    assert result.variants[-1].total_kg_co2e > result.total_kg_co2e
    assert "longer_life_worse" not in [f.code for f in result.findings]
