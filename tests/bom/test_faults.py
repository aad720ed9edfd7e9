"""Wrong input: one sentence with the place, what was found, and what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from celca.bom import read_bom
from celca.errors import FileFault, UnitError, UnknownName

CASES = {
    "no mass column": (
        "Part,Material,Qty\nA,steel,1\n",
        FileFault,
        "bom.csv row 1: no column gives a mass; the headings are 'Part', 'Material', 'Qty'.",
    ),
    "mass that is no number": (
        "Part,Mass (kg)\nA,1\nB,heavy\n",
        FileFault,
        "bom.csv row 3, column 'Mass (kg)': 'heavy' is not a number.",
    ),
    "negative quantity": (
        "Part,Qty,Mass (kg)\nA,-2,1\n",
        FileFault,
        "bom.csv row 2, column 'Qty': the quantity is -2, below zero.",
    ),
    "negative mass": (
        "Part,Qty,Mass (kg)\nA,2,-1\n",
        FileFault,
        "bom.csv row 2, column 'Mass (kg)': the mass is -1 kg, below zero.",
    ),
    "mass without a unit": (
        "Part,Mass\nA,2\n",
        UnitError,
        "bom.csv row 2, column 'Mass': '2' has no unit",
    ),
    "unknown unit": (
        "Part,Qty,Unit,Mass (kg)\nA,2,blorb,1\n",
        UnitError,
        "bom.csv row 2, column 'Unit': 'blorb' is not a unit that celca knows.",
    ),
    "unit that would upset a parser": (
        "Part,Qty,Mass (kg)\nA,2 ((,1\n",
        UnitError,
        "bom.csv row 2, column 'Qty': '((' is not a unit that celca knows.",
    ),
    "unit that would never be worked out": (
        "Part,Qty,Mass (kg)\nA,2 m^9^9^9,1\n",
        UnitError,
        "'m^9^9^9' is not a unit that celca knows.",
    ),
    "mass in metres": (
        "Part,Mass (m)\nA,2\n",
        UnitError,
        "bom.csv row 2, column 'Mass (m)': 'm' is a unit of length, but 'kg' (mass) is needed",
    ),
    "mass per metre of a piece": (
        "Part,Qty,Mass (kg/m)\nA,2,1\n",
        UnitError,
        "bom.csv row 2, column 'Mass (kg/m)' (mass in kg/m): 'piece' is a unit of count",
    ),
    "mass of a metre or of all": (
        "Part,Qty,Unit,Mass (kg)\nA,2.5,m,1\n",
        FileFault,
        "the quantity is 2.5 m, and a mass of 1 kg may be that of one piece or of all of it.",
    ),
    "share above one": (
        "Part,Mass (kg),Recycled\nA,1,1.5\n",
        FileFault,
        "bom.csv row 2, column 'Recycled': '1.5' is not a share.",
    ),
    "plain percent without %": (
        "Part,Mass (kg),Recycled\nA,1,30\n",
        FileFault,
        "Write it as 0.3 or 30%, or put % into the heading; it must be from 0 to 1, or 0% to 100%.",
    ),
    "share above 100 %": (
        "Part,Mass (kg),Recycled (%)\nA,1,130\n",
        FileFault,
        "'130' is not a share.",
    ),
    "level jump": (
        "Level,Part,Mass (kg)\n1,A,\n3,B,1\n",
        FileFault,
        "bom.csv row 3, column 'Level': level 3 follows level 1; level 2 between them is missing.",
    ),
    "level that is no level": (
        "Level,Part,Mass (kg)\n1,A,\nx,B,1\n",
        FileFault,
        "bom.csv row 3, column 'Level': 'x' is not a level.",
    ),
    "cycle": (
        "Parent,Part,Qty,Mass (kg)\n,P,1,\nP,A,1,\nA,B,1,\nB,A,1,\nB,C,1,1\n",
        FileFault,
        "contains itself: A > B > A.",
    ),
    "orphan": (
        "Parent,Part,Qty,Mass (kg)\n,chair,1,\nchair,base,1,1\nchiar,seat,1,2\n",
        UnknownName,
        "bom.csv row 4, column 'Parent': no part is called 'chiar'. Did you mean 'chair'?",
    ),
    "index without its parent": (
        "Pos,Part,Mass (kg)\n1,A,\n1.2.1,B,1\n",
        FileFault,
        "1.2.1 stands below 1.2, and no row has the number 1.2.",
    ),
    "index used twice": (
        "Pos,Part,Mass (kg)\n1,A,\n1.1,B,1\n1.1,C,1\n",
        FileFault,
        "the number '1.1' is used twice; it is also in row 3.",
    ),
    "empty": ("", FileFault, "bom.csv: the file is empty."),
    "blank": (" \n\n", FileFault, "bom.csv: the file is empty."),
    "headings only": (
        "Part,Mass (kg)\n",
        FileFault,
        "bom.csv row 1: there is no row of parts below these headings.",
    ),
    "no headings": (
        "A,steel,1\nB,steel,2\n",
        FileFault,
        "bom.csv: no row of headings was found near the top",
    ),
    "two masses": (
        "Part,Mass (kg),Weight (g)\nA,1,1000\n",
        FileFault,
        "the columns 'Mass (kg)' and 'Weight (g)' could each be the mass."
        " Name the right one: --column mass='Mass (kg)'.",
    ),
    "decimal comma or thousands": (
        'Part,Mass (g)\nA,"1,250"\n',
        FileFault,
        "'1,250' may be 1.250 or 1250",
    ),
    "two decimal signs": (
        "Part;Mass (g)\nA;1,25\nB;1.2\n",
        FileFault,
        "do not use one decimal sign.",
    ),
    "quote never closed": (
        'Part,Mass (kg)\nA,1\n"B,2\nC,3\n',
        FileFault,
        "bom.csv row 3: the row cannot be split into cells",
    ),
    "decimal comma without quotes": (
        "Part,Qty,Mass (kg)\nA,1,2\nB,2,1,5\n",
        FileFault,
        "bom.csv row 3: the row has 4 cells, but there are 3 headings.",
    ),
    "not finite": ("Part,Mass (kg)\nA,1e999\n", FileFault, "inf is not a finite number."),
    "supplier value without unit": (
        "Part,Mass (kg),PCF\nA,1,2\n",
        UnitError,
        "bom.csv row 2, column 'PCF': the value has no unit of CO2e.",
    ),
    "product wanted twice": (
        "Level,Part,Qty,Mass (kg)\n0,chair,5,\n1,seat,1,3\n",
        FileFault,
        "the only item at the top has the quantity 5",
    ),
    "shares over 100 %": (
        "Level,Part,Qty,Unit,Mass (kg)\n1,A,1,ea,1\n2,steel,80,%,\n2,zinc,30,%,\n",
        FileFault,
        "the shares of 'A' add up to 110 %.",
    ),
    "several products": (
        "Parent,Part,Mass (kg)\nX,A,1\nY,B,1\n",
        FileFault,
        "the file holds 2 products: 'X', 'Y'.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_file_is_refused_with_one_sentence(case: str, tmp_path: Path) -> None:
    text, kind, message = CASES[case]
    path = tmp_path / "bom.csv"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(kind) as fault:
        read_bom(path)
    assert message in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("bom.xlsx", b"Part,Mass (kg)\nA,1\n", "bom.xlsx: the file is named .xlsx, but is no such"),
        ("bom.xlsx", b"PK\x03\x04 and then nonsense", "bom.xlsx: the workbook is damaged"),
        ("bom.csv", b"Part,Mass (kg)\nA\x00B,1\n", "bom.csv: byte 17 is NUL"),
        ("bom.csv", b"\xef\xbb\xbfPart,Mass\xff\n", "is not utf-8-sig, though the file begins"),
        ("bom.csv", b"%PDF-1.4 ...", "bom.csv: the file is a PDF, not a table."),
        ("bom.xlsx", b"%PDF-1.4 ...", "bom.xlsx: the file is a PDF, not a table."),
        ("bom.xlsx", b"\x89PNG...", "bom.xlsx: the file is a picture, not a table."),
        ("bom.xls", b"<html><table>", "bom.xls: the file is a web page, not a table."),
    ],
)
def test_a_file_of_another_kind_is_refused(
    name: str, data: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileFault) as fault:
        read_bom(path)
    assert message in str(fault.value)


def test_a_word_document_is_called_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bom.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    with pytest.raises(FileFault, match=r"bom\.docx: the file is a Word document, not a table\."):
        read_bom(tmp_path / "bom.docx")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match=r"there is no such file\."):
        read_bom(tmp_path / "none.csv")


def test_a_wanted_column_that_is_not_there_is_answered_with_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "bom.csv"
    path.write_text("Part,Gewichtung (g)\nA,1\n", encoding="utf-8")
    with pytest.raises(UnknownName, match=r"Did you mean 'Gewichtung \(g\)'\?"):
        read_bom(path, columns={"mass": "Gewichtungen"})
    with pytest.raises(UnknownName, match=r"The headings are 'Part', 'Gewichtung \(g\)'\."):
        read_bom(path, columns={"mass": "重さ"})
    with pytest.raises(UnknownName, match="Did you mean 'mass'"):
        read_bom(path, columns={"weight": "Gewichtung (g)"})
    with pytest.raises(UnknownName, match="no column meaning is called 'mas'"):
        read_bom(path, columns={"mas": "Gewichtung (g)"})
