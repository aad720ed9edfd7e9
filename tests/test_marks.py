"""Names from files that would turn, command or calculate: harmless wherever they are shown."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from celca.cli.group import cli
from celca.marks import bare, clean, inert

Write = Callable[..., Path]
ESCAPE, TURN = "\x1b[31m", "\u202e"


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A0", "+1+cmd|x", "-cmd", "@SUM(1)", "\t=1"])
def test_a_cell_that_would_be_calculated_becomes_text(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert bare(inert(text)) == text


@pytest.mark.parametrize("text", ["", "steel", "-1.5", "+3", "-2e-5", "12 %", "'quoted'"])
def test_any_other_cell_stays(text: str) -> None:
    assert inert(text) == text
    assert bare(text) == text


@given(st.text())
def test_what_was_made_inert_is_read_back(text: str) -> None:
    if inert(text) != text:
        assert bare(inert(text)) == text


def test_marks_that_turn_the_text_around_are_taken_out() -> None:
    assert clean(f"a{TURN}b\u2066c\x00d\u200f\ne") == "abcd e"


@pytest.mark.parametrize("command", ["footprint", "explain", "improve"])
def test_a_name_commands_no_terminal_and_is_no_markup(
    command: str, write: Write, small: Path
) -> None:
    rows = f"{ESCAPE}red,{TURN}live,resin,1\n[bold]x[/bold],**md**,resin,2\n"
    bom = write("bom.csv", f"Part,Description,Material,Mass (kg)\n{rows}")
    told = CliRunner().invoke(cli, [command, str(bom), "-d", str(small)])
    assert told.exit_code == 0, told.output
    assert "\x1b" not in told.output
    assert TURN not in told.output
    assert "[bold]x[/bold]" in told.output


def test_an_error_commands_no_terminal(write: Write, small: Path) -> None:
    bom = write("bom.csv", f"Part,Material,Mass (kg)\nA,{ESCAPE}{TURN}nothing,1\n")
    told = CliRunner().invoke(cli, ["footprint", str(bom), "-d", str(small)])
    assert told.exit_code == 1
    assert "\x1b" not in told.output
    assert TURN not in told.output


def test_names_in_a_matches_file_are_text_and_decide_all_the_same(
    write: Write, small: Path, tmp_path: Path
) -> None:
    bad = "@SUM(1)"
    bom = write("bom.csv", f"Part,Material,Mass (kg)\nA,{bad},1\nB,resin,1\n")
    matches = tmp_path / "matches.csv"
    CliRunner().invoke(cli, ["match", str(bom), "-d", str(small), "-o", str(matches)])
    with matches.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert [f"'{bad}", ""] in [row[:2] for row in table]
    decided = [[*row[:1], "metal", *row[2:]] if row[0] == f"'{bad}" else row for row in table]
    with matches.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(decided)
    given = ["footprint", str(bom), "-d", str(small), "--matches", str(matches)]
    told = CliRunner().invoke(cli, given)
    assert told.exit_code == 0, told.output
    assert "metal" in told.output


def test_names_in_the_scores_of_a_catalogue_are_text(
    write: Write, small: Path, tmp_path: Path
) -> None:
    rows = "=cmd|x,A,resin,1\n-7,B,resin,1\n"
    catalogue = write("catalogue.csv", f"product,part,material,mass_kg\n{rows}")
    out = tmp_path / "scores.csv"
    told = CliRunner().invoke(cli, ["score", str(catalogue), "-o", str(out), "-d", str(small)])
    assert told.exit_code in (0, 3), told.output
    with out.open(encoding="utf-8", newline="") as file:
        names = {row["product"] for row in csv.DictReader(file)}
    assert names == {"'=cmd|x", "-7"}
