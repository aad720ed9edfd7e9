"""Addresses of Brightway databases and methods: bw:PROJECT/NAME."""

from __future__ import annotations

from contextlib import suppress

from celca.errors import DataError
from celca.readers.brightway_files import brightway_folder, open_project, project_names
from celca.readers.draft import some

__all__ = ["split_address"]


def split_address(address: str) -> tuple[str, str]:
    """Return project and name of `bw:PROJECT/NAME`; either may hold a '/' too.

    Of several readings it is the one whose project holds such a database, then one whose project
    is there, the longest. Raises DataError.
    """
    known: list[str] = []
    with suppress(DataError):  # what is written to need not exist yet
        known = project_names(brightway_folder())
    text = address.removeprefix("bw:")
    pairs = [(text[:i], text[i + 1 :]) for i, letter in enumerate(text) if letter == "/"]
    found = [pair for pair in reversed(pairs) if pair[0] in known]
    held = [pair for pair in found if pair[1] in open_project(pair[0]).databases]
    project, name = [*held, *found, *pairs, (text, "")][0]
    if text in known and not found:
        project, name = text, ""
    if not project or not name:
        databases = some(map(repr, open_project(project).databases)) if project in known else ""
        told = (
            f" Project {project!r} holds {databases or 'no databases'}." if project in known else ""
        )
        raise DataError(f"{address!r} is not of the form bw:PROJECT/DATABASE.{told}")
    return project, name
