"""The form of a PACT product footprint, checked field by field against a table.

The tables `pact_fields.csv` (3.0) and `pact2_fields.csv` (2.0 to 2.3) are our own, in our own
words; the fields and their rules are those of the PACT Technical Specifications (WBCSD,
Partnership for Carbon Transparency, https://docs.carbon-transparency.org), whose text is not
copied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from celca.declaration.pact_values import DECIMAL, SIGNS, TEXTS, decimal, moment
from celca.declaration.record import Check
from celca.errors import nearest
from celca.shipped import shipped_rows

__all__ = ["DECIMAL", "PACT2", "Field", "check_form", "decimal", "fields", "moment"]

PACT2 = "pact2_fields.csv"
_PACT3 = "pact_fields.csv"
_MOST = 50  # findings of one kind: a file with more is wrong in one place, not in so many

_PACKAGING = "$.pcf.packagingGhgEmissions"  # not to be given where packaging is left out
_SHOULD = "pact_should"
_BARE = "a number without quotes, such as 1.5"
_HUGE = 1e300
_FEW = 5  # choices: of those no nearest is named, all are
_UNITS = {  # as people write the units of the specification
    "kg": "kilogram",
    "l": "liter",
    "litre": "liter",
    "L": "liter",
    "m3": "cubic meter",
    "kWh": "kilowatt hour",
    "MJ": "megajoule",
    "tkm": "ton kilometer",
    "t*km": "ton kilometer",
    "m2": "square meter",
    "pcs": "piece",
    "unit": "piece",
    "h": "hour",
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


Table = Mapping[str, Mapping[str, Field]]


@cache
def fields(table: str = _PACT3) -> dict[str, dict[str, Field]]:
    """Return the fields by the path of what holds them ('' at the top), and by name."""
    out: dict[str, dict[str, Field]] = {}
    for row in shipped_rows("celca.declaration", table):
        need = row.pop("need") == "yes"
        found = Field(need=need, **row)
        out.setdefault(found.path.rpartition(".")[0], {})[found.name] = found
    return out


def check_form(document: Mapping[str, Any], table: str = _PACT3) -> list[Check]:
    """Return what is wrong with the form of a footprint, each with its JSON path.

    table    the fields of the version it is of
    error    a field that must be there is not, or a value has not its form
    warning  a field that should be there is not, or one that the table does not know
    """
    pcf = document.get("pcf")
    without = isinstance(pcf, dict) and pcf.get("packagingEmissionsIncluded") is False
    found = _object(document, "", "$", fields(table))
    return _few(c for c in found if not (without and c.where == _PACKAGING and c.id == _SHOULD))


def _few(checks: Iterable[Check]) -> list[Check]:
    """Return at most so many findings of one kind, and how many more there are."""
    seen: Counter[str] = Counter()
    out = []
    for check in checks:
        seen[check.id] += 1
        if seen[check.id] <= _MOST:
            out.append(check)
    return [
        *out,
        *(Check(id_, "warning", f"And {n - _MOST} more of this kind.", "$")
          for id_, n in seen.items() if n > _MOST),
    ]  # fmt: skip


def _object(value: Mapping[str, Any], path: str, where: str, table: Table) -> Iterator[Check]:
    known = table.get(path)
    if known is None:
        return
    for name, item in known.items():
        inner = value.get(name)
        if inner is None:
            yield from _absent(item, f"{where}.{name}")
        else:
            yield from _value(inner, item, f"{where}.{name}", table)
    for i, name in enumerate(x for x in value if x not in known):
        near = nearest(str(name), known, 1) if i < _MOST else ()
        hint = f" Did you mean {near[0]!r}?" if near else ""
        message = f"{where}.{name} is no field of the specification.{hint}"
        yield Check("pact_unknown_field", "warning", message, f"{where}.{name}")


def _absent(item: Field, where: str) -> Iterator[Check]:
    if item.need or item.grade in ("SHALL", "SHOULD"):
        must = item.need or item.grade == "SHALL"
        yield Check(
            "pact_missing" if must else _SHOULD,
            "error" if item.need else "warning",
            f"{where} ({item.meaning}) is missing; it {'SHALL' if must else 'SHOULD'} be given.",
            where,
        )


def _value(value: object, item: Field, where: str, table: Table) -> Iterator[Check]:
    kind, _, choices = item.kind.partition(":")
    if kind == "object":
        if isinstance(value, dict):
            yield from _object(value, item.path, where, table)
        else:
            yield _wrong(where, value, "an object")
    elif kind == "objects" or kind in _LISTS:
        yield from _list(value, item, where, table)
    elif kind == "choice":
        yield from _choice(value, choices.split("|"), where)
    elif kind == "bool":
        if not isinstance(value, bool):
            yield _wrong(where, value, "true or false")
    elif kind == "list":
        if not isinstance(value, list):
            yield _wrong(where, value, "a list")
    elif kind in ("decimal", "number"):
        yield from _figure(value, item, where)
    else:
        yield from _text(value, kind, where)


def _list(value: object, item: Field, where: str, table: Table) -> Iterator[Check]:
    if not isinstance(value, list) or not value:
        yield _wrong(where, value, "a list that is not empty")
        return
    for i, each in enumerate(value):
        place = f"{where}[{i}]"
        if item.kind != "objects":
            yield from _text(each, _LISTS[item.kind], place)
        elif isinstance(each, dict):
            yield from _object(each, item.path, place, table)
        else:
            yield _wrong(place, each, "an object")


def _choice(value: object, choices: Sequence[str], where: str) -> Iterator[Check]:
    if value not in choices:
        near = nearest(str(value), choices, 1) if len(choices) > _FEW else ()
        meant = _UNITS.get(str(value)) or next(iter(near), "")
        hint = f" Did you mean {meant!r}?" if meant in choices else ""
        yield _wrong(where, value, f"one of {', '.join(choices)}", "pact_choice", hint)


def _text(value: object, kind: str, where: str) -> Iterator[Check]:
    wanted, pattern = TEXTS[kind]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        yield _wrong(where, value, wanted)
    elif kind == "datetime" and moment(value) is None:
        yield _wrong(where, value, "a moment of the calendar")


def _figure(value: object, item: Field, where: str) -> Iterator[Check]:
    number = decimal(value) if item.kind == "decimal" else _number(value)
    if number is None:
        wanted = "a decimal number in quotes, such as '1.5'" if item.kind == "decimal" else _BARE
        yield _wrong(where, value, wanted)
    elif item.sign and not SIGNS[item.sign][1](number):
        yield _wrong(where, value, SIGNS[item.sign][0], "pact_range")


def _number(value: object) -> float | None:
    bare = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if bare and abs(value) < _HUGE else None  # type: ignore[arg-type]


def _wrong(where: str, value: object, wanted: str, id_: str = "pact_form", hint: str = "") -> Check:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return Check(id_, "error", f"{where} is {shown}, but must be {wanted}.{hint}", where)
