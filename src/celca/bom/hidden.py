"""Rows that a workbook hides: a filter that was left on, or variants put out of sight.

The reader of workbooks does not tell them; they are marked in the XML of each sheet of an XLSX,
in the one content of an ODS, and in the records of an XLS.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from celca.bom.hidden_xls import hidden_rows_of_xls, is_xls

if TYPE_CHECKING:
    from zipfile import ZipFile

__all__ = ["hidden_rows"]

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]{1,7})"')
_BOOK, _RELATIONS, _CONTENT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml"
_TABLE = re.compile(rb"<table:table(?:-row)?(?=[\s/>])[^>]*>")
_UNSEEN = re.compile(rb'\stable:visibility="(?:collapse|filter)"')
_REPEATED = re.compile(rb'\stable:number-rows-repeated="([0-9]{1,7})"')
_MANY = 10_000  # rows hidden at once: the empty end of a sheet, no parts
_LEFT = 100_000


def hidden_rows(path: Path) -> Mapping[str, frozenset[int]] | None:
    """Return sheet -> its hidden rows, 1 = first; None for a file of a kind that does not tell.

    The size of the archive must have been measured before.
    """
    import zipfile

    if is_xls(path):  # first, for it may hold an archive inside
        return hidden_rows_of_xls(path)
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if _CONTENT in names:
            return _of_ods(archive)
        return _of_xlsx(archive, names) if {_BOOK, _RELATIONS} <= names else None


def _of_xlsx(archive: ZipFile, names: set[str]) -> dict[str, frozenset[int]]:
    target = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in _RELATION.findall(archive.read(_RELATIONS))
    }
    found = {}
    for tag in _SHEET.findall(archive.read(_BOOK)):
        member = target.get(_attribute(tag, rb"(?:\w+:)?id"), "").lstrip("/")
        member = member if member.startswith("xl/") else f"xl/{member}"
        if member in names:
            rows = (n for text in _tags(archive, member) for n in _HIDDEN.findall(text))
            found[html.unescape(_attribute(tag, b"name"))] = frozenset(map(int, rows))
    return found


def _of_ods(archive: ZipFile) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    rows: set[int] = set()
    row = 0
    for text in _tags(archive, _CONTENT):
        for tag in _TABLE.findall(text):
            if not tag.startswith(b"<table:table-row"):
                rows, row = (
                    found.setdefault(html.unescape(_attribute(tag, b"table:name")), set()),
                    0,
                )
                continue
            repeated = _REPEATED.search(tag)
            count = int(repeated[1]) if repeated else 1
            if _UNSEEN.search(tag) and count <= _MANY:
                rows.update(range(row + 1, row + count + 1))
            row += count
    return {name: frozenset(hidden) for name, hidden in found.items()}


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return match[1].decode("utf-8", "replace") if match else ""


def _tags(archive: ZipFile, member: str) -> Iterator[bytes]:
    """Yield the text of a member in pieces that end between two tags."""
    left = b""
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 20):
            text, _, left = (left + chunk).rpartition(b"<")
            yield text
            left = b"<" + left[:_LEFT]
    yield left
