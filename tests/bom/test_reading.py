"""Whole files read: the same product in three languages, trees, and the masses of each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import Bom, BomLine, read_bom

Write = Callable[..., Path]

# HAG Credo 4400 office chair, masses by material as its EPD declares them [kg].
MASSES = (7.136, 3.786, 0.123, 1.472, 3.39, 1.06, 0.301, 1.736, 0.204)
NAMES = ("steel", "aluminium", "other metals", "PUR", "plastics", "wood", "textiles")
NAMES += ("corrugated cardboard", "various")
NAMES_JA = (
    "鋼",
    "アルミ",
    "その他金属",
    "ウレタン",
    "プラスチック",
    "木材",
    "布",
    "段ボール",
    "その他",
)


def masses(bom: Bom) -> list[float | None]:
    return [line.mass for line in bom.lines]


def by_part(bom: Bom) -> dict[str, BomLine]:
    return {line.part: line for line in bom.lines}


def test_one_chair_in_english_japanese_and_german_has_identical_masses(write: Write) -> None:
    """Comma and UTF-8; comma and cp932; semicolon and decimal comma."""
    rows = list(zip(NAMES, NAMES_JA, MASSES, strict=True))
    english = "Part,Material,Quantity,Unit,Mass (kg)\n" + "".join(
        f"HAG-{i},{name},1,ea,{mass}\n" for i, (name, _, mass) in enumerate(rows, 1)
    )
    japanese = "品番,部品名,材質,数量,単位,質量(kg)\r\n" + "".join(
        f"HAG-{i},{name}部品,{name},1,個,{mass}\r\n" for i, (_, name, mass) in enumerate(rows, 1)
    )
    german = "Pos;Benennung;Werkstoff;Menge;ME;Gewicht [kg]\r\n" + "".join(
        f"{i};{name};{name};1;Stk;{mass:.3f}\r\n".replace(".", ",")
        for i, (name, _, mass) in enumerate(rows, 1)
    )
    boms = [
        read_bom(write(english, "en.csv")),
        read_bom(write(japanese, "ja.csv", "cp932")),
        read_bom(write(german, "de.csv", "cp1252")),
    ]
    assert [masses(bom) for bom in boms] == [list(MASSES)] * 3
    assert boms[1].encoding == "cp932"
    assert boms[1].lines[0].material == "鋼"
    assert [line.row for line in boms[0].lines] == list(range(2, 11))
    assert not [f for bom in boms for f in bom.findings if f.severity == "warning"]


def test_a_line_keeps_what_the_file_says(write: Write) -> None:
    text = (
        "Part No.,Description,Material,Qty,Mass (g),Recycled,Bio-based (%),Process,PCF (kg CO2e)\n"
        "A-1,Back,PP-GF30,2,250,30%,12,Injection moulding,0.8\n"
    )
    bom = read_bom(write(text))
    assert bom.lines == (
        BomLine(2, "A-1", "Back", "PP-GF30", 2.0, 0.5, 0.3, 0.12, "Injection moulding", 1.6, ()),
    )
    assert bom.columns["mass"] == "Mass (g)"
    assert (bom.source, bom.encoding, bom.sheet, bom.header_row) == ("bom.csv", "utf-8", "", 1)


TREE = (
    "Level,Part,Material,Qty,Mass (kg)\n"
    "0,chair,,1,\n"
    "1,base,,1,\n"
    "2,leg,steel,4,0.5\n"
    "2,wheel set,,4,\n"
    "3,wheel,PA6,2,0.1\n"
    "1,seat,wood,1,3\n"
)


def test_levels_roll_up_along_the_tree(write: Write) -> None:
    """4 legs 2 kg; 4 wheel sets of 2 wheels of 0.1 kg 0.8 kg; seat 3 kg."""
    bom = read_bom(write(TREE))
    lines = by_part(bom)
    assert masses(bom) == pytest.approx([2.0, 0.8, 3.0], rel=1e-12)
    assert lines["wheel"].quantity == 8
    assert lines["wheel"].path == ("chair", "base", "wheel set")
    assert bom.rows_read == 6


def test_parent_column_and_dotted_index_and_indents_give_the_same_lines(write: Write) -> None:
    by_level = read_bom(write(TREE))
    parent = read_bom(
        write(
            "Parent,Part,Material,Qty,Mass (kg)\n"
            ",chair,,1,\nchair,base,,1,\nbase,leg,steel,4,0.5\nbase,wheel set,,4,\n"
            "wheel set,wheel,PA6,2,0.1\nchair,seat,wood,1,3\n"
        )
    )
    index = read_bom(
        write(
            "Pos,Part,Material,Qty,Mass (kg)\n"
            "1,chair,,1,\n1.1,base,,1,\n1.1.1,leg,steel,4,0.5\n1.1.2,wheel set,,4,\n"
            "1.1.2.1,wheel,PA6,2,0.1\n1.2,seat,wood,1,3\n"
        )
    )
    indent = read_bom(
        write(
            "Part,Material,Qty,Mass (kg)\n"
            "chair,,1,\n  base,,1,\n    leg,steel,4,0.5\n    wheel set,,4,\n"
            "      wheel,PA6,2,0.1\n  seat,wood,1,3\n"
        )
    )
    assert by_level.lines == parent.lines == index.lines == indent.lines


def test_a_product_that_is_only_named_as_parent_is_the_top(write: Write) -> None:
    text = "親品番,品番,材質,員数,単重(g)\nX,A,鋼,2,10\nX,B,,3,\nB,C,PP,4,5\n"
    bom = read_bom(write(text))
    assert masses(bom) == pytest.approx([0.02, 0.06], rel=1e-12)
    assert by_part(bom)["C"].path == ("X", "B")


def test_an_assembly_used_twice_counts_its_parts_twice(write: Write) -> None:
    """2 fronts with 3 screws each and 1 back with 5: 11 screws of 2 g."""
    text = (
        "Parent,Part,Qty,Mass (g)\n,front,2,\n,back,1,\nfront,kit,3,\nback,kit,5,\nkit,screw,1,2\n"
    )
    bom = read_bom(write(text))
    assert [(line.part, line.quantity, line.mass) for line in bom.lines] == [
        ("screw", 11.0, pytest.approx(0.022, rel=1e-12))
    ]


def test_parts_as_rows_and_materials_as_their_child_rows(write: Write) -> None:
    """Glass 1.51 m2 at 19.6 kg/m2; bracket 2 x 146 g split 75 % to 25 %."""
    text = (
        "BoM Level,ID,Name,Item Type,Quantity,Unit of measure,Measured mass (per UoM),"
        "Measured mass unit\n"
        "1,door,door,Part,1,Each,,\n"
        "2,pane,Pane,Part,1.51,m^2,19.6,kg/m^2\n"
        "3,glass-laminated,Laminated glass,Material,100,%,,\n"
        "2,br,Bracket,Part,2,Each,146,g/Part\n"
        "3,al,Aluminum 319,Material,75,%,,\n"
        "3,st,Steel 1015,Material,25,%,,\n"
    )
    bom = read_bom(write(text))
    assert [(x.part, x.material, x.path) for x in bom.lines] == [
        ("pane", "Laminated glass", ("door",)),
        ("br", "Aluminum 319", ("door",)),
        ("br", "Steel 1015", ("door",)),
    ]
    assert masses(bom) == pytest.approx([29.596, 0.219, 0.073], rel=1e-12)
    assert not bom.findings or {f.severity for f in bom.findings} == {"info"}


def test_a_total_column_is_the_mass_of_the_line(write: Write) -> None:
    text = "品番,材質,数量,総重量(g)\nA,鋼,4,200\n"
    assert masses(read_bom(write(text))) == [0.2]


def test_unit_mass_and_line_mass_that_disagree_are_reported(write: Write) -> None:
    text = "Part,Qty,Unit mass (kg),Total mass (kg)\nA,4,0.5,2\nB,4,0.5,3\n"
    bom = read_bom(write(text))
    assert masses(bom) == [2.0, 2.0]
    assert [(f.code, f.where) for f in bom.findings if f.severity == "warning"] == [
        ("line_mass_differs", "bom.csv row 3, column 'Total mass (kg)'")
    ]


def test_children_win_over_the_mass_of_their_assembly(write: Write) -> None:
    text = "Level,Part,Qty,Mass (kg)\n1,frame,2,10\n2,tube,3,3\n2,lug,1,2\n1,bolt,1,1\n"
    bom = read_bom(write(text))
    assert masses(bom) == [18.0, 4.0, 1.0]
    assert [f.code for f in bom.findings] == ["assembly_mass_differs"]
    assert "'frame' weighs 10 kg, but its parts 11 kg" in bom.findings[0].message


def test_an_assembly_whose_parts_have_no_mass_is_a_line_itself(write: Write) -> None:
    text = (
        "Level,Part,Material,Qty,Mass (kg)\n"
        "1,motor,,2,5\n2,rotor,steel,1,\n2,stator,copper,1,\n1,bolt,steel,1,1\n"
    )
    bom = read_bom(write(text))
    assert [(x.part, x.mass) for x in bom.lines] == [("motor", 10.0), ("bolt", 1.0)]
    assert [row for row, _ in bom.rows_skipped] == [3, 4]
    assert "inside 'motor'" in bom.rows_skipped[0][1]


def test_the_mass_of_an_assembly_closes_one_gap_among_its_parts(write: Write) -> None:
    """Frame 10 kg holds a tube of 3 kg twice: the one open part is 4 kg."""
    text = "Level,Part,Qty,Mass (kg)\n1,frame,1,10\n2,tube,2,3\n2,lug,1,\n1,bolt,1,1\n"
    bom = read_bom(write(text))
    assert masses(bom) == [6.0, 4.0, 1.0]
    assert [f.code for f in bom.findings] == ["mass_from_assembly"]


def test_a_leaf_without_mass_is_kept_and_reported(write: Write) -> None:
    bom = read_bom(write("Part,Material,Qty,Mass (kg)\nA,steel,1,2\nB,steel,3,n/a\n"))
    assert masses(bom) == [2.0, None]
    assert bom.mass == 2.0
    assert [(f.code, f.where) for f in bom.findings] == [("no_mass", "bom.csv row 3")]


def test_a_quantity_in_grams_is_its_own_mass(write: Write) -> None:
    text = "Part,Qty,Unit,Mass (kg)\nscrew,4,ea,0.01\nfilament,60,g,\n"
    assert masses(read_bom(write(text))) == pytest.approx([0.04, 0.06], rel=1e-12)


def test_metres_times_mass_per_metre(write: Write) -> None:
    text = "Part,Qty,Unit,Mass (g/m)\nprofile,250,cm,900\n"
    bom = read_bom(write(text))
    assert masses(bom) == pytest.approx([2.25], rel=1e-12)
    assert bom.lines[0].quantity == 250.0


def test_a_thousand_lines_without_mass_are_not_a_thousand_findings(write: Write) -> None:
    text = "Part,Qty,Mass (kg)\n" + "".join(f"P{i},1,\n" for i in range(1000)) + "Z,1,1\n"
    bom = read_bom(write(text))
    assert len(bom.findings) == 21
    assert bom.findings[-1].message == "980 more rows like these."


def test_a_product_row_needs_no_quantity(write: Write) -> None:
    bom = read_bom(write("Level,Part,Qty,Mass (kg)\n0,chair,,\n1,seat,2,3\n"))
    assert (bom.mass, bom.findings) == (6.0, ())


def test_a_word_like_total_beside_a_named_part_is_no_total(write: Write) -> None:
    bom = read_bom(write("Part,Shop,Qty,Mass (kg)\nA,Total,2,1\nB,Shell,1,1\n"))
    assert bom.mass == 3.0
