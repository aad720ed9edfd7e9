"""A SimaPro CSV is read with allocation, waste, avoided products, parameters and uncertainty."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.errors import DataError, FileFault
from celca.readers import open_database

HEADER = """{SimaPro 9.1.0.8}
{processes}
{Project: Factory}
{CSV Format version: 8.0.5}
{CSV separator: Semicolon}
{Decimal separator: ,}

"""
POWER = """Process

Category type
energy

Process identifier
Factory0001

Type
Unit process

Process name
gas power

Time period
2010-2014

Products
Electricity, gas {JP}| production | Cut-off, U;kWh;1;100;not defined;Electricity\\Gas;

Emissions to air
Carbon dioxide, fossil;high. pop.;kg;0,5;Lognormal;1,21;0;0;
Methane, fossil;;g;1;Normal;0,2;0;0;

End

"""
MILL = """Process

Category type
material

Process identifier
Factory0002

Type
Unit process

Process name
mill

Products
board;kg;run;75;not defined;Wood;
chips;kg;1;25;not defined;Wood;

Avoided products
Electricity, gas {JP}| production | Cut-off, U;MJ;0,36;Undefined;0;0;0;

Resources
Carbon dioxide, in air;in air;kg;wood*share;Undefined;0;0;0;

Materials/fuels

Electricity/heat
Electricity, gas {JP}| production | Cut-off, U;kWh;2*run;Triangle;0;3;6;

Emissions to air
Carbon dioxide, fossil;low. pop.;kg;0,4;Uniform;0;0,3;0,5;

Final waste flows
Dust;;kg;0,01;Undefined;0;0;0;

Waste to treatment
Waste board;kg;0,2;Undefined;0;0;0;

Input parameters
run;2;Undefined;0;0;0;No;

Calculated parameters
wood;run * 0,25 + twice;

End

"""
TREATMENT = """Process

Category type
waste treatment

Process identifier
Factory0003

Process name
burning

Waste treatment
Waste board;kg;1;All waste types;Wastes;

Emissions to air
Carbon dioxide, fossil;;kg;0,3;Undefined;0;0;0;

End

Database Input parameters
share;0,1;Undefined;0;0;0;No;

Database Calculated parameters
twice;2 * share;

"""
TEXT = HEADER + POWER + MILL + TREATMENT
GAS = "Electricity, gas {JP}| production | Cut-off, U"


def export(path: Path, text: str = TEXT, encoding: str = "cp1252") -> Path:
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


def scores(path: Path) -> dict[str, float]:
    """Return the score of one unit of each product."""
    prices = open_prices(path)
    names = [p.id for p in prices.system.inventory.processes]
    return dict(zip(names, prices.H.sum(axis=0).tolist(), strict=True))


# by hand: the mill takes 4 kWh and saves 0.36 MJ = 0.1 kWh, emits 0.4 kg of fossil CO2, treats
# 0.2 kg of waste at 0.3 and takes 0.1 × (2 × 0.25 + 0.2) = 0.07 kg CO2 up
GAS_SCORE = 0.5 + 0.001 * 29.8
MILL_SCORE = 3.9 * GAS_SCORE + 0.4 + 0.2 * 0.3 - 0.07


def test_products_bear_the_share_that_allocation_gives_them(tmp_path: Path) -> None:
    """Of a run, 2 kg of board bear 75 % and 1 kg of chips 25 %."""
    assert scores(export(tmp_path / "a.csv")) == pytest.approx(
        {
            GAS: GAS_SCORE,
            "board": 0.75 * MILL_SCORE / 2,
            "chips": 0.25 * MILL_SCORE,
            "Waste board": 0.3,
        },
        rel=1e-13,
    )


def test_places_years_and_spreads_are_kept(tmp_path: Path) -> None:
    inventory = open_database(export(tmp_path / "a.csv"))
    power = inventory.process_by_id[GAS]
    assert (inventory.name, power.location, power.year) == ("Factory", "JP", 2014)
    spread = {
        (x.process, x.amount): (x.distribution, x.scale, x.minimum, x.maximum)
        for x in inventory.exchanges
    }
    assert spread[GAS, 0.5][:2] == ("lognormal", pytest.approx(math.log(1.1)))
    assert spread[GAS, 1.0][:2] == ("normal", pytest.approx(0.1))
    assert spread["board", 3.0] == ("triangular", None, 2.25, 4.5)
    assert spread["chips", 0.1] == ("uniform", None, 0.075, 0.125)


def test_what_counts_nothing_is_told(tmp_path: Path) -> None:
    text = TEXT.replace("Waste board;kg;0,2", "Waste paint;kg;0,2").replace(
        "chips;kg;1;25", "chips;kg;1;0"
    )
    codes = {f.code: f.message for f in open_database(export(tmp_path / "a.csv", text)).findings}
    assert "Waste paint" in codes["cut_off"]
    assert "Dust" in codes["final_waste"]
    assert "chips" in codes["zero_allocation"]
    assert "1 process" in codes["allocation_sum"]


@pytest.mark.parametrize(
    ("encoding", "change"),
    [
        ("utf-8-sig", ("", "")),
        ("utf-16", ("", "")),
        ("cp932", ("board", "合板")),
        ("cp1252", ("board", "Möbelplatte")),
    ],
)
def test_every_encoding_gives_the_same_scores(
    encoding: str, change: tuple[str, str], tmp_path: Path
) -> None:
    text = TEXT.replace(*change) if change[0] else TEXT
    found = scores(export(tmp_path / "a.csv", text, encoding))
    assert list(found.values()) == pytest.approx(list(scores(export(tmp_path / "b.csv")).values()))
    assert change[1] in " ".join(found)


def test_points_and_commas_are_read_alike(tmp_path: Path) -> None:
    text = TEXT.replace("separator: ,", "separator: .").replace("0,", "0.").replace("1,21", "1.21")
    text = text.replace("fossil;high. pop.;kg;0.5", "fossil;high. pop.;0.5;kg")  # as old versions
    assert scores(export(tmp_path / "a.csv", text)) == scores(export(tmp_path / "b.csv"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("wood*share", "wood*shore", "line 56: an amount cannot be read"),
        ("Semicolon", "Pipe", "CSV separator 'pipe'"),
        (
            "board;kg;run;75;not defined;Wood;\nchips;kg;1;25;not defined;Wood;",
            "",
            "'mill' has no product",
        ),
        ("fossil;low. pop.;kg;0,4", "fossil;low. pop.;;0,4", "has no unit"),
        (
            "Waste treatment\nWaste board;kg;1",
            "Waste treatment\nWaste board;kg;0",
            "makes 0 of its product",
        ),
        ("End", "Ende", "was cut off"),
        (POWER + MILL + TREATMENT, "", "holds no process"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(FileFault, match=told):
        open_database(export(tmp_path / "a.csv", TEXT.replace(old, new)))


def test_a_product_of_two_processes_is_refused_or_decided(tmp_path: Path) -> None:
    path = export(
        tmp_path / "a.csv", HEADER + POWER + POWER.replace("0,5", "0,9") + MILL + TREATMENT
    )
    with pytest.raises(DataError, match="1 products have several makers"):
        open_database(path)
    inventory = open_database(path, {GAS: f"{GAS} (2)"})
    assert {x.input for x in inventory.exchanges if x.kind == "avoided"} == {f"{GAS} (2)"}


BW2CALC = """
import json, sys, warnings
warnings.simplefilter("ignore")
import bw2calc as bc, bw2data as bd, bw2io as bi
bd.projects.set_current("simapro")
bi.create_core_migrations()
source = bi.SimaProCSVImporter(sys.argv[1], "mill", normalize_biosphere=False, biosphere_db="flows")
factors = {"Carbon dioxide, fossil": 1.0, "Methane, fossil": 29.8, "Carbon dioxide, in air": -1.0}
flows = {}
for ds in source.data:
    for x in ds["exchanges"]:
        if x["type"] == "biosphere":
            flows[x["name"], x["categories"][0]] = x
    ds["exchanges"] = [x for x in ds["exchanges"] if x["categories"][0] != "Final waste flows"]
size = {"kg": 1.0, "g": 0.001}
bd.Database("flows").write({
    ("flows", name): {"name": name, "unit": x["unit"], "type": "emission", "exchanges": []}
    for (name, _), x in flows.items()
})
source.apply_strategies()
for ds in source.data:
    for x in ds["exchanges"]:
        if x["type"] == "biosphere":
            x["input"] = ("flows", x["name"])
            x["amount"] *= {"kilogram": 1.0, "gram": 0.001}[x["unit"]]
source.write_database()
method = bd.Method(("GWP",))
method.register(unit="kg CO2-Eq")
method.write([(("flows", name), factors[name]) for name, _ in flows])
scores = {}
for node in bd.Database("mill"):
    demand, objects, _ = bd.prepare_lca_inputs({node: 1}, method=("GWP",))
    lca = bc.LCA(demand, data_objs=objects)
    lca.lci()
    lca.lcia()
    scores[node["name"]] = float(lca.score)
print("\\n" + json.dumps(scores))
"""


@pytest.mark.slow
def test_every_product_scores_as_bw2calc_has_it(tmp_path: Path) -> None:
    """The same file through bw2io; its arrays hold single precision."""
    pytest.importorskip("bw2io", reason="needs the extra brightway")
    path = export(tmp_path / "a.csv")
    (tmp_path / "brightway").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", BW2CALC, str(path)],
        env={**os.environ, "BRIGHTWAY2_DIR": str(tmp_path / "brightway")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.strip().splitlines()[-1]) == pytest.approx(scores(path), rel=1e-6)


def test_a_substance_in_another_language_is_told_by_the_number_in_the_list_below(
    tmp_path: Path,
) -> None:
    """1 g of methane under a name that nothing knows: 29.8 g as fossil methane."""
    text = HEADER + POWER.replace("Methane, fossil", "メタン、化石").replace("0,5;", "0;")
    listed = "Airborne emissions\nメタン、化石;kg;000074-82-8;Formula: CH4;\n\nEnd\n"
    assert scores(export(tmp_path / "a.csv", text, "utf-8"))[GAS] == 0
    told = scores(export(tmp_path / "b.csv", text + listed, "utf-8"))
    assert told[GAS] == pytest.approx(0.001 * 29.8)
