from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from celca.catalog import CatalogOptions, CatalogSummary, score_catalog
from celca.errors import CelcaError, FileFault, UnitError, UnknownName
from celca.system import Intensities

HEADINGS = "product,material,mass,unit,quantity,recycled,bio,process\n"
GOOD = "{0},steel,1,kg,2,0.5,,\n{0},PE,300,g,1,0.1,0.2,moulding\n"
# the second row of a product, and the fault it is found to have
FAULTS = [
    ("{0},steell,1,kg,1,,,", "unknown_material", "Did you mean 'steel'"),
    ("{0},electricity-jp,1,kg,1,,,", "not_by_mass", "kWh"),
    ("{0},,1,kg,1,,,", "no_material", "names no material"),
    ("{0},n/a,1,kg,1,,,", "no_material", "names no material"),
    ("{0},steel,,kg,1,,,", "no_mass", "no mass"),
    ("{0},steel,-,kg,1,,,", "no_mass", "no mass"),
    ("{0},steel,heavy,kg,1,,,", "mass_not_a_number", "'heavy'"),
    ("{0},steel,1.2.3,kg,1,,,", "mass_not_a_number", "'1.2.3'"),
    ("{0},steel,nan,kg,1,,,", "mass_not_finite", "'nan'"),
    ("{0},steel,-inf,kg,1,,,", "mass_not_finite", "'-inf'"),
    ("{0},steel,1e999,kg,1,,,", "mass_not_finite", "'1e999'"),
    ("{0},steel,-0.1,kg,1,,,", "negative_mass", "below zero"),
    ("{0},steel,1,,1,,,", "no_unit", "unit"),
    ("{0},steel,1,xyzzy,1,,,", "unknown_unit", "'xyzzy'"),
    ("{0},steel,1,m2,1,,,", "not_a_unit_of_mass", "'m2'"),
    ("{0},steel,1,kWh,1,,,", "not_a_unit_of_mass", "'kWh'"),
    ("{0},steel,1,kg,-3,,,", "negative_quantity", "'-3'"),
    ("{0},steel,1,kg,many,,,", "quantity_not_a_number", "'many'"),
    ("{0},steel,1,kg,inf,,,", "quantity_not_finite", "'inf'"),
    ("{0},steel,1,kg,1,1.5,,", "recycled_not_a_share", "'1.5'"),
    ("{0},steel,1,kg,1,120%,,", "recycled_not_a_share", "'120%'"),
    ("{0},PE,1,kg,1,,-0.2,", "bio_based_not_a_share", "'-0.2'"),
    ("{0},PE,1,kg,1,0.7,0.7,", "shares_over_1", "more than 1"),
    ("{0},Timber,1,kg,1,0.3,,", "no_such_variant", "no recycled variant of 'timber'"),
    ("{0},steel,1,kg,1,,0.3,", "no_such_variant", "no bio_based variant of 'steel'"),
    ("{0},glue,1,kg,1,0.3,,", "no_such_variant", "no variants"),
    ("{0},steel,1,kg,1,,,levitation", "unknown_process", "'levitation'"),
    ("{0},steel,1,kg,1,,,electricity-jp", "process_not_by_mass", "priced per kg"),
    ("{0},steel,1,kg,1,,", "wrong_cells", "7 cells, but the heading has 8"),
    ("{0},steel,1,kg,1,,,,,extra", "wrong_cells", "10 cells"),
    ('{0},"steel,1,kg,1,,,', "unclosed_quote", "quotation mark"),
    ('{0},st"e,e"l,1,kg,1,,,', "stray_quote", "quotation mark"),
    ("{0},steel,1e200,kg,1e200,,,", "mass_not_finite", "finite"),
    ("{0},steel,1e308,kg,1,,,", "result_not_finite", "too large"),
    ("{0},鋼\ufffd,1,kg,1,,,", "unknown_material", "鋼"),
]


def score(
    text: str | bytes, prices: Intensities, folder: Path, **options: object
) -> CatalogSummary:
    """Score a catalogue that is written here."""
    path = folder / "catalogue.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    chosen = CatalogOptions(overwrite=True, **options)  # type: ignore[arg-type]
    return score_catalog(path, folder / "out.parquet", database=prices, options=chosen)


def rejects(folder: Path) -> pl.DataFrame:
    """Return the bad rows of the last run."""
    return pl.read_csv(folder / "out.rejects.csv", infer_schema=False)


@pytest.mark.parametrize(("row", "code", "words"), FAULTS)
def test_one_bad_row_sets_its_product_aside_and_no_other(
    row: str, code: str, words: str, prices: Intensities, tmp_path: Path
) -> None:
    bad = "B,steel,1,kg,1,,,\n" + row.format("B") + "\n"
    text = HEADINGS + GOOD.format("A") + bad + GOOD.format("C")
    summary = score(text, prices, tmp_path)
    assert (summary.scored, summary.rejected, summary.rows) == (2, 1, 6)
    assert pl.read_parquet(tmp_path / "out.parquet")["product"].to_list() == ["A", "C"]
    table = rejects(tmp_path)
    assert table["reject_code"].to_list() == [code] * (2 if code == "result_not_finite" else 1)
    assert table["reject_line"][-1] == "5"
    assert table["reject_file"][0] == "catalogue.csv"
    assert words in table["reject_sentence"][-1]
    if code in ("wrong_cells", "unclosed_quote", "stray_quote"):
        assert table["reject_raw"][0] == row.format("B")
    else:
        cells = table.row(-1, named=True)
        # a cell that a spreadsheet could take for a formula is marked as text
        found = [(cells[h] or "").removeprefix("'") for h in HEADINGS.strip().split(",")]
        assert found == row.format("B").split(",")


def test_a_row_without_a_product_takes_its_neighbours_with_it(
    prices: Intensities, tmp_path: Path
) -> None:
    inside = "B,steel,1,kg,1,,,\n,steel,1,kg,1,,,\nB,steel,1,kg,1,,,\n"
    between = ",steel,1,kg,1,,,\n"
    text = HEADINGS + GOOD.format("A") + inside + GOOD.format("C") + GOOD.format("D") + between
    summary = score(text + GOOD.format("E") + GOOD.format("F"), prices, tmp_path)
    assert pl.read_parquet(tmp_path / "out.parquet")["product"].to_list() == ["A", "C", "F"]
    assert (summary.scored, summary.rejected, summary.rejected_rows) == (3, 3, 2)
    assert rejects(tmp_path)["reject_code"].to_list() == ["no_product"] * 2


def test_bytes_that_are_no_text_spoil_one_line_only(prices: Intensities, tmp_path: Path) -> None:
    text = (HEADINGS + GOOD.format("A")).encode() + b"B,st\xffeel,1,kg,1,,,\n"
    summary = score(text + GOOD.format("鋼の椅子").encode(), prices, tmp_path, encoding="utf-8")
    assert (summary.scored, summary.rejected) == (2, 1)
    assert rejects(tmp_path)["reject_code"].to_list() == ["not_text"]


def test_blank_lines_and_rows_without_content_are_no_products(
    prices: Intensities, tmp_path: Path
) -> None:
    text = HEADINGS + GOOD.format("A") + "\n,,,,,,,\n" + GOOD.format("B") + "\r\n"
    summary = score(text, prices, tmp_path)
    assert (summary.rows, summary.blank_rows, summary.scored, summary.rejected) == (4, 3, 2, 0)


def test_a_quoted_cell_may_hold_commas_newlines_and_quotes(
    prices: Intensities, tmp_path: Path
) -> None:
    text = HEADINGS + '"chair, ""grey""\nlarge",steel,1,kg,1,,,\n' + GOOD.format("B")
    summary = score(text + "C,steel,x,kg,1,,,\n", prices, tmp_path)
    assert (summary.scored, summary.rejected) == (2, 1)
    assert pl.read_parquet(tmp_path / "out.parquet")["product"][0] == 'chair, "grey"\nlarge'
    assert rejects(tmp_path)["reject_line"].to_list() == ["6"]


def test_a_catalogue_of_bad_rows_alone_scores_nothing(prices: Intensities, tmp_path: Path) -> None:
    summary = score(HEADINGS + "A,steel,x,kg,1,,,\nB,steel,y,kg,1,,,\n", prices, tmp_path)
    assert (summary.scored, summary.rejected, summary.rejected_rows) == (0, 2, 2)
    assert pl.read_parquet(tmp_path / "out.parquet").height == 0


def test_no_rejects_file_is_left_where_nothing_is_rejected(
    prices: Intensities, tmp_path: Path
) -> None:
    assert score(HEADINGS + "A,steel,x,kg,1,,,\n", prices, tmp_path).rejects is not None
    assert score(HEADINGS + GOOD.format("A"), prices, tmp_path).rejects is None
    assert not (tmp_path / "out.rejects.csv").exists()


REFUSED = [
    ("part,material,mass (kg)\na,steel,1\n", FileFault, "which product"),
    ("product,mass (kg)\nA,1\n", FileFault, "material"),
    ("product,material\nA,steel\n", FileFault, "mass"),
    ("product,material,mass\nA,steel,1\n", FileFault, "has no unit"),
    ("product,material,mass (m)\nA,steel,1\n", UnitError, "'m'"),
    ("product,material,mass (kg),level\nA,steel,1,2\n", FileFault, "level"),
    ("product,material,mass (kg),total mass (kg),weight (kg)\nA,steel,1,1,1\n", FileFault, "each"),
    ("product,material,mass (kg)\n", CelcaError, "no rows"),
    ("", FileFault, "empty"),
    ("product,steell (kg)\nA,1\n", UnknownName, "'steel'"),
    ("product,steel (kg),recycled\nA,1,0.5\n", FileFault, "of which material"),
    ("product,steel (kg),PE\nA,1,2\n", FileFault, "no unit of mass"),
    ("product,steel (kg),PE recycled\nA,1,1\n", FileFault, "share of no column"),
    ("product,steel (kg),electricity-jp (kg)\nA,1,1\n", UnitError, "kWh"),
    ("product,steel (kg),鋼 (kg)\nA,1,2\n", FileFault, "two columns"),
]


@pytest.mark.parametrize(("text", "error", "words"), REFUSED)
def test_a_catalogue_that_cannot_be_read_is_refused_in_one_sentence(
    text: str, error: type[Exception], words: str, prices: Intensities, tmp_path: Path
) -> None:
    with pytest.raises(error, match=words):
        score(text, prices, tmp_path)
    assert not (tmp_path / "out.parquet").exists()


def test_an_output_that_exists_is_not_written_over(prices: Intensities, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(HEADINGS + GOOD.format("A"), encoding="utf-8")
    (tmp_path / "out.parquet").write_bytes(b"precious")
    with pytest.raises(CelcaError, match="exists already"):
        score_catalog(tmp_path / "c.csv", tmp_path / "out.parquet", database=prices)
    assert (tmp_path / "out.parquet").read_bytes() == b"precious"


def test_the_catalogue_is_never_its_own_output(prices: Intensities, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(HEADINGS + GOOD.format("A"), encoding="utf-8")
    with pytest.raises(CelcaError, match="different files"):
        score_catalog(
            tmp_path / "c.csv",
            tmp_path / "c.csv",
            database=prices,
            options=CatalogOptions(overwrite=True),
        )
