"""Words that open no part: a total, an example, a note, the name of an assembly.

A list may have a million cells and hardly such a word: whole columns are gone through, and
each way to begin is looked at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from celca.bom.sections import assembly_of, is_recapitulation
from celca.bom.words import fold, word_set

__all__ = ["marked", "reason"]

_START = itemgetter(slice(2))
_TAIL = re.compile(r"\s*[(\[（［][^)\]）］]*[)\]）］]\s*$|\s*[:：]\s*$")
_WORD = re.compile(r"[^\W\d_]+")
_SUMS = frozenset(("total", "sum"))  # of these words alone, `Total assembly weight (kg)`
_OF_SUMS = _SUMS | {"assembly", "product", "unit", "bom", "mass", "weight", "net", "gross", "kg"}


@lru_cache(maxsize=1 << 16)
def reason(text: str) -> str:
    """Return total, example or note for the text of one cell, '' for any other."""
    folded = _TAIL.sub("", fold(text))
    if not folded.isascii():
        folded = folded.replace(" ", "")  # 合 計
    words = set(_WORD.findall(folded))
    if words & _SUMS and words <= _OF_SUMS:
        return "total"
    if folded in word_set("total") or folded in word_set("example"):
        return "example" if folded in word_set("example") else "total"
    if folded.startswith(tuple(w for w in word_set("example") if w[-1] in ":)】]")):
        return "example"
    return "note" if folded.startswith(tuple(word_set("note"))) else ""


def marked(cells: Sequence[Any]) -> list[int]:
    """Return where cells begin as a total, an example or a note does; every form is seen once."""
    try:
        starts = list(map(_START, cells))
    except TypeError:  # a workbook has numbers, not texts
        starts = [cell[:2] if isinstance(cell, str) else "" for cell in cells]
    odd = set(filter(_may_mark, set(starts)))
    if not odd:
        return []
    some = [i for i, start in enumerate(starts) if start in odd]
    marks = set(filter(_marks, {cells[i] for i in some}))
    return [i for i in some if cells[i] in marks] if marks else []


def _may_mark(start: str) -> bool:
    """Say whether a total, an example or a note may begin with these two letters."""
    low, begins = start.lower(), _beginnings()
    return start[:1].isspace() or low in begins or low[:1] in begins


def _marks(cell: str) -> bool:
    titled = assembly_of((cell,)) or is_recapitulation((cell,))
    return bool(cell[:1].isspace() or titled or reason(cell))


@cache
def _beginnings() -> frozenset[str]:
    """Return the first two letters of all that may open a total, an example or a note."""
    uses = ("total", "example", "note", "section", "recapitulation")
    words = frozenset[str]().union(*map(word_set, uses))
    short = {word[:2] for word in words} | {word[:1] for word in words if len(word) == 1}
    short |= {word[:1] + gap for word in words if not word.isascii() for gap in " \u3000"}
    wide = {unicodedata.normalize("NFKC", c): c for c in map(chr, range(0xFF01, 0xFF5F))}
    return frozenset(short | {"".join(wide.get(c, c) for c in word) for word in short})
