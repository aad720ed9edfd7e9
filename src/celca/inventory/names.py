"""How a name is compared: width, case and spacing set aside; and an id, its place set aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celca.inventory.records import Process

__all__ = ["UNSPECIFIED", "all_folded", "folded", "placeless"]

UNSPECIFIED = "unspecified"
_TO_SPACE = str.maketrans(dict.fromkeys("_-‐‑–—", " "))
_IN_IDS = {"RER": ("eu", "rer"), "EU": ("eu",), "RNA": ("us", "rna")}  # of regions
_GAPS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")  # but for a space of its own
_BESIDE_KANJI = re.compile(r"(?<=[^\x00-\u02ff]) | (?=[^\x00-\u02ff])")


@lru_cache(1 << 16)  # the names of a database are compared anew for every study
def folded(name: str) -> str:
    """Return a name as it is compared: `ＰＰ樹脂`, `pp 樹脂` and `PP樹脂` are one.

    Hyphens, underscores and runs of white space count as one space, and a space beside a
    Japanese or Chinese character as none.
    """
    return _by_line(name.replace("\n", " "))


def all_folded(names: Sequence[str]) -> list[str]:
    """Return `folded` of each name, of all in one go: a database has tens of thousands."""
    text = "\n".join(names)
    if text.count("\n") >= len(names):  # some name has lines of its own
        text = "\n".join(name.replace("\n", " ") for name in names)
    return _by_line(text).split("\n") if names else []


def _by_line(text: str) -> str:
    """Return a text with each of its lines folded."""
    plain = text.isascii()
    text = text if plain else unicodedata.normalize("NFKC", text)
    text = _GAPS.sub(" ", text.casefold().translate(_TO_SPACE))
    text = text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    return text if plain else _BESIDE_KANJI.sub("", text)


def placeless(process: Process) -> str:
    """Return the id of a process without the place it ends in; whole where it ends in none.

    What follows the last hyphen has to be its location: `incineration-pe` is not of Peru.
    """
    stem, _, end = process.id.rpartition("-")
    location = process.location
    return stem if stem and end in _IN_IDS.get(location, (location.lower(),)) else process.id
