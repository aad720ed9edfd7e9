"""Tables fit the width there is, and break no word or figure for it."""

from __future__ import annotations

import pytest

from celca.cli.tables import show, table

HEADS = [("name", ""), ("decision", ""), ("by", ""), ("of the mass", "right"), ("nearest", "")]
ROW = (
    "a long name of several words that may be wrapped",
    "die-casting-aluminium",
    "alias (process)",
    "36.3 %",
    "aluminium-profile, steel-galvanised",
)


def test_a_table_that_is_too_wide_wraps_at_spaces_and_keeps_ids_and_figures_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(table("A table", HEADS, [ROW]))
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 100
    for whole in ("die-casting-aluminium", "36.3 %", "aluminium-profile,", "steel-galvanised"):
        assert whole in said


def test_a_word_that_is_wider_than_the_table_is_broken_rather_than_lost(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(table("", [("name", ""), ("sum", "right")], [("x" * 150, "12.5 %")]))
    said = capsys.readouterr().out
    assert said.count("x") == 150
    assert max(map(len, said.splitlines())) <= 100
    assert "12.5 %" in said


def test_a_table_that_fits_keeps_its_widths(capsys: pytest.CaptureFixture[str]) -> None:
    show(table("", [("name", ""), ("sum", "right")], [("one two", "1"), ("three", "20")]))
    assert "  one two     1  " in capsys.readouterr().out
