"""Rows that show by level, dotted number or indentation which row they stand below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from celca.bom.view import View
from celca.bom.words import fold
from celca.errors import FileFault

__all__ = ["by_depth", "by_index", "by_level", "indents", "is_dotted", "is_nested"]

_MISSING = -2
_LEVEL = re.compile(r"[\s.+\-*>|_]*(?:level|lv|l)?[\s.:]*([0-9]{1,4})(?:\.0+)?")
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+)+\.?")
_INDEX = re.compile(r"[0-9]+(?:\.[0-9]+)*\.?")
_STEM = re.compile(r"^[\s\u3000]*(?:[│├└─|+`\-.·>]{1,}[\s\u3000]*)*")


def by_level(view: View, levels: Sequence[str]) -> list[int]:
    """Return the row above each row, given levels such as 1, 2, 2, 3."""
    above: list[int] = []
    open_rows: list[int] = []  # the last row of each level, from the top level down
    top = 0
    known: dict[str, int | None] = {}
    for index, text in enumerate(levels):
        if text not in known:
            match = _LEVEL.fullmatch(fold(text))
            known[text] = int(match[1]) if match else None
        level = known[text]
        if level is None:
            raise FileFault(
                view.where("level", index),
                f"{text!r} is not a level." if text else "the level is empty.",
                "Write a whole number, 1 for the top and one more for each step down.",
            )
        if index == 0:
            top = level
        depth = level - top
        if depth < 0 or depth > len(open_rows):
            raise _level_jump(view, index, level, top + len(open_rows) - 1)
        del open_rows[depth:]
        above.append(open_rows[-1] if open_rows else -1)
        open_rows.append(index)
    return above


def _level_jump(view: View, index: int, level: int, before: int) -> FileFault:
    if level <= before:
        problem = f"level {level} is above the level that the list begins with."
    else:
        problem = (
            f"level {level} follows level {before}; level {before + 1} between them is missing."
        )
    return FileFault(
        view.where("level", index), problem, "Each row may be one level deeper than the one before."
    )


def is_dotted(texts: Sequence[str]) -> bool:
    """Say whether a column holds numbers such as 1, 1.1, 1.1.1; 1.0 and 2.0 alone are not."""
    if not any("." in t and not t.endswith(".0") and _DOTTED.fullmatch(t) for t in texts):
        return False
    return all(map(_INDEX.fullmatch, filter(None, texts)))


def is_nested(texts: Sequence[str]) -> bool:
    """Say whether each of such numbers is there once, and stands below one that is there too."""
    if not is_dotted(texts):
        return False
    keys = [text.rstrip(".") for text in texts]
    known, top = set(keys), min(key.count(".") for key in keys)
    deeper = [key.rpartition(".")[0] for key in keys if key.count(".") > top]
    return bool(deeper) and len(known) == len(keys) and known.issuperset(deeper)


def by_index(view: View, meaning: str, texts: Sequence[str]) -> list[int]:
    """Return the row above each row, given numbers such as 1, 1.1, 1.1.1."""
    keys, place = _keys(view, meaning, texts)
    depths = [key.count(".") for key in keys]
    top = min(depths, default=0)
    both = zip(keys, depths, strict=True)
    parents = [key[: key.rfind(".")] if depth > top else "" for key, depth in both]
    place[""] = -1  # the top
    above = [place.get(parent, _MISSING) for parent in parents]
    if _MISSING in above:
        index = above.index(_MISSING)
        raise FileFault(
            view.where(meaning, index),
            f"{keys[index]} stands below {parents[index]}, and no row has the number"
            f" {parents[index]}.",
            f"Add the row {parents[index]}, or correct the number.",
        )
    return _parents_first(view, meaning, above, keys)


def _keys(view: View, meaning: str, texts: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """Return (number of each row without a closing point or .0, number -> row)."""
    keys = [text.rstrip(".") for text in texts]
    if any(key.endswith(".0") for key in keys):
        plain = set(keys)
        keys = [k[:-2] if k.endswith(".0") and k[:-2] not in plain else k for k in keys]
    place = dict(zip(keys, range(len(keys)), strict=True))
    if len(place) < len(keys) or "" in place:
        raise _no_number(view, meaning, texts, keys)
    return keys, place


def _no_number(view: View, meaning: str, texts: Sequence[str], keys: Sequence[str]) -> FileFault:
    """Return the fault of the first row that has no number, or the number of a row before it."""
    seen: dict[str, int] = {}
    for index, key in enumerate(keys):
        if not key or key in seen:
            break
        seen[key] = index
    problem = "the number is empty."
    if key:
        twin = view.numbers[seen[key]]
        problem = f"the number {texts[index]!r} is used twice; it is also in row {twin}."
    return FileFault(view.where(meaning, index), problem, _NUMBER)


_NUMBER = (
    "Give each row its own number; in a spreadsheet, format the column as text, or 1.10 becomes"
    " 1.1."
)


def _parents_first(view: View, meaning: str, above: list[int], keys: Sequence[str]) -> list[int]:
    for index, parent in enumerate(above):
        if parent > index:
            raise FileFault(
                view.where(meaning, index),
                f"{keys[index]} comes before {keys[parent]}, the row that it belongs to.",
                "Sort the rows by number.",
            )
    return above


def indents(view: View) -> list[int]:
    """Return how far the names are indented, [] where they are not."""
    best: list[int] = []
    for meaning in ("part", "description"):
        column = view.table.columns.get(meaning)
        if column is None:
            continue
        texts = [row[column.index] for row in view.rows]
        widths = [_indent(t) if isinstance(t, str) else 0 for t in texts]
        if not best and widths and min(widths) == widths[0] and max(widths) - widths[0] >= 2:
            best = widths
            _no_gaps(view, meaning, texts)
    return best


def _no_gaps(view: View, meaning: str, texts: Sequence[object]) -> None:
    for index, text in enumerate(texts):
        if not str(text).strip():
            raise FileFault(
                view.where(meaning, index),
                "the name is empty, and the list shows by indented names what belongs to what.",
                "Write the name with its indentation.",
            )


def _indent(text: str) -> int:
    """Return the width of the white space and tree lines that a name begins with."""
    if not text[:1].isspace() and text[:1] not in "│├└─":
        return 0
    stem = _STEM.match(text)
    return sum(2 if c in "\u3000\t" else 1 for c in (stem[0] if stem else ""))


def by_depth(depths: Sequence[int]) -> list[int]:
    """Return the row above each row: the last one that is indented less."""
    above: list[int] = []
    open_rows: list[int] = []
    for index, depth in enumerate(depths):
        while open_rows and depths[open_rows[-1]] >= depth:
            open_rows.pop()
        above.append(open_rows[-1] if open_rows else -1)
        open_rows.append(index)
    return above
