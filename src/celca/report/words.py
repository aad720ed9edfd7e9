"""The words of the pages, in the languages they speak, from the table `words.csv`.

This module knows no products: it turns a key into a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from celca.errors import UnknownName
from celca.marks import clean
from celca.shipped import shipped_rows

__all__ = ["LANGUAGES", "Words", "clean", "load_words"]

LANGUAGES = ("en", "ja")


@dataclass(frozen=True)
class Words:
    """The texts of one language.

    table  key -> text, with {names} to be filled in
    """

    lang: str
    table: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key, filled in."""
        return self.table[key].format(**values)

    def name(self, kind: str, what: str) -> str:
        """Return what a thing is called, or its own name in plain letters where there is none."""
        return self.table.get(f"{kind}.{what}") or clean(what).replace("_", " ")


@cache
def load_words(lang: str) -> Words:
    """Return the texts of a language. Raises UnknownName for one that is not there."""
    if lang not in LANGUAGES:
        advice = f"Use one of {', '.join(LANGUAGES)}."
        raise UnknownName("language", lang, LANGUAGES, advice=advice)
    rows = shipped_rows("celca.report", "words.csv")
    return Words(lang, {row["key"]: row[lang] for row in rows})
