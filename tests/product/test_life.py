"""Long life, repair, replacement, reuse and sharing, from a study's files to its footprint.

The wash cycle is invented: 260 kg CO2e for making and end of life, 0.30 for each cycle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celca.assess import Footprint, footprint
from celca.errors import CelcaError
from celca.product.service import Service

Write = Callable[..., Path]
MACHINE = "Part,Material,Mass (kg)\nmachine,metal,70\n"
TOML = """
name = "{name}"
bom = "machine.csv"
[declared_unit]
unit = "use"
description = "one wash cycle"
[[supplier_value]]
part = "machine"
kg_co2e = 260
source = "invented"
[[use]]
kg_co2e = 0.30
source = "invented"
"""
PRIVATE = '[life]\nservice_life = "10 year"\nuses_per_year = 220\n'
EXTENDED = """
[life]
service_life = "15 year"
uses_per_year = 220
[[life.repair]]
kg_co2e = 20
source = "invented"
"""
SHARED = """
[life]
service_life = "8 year"
uses_per_year = 1100
{most}
[[life.sharing]]
kg_co2e = 0.02
source = "invented"
description = "bringing and taking back"
"""


def wash(write: Write, small: Path, life: str, name: str = "machine") -> Footprint:
    write("machine.csv", MACHINE)
    return footprint(write(f"{name}.toml", TOML.format(name=name) + life), small)


def test_years_are_counted_in_uses_as_far_as_the_study_says() -> None:
    """2 of 8 years of 4000 uses are 1000; 2 years of 300 uses a year are 600."""
    assert Service(years=8).uses_in(2, 4000) == 1000
    assert Service(years=8, uses_per_year=300).uses_in(2, 4000) == 600
    assert Service().uses_in(2, 4000) is None


def test_utility_is_the_life_and_the_use_against_what_is_usual() -> None:
    """2000 uses at 400 a year are 5 years: 5 / 8 × 400 / 300, and each alone where one is known."""
    known = Service(uses_per_year=400, average_years=8, average_uses=300)
    assert known.utility(2000) == pytest.approx(5 / 8 * 4 / 3)
    assert replace(known, average_uses=None).utility(2000) == 5 / 8
    assert replace(known, average_years=None).utility(2000) == pytest.approx(4 / 3)
    assert Service().utility(2000) == 1


def test_what_wears_out_before_it_is_old_is_told_and_nothing_else_is(
    write: Write, small: Path
) -> None:
    """10 years × 220 uses, of a machine that stands 2000 or 2200."""
    for most, told in ((2000, True), (2200, False)):
        life = PRIVATE + f"technical_maximum_uses = {most}\n"
        codes = [f.code for f in wash(write, small, life).findings]
        assert ("technical_maximum" in codes) is told


def test_a_private_machine_costs_260_by_2200_and_the_cycle(write: Write, small: Path) -> None:
    """260 / (10 × 220) + 0.30."""
    assert wash(write, small, PRIVATE).total_kg_co2e == pytest.approx(260 / 2200 + 0.30, rel=1e-9)
    assert wash(write, small, PRIVATE).total_kg_co2e == pytest.approx(0.418182, abs=5e-7)


def test_a_repair_that_adds_five_years_saves_8_percent(write: Write, small: Path) -> None:
    """(260 + 20) / (15 × 220) + 0.30."""
    result = wash(write, small, EXTENDED)
    assert result.total_kg_co2e == pytest.approx(280 / 3300 + 0.30, rel=1e-9)
    assert result.total_kg_co2e == pytest.approx(0.384848, abs=5e-7)
    assert 100 * (result.total_kg_co2e / (260 / 2200 + 0.30) - 1) == pytest.approx(-8.0, abs=0.05)
    assert result.lifetime is not None
    assert result.lifetime.upkeep_kg_co2e == pytest.approx(20)
    assert result.lifetime.once_kg_co2e == pytest.approx(280)
    assert result.lifetime.per_use_kg_co2e == pytest.approx(0.30)


def test_a_shared_machine_is_worn_out_before_its_years_are(write: Write, small: Path) -> None:
    """min(8 × 1100, 6000) = 6000: 260 / 6000 + 0.30 + 0.02."""
    result = wash(write, small, SHARED.format(most="technical_maximum_uses = 6000"))
    assert result.total_kg_co2e == pytest.approx(260 / 6000 + 0.32, rel=1e-9)
    assert result.total_kg_co2e == pytest.approx(0.363333, abs=5e-7)
    assert "technical_maximum" in [f.code for f in result.findings]
    assert result.lifetime is not None
    assert result.lifetime.years == pytest.approx(6000 / 1100)


def test_a_shared_machine_that_never_wears_out_saves_more(write: Write, small: Path) -> None:
    """260 / 8800 + 0.32."""
    result = wash(write, small, SHARED.format(most=""))
    assert result.total_kg_co2e == pytest.approx(0.349545, abs=5e-7)


# a part of 1 kg metal, 4 kg CO2e, in a product that serves 10 years; the part stands 3
PHONE = "Part,Material,Mass (kg)\nbattery,metal,1\nbody,resin,2\n"
STUDY = """
name = "Phone"
bom = "phone.csv"
[declared_unit]
unit = "year"
[life]
service_life = "10 year"
uses_per_year = 1
[[life.replacement]]
part = "battery"
part_life = "3 year"
counting = "COUNTING"
[[distribution]]
process = "truck"
distance = "1000 km"
[end_of_life.default]
landfill = 1
"""


@pytest.mark.parametrize(("counting", "times"), [("fractional", 10 / 3 - 1), ("whole", 3.0)])
def test_a_part_is_replaced_as_the_study_counts(
    write: Write, small: Path, counting: str, times: float
) -> None:
    """Each new battery: 4 of making, 0.1298 of freight, 0.01 of landfill."""
    write("phone.csv", PHONE)
    result = footprint(write("phone.toml", STUDY.replace("COUNTING", counting)), small)
    once = 4 + 2 * 2.5 + 3 * 0.1298 + 3 * 0.01
    again = times * (4 + 0.1298 + 0.01)
    assert result.total_kg_co2e == pytest.approx((once + again) / 10, rel=1e-9)
    assert result.by_stage["use"] == pytest.approx(times * 4.01 / 10)
    assert result.lifetime is not None
    assert result.lifetime.replacements == {"battery": pytest.approx(times)}


REUSED = """
name = "Refurbished"
bom = "phone.csv"
[[production]]
process = "moulding"
material = "resin"
[[production]]
kg_co2e = 0.5
source = "invented"
description = "cleaning and testing"
[[life.reuse]]
part = "body"
share = 0.8
tested = 0.5
[end_of_life.default]
landfill = 1
"""


def test_what_is_reused_is_not_made_again_and_what_fails_the_test_is_waste(
    write: Write, small: Path
) -> None:
    """Body: 0.2 of 2 kg made and moulded; 0.8 reused, as much again fails and is landfilled."""
    write("phone.csv", PHONE)
    result = footprint(write("refurbished.toml", REUSED), small)
    made = 4 + 0.2 * 2 * (2.5 + 1.0) + 0.5
    end = 0.01 * (1 + 2 * (1 + 0.8))
    assert result.total_kg_co2e == pytest.approx(made + end, rel=1e-9)
    assert result.circularity.reused_content == pytest.approx(1.6 / 3)
    assert "reused_parts" in [f.code for f in result.findings]


def test_carbon_of_a_reused_part_comes_with_it_and_goes_with_it(write: Write, small: Path) -> None:
    """2 kg wood, used again and burnt: 0.5 kg C/kg in and out, nothing of the making."""
    write("shelf.csv", "Part,Material,Mass (kg)\nshelf,wood,2\n")
    toml = 'name = "S"\nbom = "shelf.csv"\n[[life.reuse]]\nshare = 1\n'
    toml += "[end_of_life.default]\nincineration = 1\n"
    result = footprint(write("s.toml", toml), small)
    assert result.total_kg_co2e == pytest.approx(0, abs=1e-12)
    assert result.biogenic is not None
    assert result.biogenic.transferred == pytest.approx(-2 * 0.5 * 44 / 12)
    assert result.biogenic.open == pytest.approx(0, abs=1e-12)


def test_what_goes_to_reuse_is_neither_burnt_nor_paid_for(write: Write, small: Path) -> None:
    write("box.csv", "Part,Material,Mass (kg)\nbox,resin,1\n")
    toml = 'name = "B"\nbom = "box.csv"\n[end_of_life.default]\nreuse = 0.75\nlandfill = 0.25\n'
    result = footprint(write("b.toml", toml), small)
    assert result.total_kg_co2e == pytest.approx(2.5 + 0.25 * 0.01)


@pytest.mark.parametrize(
    ("life", "message"),
    [
        ('[life]\nuses = 3\n[[life.replacement]]\npart = "machine"\npart_uses = 1\n', "counting"),
        ('[[life.replacement]]\npart = "x"\npart_uses = 1\ncounting = "whole"\n', "'x'"),
        (
            '[[life.replacement]]\npart = "machine"\npart_life = "1 year"\ncounting = "whole"\n',
            "service_life",
        ),
        ("[[life.reuse]]\nshare = 1.2\n", "share of 0 to 1"),
        ("[[life.reuse]]\nshare = 0.5\ntested = 0\n", "tested"),
        ("[[life.reuse]]\ntested = 0.5\n", "needs a 'share'"),
        ("[[life.repair]]\nkg_co2e = 3\n", "source"),
        ("[life]\nuses_per_year = 3\n", "service_life"),
    ],
)
def test_a_life_that_makes_no_sense_is_refused(
    write: Write, small: Path, life: str, message: str
) -> None:
    with pytest.raises(CelcaError, match=message):
        wash(write, small, life)


def test_doubling_a_life_halves_what_is_made_per_use(write: Write, small: Path) -> None:
    short = wash(write, small, PRIVATE.replace("10 year", "5 year"), "short")
    long = wash(write, small, PRIVATE, "long")
    assert short.total_kg_co2e - 0.30 == pytest.approx(2 * (long.total_kg_co2e - 0.30), rel=1e-12)
