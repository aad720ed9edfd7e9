"""Typical masses of electronic components, told by the footprint that the list names.

A board's list gives no masses, but it names the land pattern of each part, and the size of a
package is a standard. `components.csv` beside this file has one row per class, with its range
and its source. What comes out is typical, not of the part: whoever uses it has to say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from celca.bom.view import View
from celca.bom.words import fold
from celca.shipped import shipped_rows

__all__ = ["Typical", "fill_from_footprints", "typical_of"]

_MG = 1e-6
_LONGEST = 200  # an essay is no footprint
_BODY = re.compile(r"([0-9]+(?:\.[0-9]+)?)x([0-9]+(?:\.[0-9]+)?)(?:x[0-9.]+)?mm")
_PINS = re.compile(r"_([0-9]{1,2})x([0-9]{1,3})_")
_LETTERS = {"r": "R", "c": "C", "l": "L", "res": "R", "cap": "C", "ind": "L"}
_PREFIX = re.compile(r"(res|cap|ind|r|c|l)(?=[c_\-0-9])")


@dataclass(frozen=True, slots=True)
class Typical:
    """What a component of one class weighs.

    component  what it is, in words: chip resistor, semiconductor
    size       of its package
    mass       typical, of one piece [kg]
    low, high  of the pieces that the sources give [kg]
    source     where the figures stand
    rows       of the file that it was used for, 1 = first
    """

    component: str
    size: str
    mass: float
    low: float
    high: float
    source: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Class:
    """One row of the table: a class is known by its pattern, and for chips by its letter."""

    letter: str
    pattern: re.Pattern[str]
    per: str
    typical: Typical


def fill_from_footprints(
    view: View, quantity: list[float], unit: list[str], mass: list[float | None]
) -> list[Typical]:
    """Fill masses that are missing with those typical of the footprint; return what was used."""
    if not view.has("footprint"):
        return []
    used: dict[str, tuple[Typical, list[int]]] = {}
    both = zip(view.texts("footprint"), view.texts("reference"), strict=True)
    for i, (footprint, reference) in enumerate(both):
        found = None
        if mass[i] is None and unit[i] == "piece" and footprint:
            found = typical_of(footprint, _letters(reference))
        if found is not None:
            mass[i] = quantity[i] * found.mass
            key = f"{found.component} {found.size} {found.mass}"
            used.setdefault(key, (found, []))[1].append(i)
    return [replace(t, rows=tuple(view.numbers[i] for i in rows)) for t, rows in used.values()]


@lru_cache(maxsize=1 << 14)
def typical_of(footprint: str, letters: str = "") -> Typical | None:
    """Return what a component of a footprint typically weighs, None where nobody says.

    letters  of its reference designator: R for a resistor; the footprint tells where it is empty
    """
    if len(footprint) > _LONGEST:
        return None
    name = fold(footprint).rpartition(":")[2].replace(" ", "_")
    prefix = _PREFIX.match(name)
    letter = letters or (_LETTERS[prefix[1]] if prefix else "")
    for kind in _classes():
        if (not kind.letter or kind.letter == letter) and kind.pattern.search(name):
            times = _times(kind.per, name)
            if times:
                t = kind.typical
                mass, low, high = t.mass * times, t.low * times, t.high * times
                return replace(t, mass=mass, low=low, high=high)
    return None


def _times(per: str, name: str) -> float:
    """Return how many pieces, square millimetres or pins a footprint has; 0 where it is silent."""
    if per == "piece":
        return 1.0
    found = (_BODY if per == "mm2" else _PINS).search(name)
    return float(found[1]) * float(found[2]) if found else 0.0


@cache
def _classes() -> tuple[_Class, ...]:
    return tuple(map(_class, shipped_rows("celca.bom", "components.csv")))


def _class(row: dict[str, str]) -> _Class:
    mass, low, high = (float(row[f"{key}_mg"]) * _MG for key in ("mass", "low", "high"))
    typical = Typical(row["component"], row["size"], mass, low, high, row["source"])
    return _Class(row["letter"], _pattern(row["pattern"]), row["per"], typical)


def _pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of a row; `chip 0603/1608` is a size in inches and in millimetres.

    `R_0603_1608Metric`, `0603` and, as IPC-7351 has it, `RESC1608X55N` are that size;
    `0603Metric` is not.
    """
    if not text.startswith("chip "):
        return re.compile(text)
    inch, _, metric = text.removeprefix("chip ").partition("/")
    by_inch = rf"(?:^|[_\-])(?:r|c|l|res|cap|ind)?{inch}(?!_?metric)(?:[_\-]|$)"
    return re.compile(rf"{by_inch}|^(?:res|cap|ind)c{metric}x")


def _letters(reference: str) -> str:
    """Return the letters that a list of designators begins with: R for `R1 R2 R5-R8`."""
    match = re.match(r"[A-Za-z]+(?=[0-9])", reference)
    return match[0].upper() if match else ""
