"""The form of a PACT 3 product footprint, checked field by field against a table.

The table `pact_fields.csv` is our own, in our own words; the fields and their rules are those
of the PACT Technical Specifications 3.0 (WBCSD, Partnership for Carbon Transparency,
https://docs.carbon-transparency.org), whose text is not copied. Patterns match the whole text:
those published are not grouped, and would let `12abc` pass.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from celca.declaration.record import Check
from celca.errors import nearest

__all__ = ["DECIMAL", "Field", "check_form", "decimal", "fields", "moment"]

DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_PACKAGING = "$.pcf.packagingGhgEmissions"  # not to be given where packaging is left out
_LONGEST = 300  # digits: longer is no figure, and would not fit a float
_HEX = "[0-9a-fA-F]"
_UUID = re.compile(f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_SIGNS: dict[str, tuple[str, Callable[[float], bool]]] = {
    ">0": ("above 0", lambda x: x > 0),
    ">=0": ("0 or more", lambda x: x >= 0),
    "<=0": ("0 or less", lambda x: x <= 0),
    "percent": ("0 to 100", lambda x: 0 <= x <= 100),
    "1..5": ("1 to 5", lambda x: 1 <= x <= 5),
}
_TEXTS: dict[str, tuple[str, re.Pattern[str]]] = {
    "uuid": ("a UUID", _UUID),
    "spec_version": ("a version such as 3.0.0", re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-[0-9]{8})?")),
    "datetime": ("a moment with its zone, such as 2025-01-01T00:00:00Z", _MOMENT),
    "text": ("a text that is not empty", re.compile(r"(?s)\s*\S.*")),
    "string": ("a text", re.compile(r"(?s).*")),
    "urn": ("a URN such as urn:gtin:4712345060507", re.compile(r"[uU][rR][nN]:\S.*")),
    "country": ("two letters such as JP", re.compile(r"[A-Z]{2}")),
    "subdivision": ("a subdivision such as JP-13", re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")),
    "uri": ("a URI", re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")),
    "report": ("an assessment report such as AR6", re.compile(r"AR[0-9]+")),
}
_LISTS = {"uuids": "uuid", "urns": "urn", "texts": "text", "reports": "report"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a footprint, as the table has it.

    need   whether a document without it has not the form
    grade  SHALL, SHOULD, BIO (where biogenic), with -2027 where it is due only then; or ''
    """

    path: str
    kind: str
    sign: str
    need: bool
    grade: str
    meaning: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@cache
def fields() -> dict[str, dict[str, Field]]:
    """Return the fields by the path of what holds them ('' at the top), and by name."""
    text = files("celca.declaration").joinpath("pact_fields.csv").read_text(encoding="utf-8")
    out: dict[str, dict[str, Field]] = {}
    for row in csv.DictReader(text.splitlines()):
        need = row.pop("need") == "yes"
        found = Field(need=need, **row)
        out.setdefault(found.path.rpartition(".")[0], {})[found.name] = found
    return out


def decimal(value: object) -> float | None:
    """Return a decimal number in quotes as a float, None for anything else."""
    if isinstance(value, str) and len(value) <= _LONGEST and DECIMAL.fullmatch(value):
        return float(value)
    return None


def moment(value: object) -> datetime | None:
    """Return a moment with its zone, None for anything else."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    whole, _, rest = value.upper().partition(".")
    zone = re.search(r"(Z|[+-][0-9]{2}:[0-9]{2})$", rest or whole)
    try:
        return datetime.fromisoformat(
            whole.removesuffix("Z")[:19] + (zone[1].replace("Z", "+00:00") if zone else "")
        )
    except ValueError:
        return None


def check_form(document: Mapping[str, Any]) -> list[Check]:
    """Return what is wrong with the form of a footprint, each with its JSON path.

    error    a field that must be there is not, or a value has not its form
    warning  a field that should be there is not, or one that the table does not know
    """
    pcf = document.get("pcf")
    without = isinstance(pcf, dict) and pcf.get("packagingEmissionsIncluded") is False
    found = _object(document, "", "$")
    return [c for c in found if not (without and c.where == _PACKAGING and c.id == "pact_should")]


def _object(value: Mapping[str, Any], path: str, where: str) -> Iterator[Check]:
    known = fields().get(path)
    if known is None:
        return
    for name, item in known.items():
        inner = value.get(name)
        if inner is None:
            yield from _absent(item, f"{where}.{name}")
        else:
            yield from _value(inner, item, f"{where}.{name}")
    for name in value:
        if name not in known:
            near = nearest(str(name), known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            yield Check(
                "pact_unknown_field",
                "warning",
                f"{where}.{name} is no field of the specification.{hint}",
                f"{where}.{name}",
            )


def _absent(item: Field, where: str) -> Iterator[Check]:
    if item.need or item.grade in ("SHALL", "SHOULD"):
        must = item.need or item.grade == "SHALL"
        yield Check(
            "pact_missing" if must else "pact_should",
            "error" if item.need else "warning",
            f"{where} ({item.meaning}) is missing; it {'SHALL' if must else 'SHOULD'} be given.",
            where,
        )


def _value(value: object, item: Field, where: str) -> Iterator[Check]:
    kind, _, choices = item.kind.partition(":")
    if kind == "object":
        if isinstance(value, dict):
            yield from _object(value, item.path, where)
        else:
            yield _wrong(where, value, "an object")
    elif kind == "objects" or kind in _LISTS:
        yield from _list(value, item, where)
    elif kind == "choice":
        if value not in choices.split("|"):
            yield _wrong(where, value, f"one of {choices.replace('|', ', ')}", "pact_choice")
    elif kind == "bool":
        if not isinstance(value, bool):
            yield _wrong(where, value, "true or false")
    elif kind == "decimal":
        yield from _decimal(value, item, where)
    else:
        yield from _text(value, kind, where)


def _list(value: object, item: Field, where: str) -> Iterator[Check]:
    if not isinstance(value, list) or not value:
        yield _wrong(where, value, "a list that is not empty")
        return
    for i, each in enumerate(value):
        place = f"{where}[{i}]"
        if item.kind != "objects":
            yield from _text(each, _LISTS[item.kind], place)
        elif isinstance(each, dict):
            yield from _object(each, item.path, place)
        else:
            yield _wrong(place, each, "an object")


def _text(value: object, kind: str, where: str) -> Iterator[Check]:
    wanted, pattern = _TEXTS[kind]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        yield _wrong(where, value, wanted)
    elif kind == "datetime" and moment(value) is None:
        yield _wrong(where, value, "a moment of the calendar")


def _decimal(value: object, item: Field, where: str) -> Iterator[Check]:
    number = decimal(value)
    if number is None:
        yield _wrong(where, value, "a decimal number in quotes, such as '1.5'")
    elif item.sign and not _SIGNS[item.sign][1](number):
        wanted = _SIGNS[item.sign][0]
        yield _wrong(where, value, wanted, "pact_range")


def _wrong(where: str, value: object, wanted: str, id_: str = "pact_form") -> Check:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return Check(id_, "error", f"{where} is {shown}, but must be {wanted}.", where)
