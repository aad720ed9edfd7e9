"""The tree of errors is drawn as it is, and names come with their neighbours."""

from __future__ import annotations

import inspect
import json
from dataclasses import asdict

from celca import errors
from celca.errors import CelcaError, Finding, Names, UnknownName, nearest


def test_the_docstring_draws_every_error_there_is() -> None:
    classes = [
        name
        for name, thing in inspect.getmembers(errors, inspect.isclass)
        if issubclass(thing, CelcaError)
    ]
    assert classes
    assert [name for name in classes if name not in (errors.__doc__ or "")] == []


def test_every_error_is_caught_by_one_except() -> None:
    for name, thing in inspect.getmembers(errors, inspect.isclass):
        if issubclass(thing, Exception):
            assert issubclass(thing, CelcaError), name


def test_an_unknown_name_says_where_what_and_what_is_near() -> None:
    error = UnknownName("material", "aluminum", ["aluminium", "copper"], "bom.csv row 2")
    assert str(error).startswith("bom.csv row 2: no material is called 'aluminum'.")
    assert error.near == ("aluminium",)


def test_nearest_sets_case_aside() -> None:
    assert nearest("STEEL", ["steel", "glass"]) == ("steel",)


def test_a_finding_keeps_the_figures_of_its_sentence() -> None:
    found = Finding.of(
        "info", "x", "{part!r} has {share:.1%}.", "bom.csv row 2", part="A", share=0.5
    )
    assert (found.message, found.where) == ("'A' has 50.0%.", "bom.csv row 2")
    assert found.values == {"part": "A", "share": 0.5}
    assert found == Finding("info", "x", "'A' has 50.0%.", "bom.csv row 2")


def test_braces_in_a_name_are_only_braces() -> None:
    assert Finding.of("info", "x", "{part} is odd.", part="{0}").message == "{0} is odd."


def test_names_stand_in_a_sentence_plain_or_in_quotes() -> None:
    names = Names(["a", "b"])
    assert f"{names}; {names:q}" == "a, b; 'a', 'b'"


def test_the_values_of_a_finding_are_plain_json() -> None:
    found = Finding.of("info", "x", "{names}.", names=Names(["a", "b"]))
    assert json.loads(json.dumps(asdict(found)))["values"] == {"names": ["a", "b"]}
