"""A catalogue as a whole, with figures that can be added up by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from celca.catalog import CatalogOptions, Sales, portfolio, score_catalog
from celca.catalog.results.shape import bins, spread
from celca.cli.group import cli
from celca.errors import DataError, FileFault, UnknownName
from celca.report import portfolio_page

ROWS = """\
product,material,mass (kg),recycled,bio-based
stool,steel,4,30%,
stool,timber,2,,
crate,polyethylene,2,25%,10%
box,polyethylene,1,,
shelf,timber,6,,
"""
SOLD = """\
製品,販売数,区分
stool,100,家具
crate,1000,容器
box,10,容器
desk,5,家具
"""


@pytest.fixture
def scores(folder: Path, tmp_path: Path) -> Path:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text(ROWS, encoding="utf-8")
    (tmp_path / "sold.csv").write_text(SOLD, encoding="utf-8")
    score_catalog(catalog, tmp_path / "scores.parquet", database=folder)
    return tmp_path / "scores.parquet"


def test_totals_are_weighted_by_what_is_sold(scores: Path) -> None:
    result = portfolio(scores, Sales(scores.with_name("sold.csv"), group="区分"))
    each = dict(pl.read_parquet(scores).select("product", "total_kg_co2e").iter_rows())
    expected = 100 * each["stool"] + 1000 * each["crate"] + 10 * each["box"]
    assert result.total_kg_co2e == pytest.approx(expected, rel=1e-12)
    assert result.mass_kg == pytest.approx(100 * 6 + 1000 * 2 + 10 * 1)
    assert result.units == 1110
    assert {f.code for f in result.findings} == {"not_in_sales", "sold_without_score"}


def test_plastic_and_recycled_plastic_are_summed_by_group(scores: Path) -> None:
    """1000 crates of 2 kg with a quarter recycled and a tenth bio-based, 10 boxes of 1 kg."""
    result = portfolio(scores, Sales(scores.with_name("sold.csv"), group="区分"))
    boxes, furniture = result.groups[0], result.groups[1]
    assert (boxes.name, boxes.products, boxes.units) == ("容器", 2, 1010)
    assert boxes.plastic_kg == pytest.approx(2010)
    assert boxes.recycled_plastic_kg == pytest.approx(500)
    assert boxes.bio_based_plastic_kg == pytest.approx(200)
    assert boxes.recycled_plastic_share == pytest.approx(500 / 2010)
    assert furniture.plastic_kg == 0
    assert furniture.recycled_plastic_share is None


def test_a_material_can_be_declared_plastic(folder: Path, scores: Path, tmp_path: Path) -> None:
    catalog = tmp_path / "foam.csv"
    catalog.write_text("product,material,mass (kg)\nfill,foamed,3\n", encoding="utf-8")
    for plastics, expected in (((), 0.0), (("foamed",), 3.0)):
        options = CatalogOptions(plastics=plastics, overwrite=True)
        score_catalog(catalog, tmp_path / "foam.parquet", database=folder, options=options)
        assert pl.read_parquet(tmp_path / "foam.parquet")["plastic_kg"].item() == expected
    with pytest.raises(UnknownName, match="'foamd'"):
        score_catalog(
            catalog,
            tmp_path / "foam.parquet",
            database=folder,
            options=CatalogOptions(plastics=["foamd"], overwrite=True),
        )


def test_what_nobody_knows_to_be_plastic_is_told(folder: Path, tmp_path: Path) -> None:
    """Foam has no class and glue is a process: 2 of 3 products; the third is 4 kg of plastic."""
    catalog = tmp_path / "c.csv"
    rows = "product,material,mass (kg)\nfill,foamed,3\nseal,glue,1\nbox,polyethylene,4\n"
    catalog.write_text(rows, encoding="utf-8")
    options = CatalogOptions(overwrite=True)
    for name, more, unknown in (("a.csv", [], 2), ("a.parquet", ["glue"], 1)):
        score_catalog(
            catalog,
            tmp_path / name,
            database=folder,
            options=CatalogOptions(plastics=more, overwrite=True),
        )
        result = portfolio(tmp_path / name)
        [told] = [f for f in result.findings if f.code == "no_material_class"]
        assert f"{unknown}." in told.message
        assert result.groups[0].plastic_kg == pytest.approx(4 + len(more))
    catalog.write_text("product,material,mass (kg)\nbox,polyethylene,4\n", encoding="utf-8")
    score_catalog(catalog, tmp_path / "b.parquet", database=folder, options=options)
    codes = {f.code for f in portfolio(tmp_path / "b.parquet").findings}
    assert "no_material_class" not in codes


def test_a_database_without_classes_says_so(folder: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    for file in folder.iterdir():
        (plain / file.name).write_bytes(file.read_bytes())
    table = pl.read_csv(plain / "materials.csv", infer_schema=False)
    table.drop("class").write_csv(plain / "materials.csv")
    catalog = tmp_path / "c.csv"
    catalog.write_text("product,material,mass (kg)\nbox,PE,4\n", encoding="utf-8")
    for more, held, said in (((), 0.0, "nothing"), (("polyethylene",), 4.0, "polyethylene")):
        options = CatalogOptions(plastics=more, overwrite=True)
        summary = score_catalog(catalog, tmp_path / "o.parquet", database=plain, options=options)
        [told] = [f for f in summary.findings if f.code == "no_material_class"]
        assert told.message.endswith(f"which is {said}.")
        frame = pl.read_parquet(tmp_path / "o.parquet")
        assert frame["plastic_kg"].item() == pytest.approx(held)
        assert ("no_material_class" in frame["findings"].item()) is (not more)
    data = json.loads(CliRunner().invoke(cli, ["score", str(catalog), "-o", str(tmp_path / "o.csv"),
                      "-d", str(plain), "--json"]).output)  # fmt: skip
    assert [f["code"] for f in data["findings"]] == ["no_material_class"]


def test_a_variant_counts_where_a_product_has_it(scores: Path) -> None:
    result = portfolio(scores)
    frame = pl.read_parquet(scores)
    (recycled,) = (x for x in result.effects if x.name == "all_recycled")
    other = frame["all_recycled_total_kg_co2e"].fill_null(frame["total_kg_co2e"])
    assert recycled.total_kg_co2e == pytest.approx(other.sum(), rel=1e-12)
    assert recycled.saved_kg_co2e == pytest.approx(result.total_kg_co2e - other.sum(), rel=1e-9)
    assert (recycled.products, recycled.lower, recycled.higher) == (3, 3, 0)


def test_without_sales_each_product_counts_once(scores: Path) -> None:
    result = portfolio(scores)
    assert result.units == 4
    assert "units_not_given" in {f.code for f in result.findings}
    worst = result.worst[0]
    frame = pl.read_parquet(scores)
    ratio = (frame["total_kg_co2e"] / frame["mass_kg"]).to_list()
    assert worst.kg_co2e_per_kg == pytest.approx(max(ratio))
    assert result.best[0].product == "shelf"


def test_units_may_stand_in_the_scores(scores: Path) -> None:
    frame = pl.read_parquet(scores).with_columns(pieces=pl.Series([1, 2, 3, 4]))
    frame.write_parquet(scores.with_name("with.parquet"))
    result = portfolio(scores.with_name("with.parquet"), Sales(units="pieces"))
    total = (frame["total_kg_co2e"] * frame["pieces"]).sum()
    assert result.total_kg_co2e == pytest.approx(total, rel=1e-12)


def test_a_product_that_looks_like_a_number_keeps_its_zeros(folder: Path, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text("product,material,mass (kg)\n007,steel,4\n", encoding="utf-8")
    (tmp_path / "sold.csv").write_text("product,units,group\n007,3,01\n", encoding="utf-8")
    score_catalog(catalog, tmp_path / "scores.csv", database=folder)
    result = portfolio(tmp_path / "scores.csv", Sales(tmp_path / "sold.csv", group="group"))
    assert (result.units, result.groups[0].name) == (3, "01")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("product,units\nstool,many\n", "'many'"),
        ("product,units\nstool,-1\n", "'-1'"),
        ("product,units\nstool,1\nstool,2\n", "two rows"),
        ("name,units\nstool,1\n", "product"),
        ("product,pieces\nstool,1\n", "units"),
    ],
)
def test_sales_that_cannot_be_used_are_refused(scores: Path, text: str, said: str) -> None:
    sold = scores.with_name("bad.csv")
    sold.write_text(text, encoding="utf-8")
    with pytest.raises(FileFault, match=said):
        portfolio(scores, Sales(sold))


def test_wrong_names_of_columns_and_files_are_told(scores: Path) -> None:
    with pytest.raises(UnknownName, match="colour"):
        portfolio(scores, Sales(group="colour"))
    with pytest.raises(UnknownName, match="piece"):
        portfolio(scores, Sales(units="piece"))
    with pytest.raises(FileFault, match="no file of scores"):
        portfolio(scores.with_name("sold.csv"))
    with pytest.raises(FileFault, match="does not exist"):
        portfolio(scores.with_name("none.parquet"))
    empty = scores.with_name("empty.parquet")
    pl.read_parquet(scores).head(0).write_parquet(empty)
    with pytest.raises(DataError, match="no product"):
        portfolio(empty)


def test_every_product_is_in_one_bin() -> None:
    rng = np.random.default_rng(5)
    for values in (rng.lognormal(0, 3, 5000), rng.normal(0, 1, 5000), np.ones(7)):
        found = bins(pl.Series(values))
        assert sum(b.products for b in found) == len(values)
        assert found[0].low == values.min()
        assert found[-1].high == values.max()
    assert spread(pl.Series([1.0, 2.0, 3.0])).median == 2.0


def test_the_command_prints_writes_and_speaks_japanese(scores: Path, tmp_path: Path) -> None:
    sold = str(scores.with_name("sold.csv"))
    call = ["portfolio", str(scores), "--sold", sold, "--group", "区分"]
    shown = CliRunner().invoke(cli, call)
    assert shown.exit_code == 0, shown.output
    assert "Plastic by product group" in shown.output
    assert all(len(line) <= 100 for line in shown.output.splitlines())
    japanese = CliRunner().invoke(cli, [*call, "--lang", "ja"])
    assert "製品区分別のプラスチック使用量" in japanese.output
    data = json.loads(CliRunner().invoke(cli, [*call, "--json"]).output)
    assert data["groups"][0]["plastic_kg"] == pytest.approx(2010)
    page = tmp_path / "page.html"
    written = CliRunner().invoke(cli, [*call, "-o", str(page), "--lang", "ja"])
    assert written.exit_code == 0, written.output
    assert "プラスチック使用量" in page.read_text(encoding="utf-8")


def test_a_page_needs_no_network_and_no_hostile_name_breaks_it(
    folder: Path, tmp_path: Path
) -> None:
    catalog = tmp_path / "catalog.csv"
    name = "</script><img src=x>"
    catalog.write_text(f"product,material,mass (kg)\n{name},steel,4\n", encoding="utf-8")
    score_catalog(catalog, tmp_path / "scores.csv", database=folder)
    page = portfolio_page(portfolio(tmp_path / "scores.csv"))
    assert "<img src=x>" not in page
    assert 'src="http' not in page
