"""Trees that no heading announces: a list taken for flat would count its assemblies twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import Bom, read_bom
from celca.errors import FileFault

Write = Callable[..., Path]

# two frames of 4 tubes of 0.5 kg and a plate of 1.1 kg: 2 * (4 * 0.5 + 1.1) + 0.4 = 6.6 kg
PARTS = ("Frame,,2,3.1", "Tube,Steel,4,0.5", "Plate,Steel,1,1.1", "Panel,Aluminium,1,0.4")


def _list(write: Write, head: str, *starts: str) -> Path:
    rows = [f"{start},{part}" for start, part in zip(starts, PARTS, strict=True)]
    return write("\n".join([f"{head},Material,Qty,Mass (kg)", *rows]))


def _told(bom: Bom) -> list[str]:
    return [f.message for f in bom.findings if f.code == "column_by_content"]


@pytest.mark.parametrize("head", ["Item,Name", "Number,Name", ",Name", "Item No.,Name"])
def test_numbers_that_stand_below_one_another_are_a_tree(head: str, write: Write) -> None:
    bom = read_bom(_list(write, head, "1", "1.1", "1.2", "2"))
    assert bom.mass == pytest.approx(6.6)
    assert len(bom.lines) == 3


def test_numbers_beside_a_part_number_are_a_tree_and_told(write: Write) -> None:
    starts = ("1,A-1", "1.1,A-2", "1.2,A-3", "2,A-4")
    bom = read_bom(_list(write, "Item,Part number,Name", *starts))
    assert bom.mass == pytest.approx(6.6)
    assert bom.lines[0].path == ("A-1",)
    assert "'Item' are taken to say what is part of what" in _told(bom)[0]
    assert "Item" not in bom.not_used


@pytest.mark.parametrize(
    "starts",
    [
        ("1", "2", "3", "4"),  # no number is below another
        ("1.1", "1.2", "2.1", "2.2"),  # 1 and 2 have no row
        ("1", "1.1", "1.1", "2"),  # one of them is there twice
    ],
)
def test_numbers_that_may_mean_something_else_are_no_tree(
    starts: tuple[str, ...], write: Write
) -> None:
    assert read_bom(_list(write, "Item,Name", *starts)).mass == pytest.approx(9.7)


def test_part_numbers_with_points_are_no_tree(write: Write) -> None:
    bom = read_bom(_list(write, "Part number,Name", "1", "1.1", "1.2", "2"))
    assert bom.mass == pytest.approx(9.7)


@pytest.mark.parametrize("starts", [("1,", ",1", ",1", "1,"), ("●,", ",●", ",●", "●,")])
@pytest.mark.parametrize("head", ["Level 1,Level 2", "L0,L1", "階層1,階層2", "Stufe 1,Stufe 2"])
def test_levels_side_by_side_are_a_tree(head: str, starts: tuple[str, ...], write: Write) -> None:
    bom = read_bom(_list(write, f"{head},Name", *starts))
    assert bom.mass == pytest.approx(6.6)
    assert [line.part for line in bom.lines] == ["Tube", "Plate", "Panel"]
    assert "are taken to say what is part of what" in _told(bom)[0]


def test_names_in_the_columns_of_levels_name_the_parts(write: Write) -> None:
    bom = read_bom(_list(write, "L1,L2,Name", "X-100,", ",X-200", ",X-300", "X-400,"))
    assert [line.part for line in bom.lines] == ["X-200", "X-300", "X-400"]
    assert bom.mass == pytest.approx(6.6)
    assert bom.not_used == ()


def test_a_row_that_is_filled_in_no_level_is_refused(write: Write) -> None:
    with pytest.raises(FileFault, match=r"row 4, column 'L1 … L2': the level is empty"):
        read_bom(_list(write, "L1,L2,Name", "1,", ",1", ",", "1,"))


def test_columns_filled_side_by_side_are_no_levels(write: Write) -> None:
    bom = read_bom(_list(write, "L1,L2,Name", "1,2", "1,3", "1,4", "1,5"))
    assert bom.not_used == ("L1", "L2")


CATIA = """Bill of Material: CHAIR

Quantity\tPart Number\tNomenclature\tMaterial\tMass (kg)
2\tSEAT\tSeat\t\t
4\tLEG\tLeg\tSteel\t0.5

Bill of Material: SEAT

Quantity\tPart Number\tNomenclature\tMaterial\tMass (kg)
1\tPAN\tPan\tPP\t1.2
6\tSCREW\tScrew\tSteel\t0.01

Recapitulation of: CHAIR
Different parts: 3

Quantity\tPart Number
4\tLEG
"""


def test_a_table_for_each_assembly_is_a_tree_and_its_recapitulation_is_left_out(
    write: Write,
) -> None:
    bom = read_bom(write(CATIA))
    assert {line.part: line.quantity for line in bom.lines} == {"LEG": 4, "PAN": 2, "SCREW": 12}
    assert bom.lines[1].path == ("CHAIR", "SEAT")
    assert bom.mass == pytest.approx(4 * 0.5 + 2 * (1.2 + 6 * 0.01))
    reasons = dict(bom.rows_skipped)
    assert reasons[16] == "in the recapitulation"
    assert reasons[7] == "heading ('Bill of Material: SEAT')"
    assert _told(bom) == ["Each row is part of the assembly that is named above its table."]


def test_a_title_that_names_the_product_makes_no_tree(write: Write) -> None:
    bom = read_bom(write("Bill of Material: CHAIR\n\nPart,Qty,Mass (kg)\nSeat,1,2\nLeg,4,1\n"))
    assert bom.mass == 6.0
    assert bom.lines[0].path == ()
