import ast
import csv
import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

import celca
from celca.circular import METHODS
from celca.errors import Severity
from celca.methods import CATEGORIES
from celca.product import STAGES
from celca.report.words import LANGUAGES, load_words


def _rows() -> list[dict[str, str]]:
    text = files("celca.report").joinpath("words.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_key_stands_once() -> None:
    keys = [row["key"] for row in _rows()]
    assert sorted(keys) == sorted(set(keys))


def test_every_text_is_there_in_every_language_with_the_same_blanks() -> None:
    for row in _rows():
        if row["key"].startswith("finding."):  # the finding's own message is the English text
            assert row["ja"], row["key"]
            continue
        blanks = [set(re.findall(r"\{\w+\}", row[lang])) for lang in LANGUAGES]
        assert all(row[lang] for lang in LANGUAGES), row["key"]
        assert blanks[0] == blanks[1], row["key"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stage_and_category_has_a_name(lang: str) -> None:
    words = load_words(lang)
    for stage in STAGES:
        assert f"stage.{stage}" in words.table
    for category in CATEGORIES:
        assert f"category.{category}" in words.table


# rooms whose findings reach a footprint, and so a page
_ROOMS = (
    *("bom", "product", "assess", "circular", "system", "readers", "uncertainty", "scenario"),
    "exchange",
)


def _codes(room: str) -> set[str]:
    """Return every code of a finding that a room's source writes down, behind its severity."""
    found = set()
    for path in Path(celca.__file__).parent.joinpath(room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            row = node.args if isinstance(node, ast.Call) else getattr(node, "elts", ())
            texts = [cell.value if isinstance(cell, ast.Constant) else None for cell in row]
            found |= {str(b) for a, b in pairwise(texts) if a in get_args(Severity) and b}
    return found


@pytest.mark.parametrize("room", _ROOMS)
def test_every_finding_of_a_footprint_is_told_in_japanese(room: str) -> None:
    told = {row["key"] for row in _rows() if row["ja"]}
    silent = sorted(code for code in _codes(room) if f"finding.{code}" not in told)
    assert silent == []  # add finding.CODE to words.csv, in Japanese


def test_the_search_for_codes_finds_them() -> None:
    assert {"no_forming", "mass_balance"} <= _codes("assess")
    assert {"waste_treated", "provider_missing"} <= _codes("readers")


def test_every_row_of_the_checklist_and_every_allocation_rule_has_a_name() -> None:
    table = load_words("ja").table
    text = files("celca.audit").joinpath("checklist.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        assert f"check.{row['id']}" in table, row["id"]
    for rule in METHODS:
        assert f"allocation.{rule}" in table, rule
        assert f"allocation_short.{rule}" in table, rule


def test_a_row_of_the_checklist_says_on_the_page_what_the_checklist_asks() -> None:
    text = files("celca.audit").joinpath("checklist.csv").read_text(encoding="utf-8")
    asks = {f"check.{row['id']}": row["asks"] for row in csv.DictReader(text.splitlines())}
    assert asks == {row["key"]: row["en"] for row in _rows() if row["key"] in asks}


def test_what_has_no_name_keeps_its_own_in_plain_letters() -> None:
    assert load_words("en").name("variant", "eaf_steel") == "eaf steel"
