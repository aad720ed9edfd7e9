"""Yield and scrap columns become a loss per kg kept, along the tree, or are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from celca.bom import read_bom
from celca.errors import FileFault

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("heading", "cell", "loss"),
    [
        ("Yield", "0.8", 0.25),  # 1 kg kept takes 1 / 0.8 kg
        ("歩留まり", "80%", 0.25),
        ("歩留まり(%)", "80", 0.25),
        ("歩留り率(%)", "0.8", 0.25),
        ("Scrap rate", "20%", 0.25),  # 0.2 of 1.25 kg is lost
        ("Scrap (%)", "20", 0.25),
        ("Verschnitt [%]", "0.5", 0.005 / 0.995),
        ("ロス率", "0.2", 0.25),
        ("Component scrap (%)", "25", 0.25),  # as SAP has it: added to what is kept
        ("Komponentenausschuss", "25%", 0.25),
        ("Yield", "1", 0.0),
    ],
)
def test_a_loss_is_per_kg_kept(write: Write, heading: str, cell: str, loss: float) -> None:
    bom = read_bom(write(f"Part,Material,Qty,Mass (kg),{heading}\nA,steel,2,1,{cell}\nB,pp,1,1,\n"))
    assert bom.lines[0].scrap == pytest.approx(loss, abs=1e-15)
    assert bom.lines[1].scrap is None
    assert bom.mass == 3.0  # what is lost is no part of the product


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("Yield", "0", "'0' is no yield"),
        ("Yield", "120%", "'120%' is no yield"),
        ("Yield", "85", "'85' is no yield. Write what is kept of what goes in, such as 0.85"),
        ("Yield", "0.8 kg", "is no yield"),
        ("Yield", "0.001", "is no yield"),
        ("Scrap rate", "100%", "'100%' is no scrap rate"),
        ("Scrap rate", "-5%", "is no scrap rate"),
        ("Component scrap", "-0.1", "is no component scrap"),
        ("Yield", "good", "'good' is not a number"),
    ],
)
def test_a_loss_out_of_range_is_refused_with_its_row(
    write: Write, heading: str, cell: str, said: str
) -> None:
    with pytest.raises(FileFault, match=r"row 2, column '") as fault:
        read_bom(write(f"Part,Material,Qty,Mass (kg),{heading}\nA,steel,2,1,{cell}\n"))
    assert said in str(fault.value)


def test_a_scrap_rate_says_how_it_was_read_a_yield_needs_not(write: Write) -> None:
    text = "Part,Material,Qty,Mass (kg),{}\nA,steel,2,1,30%\n"
    codes = {f.code: f.severity for f in read_bom(write(text.format("Scrap"))).findings}
    assert codes["scrap_of_input"] == "warning"
    assert "scrap_of_input" not in {f.code for f in read_bom(write(text.format("Yield"))).findings}


def test_two_columns_of_losses_are_refused(write: Write) -> None:
    with pytest.raises(FileFault, match="'Yield' and 'Scrap' both say what is lost"):
        read_bom(write("Part,Material,Qty,Mass (kg),Yield,Scrap\nA,steel,2,1,0.9,0.1\n"))


def test_a_gross_mass_beside_a_yield_is_refused(write: Write) -> None:
    with pytest.raises(FileFault, match="'Gross weight .kg.' is a gross mass, which holds"):
        read_bom(write("Part,Material,Qty,Gross weight (kg),Yield\nA,steel,2,1,0.9\n"))


def test_scrap_given_as_a_mass_is_no_share_and_is_listed_as_not_used(write: Write) -> None:
    bom = read_bom(write("Part,Material,Qty,Mass (kg),Scrap (kg)\nA,steel,2,1,0.5\n"))
    assert bom.lines[0].scrap is None
    assert bom.not_used == ("Scrap (kg)",)


def test_the_yield_of_an_assembly_holds_for_all_that_is_in_it(write: Write) -> None:
    """Of 10 assemblies 8 are good: each kg kept takes 1.25; with its own 0.5 the part takes 2.5."""
    text = (
        "Level,Part,Material,Qty,Mass (kg),Yield\n0,P,,1,,\n1,A,,2,,0.8\n2,X,steel,3,1,0.5\n"
        "2,Y,pp,1,1,\n1,Z,pp,1,1,\n"
    )
    scrap = {line.part: line.scrap for line in read_bom(write(text)).lines}
    assert scrap == {"X": pytest.approx(1.5), "Y": pytest.approx(0.25), "Z": None}


def test_an_assembly_used_twice_with_two_yields_is_weighed_by_how_often(write: Write) -> None:
    """A is used 1 time at yield 1 and 3 times at yield 0.5: 7 made for 4 kept."""
    text = (
        "Parent,Part,Material,Qty,Mass (kg),Yield\nP,B,,1,,\nP,A,,1,,1\nB,A,,3,,0.5\n"
        "A,X,steel,1,1,\n"
    )
    lines = read_bom(write(text)).lines
    assert [line.part for line in lines] == ["X"]
    assert lines[0].quantity == 4
    assert lines[0].scrap == pytest.approx(7 / 4 - 1)
