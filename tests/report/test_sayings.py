"""Findings and checklists in Japanese: every sentence of the code has its row in the table."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import celca
from celca.assess import Footprint
from celca.audit import Evidence, checklist
from celca.errors import Finding, Names
from celca.readers.jsonld_amounts import TOLD
from celca.report.sayings import Sayings
from celca.report.words import load_words

_REPORTED = ("bom", "product", "assess", "circular", "system", "uncertainty", "scenario")
_ROOMS = (*_REPORTED, "audit", "cli")
_WITHOUT_VALUES = ("readers", "catalog")  # their sentences are read, values and all
_ALONE = ("alone", "looked")
# where a template stands among the arguments of a call
_TEMPLATES = {"Finding.of": (2,), "Found.of": (2,), "met": (2, 3), "unknown": (1,)}
_TEMPLATES["tongue"] = (0,)  # in the terminal
_PLAIN = {"{told}"}  # what people or documents say stays as they said it

japanese = Sayings(load_words("ja"), {"steel": "鋼", "wood": "木材"}, {"sawing": "製材"})


def _rows() -> list[dict[str, str]]:
    text = files("celca.report").joinpath("sentences.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _blanks(template: str) -> dict[str, str]:
    """Return the names in a template with how each is formatted."""
    parts = Formatter().parse(template)
    return {name: spec or "" for _, name, spec, _ in parts if name}


def _constants(node: ast.AST, scopes: list[ast.AST]) -> Iterator[str]:
    """Yield the texts that an argument may be, through names, choices and tables."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, scopes)
        yield from _constants(node.orelse, scopes)
    elif isinstance(node, ast.Subscript):
        yield from _constants(node.value, scopes)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _constants(value, scopes)
    elif isinstance(node, ast.Name):
        for value in _assigned(node.id, scopes):
            yield from _constants(value, scopes)


def _assigned(name: str, scopes: list[ast.AST]) -> Iterator[ast.AST]:
    for scope in scopes:
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign):
                pairs: list[tuple[ast.AST, ast.AST]] = [(node.targets[0], node.value)]
                if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
                yield from (v for t, v in pairs if isinstance(t, ast.Name) and t.id == name)


def _templates(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """Yield each argument that is a template, as it is written, with the texts it may be."""
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    top = ast.Module([n for n in tree.body if isinstance(n, ast.Assign)], [])
    for function in functions:
        for call in ast.walk(function):
            if isinstance(call, ast.Call):
                for place in _TEMPLATES.get(ast.unparse(call.func), ()):
                    found = set(_constants(call.args[place], [function, top]))
                    yield ast.unparse(call.args[place]), found


def _trees(rooms: tuple[str, ...]) -> Iterator[ast.Module]:
    for room in rooms:
        for path in sorted(Path(celca.__file__).parent.joinpath(room).glob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def _sentences() -> set[str]:
    found = [texts for tree in _trees(_ROOMS) for _, texts in _templates(tree)]
    return set().union(*found) - _PLAIN


def test_every_template_is_a_text_that_can_be_read_off_the_code() -> None:
    given = {"said"}  # handed through by met itself
    silent = [
        said
        for tree in _trees(_ROOMS)
        for said, texts in _templates(tree)
        if not texts and said not in given
    ]
    assert silent == []


def test_every_sentence_of_a_finding_or_a_check_has_its_row() -> None:
    known = {row["en"] for row in _rows()}
    assert sorted(_sentences() - known) == []  # add the sentence to sentences.csv, in Japanese


def test_no_row_is_left_of_a_sentence_that_nobody_says() -> None:
    ours = {row["en"] for row in _rows() if row["code"] not in _ALONE}
    assert sorted(ours - _sentences()) == []


def test_no_finding_of_a_footprint_keeps_its_values_to_itself() -> None:
    bare = [
        ast.unparse(call)
        for tree in _trees(_REPORTED)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "Finding"
    ]
    assert bare == []  # make it with Finding.of


def test_the_search_for_sentences_finds_them() -> None:
    found = _sentences()
    assert len(found) > 100
    assert "{part!r} has no mass." in found
    assert "Nobody has said." in found


def _skeleton(template: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", template)


def _spoken(node: ast.AST) -> str:
    """Return what a text with values in it looks like, each value a pair of braces."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_spoken, node.values))
    return str(node.value) if isinstance(node, ast.Constant) else "{}"


def test_what_readers_and_catalogues_find_has_its_row_too() -> None:
    known = {_skeleton(row["en"]) for row in _rows()}
    silent = set[str]()
    for tree in _trees(_WITHOUT_VALUES):
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
        for function in functions:
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "Finding":
                    said = call.args[2]
                    texts = (
                        list(_assigned(said.id, [function]))
                        if isinstance(said, ast.Name)
                        else [said]
                    )
                    silent |= {_spoken(text) for text in texts} - known
    told_elsewhere = {x for x in silent if x.startswith(("The {} was", "No demand was kept"))}
    assert sorted(silent - told_elsewhere) == []  # add them to sentences.csv as `alone`


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["en"][:40])
def test_both_languages_tell_the_same_values(row: dict[str, str]) -> None:
    english, told = _blanks(row["en"]), _blanks(row["ja"])
    assert told.keys() <= english.keys()
    if row["code"] in _ALONE:
        assert not any(told.values())  # read out of a sentence, a number is a text
    else:
        assert told.keys() == english.keys()
        values = {k: Names(["a"]) if s == "q" else 1.5 if s else "x" for k, s in english.items()}
        message = row["en"].format(**values)
        assert japanese(message, values) != message or row["ja"] == row["en"]


def test_no_sentence_stands_twice() -> None:
    sentences = [row["en"] for row in _rows()]
    assert sorted(sentences) == sorted(set(sentences))


def test_a_finding_is_told_with_its_figures_and_the_names_of_the_database() -> None:
    found = Finding.of(
        "info",
        "no_recycled_content",
        "No recycled content is stated for {materials}: taken as virgin.",
        materials=Names(["steel", "wood", "x-9"]),
    )
    told = "鋼、木材、x-9の再生材利用率の記載がないため、バージン材とみなしました。"
    assert japanese(found.message, found.values) == told
    assert Sayings(load_words("en"))(found.message, found.values) == found.message


def test_a_finding_that_went_through_json_is_told_the_same() -> None:
    message = "No recycled content is stated for steel, wood: taken as virgin."
    assert japanese(message, {"materials": ["steel", "wood"]}).startswith("鋼、木材の")


@pytest.mark.parametrize(
    ("message", "values"),
    [
        ("No recycled content is stated for steel: taken as virgin.", {}),
        ("No recycled content is stated for steel: taken as virgin.", {"material": "steel"}),
        ("Something that has no row.", {"part": "A"}),
        ("{part} {", {}),
        ("The quantity is 3, but 4 designators are listed.", {"quantity": "3", "count": 4}),
    ],
)
def test_what_cannot_be_told_in_japanese_stays_english(
    message: str, values: dict[str, str]
) -> None:
    assert japanese(message, values) == message


def test_a_name_with_braces_and_marks_is_only_a_name() -> None:
    found = Finding.of("warning", "no_mass", "{part!r} has no mass.", part="{0} <b>\u202e")
    assert japanese(found.message, found.values) == "「{0} <b>」の質量の記載がありません。"


def test_a_reason_is_read_out_of_its_sentence() -> None:
    reason = "no material is called 'Foo 7' (did you mean 'steel' or 'wood'?)"
    assert japanese(reason) == "「Foo 7」にあたる材料がありません。候補：鋼（steel）、木材（wood）"


def test_what_a_step_does_is_told_with_the_step_in_it() -> None:
    assert japanese("replaced 2 times: incineration") == "交換2回：焼却"
    assert japanese("repair: new hinge") == "修理：new hinge"


def test_a_reason_inside_a_finding_is_told_too() -> None:
    reason = "bom.csv row 2: the database has no incineration of 'steel' (recycled); give its end of life other shares, in [end_of_life.steel]."
    found = Finding.of("warning", "x", "{variant}: {reason}", variant="all_recycled", reason=reason)
    told = (
        "すべて再生材：データベースに「鋼」（再生材）の焼却のデータがありません（bom.csv 2行目）。"
    )
    assert japanese(found.message, found.values).startswith(told)


def test_a_place_in_a_file_is_named_in_japanese() -> None:
    assert japanese.place("bom.csv row 7, column 'Mass'") == "bom.csv 7行目 列「Mass」"
    assert Sayings(load_words("en")).place("bom.csv row 7") == "bom.csv row 7"


def test_minus_signs_are_those_of_the_page() -> None:
    values = {"out": 2.0, "taken": -3.5}
    message = "{out:.4g} out, {taken:.4g} in.".format(**values)
    assert japanese(message, values) == "排出 2、吸収 −3.5（kg-CO₂e）"


def test_the_checklist_of_a_footprint_is_japanese_throughout(lamp: Footprint) -> None:
    for standard in ("iso14067", "ghgp", "jp", "battery"):
        for item in checklist(Evidence(replace(lamp, findings=())), standard):
            path = item.looked.startswith("$.")
            assert path or japanese(item.looked) != item.looked, item
            told = japanese(item.found, item.values)
            assert item.values.keys() == {"told"} or not re.search(
                r"[A-Za-z]{3,} [a-z]{2,} ", told
            ), (item.id, told)


def test_what_is_told_by_a_table_has_its_row_too() -> None:
    known = {row["en"] for row in _rows()}
    assert [told for *_, told, _ in TOLD if told not in known] == []
