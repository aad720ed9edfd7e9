"""Products of a catalogue with lives of their own, against the same products as studies."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from celca.assess import Footprint, assess, open_prices
from celca.catalog import CatalogOptions, CatalogSummary, score_catalog
from celca.errors import CelcaError, DataError, UnknownName
from celca.product import Change, Product, ReadingOptions, apply, demand, read_product
from celca.system import Intensities

MORE_PROCESSES = """\
electricity-us,Electricity,,Electricity,kWh,US,2024,unit,,s,
pressing-jp,Pressing,,Pressing,kg,JP,2024,unit,,s,
pressing-us,Pressing,,Pressing,kg,US,2024,unit,,s,
landfill,Landfill,,Waste,kg,GLO,2024,unit,,s,
burning,Incineration,,Waste,kg,GLO,2024,unit,,s,
lorry,Lorry,,Transport,t*km,GLO,2024,unit,,s,
"""
MORE_EXCHANGES = """\
electricity-us,emission,co2-fossil,0.37,kg,,,,,,s,
pressing-jp,input,electricity-jp,0.6,kWh,,,,,,s,
pressing-us,input,electricity-us,0.7,kWh,,,,,,s,
landfill,emission,co2-fossil,0.02,kg,,,,,,s,
burning,emission,co2-fossil,2.9,kg,,,,,,s,
lorry,emission,co2-fossil,0.1,kg,,,,,,s,
"""
CYCLES = {
    "": "",
    "shop": """
[[distribution]]
process = "lorry"
distance = "300 km"
[[packaging]]
material = "PE"
mass = "50 g"
recycled = 0.25
""",
    "machine": """
allocation = "cff"
[[packaging]]
material = "Timber"
mass = "80 g"
[[production]]
process = "pressing-jp"
material = "steel"
scrap = 0.2
[[production]]
process = "electricity-jp"
amount = "2 kWh"
[[distribution]]
process = "lorry"
distance = "120 km"
[[use]]
process = "electricity-jp"
amount = "1.5 kWh"
[life]
service_life = "5 year"
uses_per_year = 10
industry_average_life = "4 year"
[[life.replacement]]
part_life = "2 year"
counting = "fractional"
[[life.repair]]
process = "electricity-jp"
amount = "3 kWh"
[end_of_life.default]
landfill = 0.5
incineration = 0.5
[end_of_life.steel]
recycling = 0.6
landfill = 0.4
""",
}
SCENARIOS = {
    "greener": Change("greener", recycled={"steel": 0.5}, mass={"polyethylene": 0.9}),
    "us made": Change("us made", place={"jp": "us"}),
}
SCENARIO_FILE = """
[scenarios.greener]
recycled = { steel = 0.5 }
mass = { PE = 0.9 }
[scenarios."us made"]
place = { jp = "us" }
"""
MATERIALS = (("steel", 1, 0), ("PE", 1, 1), ("foamed", 0, 1), ("Timber", 0, 0), ("glue", 0, 0))
COLUMNS = ("life cycle", "allocation", "country", "scenario", "end of life", "service life")


@pytest.fixture(scope="module")
def lived(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Intensities:
    """The tiny database with transport, two countries and what becomes of waste."""
    path = tmp_path_factory.mktemp("lived")
    for file in folder.iterdir():
        (path / file.name).write_bytes(file.read_bytes())
    for name, more in (("processes.csv", MORE_PROCESSES), ("exchanges.csv", MORE_EXCHANGES)):
        with (path / name).open("a", encoding="utf-8") as stream:
            stream.write(more)
    table = pl.read_csv(path / "materials.csv", infer_schema=False)
    ends = {"landfill": "landfill", "incineration": "burning"}
    table = table.with_columns(
        *(pl.lit(process).alias(name) for name, process in ends.items()),
        quality_ratio=pl.when(pl.col("variant") == "recycled").then(pl.lit("0.9")),
        allocation_factor=pl.lit("0.4"),
    )
    table.write_csv(path / "materials.csv")
    return open_prices(path)


def life_cycles(path: Path) -> Path:
    """Write the life cycles as one file."""
    out = []
    for name, text in CYCLES.items():
        if name:
            inside = re.sub(r"^(\[+)", rf"\1life_cycles.{name}.", text, flags=re.MULTILINE)
            out.append(f"[life_cycles.{name}]\n{inside}")
    path.write_text("\n".join(out), encoding="utf-8")
    return path


def random_products(count: int, seed: int) -> list[tuple[list[list[str]], list[str]]]:
    """Return (rows, cells of the life) of products."""
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        rows = []
        for _ in range(rng.randint(1, 4)):
            name, recyclable, growable = rng.choice(MATERIALS)
            r = rng.choice([0, 0.3, 1.0]) if recyclable else 0
            b = rng.choice([0, 0.5]) if growable and r < 0.5 else 0
            process = rng.choice(["", "moulding", "pressing-jp"])
            rows.append([name, f"{rng.uniform(0.1, 5):.4f}", str(r), str(b), process])
        life = [
            rng.choice(list(CYCLES)),
            rng.choice(["", "", "cff", "cut off", "50:50", "net-scrap"]),
            rng.choice(["", "", "US"]),
            rng.choice(["", "", *SCENARIOS]),
            rng.choice(["", "", "landfill", "incineration 40%, landfill 60%"]),
            rng.choice(["", "", "8", "2.5 year"]),
        ]
        out.append((rows, life))
    return out


def alone(rows: list[list[str]], life: list[str], prices: Intensities, folder: Path) -> Footprint:
    """Return the footprint of the same product, written as a study."""
    bom = "part,material,mass (kg),recycled,bio_based,process\n"
    bom += "".join(f"p{i},{','.join(row)}\n" for i, row in enumerate(rows))
    (folder / "bom.csv").write_text(bom, encoding="utf-8")
    cycle, allocation, country, scenario, end, service = life
    text = CYCLES[cycle]
    if allocation:
        text = re.sub(r"^allocation.*$", "", text, flags=re.MULTILINE)
        text = f'allocation = "{allocation.replace(" ", "-")}"\n{text}'
    if end:
        text = re.sub(r"\[end_of_life\.\w+\][^\[]*", "", text)
        shares = "landfill = 1" if end == "landfill" else "incineration = 0.4\nlandfill = 0.6"
        text += f"\n[end_of_life.default]\n{shares}\n"
    if service:
        years = f'service_life = "{service if " " in service else service + " year"}"'
        if "service_life" in text:
            text = re.sub(r"^service_life.*$", years, text, flags=re.MULTILINE)
        else:
            text += f"\n[life]\n{years}\n"
    study = folder / "product.toml"
    study.write_text(f'name = "x"\nbom = "bom.csv"\n{text}', encoding="utf-8")
    product = read_product(study, prices.system.inventory, ReadingOptions())
    if country:
        product = changed(product, Change("country", place={"jp": "us"}), prices)
    if scenario:
        product = changed(product, SCENARIOS[scenario], prices)
    return assess(product, prices)


def changed(product: Product, change: Change, prices: Intensities) -> Product:
    """Return the product after what it can have of a change."""
    there = {x.match.target for x in product.lines}
    change = replace(
        change,
        recycled={k: v for k, v in change.recycled.items() if k in there},
        mass={k: v for k, v in change.mass.items() if k in there},
    )
    called = {e.process for e in demand(product, prices.system.inventory)}
    if not any(p.endswith("-jp") for p in called):
        change = replace(change, place={})
    return apply(product, change, prices.system.inventory)


def score(
    products: list[tuple[list[list[str]], list[str]]], prices: Intensities, folder: Path
) -> CatalogSummary:
    """Score the products as a catalogue; only the first row of each tells of its life."""
    lines = [f"product,material,mass (kg),recycled,bio_based,process,{','.join(COLUMNS)}"]
    for i, (rows, life) in enumerate(products):
        for k, row in enumerate(rows):
            cells = [f'"{c}"' for c in life] if k == 0 else [""] * len(life)
            lines.append(",".join([f"P{i:03}", *row, *cells]))
    (folder / "c.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    from celca.scenario import read_scenarios

    (folder / "s.toml").write_text(SCENARIO_FILE, encoding="utf-8")
    options = CatalogOptions(
        life_cycles=life_cycles(folder / "l.toml"),
        changes=read_scenarios(folder / "s.toml"),
        overwrite=True,
    )
    return score_catalog(folder / "c.csv", folder / "o.parquet", database=prices, options=options)


def test_a_hundred_products_score_the_same_as_their_studies(
    lived: Intensities, tmp_path: Path
) -> None:
    products = random_products(100, seed=4)
    score(products, lived, tmp_path)
    scored = {row["product"]: row for row in pl.read_parquet(tmp_path / "o.parquet").to_dicts()}
    rejected = set()
    for i, (rows, life) in enumerate(products):
        try:
            single = alone(rows, life, lived, tmp_path)
        except CelcaError:
            rejected.add(f"P{i:03}")
            continue
        agree(scored[f"P{i:03}"], single)
    assert rejected.isdisjoint(scored)
    assert len(scored) + len(rejected) == len(products)
    assert len(scored) > 60


def agree(found: dict[str, Any], single: Footprint) -> None:
    size = sum(abs(line.kg_co2e) for line in single.lines) + single.mass_kg + 1e-300

    def same(name: str, expected: float, scale: float = size) -> None:
        assert found[name] == pytest.approx(expected, rel=1e-11, abs=1e-11 * scale), name

    same("total_kg_co2e", single.total_kg_co2e)
    same("total_excluding_uptake_kg_co2e", single.total_excluding_uptake_kg_co2e)
    same("mass_kg", single.mass_kg)
    for category, kg in single.by_category.items():
        same(f"{category}_kg_co2e", kg)
    for stage, kg in single.by_stage.items():
        same(f"{stage}_kg_co2e", kg)
    same("recycled_content", single.circularity.recycled_content, 1)
    same("bio_based_content", single.circularity.bio_based_content, 1)
    same("mci", single.circularity.mci, 1)
    assert found["boundary"] == single.boundary
    assert found["allocation"] == single.allocation
    variants = {v.name: v for v in single.variants}
    for name in ("all_virgin", "all_recycled", "all_bio_based"):
        if name not in variants:
            assert found[f"{name}_total_kg_co2e"] is None
            continue
        same(f"{name}_total_kg_co2e", variants[name].total_kg_co2e)
        same(f"{name}_recycled_content", variants[name].recycled_content, 1)
    ours = {"no_recycled_content", "no_forming", "uptake_at_gate", "other_gwp_set"}
    codes = {f.code for f in single.findings} & ours
    assert set(found["findings"].split(";")) & ours == codes


WRONG = [
    (0, "machin", "life_cycle_not_read", "'machine'"),
    (1, "cfff", "allocation_not_read", "'cff'"),
    (2, "Atlantis", "country_not_read", "There are GLO, JP, US."),
    (3, "greenest", "scenario_not_read", "'greener'"),
    (4, "landfil", "end_of_life_not_read", "'landfill'"),
    (4, "landfill 40%", "life_not_usable", "add up to 0.4"),
    (4, "landfill 4x", "end_of_life_not_read", "4x"),
    (4, "landfill ４０ ％", "life_not_usable", "add up to 0.4"),
    (5, "long", "service_life_not_read", "service_life"),
    (5, "-5", "service_life_not_read", "service_life"),
    (5, "nan", "service_life_not_read", "service_life"),
    (5, "1e999", "service_life_not_read", "service_life"),
]


@pytest.mark.parametrize(("place", "cell", "code", "words"), WRONG)
def test_a_wrong_life_rejects_the_product_and_names_what_is_near(
    place: int, cell: str, code: str, words: str, lived: Intensities, tmp_path: Path
) -> None:
    row = ["steel", "1", "0", "0", ""]
    life = [""] * 6
    wrong = [*life[:place], cell, *life[place + 1 :]]
    summary = score([([row], life), ([row, row], wrong), ([row], life)], lived, tmp_path)
    assert (summary.scored, summary.rejected, summary.rejected_rows) == (2, 1, 1)
    bad = pl.read_csv(tmp_path / "o.rejects.csv")
    assert bad["reject_code"].to_list() == [code]
    assert words in bad["reject_sentence"][0]


def test_rows_that_contradict_each_other_reject_their_product(
    lived: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text(
        "product,material,mass (kg),end of life\nA,steel,1,landfill\nA,PE,1,incineration\n"
        "B,steel,1,\nB,PE,1,landfill\n"
    )
    summary = score_catalog(tmp_path / "c.csv", tmp_path / "o.csv", database=lived)
    assert (summary.scored, summary.rejected) == (1, 1)
    assert "life_differs" in (tmp_path / "o.rejects.csv").read_text()


def test_the_default_life_cycle_holds_for_products_that_name_none(
    lived: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("product,material,mass (kg)\nA,steel,1\n")
    (tmp_path / "l.toml").write_text(
        '[life_cycles.default]\n[[life_cycles.default.distribution]]\nprocess = "lorry"\n'
        'distance = "1000 km"\n'
    )
    options = CatalogOptions(life_cycles=tmp_path / "l.toml")
    score_catalog(tmp_path / "c.csv", tmp_path / "o.csv", database=lived, options=options)
    # 1 kg over 1 000 km is 1 t*km: 0.1 kg CO2
    assert pl.read_csv(tmp_path / "o.csv")["distribution_kg_co2e"][0] == pytest.approx(0.1)


def test_a_life_cycle_that_cannot_be_read_is_refused_before_anything_is_scored(
    lived: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("product,material,mass (kg)\nA,steel,1\n")
    (tmp_path / "l.toml").write_text(
        '[[life_cycles.x.distribution]]\nprocess = "lory"\ndistance = "1 km"\n'
    )
    options = CatalogOptions(life_cycles=tmp_path / "l.toml")
    with pytest.raises(UnknownName, match="'lorry'"):
        score_catalog(tmp_path / "c.csv", tmp_path / "o.csv", database=lived, options=options)


def test_a_scenario_for_a_supplier_is_refused(lived: Intensities, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("product,material,mass (kg),scenario\nA,steel,1,x\n")
    options = CatalogOptions(changes=[Change("x", supplier_value={"A": 1.0})])
    with pytest.raises(DataError, match="supplier"):
        score_catalog(tmp_path / "c.csv", tmp_path / "o.csv", database=lived, options=options)
