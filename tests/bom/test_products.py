"""Several products in one file, assemblies listed twice, papers, hidden rows, nothing in silence."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import Bom, read_bom
from celca.errors import FileFault, UnknownName

Write = Callable[..., Path]
COLUMNS = "Part,Material,Mass (kg),Chair,Stool\nleg,steel,0.5,4,3\nseat,pp,1,1,\nback,pp,2,1,0\n"


def test_products_as_columns_are_told_apart_by_name(write: Write) -> None:
    path = write(COLUMNS)
    chair = read_bom(path, columns={"product": "Chair"})
    stool = read_bom(path, columns={"product": "stool"})
    assert (chair.mass, stool.mass) == (5.0, 1.5)
    assert stool.rows_skipped == ((3, "not in 'stool'"), (4, "not in 'stool'"))


def test_products_as_columns_are_warned_of_where_none_is_named(write: Write) -> None:
    [warning] = [f for f in read_bom(write(COLUMNS)).findings if f.code == "no_quantity_column"]
    assert warning.severity == "warning"
    assert "--column product='Chair'" in warning.message


def test_a_product_that_is_not_there_is_refused(write: Write) -> None:
    with pytest.raises(UnknownName, match=r"no product is called 'Chiar'. Did you mean 'Chair'"):
        read_bom(write(COLUMNS), columns={"product": "Chiar"})


PARENTS = "Parent,Part,Material,Qty,Mass (kg)\nP,A,,2,\nQ,A,,1,\nQ,B,pp,5,1\nA,X,steel,3,1\n"


def test_one_of_two_products_in_a_list_of_parents_is_read_by_name(write: Write) -> None:
    path = write(PARENTS)
    with pytest.raises(UnknownName, match="or name the product: --column product=NAME"):
        read_bom(path)
    assert read_bom(path, columns={"product": "P"}).mass == 6.0
    assert read_bom(path, columns={"product": "Q"}).mass == 8.0
    with pytest.raises(UnknownName, match="no product is called 'R'"):
        read_bom(path, columns={"product": "R"})


def test_an_assembly_listed_again_without_its_parts_counts_again(write: Write) -> None:
    """2 + 3 assemblies A of two parts each; their masses were 4 and 10 without the second."""
    text = (
        "Level,Part,Material,Qty,Mass (kg)\n0,P,,1,\n1,A,,2,\n2,X,steel,1,1\n2,Y,pp,1,1\n"
        "1,B,,1,\n2,A,,3,\n2,Z,pp,1,0.5\n"
    )
    bom = read_bom(write(text))
    assert {line.part: line.quantity for line in bom.lines} == {"X": 5, "Y": 5, "Z": 1}
    assert bom.mass == 10.5
    [told] = [f for f in bom.findings if f.code == "assembly_repeated"]
    assert told.message == "'A' lists no parts here; those below row 3 are used."
    assert told.where == "bom.csv row 7"


def test_a_part_with_a_material_is_not_taken_for_an_assembly(write: Write) -> None:
    text = "Level,Part,Material,Qty,Mass (kg)\n0,P,,1,\n1,A,,2,\n2,X,steel,1,1\n1,A,pp,1,4\n"
    assert read_bom(write(text)).mass == 6.0


def test_an_assembly_inside_itself_is_refused_as_a_path(write: Write) -> None:
    text = "Level,Part,Material,Qty,Mass (kg)\n0,P,,1,\n1,A,,2,\n2,A,,1,\n2,X,steel,1,1\n"
    with pytest.raises(FileFault, match="the part 'A' contains itself"):
        read_bom(write(text))


def test_a_drawing_is_no_part_unless_it_weighs_something(write: Write) -> None:
    text = "Part,Material,Qty,Mass (kg),Type\nA,pp,1,2,part\nD,,1,,Drawing\nM,paper,1,1,Document\n"
    bom = read_bom(write(text))
    assert bom.mass == 3.0
    assert bom.rows_skipped == ((3, "'Drawing' is no part"),)


def test_hidden_rows_of_a_workbook_are_read_and_told(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("R&D")
        for i, row in enumerate(
            [["Part", "Material", "Mass (kg)"], ["A", "pp", 1], ["B", "pp", 2], ["C", "pp", 4]]
        ):
            sheet.write_row(i, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
    bom = read_bom(path)
    assert bom.mass == 7.0
    [told] = [f for f in bom.findings if f.code == "hidden_rows"]
    assert told.message.startswith("Hidden rows were read like the others: 3.")


def test_a_workbook_whose_parts_are_missing_still_gives_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<sheets><sheet name="a" r:id="rId1"/></sheets>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationship Id="rId1" Target="x.xml"/>')
    with pytest.raises(FileFault, match="cannot be read"):
        read_bom(path)


def accounted(bom: Bom) -> list[int]:
    """Return every row that the reading has an account of."""
    rows = [line.row for line in bom.lines]
    return sorted([*rows, *bom.assemblies, *(row for row, _ in bom.rows_skipped)])


def test_every_row_is_a_line_an_assembly_or_left_out_with_a_reason(write: Write) -> None:
    text = (
        "chair\nLevel,Part,Material,Qty,Mass (kg),DNP\n0,P,,1,,\n1,A,,2,,\n2,X,steel,1,1,\n"
        "2,W,steel,1,1,x\n1,C,,1,9,\n2,D,pp,1,,\n2,E,pp,1,,\n\n* a note,,,,,\n"
    )
    bom = read_bom(write(text))
    assert accounted(bom) == [3, 4, 5, 6, 7, 8, 9, 11]
    assert bom.assemblies == (3, 4)
    assert all(reason for _, reason in bom.rows_skipped)
