from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from celca.catalog import CatalogOptions, score_catalog
from celca.errors import CelcaError, FileFault, UsageError
from celca.product import Change
from celca.system import Intensities

HEAD = "product,material,mass (kg)\n"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "c.csv"
    path.write_text(HEAD + "A,steel,1\nA,PE,2\nB,glue,3\n", encoding="utf-8")
    return path


def names(out: Path) -> list[str]:
    return pl.read_parquet(out)["product"].to_list()


def test_a_product_larger_than_a_chunk_stays_in_one_piece(
    prices: Intensities, tmp_path: Path
) -> None:
    lines = ["A,steel,1"] * 500 + ["B,PE,1"] * 3 + ["C,PE,1"] * 400
    (tmp_path / "c.csv").write_text(HEAD + "\n".join(lines), encoding="utf-8")
    small = CatalogOptions(chunk_rows=10)
    score_catalog(tmp_path / "c.csv", tmp_path / "o.parquet", database=prices, options=small)
    frame = pl.read_parquet(tmp_path / "o.parquet")
    assert frame["product"].to_list() == ["A", "B", "C"]
    assert frame["mass_kg"].to_list() == [500.0, 3.0, 400.0]


def test_numbers_as_product_ids_and_whole_numbers_as_masses_are_read(
    prices: Intensities, tmp_path: Path
) -> None:
    frame = pl.DataFrame({"product": [7, 7, 8, None], "material": ["steel"] * 4, "mass (kg)": 2})
    frame.write_parquet(tmp_path / "c.parquet")
    summary = score_catalog(tmp_path / "c.parquet", tmp_path / "o.parquet", database=prices)
    assert names(tmp_path / "o.parquet") == ["7"]
    assert (summary.products, summary.rejected, summary.rejected_rows) == (2, 1, 1)
    said = pl.read_csv(tmp_path / "o.rejects.csv")["reject_sentence"][0]
    assert said == "The row names no product. It may be a part of '8', set aside with it."


def test_categories_and_spare_columns_of_a_parquet_file_do_no_harm(
    prices: Intensities, tmp_path: Path
) -> None:
    frame = pl.DataFrame(
        {
            "colour code": [1, 2],
            "material": pl.Series(["steel", "steell"], dtype=pl.Categorical),
            "product": ["A", "B"],
            "mass (kg)": pl.Series([1, 2], dtype=pl.Float32),
        }
    )
    frame.write_parquet(tmp_path / "c.parquet")
    summary = score_catalog(tmp_path / "c.parquet", tmp_path / "o.parquet", database=prices)
    assert names(tmp_path / "o.parquet") == ["A"]
    assert summary.findings[0].code == "columns_not_used"
    bad = pl.read_csv(tmp_path / "o.rejects.csv").row(0, named=True)
    assert (bad["colour code"], bad["material"]) == (2, "steell")


def test_a_file_that_only_claims_to_be_parquet_is_refused(
    prices: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "c.parquet").write_bytes(b"PAR1 no, not really")
    with pytest.raises(FileFault, match=r"c\.parquet"):
        score_catalog(tmp_path / "c.parquet", tmp_path / "o.parquet", database=prices)


def test_text_in_utf_16_is_refused_by_name(prices: Intensities, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_bytes((HEAD + "A,steel,1\n").encode("utf-16"))
    with pytest.raises(FileFault, match="UTF-8"):
        score_catalog(tmp_path / "c.csv", tmp_path / "o.parquet", database=prices)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    score_catalog(catalog, tmp_path / "a.parquet", database=prices)
    text = catalog.read_text(encoding="utf-8").replace("\n", "\r\n")
    catalog.write_bytes(b"\xef\xbb\xbf" + text.encode())
    score_catalog(catalog, tmp_path / "b.parquet", database=prices)
    assert pl.read_parquet(tmp_path / "a.parquet").equals(pl.read_parquet(tmp_path / "b.parquet"))


@pytest.mark.parametrize(
    ("source", "out", "words"),
    [
        ("nowhere.csv", "o.parquet", "does not exist"),
        ("in", "in/o.parquet", "lies in the folder"),
        ("in/c.csv", "o.xlsx", r"\.parquet or \.csv"),
        ("in/c.csv", "nowhere/o.parquet", "does not exist"),
        ("in/*.csv", "in/c.csv", "different files"),
        ("in/*.tsv", "o.parquet", "holds no catalogue"),
    ],
)
def test_places_that_cannot_be_used_are_named(
    source: str, out: str, words: str, catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    before = catalog.read_bytes()
    over = CatalogOptions(overwrite=True)
    with pytest.raises(CelcaError, match=words):
        score_catalog(str(tmp_path / source), tmp_path / out, database=prices, options=over)
    assert catalog.read_bytes() == before


def test_an_encoding_that_does_not_exist_is_refused(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    with pytest.raises(FileFault, match="latin-99"):
        score_catalog(
            catalog,
            tmp_path / "o.parquet",
            database=prices,
            options=CatalogOptions(encoding="latin-99"),
        )


def test_two_variants_of_one_name_are_refused(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    twice = CatalogOptions(changes=[Change("all_virgin", {"steel": 0.5})])
    with pytest.raises(UsageError, match="all_virgin"):
        score_catalog(catalog, tmp_path / "o.parquet", database=prices, options=twice)


def test_a_change_of_an_unknown_material_is_refused(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    for change, words in (
        (Change("x", {"steell": 0.5}), "steell"),
        (Change("x", {"timber": 0.5}), "no recycled variant"),
        (Change("x", uses=3), "recycled and bio-based shares alone"),
        (Change("x", {"steel": 1.5}), "0 to 1"),
    ):
        options = CatalogOptions(changes=[change])
        with pytest.raises(CelcaError, match=words):
            score_catalog(catalog, tmp_path / "o.parquet", database=prices, options=options)


def test_a_change_that_does_not_fit_a_product_gives_it_no_score(
    prices: Intensities, tmp_path: Path
) -> None:
    """80 % recycled and the 50 % bio-based that product A has are more than the whole."""
    text = "product,material,mass (kg),bio\nA,PE,1,0.5\nB,PE,1,0.1\n"
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    options = CatalogOptions(changes=[Change("x", {"polyethylene": 0.8})])
    out = tmp_path / "o.parquet"
    score_catalog(tmp_path / "c.csv", out, database=prices, options=options)
    frame = pl.read_parquet(out)
    assert frame["x_total_kg_co2e"].is_null().to_list() == [True, False]
    assert frame["x_recycled_content"][1] == pytest.approx(0.8)


def test_progress_ends_at_the_whole(catalog: Path, prices: Intensities, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    score_catalog(
        catalog,
        tmp_path / "o.parquet",
        database=prices,
        options=CatalogOptions(chunk_rows=1),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == sorted(seen)
    assert seen[-1] == (catalog.stat().st_size, catalog.stat().st_size)


def test_options_that_mean_nothing_are_refused(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="chunk_rows"):
        CatalogOptions(chunk_rows=0)
    for columns, words in (({"weight": "mass (kg)"}, "weight"), ({"decimal": ";"}, "decimal")):
        options = CatalogOptions(columns=columns)
        with pytest.raises(CelcaError, match=words):
            score_catalog(catalog, tmp_path / "o.parquet", database=prices, options=options)
