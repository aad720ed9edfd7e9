"""The tree of errors is drawn as it is, and names come with their neighbours."""

from __future__ import annotations

import inspect

from celca import errors
from celca.errors import CelcaError, UnknownName, nearest


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
