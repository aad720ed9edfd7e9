"""Nodes and edges of every kind that Brightway has, against what bw2calc makes of them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from celca.assess import footprint, open_prices
from celca.errors import CelcaError
from celca.inventory import Inventory
from celca.readers import export_database, open_database, read_brightway
from celca.system import Intensities

# 3 x y of CO2 with x = 2 and y = x + 1, so 18; then x is set to 6 and nothing recalculated
PARAMETERS = """
import json, warnings
warnings.simplefilter("ignore")
import bw2data as bd
from bw2data.parameters import ActivityParameter, ProjectParameter, parameters

bd.projects.set_current("parameters")
bd.Database("nature").write({("nature", "co2"): {"name": "Carbon dioxide, fossil", "categories": ("air",), "type": "emission", "unit": "kilogram", "exchanges": []}})
for name in ("d", "other"):
    made = {"input": (name, "a"), "amount": 1.0, "type": "production"}
    emitted = {"input": ("nature", "co2"), "amount": 0.0, "type": "biosphere", "formula": "3 * x * y"}
    bd.Database(name).write({(name, "a"): {"name": "a", "unit": "kilogram", "exchanges": [made, emitted]}})
parameters.new_project_parameters([{"name": "x", "amount": 2.0}])
parameters.new_database_parameters([{"name": "y", "formula": "x + 1"}], "d")
parameters.new_activity_parameters([{"name": "z", "amount": 1.0, "database": "d", "code": "a"}], "group")
parameters.add_exchanges_to_group("group", bd.get_node(database="d", code="a"))
ActivityParameter.recalculate_exchanges("group")
if CHANGED:
    x = ProjectParameter.get(name="x")
    x.amount = 6.0
    x.save()
print("\\n" + json.dumps("written"))
"""
PROJECT = "日本 の/プロジェクト"
# The arrays of `shared` are what bw_functional 0.1 writes for it: a column per product.
WRITE = """
import json, warnings
warnings.simplefilter("ignore")
import bw2calc as bc
import bw2data as bd
import numpy as np
from bw_processing import create_datapackage
from fsspec.implementations.zip import ZipFileSystem

bd.projects.set_current("日本 の/プロジェクト")
bd.Database("nature").write({("nature", "co2"): {"name": "Carbon dioxide, fossil", "categories": ("air",), "type": "emission", "unit": "kilogram", "exchanges": []}})


def x(key, amount, kind="technosphere", **more):
    return {"input": key, "amount": amount, "type": kind, **more}


def node(name, *exchanges, unit="kilogram", **more):
    return {"name": name, "unit": unit, "location": "JP", "exchanges": list(exchanges), **more}


emits = lambda amount, **more: x(("nature", "co2"), amount, "biosphere", **more)
for name in ("base", "a/mid", "front", "shared", "void", "twice"):
    bd.Database(name).register()
bd.Database("base").write({
    ("base", "power"): node("electricity, medium voltage", x(("base", "power"), 1.0, "production"), emits(0.7), unit="kilowatt hour"),
    ("base", "ash"): node("treatment of ash, landfill", x(("base", "ash"), -1.0, "production"), emits(0.01)),
    ("base", "burn"): node("treatment of waste plastic, incineration", x(("base", "burn"), -2.0, "production"), emits(4.8), x(("base", "power"), -0.5), x(("base", "ash"), -0.2)),
})
kinds = [
    {"uncertainty type": 0}, {"uncertainty type": 1},
    {"uncertainty type": 2, "loc": float(np.log(0.5)), "scale": 0.2}, {"uncertainty type": 3, "loc": 0.5, "scale": 0.05},
    {"uncertainty type": 4, "minimum": 0.4, "maximum": 0.6}, {"uncertainty type": 5, "loc": 0.5, "minimum": 0.3, "maximum": 0.6},
    {"uncertainty type": 6, "loc": 0.5, "minimum": 0, "maximum": 1}, {"uncertainty type": 7, "minimum": 0, "maximum": 2},
    {"uncertainty type": 8, "loc": 0.0, "scale": 0.5, "shape": 2.0}, {"uncertainty type": 9, "scale": 0.25, "shape": 2.0},
    {"uncertainty type": 10, "loc": 2.0, "shape": 2.0}, {"uncertainty type": 11, "loc": 0.5, "scale": 0.1},
    {"uncertainty type": 12, "loc": 0.5, "scale": 0.1, "shape": 5.0},
]
bd.Database("a/mid").write({
    ("a/mid", "varied"): node("varied", x(("a/mid", "varied"), 1.0, "production"), *[emits(0.5, **k) for k in kinds]),
    ("a/mid", "silent"): node("states no production", emits(4.0)),
    ("a/mid", "chimaera"): node("chimaera", x(("a/mid", "chimaera"), 1.0, "production"), emits(1.5), type="processwithreferenceproduct"),
    ("a/mid", "good"): node("a good", type="product"),
    ("a/mid", "making"): node("making a good", x(("a/mid", "good"), 2.0, "production"), emits(3.0), x(("a/mid", "chimaera"), 1.0), type="process"),
    ("a/mid", "sludge"): node("sludge", type="waste"),
    ("a/mid", "pressing"): node("sludge treatment", x(("a/mid", "sludge"), -2.0, "production"), emits(1.0), type="process"),
    ("a/mid", "credited"): node("with a credit", x(("a/mid", "credited"), 1.0, "production"), x(("base", "power"), 0.5, "substitution"), emits(1.0), x(("a/mid", "sludge"), -0.3), type="process"),
    # dyeing leaves water as a product beside its own, and cleaning (below), which makes nothing, takes it
    ("a/mid", "cloth"): node("cloth", type="product"),
    ("a/mid", "water"): node("waste water", type="waste"),
    ("a/mid", "dyeing"): node("dyeing", x(("a/mid", "cloth"), 1.0, "production"), x(("a/mid", "water"), 0.5, "production"), emits(1.0), type="process"),
    # the same, with the function marked and the water not left by a process of several products
    ("a/mid", "brine"): node("brine", type="product"),
    ("a/mid", "salting"): node("salting", x(("a/mid", "brine"), 0.25, "production"), x(("a/mid", "salting"), 1.0, "production"), emits(1.0)),
    ("a/mid", "drying"): node("drying", x(("a/mid", "brine"), 2.0, functional=True), emits(0.4), type="process"),
})
cleaning = bd.Database("a/mid").new_node(code="cleaning", name="cleaning", unit="kilogram", location="JP", type="process")
cleaning.save()
cleaning.new_edge(input=("a/mid", "water"), amount=1.0, type="technosphere").save()
cleaning.new_edge(input=("nature", "co2"), amount=0.2, type="biosphere").save()
bd.Database("a/mid").process()
bd.Database("front").write({
    ("front", "chair"): node(
        "chair", x(("front", "chair"), 1.0, "production"), x(("a/mid", "good"), 1.0), x(("a/mid", "credited"), 1.0), x(("a/mid", "varied"), 0.1),
        x(("a/mid", "silent"), 0.1), x(("base", "burn"), -3.0), x(("a/mid", "cloth"), 2.0), x(("a/mid", "salting"), 2.0),
        {"input": ("nature", "co2"), "amount": 100.0, "type": "emission"}, unit="unit",
    ),
    ("front", "collector"): node("collector", x(("front", "collector"), 1.0, "production"), x(("base", "burn"), 1.0)),
})
bd.Database("void").write({("void", "none"): node("makes none", x(("void", "none"), 0.0, "production"), emits(1.0))})
bd.Database("twice").write({
    ("twice", "p"): node("steel", type="product"),
    ("twice", "q"): node("slag", type="product"),
    ("twice", "one"): node("furnace", x(("twice", "p"), 2.0, "production"), x(("twice", "q"), 1.0, "production"), emits(5.0), type="process"),
    ("twice", "two"): node("converter", x(("twice", "p"), 1.0, "production"), x(("twice", "q"), 3.0, "production"), emits(4.0), type="process"),
})
bd.Database("shared").write({
    ("shared", "plant"): node("CHP plant", x(("shared", "el"), 1.0, "production"), x(("shared", "heat"), 1.0, "production"), emits(0.6), type="multifunctional"),
    ("shared", "el"): node("CHP plant", unit="kilowatt hour", type="product", processor=("shared", "plant"), **{"reference product": "electricity"}),
    ("shared", "heat"): node("CHP plant", unit="megajoule", type="product", processor=("shared", "plant"), **{"reference product": "heat"}),
})
for name in (("IPCC 2021", "climate change", "GWP 100a, 世界"), ("regional", "climate")):
    method = bd.Method(name)
    method.register(unit="kg CO2-Eq")
    places = [("GLO",), ("JP",)] if name[0] == "regional" else [()]
    method.write([(("nature", "co2"), 1.0 + i, *place) for i, place in enumerate(places)])
codes = {
    "base": ("power", "ash", "burn"), "front": ("chair", "collector"), "twice": ("p", "q"),
    "a/mid": ("varied", "silent", "chimaera", "good", "sludge", "credited", "cloth", "water", "brine", "salting"),
}
scores = {}
for name, listed in codes.items():
    for code in listed:
        demand, objects, _ = bd.prepare_lca_inputs({bd.get_node(database=name, code=code): 1}, method=("IPCC 2021", "climate change", "GWP 100a, 世界"))
        lca = bc.LCA(demand, data_objs=objects)
        lca.lci()
        lca.lcia()
        scores[code] = float(lca.score)
db = bd.Database("shared")
ids = {code: bd.get_node(database=d, code=code).id for d, code in (("shared", "el"), ("shared", "heat"), ("nature", "co2"))}
package = create_datapackage(fs=ZipFileSystem(str(db.dirpath_processed() / db.filename_processed()), mode="w"), name="shared", sum_intra_duplicates=True)
for matrix, rows in (
    ("technosphere_matrix", [("el", "el", 1.0), ("heat", "heat", 1.0)]),
    ("biosphere_matrix", [("co2", "el", 0.42), ("co2", "heat", 0.18)]),
):
    package.add_persistent_vector_from_iterator(
        matrix=matrix, name="shared " + matrix,
        dict_iterator=({"row": ids[r], "col": ids[c], "amount": a, "flip": False} for r, c, a in rows),
    )
package.finalize_serialization()
bd.databases["shared"]["backend"] = "functional_sqlite"
bd.databases.flush()
print("\\n" + json.dumps(scores))
"""
# celca's processes go by their own code, Brightway asks for the product
MAKER = {"good": "making", "sludge": "pressing", "cloth": "dyeing", "water": "cleaning"}
MAKER |= {"brine": "drying"}
TREATED = ("ash", "burn", "sludge", "water", "brine")


@pytest.fixture(scope="module")
def theirs(apart: Callable[[str], Any]) -> dict[str, float]:
    """What bw2calc finds for each product of the project."""
    found: dict[str, float] = apart(WRITE)
    return found


def scores(prices: Intensities) -> dict[str, float]:
    totals = prices.H.sum(axis=0)
    return {p.id: float(totals[j]) for j, p in enumerate(prices.system.inventory.processes)}


def told(inventory: Inventory) -> dict[str, str]:
    return {f.code: f.message for f in inventory.findings}


def test_every_kind_of_node_scores_as_in_bw2calc_with_waste_counted_as_treated(
    brightway: Path, theirs: dict[str, float]
) -> None:
    found = scores(open_prices(f"bw:{PROJECT}/front", "GWP 100a"))
    for code, score in theirs.items():
        if code in ("p", "q"):
            continue  # of another database
        sign = -1 if code in TREATED else 1
        assert found[MAKER.get(code, code)] == pytest.approx(sign * score, rel=1e-6), code
    assert found["burn"] == pytest.approx(4.8 / 2 + 0.5 * 0.7 / -2 * -1 + 0.2 / 2 * 0.01 - 0.35)


def test_two_processes_that_make_the_same_two_products_are_one_system(
    brightway: Path, theirs: dict[str, float]
) -> None:
    prices = open_prices(f"bw:{PROJECT}/twice", "GWP 100a")
    found = scores(prices)
    by_product = {p.product: found[p.id] for p in prices.system.inventory.processes}
    # 2 p + q = 5 and p + 3 q = 4
    assert by_product == pytest.approx({"steel": 2.2, "slag": 0.6}, rel=1e-12)
    assert [theirs["p"], theirs["q"]] == pytest.approx([2.2, 0.6], rel=1e-6)


def test_a_waste_left_as_a_product_is_an_input_of_its_treatment(
    brightway: Path, theirs: dict[str, float]
) -> None:
    rows = {(x.process, x.input): x for x in open_database(f"bw:{PROJECT}/front").exchanges}
    left = rows["dyeing", "cleaning"], rows["salting", "drying"], rows["chair", "burn"]
    assert [(x.kind, x.amount) for x in left] == [("input", 0.5), ("input", 0.25), ("input", 3.0)]


def test_findings_name_treatments_wrong_signs_edges_and_distributions(
    brightway: Path, theirs: dict[str, float]
) -> None:
    said = told(open_database(f"bw:{PROJECT}/front"))
    assert said["waste_treated"].startswith("5 processes make less than 0 of a waste")
    assert "1 input takes a waste in" in said["waste_taken"]
    assert "'collector' (front: collector)" in said["waste_taken"]
    assert "1 of type 'emission'" in said["not_read"]
    for name in ("Bernoulli", "discrete uniform", "Weibull", "gamma", "beta", "extreme value"):
        assert f"1 as {name}" in said["not_drawn"]
    drawn = [x.distribution for x in open_database(f"bw:{PROJECT}/front").exchanges]
    assert sorted(filter(None, drawn)) == ["lognormal", "normal", "triangular", "uniform"]


def test_processed_arrays_tell_of_distributions_as_records_do(
    brightway: Path, theirs: dict[str, float]
) -> None:
    records, arrays = (read_brightway(PROJECT, "a/mid", processed=x) for x in (False, True))
    assert told(arrays)["not_drawn"] == told(records)["not_drawn"]
    kinds = [sorted(x.distribution for x in found.exchanges) for found in (records, arrays)]
    assert kinds[0] == kinds[1]


def test_a_project_in_a_folder_that_nobody_may_write_to_is_read(
    brightway: Path, theirs: dict[str, float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In SQLite's WAL mode reading makes files beside the database, which here may not be."""
    shutil.copytree(brightway, tmp_path / "copy")
    (file,) = (tmp_path / "copy").glob("日本*/lci/databases.db")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(tmp_path / "copy"))
    monkeypatch.setattr("os.access", lambda *_: False)
    assert len(open_database(f"bw:{PROJECT}/front").processes) == 15
    assert [p.name for p in file.parent.iterdir()] == ["databases.db"]


def test_products_that_share_inputs_are_read_as_bw2calc_sees_them(
    brightway: Path, theirs: dict[str, float]
) -> None:
    prices = open_prices(f"bw:{PROJECT}/shared", "GWP 100a")
    assert scores(prices) == pytest.approx({"el": 0.42, "heat": 0.18}, rel=1e-6)
    names = [(p.name, p.product, p.unit) for p in prices.system.inventory.processes]
    assert names == [("CHP plant", "electricity", "kWh"), ("CHP plant", "heat", "MJ")]
    assert "'CHP plant' (shared: plant)" in told(prices.system.inventory)["allocated"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (f"bw:{PROJECT}/void", r"'makes none' \(void: none\) makes 0 of 'makes none'"),
        (f"bw:{PROJECT}", rf"not of the form .* Project '{PROJECT}' holds 'a/mid'; 'base'"),
        ("bw:日本 の/x", "no Brightway project is called '日本 の'"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    address: str, message: str, brightway: Path, theirs: dict[str, float]
) -> None:
    with pytest.raises(CelcaError, match=message):
        open_database(address)


def test_names_with_a_slash_are_told_apart_by_what_is_there(
    brightway: Path, theirs: dict[str, float]
) -> None:
    assert open_database(f"bw:{PROJECT}/a/mid").name == f"{PROJECT}/a/mid"
    method = open_prices(f"bw:{PROJECT}/a/mid", f"bw:{PROJECT}/GWP 100a").system.method
    assert method.name.endswith("世界")


def test_factors_of_single_regions_are_left_aside_and_the_method_says_so(
    brightway: Path, theirs: dict[str, float]
) -> None:
    prices = open_prices(f"bw:{PROJECT}/base", "regional")
    assert scores(prices)["power"] == pytest.approx(0.7)
    assert (
        prices.system.method.name == "regional | climate (1 factors of single regions left aside)"
    )


def test_treatments_go_out_and_come_back_with_their_scores(
    brightway: Path, theirs: dict[str, float], tmp_path: Path, apart: Callable[[str], Any]
) -> None:
    """To JSON-LD and back here; to Brightway, where 1 unit treated is then 1 unit of a product."""
    source = f"bw:{PROJECT}/front"
    before = scores(open_prices(source))
    export_database(source, tmp_path / "out.zip")
    assert scores(open_prices(tmp_path / "out.zip")) == pytest.approx(before, rel=1e-12)
    done = apart(
        "import json, warnings\nwarnings.simplefilter('ignore')\n"
        "from celca.readers import export_database\n"
        f"export_database({source!r}, 'bw:handed on/front')\n"
        "import bw2calc as bc, bw2data as bd\nbd.projects.set_current('handed on')\n"
        "(method,) = bd.methods\n"
        "scores = {}\n"
        "for node in bd.Database('front'):\n"
        "    demand, objects, _ = bd.prepare_lca_inputs({node: 1}, method=method)\n"
        "    lca = bc.LCA(demand, data_objs=objects)\n    lca.lci()\n    lca.lcia()\n"
        "    scores[node['code']] = float(lca.score)\n"
        "print('\\n' + json.dumps(scores))"
    )
    assert done == pytest.approx(before, rel=1e-6)
    assert scores(open_prices("bw:handed on/front")) == pytest.approx(before, rel=1e-12)


def test_treatment_at_the_end_of_life_adds_its_burden(
    brightway: Path, theirs: dict[str, float], tmp_path: Path
) -> None:
    (tmp_path / "bom.csv").write_text("part,material,mass (kg)\nseat,making,2\n")
    study = 'name = "chair"\nbom = "bom.csv"\n[end_of_life.default]\nincineration = 0.75\nreuse = 0.25\n'
    (tmp_path / "product.toml").write_text(study)
    prices = open_prices(f"bw:{PROJECT}/front", "GWP 100a")
    silent = footprint(tmp_path, prices)
    assert silent.by_stage["end_of_life"] == 0
    (message,) = [f.message for f in silent.findings if f.code == "end_not_counted"]
    assert "for the end of life of making" in message
    (tmp_path / "product.toml").write_text(study + 'processes = { incineration = "burn" }\n')
    result = footprint(tmp_path, prices)
    assert result.by_stage["end_of_life"] == pytest.approx(1.5 * -theirs["burn"], rel=1e-6)
    assert result.by_stage["end_of_life"] > 0
    codes = [f.code for f in result.findings]
    assert "waste_treated" in codes
    assert "end_not_counted" not in codes


def test_what_treats_the_end_of_life_is_a_process_by_mass(
    brightway: Path, theirs: dict[str, float], tmp_path: Path
) -> None:
    (tmp_path / "bom.csv").write_text("part,material,mass (kg)\nseat,making,2\n")
    (tmp_path / "product.toml").write_text(
        'name = "chair"\nbom = "bom.csv"\n[end_of_life.default]\nincineration = 1\n'
        'processes = { incineration = "power" }\n'
    )
    prices = open_prices(f"bw:{PROJECT}/front", "GWP 100a")
    with pytest.raises(CelcaError, match="'power' is not a process that treats 1 kg"):
        footprint(tmp_path, prices)


def test_amounts_of_parameters_that_changed_since_are_told(
    brightway: Path, apart: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CELCA_CACHE", str(tmp_path))
    apart(PARAMETERS.replace("CHANGED", "False"))
    first = open_database("bw:parameters/d")
    assert [x.amount for x in first.exchanges] == [18.0]
    assert "parameters_stale" not in told(first)
    apart(PARAMETERS.replace("if CHANGED", "if True").replace('"parameters"', '"changed"'))
    second = open_database("bw:changed/d")
    assert [x.amount for x in second.exchanges] == [18.0]
    assert "in project: the amounts are those from before" in told(second)["parameters_stale"]


def test_arrays_that_are_older_than_their_records_are_refused(
    brightway: Path, theirs: dict[str, float]
) -> None:
    place = next(brightway.glob("日本*/databases.json"))
    whole = json.loads(place.read_text(encoding="utf-8"))
    whole["shared"]["dirty"] = True
    before = place.read_text(encoding="utf-8")
    place.write_text(json.dumps(whole), encoding="utf-8")
    try:
        with pytest.raises(CelcaError, match=r"'shared' are older .*Database\('shared'\).process"):
            open_database(f"bw:{PROJECT}/shared")
    finally:
        place.write_text(before, encoding="utf-8")


def test_the_data_objs_of_a_project_are_solved_for_every_product_at_once(
    brightway: Path, theirs: dict[str, float], apart: Callable[[str], Any]
) -> None:
    found = apart(
        "import json, warnings\nwarnings.simplefilter('ignore')\n"
        "import bw2data as bd\nfrom celca.readers.datapackages import solve_datapackages\n"
        f"bd.projects.set_current({PROJECT!r})\n"
        "node = bd.get_node(database='front', code='chair')\n"
        "method = next(m for m in bd.methods if m[0] == 'IPCC 2021')\n"
        "_, data_objs, _ = bd.prepare_lca_inputs({node: 1}, method=method)\n"
        "scores, numerics = solve_datapackages(data_objs)\n"
        "codes = {n.id: n['code'] for d in ('base', 'a/mid', 'front') for n in bd.Database(d)}\n"
        "print('\\n' + json.dumps({codes[i]: kg for i, kg in scores.items()}))"
    )
    known = {code: kg for code, kg in theirs.items() if code not in ("p", "q")}
    assert {code: found[code] for code in known} == pytest.approx(known, rel=1e-6)
