"""What is odd in a database comes first, and a sound one gives no alarm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from celca.assess import open_prices
from celca.audit.diagnosis import diagnose, structure
from celca.cli.group import cli
from celca.errors import Finding
from celca.inventory import Flow, Process, write_inventory
from celca.methods import load_method
from celca.readers.draft import Draft, Spread
from celca.system import Intensities, build, price

Write = Callable[..., Path]
THIS_YEAR = datetime.now(tz=UTC).year
IPCC = load_method()


def database(**changed: float) -> Intensities:
    """Ten parts of 1 to 2 kg CO2, each with 0.1 m3 of water at 0.5 kg CO2/m3; some changed."""
    about = dict.fromkeys(("name", "version", "licence", "geography", "description"), "x")
    draft = Draft(about)
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")

    def add(key: str, unit: str) -> None:
        draft.processes[key] = Process(key, key, "", key, unit, "", THIS_YEAR, "unit", "", "", "")

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
    assert "1e+03 times what is usual in 9 others" in suspects["unit"].message


def test_a_share_of_a_sector_in_money_is_no_suspected_unit() -> None:
    """One sector of ten spends half its money where the others spend a thousandth: no slip."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")
    for key in ("milk", *(f"sector{i}" for i in range(10))):
        row = Process(key, key, "", key, "USD", "", THIS_YEAR, "unit", "", "", "")
        draft.processes[key] = row
        draft.add(key, "emission", "co2", 1.0 if key == "milk" else 1e-3)
        if key != "milk":
            draft.add(key, "input", "milk", 0.5 if key == "sector0" else 1e-3)
    suspects = diagnose(price(build(draft.inventory(), load_method())))
    assert "unit" not in [s.code for s in suspects]


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


def test_a_process_that_uses_up_what_it_makes_is_told_so() -> None:
    """Part 3 uses 2.0001 kg of itself for 2 kg made: 1.3 kg CO2 over -0.0001, below zero."""
    inventory = database().system.inventory
    three = next(p for p in inventory.processes if p.id == "part3")
    processes = tuple(replace(p, output=2.0) if p is three else p for p in inventory.processes)
    own = replace(inventory.exchanges[0], process="part3", kind="input", input="part3")
    exchanges = (*inventory.exchanges, replace(own, amount=2.0001))
    prices = price(build(replace(inventory, processes=processes, exchanges=exchanges), IPCC))
    first = diagnose(prices)[0]
    assert (first.code, first.process) == ("outlier", "part3")
    assert "it uses 2.0001 kg of its own for 2 kg made" in first.message


def test_two_suspects_that_would_read_alike_have_their_ids() -> None:
    inventory = database(water_5=100.0, water_6=100.0, co2_5=1.0, co2_6=1.0).system.inventory
    named = tuple(replace(p, name="part") if p.unit == "kg" else p for p in inventory.processes)
    suspects = diagnose(price(build(replace(inventory, processes=named), IPCC)))
    messages = [s.message for s in suspects if s.code == "unit"]
    assert [m.partition(" Its id is ")[2] for m in messages] == ["part5.", "part6."]


def test_the_command_shows_the_oddest_first(write_database: Write) -> None:
    folder = write_database(
        {"exchanges.csv": ("resin-virgin,emission,co2,2,", "resin-virgin,emission,co2,2e6,")}
    )
    result = CliRunner().invoke(cli, ["database", "check", str(folder)])
    assert "figures to look at" in result.output
    assert "Resin, virgin" in result.output.partition("? ")[2].partition("\n")[0]


def named(names: Sequence[str], scores: Sequence[float], **more: Any) -> Intensities:  # noqa: ANN401
    """A process per name with so many kg CO2 a kg."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")
    draft.flows["dust"] = Flow("dust", "Dust", "air", "kg", "", "fossil")
    year, place = more.get("year", THIS_YEAR), more.get("location", "")
    for i, (name, score) in enumerate(zip(names, scores, strict=True)):
        p = Process(f"p{i}", name, "", name, "kg", place, year, "unit", "", "", "")
        draft.processes[p.id] = p
        draft.add(p.id, "emission", "co2", score)
        draft.add(p.id, "emission", "dust", more.get("dust", 0.001))
    return price(build(draft.inventory(), load_method()))


def test_a_paper_far_from_other_papers_comes_before_what_is_far_from_all_products() -> None:
    """63 kg/kg among papers of 1.7 to 3 is odder than 100 among plastics of 0.1 to 30."""
    papers = ["Paper, freesheet", "Paper, coated", "Paper, bag", "Paper, uncoated", "Paper, kraft"]
    others = [f"Material {i}" for i in range(20)]
    wide = [10 ** (-1 + 2.5 * i / 19) for i in range(20)]
    found = diagnose(named([*papers, *others, "Resin"], [63, 1.7, 2.8, 2.9, 2.6, *wide, 100]))
    assert [s.process for s in found if s.code == "outlier"][0] == "p0"
    assert "the 5 called 'paper'" in found[0].message


def test_many_data_sets_of_one_name_come_before_two(write_database: Write) -> None:
    grids = ["Electricity, at grid"] * 83 + ["Heat"] * 2
    first, second = [s for s in diagnose(named(grids, [1.0] * 85)) if s.code == "same_name"]
    assert first.message.startswith("83 processes are called 'Electricity, at grid'")
    assert second.message.startswith("2 processes are called 'Heat'")


def test_the_same_name_in_two_places_is_no_suspect() -> None:
    draft_of_two = named(["Steel"], [1.0], location="JP")
    assert diagnose(draft_of_two) == []


def test_what_gives_off_a_thousand_times_its_mass_is_told_though_it_counts_nothing() -> None:
    (found,) = [s for s in diagnose(named(["Resin"], [1.0], dust=9.8e15)) if s.code == "emission"]
    assert "9.8e+15 kg of 'Dust' per kg" in found.message


@pytest.mark.parametrize(("year", "told"), [(9999, "cannot be"), (1995, "from 1995 or before")])
def test_years_that_cannot_be_and_old_data_are_told(year: int, told: str) -> None:
    prices = named(["A", "B"], [1.0, 1.0], year=year)
    assert [s.message for s in diagnose(prices) if s.code == "age" and told in s.message]
    assert structure(prices)["years"] == [year, year, year]


def test_a_gas_without_a_factor_and_a_cut_off_product_are_suspects() -> None:
    prices = named(["A"], [1.0])
    said = (
        Finding("warning", "no_factor", "no factor for 'cfc-999'"),
        Finding("warning", "cut_off", "3 products are made by no process"),
    )
    more = replace(prices, system=replace(prices.system, findings=said))
    assert [s.code for s in diagnose(more)] == ["no_factor", "cut_off"]


def test_zero_burden_inputs_are_counted() -> None:
    """Water without burden is used by ten parts: ten inputs, one product."""
    prices = database(co2_0=1.0)
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    for key in ("scrap", "a", "b"):
        draft.processes[key] = Process(key, key, "", key, "kg", "", THIS_YEAR, "unit", "", "", "")
    draft.add("a", "input", "scrap", 1.0)
    draft.add("b", "input", "scrap", 2.0)
    found = structure(price(build(draft.inventory(), load_method())))
    assert (found["zero_burden"], found["zero_burden_used"]) == (3, 2)
    assert structure(prices)["zero_burden_used"] == 0


def test_a_hundredfold_spread_of_peers_makes_none_of_them_odd() -> None:
    """A cubic metre of gas (1 kg), of wood (60 kg) and of fuel (3 000 kg) are all as they are."""
    scores = [1.0, 1.5, 2.0, 50.0, 60.0, 80.0, 400.0, 3000.0]
    assert diagnose(named([f"Thing {i}" for i in range(8)], scores)) == []


def test_kilowatt_hours_and_megajoules_are_peers() -> None:
    """Four grids of 0.1 kg/MJ and two of 0.36 kg/kWh: one of 360 kg/kWh is a thousand times."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")
    grids = [("MJ", 0.1), ("MJ", 0.11), ("MJ", 0.12), ("MJ", 0.1), ("kWh", 0.36), ("kWh", 360.0)]
    for i, (unit, score) in enumerate(grids):
        row = Process(f"g{i}", f"Grid {i}", "", "power", unit, "", THIS_YEAR, "unit", "", "", "")
        draft.processes[row.id] = row
        draft.add(row.id, "emission", "co2", score)
    (found,) = diagnose(price(build(draft.inventory(), load_method())))
    assert (found.code, found.process) == ("outlier", "g5")


def test_a_thousandth_of_what_peers_have_is_told_of_what_is_made_of_much() -> None:
    """Made of four things that count; sand, which is dug only, may be as cheap as it likes."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")
    keys = [*(f"part{i}" for i in range(6)), "sand", "slip"]
    for key in keys:
        draft.processes[key] = Process(key, key, "", key, "kg", "", THIS_YEAR, "unit", "", "", "")
        draft.add(key, "emission", "co2", {"sand": 1e-4, "slip": 1e-4}.get(key, 1.0))
    for i in range(3):
        draft.add("slip", "input", f"part{i}", 1e-4)
    (found,) = diagnose(price(build(draft.inventory(), load_method())))
    assert found.process == "slip"
    assert "1/2.5e+03 of the median of its unit" in found.message


def test_published_totals_far_from_others_are_one_line_and_none_once_confirmed() -> None:
    prices = named(["Gold", *(f"Metal {i}" for i in range(9))], [3e4, *([1.5] * 9)])
    rows = tuple(replace(p, kind="aggregated") for p in prices.system.inventory.processes)
    inventory = replace(prices.system.inventory, processes=rows, hash="aggregated")
    odd = replace(prices, system=replace(prices.system, inventory=inventory))
    (found,) = diagnose(odd)
    assert "1 published total is far above their peers [kg CO2e]: 'Gold' 3e+04" in found.message
    assert diagnose(odd, {"p0"}) == []


def test_electricity_of_many_grids_is_compared_as_one() -> None:
    """Each part has a grid of its own, 1 MJ of it; one takes a thousand times as much."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")
    for i in range(10):
        for key, name, unit in (
            (f"g{i}", f"Electricity, grid {i}", "MJ"),
            (f"p{i}", f"P{i}", "kg"),
        ):
            row = Process(key, name, "", name, unit, "", THIS_YEAR, "unit", "", "", "")
            draft.processes[key] = row
        draft.add(f"g{i}", "emission", "co2", 0.1)
        draft.add(f"p{i}", "emission", "co2", 1.0)
        draft.add(f"p{i}", "input", f"g{i}", 1000.0 if i == 4 else 1.0)
    first = diagnose(price(build(draft.inventory(), load_method())))[0]
    assert (first.code, first.process) == ("unit", "p4")
    assert "1e+03 times what is usual in 9 others" in first.message


def test_two_kilograms_of_what_it_is_made_of_are_no_mistaken_unit() -> None:
    """Others use grams of the resin as glue; a part made of the resin uses as much as it weighs."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")
    for key in ("resin", *(f"p{i}" for i in range(12))):
        draft.processes[key] = Process(key, key, "", key, "kg", "", THIS_YEAR, "unit", "", "", "")
        draft.add(key, "emission", "co2", 9.0 if key == "resin" else 1.0)
        if key != "resin":
            draft.add(key, "input", "resin", 1.05 if key == "p3" else 1e-4)
    assert diagnose(price(build(draft.inventory(), load_method()))) == []


def test_an_emission_below_zero_is_told_with_its_share() -> None:
    """-1 of 1 + 1: half of what counts in it; a credit is an avoided product, and no suspect."""
    prices = database()
    inventory = prices.system.inventory
    amount = inventory.exchanges.amount.copy()  # type: ignore[attr-defined]
    amount[1] = -1.0
    table = replace(inventory.exchanges, amount=amount)  # type: ignore[type-var]
    turned = replace(inventory, exchanges=table, hash="turned")
    (found,) = [s for s in diagnose(price(build(turned, load_method()))) if s.code == "sign"]
    assert found.process == "part0"
    assert "gives off -1 kg of 'Carbon dioxide': 95% of what counts in it" in found.message


def test_a_line_entered_twice_and_a_spread_that_cannot_be_are_told() -> None:
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["co2"] = Flow("co2", "Carbon dioxide", "air", "kg", "CO2", "fossil")
    for key in ("a", "b"):
        draft.processes[key] = Process(key, key, "", key, "kg", "", THIS_YEAR, "unit", "", "", "")
    draft.add("a", "emission", "co2", 2.0)
    draft.add("a", "emission", "co2", 2.0)
    draft.add("b", "emission", "co2", 1.0, Spread("lognormal", 5.0))
    found = {s.code: s for s in diagnose(price(build(draft.inventory(), load_method())))}
    assert found["twice"].message.startswith("1 line is entered twice in the same process: 'a'")
    assert "'b' gives off 1 kg of 'Carbon dioxide' (lognormal, 5)" in found["spread"].message


@pytest.mark.parametrize(
    ("flow", "code"),
    [
        (Flow("f", "Sulfur hexafluoride", "air", "kg", "", "fossil"), "no_factor"),
        (Flow("f", "Carbon dioxide, biogenic", "air", "kg", "CO2", "fossil"), "origin"),
    ],
)
def test_a_flow_that_is_not_what_its_name_says_is_told(flow: Flow, code: str) -> None:
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["f"] = flow
    draft.processes["a"] = Process("a", "a", "", "a", "kg", "", THIS_YEAR, "unit", "", "", "")
    draft.add("a", "emission", "f", 1.0)
    found = [s for s in diagnose(price(build(draft.inventory(), load_method()))) if s.code == code]
    assert flow.name in found[0].message


def test_what_is_used_often_and_counts_nothing_comes_before_what_is_used_once() -> None:
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    for key in ("ship", "bark", *(f"p{i}" for i in range(30))):
        draft.processes[key] = Process(key, key, "", key, "kg", "", THIS_YEAR, "unit", "", "", "")
    for i in range(30):
        draft.add(f"p{i}", "input", "ship", 1.0)
    draft.add("p0", "input", "bark", 1.0)
    idle = diagnose(price(build(draft.inventory(), load_method())))
    assert "ship (30 times); bark (1 times)" in idle[0].message
    assert "2 processes hold no exchange at all: bark; ship" in idle[1].message


def test_the_gain_of_a_loop_of_two_is_what_goes_round() -> None:
    """A takes 10 B, B takes 0.05 A: half is left after two steps, the root of it after each."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    for key in ("a", "b"):
        draft.processes[key] = Process(key, key, "", key, "kg", "", THIS_YEAR, "unit", "", "", "")
    draft.add("a", "input", "b", 10.0)
    draft.add("b", "input", "a", 0.05)
    prices = price(build(draft.inventory(), load_method()))
    assert structure(prices)["gain"] == pytest.approx(0.5**0.5)


def test_data_decades_behind_the_others_are_named() -> None:
    prices = named(["Old", *(f"New {i}" for i in range(5))], [1.0] * 6)
    rows = prices.system.inventory.processes
    aged = replace(prices.system.inventory, processes=(replace(rows[0], year=1961), *rows[1:]))
    (found,) = diagnose(replace(prices, system=replace(prices.system, inventory=aged)))
    assert "1 process is 20 years and more behind the others" in found.message
    assert "Old (1961)" in found.message


def test_published_totals_below_zero_share_a_line() -> None:
    prices = named(["Forest", "Meadow"], [-4000.0, -1000.0])
    rows = tuple(replace(p, kind="aggregated") for p in prices.system.inventory.processes)
    inventory = replace(prices.system.inventory, processes=rows, hash="published")
    found = diagnose(replace(prices, system=replace(prices.system, inventory=inventory)))
    (sign,) = [s for s in found if s.code == "sign"]
    assert sign.message.startswith("2 published totals are below 0: 'Forest' gives off -4000 kg")


def test_a_database_without_any_flow_is_checked(tmp_path: Path) -> None:
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    for key in ("a", "b"):
        draft.processes[key] = Process(key, key, "", key, "kg", "", THIS_YEAR, "unit", "", "", "")
    draft.add("a", "input", "b", 1.0)
    write_inventory(draft.inventory(), tmp_path / "x")
    result = CliRunner().invoke(cli, ["database", "check", str(tmp_path / "x")])
    assert result.exit_code == 0, result.output
    assert "1 product has a score of 0 and is used by others: b (1 times)" in result.output
