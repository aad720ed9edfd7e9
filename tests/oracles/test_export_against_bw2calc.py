"""What celca writes for Brightway, bw2calc solves to the same score."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from celca.assess import open_prices
from celca.errors import NotSquare
from celca.readers import read_brightway
from celca.readers.datapackages import datapackage_ids, solve_datapackages, to_datapackage
from celca.system import build, price

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    bc = pytest.importorskip("bw2calc")

EXPORT = """
import json, sys, warnings
warnings.simplefilter("ignore")
import bw2data as bd, bw2calc as bc
from celca.readers import export_database
bd.projects.set_current("other")
report = export_database(sys.argv[1], "bw:new/small")
assert bd.projects.current == "other"
bd.projects.set_current("new")
scores = {}
for node in bd.Database("small"):
    demand, objects, _ = bd.prepare_lca_inputs({node: 1}, method=("celca", "IPCC AR6, GWP100", "small"))
    lca = bc.LCA(demand, data_objs=objects)
    lca.lci()
    lca.lcia()
    scores[node["code"]] = float(lca.score)
rows = bd.get_node(database="small", code="resin-virgin").technosphere()
report["pedigree"] = next(x["pedigree"] for x in rows if x["input"][1] == "electricity")
try:
    export_database(sys.argv[1], "bw:new/small")
except Exception as error:
    report["again"] = str(error)
print("\\n" + json.dumps([scores, report]))
"""


def test_a_database_goes_to_brightway_and_back(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same scores in bw2calc to 1e-6 (its arrays are single), and back here to 1e-12."""
    projects = tmp_path / "projects"
    projects.mkdir()
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(projects))
    monkeypatch.setenv("CELCA_CACHE", "off")
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, str(small)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    scores, report = json.loads(done.stdout.strip().splitlines()[-1])
    assert "has a database 'small' already" in report["again"]
    assert list(report["pedigree"].values()) == [2, 3, 1, 2, 3]
    assert list(report["pedigree"])[-1] == "further technological correlation"
    prices = open_prices(small)
    ids = [p.id for p in prices.system.inventory.processes]
    H = prices.H.sum(axis=0)
    assert scores == pytest.approx(dict(zip(ids, H.tolist(), strict=True)), rel=1e-6, abs=1e-9)
    back = open_prices("bw:new/small")
    order = [back.system.index[i] for i in ids]
    assert back.H[:, order] == pytest.approx(prices.H, rel=1e-12, abs=1e-15)
    theirs = open_prices("bw:new/small", "celca")
    assert theirs.H[:, order] == pytest.approx(prices.H, rel=1e-12, abs=1e-15)
    single = read_brightway("new", "small", processed=True)
    H32 = price(build(single, prices.system.method)).H.sum(axis=0)
    assert H32[order] == pytest.approx(H, rel=1e-6, abs=1e-7)


def test_a_datapackage_of_a_database_is_solved_alike_here_and_there(small: Path) -> None:
    prices = open_prices(small)
    inventory = prices.system.inventory
    ids, H = datapackage_ids(inventory), prices.H.sum(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = to_datapackage(inventory, prices.system.method)
        found = []
        for p in inventory.processes:
            lca = bc.LCA({ids[p.id]: 1.0}, data_objs=[package])
            lca.lci()
            lca.lcia()
            found.append(lca.score)
    assert np.array(found) == pytest.approx(H, rel=1e-12, abs=1e-15)
    here, numerics = solve_datapackages([package])
    assert [here[ids[p.id]] for p in inventory.processes] == pytest.approx(H, rel=1e-12, abs=1e-15)
    assert numerics.error_bound < 1e-10


def test_a_package_that_gives_an_entry_anew_replaces_it_here_as_there(small: Path) -> None:
    """As users write a scenario: a package of a few amounts behind those of the databases."""
    prices = open_prices(small)
    ids = datapackage_ids(prices.system.inventory)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw_processing as bwp

        package = to_datapackage(prices.system.inventory, prices.system.method)
        changed = bwp.create_datapackage(name="scenario")
        use = (ids["electricity"], ids["moulding"])
        changed.add_persistent_vector(
            matrix="technosphere_matrix",
            name="less power",
            indices_array=np.array([use, (use[0], ids["wood"])], dtype=bwp.INDICES_DTYPE),
            data_array=np.array([0.125, np.nan]),  # NaN leaves an entry as it is
            flip_array=np.array([True, True]),
        )
        changed.add_persistent_array(
            matrix="technosphere_matrix",
            name="samples, which need another way to calculate",
            indices_array=np.array([use], dtype=bwp.INDICES_DTYPE),
            data_array=np.array([[5.0, 6.0]]),
            flip_array=np.array([True]),
        )
        lca = bc.LCA({ids["moulding"]: 1.0}, data_objs=[package, changed])
        lca.lci()
        lca.lcia()
    here, _ = solve_datapackages([package, changed])
    before, _ = solve_datapackages([package])
    assert here[ids["moulding"]] == pytest.approx(lca.score, rel=1e-12)
    assert here[ids["moulding"]] != pytest.approx(before[ids["moulding"]], rel=1e-3)
    assert here[ids["wood"]] == before[ids["wood"]]


def test_factors_of_one_region_only_are_left_aside_here_as_there() -> None:
    """1 kg of product 1 emits 1 kg of flow 5, which counts 2 in the world (9) and 70 in one place."""
    entries = {
        "technosphere_matrix": ([(1, 1)], [1.0]),
        "biosphere_matrix": ([(5, 1)], [1.0]),
        "characterization_matrix": ([(5, 9), (5, 4)], [2.0, 70.0]),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw_processing as bwp

        package = bwp.create_datapackage(name="regions")
        for matrix, (places, data) in entries.items():
            package.add_persistent_vector(
                matrix=matrix,
                name=matrix,
                indices_array=np.array(places, dtype=bwp.INDICES_DTYPE),
                data_array=np.array(data),
                **({"global_index": 9} if matrix.startswith("char") else {}),
            )
        lca = bc.LCA({1: 1.0}, data_objs=[package])
        lca.lci()
        lca.lcia()
    assert solve_datapackages([package])[0] == {1: lca.score} == {1: 2.0}


def test_a_system_that_is_not_square_is_refused_with_the_ids() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw_processing as bwp

        package = bwp.create_datapackage(name="two makers")
        package.add_persistent_vector(
            matrix="technosphere_matrix",
            name="made",
            indices_array=np.array([(7, 7), (7, 8)], dtype=bwp.INDICES_DTYPE),
            data_array=np.array([1.0, 1.0]),
        )
    with pytest.raises(NotSquare, match=r"1 products, but 2 processes.*only one of the two: 8"):
        solve_datapackages([package])


def test_bw2calc_draws_from_a_datapackage_what_the_exchanges_say(
    write_database: Callable[..., Path],
) -> None:
    """Resin emits 2 kg CO2, lognormal 0.1 or uniform 1 to 3; the mean of 400 draws tells them."""
    found = {}
    for shape, told in (
        ("lognormal", "lognormal,0.1,,"),
        ("uniform", "uniform,,1,3"),
        ("none", ",,,"),
    ):
        row = "resin-virgin,emission,co2,2,kg,lognormal,0.1,,,,"
        folder = write_database({"exchanges.csv": (row, row.replace("lognormal,0.1,,", told))})
        prices = open_prices(folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package = to_datapackage(prices.system.inventory, prices.system.method)
            j = datapackage_ids(prices.system.inventory)["resin-virgin"]
            lca = bc.LCA({j: 1.0}, data_objs=[package], use_distributions=True, seed_override=7)
            lca.lci()
            lca.lcia()
            draws = [lca.score for _ in zip(range(400), lca, strict=False)]
        found[shape] = (np.mean(draws), np.std(draws), min(draws), max(draws))
    score = prices.H[:, prices.system.index["resin-virgin"]].sum()
    assert found["none"][1] == pytest.approx(0, abs=1e-6 * score)
    rest = score - 2
    assert found["lognormal"][0] - rest == pytest.approx(2 * np.exp(0.1**2 / 2), rel=0.03)
    assert found["lognormal"][1] == pytest.approx(0.2, rel=0.15)
    assert found["uniform"][1] == pytest.approx(2 / np.sqrt(12), rel=0.1)
    assert found["uniform"][2] - rest + 1e-6 >= 1
    assert found["uniform"][3] - rest - 1e-6 <= 3
