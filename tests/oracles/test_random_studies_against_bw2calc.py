"""Random studies, reckoned three times: by celca, by the formulas as published, and by bw2calc.

The generator draws databases with loops, bills, steps, ends of life and scenarios; `reckoned` is
written from the documents and the standards that they name, and uses nothing of celca.
"""

from __future__ import annotations

import copy
import json
import random
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from celca.assess import Footprint, Options, footprint, open_prices
from celca.circular import METHODS
from celca.exchange import Request, export_model
from celca.scenario import read_scenarios
from celca.system import Intensities

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    bc = pytest.importorskip("bw2calc")

CO2_PER_C = 44 / 12
FACTORS = {"co2": (0, 1.0), "ch4": (0, 29.8), "co2-bio": (2, 1.0), "up": (3, -1.0)}  # AR6
ENERGY, FORMING, TRUCK = ("power", "heat"), ("pressing", "turning"), "truck"
TREATMENTS = ("recycling", "incineration", "incineration_energy", "landfill", "reuse")
TRANSFER = "biogenic-carbon-transfer"
Spec = dict[str, Any]


class World:
    """A random database: units of its processes, exchanges, and materials by variant."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.units = {"power": "kWh", "heat": "MJ", "truck": "t*km", TRANSFER: "kg"}
        self.units |= dict.fromkeys(FORMING, "kg")
        self.exchanges: list[tuple[str, str, str, float, str]] = []
        self.materials: dict[str, dict[str, Spec]] = {}
        for process in (*ENERGY, *FORMING, TRUCK):
            self._burden(process)
        self.exchanges.append((TRANSFER, "emission", "co2-bio", 1.0, "kg"))
        for i in range(4):
            self._material(f"stuff{i}", grown=i == 3)
        self.exchanges.append(("power", "input", "stuff0-virgin", 0.02, "kg"))  # a loop

    def _burden(self, process: str, up: float = 0.0, back: float = 0.0) -> None:
        rng, out = self.rng, self.exchanges
        out.append((process, "emission", "co2", rng.uniform(0, 4), "kg"))
        out.append((process, "emission", "ch4", rng.uniform(0, 20), "g"))
        if up:
            out.append((process, "uptake", "up", up, "kg"))
        if back:
            out.append((process, "emission", "co2-bio", back, "kg"))
        for used in ENERGY:
            if used != process:
                kind = rng.choice(["input", "input", "avoided"])
                out.append((process, kind, used, rng.uniform(0, 0.3), self.units[used]))

    def _material(self, name: str, *, grown: bool) -> None:
        variants = self.materials[name] = {}
        for variant in ("virgin", "recycled", "bio_based")[: 2 if grown else 3]:
            carbon = 0.5 if grown or variant == "bio_based" else 0.0
            process = f"{name}-{variant}"
            self.units[process] = "kg"
            self._burden(process, up=carbon * CO2_PER_C)
            variants[variant] = told = {"process": process, "carbon": carbon}
            told["ratio"] = 1.25 if variant == "bio_based" else 1.0
            for end in TREATMENTS[1:4]:
                told[end] = f"{end}-{name}-{'bio' if carbon else 'fossil'}"
                if told[end] not in self.units:
                    self.units[told[end]] = "kg"
                    self._burden(told[end], back=carbon * CO2_PER_C)

    def write(self, folder: Path) -> Path:
        """Write it as a folder of celca."""
        folder.mkdir()
        processes = (f"{p},{p},,{p},{u},XX,2020,unit,,book,\n" for p, u in self.units.items())
        exchanges = (f"{p},{k},{i},{a!r},{u},,,,,,book,\n" for p, k, i, a, u in self.exchanges)
        materials = (
            f"{m},{m},,{v},{x['process']},{x['ratio']},{int(x['carbon'] > 0)},0,{x['carbon']},20,"
            f",,{x['landfill']},{x['incineration']},{x['incineration_energy']},book,\n"
            for m, variants in self.materials.items()
            for v, x in variants.items()
        )
        texts = {
            "database.toml": 'name = "random"\nversion = "1"\nlicence = "none"\n'
            'geography = "nowhere"\ndescription = "for tests"\n',
            "processes.csv": "id,name,name_ja,product,unit,location,year,kind,technology,source,"
            "comment\n" + "".join(processes),
            "exchanges.csv": "process,kind,input,amount,unit,distribution,scale,minimum,maximum,"
            "pedigree,source,comment\n" + "".join(exchanges),
            "flows.csv": "id,name,compartment,unit,formula,origin,gwp_set\n"
            "co2,CO2,air,kg,CO2,fossil,\nch4,CH4,air,kg,CH4,fossil,\n"
            "co2-bio,CO2 bio,air,kg,CO2,biogenic,\nup,CO2 up,resource,kg,CO2,biogenic,\n",
            "materials.csv": "material,name,name_ja,variant,process,mass_ratio,bio_based,"
            "fossil_carbon,biogenic_carbon,lhv,quality_ratio,allocation_factor,landfill,"
            "incineration,incineration_energy,source,comment\n" + "".join(materials),
            "aliases.csv": "alias,language,material\n",
            "sources.csv": "id,citation,url,year,licence,where\nbook,A Book,,2020,CC0,\n",
            "published.csv": "process,measure,published,unit,tolerance,source,comment\n",
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    def prices(self) -> dict[str, Any]:
        """Return the score of a unit of each process by category, by a dense solve."""
        at = {p: j for j, p in enumerate(self.units)}
        A, direct = np.eye(len(at)), np.zeros((5, len(at)))
        for process, kind, used, amount, unit in self.exchanges:
            if kind in ("input", "avoided"):
                A[at[used], at[process]] += amount if kind == "avoided" else -amount
            else:
                row, factor = FACTORS[used]
                direct[row, at[process]] += factor * amount * (1e-3 if unit == "g" else 1)
        H = np.linalg.solve(A.T, direct.T).T
        return {p: H[:, j] for p, j in at.items()}


def shares(rng: random.Random) -> dict[str, float]:
    """Return shares of three treatments; a landfill lets biogenic carbon stay open."""
    chosen = rng.sample(TREATMENTS[:3] + TREATMENTS[4:], 2)
    first, second = rng.uniform(0.05, 0.5), rng.uniform(0.05, 0.4)
    return {chosen[0]: first, chosen[1]: second, "landfill": 1 - first - second}


def drawn(rng: random.Random, world: World, rule: str) -> Spec:
    """Return a random study under a rule of allocation."""
    lines = []
    for i in range(rng.randint(2, 5)):
        name = rng.choice(list(world.materials))
        recycled = rng.uniform(0, 0.6)
        bio = rng.uniform(0, 0.4) if "bio_based" in world.materials[name] else 0.0
        line = {"part": f"P{i}", "material": name, "mass": rng.uniform(0.01, 9)}
        line |= {"recycled": recycled, "bio": bio, "forming": rng.choice(["", *FORMING])}
        lines.append(line)
    names = sorted({x["material"] for x in lines})
    own = {"price_ratio": 0.4, "end_of_waste_in": 0.3, "end_of_waste_out": rng.uniform(0, 1)}
    cut = {"process": "turning", "material": names[0], "scrap": 0.2, "regrind": 0.25}
    study: Spec = {
        "lines": lines,
        "allocation": rule,
        "production": [
            {"process": "power", "amount": rng.uniform(0, 9)},
            cut | {"scrap_end": {"recycling": 0.7, "incineration": 0.3}},
        ],
        "distribution": [{"process": TRUCK, "distance": rng.uniform(1, 3000)}],
        "use": [{"process": "heat", "amount": rng.uniform(0, 2)}],
        "end_of_life": {"default": shares(rng), names[-1]: shares(rng)},
        "life": {"uses": rng.uniform(0.5, 99)},
        "circularity": {"allocation_factor": rng.choice([0.2, 0.5, 0.8]), "heat": "heat"}
        | {"quality_ratio": rng.uniform(0.5, 1), "electricity": "power"}
        | {"heat_efficiency": 0.3, "electricity_efficiency": 0.12, "energy_allocation": 0.1}
        | dict.fromkeys(names, own),
    }
    part = {"part": "P0", "part_uses": rng.uniform(1, 40), "counting": "whole"}
    study["life"]["replacement"] = [part]
    study["life"]["reuse"] = [{"part": "P1", "share": rng.uniform(0, 1), "tested": 0.8}]
    return study


def toml(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value) if isinstance(value, str) else repr(value)


def written(study: Spec, world: World, folder: Path) -> Path:
    """Write a study as a user would."""
    rows = ["Part,Material,Mass (kg),Recycled content,Bio-based content,Process"]
    keys = ("part", "material", "mass", "recycled", "bio", "forming")
    rows += [",".join(str(x[k]) for k in keys) for x in study["lines"]]
    told = copy.deepcopy({k: v for k, v in study.items() if k != "lines"})
    for stage in ("production", "distribution", "use"):
        for step in told[stage]:
            for key, unit in (("amount", world.units[step["process"]]), ("distance", "km")):
                if key in step:
                    step[key] = f"{step[key]!r} {unit}"
    text = [f"{k} = {toml(v)}" for k, v in told.items()]
    folder.mkdir(exist_ok=True)
    head = 'name = "thing"\nbom = "bom.csv"\ndeclared_unit = { amount = 2 }\n'
    (folder / "product.toml").write_text(head + "\n".join(text) + "\n", encoding="utf-8")
    (folder / "bom.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def by_rule(rule: str, s: Mapping[str, float], E: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Return raw materials, end of life and what lies beyond, per kg, as docs/studies.md has them.

    s  R1, R2, R3, A, B, Q, heat and power per kg burnt, ends of waste, price ratio
    E  burdens: Ev, Er (also at the end), E*v, EER, heat, power, ED
    """
    r1, r2, r3, a, q = s["r1"], s["r2"], s["r3"], s["a"], s["q"]
    Ev, Er, Es, EER, ED = E["v"], E["r"], E["substituted"], E["eer"], E["ed"]
    saved = s["heat"] * E["heat"] + s["power"] * E["power"]
    rest, none = 1 - r2 - r3 - s["reuse"], 0 * Ev
    if rule in ("avoided-burden", "50:50"):
        a, q = (0.0, q) if rule == "avoided-burden" else (0.5, 1.0)
        rule = "cff"
    mix, burnt = (1 - r1) * Ev + r1 * Er, r3 * EER + rest * ED
    if rule in ("cut-off", "rcm"):
        return mix, burnt, none
    if rule == "net-scrap":
        return mix, burnt - (r2 - r1) * (Ev - Er), none
    if rule in ("clam", "iso14067-closed"):
        return Ev, burnt + r2 * (Er - Ev), none
    if rule == "cff":
        raw = (1 - r1) * Ev + r1 * (a * Er + (1 - a) * q * Ev)
        end = (1 - a) * r2 * (Er - q * Es) + (1 - s["b"]) * r3 * (EER - saved) + rest * ED
        return raw, end, none
    if rule == "pef-2013":
        end = r2 / 2 * (Er - q * Es) + r3 * (EER - saved)
        disposed = 1 - r2 / 2 - r3 - s["reuse"] - r1 / 2
        return (1 - r1 / 2) * Ev + r1 / 2 * Er, end + disposed * ED, none
    raw, end = (1 - r1) * Ev + r1 * (1 - s["before"]) * Er, burnt + r2 * s["after"] * Er
    if rule == "iso14067-open":
        return raw, end + (r1 - r2) * s["price"] * Ev, none
    return raw, end, (r2 - r1) * ((1 - s["after"]) * Er - q * Es) - r3 * saved


def part_of(line: Spec, study: Spec, world: World, H: Mapping[str, Any]) -> dict[str, Any]:
    """Return what one part costs by stage, per product."""
    variants, c = world.materials[line["material"]], study["circularity"]
    ends = study["end_of_life"].get(line["material"], study["end_of_life"]["default"])
    (again,) = study["life"]["reuse"]
    reused = again["share"] if line["part"] == again["part"] else 0.0
    passed = again["tested"] if reused else 1.0
    kept, scrap_end, out = 1.0, {}, dict.fromkeys(("raw", "made", "end", "beyond"), np.zeros(5))
    for step in study["production"]:
        if step.get("material") == line["material"]:
            lost = step["scrap"] * (1 - step["regrind"])
            kept, scrap_end = kept + lost, {k: v * lost for k, v in step["scrap_end"].items()}
            out["made"] = out["made"] + H[step["process"]] * line["mass"] * (1 - reused)
    if line["forming"]:
        out["made"] = out["made"] + H[line["forming"]] * line["mass"] * (1 - reused)
    fossil = line["mass"] * (1 - line["bio"])
    own = c[line["material"]]
    for mass, r1, kind in (
        (fossil, line["recycled"] / (1 - line["bio"]), "virgin"),
        (line["mass"] * line["bio"], 0.0, "bio_based"),
    ):
        if not mass:
            continue
        fresh, tipped, burnt = variants[kind], ends["landfill"], ends.get("incineration", 0.0)
        E = {"v": H[fresh["process"]], "r": H[variants["recycled"]["process"]]}
        E |= {"eer": H[fresh["incineration_energy"]], "heat": H["heat"], "power": H["power"] / 3.6}
        E["ed"] = tipped * H[fresh["landfill"]] + burnt * H[fresh["incineration"]]
        E["ed"] = E["ed"] / (tipped + burnt)
        E["substituted"] = H[variants["virgin"]["process"]]
        shares_ = {"r1": r1, "r2": ends.get("recycling", 0.0), "reuse": ends.get("reuse", 0.0)}
        shares_ |= {"r3": ends.get("incineration_energy", 0.0), "a": c["allocation_factor"]}
        shares_ |= {"q": c["quality_ratio"], "b": c["energy_allocation"], "heat": 20 * 0.3}
        shares_ |= {"power": 20 * 0.12, "before": own["end_of_waste_in"]}
        shares_ |= {"after": own["end_of_waste_out"], "price": own["price_ratio"]}
        raw, end, beyond = by_rule(study["allocation"], shares_, E)
        carbon = fresh["carbon"] * CO2_PER_C * mass * H[TRANSFER]
        handled = 1 + reused * (1 / passed - 1)
        out["raw"] = out["raw"] + raw * mass * kept * (1 - reused) - carbon * reused / passed
        leaves = carbon * (shares_["r2"] + shares_["reuse"])
        out["end"] = out["end"] + (end * mass + leaves) * handled
        out["beyond"] = out["beyond"] + beyond * mass * handled
        lost = scrap_end.get("incineration", 0.0) * mass * H[fresh["incineration"]]
        lost = lost + scrap_end.get("recycling", 0.0) * carbon
        out["made"] = out["made"] + lost * (1 - reused)
    return out


def reckoned(study: Spec, world: World, H: Mapping[str, Any]) -> dict[str, Any]:
    """Return the categories of each stage, per declared unit."""
    uses, (new,) = study["life"]["uses"], study["life"]["replacement"]
    again = max(0, np.ceil(uses / new["part_uses"] - 1e-9) - 1)
    out = {stage: np.zeros(5) for stage in ("raw", "made", "moved", "use", "end", "beyond")}
    moved = 0.0
    for line in study["lines"]:
        times = again if line["part"] == new["part"] else 0
        moved += line["mass"] * (1 + times)
        for stage, kg in part_of(line, study, world, H).items():
            out[stage] += kg / uses
            out["beyond" if stage == "beyond" else "use"] += times * kg / uses
    for step in study["production"]:
        out["made"] += H[step["process"]] * step.get("amount", 0.0) / uses
    for step in study["distribution"]:
        out["moved"] += H[step["process"]] * step["distance"] * moved / 1000 / uses
    for step in study["use"]:
        out["use"] += H[step["process"]] * step["amount"]
    return out


def agree(found: Footprint, study: Spec, world: World, H: Mapping[str, Any]) -> None:
    """Compare stages and categories, to the sum of what was added and taken off."""
    stages = reckoned(study, world, H)
    scale = sum(abs(x.kg_co2e) for x in found.lines)
    names = ("raw_materials", "production", "distribution", "use", "end_of_life", "beyond_boundary")
    by_stage = [found.by_stage.get(name, 0.0) for name in names]
    assert by_stage == pytest.approx([x.sum() for x in stages.values()], rel=0, abs=1e-10 * scale)
    inside = sum(kg for stage, kg in stages.items() if stage != "beyond")
    assert list(found.by_category.values()) == pytest.approx(inside, rel=0, abs=1e-10 * scale)
    assert found.total_kg_co2e == pytest.approx(inside.sum(), rel=0, abs=1e-10 * scale)


def scenario(rng: random.Random, study: Spec) -> tuple[Spec, Spec]:
    """Return a scenario, and the study with the same written out."""
    out, line = copy.deepcopy(study), rng.choice(study["lines"][2:] or study["lines"][-1:])
    factor, uses, ends = rng.uniform(0.2, 2), rng.uniform(1, 99), shares(rng)
    change = {"material": {line["part"]: {"to": "stuff0", "mass_ratio": 1.3}}, "uses": uses}
    change |= {"mass": {"P1": factor}, "end_of_life": {"default": ends}, "use": {"heat": factor}}
    for x in out["lines"]:
        if x["part"] == line["part"]:
            x.update(material="stuff0", mass=1.3 * x["mass"], recycled=0.0, bio=0.0, forming="")
        x["mass"] *= factor if x["part"] == "P1" else 1
    out["life"]["uses"], out["end_of_life"]["default"] = uses, ends
    out["use"][0]["amount"] *= factor
    out["circularity"].setdefault("stuff0", dict(out["circularity"][line["material"]]))
    return change, out


@pytest.fixture(scope="module", params=range(2))
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[World, Path, Intensities]:
    """A random world, its folder, and its prices."""
    world = World(random.Random(request.param))
    folder = world.write(tmp_path_factory.mktemp("world") / "random")
    return world, folder, open_prices(folder)


@pytest.mark.parametrize("rule", METHODS)
def test_random_studies_meet_the_formulas(
    opened: tuple[World, Path, Intensities], rule: str, tmp_path: Path
) -> None:
    """Six studies under each rule, and of each a scenario that equals the study written out."""
    world, _, prices = opened
    H = world.prices()
    for seed in range(6):
        rng = random.Random(seed)
        study = drawn(rng, world, rule)
        # so that a scenario can make a part of it
        study["circularity"].setdefault(
            "stuff0", study["circularity"][study["lines"][0]["material"]]
        )
        change, after = scenario(rng, study)
        lines = "".join(f"{key} = {toml(value)}\n" for key, value in change.items())
        (tmp_path / "s.toml").write_text(f"[scenarios.other]\n{lines}", encoding="utf-8")
        options = Options(changes=read_scenarios(tmp_path / "s.toml"))
        found = footprint(written(study, world, tmp_path / "study"), prices, options=options)
        agree(found, study, world, H)
        total = {v.name: v.total_kg_co2e for v in found.variants}["other"]
        by_hand = sum(
            kg.sum() for stage, kg in reckoned(after, world, H).items() if stage != "beyond"
        )
        scale = sum(abs(x.kg_co2e) for x in found.lines)
        assert total == pytest.approx(by_hand, rel=1e-9, abs=1e-10 * scale)


def test_random_studies_have_their_scores_in_bw2calc(
    opened: tuple[World, Path, Intensities], tmp_path: Path
) -> None:
    """As a datapackage, in double precision; a declared unit is 2 pieces."""
    import bw_processing
    from fsspec.implementations.zip import ZipFileSystem

    world, folder, prices = opened
    for rule in METHODS[::3]:
        path = written(drawn(random.Random(rule), world, rule), world, tmp_path / "study")
        found, target = footprint(path, prices), tmp_path / f"{rule.replace(':', '-')}.zip"
        told = export_model(path, Request("datapackage", database=folder), str(target))
        (product,) = told["products"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package = bw_processing.load_datapackage(ZipFileSystem(str(target)))
            lca = bc.LCA({product["id"]: 2.0}, data_objs=[package])
            lca.lci()
            lca.lcia()
        scale = sum(abs(x.kg_co2e) for x in found.lines)
        assert lca.score == pytest.approx(found.total_kg_co2e, rel=1e-9, abs=1e-10 * scale)
