"""Rows below the headings that are no items: totals, notes, examples, repeated headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from celca.bom.headings import MASSES, read_heading
from celca.bom.marks import marked, reason
from celca.bom.sections import assembly_of, is_recapitulation
from celca.bom.tables import Table
from celca.bom.words import squeeze
from celca.errors import FileFault

__all__ = ["NAMELESS", "SECOND", "TOTAL", "item_rows"]

TOTAL = "total row"
NAMELESS = "a mass without a name"
SECOND = "in a second table"
_SAID_AGAIN = "in the recapitulation"
_BLANK = "blank"

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
    places, blank_before = _places(table, tree), -1
    for index in _odd_rows(table, rows, tree):
        row = rows[index]
        again = blank_before == index - 1 and _headings_again(row, table)
        if again or is_recapitulation(row):
            why = SECOND if again else _SAID_AGAIN
            yield from ((i, why if any(rows[i]) else _BLANK) for i in range(index, len(rows)))
            return
        why = _closely(row, places)
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
            odd.update(_at("", cells))
        if column == first:
            odd.update(_at(heading, cells))
        if column in looked_at:
            odd.update(marked(cells))
    blank = [i for i in odd if not str(rows[i][first]).strip()]  # a table may begin after one
    odd.update(i + 1 for i in blank if i + 1 < len(rows))
    return sorted(odd)


def _at(text: str, cells: Sequence[Any]) -> list[int]:
    return [i for i, cell in enumerate(cells) if cell == text] if text in cells else []


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in a row what stands: columns from 0.

    known    columns that are read at all
    naming   any that may name an item; `called`, those of its number and its name
    telling  those of names, amounts and units, in which a word for a total is heard
    headings squeezed, of the columns that have one
    tree     whether a row with nothing but a name may be an assembly
    """

    known: Set[int]
    naming: Set[int]
    called: Set[int]
    telling: Set[int]
    amounts: Set[int]
    masses: Set[int]
    headings: Sequence[str]
    tree: bool


def _places(table: Table, tree: bool) -> _Places:
    def of(*meanings: str) -> Set[int]:
        return {table.columns[m].index for m in meanings if m in table.columns}

    return _Places(
        known=of(*table.columns),
        naming=of(*_NAMES),
        called=of("part", "description"),
        telling=of(*_NAMES, *_AMOUNTS, *_UNITS),
        amounts=of(*_AMOUNTS),
        masses=of(*MASSES),
        headings=[squeeze(h) for h in table.headers if h],
        tree=tree,
    )


def _closely(row: Sequence[Any], places: _Places) -> str:
    """Return why a row that looks odd is no item; '' when it is one after all."""
    filled = {i: c for i, c in enumerate(row) if not (isinstance(c, str) and not c.strip())}
    if not filled:
        return _BLANK
    if assembly_of(row):
        return f"heading ({_shown(*filled.values())!r})"
    named = not places.naming.isdisjoint(filled)
    for index, text in filled.items():
        heard = index in places.telling or not named
        why = reason(text) if isinstance(text, str) and heard else ""
        if why and not (why == "note" and places.amounts & (filled.keys() - {index})):
            return f"{why} row ({_shown(text)!r})"
    as_many = len(filled) == len(places.headings)
    if as_many and [squeeze(str(c)) for c in filled.values()] == places.headings:
        return "headings repeated"
    if filled.keys() <= places.masses:
        return NAMELESS
    return _apart(filled, places)


def _apart(filled: Mapping[int, Any], places: _Places) -> str:
    """Return why cells that stand apart from the amounts are no item; '' where they are one."""
    if places.known.isdisjoint(filled):
        return "text outside the columns that are read"
    place, cell = next(iter(filled.items()))
    alone = len(filled) == 1 and not places.tree and len(places.known) > 1
    if alone and (place in places.called or place == 0):
        return f"heading or note ({_shown(cell)!r})"
    return ""


def _shown(cell: object) -> str:
    """Return the beginning of a text for a sentence, with plain white space."""
    return " ".join(str(cell).split())[:40]
