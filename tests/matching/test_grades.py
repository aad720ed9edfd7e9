"""A grade inside a longer text is a guess, made only where exactly one material can be meant."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from celca.inventory import embedded, read_inventory
from celca.matching import Matcher


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_inventory(embedded()["celca-open"]), {})


def real_names() -> Any:  # noqa: ANN401
    path = Path(__file__).with_name("test_real_names.py")
    spec = importlib.util.spec_from_file_location("real_names", path)
    if spec is None or spec.loader is None:
        pytest.fail("test_real_names.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "material"),
    [
        ("SUS304 t1.0", "stainless-steel"),
        ("ABS樹脂（黒）", "abs"),
        ("ABS樹脂 ナチュラル", "abs"),
        ("ABS, clear", "abs"),
        ("SUS304-2B t1.5", "stainless-steel"),
        ("SUS304製ボルト", "stainless-steel"),
        ("SUS 304", "stainless-steel"),
        ("AISI 304 stainless steel, brushed", "stainless-steel"),
        ("A5052-H34", "aluminium-sheet"),
        ("6061铝合金", "aluminium"),
        ("Aluminum 6061", "aluminium"),
        ("SECC t0.8 黒", "steel-galvanised"),
        ("SPCC相当", "steel-sheet"),
        ("ABS (black)", "abs"),
        ("ABS V0", "abs"),
        ("PP+GF30", "pp-gf30"),
        ("PA66 (white)", "polyamide"),
        ("screw M6x20 A2-70", "stainless-steel"),
    ],
)
def test_a_single_grade_in_a_text_is_guessed_never_found(
    matcher: Matcher, name: str, material: str
) -> None:
    assert matcher.find(name) is None
    guess = matcher.guess(name)
    assert guess is not None
    assert (guess.target, guess.how) == (material, "grade")
    assert guess.score < 1
    assert guess.by
    assert matcher.nearest(name)[0] == material


def test_a_guess_names_the_number_of_the_grade_and_not_the_word_beside_it(matcher: Matcher) -> None:
    guess = matcher.guess("Aluminum 6061")
    assert guess is not None
    assert guess.by == "6061"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("SPCC+Zn", "steel-sheet"),  # a coating
        ("PC/ABS", "abs"),  # two materials
        ("PC+ABS", "abs"),
        ("SUS304 or A5052", "stainless-steel"),
        ("PP-GF35", "pp"),  # another filler than the one that is known
        ("PA66-GF33", "polyamide"),
        ("PA66 30% GF", "polyamide"),
        ("PET foam", "pet"),
        ("SUS304用", "stainless-steel"),  # for it, not of it
        ("carbon steel S45C, zinc plated", "steel"),
        ("Stahl 1.4301", "stainless-steel"),  # the word and the grade disagree
    ],
)
def test_a_text_that_may_mean_another_material_is_refused_with_the_grade_first(
    matcher: Matcher, name: str, first: str
) -> None:
    assert matcher.guess(name) is None
    assert matcher.nearest(name)[0] == first


@pytest.mark.parametrize(
    "name",
    ["steel bracket", "STEEL PLATE", "part 6061", "PP 2205", "row 304", "paper 80 g", "", " "],
)
def test_a_mere_word_or_a_bare_number_is_no_grade(matcher: Matcher, name: str) -> None:
    assert matcher.guess(name) is None


def test_no_real_name_is_guessed_wrongly(matcher: Matcher) -> None:
    names = real_names()
    wrong = {
        name: (guess.target, right)
        for name, right in names.NAMES
        if matcher.find(name) is None and (guess := matcher.guess(name)) and guess.target != right
    }
    assert wrong == {}
    assert {name for name in names.REFUSED if matcher.guess(name)} == set()


def test_a_decision_of_the_study_comes_before_any_guess() -> None:
    matcher = Matcher(read_inventory(embedded()["celca-open"]), {"SUS304 t1.0": "steel"})
    found = matcher.find("SUS304 t1.0")
    assert found is not None
    assert (found.target, found.how) == ("steel", "matches.csv")
