"""A Brightway project in a folder of its own, written and calculated in another process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Power: 1 kWh burns 0.2 kg coal (from the background) and emits 0.5 kg CO2 and 1 g CH4.
# Coal: 1 kg emits 0.1 kg CO2. Waste: treating −1 kg (a negative production) emits 0.3 kg. Chips: 2 kg per run, take up 3 kg
# CO2, credit 0.1 kWh of power. Board: a process whose product is a node of its own.
WRITE = """
import json, warnings
warnings.simplefilter("ignore")
import bw2calc as bc
import bw2data as bd

bd.projects.set_current("mine")
flows = {
    ("flows", "co2"): ("Carbon dioxide, fossil", ("air",), "emission"),
    ("flows", "ch4"): ("Methane, fossil", ("air", "urban air close to ground"), "emission"),
    ("flows", "up"): ("Carbon dioxide, in air", ("natural resource", "in air"), "natural resource"),
    ("flows", "pb"): ("Lead", ("water",), "emission"),
}
bd.Database("flows").write({
    key: {"name": n, "categories": c, "type": t, "unit": "kilogram", "exchanges": []}
    for key, (n, c, t) in flows.items()
})


def node(name, unit, *exchanges, **more):
    rows = [dict(zip(("input", "amount", "type"), x[:3]), **(x[3] if len(x) > 3 else {})) for x in exchanges]
    return {"name": name, "unit": unit, "location": "JP", "exchanges": rows, **more}


lognormal = {"uncertainty type": 2, "loc": -0.6931471805599453, "scale": 0.1}
bd.Database("back").register()
bd.Database("front").register()
bd.Database("back").write({
    ("back", "coal"): node("coal, mined", "kilogram", (("flows", "co2"), 0.1, "biosphere"), (("back", "coal"), 1.0, "production")),
})
bd.Database("front").write({
    ("front", "power"): node(
        "power", "kilowatt hour",
        (("front", "power"), 1.0, "production"),
        (("back", "coal"), 0.2, "technosphere"),
        (("flows", "co2"), 0.5, "biosphere", lognormal),
        (("flows", "ch4"), 0.001, "biosphere"),
        (("flows", "pb"), 0.001, "biosphere"),
    ),
    ("front", "waste"): node("waste treatment", "kilogram", (("front", "waste"), -1.0, "production"), (("flows", "co2"), 0.3, "biosphere")),
    ("front", "chips"): node(
        "chips", "kilogram",
        (("front", "chips"), 2.0, "production"),
        (("flows", "up"), 3.0, "biosphere"),
        (("front", "power"), 0.1, "substitution"),
        (("front", "waste"), -0.5, "technosphere"),
    ),
    ("front", "board"): node("board", "square meter", type="product"),
    ("front", "press"): node(
        "pressing", "square meter",
        (("front", "board"), 4.0, "production"),
        (("front", "chips"), 8.0, "technosphere"),
        (("front", "power"), 2.0, "technosphere", {"uncertainty type": 5, "loc": 2.0, "minimum": 1.0, "maximum": 4.0}),
        type="process",
    ),
    ("front", "plain"): node("nothing stated", "unit", (("front", "board"), 1.0, "technosphere")),
})
for name, unit, rows in (
    (("IPCC", "climate change", "GWP 100a"), "kg CO2-Eq", [("co2", 1.0), ("ch4", 29.8), ("up", -1.0)]),
    (("IPCC", "climate change", "GWP 20a"), "kg CO2-Eq", [("co2", 1.0), ("ch4", 82.5), ("up", -1.0)]),
    (("Tox", "human"), "CTUh", [("pb", 1.0)]),
):
    method = bd.Method(name)
    method.register(unit=unit)
    method.write([(("flows", code), factor) for code, factor in rows])
bd.Database("other flows").write({("other flows", "x"): {"name": "x", "categories": ("air",), "type": "emission", "unit": "kilogram", "exchanges": []}})
method = bd.Method(("Elsewhere",))
method.register(unit="kg CO2-Eq")
method.write([(("other flows", "x"), 1.0)])
scores = {}
for key in (("front", "power"), ("front", "waste"), ("front", "chips"), ("front", "board"), ("front", "plain"), ("back", "coal")):
    demand, objects, _ = bd.prepare_lca_inputs({bd.get_node(database=key[0], code=key[1]): 1}, method=("IPCC", "climate change", "GWP 100a"))
    lca = bc.LCA(demand, data_objs=objects)
    lca.lci()
    lca.lcia()
    scores[key[1]] = float(lca.score)
bd.projects.set_current("broken")
bd.Database("flows").write({("flows", "co2"): {"name": "Carbon dioxide, fossil", "categories": ("air",), "type": "emission", "unit": "kilogram", "exchanges": []}})
product = lambda name: node(name, "kilogram", type="product")
emits = lambda amount: (("flows", "co2"), amount, "biosphere")


def write(name, rows):
    bd.Database(name).register()
    bd.Database(name).write({(name, code): row for code, row in rows.items()})


makes = lambda name, code, amount=1.0: ((name, code), amount, "production")
write("twice", {
    "p": product("steel"),
    "a": node("furnace", "kilogram", makes("twice", "p"), emits(1.0), type="process"),
    "b": node("converter", "kilogram", makes("twice", "p"), emits(5.0), type="process"),
})
write("beside", {
    "p": product("steel"),
    "q": product("slag"),
    "a": node("furnace", "kilogram", makes("beside", "p"), makes("beside", "q"), emits(1.0), type="process"),
    "u": node("cement", "kilogram", makes("beside", "u"), (("beside", "q"), 1.0, "technosphere")),
})
# a run of `both` makes 1 kg of slag and 0.5 kg of the steel that `one` makes, so slag is 2 - 0.5 x 1
write("left", {
    "p": product("steel"),
    "q": product("slag"),
    "both": node("furnace", "kilogram", makes("left", "p", 0.5), makes("left", "q"), emits(2.0), type="process"),
    "one": node("converter", "kilogram", makes("left", "p"), emits(1.0), type="process"),
})
write("gone", {"x": node("x", "kilogram", makes("gone", "x"))})
write("orphan", {"y": node("y", "kilogram", makes("orphan", "y"), (("gone", "x"), 1.0, "technosphere"))})
write("loop", {
    "a": node("milling", "kilogram", makes("loop", "a"), (("loop", "b"), 1.0, "technosphere"), emits(1.0)),
    "b": node("mixing", "kilogram", makes("loop", "b"), (("loop", "a"), 2.0, "technosphere")),
})
del bd.databases["gone"]
method = bd.Method(("GWP",))
method.register(unit="kg CO2-Eq")
method.write([(("flows", "co2"), 1.0)])
demand, objects, _ = bd.prepare_lca_inputs({bd.get_node(database="left", code="q"): 1}, method=("GWP",))
lca = bc.LCA(demand, data_objs=objects)
lca.lci()
lca.lcia()
scores["slag"] = float(lca.score)
print("\\n" + json.dumps(scores))
"""


def run_apart(script: str, folder: Path) -> Any:  # noqa: ANN401
    """Run a script in another process, with a folder of Brightway projects; return its last line."""
    environment = {**os.environ, "BRIGHTWAY2_DIR": str(folder), "CELCA_CACHE": "off"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, float]]:
    """The folder with the project `mine`, and the scores that bw2calc finds in it."""
    pytest.importorskip("bw2calc", reason="needs the extra brightway")
    folder = tmp_path_factory.mktemp("brightway")
    return folder, run_apart(WRITE, folder)


@pytest.fixture
def brightway(written: tuple[Path, dict[str, float]], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the project `mine`, as this process sees it."""
    monkeypatch.setenv("BRIGHTWAY2_DIR", str(written[0]))
    monkeypatch.setenv("CELCA_CACHE", "off")
    return written[0]


@pytest.fixture(scope="session")
def apart(written: tuple[Path, dict[str, float]]) -> Callable[[str], Any]:
    """Run a script in another process on the same projects."""
    return lambda script: run_apart(script, written[0])
