"""What findings and checklists say, in the reader's language, from the table `sentences.csv`.

A finding carries its English sentence and the values in it. The row of the table that gives back
that very sentence, filled with those values, has it in the other languages; where no row does,
the English one stays. A reason that is told as a sentence alone has its values read out of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from celca.errors import Names, Value
from celca.report.words import Words, clean

__all__ = ["Sayings"]

_ALONE = ("alone", "looked")  # rows whose values are read out of the sentence
_NAMED = {  # what a value is called -> the kind of words that its text stands among
    "allocation": "allocation_short",
    "kind": "input",
    "new": "variant",
    "stages": "stage",
}
_PLACES = ((r"\b(?:row|line) (\d+)", r"\1行目"), (r", column '([^']*)'", r" 列「\1」"),
           (r"\bsheet '([^']*)'", r"シート「\1」"))  # fmt: skip


@dataclass(frozen=True)
class Sayings:
    """The sentences of one language.

    materials, processes  their names in that language, by id; what has none is not there
    """

    words: Words
    materials: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, message: str, values: Mapping[str, Any] | None = None) -> str:
        """Return a sentence in this language, in English where it is not known in it."""
        if self.words.lang == "en":
            return message
        given = {k: Names(v) if isinstance(v, list) else v for k, v in (values or {}).items()}
        for row in _rows():
            if row.names <= given.keys() and row.texts["en"].format(**given) == message:
                return self._said(row, given)
        for row in _rows():
            if row.code in _ALONE and (found := row.pattern.fullmatch(message)):
                return self._said(row, found.groupdict())
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
            return _Listed(self._called(name, each) for each in value)
        if isinstance(value, str):
            return self._called(name, value)
        return _Number(value) if isinstance(value, float) else value

    def _called(self, name: str, text: str) -> str:
        """Return what a text is called in this language, after the name of its value."""
        if name in ("material", "materials"):
            return self.materials.get(text, text)
        if name in ("process", "processes"):
            return self.processes.get(text, text)
        kind, plain = _NAMED.get(name, name), re.sub(r"[ -]", "_", text)
        table = self.words.table
        return table.get(f"{kind}.{text}") or table.get(f"{kind}.{plain}") or clean(text)


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
    """

    code: str
    texts: Mapping[str, str]
    names: frozenset[str]
    pattern: re.Pattern[str]


@cache
def _rows() -> tuple[_Row, ...]:
    text = files("celca.report").joinpath("sentences.csv").read_text(encoding="utf-8")
    return tuple(_row(row) for row in csv.DictReader(text.splitlines()))


def _row(row: dict[str, str]) -> _Row:
    names, pattern = set[str](), ""
    for before, name, _, how in Formatter().parse(row["en"]):
        pattern += re.escape(before)
        if name:
            mark = "['\"]" if how == "r" else ""
            pattern += f"(?P={name})" if name in names else f"{mark}(?P<{name}>.+){mark}"
            names.add(name)
    return _Row(row["code"], row, frozenset(names), re.compile(pattern))
