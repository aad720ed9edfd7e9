"""What is odd in a database comes first, and a sound one gives no alarm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.assess import open_prices
from celca.audit.diagnosis import diagnose, structure
from celca.cli.group import cli
from celca.inventory import Flow, Process
from celca.methods import load_method
from celca.readers.draft import Draft
from celca.system import Intensities, build, price

Write = Callable[..., Path]


def database(**changed: float) -> Intensities:
    """Ten parts of 1 to 2 kg CO2, each with 0.1 m3 of water at 0.5 kg CO2/m3; some changed."""
    about = dict.fromkeys(("name", "version", "licence", "geography", "description"), "x")
    draft = Draft(about)
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")

    def add(key: str, unit: str) -> None:
        draft.processes[key] = Process(key, key, "", key, unit, "", 2020, "unit", "", "", "")

    add("water", "m3")
    draft.add("water", "emission", "co2", 0.5)
    for i in range(10):
        add(f"part{i}", "kg")
        draft.add(f"part{i}", "emission", "co2", changed.get(f"co2_{i}", 1 + i / 10))
        draft.add(f"part{i}", "input", "water", changed.get(f"water_{i}", 0.1))
    add("car", "kg")
    draft.add("car", "input", "part3", 1.0)
    draft.add("car", "input", "part4", 1.0)
    return price(build(draft.inventory(), load_method()))


def test_a_sound_database_has_no_suspects() -> None:
    assert diagnose(database()) == []


def test_a_figure_a_thousand_times_its_peers_is_first_and_named_as_the_cause() -> None:
    first, *rest = diagnose(database(co2_3=3000.0))
    assert (first.code, first.process) == ("outlier", "part3")
    assert "its own 3000 kg of 'Carbon dioxide'" in first.message
    assert "1 more are far off because of it" in first.message
    assert "car" not in [s.process for s in rest]


def test_litres_read_as_cubic_metres_are_a_suspected_unit() -> None:
    suspects = {s.code: s for s in diagnose(database(water_5=100.0))}
    assert suspects["unit"].process == "part5"
    assert "1e+03 times what 9 others use" in suspects["unit"].message


def test_a_score_below_zero_is_told_at_its_cause_only() -> None:
    signs = [s.process for s in diagnose(database(co2_3=-5.0)) if s.code == "sign"]
    assert signs == ["part3"]


def test_structure_counts_components_and_the_gain_of_loops(small: Path) -> None:
    found = structure(open_prices(small))
    assert found["largest_loop"] == 1
    assert found["gain"] == 0.0
    assert found["components"] == 11


def test_a_tight_loop_is_told(write_database: Write) -> None:
    row = "electricity,emission,co2,500,g,,,,,,book#1,\n"
    folder = write_database(
        {"exchanges.csv": (row, row + "electricity,input,electricity,0.95,kWh,,,,,,book#1,\n")}
    )
    prices = open_prices(folder)
    # a process that uses its own product makes less of it: no loop, only a smaller output
    assert structure(prices)["gain"] == 0.0
    assert prices.H[:, prices.system.index["electricity"]].sum() == pytest.approx(10)


def test_the_command_shows_the_oddest_first(write_database: Write) -> None:
    folder = write_database(
        {"exchanges.csv": ("resin-virgin,emission,co2,2,", "resin-virgin,emission,co2,2e6,")}
    )
    result = CliRunner().invoke(cli, ["database", "check", str(folder)])
    assert "figures to look at" in result.output
    assert "Resin, virgin" in result.output.partition("? ")[2].partition("\n")[0]
