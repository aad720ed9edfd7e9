"""A study that celca hands on, with its scenarios, has the same score in Brightway and openLCA's form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from celca.assess import Options, footprint, open_prices, open_product
from celca.cli.group import cli
from celca.errors import FileFault, UsageError
from celca.exchange import Request, export_model, model_of
from celca.scenario import read_scenarios
from celca.system import build, price

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    bc = pytest.importorskip("bw2calc")

STUDY = """name = "toy"
bom = "bom.csv"
[declared_unit]
amount = 2
unit = "piece"
[[production]]
process = "moulding"
material = "resin"
[[distribution]]
process = "truck"
distance = "1000 km"
[[supplier_value]]
part = "C"
kg_co2e = 2.5
source = "its maker"
[end_of_life.default]
incineration = 1.0
"""
BOM = "Part,Material,Mass (kg),Recycled\nA,resin,3,50%\nB,wood,4,0\nC,resin,1,0\n"
SCENARIOS = '[scenarios."all recycled"]\nrecycled = { resin = 1.0 }\n'
SOLVE = """
import json, sys, warnings
warnings.simplefilter("ignore")
import bw2data as bd, bw2calc as bc
from celca.exchange import Request, export_model
from celca.assess import Options
from celca.scenario import read_scenarios
from pathlib import Path
study, database, scenarios = sys.argv[1:]
bd.projects.set_current("other")
told = export_model(study, Request("brightway", database=database), "bw:new/toy", Options(changes=read_scenarios(Path(scenarios))))
assert bd.projects.current == "other"
bd.projects.set_current("new")
scores = {}
for product in told["products"]:
    node = bd.get_node(database="toy", code=product["process"])
    demand, objects, _ = bd.prepare_lca_inputs({node: 2}, method=("celca", "IPCC AR6, GWP100", "toy"))
    lca = bc.LCA(demand, data_objs=objects)
    lca.lci()
    lca.lcia()
    scores[product["process"]] = float(lca.score)
print("\\n" + json.dumps(scores))
"""


@pytest.fixture
def study(tmp_path: Path) -> tuple[Path, Options]:
    """A study with a supplier's value, and a scenario."""
    (tmp_path / "product.toml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "bom.csv").write_text(BOM, encoding="utf-8")
    (tmp_path / "scenarios.toml").write_text(SCENARIOS, encoding="utf-8")
    return tmp_path, Options(changes=read_scenarios(tmp_path / "scenarios.toml"))


def wanted(study: tuple[Path, Options], small: Path) -> dict[str, float]:
    result = footprint(study[0], small, options=study[1])
    totals = {v.name: v.total_kg_co2e for v in result.variants}
    return {"toy": totals["as_specified"], "toy: all recycled": totals["all recycled"]}


def test_the_scenarios_differ_and_the_supplier_counts(
    study: tuple[Path, Options], small: Path
) -> None:
    """Otherwise the other tests would show less than they say."""
    totals = wanted(study, small)
    assert totals["toy"] != pytest.approx(totals["toy: all recycled"], rel=1e-3)
    without = (study[0] / "product.toml").read_text(encoding="utf-8").replace("2.5", "0")
    (study[0] / "product.toml").write_text(without, encoding="utf-8")
    assert wanted(study, small)["toy"] == pytest.approx(totals["toy"] - 2.5, rel=1e-12)


def test_a_datapackage_of_a_study_has_its_scores_in_bw2calc(
    study: tuple[Path, Options], small: Path
) -> None:
    """In double precision, so to 1e-12; the declared unit is 2 pieces."""
    target = study[0] / "toy.zip"
    told = export_model(study[0], Request("datapackage", database=small), str(target), study[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw_processing
        from fsspec.implementations.zip import ZipFileSystem

        package = bw_processing.load_datapackage(ZipFileSystem(str(target)))
        found = {}
        for product in told["products"]:
            lca = bc.LCA({product["id"]: 2.0}, data_objs=[package])
            lca.lci()
            lca.lcia()
            found[product["process"]] = lca.score
        (names,) = [d for r, d in zip(package.resources, package.data, strict=True)
                    if r["name"] == "celca-processes"]  # fmt: skip
    assert found == pytest.approx(wanted(study, small), rel=1e-12)
    assert {n["id"]: n["number"] for n in names}["toy"] == told["products"][0]["id"]
    with pytest.raises(FileFault, match="is there already"):
        export_model(study[0], Request("datapackage", database=small), str(target), study[1])


def test_a_brightway_database_of_a_study_has_its_scores_in_bw2calc(
    study: tuple[Path, Options], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To 1e-6: the arrays that Brightway processes are single precision; read back, to 1e-12."""
    projects = study[0] / "projects"
    projects.mkdir()
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(projects))
    monkeypatch.setenv("CELCA_CACHE", "off")
    done = subprocess.run(
        [sys.executable, "-c", SOLVE, str(study[0]), str(small), str(study[0] / "scenarios.toml")],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    totals = wanted(study, small)
    assert json.loads(done.stdout.strip().splitlines()[-1]) == pytest.approx(totals, rel=1e-6)
    back = open_prices("bw:new/toy")
    H = back.H.sum(axis=0)
    found = {name: 2 * H[back.system.index[name]] for name in totals}
    assert found == pytest.approx(totals, rel=1e-12)


def test_the_stages_are_processes_and_openlca_json_ld_keeps_them(
    study: tuple[Path, Options], small: Path
) -> None:
    target = study[0] / "toy.zip"
    export_model(study[0], Request("json-ld", database=small), str(target), study[1])
    prices = open_prices(target)
    H, index = prices.H.sum(axis=0), prices.system.index
    result = footprint(study[0], small)
    stages = {k: v for k, v in result.by_stage.items() if v}
    found = {k: H[index[f"toy, {k.replace('_', ' ')}"]] for k in stages}
    assert found == pytest.approx(stages, rel=1e-12)
    assert 2 * H[index["toy"]] == pytest.approx(result.total_kg_co2e, rel=1e-12)


def test_only_what_the_product_calls_on_is_handed_on(
    study: tuple[Path, Options], small: Path
) -> None:
    prices = open_prices(small)
    model = model_of(open_product(study[0], prices, None), prices)
    ids = {p.id for p in model.inventory.processes}
    assert len(ids - set(prices.system.index)) == 1 + sum(
        bool(v) for v in footprint(study[0], small).by_stage.values()
    )
    used = {x.input for x in model.inventory.exchanges if x.kind == "input"}
    assert ids - used == {"toy"}
    again = price(build(model.inventory, model.method))
    assert 2 * again.H[:, again.system.index["toy"]].sum() == pytest.approx(model.scores["toy"])


@pytest.mark.parametrize(
    ("form", "target"), [("brightway", "toy.zip"), ("datapackage", "bw:a/b"), ("json-ld", "x.json")]
)
def test_a_target_that_does_not_fit_the_form_is_refused(
    form: str, target: str, study: tuple[Path, Options], small: Path
) -> None:
    with pytest.raises(UsageError, match="brightway goes to bw:PROJECT/DATABASE"):
        export_model(study[0], Request(form, database=small), target)


def test_the_command_names_the_processes_and_their_numbers(
    study: tuple[Path, Options], small: Path
) -> None:
    def run(*more: str) -> Any:  # noqa: ANN401
        target = str(study[0] / f"out{len(more)}.zip")
        given = ["export", str(study[0]), "-f", "datapackage", "-d", str(small), "-o", target]
        given += ["--scenario", str(study[0] / "scenarios.toml"), *more]
        return CliRunner().invoke(cli, given, catch_exceptions=False)

    assert "toy: all recycled: number" in run().output
    told = json.loads(run("--json").output)
    assert {p["process"]: p["kg_co2e"] for p in told["products"]} == wanted(study, small)
