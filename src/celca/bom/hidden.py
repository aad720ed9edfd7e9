"""Rows that an XLSX workbook hides: a filter that was left on, or variants put out of sight.

The reader of workbooks does not tell them; they are marked in the XML of each sheet.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zipfile import ZipFile

__all__ = ["hidden_rows"]

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]{1,7})"')
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def hidden_rows(path: Path) -> dict[str, frozenset[int]]:
    """Return sheet -> its hidden rows, 1 = first; nothing for a file that is no XLSX.

    The size of the archive must have been measured before.
    """
    import zipfile

    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not {_BOOK, _RELATIONS} <= names:
            return {}
        target = {
            _attribute(tag, b"Id"): _attribute(tag, b"Target")
            for tag in _RELATION.findall(archive.read(_RELATIONS))
        }
        found = {}
        for tag in _SHEET.findall(archive.read(_BOOK)):
            member = target.get(_attribute(tag, rb"(?:\w+:)?id"), "").lstrip("/")
            member = member if member.startswith("xl/") else f"xl/{member}"
            rows = frozenset(_hidden(archive, member)) if member in names else frozenset()
            if rows:
                found[html.unescape(_attribute(tag, b"name"))] = rows
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return match[1].decode("utf-8", "replace") if match else ""


def _hidden(archive: ZipFile, member: str) -> Iterator[int]:
    """Yield the hidden rows of one sheet, as its text streams by."""
    left = b""
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 20):
            text, _, left = (left + chunk).rpartition(b"<")
            yield from map(int, _HIDDEN.findall(text))
            left = b"<" + left[:100_000]
    yield from map(int, _HIDDEN.findall(left))
