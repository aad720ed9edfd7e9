"""Scores priced again from the demand that was kept: what a full run gives, only where touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from celca.catalog import CatalogOptions, score_again, score_catalog
from celca.cli.group import cli
from celca.errors import DataError, FileFault, UsageError
from celca.product import Change

ROWS = """\
product,material,mass (kg),recycled,bio-based,process
stool,steel,4,30%,,
stool,timber,2,,,
crate,polyethylene,1.5,20%,10%,射出成形
crate,foamed,0.2,,,射出成形
crate,various,0.3,,,
shelf,timber,6,,,
bracket,steel,0.5,,,
tub,foamed,2,,50%,moulding
"""
CHANGES = (Change("half_recycled", {"polyethylene": 0.5}, {}),)


def changed(folder: Path, here: Path, file: str, old: str, new: str) -> Path:
    """Return a copy of a database with one text replaced."""
    copy = here / "edited"
    shutil.copytree(folder, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return copy


def scored(folder: Path, here: Path, name: str) -> Path:
    catalog = here / "catalog.csv"
    catalog.write_text(ROWS, encoding="utf-8")
    out = here / f"{name}.parquet"
    options = CatalogOptions(changes=CHANGES, keep_demand=True, overwrite=True, chunk_rows=3)
    score_catalog(catalog, out, database=folder, options=options)
    return out


def same(found: Path, expected: Path) -> None:
    one, other = pl.read_parquet(found), pl.read_parquet(expected)
    assert one.columns == other.columns
    for name in one.columns:
        if one[name].dtype.is_float():
            pairs = zip(one[name], other[name], strict=True)
            assert all((x is None) == (y is None) for x, y in pairs), name
            known = other[name].drop_nulls().to_list()
            assert one[name].drop_nulls().to_list() == pytest.approx(known, rel=1e-12, abs=1e-15)
        else:
            assert one[name].to_list() == other[name].to_list(), name


@pytest.mark.parametrize(
    ("file", "old", "new", "touched"),
    [
        (
            "exchanges.csv",
            "moulding,input,electricity-jp,1.5",
            "moulding,input,electricity-jp,1.2",
            2,
        ),
        (
            "exchanges.csv",
            "steel-bf,emission,co2-fossil,2.1",
            "steel-bf,emission,co2-fossil,1.9",
            4,
        ),
        ("exchanges.csv", "foam,emission,co2e-ar5,3.3", "foam,emission,co2-fossil,3.3", 2),
        ("exchanges.csv", "wood,uptake,co2-uptake,1.8", "wood,emission,co2-biogenic,1.8", 2),
        (
            "materials.csv",
            "steel,Steel,鋼,iron,virgin,steel-bf",
            "steel,Steel,鋼,iron,virgin,steel-eaf",
            2,
        ),
        ("exchanges.csv", "glue,emission,co2-fossil,4.0", "glue,emission,co2-fossil,9.0", 0),
    ],
)
def test_scores_priced_again_are_those_of_a_full_run(
    folder: Path, tmp_path: Path, file: str, old: str, new: str, touched: int
) -> None:
    """Steel from ore feeds the power plant, so a change of it reaches all that need power."""
    database = changed(folder, tmp_path, file, old, new)
    result = score_again(scored(folder, tmp_path, "old"), tmp_path / "again.parquet", database)
    same(tmp_path / "again.parquet", scored(database, tmp_path, "full"))
    assert result.touched == touched
    assert result.products == 5


def test_products_that_are_not_touched_keep_every_bit(folder: Path, tmp_path: Path) -> None:
    old = "moulding,input,electricity-jp,1.5"
    database = changed(folder, tmp_path, "exchanges.csv", old, old.replace("1.5", "1.2"))
    before = scored(folder, tmp_path, "old")
    score_again(before, tmp_path / "again.parquet", database)
    one, other = pl.read_parquet(before), pl.read_parquet(tmp_path / "again.parquet")
    kept = pl.col("product").is_in(["stool", "shelf", "bracket"])
    about = ("database", "database_hash")
    assert one.filter(kept).drop(about).equals(other.filter(kept).drop(about))


def test_another_method_is_a_full_run_too(folder: Path, tmp_path: Path) -> None:
    before = scored(folder, tmp_path, "old")
    score_again(before, tmp_path / "again.parquet", folder, "ipcc-ar6-gwp20")
    full = tmp_path / "full.parquet"
    options = CatalogOptions(changes=CHANGES)
    score_catalog(
        tmp_path / "catalog.csv", full, database=folder, method="ipcc-ar6-gwp20", options=options
    )
    same(tmp_path / "again.parquet", full)


def test_what_was_priced_again_can_be_priced_again(folder: Path, tmp_path: Path) -> None:
    old = "moulding,input,electricity-jp,1.5"
    database = changed(folder, tmp_path, "exchanges.csv", old, old.replace("1.5", "1.2"))
    before = scored(folder, tmp_path, "old")
    score_again(before, tmp_path / "once.parquet", database, keep_demand=True)
    score_again(tmp_path / "once.parquet", tmp_path / "back.parquet", folder)
    same(tmp_path / "back.parquet", before)


def test_a_material_with_other_variants_needs_the_rows(folder: Path, tmp_path: Path) -> None:
    database = changed(folder, tmp_path, "materials.csv", "starch-foam,1.6,", "starch-foam,1.2,")
    with pytest.raises(DataError, match="'foamed' has other variants"):
        score_again(scored(folder, tmp_path, "old"), tmp_path / "again.parquet", database)


def test_scores_without_their_demand_are_refused(folder: Path, tmp_path: Path) -> None:
    before = scored(folder, tmp_path, "old")
    (tmp_path / "old.demand.parquet").unlink()
    with pytest.raises(FileFault, match="--keep-demand"):
        score_again(before, tmp_path / "again.parquet", folder)


def test_an_output_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    before = scored(folder, tmp_path, "old")
    with pytest.raises(UsageError, match="is read"):
        score_again(before, before, folder)
    (tmp_path / "again.csv").touch()
    with pytest.raises(UsageError, match="exists"):
        score_again(before, tmp_path / "again.csv", folder)


def test_the_command_prices_again(folder: Path, tmp_path: Path) -> None:
    before = scored(folder, tmp_path, "old")
    out = tmp_path / "again.csv"
    result = CliRunner().invoke(
        cli, ["score", str(before), "--again", "-o", str(out), "-d", str(folder)]
    )
    assert result.exit_code == 0, result.output
    assert "touched" in result.output
    assert out.is_file()
