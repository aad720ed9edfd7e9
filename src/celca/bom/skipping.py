"""Rows below the headings that are no items: totals, notes, examples, repeated headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

from celca.bom.headings import MASSES, read_heading
from celca.bom.tables import Table
from celca.bom.words import fold, squeeze, word_set
from celca.errors import FileFault

__all__ = ["NAMELESS", "SECOND", "TOTAL", "item_rows"]

TOTAL = "total row"
NAMELESS = "a mass without a name"
SECOND = "in a second table"
_BLANK = "blank"

_NOT_PLAIN = re.compile(r"[^0-9.\n]")
_TAIL = re.compile(r"\s*[(\[（［][^)\]）］]*[)\]）］]\s*$|\s*[:：]\s*$")
_UNITS = ("unit", "mass_unit")
_AMOUNTS = (*MASSES, "quantity", "total_quantity")
_NAMES = ("part", "description", "material", "position", "level", "parent")


def item_rows(table: Table, tree: bool) -> tuple[list[list[Any]], list[int], list[tuple[int, str]]]:
    """Return (rows that are items, their row numbers, (row, reason) of the others).

    tree  whether a row with nothing but a name may be an assembly
    Blank rows are passed over in silence; every other row is in one list or the other.
    """
    rows, first = table.rows, table.header_row + 1
    _fill_up(table, rows)
    reasons = dict(_reasons(table, rows, tree))
    items: list[list[Any]] = []
    numbers: list[int] = []
    done = 0
    for index in [*reasons, len(rows)]:
        items += rows[done:index]
        numbers += range(first + done, first + index)
        done = index + 1
    _refuse_too_long(table, items, numbers)
    return items, numbers, [(first + i, why) for i, why in reasons.items() if why != _BLANK]


def _reasons(table: Table, rows: Sequence[list[Any]], tree: bool) -> Iterator[tuple[int, str]]:
    """Yield (row from 0, why it is no item), in order; all others are items."""
    blank_before = -1
    for index in _odd_rows(table, rows, tree):
        row = rows[index]
        if not any(row) and 0.0 not in row:
            why = _BLANK
        elif blank_before == index - 1 and _headings_again(row, table):
            yield from ((i, SECOND if any(rows[i]) else _BLANK) for i in range(index, len(rows)))
            return
        else:
            why = _closely(row, table, tree)
        if why:
            yield index, why
        if why == _BLANK:
            blank_before = index


def _fill_up(table: Table, rows: Sequence[list[Any]]) -> None:
    """Give short rows empty cells up to the last column that is read."""
    width = max([len(table.headers), *(c.index + 1 for c in table.columns.values())])
    if min(map(len, rows), default=width) < width:
        for row in rows:
            if len(row) < width:
                row.extend([""] * (width - len(row)))


def _refuse_too_long(table: Table, items: Sequence[Sequence[Any]], numbers: Sequence[int]) -> None:
    widest = len(table.sheet.rows[table.header_row - 1])
    if table.sheet.name or max(map(len, items), default=0) <= widest:
        return
    for row, number in zip(items, numbers, strict=True):
        if any(row[widest:]):
            raise _too_long(table, number, row, widest)


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


def _odd_rows(table: Table, rows: Sequence[Sequence[Any]], tree: bool) -> list[int]:
    """Return the rows that have to be looked at closely, from 0; the others are items.

    Columns are gone through whole, for a list may have a million rows and hardly an odd one.
    """
    names = [table.columns[m].index for m in _NAMES if m in table.columns]
    used = [c.index for m, c in table.columns.items() if m in (*MASSES, "quantity", "material")]
    looked_at = {*names, *used} - {c.index for m, c in table.columns.items() if m in MASSES}
    first = min(names, default=0)
    heading = next((h for i, h in enumerate(table.headers) if i == first), "")
    odd: set[int] = set()
    for column in sorted({first, *looked_at, *used}):
        cells = [row[column] for row in rows]
        if column == first or (column in used and not tree):
            odd.update(i for i, cell in enumerate(cells) if cell == "")
        if column == first:
            odd.update(i for i, cell in enumerate(cells) if cell == heading)
        if column in looked_at:
            odd.update(_marked(cells))
    blank = [i for i in odd if not str(rows[i][first]).strip()]  # a table may begin after one
    odd.update(i + 1 for i in blank if i + 1 < len(rows))
    return sorted(odd)


def _marked(cells: Sequence[Any]) -> list[int]:
    """Return where cells begin as a total, an example or a note does; every form is seen once."""
    with suppress(TypeError):  # a workbook has numbers, not texts
        if not _NOT_PLAIN.search("\n".join(cells)):
            return []
    begins = _beginnings()
    known: dict[Any, bool] = {}
    found = []
    for index, cell in enumerate(cells):
        start = cell[:2] if cell.__class__ is str else ""
        try:
            odd = known[start]
        except KeyError:
            low = start.lower()
            odd = known[start] = start[:1].isspace() or low in begins or low[:1] in begins
        if odd:
            found.append(index)
    return found


@cache
def _beginnings() -> frozenset[str]:
    """Return the first two letters of all that may open a total, an example or a note."""
    words = word_set("total") | word_set("example") | word_set("note")
    short = {word[:2] for word in words} | {word[:1] for word in words if len(word) == 1}
    wide = {unicodedata.normalize("NFKC", c): c for c in map(chr, range(0xFF01, 0xFF5F))}
    return frozenset(short | {"".join(wide.get(c, c) for c in word) for word in short})


def _closely(row: Sequence[Any], table: Table, tree: bool) -> str:
    """Return why a row that looks odd is no item; '' when it is one after all."""
    filled = [(i, c) for i, c in enumerate(row) if not (isinstance(c, str) and not c.strip())]
    if not filled:
        return _BLANK
    telling = {c.index for m, c in table.columns.items() if m in (*_NAMES, *_AMOUNTS, *_UNITS)}
    amounts = {c.index for m, c in table.columns.items() if m in _AMOUNTS}
    named = any(table.columns[m].index in dict(filled) for m in _NAMES if m in table.columns)
    for index, text in filled:
        heard = index in telling or not named
        why = _reason(text) if isinstance(text, str) and heard else ""
        if why and not (why == "note" and any(i in amounts and i != index for i, _ in filled)):
            return f"{why} row ({_shown(text)!r})"
    if [squeeze(str(c)) for _, c in filled] == [squeeze(h) for h in table.headers if h]:
        return "headings repeated"
    masses = {c.index for m, c in table.columns.items() if m in MASSES}
    if all(i in masses for i, _ in filled):
        return NAMELESS
    return _apart(filled, table, tree)


def _apart(filled: Sequence[tuple[int, Any]], table: Table, tree: bool) -> str:
    """Return why cells that stand apart from the amounts are no item; '' where they are one."""
    names = {table.columns[m].index for m in ("part", "description") if m in table.columns}
    known = {column.index for column in table.columns.values()}
    if not any(i in known for i, _ in filled):
        return "text outside the columns that are read"
    alone = len(filled) == 1 and not tree and len(known) > 1
    if alone and (filled[0][0] in names or filled[0][0] == 0):
        return f"heading or note ({_shown(filled[0][1])!r})"
    return ""


def _shown(cell: object) -> str:
    """Return the beginning of a text for a sentence, with plain white space."""
    return " ".join(str(cell).split())[:40]


@lru_cache(maxsize=1 << 16)
def _reason(text: str) -> str:
    """Return total, example or note for the text of one cell, '' for any other."""
    folded = _TAIL.sub("", fold(text))
    if folded in word_set("total") or folded in word_set("example"):
        return "example" if folded in word_set("example") else "total"
    if folded.startswith(tuple(w for w in word_set("example") if w[-1] in ":)】]")):
        return "example"
    return "note" if folded.startswith(tuple(word_set("note"))) else ""
