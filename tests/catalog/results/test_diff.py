"""What changed between two results, and why: the parts add up to the change."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from celca.assess import open_prices
from celca.catalog import CatalogOptions, diff_scores, score_catalog
from celca.cli.group import cli
from celca.errors import DataError
from celca.system import figure_changes

ROWS = """\
product,material,mass (kg),recycled,process
stool,steel,4,30%,
stool,timber,2,,
crate,polyethylene,1.5,20%,射出成形
shelf,timber,6,,
"""


@pytest.fixture
def edited(folder: Path, tmp_path: Path) -> Path:
    """Return the database with less power for moulding, and steel from ore that emits less."""
    copy = tmp_path / "edited"
    copy.mkdir()
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        text = text.replace(
            "moulding,input,electricity-jp,1.5", "moulding,input,electricity-jp,1.2"
        )
        text = text.replace("steel-bf,emission,co2-fossil,2.1", "steel-bf,emission,co2-fossil,1.9")
        (copy / path.name).write_text(text, encoding="utf-8")
    return copy


def scored(rows: str, database: Path, out: Path, *, keep: bool = True) -> Path:
    catalog = out.with_suffix(".csv")
    catalog.write_text(rows, encoding="utf-8")
    score_catalog(catalog, out, database=database, options=CatalogOptions(keep_demand=keep))
    return out


def test_the_things_add_up_to_the_change(folder: Path, edited: Path, tmp_path: Path) -> None:
    old = scored(ROWS, folder, tmp_path / "old.parquet")
    rows = ROWS.replace("stool,timber,2", "stool,timber,3")
    new = scored(rows, edited, tmp_path / "new.parquet")
    result = diff_scores(old, new)
    change = result.new_kg_co2e - result.old_kg_co2e
    assert sum(x.kg_co2e for x in result.things) == pytest.approx(change, rel=1e-12)
    assert (result.products, result.changed) == (3, 2)
    assert [x.product for x in result.ranked] == ["stool", "crate"]
    for product in result.ranked:
        told = sum(x.kg_co2e for x in product.because)
        assert told == pytest.approx(product.new - product.old, rel=1e-12)
    (wood,) = (x for x in result.things if x.process == "wood")
    assert wood.by_price == 0
    assert wood.by_amount == pytest.approx(0.2 - 1.8)


def test_each_changed_figure_is_named_and_they_add_up(
    folder: Path, edited: Path, tmp_path: Path
) -> None:
    """Per kg moulded: 0.3 kWh less at 0.45 and what steel adds to power."""
    first, second = open_prices(folder), open_prices(edited)
    demand = {"steel-bf": 3.0, "moulding": 2.0, "wood": 1.0}
    found = figure_changes(first, second, [demand])[0]
    whole = sum(
        amount * (second.H[:, second.system.index[p]] - first.H[:, first.system.index[p]]).sum()
        for p, amount in demand.items()
    )
    assert sum(x.kg_co2e for x in found) == pytest.approx(whole, rel=1e-10)
    assert [(x.process, x.kind, x.input, x.old, x.new) for x in found] == [
        ("steel-bf", "emission", "co2-fossil", 2.1, 1.9),
        ("moulding", "input", "electricity-jp", 1.5, 1.2),
    ]


def test_a_new_process_and_a_new_factor_of_the_method_are_figures_too(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "grown"
    copy.mkdir()
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == "processes.csv":
            text += "wind-jp,Wind power,,Electricity,kWh,JP,2024,unit,,s,\n"
        if path.name == "exchanges.csv":
            text += "wind-jp,emission,co2-fossil,0.01,kg,,,,,,s,\n"
            text = text.replace("moulding,input,electricity-jp", "moulding,input,wind-jp")
        (copy / path.name).write_text(text, encoding="utf-8")
    first, second = open_prices(folder), open_prices(copy, "ipcc-ar6-gwp20")
    demand = {"moulding": 1.0, "pe-virgin": 2.0}
    found = figure_changes(first, second, [demand])[0]
    whole = sum(
        amount * (second.H[:, second.system.index[p]] - first.H[:, first.system.index[p]]).sum()
        for p, amount in demand.items()
    )
    assert sum(x.kg_co2e for x in found) == pytest.approx(whole, rel=1e-10)
    assert {(x.kind, x.input) for x in found} == {
        ("input", "electricity-jp"),
        ("input", "wind-jp"),
        ("factor", "ch4-fossil"),
    }
    back = figure_changes(second, first, [demand])[0]
    assert sum(x.kg_co2e for x in back) == pytest.approx(-whole, rel=1e-10)


def test_a_process_that_is_gone_is_named(folder: Path) -> None:
    prices = open_prices(folder)
    with pytest.raises(DataError, match="no 'steel-x'"):
        figure_changes(prices, prices, [{"steel-x": 1.0}])


def test_without_demand_the_products_are_ranked_all_the_same(
    folder: Path, edited: Path, tmp_path: Path
) -> None:
    old = scored(ROWS, folder, tmp_path / "old.parquet", keep=False)
    new = scored(ROWS.replace("shelf", "bench"), edited, tmp_path / "new.parquet", keep=False)
    result = diff_scores(old, new)
    assert (result.only_old, result.only_new) == (1, 1)
    assert [x.product for x in result.ranked] == ["stool", "crate"]
    assert [f.code for f in result.findings] == ["no_demand"]


def test_two_catalogues_without_a_common_product_are_refused(folder: Path, tmp_path: Path) -> None:
    old = scored(ROWS, folder, tmp_path / "old.parquet")
    other = ROWS.replace("stool", "a").replace("crate", "b").replace("shelf", "c")
    with pytest.raises(DataError, match="no product in common"):
        diff_scores(old, scored(other, folder, tmp_path / "new.parquet"))


def test_the_command_names_process_and_figure(folder: Path, edited: Path, tmp_path: Path) -> None:
    old = scored(ROWS, folder, tmp_path / "old.parquet")
    new = scored(ROWS, edited, tmp_path / "new.parquet")
    call = ["diff", str(old), str(new), "--from", str(folder), "--to", str(edited)]
    shown = CliRunner().invoke(cli, call)
    assert shown.exit_code == 0, shown.output
    assert "2 of 3 products changed" in shown.output
    assert open_prices(edited).system.inventory.hash[:8] in shown.output
    data = json.loads(CliRunner().invoke(cli, [*call, "--json"]).output)
    change = data["new_kg_co2e"] - data["old_kg_co2e"]
    assert sum(x["kg_co2e"] for x in data["figures"]) == pytest.approx(change, rel=1e-10)
    assert data["figures"][0]["process"] == "steel-bf"


def test_the_command_compares_two_databases(folder: Path, edited: Path) -> None:
    call = ["diff", str(folder), str(edited), "--json"]
    data = json.loads(CliRunner().invoke(cli, call).output)
    assert data["prices"][0]["process"] == "steel-bf"
    assert data["figures"]["moulding"][0]["input"] == "electricity-jp"
    assert "moulding" in CliRunner().invoke(cli, call[:-1]).output
    alike = CliRunner().invoke(cli, ["diff", str(folder), str(folder)])
    assert "changed in price" in alike.output


def test_csv_and_parquet_give_one_difference(folder: Path, edited: Path, tmp_path: Path) -> None:
    old = scored(ROWS, folder, tmp_path / "old.parquet")
    new = scored(ROWS, edited, tmp_path / "new.parquet")
    pl.read_parquet(new).write_csv(tmp_path / "flat.csv")
    one, other = diff_scores(old, new), diff_scores(old, tmp_path / "flat.csv")
    assert one.new_kg_co2e == pytest.approx(other.new_kg_co2e, rel=1e-12)
