"""Projects of the old brightway2 2.4.7 (bw2data 3.6) are read: written by it, in an environment of its own.

CELCA_BRIGHTWAY2_PYTHON names an interpreter: one that has brightway2 2.4.7, or a plain Python 3.8 to
3.10, with which such an environment is made for the test. Without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from celca.assess import open_prices
from celca.readers import open_method, read_brightway
from celca.system import build, price

# Coal: 1 kg, 5 g CH4. Steel: 1.8 kg CO2 and coal by a formula: (0.7 + 0.05) kg. Both as rows of SQLite.
# Sheet: 1.1 kg steel, in a database that is one file.
WRITE = """
import json, warnings
warnings.simplefilter("ignore")
import bw2calc as bc
import bw2data as bd

bd.projects.set_current("old project")
co2, ch4 = ("nature", "co2"), ("nature", "ch4")
common = {"categories": ("air",), "unit": "kilogram", "type": "emission", "exchanges": []}
bd.Database("nature").write({co2: dict(common, name="Carbon dioxide, fossil"), ch4: dict(common, name="Methane, fossil")})
lognormal = {"uncertainty type": 2, "loc": -0.35667494393873245, "scale": 0.2}
triangle = {"uncertainty type": 5, "loc": 1.8, "minimum": 1.5, "maximum": 2.5}


def node(name, *rows):
    made = [dict({"input": i, "amount": a, "type": t}, **m) for i, a, t, m in rows]
    return {"name": name, "unit": "kilogram", "location": "JP", "exchanges": made}


bd.Database("steel").write({
    ("steel", "coal"): node("coal", (("steel", "coal"), 1.0, "production", {}), (ch4, 0.005, "biosphere", {})),
    ("steel", "steel"): node(
        "steel",
        (("steel", "coal"), 0.7, "technosphere", lognormal),
        (co2, 1.8, "biosphere", triangle),
    ),
})
sheet = bd.Database("sheet", backend="singlefile")
sheet.write({("sheet", "sheet"): node("sheet", (("sheet", "sheet"), 1.0, "production", {}), (("steel", "steel"), 1.1, "technosphere", {}))})
method = bd.Method(("IPCC", "GWP 100a"))
method.register(unit="kg CO2-Eq")
method.write([(co2, 1.0), (ch4, 29.8)])

from bw2data.parameters import ActivityParameter
bd.parameters.new_database_parameters([{"name": "rate", "amount": 0.7}], "steel")
activity = bd.get_activity(("steel", "steel"))
(exchange,) = [x for x in activity.exchanges() if x["type"] == "technosphere"]
exchange["formula"] = "rate + more"
exchange.save()
bd.parameters.new_activity_parameters([{"name": "more", "amount": 0.05, "database": "steel", "code": "steel"}], "g")
bd.parameters.add_exchanges_to_group("g", activity)
ActivityParameter.recalculate_exchanges("g")
bd.Database("steel").process()
sheet.process()
lca = bc.LCA({("sheet", "sheet"): 1}, ("IPCC", "GWP 100a"))
lca.lci()
lca.lcia()
print("\\n" + json.dumps([lca.score, bd.__version__]))
"""
COAL = 0.005 * 29.8
STEEL = 1.8 + (0.7 + 0.05) * COAL
BY_HAND = {"coal": COAL, "steel": STEEL, "sheet": 1.1 * STEEL}


def interpreter(folder: Path) -> str:
    """Return an interpreter with brightway2 2.4.7; make its environment where there is none."""
    named = os.environ.get("CELCA_BRIGHTWAY2_PYTHON")
    if not named:
        pytest.skip(
            "CELCA_BRIGHTWAY2_PYTHON names no Python 3.8 to 3.10, with or without brightway2"
        )
    ready = subprocess.run(
        [named, "-c", "import bw2data, bw2calc"], capture_output=True, check=False
    )
    if ready.returncode == 0:
        return named
    scripts, suffix = ("Scripts", ".exe") if sys.platform == "win32" else ("bin", "")
    made = str(folder / "env" / scripts / f"python{suffix}")
    steps = (
        [named, "-m", "venv", str(folder / "env")],
        [
            made,
            "-m",
            "pip",
            "install",
            "--quiet",
            "setuptools<70",
            "brightway2==2.4.7",
            "bw2data<4",
        ],
    )
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no environment with brightway2 2.4.7 can be made: {done.stderr[-300:]}")
    return made


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The folder of projects that brightway2 wrote, and the score of its own calculation."""
    folder = tmp_path_factory.mktemp("brightway2")
    python = interpreter(folder)
    home = folder / "projects"
    home.mkdir()
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(home)}
    done = subprocess.run(
        [python, "-c", WRITE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    score, version = json.loads(done.stdout.strip().splitlines()[-1])
    assert version[0] == 3
    return home, score


@pytest.fixture
def old(projects: tuple[Path, float], monkeypatch: pytest.MonkeyPatch) -> float:
    """The project as this process sees it; the score that its bw2calc finds."""
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(projects[0]))
    monkeypatch.setenv("CELCA_CACHE", "off")
    return projects[1]


def test_scores_are_those_of_the_hand_and_of_the_old_bw2calc(old: float) -> None:
    """Rows of SQLite and a database in one file, linked; the formula of a parameter evaluated."""
    prices = open_prices("bw:old project/sheet", "IPCC|GWP 100a")
    found = dict(zip(prices.system.index, prices.H.sum(axis=0).tolist(), strict=True))
    assert found == pytest.approx(BY_HAND, rel=1e-12)
    assert found["sheet"] == pytest.approx(old, rel=1e-6)
    own = open_prices("bw:old project/sheet")
    assert own.H.sum(axis=0) == pytest.approx(prices.H.sum(axis=0), rel=1e-12)


def test_uncertainty_is_kept(old: float) -> None:
    exchanges = {(x.process, x.input): x for x in read_brightway("old project", "steel").exchanges}
    x = exchanges["steel", "coal"]
    assert (x.amount, x.distribution, x.scale) == (pytest.approx(0.75), "lognormal", 0.2)
    x = exchanges["steel", "co2"]
    assert (x.distribution, x.minimum, x.maximum) == ("triangular", 1.5, 2.5)


def test_the_old_processed_arrays_are_single_precision_and_say_so(old: float) -> None:
    inventory = read_brightway("old project", "steel", processed=True)
    assert "single_precision" in [f.code for f in inventory.findings]
    method = open_method("GWP 100a", "bw:old project/steel", inventory)
    prices = price(build(inventory, method))
    found = prices.H[:, prices.system.index["steel"]].sum()
    assert found == pytest.approx(STEEL, rel=1e-6)
    assert found != pytest.approx(STEEL, rel=1e-12)
