"""One process of a database is asked for in any unit that measures the same as its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.assess import Options, footprint, open_prices
from celca.cli.group import cli
from celca.contribution import explain
from celca.errors import UnitError, UnknownName, UsageError
from celca.inventory import Process
from celca.methods import load_method
from celca.readers.draft import draft_of
from celca.system import Intensities, build, price

UNITS = {"power": "kWh", "heat": "MJ", "lorry": "t*km", "floor": "m2", "chip": "piece"}
UNITS |= {"steel": "kg", "gas": "m3"}


@pytest.fixture(scope="module")
def prices() -> Intensities:
    """Processes whose unit emits 2 kg CO2 each, of every kind of unit."""
    draft = draft_of("units", "")
    factors = open_prices("celca-open").system.inventory
    draft.flows["co2"] = next(
        f for f in factors.flows if f.formula == "CO2" and f.origin == "fossil"
    )
    for name, unit in UNITS.items():
        about = Process(name, f"making {name}", "", name, unit, "JP", 2020, "unit", "", "", "")
        draft.processes[name] = about
        draft.add(name, "emission", "co2", 2.0)
    return price(build(draft.inventory(), load_method()))


@pytest.mark.parametrize(
    ("process", "amount", "kg"),
    [
        ("power", "3.6 MJ", 2.0),
        ("power", "1.5 MWh", 3000.0),
        ("heat", "1 kWh", 7.2),
        ("lorry", "500 kgkm", 1.0),
        ("lorry", "100 tkm", 200.0),
        ("floor", "2500 cm2", 0.5),
        ("chip", "3 pieces", 6.0),
        ("making steel", "1 t", 2000.0),
        ("gas", "10 l", 0.02),
        ("gas", "1 m³", 2.0),
    ],
)
def test_an_amount_is_converted_to_the_unit_of_the_process(
    process: str, amount: str, kg: float, prices: Intensities
) -> None:
    result = footprint(process, prices, options=Options(amount=amount))
    assert result.total_kg_co2e == pytest.approx(kg, rel=1e-12)
    assert result.declared_unit.unit == UNITS[process.removeprefix("making ")]
    assert f"--amount={amount}" in result.provenance["options"]


def test_an_amount_of_another_kind_or_without_a_unit_is_refused(prices: Intensities) -> None:
    for amount, told in (("1 kg", "unit of mass"), ("1", "not an amount with its unit")):
        with pytest.raises(UnitError, match=told):
            footprint("power", prices, options=Options(amount=amount))


def test_an_unknown_process_and_a_forgotten_amount_are_told(prices: Intensities) -> None:
    with pytest.raises(
        UnknownName, match=r"units: no process is called 'powr'. Did you mean 'power'"
    ):
        footprint("powr", prices, options=Options(amount="1 kWh"))
    with pytest.raises(UsageError, match=r"'power' is no file, but in units: say how much"):
        footprint("power", prices)


def test_a_material_means_its_virgin_process() -> None:
    asked = explain("aluminium", options=Options(amount="2 kg"))
    opened = open_prices()
    virgin = opened.system.inventory.materials["aluminium"]["virgin"].process
    kg = float(opened.H[:, opened.system.index[virgin]].sum())
    assert asked.total_kg_co2e == pytest.approx(2 * kg, rel=1e-9)
    assert asked.declared_unit.amount == 2


def test_explain_says_for_how_much_it_is(tmp_path: Path) -> None:
    told = ["explain", "electricity-jp", "--amount", "3.6 MJ"]
    out = CliRunner().invoke(cli, told).output
    assert "kg CO2e per declared unit: 1 kWh, " in out.splitlines()[0]
    data = json.loads(CliRunner().invoke(cli, [*told, "--json"]).output)
    assert data["declared_unit"]["unit"] == "kWh"
