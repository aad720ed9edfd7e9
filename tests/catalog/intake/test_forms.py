from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from celca.assess import open_prices
from celca.catalog import CatalogOptions, score_catalog
from celca.product import Change
from celca.system import Intensities

HEADINGS = ("product", "material", "mass (kg)", "quantity", "recycled")
ROWS = [
    ("A", "steel", 1.5, 2, 0.25),
    ("A", "PE", 0.3, 1, 0.1),
    ("B", "foamed", 0.8, 1, 0.0),
    ("B", "glue", 0.05, 4, 0.0),
    ("B", "steel", 2.0, 1, 0.0),
    ("C", "Timber", 12.0, 1, 0.0),
]
BAD = ("D", "steell", 1.0, 1, 0.0)


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(ROWS, schema=list(HEADINGS), orient="row")


def scores(catalog: str | Path, prices: Intensities, **options: object) -> pl.DataFrame:
    """Return the scores of a catalogue, in the order of the products."""
    out = Path(str(catalog).replace("*", "all")).parent.parent / "scores.parquet"
    chosen = CatalogOptions(overwrite=True, **options)  # type: ignore[arg-type]
    score_catalog(catalog, out, database=prices, options=chosen)
    return pl.read_parquet(out).sort("product")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_parquet_csv_tsv_and_ndjson_say_the_same(
    frame: pl.DataFrame, place: Path, prices: Intensities
) -> None:
    frame.write_parquet(place / "c.parquet")
    expected = scores(place / "c.parquet", prices)
    frame.write_csv(place / "c.csv")
    frame.write_csv(place / "c.tsv", separator="\t")
    frame.write_ndjson(place / "c.ndjson")
    assert expected.height == 3
    for name in ("c.csv", "c.tsv", "c.ndjson"):
        assert scores(place / name, prices).equals(expected), name


def test_japanese_headings_in_cp932_and_a_german_file_say_the_same(
    frame: pl.DataFrame, place: Path, prices: Intensities
) -> None:
    frame.write_csv(place / "c.csv")
    expected = scores(place / "c.csv", prices)
    heads = "製品,材質,質量（kg）,数量,再生材率"
    materials = {"steel": "鋼", "PE": "ポリエチレン", "foamed": "発泡材", "Timber": "木材"}
    lines = [",".join(map(str, (p, materials.get(m, m), *rest))) for p, m, *rest in ROWS]
    (place / "ja.csv").write_bytes("\r\n".join([heads, *lines, ""]).encode("cp932"))
    assert scores(place / "ja.csv", prices).equals(expected)
    heads = "Produkt;Werkstoff;Masse (g);Menge;Recyclinganteil (%)"
    lines = [
        f"{p};{m};{f'{1000 * kg:.3f}'.replace('.', ',')};{q};{f'{100 * r:.1f}'.replace('.', ',')}"
        for p, m, kg, q, r in ROWS
    ]
    (place / "de.csv").write_text("\n".join([heads, *lines, ""]), encoding="cp1252")
    german = scores(place / "de.csv", prices)
    assert german["product"].to_list() == ["A", "B", "C"]
    for column in ("total_kg_co2e", "all_recycled_total_kg_co2e"):
        np.testing.assert_allclose(german[column], expected[column], rtol=1e-12)


def test_a_folder_and_a_pattern_are_read_file_by_file(
    frame: pl.DataFrame, place: Path, prices: Intensities
) -> None:
    frame.write_csv(place / "whole.csv")
    expected = scores(place / "whole.csv", prices)
    (place / "whole.csv").unlink()
    frame.head(2).write_csv(place / "1.csv")
    frame.slice(2, 3).write_parquet(place / "2.parquet")
    frame.tail(1).write_ndjson(place / "3.ndjson")
    assert scores(place, prices).equals(expected)
    assert scores(str(place / "[12].*"), prices).equals(expected.head(2))


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_rows_of_a_product_may_stand_apart(
    rows: int, frame: pl.DataFrame, place: Path, prices: Intensities
) -> None:
    frame.write_csv(place / "c.csv")
    expected = scores(place / "c.csv", prices)
    mixed = frame[[0, 2, 5, 3, 1, 4]]
    mixed.write_csv(place / "c.csv")
    found = scores(place / "c.csv", prices, chunk_rows=rows)
    assert found["product"].to_list() == ["A", "B", "C"]
    np.testing.assert_allclose(found["total_kg_co2e"], expected["total_kg_co2e"], rtol=1e-14)


def test_rows_that_stand_apart_are_rejected_by_their_own_line(
    frame: pl.DataFrame, place: Path, prices: Intensities
) -> None:
    mixed = pl.DataFrame(
        [ROWS[0], BAD, ROWS[5], (None, "steel", 1.0, 1, 0.0), ROWS[1], ("D", "steel", 1.0, 1, 0.0)],
        schema=list(HEADINGS),
        orient="row",
    )
    mixed.write_parquet(place / "c.parquet")
    assert scores(place / "c.parquet", prices)["product"].to_list() == ["A", "C"]
    bad = pl.read_csv(place.parent / "scores.rejects.csv").sort("reject_line")
    assert bad["reject_line"].to_list() == [2, 4]
    assert bad["reject_code"].to_list() == ["unknown_material", "no_product"]
    assert bad["material"].to_list() == ["steell", "steel"]


def test_one_row_per_product_says_the_same_as_one_row_per_part(
    place: Path, prices: Intensities
) -> None:
    rows = [("A", "steel", 3.0, 1, 0.25), ("A", "PE", 0.3, 1, 0.1), ("B", "foamed", 0.8, 1, 0.0)]
    pl.DataFrame(rows, schema=list(HEADINGS), orient="row").write_csv(place / "c.csv")
    expected = scores(place / "c.csv", prices)
    wide = (
        "product,steel (kg),PE [g],foamed_kg,steel recycled (%),PE recycled\n"
        "A,3,300,,25,0.1\nB,,,0.8,,\n"
    )
    (place / "w.csv").write_text(wide, encoding="utf-8")
    found = scores(place / "w.csv", prices)
    for column in ("total_kg_co2e", "all_bio_based_total_kg_co2e", "recycled_content", "mass_kg"):
        np.testing.assert_allclose(found[column], expected[column], rtol=1e-12)
    assert found["parts"].to_list() == [2, 1]


def test_bad_cells_of_a_wide_catalogue_are_named(place: Path, prices: Intensities) -> None:
    wide = (
        "product,steel (kg),PE (kg),steel recycled,timber recycled,timber (kg)\n"
        "A,1,1,0.5,,\nB,heavy,1,,,\nC,-1,,,,\nD,,,,,\nE,1,,2,,\nF,,,,0.5,1\nG,1,,,,\nG,2,,,,\n"
    )
    (place / "w.csv").write_text(wide, encoding="utf-8")
    assert scores(place / "w.csv", prices)["product"].to_list() == ["A"]
    bad = pl.read_csv(place.parent / "scores.rejects.csv")
    assert bad["reject_code"].to_list() == [
        "mass_not_a_number",
        "negative_mass",
        "no_mass",
        "recycled_not_a_share",
        "no_such_variant",
        "product_twice",
        "product_twice",
    ]
    assert "steel (kg): heavy" in bad["reject_sentence"][0]


def test_masses_may_carry_their_unit_in_the_cell(place: Path, prices: Intensities) -> None:
    text = "product,material,mass\nA,steel,1500 g\nB,steel,1.5 kg\nC,steel,１．５ｋｇ\nD,steel,1 200 g\n"
    (place / "c.csv").write_text(text, encoding="utf-8")
    assert scores(place / "c.csv", prices)["mass_kg"].to_list() == [1.5, 1.5, 1.5, 1.2]


def test_a_number_that_could_be_two_is_refused(place: Path, prices: Intensities) -> None:
    text = 'product,material,mass (g)\nA,steel,"1,234"\nB,steel,12\n'
    (place / "c.csv").write_text(text, encoding="utf-8")
    assert scores(place / "c.csv", prices)["product"].to_list() == ["B"]
    assert scores(place / "c.csv", prices, columns={"decimal": "."})["mass_kg"][0] == 1.234
    assert scores(place / "c.csv", prices, columns={"decimal": ","})["mass_kg"][0] == 0.001234


def test_a_change_is_one_more_variant(place: Path, prices: Intensities) -> None:
    text = "product,material,mass (kg)\nA,steel,2\nB,glue,1\n"
    (place / "c.csv").write_text(text, encoding="utf-8")
    half = Change("half", {"steel": 0.5})
    found = scores(place / "c.csv", prices, changes=[half])
    assert found["half_recycled_content"].to_list() == [0.5, 0.0]
    middle = (found["all_virgin_total_kg_co2e"][0] + found["all_recycled_total_kg_co2e"][0]) / 2
    assert found["half_total_kg_co2e"].to_list() == pytest.approx(
        [middle, found["total_kg_co2e"][1]]
    )


def test_headings_may_be_named_and_names_decided(place: Path, prices: Intensities) -> None:
    (place / "c.csv").write_text("ding,stoff,schwere\nA,Stahl,2\n", encoding="utf-8")
    (place.parent / "matches.csv").write_text("name,material\nStahl,steel\n", encoding="utf-8")
    columns = {"product": "ding", "material": "stoff", "mass": "schwere", "mass_unit": "kg"}
    found = scores(place / "c.csv", prices, columns=columns, matches=place.parent / "matches.csv")
    assert found["mass_kg"].to_list() == [2.0]


def test_two_thousand_kilograms_of_steel_score_as_by_hand(folder: Path, place: Path) -> None:
    """Steel: 2.1 + 0.2 kWh; electricity: 0.45 + 0.001 kg steel, per unit [kg CO2e]."""
    electricity = (0.45 + 0.001 * 2.1) / (1 - 0.001 * 0.2)
    steel = 2.1 + 0.2 * electricity
    (place / "c.csv").write_text("product,material,mass (t)\nA,steel,2\n", encoding="utf-8")
    found = scores(place / "c.csv", open_prices(folder))
    assert found["total_kg_co2e"][0] == pytest.approx(2000 * steel, rel=1e-9)


def test_scores_can_be_written_as_csv(
    frame: pl.DataFrame, place: Path, prices: Intensities
) -> None:
    frame.write_csv(place / "c.csv")
    score_catalog(place / "c.csv", place.parent / "s.csv", database=prices)
    expected = scores(place / "c.csv", prices)
    found = pl.read_csv(place.parent / "s.csv")
    assert found.columns == expected.columns
    np.testing.assert_array_equal(found["total_kg_co2e"], expected["total_kg_co2e"])


def test_ndjson_lines_that_are_no_objects_are_named(place: Path, prices: Intensities) -> None:
    good = json.dumps({"product": "A", "material": "steel", "mass (kg)": 1})
    (place / "c.ndjson").write_text(f'{good}\n{{"product": "B",\n\n[1]\n', encoding="utf-8")
    out = place.parent / "s.parquet"
    summary = score_catalog(place / "c.ndjson", out, database=prices)
    assert (summary.rejected_rows, summary.blank_rows) == (2, 1)
    bad = pl.read_csv(place.parent / "s.rejects.csv")
    assert bad["reject_code"].to_list() == ["not_json", "not_json"]
    assert bad["reject_line"].to_list() == [2, 4]


def test_shares_under_a_percent_heading_are_fractions_where_none_is_above_one(
    place: Path, prices: Intensities
) -> None:
    for cells, expected in ((("30", "0.5"), [0.3, 0.005]), (("0.3", "0.5"), [0.3, 0.5])):
        lines = [f"{p},steel,1,{c}" for p, c in zip("AB", cells, strict=True)]
        text = "\n".join(["product,material,mass (kg),recycled (%)", *lines, ""])
        (place / "c.csv").write_text(text, encoding="utf-8")
        assert scores(place / "c.csv", prices)["recycled_content"].to_list() == expected
