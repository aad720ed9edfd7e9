"""Masses and volumes by the size that a row states."""

from __future__ import annotations

from collections.abc import Callable
from math import pi
from pathlib import Path

import pytest

from celca.bom import read_bom
from celca.bom.extents import Extent, measure, read_extent
from celca.errors import FileFault

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("tube 20x2 mm, 1.5 m", Extent(section=pi * 2e-3 * 18e-3, length=1.5)),
        ("鋼管 φ20×2 L=1500", Extent(section=pi * 2e-3 * 18e-3, length=1.5)),
        ("Rohr 20x2x300", Extent(section=pi * 2e-3 * 18e-3, length=0.3)),
        ("tube 20x2 x 1.5 m", Extent(section=pi * 2e-3 * 18e-3, length=1.5)),
        ("sheet t1 0.5x2 m", Extent(thickness=1e-3, area=1.0)),
        ("square tube 40x20x2, 1000 mm long", Extent(section=224e-6, length=1.0)),
        ("Flachstahl 30x5, Länge 250", Extent(section=150e-6, length=0.25)),
        ("丸棒 φ10x200", Extent(section=pi / 4 * 1e-4, length=0.2)),
        ("round bar Ø12 x 1.5 m", Extent(section=pi / 4 * 144e-6, length=1.5)),
        ("sheet t1.0 0.8 m²", Extent(thickness=1e-3, area=0.8)),
        ("アルミ板 t2.0 300x200", Extent(thickness=2e-3, area=0.06)),
        ("plate 300 x 200 x 1.5 mm", Extent(thickness=1.5e-3, area=0.06)),
        ("PE film 50 µm film 2 m2", Extent(thickness=50e-6, area=2)),
        ("film 25 g/m² 0.8 m²", Extent(areal=0.025, area=0.8)),
        ("fabric 240 gsm", Extent(areal=0.24)),
        ("rail 2.5 kg/m, 1.2 m", Extent(linear=2.5, length=1.2)),
    ],
)
def test_a_text_says_how_large_a_piece_is(text: str, extent: Extent) -> None:
    found = read_extent(text)
    for name in Extent.__slots__:
        assert getattr(found, name) == pytest.approx(getattr(extent, name)), name


def test_a_gauge_of_wire_is_its_section() -> None:
    """AWG 20 is 0.812 mm across (ASTM B258), 0.518 mm2."""
    assert read_extent("copper wire AWG 20, 2 m").section == pytest.approx(0.518e-6, rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "screw M6x20",
        'jumper wires - 20 x 6" (150mm)',
        'tube 1x0.065"',
        "rod 10x200",
        "housing 300x200x80",
        "cable 20 AWG 2",
        "bar",
        "Rev. 2",
        "tube 20",
        "t",
        "x x",
    ],
)
def test_a_text_that_leaves_doubt_has_no_size(text: str) -> None:
    found = read_extent(text)
    assert found.section == found.thickness == found.area == found.areal == found.linear == 0


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [("1,5", "", 1.5), ("1.5", ",", 1.5), ("1,500", "", None), ("1,500", ".", 1500.0)]
    + [
        ("1.500", ".", 1.5),
        ("1.500", ",", 1500.0),
        ("1,500", ",", 1.5),
        ("0,125", "", 0.125),
        ("20", "", 20.0),
    ],
)
def test_a_number_in_a_text_is_read_or_left(text: str, decimal: str, number: float | None) -> None:
    assert measure(text, decimal) == number


def test_a_mass_per_area_gives_the_mass(write: Write) -> None:
    """2 pieces of 25 g/m2 on 0.8 m2, and 1.5 m2 of 240 g/m2: 40 g and 360 g."""
    text = "Part,Material,Qty,Unit,Mass (g)\nFilm 25 g/m2 0.8 m2,LDPE,2,pcs,\n"
    bom = read_bom(write(text + "Fabric 240 gsm,cotton,1.5,m2,\nC,steel,1,pcs,5\n"))
    assert [line.mass for line in bom.lines] == pytest.approx([0.04, 0.36, 0.005])
    assert [f.code for f in bom.findings] == ["mass_from_size"]


def test_columns_of_sizes_give_a_mass_or_a_volume(write: Write) -> None:
    head = "Part,Material,Qty,Length (mm),Width (mm),Thickness (mm),坪量 (g/m²),Density (g/cm3)\n"
    rows = "A,SPCC,2,300,200,1,,\nB,paper,1,1000,500,,80,\nC,alu,1,100,100,2,,2.7\n"
    bom = read_bom(write(head + rows))
    assert [line.volume for line in bom.lines] == [pytest.approx(2 * 60e-6), None, None]
    assert [line.mass for line in bom.lines] == [None, *map(pytest.approx, (0.04, 0.054))]
    assert set(bom.columns) >= {"length", "width", "thickness", "areal_mass"}


def test_sizes_beside_masses_are_not_used_and_listed_so(write: Write) -> None:
    bom = read_bom(write("Part,Material,Qty,Length (mm),Mass (kg)\nA,steel,1,300,2\n"))
    assert bom.lines[0].volume is None
    assert bom.not_used == ("Length (mm)",)


def test_a_volume_is_rolled_up_like_a_mass(write: Write) -> None:
    """Two frames of three tubes of 1 m: six times the section."""
    head = "Level,Part,Description,Material,Qty,Mass (kg)\n0,TOP,,,1,\n1,F,frame,,2,\n"
    bom = read_bom(write(head + "2,T,tube 20x2 L=1000,steel,3,\n1,X,,steel,1,1\n"))
    assert bom.lines[0].volume == pytest.approx(6 * pi * 2e-3 * 18e-3)


def test_the_total_closes_one_gap_among_lines_of_one_piece(write: Write) -> None:
    text = "Part,Material,Qty,Mass (kg)\nA,Steel,1,2\nB,Steel,1,\nTotal,,,5\n"
    bom = read_bom(write(text))
    assert [line.mass for line in bom.lines] == [2, 3]
    assert [f.code for f in bom.findings] == ["mass_from_total"]


@pytest.mark.parametrize(
    "rows",
    [
        "A,Steel,2,2\nB,Steel,1,\nTotal,,,5\n",  # 5 may be a plain sum of pieces
        "A,Steel,1,2\nB,Steel,1,\nC,Steel,1,\nTotal,,,5\n",  # two gaps
        "A,Steel,1,7\nB,Steel,1,\nTotal,,,5\n",  # nothing is left
    ],
)
def test_the_total_closes_no_gap_that_it_may_not(write: Write, rows: str) -> None:
    bom = read_bom(write("Part,Material,Qty,Mass (kg)\n" + rows))
    assert any(line.mass is None for line in bom.lines)
    assert "no_mass" in [f.code for f in bom.findings]


def test_a_column_without_a_heading_is_known_by_its_masses(write: Write) -> None:
    bom = read_bom(write("Part,Material,Qty,\nA,Steel,2,146 g\nB,ABS,1,1.5 kg\n"))
    assert bom.mass == pytest.approx(1.792)
    assert [f.code for f in bom.findings] == ["column_by_content"]


def test_two_columns_of_masses_without_headings_are_asked_about(write: Write) -> None:
    with pytest.raises(FileFault, match="both hold masses"):
        read_bom(write("Part,Material,Qty,Foo,Bar\nA,Steel,2,146 g,150 g\n"))
