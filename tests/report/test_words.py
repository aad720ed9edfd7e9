import csv
import re
from importlib.resources import files

import pytest

from celca.methods import CATEGORIES
from celca.product import STAGES
from celca.report.words import LANGUAGES, clean, load_words


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


def test_what_has_no_name_keeps_its_own_in_plain_letters() -> None:
    assert load_words("en").name("variant", "eaf_steel") == "eaf steel"


def test_marks_that_turn_the_text_around_are_taken_out() -> None:
    assert clean("a\u202eb\u2066c\x00d\u200f\ne") == "abcd e"
