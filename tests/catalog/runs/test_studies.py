"""A folder of bills and studies: each file is a product, scored as it is alone."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from celca.assess import footprint
from celca.catalog import CatalogOptions, portfolio, score_catalog
from celca.cli.group import cli
from celca.errors import FileFault, UsageError
from celca.system import Intensities

BILL = "part,material,mass (kg),recycled\nleg,steel,4,30%\ntop,timber,2,\n"
CRATE = "part,material,mass (kg)\nbody,polyethylene,2\n"
STUDY = 'name = "Crate for a year"\nbom = "bom.csv"\nboundary = "cradle-to-gate"\n'


@pytest.fixture
def bills(tmp_path: Path) -> Path:
    folder = tmp_path / "bills"
    (folder / "crates" / "big").mkdir(parents=True)
    (folder / "stool.csv").write_text(BILL, encoding="utf-8")
    (folder / "crates" / "small.tsv").write_text(CRATE.replace(",", "\t"), encoding="utf-8")
    (folder / "crates" / "big" / "product.toml").write_text(STUDY, encoding="utf-8")
    (folder / "crates" / "big" / "bom.csv").write_text(CRATE, encoding="utf-8")
    (folder / "bad.csv").write_text("part,material,mass (kg)\nx,unobtainium,1\n", encoding="utf-8")
    return folder


def test_each_file_is_a_product_and_scores_as_it_does_alone(
    bills: Path, prices: Intensities, tmp_path: Path
) -> None:
    summary = score_catalog(bills, tmp_path / "out.parquet", database=prices)
    assert (summary.products, summary.scored, summary.rejected) == (4, 3, 1)
    frame = pl.read_parquet(tmp_path / "out.parquet")
    places = {"crates/big": "crates/big", "crates/small": "crates/small.tsv", "stool": "stool.csv"}
    assert frame["product"].to_list() == list(places)
    for row in frame.iter_rows(named=True):
        alone = footprint(bills / places[row["product"]], prices)
        assert row["total_kg_co2e"] == alone.total_kg_co2e
        assert row["fossil_kg_co2e"] == alone.by_category["fossil"]
        assert row["raw_materials_kg_co2e"] == alone.by_stage["raw_materials"]
        assert row["mass_kg"] == alone.mass_kg
        assert row["mci"] == alone.circularity.mci
        assert row["boundary"] == alone.boundary
        for variant in alone.variants:
            if variant.name != "as_specified":
                assert row[f"{variant.name}_total_kg_co2e"] == variant.total_kg_co2e
    assert frame["name"].to_list() == ["Crate for a year", "small", "stool"]
    assert frame["plastic_kg"].to_list() == pytest.approx([2, 2, 0])
    (bills / "bad.csv").write_text(BILL.replace("timber", "foamed"), encoding="utf-8")
    score_catalog(bills, tmp_path / "foam.parquet", database=prices)
    told = pl.read_parquet(tmp_path / "foam.parquet")["findings"].str.contains("no_material_class")
    assert told.to_list() == [True, False, False, False]


def test_a_file_that_cannot_be_used_is_told_with_its_sentence(
    bills: Path, prices: Intensities, tmp_path: Path
) -> None:
    score_catalog(bills, tmp_path / "out.parquet", database=prices)
    bad = pl.read_csv(tmp_path / "out.rejects.csv", infer_schema=False)
    assert bad["reject_file"].to_list() == ["bad.csv"]
    assert "unobtainium" in bad["reject_sentence"].item()


def test_the_scores_of_studies_make_a_portfolio(
    bills: Path, prices: Intensities, tmp_path: Path
) -> None:
    score_catalog(bills, tmp_path / "out.parquet", database=prices)
    assert portfolio(tmp_path / "out.parquet").groups[0].plastic_kg == pytest.approx(4)


def test_a_pattern_chooses_bills(bills: Path, prices: Intensities, tmp_path: Path) -> None:
    pattern = str(bills / "s*.csv")
    score_catalog(pattern, tmp_path / "out.parquet", database=prices)
    assert pl.read_parquet(tmp_path / "out.parquet")["product"].to_list() == ["stool"]
    score_catalog(bills / "crates" / "big", tmp_path / "one.parquet", database=prices)
    assert pl.read_parquet(tmp_path / "one.parquet")["product"].to_list() == ["big"]


def test_a_folder_of_catalogues_is_not_taken_for_bills(prices: Intensities, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "one.csv").write_text("product,material,mass (kg)\nA,steel,1\nB,steel,1\n")
    score_catalog(folder, tmp_path / "out.parquet", database=prices)
    assert pl.read_parquet(tmp_path / "out.parquet")["product"].to_list() == ["A", "B"]
    (folder / "one.csv").write_text("Ding,material,mass (kg)\nA,steel,1\n", encoding="utf-8")
    named = CatalogOptions(columns={"product": "Ding"}, overwrite=True)
    score_catalog(folder, tmp_path / "out.parquet", database=prices, options=named)
    assert pl.read_parquet(tmp_path / "out.parquet")["product"].to_list() == ["A"]
    (folder / "one.csv").write_text("product,material,mass (kg)\nA,steel,1\n", encoding="utf-8")
    (folder / "bill.csv").write_text(BILL, encoding="utf-8")
    with pytest.raises(FileFault, match=r"bills of materials \(bill.csv\) and catalogues"):
        score_catalog(folder, tmp_path / "again.parquet", database=prices)


def test_a_run_that_was_cut_off_goes_on_and_ends_alike(
    bills: Path, prices: Intensities, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("celca.catalog.runs.study_run._PORTION", 1)
    score_catalog(bills, tmp_path / "whole.parquet", database=prices)

    def stop(done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_catalog(bills, tmp_path / "out.parquet", database=prices, progress=stop)
    summary = score_catalog(bills, tmp_path / "out.parquet", database=prices)
    assert summary.resumed == 2
    assert (tmp_path / "out.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_options_of_tables_are_refused(bills: Path, prices: Intensities, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nested is for catalogues"):
        score_catalog(
            bills,
            tmp_path / "out.parquet",
            database=prices,
            options=CatalogOptions(nested=True),
        )


def test_the_command_scores_a_folder_of_bills(bills: Path, folder: Path, tmp_path: Path) -> None:
    call = ["score", str(bills), "-o", str(tmp_path / "out.csv"), "-d", str(folder)]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 3, result.output
    assert pl.read_csv(tmp_path / "out.csv").height == 3


def test_the_columns_are_those_of_every_catalogue(
    bills: Path, prices: Intensities, tmp_path: Path
) -> None:
    score_catalog(bills, tmp_path / "out.parquet", database=prices)
    (tmp_path / "c.csv").write_text("product,material,mass (kg)\nA,steel,1\n")
    score_catalog(tmp_path / "c.csv", tmp_path / "table.parquet", database=prices)
    one, other = (pl.read_parquet(tmp_path / f"{n}.parquet") for n in ("out", "table"))
    assert [c for c in one.columns if c not in ("name", "declared_unit")] == other.columns
    assert [one[c].dtype for c in other.columns] == other.dtypes


def test_two_files_of_one_name_are_two_products(prices: Intensities, tmp_path: Path) -> None:
    (tmp_path / "bills").mkdir()
    for ending, text in ((".csv", CRATE), (".tsv", CRATE.replace(",", "\t"))):
        (tmp_path / "bills" / f"crate{ending}").write_text(text, encoding="utf-8")
    score_catalog(tmp_path / "bills", tmp_path / "out.parquet", database=prices)
    products = pl.read_parquet(tmp_path / "out.parquet")["product"].to_list()
    assert products == ["crate.csv", "crate.tsv"]
