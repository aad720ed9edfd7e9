"""More than sixty faults put into a declared value: is the verdict right, and the cause named first.

Each declared value is calculated from other files or options than the study's, and written with six
figures, as a firm would declare it that made this one mistake.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from celca.assess import Footprint, Options, footprint, open_prices
from celca.audit import Judging, verify
from celca.exchange import Request, export, pact_text

TOLERANCE = 0.005
BOM = """Part,Material,Mass (kg)
housing,aluminium,1.2
cover,pp,0.8
frame,steel,2.5
handle,wood,0.9
wire,copper,0.15
"""
STUDY = """name = "lamp"
bom = "bom.csv"
period = "2024"
[declared_unit]
description = "light"
[inputs.aluminium]
recycled = 0.4
[[packaging]]
material = "corrugated-board"
mass = "0.5 kg"
[[production]]
process = "injection-moulding-jp"
material = "pp"
scrap = 0.2
[[production]]
process = "electricity-jp"
amount = "6 kWh"
[[distribution]]
process = "freight-truck"
distance = "900 km"
[[distribution]]
process = "freight-ship"
distance = "9000 km"
[[use]]
process = "electricity-jp"
amount = "8 kWh"
[end_of_life.default]
landfill = 1.0
[end_of_life.aluminium]
recycling = 0.7
landfill = 0.3
[circularity]
quality_ratio = 1.0
allocation_factor = 0.2
"""
Change = tuple[str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


def written(folder: Path, name: str, *changes: Change) -> Path:
    """Write the study with texts replaced; each must be there."""
    place = folder / name
    place.mkdir(exist_ok=True)
    bom, study = BOM, STUDY
    for old, new in changes:
        if old not in bom + study:
            raise ValueError(old)
        bom, study = bom.replace(old, new), study.replace(old, new)
    (place / "bom.csv").write_text(bom, encoding="utf-8")
    (place / "product.toml").write_text(study, encoding="utf-8")
    return place


@cache
def prices(method: str) -> Any:  # noqa: ANN401
    return open_prices("celca-open", method)


def result(study: Path, method: str = "ipcc-ar6-gwp100", **options: Any) -> Footprint:  # noqa: ANN401
    return footprint(study, prices(method), options=Options(**options))


FREIGHT = '[[distribution]]\nprocess = "{}"\ndistance = "{} km"\n'
TRUCK, SEA = FREIGHT.format("freight-truck", 900), FREIGHT.format("freight-ship", 9000)
ASSEMBLY = '[[production]]\nprocess = "electricity-jp"\namount = "6 kWh"\n'
USE = '[[use]]\nprocess = "electricity-jp"\namount = "8 kWh"\n'
PACKAGING = '[[packaging]]\nmaterial = "corrugated-board"\nmass = "0.5 kg"\n'
MOULDING = '[[production]]\nprocess = "injection-moulding-jp"\nmaterial = "pp"\nscrap = 0.2\n'
END = STUDY[STUDY.index("[end_of_life.default]") : STUDY.index("[circularity]")]

Total = Callable[[Footprint], float]
# what the declared value is of the right footprint, and a word the first explanation has to hold
OF_THE_RESULT: dict[str, tuple[Total, str]] = {
    "factor 1000 too high": (lambda r: 1000 * r.total_kg_co2e, "1000 times too high"),
    "factor 1000 too low": (lambda r: r.total_kg_co2e / 1000, "1000 times too low"),
    "tonnes for grams": (lambda r: 1e6 * r.total_kg_co2e, "million times too high"),
    "pounds": (lambda r: 2.2046226 * r.total_kg_co2e, "pounds"),
    "decimal place": (lambda r: 10 * r.total_kg_co2e, "decimal place"),
    "percentage": (lambda r: r.total_kg_co2e / 100, "percentage"),
    "per kilogram": (lambda r: r.total_kg_co2e / 5.55, "per kilogram"),
    "per kilogram with packaging": (lambda r: r.total_kg_co2e / 6.05, "per kilogram"),
    "uptake left out": (lambda r: r.total_excluding_uptake_kg_co2e, "uptake out"),
    "uptake twice": (lambda r: r.total_kg_co2e + r.by_category["biogenic_uptake"], "counted twice"),
    "uptake added": (
        lambda r: r.total_kg_co2e - 2 * r.by_category["biogenic_uptake"],
        "added instead",
    ),
    "use left out": (lambda r: r.total_kg_co2e - r.by_stage["use"], "(use) is left out|stage use"),
    "distribution left out": (
        lambda r: r.total_kg_co2e - r.by_stage["distribution"],
        "stage distribution",
    ),
    "end of life left out": (
        lambda r: r.total_kg_co2e - r.by_stage["end_of_life"],
        "stage end_of_life",
    ),
    "raw materials left out": (
        lambda r: r.total_kg_co2e - r.by_stage["raw_materials"],
        "stage raw_materials",
    ),
    "production left out": (
        lambda r: r.total_kg_co2e - r.by_stage["production"],
        "stage production",
    ),
    "gate only": (
        lambda r: r.by_stage["raw_materials"] + r.by_stage["production"],
        "up to the gate",
    ),
    "offsets to zero": (lambda r: 0.0, "Offsets"),
    "carbon for carbon dioxide": (lambda r: r.total_kg_co2e * 12 / 44, "carbon may have been"),
    "per dozen": (lambda r: 12 * r.total_kg_co2e, "dozen"),
    "short tons": (lambda r: 0.90718474 * r.total_kg_co2e, "short tons"),
    "a million too low": (lambda r: r.total_kg_co2e / 1e6, "million times too low"),
    "fossil only": (
        lambda r: r.by_category["fossil"] + r.by_category["aircraft"],
        "only fossil|biogenic carbon dioxide is left out",
    ),
    "multiplied by the mass": (lambda r: 5.55 * r.total_kg_co2e, "multiplied by the mass"),
}
OF_OTHER_FILES: dict[str, tuple[tuple[Change, ...], str]] = {
    "packaging left out": (((PACKAGING, ""),), "packaging is left out"),
    "packaging twice": (((PACKAGING, 2 * PACKAGING),), "packaging is counted twice"),
    "assembly in thousands": ((("6 kWh", "6000 kWh"),), "is 1000 times as much"),
    "assembly in thousandths": ((("6 kWh", "0.006 kWh"),), "is a thousandth|is left out"),
    "air for sea": ((("freight-ship", "freight-air"),), "freight-air"),
    "rail for road": ((("freight-truck", "freight-rail"),), "freight-rail"),
    "another truck": ((("freight-truck", "freight-truck-small"),), "freight-truck-small"),
    "aluminium frame for steel": (
        (("frame,steel", "frame,aluminium"),),
        "frame is of aluminium",
    ),
    "all landfilled": (((END, END[: END.index("[end_of_life.aluminium]")]),), "goes to landfill"),
    "housing left out": ((("housing,aluminium,1.2\n", ""),), "housing is left out"),
    "frame left out": ((("frame,steel,2.5\n", ""),), "frame is left out"),
    "cover left out": ((("cover,pp,0.8\n", ""),), "cover is left out"),
    "wire left out": ((("wire,copper,0.15\n", ""),), "wire is left out"),
    "handle left out": ((("handle,wood,0.9\n", ""),), "handle is left out"),
    "frame twice": ((("frame,steel,2.5", "frame,steel,5.0"),), "frame is counted twice"),
    "wire in grams": ((("wire,copper,0.15", "wire,copper,150"),), "wire weighs 1000 times"),
    "frame in tonnes": ((("frame,steel,2.5", "frame,steel,0.0025"),), "frame weighs a thousandth"),
    "truck left out": (((TRUCK, ""),), "Road freight"),
    "ship left out": (((SEA, ""),), "Sea freight"),
    "assembly left out": (((ASSEMBLY, ""),), "(production) is left out"),
    "assembly in MJ": ((("6 kWh", "21.6 kWh"),), "(production) is 3.6 times as much"),
    "use in MJ": ((("8 kWh", "28.8 kWh"),), "(use) is 3.6 times as much"),
    "truck in miles": ((("900 km", "1448.4096 km"),), "miles taken for kilometres"),
    "truck both ways": ((('"900 km"', '"1800 km"'),), "is counted twice"),
    "scrap left out": ((("scrap = 0.2\n", ""),), "scrap is left out"),
    "grid of Germany": ((("electricity-jp", "electricity-de"),), "electricity-de"),
    "grid of France": ((("electricity-jp", "electricity-fr"),), "electricity-fr"),
    "grid of China": ((("electricity-jp", "electricity-cn"),), "electricity-cn"),
    "recycled overstated to 90 %": ((("recycled = 0.4", "recycled = 0.9"),), "is 90 %"),
    "recycled overstated to 60 %": ((("recycled = 0.4", "recycled = 0.6"),), "is 60 %"),
    "recycled not counted": ((("recycled = 0.4", "recycled = 0.0"),), "all_virgin|is 0 %"),
    "moulding left out": ((("[[production]]\n" + MOULDING.split("\n", 1)[1], ""),), "moulding"),
}
OF_OPTIONS: dict[str, tuple[str, dict[str, Any], str]] = {
    "AR5 for AR6": ("ipcc-ar5-gwp100", {}, "AR5"),
    "GWP20 for GWP100": ("ipcc-ar6-gwp20", {}, "GWP20"),
    "GTP100 for GWP100": ("ipcc-ar6-gtp100", {}, "GTP100"),
    "avoided burden for cut-off": ("", {"allocation": "avoided-burden"}, "avoided-burden"),
    "half and half for cut-off": ("", {"allocation": "50:50"}, "50:50"),
    "formula for cut-off": ("", {"allocation": "cff"}, "cff"),
    "recycled steel claimed": ("", {"recycled": {"steel": 0.5}}, "of steel is 50 %"),
}


def declared_values(folder: Path, right: Footprint) -> dict[str, tuple[float, str]]:
    out = {name: (total(right), word) for name, (total, word) in OF_THE_RESULT.items()}
    for i, (name, (changes, word)) in enumerate(OF_OTHER_FILES.items()):
        out[name] = result(written(folder, f"other-{i}", *changes)).total_kg_co2e, word
    for name, (method, options, word) in OF_OPTIONS.items():
        found = result(folder / "right", method or "ipcc-ar6-gwp100", **options)
        out[name] = found.total_kg_co2e, word
    return out


def named(word: str, sentence: str) -> bool:
    return any(w in sentence for w in word.split("|"))


def test_the_verdict_is_right_and_the_cause_is_named_first(folder: Path) -> None:
    study = written(folder, "right")
    right = result(study)
    values = declared_values(folder, right)
    missed, wrong = [], []
    for name, (value, word) in values.items():
        found = verify(f"{value:.6g}", study, judging=Judging(TOLERANCE))
        off = abs(float(f"{value:.6g}") - right.total_kg_co2e) > TOLERANCE * right.total_kg_co2e
        if (found.verdict == "differs") != off:
            wrong.append(name)
        first = found.explanations[0] if found.explanations else ""
        if off and not named(word, first):
            missed.append(f"{name}: {first}")
    assert len(values) >= 60
    assert wrong == []
    assert len(missed) <= 2, "\n".join(missed)


# in a document: the step-wise alignment, and what a document says of itself
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"pcfIncludingBiogenicUptake": "half"}, "pact_uptake_identity"),
        ({"comment": "carbon neutral thanks to offsets"}, "pact_offsets"),
        ({"ipccCharacterizationFactors": ["AR5"]}, "gwp_set"),
        ({"recycled": "0.9"}, "recycled_content"),
        ({"referencePeriodStart": "2014-01-01T00:00:00Z",
          "referencePeriodEnd": "2015-01-01T00:00:00Z"}, "period"),
        ({"allocationRulesDescription": "avoided-burden"}, "allocation"),
    ],
)  # fmt: skip
def test_a_fault_in_a_document_is_told(folder: Path, changes: dict[str, Any], told: str) -> None:
    study = written(folder, "right")
    document = json.loads(
        pact_text(export(study, Request(created="2026-01-01T00:00:00Z")).document)
    )
    if "comment" in changes:
        document["comment"] = changes.pop("comment")
    if "recycled" in changes:
        document["extensions"][0]["data"]["recycledContent"] = changes.pop("recycled")
    if changes.get("pcfIncludingBiogenicUptake") == "half":
        changes = {
            "pcfIncludingBiogenicUptake": str(
                float(document["pcf"]["pcfIncludingBiogenicUptake"])
                + float(document["pcf"]["biogenicCO2Uptake"])
            )
        }
    document["pcf"].update(changes)
    path = folder / "faulty.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = verify(str(path), study)
    assert told in [c.id for c in result.checks if c.result != "ok"]


def test_an_export_of_a_whole_life_agrees_with_its_study(folder: Path) -> None:
    study = written(folder, "right")
    path = folder / "own.json"
    path.write_text(pact_text(export(study, Request(created="x")).document), encoding="utf-8")
    found = verify(str(path), study, judging=Judging(1e-9))
    assert found.verdict == "agrees"
    assert any(step.startswith("Boundary:") for step in found.steps)


def test_another_gwp_set_is_recalculated(folder: Path) -> None:
    study = written(folder, "right")
    request = Request(created="x", method="ipcc-ar5-gwp100")
    path = folder / "ar5.json"
    path.write_text(pact_text(export(study, request).document), encoding="utf-8")
    found = verify(str(path), study, judging=Judging(1e-9))
    assert found.verdict == "agrees"
    assert any(step.startswith("GWP set:") for step in found.steps)
