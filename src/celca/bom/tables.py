"""Where in a file the parts list stands: the sheet, the heading rows, the first item.

Every sheet is looked at near its top for the row that reads most like headings. A second
heading row (units, `unit | total` under one `Mass`) is folded into the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from celca.bom.columns import Column, find_columns
from celca.bom.headings import MASSES, read_heading
from celca.bom.words import fold, squeeze
from celca.bom.workbook import Sheet
from celca.errors import DataError, FileFault, UnknownName

__all__ = ["Table", "choose_table"]

_DEPTH = 60
_SHOWN = 30  # headings in an error
_WIDTH = 1000
_TELLING = {*MASSES, "quantity", "total_quantity", "material", "part", "description", "level"}
_TELLING |= {"footprint", "reference"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside a sheet.

    sheet       that it stands in
    where       file and sheet, as errors name them
    header_row  row of the last heading line, 1 = first row of the sheet
    headers     one text per column, two heading rows folded into one
    columns     meaning -> column
    """

    sheet: Sheet
    where: str
    header_row: int
    headers: tuple[str, ...]
    columns: Mapping[str, Column]

    @property
    def rows(self) -> Sequence[list[Any]]:
        """The rows below the headings; the first of them is row `header_row + 1`."""
        return self.sheet.rows[self.header_row :]


# a sheet, its name in errors, the row of its headings, and these
_Found = tuple[Sheet, str, int, tuple[str, ...]]


def choose_table(
    sheets: Sequence[Sheet], source: str, sheet: str | None, wanted: Mapping[str, str]
) -> Table:
    """Return the table that is the parts list.

    sheet   name of the sheet to read; None finds it
    wanted  meaning -> heading, as the user names it
    Raises FileFault when no sheet has headings, or two could equally be meant.
    """
    if sheet is not None:
        sheets = [_named(sheets, source, sheet)]
    filled = [s for s in sheets if any(any(row) for row in s.rows)]
    if not filled:
        raise FileFault(
            source, "the file is empty.", "It needs a row of headings and one row per part."
        )
    found: list[_Found] = []
    for candidate in filled:
        where = f"{source} sheet {candidate.name!r}" if candidate.name else source
        header = _headings(candidate, where, wanted)
        if header is not None:
            found.append((candidate, where, *header))
    if not found:
        raise _no_headings(filled[0], source, wanted)
    best, where, row, headers = _most_telling(found, source)
    return Table(best, where, row, headers, find_columns(headers, f"{where} row {row}", wanted))


def _named(sheets: Sequence[Sheet], source: str, name: str) -> Sheet:
    for candidate in sheets:
        if fold(candidate.name) == fold(name):
            return candidate
    names = [s.name for s in sheets]
    has = f"The file has: {', '.join(map(repr, names))}." if any(names) else "A text file has none."
    raise UnknownName("sheet", name, names, source, has)


def _headings(
    sheet: Sheet, where: str, wanted: Mapping[str, str]
) -> tuple[int, tuple[str, ...]] | None:
    """Return (row of the last heading line, headings), None where no row reads like headings."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for index, row in enumerate(sheet.rows[:_DEPTH]):
        texts = _texts(row, where)
        merit = _merit(texts, row, wanted)
        if merit < 2:
            continue
        last = index
        if index + 1 < len(sheet.rows):
            folded = _fold_rows(texts, _texts(sheet.rows[index + 1], where))
            if folded and _merit(folded, [], wanted) >= merit:
                texts, last = folded, index + 1
                merit = max(merit, _merit(folded, [], wanted))
        if best is None or merit > best[0]:
            best = (merit, last + 1, texts)
        if best[0] >= 5 and index > best[1]:
            break
    return best[1:] if best else None


def _texts(row: Sequence[Any], where: str) -> tuple[str, ...]:
    texts = [c.strip() if isinstance(c, str) else "" for c in row]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) > _WIDTH:
        raise FileFault(
            where,
            f"the table has {len(texts)} columns, more than the {_WIDTH} that are read.",
            "Keep the columns of the parts list only.",
        )
    return tuple(texts)


def _merit(texts: Sequence[str], row: Sequence[Any], wanted: Mapping[str, str]) -> int:
    """Return how much a row reads like headings: distinct meanings, less the numbers in it."""
    meanings = {h.meaning for t in texts if (h := read_heading(t))}
    names = {squeeze(t) for t in texts} if wanted else set()
    named = sum(squeeze(header) in names for header in wanted.values())
    if named < len(wanted) or not (named or meanings & _TELLING):
        return 0
    return len(meanings) + named + len(meanings & set(MASSES)) - sum(map(_numeric, row))


def _numeric(cell: object) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and cell.strip()[:1].isdigit())


def _fold_rows(top: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """Return two heading rows as one; empty when the second row is no heading row."""
    if not any(below) or any(_numeric(t) for t in below):
        return ()
    width = max(len(top), len(below))
    upper = [*top, *[""] * (width - len(top))]
    lower = [*below, *[""] * (width - len(below))]
    merged, known = [], 0
    last = ""
    for head, sub in zip(upper, lower, strict=True):
        last = head or (last if sub else "")
        together = _together(head or last, sub)
        if not sub:
            merged.append(head)
        elif (read := read_heading(together)) and (read.unit or read != read_heading(head or last)):
            merged.append(together)
            known += 1
        elif not head and read_heading(sub):
            merged.append(sub)
            known += 1
        else:
            return ()
    return tuple(merged) if known else ()


def _together(head: str, sub: str) -> str:
    """Return `Mass (unit) (g)` for `Mass` above `unit (g)`."""
    if not head or not sub:
        return head or sub
    if sub[0] in "([［（【":
        return f"{head} {sub}"
    name, bracket, unit = sub.partition("(" if "(" in sub else "[" if "[" in sub else "（")
    return f"{head} ({name.strip()}) {bracket}{unit}".strip()


def _most_telling(found: Sequence[tuple[Sheet, str, int, tuple[str, ...]]], source: str) -> Any:  # noqa: ANN401
    """Return the sheet that says most about parts; refuse when two say the same."""

    def merit(entry: _Found) -> tuple[bool, int]:
        meanings = {h.meaning for t in entry[3] if (h := read_heading(t))}
        return entry[0].visible, bool(meanings & set(MASSES)) * 10 + len(meanings & _TELLING)

    ranked = sorted(found, key=merit, reverse=True)
    best = [entry for entry in ranked if merit(entry) == merit(ranked[0])]
    if len(best) > 1:
        names = ", ".join(repr(entry[0].name) for entry in best)
        raise FileFault(
            source,
            f"the sheets {names} could each be the parts list.",
            f"Name one: --sheet {best[0][0].name!r}.",
        )
    return ranked[0]


def _no_headings(sheet: Sheet, source: str, wanted: Mapping[str, str]) -> DataError:
    near_top = [c.strip() for row in sheet.rows[:_DEPTH] for c in row if isinstance(c, str) and c]
    for header in wanted.values():
        if squeeze(header) not in set(map(squeeze, near_top)):
            row = _headings(sheet, source, {})
            texts = (_texts(r, source) for r in sheet.rows)
            heads = row[1] if row else next(filter(any, texts), ())
            shown = ", ".join(repr(h) for h in heads[:_SHOWN] if h)
            return UnknownName("column", header, near_top, source, f"The headings are {shown}.")
    first = next(row for row in sheet.rows if any(row))
    shown = ", ".join(repr(str(c)[:30]) for c in first if c != "")[:200]
    return FileFault(
        source,
        f"no row of headings was found near the top; the first row with text is {shown}.",
        "A parts list needs headings such as Part, Material, Quantity, Mass (kg)."
        " Name unusual ones: --column mass='their heading'.",
    )
