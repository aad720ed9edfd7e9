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
