"""Products of a catalogue with lives of their own, against the same products as studies."""

from __future__ import annotations

import contextlib
import random
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from celca.assess import Footprint, assess, open_prices
from celca.catalog import (
    CatalogOptions,
    CatalogSummary,
    Drawn,
    diff_scores,
    score_again,
    score_catalog,
)
from celca.errors import CelcaError, DataError, UnknownName, UsageError
from celca.product import Change, Product, ReadingOptions, apply, demand, read_product
from celca.system import Intensities, figure_changes
from celca.uncertainty import Draws, drawn_totals, footprint_with_draws

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
    "us power": Change("us power", grid={"electricity-jp": "electricity-us"}),
    "us power everywhere": Change("x", everywhere={"electricity-jp": "electricity-us"}),
    "there and back": Change(
        "x",
        place={"jp": "us"},
        grid={"electricity-us": "electricity-jp"},
        everywhere={"electricity-jp": "electricity-us"},
    ),
}
SCENARIO_FILE = """
[scenarios.greener]
recycled = { steel = 0.5 }
mass = { PE = 0.9 }
[scenarios."us made"]
place = { jp = "us" }
[scenarios."us power"]
grid = { electricity-jp = "electricity-us" }
[scenarios."us power everywhere"]
everywhere = { electricity-jp = "electricity-us" }
[scenarios."there and back"]
place = { jp = "us" }
grid = { electricity-us = "electricity-jp" }
everywhere = { electricity-jp = "electricity-us" }
"""
MATERIALS = (("steel", 1, 0), ("PE", 1, 1), ("foamed", 0, 1), ("Timber", 0, 0), ("glue", 0, 0))
COLUMNS = ("life cycle", "allocation", "country", "scenario", "end of life", "service life")


@pytest.fixture(scope="module")
def wider(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
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
    return path


@pytest.fixture(scope="module")
def lived(wider: Path) -> Intensities:
    """Its prices."""
    return open_prices(wider)


@pytest.fixture(scope="module")
def spread(wider: Path, tmp_path_factory: pytest.TempPathFactory) -> Intensities:
    """The same database with a spread on every emission and every input of steps."""
    path = tmp_path_factory.mktemp("spread") / "tiny"
    shutil.copytree(wider, path)
    text = (path / "exchanges.csv").read_text(encoding="utf-8")
    text = text.replace("kg,,,,,,s", "kg,lognormal,0.2,,,,s")
    text = text.replace("kWh,,,,,,s", "kWh,lognormal,0.1,,,,s")
    (path / "exchanges.csv").write_text(text, encoding="utf-8")
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


def alone(rows: list[list[str]], life: list[str], prices: Intensities, folder: Path) -> Product:
    """Return the same product, written as a study."""
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
    return product


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
    inventory = prices.system.inventory
    product = apply(product, replace(change, grid={}, everywhere={}), inventory)
    for reach, swap in change.supply():
        with contextlib.suppress(DataError):  # of a product that does not use it
            product = apply(product, Change("x", **{reach: swap}), inventory)
    return product


def score(
    products: list[tuple[list[list[str]], list[str]]],
    prices: Intensities,
    folder: Path,
    **more: object,
) -> CatalogSummary:
    """Score the products as a catalogue; only the first row of each tells of its life.

    more  of CatalogOptions
    """
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
        **more,  # type: ignore[arg-type]
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
            single = assess(alone(rows, life, lived, tmp_path), lived)
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


def test_the_draws_of_a_lived_product_are_those_of_its_study(
    spread: Intensities, tmp_path: Path
) -> None:
    products, draws = random_products(30, seed=8), Draws(60, 5)
    drawn = Drawn(drawn_totals(spread, draws), draws.seed)
    score(products, spread, tmp_path, drawn=drawn, chunk_rows=7)
    scored = pl.read_parquet(tmp_path / "o.parquet").to_dicts()
    assert len(scored) > 15
    for row in scored:
        product = alone(*products[int(row["product"][1:])], spread, tmp_path)
        told = footprint_with_draws(product, spread, None, draws).uncertainty or {}
        for one in told["variants"]:
            prefix = "" if one["name"] == "as_specified" else f"{one['name']}_"
            for quantile in ("p2_5", "median", "p97_5"):
                found = row[f"{prefix}{quantile}_kg_co2e"]
                assert found == pytest.approx(one[quantile], rel=1e-9, abs=1e-12)
            if prefix:
                sure = row[f"{prefix}probability_below_as_specified"]
                same = row[f"{prefix}median_kg_co2e"] == pytest.approx(row["median_kg_co2e"])
                expected = 0.5 if same else one["probability_below_as_specified"]
                assert sure == pytest.approx(expected, abs=1e-12)


def test_draws_of_a_change_reach_the_packaging(spread: Intensities, tmp_path: Path) -> None:
    """In a shop, PE packaging of 50 g is drawn with the change of its recycled share."""
    (tmp_path / "c.csv").write_text("product,material,mass (kg),life cycle\nA,steel,1,shop\n")
    draws = Draws(60)
    change = Change("again", recycled={"polyethylene": 1.0})
    options = CatalogOptions(
        life_cycles=life_cycles(tmp_path / "l.toml"),
        drawn=Drawn(drawn_totals(spread, draws), 1),
        changes=[change],
    )
    score_catalog(tmp_path / "c.csv", tmp_path / "o.parquet", database=spread, options=options)
    row = pl.read_parquet(tmp_path / "o.parquet").to_dicts()[0]
    product = alone([["steel", "1", "0", "0", ""]], ["shop", *[""] * 5], spread, tmp_path)
    product = apply(product, change, spread.system.inventory)
    told = footprint_with_draws(product, spread, None, draws).uncertainty or {}
    assert row["again_median_kg_co2e"] == pytest.approx(told["median"], rel=1e-12)
    assert row["again_median_kg_co2e"] < row["median_kg_co2e"]


@pytest.mark.parametrize("scenarios", [True, False])
def test_lived_products_are_priced_again_from_their_demand(
    wider: Path, lived: Intensities, tmp_path: Path, scenarios: bool
) -> None:
    """The full run with another database is what --again gives, and the change is told whole."""
    edited = tmp_path / "edited"
    shutil.copytree(wider, edited)
    text = (edited / "exchanges.csv").read_text(encoding="utf-8")
    text = text.replace("co2-fossil,0.45,", "co2-fossil,0.3,")
    text = text.replace("lorry,emission,co2-fossil,0.1,", "lorry,emission,co2-fossil,0.2,")
    (edited / "exchanges.csv").write_text(text, encoding="utf-8")
    products = random_products(60, seed=11)
    if not scenarios:
        products = [(rows, [*life[:3], "", *life[4:]]) for rows, life in products]
    score(products, lived, tmp_path, keep_demand=True, chunk_rows=17)
    shutil.move(tmp_path / "o.parquet", tmp_path / "old.parquet")
    shutil.move(tmp_path / "o.demand.parquet", tmp_path / "old.demand.parquet")
    prices, again = open_prices(edited), tmp_path / "again.parquet"
    score(products, prices, tmp_path)
    result = score_again(tmp_path / "old.parquet", again, prices, keep_demand=True)
    assert 0 < result.touched <= result.products
    same(pl.read_parquet(again), pl.read_parquet(tmp_path / "o.parquet"))
    change = diff_scores(tmp_path / "old.parquet", again)
    total = change.new_kg_co2e - change.old_kg_co2e
    figures = figure_changes(lived, prices, [dict(change.demand)])[0]
    assert sum(x.kg_co2e for x in figures) == pytest.approx(total, rel=1e-9)
    explained = sum(x.kg_co2e for p in change.ranked for x in p.because)
    assert explained == pytest.approx(sum(p.new - p.old for p in change.ranked), rel=0.05)


def same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert found.columns == expected.columns
    for name in found.columns:
        if not found[name].dtype.is_float():
            assert found[name].to_list() == expected[name].to_list(), name
            continue
        assert found[name].is_null().to_list() == expected[name].is_null().to_list(), name
        known = expected[name].drop_nulls().to_list()
        assert found[name].drop_nulls().to_list() == pytest.approx(known, rel=1e-11, abs=1e-12)


def nested_catalogue(
    folder: Path, seed: int
) -> tuple[dict[str, tuple[list[list[str]], list[str]]], Path]:
    """Write products that take an assembly; return each with all that is in it, and its life."""
    whole, lines = (
        {},
        [
            f"product,part,material,mass (kg),recycled,bio_based,process,quantity,{','.join(COLUMNS)}"
        ],
    )
    assemblies = [rows for rows, _ in random_products(5, seed)]
    for j, rows in enumerate(assemblies):
        lines += [f"S{j},,{','.join(row)},1,,,,,," for row in rows]
        if j:  # which holds another one
            lines.append(f"S{j},S{j - 1},,,,,,2,,,,,,")
    inside = [assemblies[0]]
    for rows in assemblies[1:]:
        twice = [[m, repr(2 * float(kg)), *rest] for m, kg, *rest in inside[-1]]
        inside.append([*rows, *twice])
    for i, (rows, life) in enumerate(random_products(40, seed + 1)):
        life = [life[0] or "shop", *life[1:3], "", *life[4:]]
        cells = [f'"{c}"' for c in life]
        lines += [f"P{i:03},,{','.join(row)},1,,,,,," for row in rows]
        lines.append(f"P{i:03},S{i % 5},,,,,,3,{','.join(cells)}")
        three = [[m, repr(3 * float(kg)), *rest] for m, kg, *rest in inside[i % 5]]
        whole[f"P{i:03}"] = ([*rows, *three], life)
    (folder / "n.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return whole, folder / "n.csv"


def test_assemblies_live_as_the_products_that_take_them(
    wider: Path, spread: Intensities, tmp_path: Path
) -> None:
    """Scores, draws and demand priced again are those of the flattened product as a study."""
    whole, catalog = nested_catalogue(tmp_path, seed=21)
    draws = Draws(60, 5)
    options = CatalogOptions(
        life_cycles=life_cycles(tmp_path / "l.toml"),
        drawn=Drawn(drawn_totals(spread, draws), draws.seed),
        nested=True,
        ignored=["scenario"],
        forming="stated",
        chunk_rows=20,
    )
    out = tmp_path / "o.parquet"
    summary = score_catalog(catalog, out, database=spread, options=options)
    found = {row["product"]: row for row in pl.read_parquet(out).to_dicts()}
    assert summary.scored == len(found) > 25
    for name, told in whole.items():
        try:
            product = alone(*told, spread, tmp_path)
            agree_with = assess(product, spread)
        except CelcaError:
            assert name not in found
            continue
        agree(found[name], agree_with)
        spread_of = (footprint_with_draws(product, spread, None, draws).uncertainty or {})["median"]
        assert found[name]["median_kg_co2e"] == pytest.approx(spread_of, rel=1e-9)
    rejects = tmp_path / "o.rejects.csv"
    if summary.rejected:
        assert set(pl.read_csv(rejects)["reject_code"]) <= {"life_not_usable"}


def test_nested_lived_products_are_priced_again(
    wider: Path, lived: Intensities, spread: Intensities, tmp_path: Path
) -> None:
    _, catalog = nested_catalogue(tmp_path, seed=21)
    edited = tmp_path / "edited"
    shutil.copytree(wider, edited)
    text = (edited / "exchanges.csv").read_text(encoding="utf-8")
    text = text.replace("lorry,emission,co2-fossil,0.1,", "lorry,emission,co2-fossil,0.2,")
    (edited / "exchanges.csv").write_text(text, encoding="utf-8")
    options = CatalogOptions(
        life_cycles=life_cycles(tmp_path / "l.toml"),
        ignored=["scenario"],
        nested=True,
        keep_demand=True,
    )
    for name, prices in (("old", lived), ("new", open_prices(edited))):
        score_catalog(catalog, tmp_path / f"{name}.parquet", database=prices, options=options)
    score_again(tmp_path / "old.parquet", tmp_path / "again.parquet", prices)
    same(pl.read_parquet(tmp_path / "again.parquet"), pl.read_parquet(tmp_path / "new.parquet"))


@pytest.mark.parametrize("nested", [True, False])
def test_a_catalogue_in_which_no_life_can_be_read_ends_well(
    spread: Intensities, tmp_path: Path, nested: bool
) -> None:
    (tmp_path / "c.csv").write_text(
        "product,part,material,mass (kg),country\nA,,steel,1,Atlantis\n"
    )
    options = CatalogOptions(
        nested=nested, keep_demand=True, drawn=Drawn(drawn_totals(spread, Draws(60)), 1)
    )
    out = tmp_path / "o.parquet"
    summary = score_catalog(tmp_path / "c.csv", out, database=spread, options=options)
    assert (summary.scored, summary.rejected, pl.read_parquet(out).height) == (0, 1, 0)


def test_products_that_name_a_scenario_take_no_assemblies_yet(
    lived: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("product,part,material,mass (kg),scenario\nA,,steel,1,x\n")
    options = CatalogOptions(nested=True, changes=[Change("x")])
    with pytest.raises(UsageError, match="--ignore scenario"):
        score_catalog(tmp_path / "c.csv", tmp_path / "o.csv", database=lived, options=options)


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


def test_a_column_that_means_something_else_is_left_unread_or_named(
    lived: Intensities, tmp_path: Path
) -> None:
    row = ["steel", "1", "0", "0", "pressing-jp"]
    head = "product,material,mass (kg),recycled,bio_based,process,Country,Made in\n"
    (tmp_path / "c.csv").write_text(f"{head}A,{','.join(row)},Atlantis,US\n")

    def scored(**asked: object) -> tuple[CatalogSummary, float]:
        options = CatalogOptions(overwrite=True, **asked)  # type: ignore[arg-type]
        out = tmp_path / "o.parquet"
        result = score_catalog(tmp_path / "c.csv", out, database=lived, options=options)
        return result, sum(pl.read_parquet(out)["total_kg_co2e"])

    read, _ = scored()
    assert (read.rejected, read.findings[0].code) == (1, "life_columns")
    assert "'Country' (country)" in read.findings[0].message
    for country, asked in (
        ("", {"ignored": ["country"]}),
        ("US", {"columns": {"country": "Made in"}}),
    ):
        single = assess(alone([row], ["", "", country, "", "", ""], lived, tmp_path), lived)
        assert scored(**asked)[1] == pytest.approx(single.total_kg_co2e, rel=1e-12)
    with pytest.raises(UnknownName, match="'Country'"):
        scored(ignored=["Contry"])


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
