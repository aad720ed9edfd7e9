"""The words of this trade: headings in eight languages, and what marks a total or a note.

`headers.csv` and `words.csv` beside this file hold the words, many to a row; anyone may
add a word there and needs no Python. Both are read once, at the first use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

__all__ = ["comma_words", "fold", "fold_all", "header_table", "squeeze", "word_set"]

_IGNORED = dict.fromkeys(map(ord, " \t\r\n\u3000_-.:;*'’`\"・·/\\()[]{}<>【】〔〕「」,、&"))


def fold(text: str) -> str:
    """Return the text with full-width forms, case and outer white space evened out."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.strip().casefold()


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return the folded texts; a long list in plain letters is folded in one go."""
    joined = "\n".join(texts)
    if not joined.isascii() or joined.count("\n") != len(texts) - 1:
        return list(map(fold, texts))
    return [text.strip() for text in joined.casefold().split("\n")]


def squeeze(text: str) -> str:
    """Return the text for comparing headings: folded, without white space or punctuation."""
    return fold(text).translate(_IGNORED)


@cache
def header_table() -> dict[str, tuple[str, int]]:
    """Return squeezed heading -> (meaning, rank); rank 1 is certain, 3 a last resort."""
    table: dict[str, tuple[str, int]] = {}
    for line in _rows("headers.csv"):
        meaning, rank, _language, words = line.split(",", 3)
        for word in words.split("|"):
            key = squeeze(word)
            if key not in table or int(rank) < table[key][1]:
                table[key] = (meaning, int(rank))
    return table


@cache
def word_set(use: str) -> frozenset[str]:
    """Return the folded words of one use: total, empty, example, note, section, buy."""
    return frozenset(
        fold(word)
        for line in _rows("words.csv")
        if line.split(",", 1)[0] == use
        for word in line.split(",", 1)[1].split("|")
    )


def _rows(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines()[1:] if line]


@cache
def comma_words() -> frozenset[str]:
    """Return the squeezed headings that only languages with a decimal comma use."""
    comma: set[str] = set()
    point: set[str] = set()
    for line in _rows("headers.csv"):
        _meaning, _rank, language, words = line.split(",", 3)
        (comma if language in _COMMA else point).update(map(squeeze, words.split("|")))
    return frozenset(comma - point)


_COMMA = ("de", "fr", "it", "es", "nl")
