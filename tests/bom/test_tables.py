"""Sheets as people build them: titles, two heading rows, totals, notes, merged cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import Bom, read_bom
from celca.errors import FileFault, UnknownName

Write = Callable[..., Path]
HEAD = ["Part", "Material", "Qty", "Mass (kg)"]


def shown(bom: Bom) -> list[tuple[str, float | None]]:
    return [(line.part, line.mass) for line in bom.lines]


def codes(bom: Bom) -> list[str]:
    return [f.code for f in bom.findings if f.severity == "warning"]


def test_title_total_and_note_rows_are_set_aside_and_listed(write: Write) -> None:
    text = (
        "Parts list of chair X,,,\nDate: 2026-01-02,,,\n\nPart,Material,Qty,Mass (kg)\n"
        "A,steel,2,1\n\nSubtotal,,,2\nB,wood,1,3\n,,Total,5\n* without coating,,,\n"
    )
    bom = read_bom(write(text))
    assert shown(bom) == [("A", 2.0), ("B", 3.0)]
    assert bom.header_row == 4
    assert [line.row for line in bom.lines] == [5, 8]
    assert bom.rows_skipped == (
        (7, "total row ('Subtotal')"),
        (9, "total row ('Total')"),
        (10, "note row ('* without coating')"),
    )
    assert not codes(bom)


def test_japanese_example_total_and_note_rows_are_set_aside(write: Write) -> None:
    text = "品番,材質,数量,質量(g)\n例）ABC-1,鋼,1,100\nA,鋼,2,1000\n合計,,,2000\n※塗装を除く,,,\n"
    bom = read_bom(write(text, encoding="cp932"))
    assert shown(bom) == [("A", 2.0)]
    assert [row for row, _ in bom.rows_skipped] == [2, 4, 5]
    spaced = read_bom(write("品番,質量(g)\nA,1000\n※　塗装　を除く,\n"))
    assert spaced.rows_skipped == ((3, "note row ('※ 塗装 を除く')"),)


def test_a_total_that_stands_in_a_column_of_kinds_is_no_part(write: Write) -> None:
    text = (
        "区分,部品番号,材質,個数,単重(g)\n外装,A,鋼,1,100\n,B,鋼,2,50\n小計,,,,200\n梱包,C,紙,1,30\n"
        "合計,,,,230\n"
    )
    bom = read_bom(write(text))
    assert shown(bom) == [("A", 0.1), ("B", 0.1), ("C", pytest.approx(0.03))]
    assert [row for row, _ in bom.rows_skipped] == [4, 6]


def test_a_sign_for_the_same_as_above_stands_for_the_material_above(write: Write) -> None:
    text = "品番,材質,質量(g)\nA,ABS,1\nB,〃,1\n小計,,2\nC,同上,1\nD,PP,1\nE,ditto,1\n"
    bom = read_bom(write(text))
    assert [x.material for x in bom.lines] == ["ABS", "ABS", "ABS", "PP", "PP"]


def test_a_comma_under_japanese_headings_stands_between_thousands(write: Write) -> None:
    assert shown(read_bom(write('品番,質量(g)\nA,"1,250"\n'))) == [("A", 1.25)]


def test_headings_between_the_parts_are_set_aside(write: Write) -> None:
    text = "Part,Material,Qty,Mass (kg)\nFrame,,,\nA,steel,2,1\nOther,,,\nB,steel,1,3\n"
    bom = read_bom(write(text))
    assert shown(bom) == [("A", 2.0), ("B", 3.0)]
    assert bom.rows_skipped[1] == (4, "heading or note ('Other')")


def test_repeated_headings_are_set_aside_and_a_second_table_is_not_read(write: Write) -> None:
    again = read_bom(write("Part,Qty,Mass (kg)\nA,1,2\nPart,Qty,Mass (kg)\nB,1,3\n"))
    assert shown(again) == [("A", 2.0), ("B", 3.0)]
    second = read_bom(write("Part,Qty,Mass (kg)\nA,1,2\n\nSupplier,Price,Country\nX,5,JP\n"))
    assert shown(second) == [("A", 2.0)]
    assert codes(second) == ["second_table"]


def test_a_part_called_total_station_is_a_part(write: Write) -> None:
    bom = read_bom(write("Part,Qty,Mass (kg)\nTotal station,1,2\nSum gear,1,3\n"))
    assert bom.mass == 5.0


def test_a_total_that_does_not_agree_is_reported(write: Write) -> None:
    bom = read_bom(write("Part,Qty,Mass (kg)\nA,1,2\nB,1,3\nTotal,,6\n"))
    assert codes(bom) == ["total_differs"]
    assert "The total row says 6 kg, but the lines add up to 5 kg." in bom.findings[-1].message


def test_a_total_that_is_the_plain_sum_asks_whether_the_masses_are_of_lines(write: Write) -> None:
    path = write("Part,Qty,Mass (kg)\nA,2,2\nB,1,3\nTotal,,5\n")
    with pytest.raises(FileFault, match=r"row 4: the total of 5 kg is the plain sum .* line_mass="):
        read_bom(path)
    assert read_bom(path, columns={"line_mass": "Mass (kg)"}).mass == 5.0
    assert read_bom(path, columns={"unit_mass": "Mass (kg)"}).mass == 7.0


@pytest.mark.parametrize("word", ["合 計", "小　計", "Mass total", "Total assembly weight (kg)"])
def test_a_total_is_known_by_its_words_however_they_are_put(word: str, write: Write) -> None:
    assert read_bom(write(f"Part,Qty,Mass (kg)\nA,2,2\nB,1,3\n{word},,7\n")).mass == 7.0


def test_a_part_whose_name_begins_like_a_total_stays_a_part(write: Write) -> None:
    assert read_bom(write("Part,Qty,Mass (kg)\nTotal station,1,2\nSummer tyre,1,3\n")).mass == 5.0


def test_a_mass_without_a_name_is_a_total_or_refused(write: Write) -> None:
    assert read_bom(write("Part,Qty,Mass (kg)\nA,1,2\nB,1,3\n,,5\n")).mass == 5.0
    with pytest.raises(FileFault, match="row 4: the row has a mass of 9 kg and nothing that names"):
        read_bom(write("Part,Qty,Mass (kg)\nA,1,2\nB,1,3\n,,9\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Part,Material,Qty,Mass,\n,,,unit (g),total (g)\nA,steel,2,1000,2000\n",
        "Part,Material,Qty,Mass\n,,[pcs],[kg]\nA,steel,2,1\n",
        "品番,材質,数量,質量(g),\n,,,単品,合計\nA,鋼,2,1000,2000\n",
    ],
)
def test_two_rows_of_headings_are_read_as_one(text: str, write: Write) -> None:
    bom = read_bom(write(text))
    assert shown(bom) == [("A", 2.0)]
    assert bom.header_row == 2
    assert not codes(bom)


def test_a_table_that_starts_off_the_corner_with_merged_cells(workbook: Write) -> None:
    rows = [[], ["", *HEAD], ["", "A", "steel", 2, 1.5], ["", "B", ("wood", 1, 0), 1, 2]]
    bom = read_bom(workbook({"cover": [["Company"]], "BOM": [*rows, ["", "C", None, 1, 2]]}))
    assert shown(bom) == [("A", 3.0), ("B", 2.0), ("C", 2.0)]
    assert bom.lines[2].material == "wood"
    assert (bom.sheet, bom.header_row, bom.encoding) == ("BOM", 2, "")
    assert "not read: 'cover'" in bom.findings[0].message


def test_merged_headings_over_two_masses(workbook: Write) -> None:
    head = [["Part", "Qty", ("Mass", 0, 1)], ["", "", "unit [g]", "total [g]"]]
    bom = read_bom(workbook({"A": [[("Chair", 0, 3)], *head, ["A", 2, 100, 200]]}))
    assert shown(bom) == [("A", 0.2)]


def test_two_sheets_that_could_be_meant_are_asked_back(workbook: Write) -> None:
    path = workbook({"A": [HEAD, ["a", "s", 1, 1]], "B": [HEAD, ["b", "s", 1, 2]]})
    with pytest.raises(FileFault, match="the sheets 'A', 'B' could each be the parts list"):
        read_bom(path)
    assert shown(read_bom(path, sheet="b")) == [("b", 2.0)]
    with pytest.raises(UnknownName, match="no sheet is called 'C'. The file has: 'A', 'B'"):
        read_bom(path, sheet="C")


def test_a_hidden_sheet_stands_back(workbook: Write) -> None:
    sheets = {"new": [HEAD, ["a", "s", 1, 1]], "old": [HEAD, ["b", "s", 1, 2]]}
    assert read_bom(workbook(sheets, ["old"])).sheet == "new"


def test_spreadsheet_numbers_lose_an_index_that_ends_in_zero(workbook: Write) -> None:
    rows = [["Pos", "Part", "Mass (kg)"], [1, "A", ""], [1.1, "B", 1], [1.10, "C", 2]]
    with pytest.raises(FileFault, match=r"format the column as text, or 1\.10 becomes 1\.1"):
        read_bom(workbook({"A": rows}))


def test_a_mass_of_zero_is_pointed_out(workbook: Write) -> None:
    """A formula that no program has calculated yet is stored as 0."""
    bom = read_bom(workbook({"A": [["Part", "Mass (kg)"], ["A", "=1/8"], ["B", 2]]}))
    assert codes(bom) == ["zero_mass"]


def test_a_line_that_is_the_sum_of_those_above_is_pointed_out(write: Write) -> None:
    """IEA 15 MW turbine: generator rotor and stator, and the generator again [kg]."""
    text = (
        "Component,Mass (kg)\nbrake,24335.4\nrotor,130349.2\nstator,238490.2\ngenerator,368839.4\n"
    )
    bom = read_bom(write(text))
    assert codes(bom) == ["maybe_a_sum"]
    assert bom.findings[-1].where == "bom.csv row 5"


def test_names_under_no_heading_are_found_by_what_they_hold(workbook: Write) -> None:
    rows = [["", "", "数量", "重量(g)"], ["", "Lever_2.1", 2, 5], ["", "SHCCG2-50", 1, 7]]
    assert shown(read_bom(workbook({"A": rows}))) == [("Lever_2.1", 0.01), ("SHCCG2-50", 0.007)]


@pytest.mark.parametrize(
    "heads",
    [
        "Référence;Désignation;Matière;Qté;Masse unitaire (kg)",
        "Codice;Descrizione;Materiale;Quantità;Peso (kg)",
        "Código;Descripción;Material;Cantidad;Peso (kg)",
        "Artikelcode;Omschrijving;Materiaal;Aantal;Gewicht (kg)",
    ],
)
def test_headings_of_more_languages_are_read_with_their_decimal_comma(
    heads: str, write: Write
) -> None:
    bom = read_bom(write(f"{heads}\nA-1;Plate;Steel;2;1,250\nA-2;Lid;ABS;1;0,500\n"))
    assert bom.mass == pytest.approx(2 * 1.25 + 0.5)
    assert len(bom.columns) == 5


def test_a_mass_of_lines_that_is_multiplied_along_the_tree_is_told(write: Write) -> None:
    text = "Level,Part,Qty,Total weight (kg)\n0,TOP,1,\n1,ASM,{n},\n2,P1,4,4\n1,P2,1,0.2\n"
    twice = read_bom(write(text.format(n=2)))
    assert twice.mass == pytest.approx(2 * 4 + 0.2)
    assert [f.code for f in twice.findings] == ["line_mass_of_assembly"]
    assert "of which the product has 2" in twice.findings[0].message
    assert read_bom(write(text.format(n=1))).findings == ()


def test_a_quantity_merged_over_two_rows_is_that_of_both(workbook: Write) -> None:
    rows = [
        ["Part", "Material", "Qty", "Mass (g)"],
        [("Case", 1, 0), "ABS", (4, 1, 0), 10],
        ["", "Steel", "", 3],
    ]
    bom = read_bom(workbook({"BOM": rows}))
    assert [line.quantity for line in bom.lines] == [4.0, 4.0]
    assert bom.mass == pytest.approx(4 * (0.010 + 0.003))
