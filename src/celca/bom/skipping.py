"""Rows below the headings that are no items: totals, notes, examples, repeated headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from celca.bom.headings import MASSES, read_heading
from celca.bom.tables import Table
from celca.bom.words import fold, squeeze, word_set
from celca.errors import FileFault

__all__ = ["NAMELESS", "SECOND", "TOTAL", "item_rows"]

TOTAL = "total row"
NAMELESS = "a mass without a name"
SECOND = "in a second table"

_TAIL = re.compile(r"\s*[(\[（［][^)\]）］]*[)\]）］]\s*$|\s*[:：]\s*$")
_UNITS = ("unit", "mass_unit")
_AMOUNTS = (*MASSES, "quantity", "total_quantity")
_NAMES = ("part", "description", "material", "position", "level", "parent")


def item_rows(table: Table, tree: bool) -> tuple[list[list[Any]], list[int], list[tuple[int, str]]]:
    """Return (rows that are items, their row numbers, (row, reason) of the others).

    tree  whether a row with nothing but a name may be an assembly
    Blank rows are passed over in silence; every other row is in one list or the other.
    """
    reason = _judge(table, tree)
    items: list[list[Any]] = []
    numbers: list[int] = []
    skipped: list[tuple[int, str]] = []
    after_blank = ended = False
    widest = len(table.sheet.rows[table.header_row - 1]) if not table.sheet.name else 1 << 20
    for number, row in enumerate(table.rows, table.header_row + 1):
        if not any(row) and 0.0 not in row:
            after_blank = True
            continue
        ended = ended or (after_blank and _headings_again(row, table))
        why = SECOND if ended else reason(row)
        after_blank = why == "blank"
        if why and why != "blank":
            skipped.append((number, why))
        elif not why:
            if len(row) > widest and any(row[widest:]):
                raise _too_long(table, number, row, widest)
            items.append(row)
            numbers.append(number)
    return items, numbers, skipped


def _too_long(table: Table, number: int, row: Sequence[Any], widest: int) -> FileFault:
    """Return the fault of a row such as `A,2,1,5`, where 1,5 was one number."""
    return FileFault(
        f"{table.where} row {number}",
        f"the row has {len(row)} cells, but there are {widest} headings.",
        "A number or a text that holds the delimiter must stand in quotation marks.",
    )


def _headings_again(row: Sequence[Any], table: Table) -> bool:
    """Say whether a row after a gap begins another table, with headings of its own."""
    texts = [c for c in row if isinstance(c, str) and c.strip()]
    known = [t for t in texts if read_heading(t.strip())]
    same = {squeeze(t) for t in texts} <= {squeeze(h) for h in table.headers}
    return len(known) >= 2 and 2 * len(known) > len(texts) and not same


def _judge(table: Table, tree: bool) -> Callable[[list[Any]], str]:
    """Return a function that says why a row is no item; '' when it is one."""
    marks = word_set("total") | word_set("example")
    width = max([len(table.headers), *(c.index + 1 for c in table.columns.values())])
    names = [table.columns[m].index for m in _NAMES if m in table.columns]
    used = [c.index for m, c in table.columns.items() if m in (*MASSES, "quantity", "material")]
    looked_at = sorted({*names, *used} - {c.index for m, c in table.columns.items() if m in MASSES})
    needed = [] if tree else used
    first = min(names, default=0)
    begins = _beginnings()
    heading = next((h for i, h in enumerate(table.headers) if i == first), "")

    def reason(row: list[Any]) -> str:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        opening = row[first]
        if opening == "" or opening == heading:
            return _closely(row, table, marks, tree)
        for i in looked_at:
            cell = row[i]
            if cell.__class__ is str:
                start = cell.lstrip()[:2].lower()
                if start in begins or start[:1] in begins:
                    return _closely(row, table, marks, tree)
        for i in needed:
            if row[i] == "":
                return _closely(row, table, marks, tree)
        return ""

    return reason


@cache
def _beginnings() -> frozenset[str]:
    """Return the first two letters of all that may open a total, an example or a note."""
    words = word_set("total") | word_set("example") | word_set("note")
    short = {word[:2] for word in words} | {word[:1] for word in words if len(word) == 1}
    wide = {unicodedata.normalize("NFKC", c): c for c in map(chr, range(0xFF01, 0xFF5F))}
    return frozenset(short | {"".join(wide.get(c, c) for c in word) for word in short})


def _closely(row: Sequence[Any], table: Table, marks: frozenset[str], tree: bool) -> str:
    """Return why a row that looks odd is no item; '' when it is one after all."""
    filled = [(i, c) for i, c in enumerate(row) if not (isinstance(c, str) and not c.strip())]
    if not filled:
        return "blank"
    telling = {c.index for m, c in table.columns.items() if m in (*_NAMES, *_AMOUNTS, *_UNITS)}
    amounts = {c.index for m, c in table.columns.items() if m in _AMOUNTS}
    aside = {c.index for c in table.columns.values()} - telling
    named = any(table.columns[m].index in dict(filled) for m in _NAMES if m in table.columns)
    for index, text in filled:
        heard = index in telling or (index not in aside and not named)
        why = _reason(text, marks) if isinstance(text, str) and heard else ""
        if why and not (why == "note" and any(i in amounts and i != index for i, _ in filled)):
            return f"{why} row ({str(text).strip()[:40]!r})"
    if [squeeze(str(c)) for _, c in filled] == [squeeze(h) for h in table.headers if h]:
        return "headings repeated"
    masses = {c.index for m, c in table.columns.items() if m in MASSES}
    if all(i in masses for i, _ in filled):
        return NAMELESS
    names = {table.columns[m].index for m in ("part", "description") if m in table.columns}
    known = {column.index for column in table.columns.values()}
    if not any(i in known for i, _ in filled):
        return "text outside the columns that are read"
    if (
        len(filled) == 1
        and not tree
        and len(known) > 1
        and (filled[0][0] in names or filled[0][0] == 0)
    ):
        return f"heading or note ({str(filled[0][1]).strip()[:40]!r})"
    return ""


def _reason(text: str, marks: frozenset[str]) -> str:
    """Return total, example or note for the text of one cell, '' for any other."""
    folded = _TAIL.sub("", fold(text))
    if folded in marks:
        return "example" if folded in word_set("example") else "total"
    if folded.startswith(tuple(w for w in word_set("example") if w[-1] in ":)】]")):
        return "example"
    return "note" if folded.startswith(tuple(word_set("note"))) else ""
