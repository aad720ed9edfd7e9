"""`celca report`, `compare` and `explain` as a newcomer calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from celca.cli.group import cli

Write = Callable[..., Path]
BOM = "Part,Description,Material,Mass (kg),Process\nA,arm,resin,3,moulding\nB,foot,metal,1,\n"


def run(*arguments: object, code: int = 0) -> str:
    """Return what a command prints; fails where it ends with another code."""
    told = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert told.exit_code == code, told.output
    return told.output


def test_a_page_is_written_and_the_next_steps_are_named(write: Write, small: Path) -> None:
    bom = write("bom.csv", BOM)
    page = bom.with_name("page.html")
    said = run("report", bom, "-o", page, "-d", small, "--draws", 60)
    assert "Open it in any browser" in said
    assert "--template cfp-ja or iso14067" in said
    text = page.read_text(encoding="utf-8")
    assert "60 draws of the database" in text
    assert 'id="improve"' in text


@pytest.mark.parametrize(
    ("name", "more", "start"),
    [
        ("a.docx", ["--template", "iso14067"], b"PK"),
        ("b.docx", ["--template", "cfp-ja"], b"PK"),
        ("c.xlsx", [], b"PK"),
        ("d.svg", [], b"<svg"),
    ],
)
def test_the_ending_says_what_is_written(
    write: Write, small: Path, name: str, more: list[str], start: bytes
) -> None:
    bom = write("bom.csv", BOM)
    out = bom.with_name(name)
    run("report", bom, "-o", out, "-d", small, "--draws", 0, *more)
    assert out.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("name", "told"),
    [("page.htm", "the ending must be one of .html"), ("none/page.html", "Make it first.")],
)
def test_what_cannot_be_written_is_told_before_anything_is_computed(
    write: Write, small: Path, name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("celca.report.gather", lambda *_: pytest.fail("it was computed"))
    out = write("bom.csv", BOM).parent / name
    assert told in run("report", out.with_name("bom.csv"), "-o", out, "-d", small, code=1)


def test_every_line_that_a_report_says_fits_100_columns(write: Write, small: Path) -> None:
    bom = write("bom.csv", BOM)
    said = run("report", bom, "-o", bom.with_name("page.html"), "-d", small, "--draws", 0)
    name = str(bom.with_name("page.html"))
    assert max(len(line.replace(name, "page.html")) for line in said.splitlines()) <= 100


def test_the_number_of_the_page_is_that_of_the_footprint(write: Write, small: Path) -> None:
    bom = write("bom.csv", BOM)
    page = bom.with_name("page.html")
    run("report", bom, "-o", page, "-d", small, "--draws", 0)
    total = json.loads(run("footprint", bom, "-d", small, "--json"))["total_kg_co2e"]
    assert f'<data value="{total!r}">' in page.read_text(encoding="utf-8")


def test_scenarios_of_one_product_are_compared_in_the_same_draws(write: Write, small: Path) -> None:
    bom = write("bom.csv", BOM)
    scenarios = write("scenarios.toml", "[scenarios.again]\nrecycled = { resin = 1.0 }\n")
    asked = ("compare", bom, "--scenario", scenarios, "-d", small, "--draws", 60)
    told = json.loads(run(*asked, "--json"))
    assert [p["product"] for p in told["products"]] == ["bom", "bom: again"]
    first, second = told["uncertainty"]["bands"]
    assert first["change_low"] == first["change_high"] == 0
    assert second["change_high"] < 0
    assert second["probability_below_first"] == 1
    assert "In 60 draws that all products share" in run(*asked)
    page = bom.with_name("compared.html")
    run(*asked, "-o", page)
    assert "60 draws of the database" in page.read_text(encoding="utf-8")


def test_one_product_without_scenarios_is_no_comparison(write: Write, small: Path) -> None:
    said = run("compare", write("bom.csv", BOM), "-d", small, code=1)
    assert "one with --scenario" in said


def test_what_is_not_followed_is_told_so_that_the_tree_adds_up(write: Write, small: Path) -> None:
    bom = write("bom.csv", BOM)
    said = run("explain", bom, "-d", small, "--cut", 0.4)
    assert "the rest, not followed" in said
    told = json.loads(run("explain", bom, "-d", small, "--cut", 0.4, "--json"))
    roots = sum(n["kg_co2e"] for n in told["paths"] if n["parent"] < 0)
    assert roots + told["rest_kg_co2e"] == pytest.approx(told["total_kg_co2e"])
    assert sum(o["share"] for o in told["by_part"]) == pytest.approx(1)


def test_a_footprint_names_the_command_for_a_page(write: Write, small: Path) -> None:
    assert "celca report STUDY -o page.html" in run("footprint", write("b.csv", BOM), "-d", small)


def test_open_names_are_answered_with_the_two_commands_that_decide_them(
    write: Write, small: Path
) -> None:
    bom = write("bom.csv", "Part,Material,Mass (kg)\nA,unobtainium,1\n")
    said = run("report", bom, "-o", bom.with_name("page.html"), "-d", small, code=1)
    assert "celca match BOM -o matches.csv" in said
    assert "--matches matches.csv" in said
    matches = bom.with_name("matches.csv")
    said = run("match", bom, "-o", matches, "-d", small, code=3)
    assert f"celca report BOM --matches {matches}" in said.replace("\n", "")
