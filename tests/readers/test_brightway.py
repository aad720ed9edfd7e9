"""A Brightway project is read as it is: linked, signed, uncertain, and left alone."""

from __future__ import annotations

import json
import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from celca.assess import footprint, open_prices
from celca.errors import CelcaError, DataError, FileFault, UnitError, UnknownName
from celca.inventory import Flow, Process
from celca.methods import load_method
from celca.readers import open_database, open_method, read_brightway
from celca.readers.brightway_files import open_project, plain_pickle
from celca.readers.draft import Draft
from celca.system import Intensities, build, price

Written = tuple[Path, dict[str, float]]
METHOD = "IPCC|climate change|GWP 100a"


def scores(prices: Intensities) -> dict[str, float]:
    totals = prices.H.sum(axis=0)
    return {p.id: float(totals[j]) for j, p in enumerate(prices.system.inventory.processes)}


def by_hand() -> dict[str, float]:
    """Return the scores: treating 1 kg of waste emits 0.3, and chips leave 0.5 kg of it."""
    power = 0.5 + 0.001 * 29.8 + 0.2 * 0.1
    waste = 0.3
    chips = (-3 - 0.1 * power + 0.5 * waste) / 2
    board = (8 * chips + 2 * power) / 4
    return {
        "coal": 0.1,
        "power": power,
        "waste": waste,
        "chips": chips,
        "press": board,
        "plain": board,
    }


def test_every_score_is_that_of_the_hand_and_of_bw2calc(brightway: Path, written: Written) -> None:
    found = scores(open_prices("bw:mine/front", METHOD))
    assert found == pytest.approx(by_hand(), rel=1e-12)
    for name, score in written[1].items():
        if name == "slag":
            continue  # of another project
        sign = -1 if name == "waste" else 1  # 1 unit of its product is −1 treated there
        key = {"board": "press"}.get(name, name)
        assert found[key] == pytest.approx(sign * score, rel=1e-6), name


def test_celcas_own_method_finds_formula_and_origin_by_name(brightway: Path) -> None:
    inventory = open_database("bw:mine/front")
    flows = {f.id: (f.formula, f.origin, f.compartment) for f in inventory.flows}
    assert flows == {
        "co2": ("CO2", "fossil", "air"),
        "ch4": ("CH4", "fossil", "air"),
        "up": ("CO2", "biogenic", "resource"),
        "pb": ("", "fossil", "water"),
    }
    found, theirs = (
        scores(open_prices("bw:mine/front")),
        scores(open_prices("bw:mine/front", METHOD)),
    )
    assert found == pytest.approx(theirs, rel=1e-12)


def test_the_background_is_linked_in_and_units_are_spelled_as_here(brightway: Path) -> None:
    inventory = read_brightway("mine", "front")
    units = {p.id: (p.unit, p.comment) for p in inventory.processes}
    assert units["coal"] == ("kg", "back")
    assert units["press"] == ("m2", "front")
    assert units["power"][0] == "kWh"
    assert inventory.process_by_id["press"].product == "board"


def test_uncertainty_is_kept(brightway: Path) -> None:
    exchanges = {(x.process, x.input): x for x in read_brightway("mine", "front").exchanges}
    x = exchanges["power", "co2"]
    assert (x.distribution, x.scale, x.amount) == ("lognormal", 0.1, 0.5)
    x = exchanges["press", "power"]
    assert (x.distribution, x.minimum, x.maximum) == ("triangular", 1.0, 4.0)


def test_processed_arrays_give_the_same_in_single_precision_and_say_so(brightway: Path) -> None:
    inventory = read_brightway("mine", "front", processed=True)
    assert "single_precision" in [f.code for f in inventory.findings]
    method = open_method(METHOD, "bw:mine/front", inventory)
    exact = scores(open_prices("bw:mine/front", METHOD))
    found = scores(price(build(inventory, method)))
    assert found == pytest.approx(exact, rel=1e-6)
    assert found["power"] != exact["power"]


def test_reading_needs_no_brightway_and_writes_nothing_to_the_project(
    brightway: Path, apart: Callable[[str], Any]
) -> None:
    before = {p: p.stat().st_mtime_ns for p in brightway.rglob("*") if p.is_file()}
    loaded = apart(
        "import sys, json\nfrom celca.readers import open_database\n"
        "open_database('bw:mine/front')\n"
        "print(json.dumps([m for m in sys.modules if m.startswith(('bw2data', 'bw2calc'))]))"
    )
    assert loaded == []
    assert {p: p.stat().st_mtime_ns for p in brightway.rglob("*") if p.is_file()} == before


def test_a_project_that_another_process_holds_open_is_read(brightway: Path) -> None:
    (file,) = brightway.glob("mine*/lci/databases.db")
    other = sqlite3.connect(file)
    try:
        other.execute("BEGIN IMMEDIATE")
        assert len(read_brightway("mine", "front").processes) == 6
    finally:
        other.rollback()
        other.close()


def test_the_second_use_comes_from_disk_until_the_project_changes(
    brightway: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path))
    first = read_brightway("mine", "front")
    assert len(list(tmp_path.glob("inventory-*.npz"))) == 1
    again = read_brightway("mine", "front")
    assert again.hash == first.hash
    assert list(again.exchanges) == list(first.exchanges)
    assert (again.processes, again.flows) == (first.processes, first.flows)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("bw:mien/front", "no Brightway project is called 'mien'. Did you mean 'mine'"),
        ("bw:mine/frnt", "no Brightway database is called 'frnt'. Did you mean 'front'"),
        ("bw:mine", "not of the form bw:PROJECT/DATABASE. Project 'mine' holds 'back'; 'flows'"),
        ("bw:new", "not of the form bw:PROJECT/DATABASE.$"),
        ("bw:unlike/x", "no Brightway project is called 'unlike'. There are 'broken'"),
        ("bw:mine/flows", "'flows' holds no processes: it is empty, or one of flows only"),
    ],
)
def test_a_wrong_address_is_told_with_its_neighbours(
    address: str, told: str, brightway: Path
) -> None:
    with pytest.raises(DataError, match=told.replace(".", r"\.")):
        open_database(address)


def test_no_projects_at_all_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(tmp_path))
    with pytest.raises(FileFault, match="BRIGHTWAY2_DIR"):
        open_database("bw:mine/front")


def test_a_method_is_found_by_any_part_that_only_it_has(brightway: Path) -> None:
    inventory = read_brightway("mine", "front")
    assert open_method("20a", "bw:mine/front", inventory).name.endswith("GWP 20a")
    assert open_method("bw:mine/gwp 100a", "celca-open", inventory).name.endswith("GWP 100a")
    with pytest.raises(DataError, match="2 methods of 'mine'"):
        open_method("climate change", "bw:mine/front", inventory)
    with pytest.raises(UnknownName):
        open_method("eutrophication", "bw:mine/front", inventory)


def test_a_method_in_another_unit_is_refused(brightway: Path) -> None:
    with pytest.raises(UnitError, match="CTUh"):
        open_prices("bw:mine/front", "Tox|human")


def test_a_record_that_could_run_code_is_refused() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("ran",)

    with pytest.raises(DataError, match="plain data"):
        plain_pickle(pickle.dumps({"amount": Evil()}))
    number = {"amount": np.float64(2.5)}
    assert plain_pickle(pickle.dumps(number)) == {"amount": 2.5}


def test_a_project_in_which_another_process_is_writing_is_read_and_left_unlocked(
    brightway: Path,
) -> None:
    """The other process has the project current and an unfinished change in it."""
    script = (
        "import sys, warnings\nwarnings.simplefilter('ignore')\nimport bw2data as bd\n"
        "bd.projects.set_current('mine')\n"
        "from bw2data.backends import sqlite3_lci_db\n"
        "with sqlite3_lci_db.db.atomic() as change:\n"
        "    node = bd.get_node(database='back', code='coal')\n"
        "    node['comment'] = 'half done'\n    node.save()\n"
        "    print('ready', flush=True)\n    sys.stdin.readline()\n    change.rollback()\n"
        "node = bd.get_node(database='front', code='power')\n"
        "print(bd.projects.current, node['name'], flush=True)\n"
    )
    before = {p for p in brightway.rglob("*") if p.is_file()}
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "BRIGHTWAY2_DIR": str(brightway)},
    ) as other:
        assert other.stdout is not None
        while (line := other.stdout.readline().strip()) != "ready":
            assert line or other.poll() is None
        assert len(read_brightway("mine", "front").processes) == 6
        found, _ = other.communicate("go on\n")
    assert other.returncode == 0
    assert found.strip().splitlines()[-1] == "mine power"
    after = {p for p in brightway.rglob("*") if p.is_file() and "log" not in p.as_posix()}
    assert not [p for p in after - before if "lock" in p.name or "journal" in p.name]


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("twice", r"2 processes make 'steel' .*'converter' \(twice: b\); 'furnace' \(twice: a\)"),
        ("beside", r"made beside another by a process that is not allocated.*'slag' \(beside: q\)"),
        ("orphan", "'gone' is missing from project 'broken', but 'orphan' links to it"),
        ("loop", r"2 processes in a loop use up .* 'b' \(mixing\) takes 2 kg of 'a' \(milling\)"),
    ],
)
def test_what_brightway_could_not_solve_either_is_refused_by_name(
    database: str, told: str, brightway: Path
) -> None:
    with pytest.raises(CelcaError, match=told):
        open_prices(f"bw:broken/{database}", "GWP")


def test_of_two_products_a_process_makes_the_one_that_no_other_is_left_to_make(
    brightway: Path, written: Written
) -> None:
    found = scores(open_prices("bw:broken/left", "GWP"))
    assert found == pytest.approx({"both": 1.5, "one": 1.0}, rel=1e-12)
    assert found["both"] == pytest.approx(written[1]["slag"], rel=1e-6)


def test_a_method_that_meets_no_flow_of_the_database_is_refused(brightway: Path) -> None:
    with pytest.raises(
        DataError, match="has 1 factors for the whole world, none of them for a flow"
    ):
        open_prices("bw:mine/front", "Elsewhere")


def test_a_method_that_is_not_there_is_told_with_those_that_are(brightway: Path) -> None:
    with pytest.raises(UnknownName, match=r"It holds Elsewhere; .* celca's own: ipcc-ar6-gwp100"):
        open_prices("bw:mine/front", "nonsense")


def test_arrays_that_change_alone_are_read_anew(brightway: Path) -> None:
    project = open_project("mine")
    (arrays,) = (project.folder / "processed").glob("front.*.zip")
    before = [project.stamp(processed) for processed in (False, True)]
    arrays.touch()
    after = [project.stamp(processed) for processed in (False, True)]
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False]


def test_treating_1_kg_of_waste_counts_above_zero_and_the_result_says_so(
    brightway: Path, tmp_path: Path
) -> None:
    (tmp_path / "bom.csv").write_text("part,material,mass (kg)\nrest,waste,2\n")
    result = footprint(tmp_path / "bom.csv", open_prices("bw:mine/front", METHOD))
    assert result.total_kg_co2e == pytest.approx(2 * 0.3)
    (told,) = [f.message for f in result.findings if f.code == "waste_treated"]
    assert "1 unit asked for is 1 unit treated and counts above 0" in told
    assert "'waste treatment' (front: waste)" in told
    assert "output_below_zero" not in [f.code for f in result.findings]


def test_what_brightway_logs_is_not_in_the_answer_of_a_command(
    brightway: Path, small: Path
) -> None:
    command = ["database", "export", str(small), "--to", "bw:fresh/small", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "celca", *command], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["written"].startswith("small, small flows")


@pytest.mark.parametrize(("gwp_set", "told"), [("AR6", True), ("", False)])
def test_what_a_factor_for_methane_holds_is_only_said_of_a_known_set(
    gwp_set: str, told: bool, tmp_path: Path
) -> None:
    """A method of a project does not say whether its methane counts the CO2 it turns to."""
    draft = Draft(dict.fromkeys(("name", "version", "licence", "geography", "description"), "x"))
    draft.flows["ch4"] = Flow("ch4", "Methane", "air", "kg", "CH4", "biogenic")
    draft.processes["bog"] = Process("bog", "bog", "", "bog", "kg", "", 2020, "unit", "", "", "")
    draft.add("bog", "emission", "ch4", 1.0)
    (tmp_path / "bom.csv").write_text("part,material,mass (kg)\nx,bog,1\n")
    method = replace(load_method(), gwp_set=gwp_set)
    result = footprint(tmp_path / "bom.csv", price(build(draft.inventory(), method)))
    assert ("carbon_as_methane" in [f.code for f in result.findings]) is told
