"""What findings and checklists say, in the reader's language, from the table `sentences.csv`.

A finding carries its English sentence and the values in it. The row of the table that gives back
that very sentence, filled with those values, has it in the other languages; where no row does,
the English one stays. A reason that is told as a sentence alone has its values read out of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import Any

from celca.errors import Names, Value
from celca.grammar import in_number
from celca.inventory import Inventory
from celca.report.words import Words, clean, load_words
from celca.shipped import shipped_rows

__all__ = ["Sayings", "japanese_names"]

_ALONE = ("alone", "looked")  # rows whose values are read out of the sentence
_NAMED = {  # what a value is called -> the kind of words that its text stands among
    "allocation": "allocation_short",
    "kind": "input",
    "new": "variant",
    "stages": "stage",
    "step": "treatment",
}
_PLACES = (  # what a place in a file looks like in English -> in Japanese
    (r"\brows? (\d+(?:, \d+)*)", r"\1行目"),
    (r"\bline (\d+)", r"\1行目"),
    (r"行目 '([^']*)'", r"行目「\1」"),
    (r", column '([^']*)'", r" 列「\1」"),
    (r"\bsheet '([^']*)'", r"シート「\1」"),
    (r"(行目|」), ", r"\1、"),
)


@dataclass(frozen=True)
class Sayings:
    """The sentences of one language.

    materials, processes  their names in that language, by id; what has none is not there
    """

    words: Words
    materials: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lang: str, inventory: Inventory | None) -> Sayings:
        """Return the sentences of a language, with the names that a database has in it."""
        words = load_words(lang)
        if lang == "en" or inventory is None:
            return cls(words)
        return cls(words, *japanese_names(inventory))

    def __call__(self, message: str, values: Mapping[str, Any] | None = None) -> str:
        """Return a sentence in this language, in English where it is not known in it."""
        if self.words.lang == "en":
            return message
        given = {k: Names(v) if isinstance(v, list) else v for k, v in (values or {}).items()}
        for row in _rows():
            if row.gives(message, given):
                return self._said(row, given)
        for row in _rows():
            if row.code in _ALONE and (found := row.read(message)) is not None:
                return self._said(row, found)
        return message

    def place(self, where: str) -> str:
        """Return a place in a file as this language names it."""
        if self.words.lang == "ja":
            for pattern, there in _PLACES:
                where = re.sub(pattern, there, where)
        return where

    def _said(self, row: _Row, values: Mapping[str, Value]) -> str:
        told = {name: self._value(name, value) for name, value in values.items()}
        return row.texts[self.words.lang].format(**told)

    def _value(self, name: str, value: Value) -> object:
        if isinstance(value, tuple):
            return _Listed(self.called(name, each) for each in value)
        if isinstance(value, str):
            return self.called(name, value)
        return _Number(value) if isinstance(value, float) else value

    def called(self, name: str, text: str) -> str:
        """Return what a text is called in this language, after the name of its value."""
        if name in ("material", "materials"):
            return clean(self.materials.get(text, text))
        if name in ("electricity", "process", "processes"):
            return clean(self.processes.get(text, text))
        if name == "where":
            return self.place(text)
        if name in ("reason", "role"):
            return self(text)
        if name == "near":
            return self._near(re.findall(r"'([^']*)'", text))
        kind, plain = _NAMED.get(name, name), re.sub(r"[ -]", "_", text)
        table = self.words.table
        return table.get(f"{kind}.{text}") or table.get(f"{kind}.{plain}") or clean(text)

    def _near(self, ids: Sequence[str]) -> str:
        """Return names that were nearest to one that is not known, with what to write for them."""
        names = self.materials
        return "、".join(f"{clean(names[x])}（{x}）" if x in names else x for x in ids)


def japanese_names(inventory: Inventory) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names in Japanese of materials, and of processes, by id; those there are."""
    materials = {v.material: v.name_ja for v in inventory.variants if v.name_ja}
    return materials, {p.id: p.name_ja for p in inventory.processes if p.name_ja}


class _Listed(tuple[str, ...]):
    """Names in a Japanese sentence: `a、b`, and with the format `q`, `「a」「b」`."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return "".join(f"「{name}」" for name in self) if spec == "q" else "、".join(self)


class _Number(float):
    """A number with a true minus sign."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace("-", "\u2212")


@dataclass(frozen=True)
class _Row:
    """One sentence.

    texts    language -> template
    names    of the values in it
    pattern  what a sentence without values has to look like
    of_one   the same where it counts one thing, in the singular; None where it counts nothing
    """

    code: str
    texts: Mapping[str, str]
    names: frozenset[str]
    pattern: re.Pattern[str]
    of_one: re.Pattern[str] | None

    def gives(self, message: str, values: Mapping[str, Value]) -> bool:
        """Say whether this sentence, filled with the values, is the message in English."""
        if not self.names <= values.keys():
            return False
        try:
            said = self.texts["en"].format(**values)
            return message == said or message == in_number(said)
        except (TypeError, ValueError):  # a value of the same name, of another kind
            return False

    def read(self, message: str) -> Mapping[str, str] | None:
        """Return the values in a message that is this sentence in English, None where it is not."""
        if found := self.pattern.fullmatch(message):
            return found.groupdict()
        if self.of_one is not None and (found := self.of_one.fullmatch(message)):
            return {**found.groupdict(), "count": "1"}
        return None


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(map(_row, shipped_rows("celca.report", "sentences.csv")))


def _row(row: Mapping[str, str]) -> _Row:
    one = in_number(row["en"].replace("{count}", "1")) if "{count}" in row["en"] else ""
    names, pattern = _pattern(row["en"])
    return _Row(row["code"], row, names, pattern, _pattern(one)[1] if one else None)


def _pattern(template: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the names of the values in a sentence, and what it has to look like."""
    names, pattern = set[str](), ""
    for before, name, _, how in Formatter().parse(template):
        pattern += re.escape(before)
        if name:
            mark = "['\"]" if how == "r" else ""
            pattern += f"(?P={name})" if name in names else f"{mark}(?P<{name}>.+){mark}"
            names.add(name)
    return frozenset(names), re.compile(pattern)
