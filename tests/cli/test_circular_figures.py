"""What a terminal shows of life, carbon and late release beside a total, and of each rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from celca.cli.group import cli

Write = Callable[..., Path]
TOML = """
name = "Shelf"
bom = "shelf.csv"
[life]
uses = 4
[end_of_life.default]
incineration = 1
[delayed_emissions]
after = "10 year"
"""


def shown(*arguments: str) -> str:
    """Return what a command prints, its lines put together again."""
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    return " ".join(result.output.split())


def test_figures_beside_the_total_are_shown_as_such(write: Write, small: Path) -> None:
    """2 kg of wood for 4 uses: .1 kg CO2e, 3.6667 / 4 stored; .924 of the fire's .9167 weighs."""
    write("shelf.csv", "Part,Material,Mass (kg)\nA,wood,2\n")
    out = shown("footprint", str(write("s.toml", TOML)), "--database", str(small))
    assert "One product serves 4 uses: 0.4000 kg CO2e once, 0.0000 for each use." in out
    assert "Stored at the gate, no credit: 0.9167 kg CO2, biogenic." in out
    assert "Supplementary, PAS 2050:2011, annex E: 0.03033 kg CO2e" in out
    assert "weighted 0.924 for its delay" in out


def test_a_saving_is_never_shown_without_boundary_and_rule(write: Write, small: Path) -> None:
    bom = str(write("b.csv", "Part,Material,Mass (kg)\nA,resin,1\n"))
    for command in (["circular"], ["circular", bom], ["improve", bom]):
        out = shown(*command, "--database", str(small))
        assert "cradle-to-gate, cut-off" in out, command
    every = shown("footprint", bom, "--database", str(small), "--allocation", "all")
    assert "Under every allocation rule, cradle-to-gate" in every


STEPS = """
name = "Box"
bom = "box.csv"
[[packaging]]
material = "wood"
mass = "1 kg"
[[production]]
process = "electricity"
amount = "1 MJ"
[[production]]
process = "electricity"
amount = "2 MJ"
description = "assembly line 3"
"""


def test_a_part_is_shown_by_its_number_and_its_name(write: Write, small: Path) -> None:
    write("box.csv", "Part,Description,Material,Mass (kg)\nA-1,Lid,resin,1\nLid,Lid,metal,1\n")
    out = shown("footprint", str(write("s.toml", STEPS)), "--database", str(small))
    assert "A-1 Lid resin" in out
    assert "Lid metal" in out
    assert "Lid Lid" not in out
    assert "packaging 1 wood" in out


def test_a_step_is_called_in_the_readers_language_unless_the_study_names_it(
    write: Write, small: Path
) -> None:
    write("box.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    study = str(write("s.toml", STEPS))
    for command in (["footprint", study], ["report", study, "-o", str(small / "page.html")]):
        out = shown(*command, "--lang", "ja", "--database", str(small), "--draws", "0")
        told = out if command[0] == "footprint" else (small / "page.html").read_text("utf-8")
        assert "電力" in told, command
        assert "assembly line 3" in told, command
    assert "電力" not in shown("footprint", study, "--database", str(small))


def test_a_rule_that_is_refused_says_how_to_learn_why(write: Write, small: Path) -> None:
    write("box.csv", "Part,Material,Mass (kg)\nA,resin,1\n")
    ends = STEPS + "[end_of_life.default]\nlandfill = 1\n"
    out = shown("circular", str(write("s.toml", ends)), "--database", str(small))
    assert ("refused:" in out) == (" refused " in out.replace("refused:", ""))
    assert "--allocation RULE' says which." in out


def test_a_share_may_be_written_with_a_per_cent_sign(write: Write, small: Path) -> None:
    bom = str(write("b.csv", "Part,Material,Mass (kg)\nA,resin,1\nB,metal,1\n"))
    asked = ("improve", bom, "--database", str(small), "--min-recycled")
    assert "Best choice for all parts" in shown(*asked, "30%")
    assert shown(*asked, "30%") == shown(*asked, "0.3")
    assert "within 0.00% of the best" in shown(*asked, "0.3")
    wrong = CliRunner().invoke(cli, [*asked, "30"])
    assert (wrong.exit_code, "a share is 0 to 1" in wrong.output) == (1, True)
