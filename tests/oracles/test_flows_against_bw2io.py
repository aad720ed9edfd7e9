"""The flows of biosphere3, as bw2io names them, count what ecoinvent says that they count."""

from __future__ import annotations

import json
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from celca.methods import load_method
from celca.readers.substances import recognise

METHOD = ["IPCC 2021", "climate change", "global warming potential (GWP100)"]
# gases that the tables of celca's methods do not have
ABSENT = {
    *("Butane", "Ethane", "Propane", "Bromopropane", "Monochloroethane", "Ethane, 1,2-dichloro-"),
    *("Tetrachloroethylene", "Trichloroethylene", "Methane, chloro-fluoro-, HCFC-31"),
}
# ecoinvent counts it as fossil (29.8); AR6 Table 7.15 has 27.0 for what is not fossil
LAND = "Methane, from soil or biomass stock"


def exchanges() -> list[tuple[str, tuple[str, ...], float]]:
    """Return (name, compartment, factor) of the method in bw2io's own data."""
    spec = find_spec("bw2io")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("needs the extra brightway")
    path = Path(spec.submodule_search_locations[0]) / "data" / "lcia" / "lcia_39_ecoinvent.zip"
    if not path.is_file():
        pytest.skip(f"this bw2io has no {path.name}")
    with zipfile.ZipFile(path) as file:
        methods = json.loads(file.read("data.json"))
    (found,) = [m for m in methods if m["name"] == METHOD]
    return [(x["name"], tuple(x["categories"]), x["amount"]) for x in found["exchanges"]]


def test_every_flow_that_counts_there_counts_the_same_here() -> None:
    method, agreed, absent = load_method(), 0, set()
    for name, context, theirs in exchanges():
        what = recognise(name, context)
        found = method.characterise(what.formula, what.origin, what.compartment)
        if found is None:
            absent.add(name)
        elif name == LAND:
            assert (found.factor, theirs) == (27.0, 29.8)
        else:
            taken = what.compartment.startswith("resource")
            ours = -found.factor if taken else found.factor
            assert ours == pytest.approx(theirs, rel=1e-3), (name, context)
            agreed += 1
    assert absent == ABSENT
    assert agreed >= 150
