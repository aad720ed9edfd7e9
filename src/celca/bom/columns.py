"""Headings: what a column means, the unit in its heading, and which of two is meant.

A heading is looked up as written, then without its unit (`重量(g)`, `Masse [kg]`,
`weight_g`), then with a qualifier in brackets (`Mass (total)`, `質量（1個）`). Two columns of
one meaning are never chosen between where the choice would change a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from celca.bom.words import fold, header_table, squeeze, word_set
from celca.errors import FileFault, UnknownName
from celca.units import canonical

__all__ = ["Column", "Heading", "find_columns", "read_heading"]

MASSES = ("mass", "unit_mass", "line_mass")
# meanings that change a number when the wrong column is taken
_DECISIVE = {*MASSES, "quantity", "total_quantity", "level", "parent", "product", "density"}
_DECISIVE |= {"material", "recycled", "bio_based", "supplier_value", "volume"}
_UNITS = frozenset(
    ("kg", "g", "mg", "t", "lb", "oz", "Mg", "kg/m", "g/m", "kg/m2", "g/m2", "kg/m3", "g/cm3")
    + ("m", "mm", "cm", "km", "m2", "cm2", "mm2", "m3", "cm3", "mm3", "l", "ml")
    + ("kWh", "MJ", "t*km", "piece")
)
_MARKS = re.compile(r"[(\[【<]?(?:必須|任意|required|optional|pflichtfeld|必填)[)\]】>]?|[*※]+$")
_BRACKET = re.compile(r"^(.*?)\s*[(\[{【〔<]([^()\[\]{}【】〔〕<>]*)[)\]}】〕>]\s*(.*)$", re.DOTALL)
_GROUPS = re.compile(r"[(\[{【〔<]([^()\[\]{}【】〔〕<>]*)[)\]}】〕>]")
_LABEL = re.compile(r"^(?:units?|einheit|単位|单位|in|je|per)\s*[:=]?\s*(?=\S)")
_TAIL = re.compile(r"^(.*\S)\s*(?:\s/\s|/|\sin\s|[,_:;]|\s)\s*(\S+)$", re.DOTALL)
_GLUED = re.compile(r"^(.*[^\x00-\x7f])([a-z%][a-z0-9/%^]*)$", re.DOTALL)
_CO2 = re.compile(r"^(kg|g|t)[\s-]*co2[\s-]*(?:e|eq|eqv|換算)?\.?(?:\s*/\s*(\S+))?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What one heading says.

    meaning  part, description, material, quantity, unit, mass, unit_mass, line_mass, …
    rank     1 certain, 2 likely, 3 a last resort
    unit     in the heading, canonical where known; empty where there is none
    """

    meaning: str
    rank: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table whose meaning is known.

    index    0 = first
    header   as written
    meaning  see Heading
    unit     in the heading; empty where there is none
    rank     1 certain, 2 likely, 3 a last resort; 0 named by the user
    """

    index: int
    header: str
    meaning: str
    unit: str = ""
    rank: int = 1


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading | None:
    """Return what a heading means, or None for one that says nothing to us."""
    if not text or len(text) > 80:
        return None
    table = header_table()
    folded = _MARKS.sub("", fold(text)).strip()
    found = table.get(squeeze(folded))
    if found is not None:
        return Heading(*found)
    for name, unit in _splits(folded):
        found = table.get(squeeze(name))
        if found is not None and not (unit == "piece" and found[0] in MASSES):
            return Heading(*found, unit)
    return _bracketed(folded, table)


def find_columns(
    headers: Sequence[str], where: str, wanted: Mapping[str, str] | None = None
) -> dict[str, Column]:
    """Return meaning -> column for a row of headings.

    wanted  meaning -> heading as the user names it; overrules what the headings say
    Raises FileFault when two columns have one meaning, UnknownName for a wanted heading
    that is not there.
    """
    chosen = {
        meaning: _wanted(headers, meaning, header, where)
        for meaning, header in (wanted or {}).items()
    }
    taken = {column.index for column in chosen.values()}
    candidates: dict[str, list[Column]] = {}
    for index, header in enumerate(headers):
        heading = None if index in taken else read_heading(header)
        if heading is not None:
            column = Column(index, header, heading.meaning, heading.unit, heading.rank)
            candidates.setdefault(heading.meaning, []).append(column)
    _place_units(candidates, chosen)
    for meaning, columns in candidates.items():
        if meaning not in chosen and not (meaning == "mass" and chosen.keys() & set(MASSES)):
            chosen[meaning] = _best(meaning, columns, where)
    return _settle(chosen, candidates)


def _splits(text: str) -> list[tuple[str, str]]:
    """Return (name, unit) for each way in which the text ends in a unit."""
    found = []
    match = _BRACKET.match(text)
    if match and (unit := _unit(match[2])):
        found.append((f"{match[1]} {match[3]}", unit))
    for pattern in (_TAIL, _GLUED):
        match = pattern.match(text)
        if match and (unit := _unit(match[2])):
            found.append((match[1], unit))
    return found


def _unit(text: str) -> str:
    """Return the canonical unit of a heading's tail; empty when it is none."""
    text = _LABEL.sub("", text.strip())
    if text in ("%", "wt%", "percent", "prozent", "パーセント", "mass%", "質量%", "重量%"):
        return "%"
    co2 = _CO2.match(text.replace("₂", "2"))
    if co2:
        return f"{co2[1]} CO2e" + (f"/{canonical(co2[2])}" if co2[2] else "")
    unit = canonical(text.replace("gramms", "g"))
    return unit if unit in _UNITS else ""


def _bracketed(text: str, table: Mapping[str, tuple[str, int]]) -> Heading | None:
    """Read `Mass (total) [g]`, `Qty. (assy)`, `Mass (stone)`: a name, then remarks in brackets."""
    remarks = _GROUPS.findall(text)
    name = _GROUPS.sub(" ", text).strip()
    found = table.get(squeeze(name)) if remarks and name else None
    if found is None:
        inner = read_heading(name) if remarks and name != text else None
        if inner is None:
            return None
        found, units = (inner.meaning, inner.rank), [inner.unit] if inner.unit else []
    else:
        units = []
    no_units = {"", "piece"} if found[0] in MASSES else {""}
    units += [unit for remark in remarks if (unit := _unit(remark)) not in no_units]
    heading = Heading(*found, units[0] if units else "")
    for remark in remarks:
        if _unit(remark) in no_units:
            heading = _qualified(heading, remark.strip())
    return heading


def _qualified(heading: Heading, remark: str) -> Heading:
    """Return the heading with one piece and all pieces told apart."""
    if heading.meaning not in ("mass", "quantity"):
        return heading
    if remark in word_set("line_off"):
        meaning = "line_mass" if heading.meaning == "mass" else "total_quantity"
        return replace(heading, meaning=meaning)
    if heading.meaning == "mass" and remark in word_set("pieces_off"):
        return replace(heading, meaning="unit_mass")
    if heading.meaning == "mass" and not heading.unit:
        return replace(heading, unit=remark)  # not a unit we know: the reader of masses says so
    return heading


def _wanted(headers: Sequence[str], meaning: str, header: str, where: str) -> Column:
    exact = [i for i, h in enumerate(headers) if h.strip() == header.strip()]
    same = exact or [i for i, h in enumerate(headers) if h and squeeze(h) == squeeze(header)]
    if not same:
        raise UnknownName("column", header, [h for h in headers if h], where)
    if len(same) > 1:
        raise FileFault(
            where,
            f"{len(same)} columns are headed {header!r}, so it is not clear which one is"
            f" {meaning}.",
            "Give each column its own heading.",
        )
    heading = read_heading(headers[same[0]])
    parts = _splits(_MARKS.sub("", fold(headers[same[0]])).strip())
    unit = heading.unit if heading else (parts[0][1] if parts else "")
    return Column(same[0], headers[same[0]], meaning, unit, 0)


def _place_units(candidates: dict[str, list[Column]], chosen: Mapping[str, Column]) -> None:
    """Give each of several unit columns to the amount that stands before it."""
    units = candidates.get("unit", [])
    amounts = [c for m in (*MASSES, "quantity") for c in candidates.get(m, [])]
    amounts += [c for m, c in chosen.items() if m in (*MASSES, "quantity")]
    if len(units) < 2 or not amounts:
        return
    left: list[Column] = []
    for unit in units:
        before = [c for c in amounts if c.index < unit.index]
        owner = max(before, key=lambda c: c.index, default=None)
        if owner is not None and owner.meaning != "quantity":
            candidates.setdefault("mass_unit", []).append(replace(unit, meaning="mass_unit"))
        else:
            left.append(unit)
    candidates["unit"] = left
    if not left:
        del candidates["unit"]


def _best(meaning: str, columns: Sequence[Column], where: str) -> Column:
    """Return the column of best rank; refuse two of them where a number hangs on it."""
    best = min(c.rank for c in columns)
    first, *others = [c for c in columns if c.rank == best]
    if others and meaning in (_DECISIVE | {"unit", "mass_unit"}):
        names = " and ".join(repr(c.header) for c in (first, *others))
        raise FileFault(
            where,
            f"the columns {names} could each be the {meaning.replace('_', ' ')}.",
            f"Name the right one: --column {meaning}={first.header!r}.",
        )
    return first


def _settle(
    chosen: dict[str, Column], candidates: Mapping[str, Sequence[Column]]
) -> dict[str, Column]:
    """Let a spare `Part` be the description, a second material stand in for the first."""
    spare = [c for c in candidates.get("part", []) if c != chosen.get("part")]
    if "description" not in chosen and spare:
        chosen["description"] = replace(spare[0], meaning="description")
    others = [c for c in candidates.get("material", []) if c != chosen.get("material")]
    if others:
        best = min(others, key=lambda c: c.rank)
        chosen["material_also"] = replace(best, meaning="material_also")
    if "unit_mass" in chosen and "mass" in chosen and chosen["mass"].rank:
        del chosen["mass"]
    return chosen
