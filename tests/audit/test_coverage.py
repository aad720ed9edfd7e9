"""What of a database's emissions counts, how much mass does not, and how a result says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.assess import footprint
from celca.audit.coverage import coverage
from celca.cli.group import cli
from celca.inventory import Flow, Process, write_inventory
from celca.methods import load_method
from celca.readers.draft import Draft
from celca.system import Intensities, build, price


def draft() -> Draft:
    """Steel: 2 kg CO2, 30 g dust, 5 kg water vapour, 1 kg of a gas without a factor; takes ore.

    Wire is made of 1.1 kg of steel and gives off 0.5 l of waste water beside.
    """
    made = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    for key, formula, unit, place in (
        ("co2", "CO2", "kg", "air"),
        ("dust", "", "g", "air"),
        ("vapour", "", "kg", "air"),
        ("odd", "CFC999", "kg", "air"),
        ("ore", "", "kg", "resource"),
        ("waste water", "", "l", "water"),
    ):
        made.flows[key] = Flow(key, key.capitalize(), place, unit, formula, "fossil")
    for key in ("steel", "wire"):
        made.processes[key] = Process(key, key, "", key, "kg", "", 2024, "unit", "", "", "")
    for key, amount in (("co2", 2.0), ("dust", 30.0), ("vapour", 5.0), ("odd", 1.0)):
        made.add("steel", "emission", key, amount)
    made.add("steel", "uptake", "ore", 1.5)
    made.add("wire", "input", "steel", 1.1)
    made.add("wire", "emission", "waste water", 0.5)
    return made


@pytest.fixture
def prices() -> Intensities:
    return price(build(draft().inventory(), load_method()))


def test_flows_exchanges_and_mass_are_counted(prices: Intensities) -> None:
    """2 of 8.03 kg have a factor; litres are no mass, and ore that is taken can never count."""
    found = coverage(prices)
    assert found["flows"] == [1, 5]
    assert found["exchanges"] == [1, 5]
    assert found["mass_kg"] == pytest.approx([2.0, 2 + 0.03 + 5 + 1])
    assert found["gases"] == ["Odd"]
    silent = [(x["flow"], x["kg"]) for x in found["uncounted"]]
    assert silent[:2] == [("Vapour", 5.0), ("Odd", 1.0)]
    assert dict(silent)["Dust"] == pytest.approx(0.03)
    assert dict(silent)["Waste water"] is None


def test_the_mass_that_counts_nothing_follows_the_supply(prices: Intensities) -> None:
    assert prices.uncounted == pytest.approx([6.03, 1.1 * 6.03])


def test_a_result_says_how_much_has_no_factor(tmp_path: Path, prices: Intensities) -> None:
    """3 kg of wire give off 3 * 1.1 * 6.03 kg that the method has no factor for."""
    bom = tmp_path / "bom.csv"
    bom.write_text("Part,Material,Mass (kg)\nA,wire,3\n", encoding="utf-8")
    (said,) = [f for f in footprint(bom, prices).findings if f.code == "uncounted_mass"]
    assert said.message.startswith("19.9 kg of emissions per declared unit have no factor")


def test_check_shows_what_has_no_factor(tmp_path: Path) -> None:
    write_inventory(draft().inventory(), tmp_path / "made")
    result = CliRunner().invoke(cli, ["database", "check", str(tmp_path / "made")])
    text = " ".join(result.output.split())
    assert "Factors: for 1 of 5 emissions, 1 of 5 exchanges, 25% of the mass" in text
    assert "25% of the mass given off directly, 25% of that to air" in text
    assert "none for Vapour to air (5 kg, 1 processes)" in text
    assert "Network: 1 parts that are not linked" in text
    assert "no_factor" in text
