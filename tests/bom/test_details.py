"""Shapes of single trades: electronics, ALCA, SAP, several products, saved mappings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import Bom, read_bom, write_settings
from celca.bom.alca import HEADINGS
from celca.bom.decoding import decode
from celca.bom.designators import count_designators
from celca.errors import FileFault, UnitError, UnknownName

Write = Callable[..., Path]


def shown(bom: Bom) -> list[tuple[str, float | None]]:
    return [(line.part, line.mass) for line in bom.lines]


@pytest.mark.parametrize(
    ("text", "count"),
    [("R1", 1), ("R1 R2 R3", 3), ("C1,C2, C5-C8", 6), ("R1-4", 4), ("U1A", 1), ("", 0)],
)
def test_designators_are_counted(text: str, count: int) -> None:
    assert count_designators(text) == count


@pytest.mark.parametrize("text", ["see note", "R5-R1", "12", "R1-R99999"])
def test_what_is_no_list_of_designators_is_not_counted(text: str) -> None:
    assert count_designators(text) is None


def test_designators_stand_in_for_a_quantity_and_check_one(write: Write) -> None:
    bom = read_bom(write('References,Part,Mass (g)\nR1 R2 R3,r,1\n"C1-C4",c,2\n'))
    assert shown(bom) == [("r", 0.003), ("c", 0.008)]
    bom = read_bom(write('References,Part,Qty,Mass (g)\n"C1-C4",c,5,2\n'))
    assert [f.code for f in bom.findings if f.severity == "warning"] == ["designators_differ"]


def test_parts_that_are_not_fitted_and_alternates_are_left_out(write: Write) -> None:
    bom = read_bom(write("Part,Qty,Mass (g),DNP\nA,2,100,\nB,1,10,x\n"))
    assert shown(bom) == [("A", 0.2)]
    assert bom.rows_skipped == ((3, "not fitted"),)
    bom = read_bom(write("Part,Qty,Mass (g),Alternate\nA,2,100,\nB,1,10,A\n"))
    assert bom.rows_skipped == ((3, "an alternate"),)


def test_one_product_of_several_is_asked_for(write: Write) -> None:
    path = write("Product,Part,Qty,Mass (kg)\nX,A,1,1\nX,B,1,1\nY,A,2,1\n")
    with pytest.raises(FileFault, match="the file holds 2 products: 'X', 'Y'"):
        read_bom(path)
    assert shown(read_bom(path, columns={"product": "Y"})) == [("A", 2.0)]
    with pytest.raises(UnknownName, match="no product is called 'Z'"):
        read_bom(path, columns={"product": "Z"})


def test_alca_is_read_by_its_headings_and_copper_is_not_taken_for_steel(write: Write) -> None:
    """2 shafts of 100 g and 4 terminals of 5 g; C1100 is a copper."""
    text = ",".join(HEADINGS) + (
        "\nP0,組立,1,1,,,,,,,,01,01\nP1,軸,2,2,100,S45C,JIS G 4051,鋼,鉄,,,01,01"
        "\nP2,端子,2,4,5,C1100,,銅,鋼,,,02,02\nP3,板,2,1,7,SPCC,,,鋼,,,01,01\nP4,蓋,2,1,9,,,,鋼,,,01,01\n"
    )
    bom = read_bom(write(text))
    assert [(x.part, x.material) for x in bom.lines] == [
        ("P1", "鉄"),
        ("P2", "銅"),
        ("P3", "鋼"),
        ("P4", "鋼"),
    ]
    assert [x.mass for x in bom.lines] == pytest.approx([0.2, 0.02, 0.007, 0.009], rel=1e-12)
    told = [(f.severity, f.where[:13]) for f in bom.findings if f.code == "alca_copper"]
    assert told == [("info", "bom.csv row 4"), ("warning", "bom.csv row 6")]


def test_the_battery_sheet_of_ouranos_has_its_product_in_the_first_row(write: Write) -> None:
    text = (
        "部品項目,補助項目,事業所識別子,活動量,単位,終端フラグ\n"
        "B1,01,x,,kilogram,0\nB01,01,x,0.5,kilogram,1\nB02,01,x,200,gram,1\n"
    )
    bom = read_bom(write(text))
    assert shown(bom) == [("B01", 0.5), ("B02", 0.2)]
    assert bom.lines[0].path == ("B1",)


def test_a_german_export_with_three_decimals_everywhere(write: Write) -> None:
    """4,000 ST of 1,250 KG: semicolons and German headings mean a decimal comma."""
    text = (
        "Teilenummer;Bezeichnung;Menge;ME;Nettogewicht;Gewichtseinheit\n"
        "100;Rohr;4,000;ST;1,250;KG\n"
    )
    assert shown(read_bom(write(text))) == [("100", 5.0)]


def test_a_decimal_sign_named_by_the_user_settles_it(write: Write) -> None:
    path = write('Part,Mass (g)\nA,"1,250"\n')
    assert read_bom(path, columns={"decimal": "."}).mass == 1.25
    assert read_bom(path, columns={"decimal": ","}).mass == 0.00125
    with pytest.raises(FileFault, match="';' is neither"):
        read_bom(path, columns={"decimal": ";"})


def test_a_unit_named_by_the_user_is_used(write: Write) -> None:
    path = write("Part,Weight\nA,250\n")
    assert read_bom(path, columns={"mass_unit": "g"}).mass == 0.25
    with pytest.raises(UnitError, match="--column mass_unit=g"):
        read_bom(path)


def test_units_in_the_cells_and_in_a_column_behind_the_mass(write: Write) -> None:
    cells = read_bom(write("Part,Weight,Qty\nA,146 g,2 pcs\nB,1.2kg,1\n"))
    column = read_bom(write("Part,Qty,Weight,Unit\nA,2,146,g\nB,1,1.2,kg\n"))
    assert shown(cells) == shown(column) == [("A", 0.292), ("B", 1.2)]


def test_density_times_volume(write: Write) -> None:
    bom = read_bom(write("Part,Qty,Unit,Density (g/cm3)\nA,2,l,0.9\n"))
    assert shown(bom) == [("A", pytest.approx(1.8, rel=1e-12))]
    bom = read_bom(write("Part,Qty,Volume (cm3),Density (kg/m3)\nA,2,10,7850\n"))
    assert shown(bom) == [("A", pytest.approx(0.157, rel=1e-12))]


def test_recycled_content_before_and_after_use_add_up(write: Write) -> None:
    bom = read_bom(write("Part,Mass (g),PIR %,PCR %\nA,1,20,30\nB,1,,10\nC,1,,\n"))
    assert [x.recycled for x in bom.lines] == [pytest.approx(0.5), 0.1, None]
    with pytest.raises(FileFault, match="add up to 120 %"):
        read_bom(write("Part,Mass (g),PIR %,PCR %\nA,1,60,60\n"))


def test_a_fraction_under_a_heading_with_percent_is_told_and_never_read_in_silence(
    write: Write,
) -> None:
    shares = read_bom(write("Part,Mass (g),Recycled content (%)\nA,1,0.3\nB,1,1\nC,1,\n"))
    assert [x.recycled for x in shares.lines] == [0.3, 1.0, None]
    told = [f for f in shares.findings if f.code == "share_or_percent"]
    assert [(f.severity, "0.3 as 30 %" in f.message) for f in told] == [("info", True)]
    mixed = read_bom(write("Part,Mass (g),Recycled content (%)\nA,1,30\nB,1,0.5\n"))
    assert [x.recycled for x in mixed.lines] == [0.3, pytest.approx(0.005)]
    told = [f for f in mixed.findings if f.code == "share_or_percent"]
    assert [(f.severity, "0.5 is read as 0.5 %" in f.message) for f in told] == [("warning", True)]
    plain = read_bom(write("Part,Mass (g),Recycled content (%)\nA,1,30\nB,1,1\nC,1,0.5%\n"))
    assert not [f for f in plain.findings if f.code == "share_or_percent"]


def test_a_supplier_value_stands_for_all_that_is_in_an_assembly(write: Write) -> None:
    text = (
        "Level,Part,Qty,Mass (kg),PCF (kg CO2e)\n1,motor,2,,30\n2,rotor,1,2,\n2,stator,1,3,\n"
        "1,plate,1,4,\n"
    )
    bom = read_bom(write(text))
    assert [(x.part, x.mass, x.supplier_value) for x in bom.lines] == [
        ("motor", 10.0, 60.0),
        ("plate", 4.0, None),
    ]


def test_a_supplier_value_per_kilogram(write: Write) -> None:
    bom = read_bom(write("Part,Qty,Mass (g),PCF (kg CO2e/kg)\nA,2,500,1.5\n"))
    assert bom.lines[0].supplier_value == pytest.approx(1.5)


def test_columns_settled_once_are_saved_beside_the_file(write: Write) -> None:
    path = write("Teil X,Zahl,G\nA,2,100\n")
    used = {"part": "Teil X", "quantity": "Zahl", "mass": "G", "mass_unit": "g"}
    write_settings(path, used)
    bom = read_bom(path)
    assert shown(bom) == [("A", 0.2)]
    assert bom.findings[0].code == "saved_columns"


def test_a_saved_mapping_that_is_broken_is_named(write: Write) -> None:
    path = write("Part,Mass (g)\nA,1\n")
    path.with_name("bom.toml").write_text("[columns\n", encoding="utf-8")
    with pytest.raises(FileFault, match=r"^bom\.toml: the file is not TOML"):
        read_bom(path)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("品番,材質,質量(g)\n部品,鋼,1\n", "cp932"),
        ("品番,材質,質量(g)\n部品,鋼,1\n", "euc_jp"),
        ("品番,材質,質量(g)\n部品,鋼,1\n", "iso2022_jp"),
        ("Part,Material,Mass (g)\n椅子の脚,アルミニウム,1\n", "cp932"),
        ("Part,Material,Mass (g)\n椅子の脚,アルミニウム,1\n", "euc_jp"),
        ("Part,Material,Mass (g)\nﾈｼﾞ,ﾃﾂ,1\n", "cp932"),
        ("零件号,材质,重量(g)\n椅子,铝合金,1\n", "gb18030"),
        ("Teil;Werkstoff;Stückgewicht [g]\nBügel;Größe;1\n", "cp1252"),
        ("Part,Material,Mass (g)\nEntretoise chromée,acier à 0,1\n", "cp1252"),
        ("Part,Mass (g)\nA,1\n" * 40, "utf-16-le"),
        ("Part,Mass (g)\nA,1\n" * 40, "utf-16-be"),
    ],
)
def test_an_encoding_is_found(text: str, encoding: str) -> None:
    read, found, doubt = decode(text.encode(encoding), "f")
    assert (read, found, doubt) == (text, encoding, ())


def test_marks_that_nobody_sees_do_no_harm(write: Write) -> None:
    text = "\ufeffPart,Material,Qty,Mass (kg)\n\u200eA\u200b,ste\u00adel,\u200f2,\u20681.5\u2069\n"
    bom = read_bom(write(text))
    assert (bom.lines[0].part, bom.lines[0].material, bom.mass) == ("A", "steel", 3.0)


def test_a_spreadsheet_formula_in_a_text_file_is_no_number(write: Write) -> None:
    with pytest.raises(FileFault, match=r"'=1\+1' is not a number"):
        read_bom(write("Part,Mass (kg)\nA,=1+1\n"))
    assert read_bom(write('Part,Mass (kg)\n"=""0012""",2\n')).lines[0].part == "0012"


def test_cells_with_line_breaks_keep_the_rows_counted_as_a_spreadsheet_does(write: Write) -> None:
    bom = read_bom(write('Part,Mass (kg)\n"A\nlong",1\nB,2\n'))
    assert [line.row for line in bom.lines] == [2, 3]


def test_a_simple_file_loads_no_heavy_package(write: Write) -> None:
    path = write("品番,材質,数量,質量(kg)\nA,鋼,2,1.5\n", encoding="cp932")
    program = (
        "import sys, pathlib\nfrom celca.bom import read_bom\n"
        f"read_bom(pathlib.Path({str(path)!r}))\n"
        "heavy = {'pint', 'polars', 'python_calamine', 'charset_normalizer', 'numpy', 'zipfile'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
