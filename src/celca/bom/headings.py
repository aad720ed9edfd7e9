"""Headings: what a column means, and the unit in its heading.

A heading is looked up as written, then without its unit (`重量(g)`, `Masse [kg]`,
`weight_g`), then with a qualifier in brackets (`Mass (total)`, `質量（1個）`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from celca.bom.words import fold, header_table, squeeze, word_set
from celca.units import canonical

__all__ = ["MASSES", "Heading", "read_heading", "tail_unit", "unit_in"]

MASSES = ("mass", "unit_mass", "line_mass")
_UNITS = frozenset(
    (
        "kg",
        "g",
        "mg",
        "t",
        "lb",
        "oz",
        "Mg",
        "kg/m",
        "g/m",
        "kg/m2",
        "g/m2",
        "kg/m3",
        "g/cm3",
        "kg/l",
    )
    + ("m", "mm", "cm", "km", "m2", "cm2", "mm2", "m3", "cm3", "mm3", "l", "ml")
    + ("kWh", "MJ", "t*km", "piece")
)
_MARKS = re.compile(r"[(\[【<]?(?:必須|任意|required|optional|pflichtfeld|必填)[)\]】>]?|[*※]+$")
_OF_LINES = re.compile(r"^(?:bom lines|bom_line_ids)/(?:(?:component|product|product_id)/)?")
_BRACKET = re.compile(r"^(.*?)\s*[(\[{【〔<]([^()\[\]{}【】〔〕<>]*)[)\]}】〕>]\s*(.*)$", re.DOTALL)
_GROUPS = re.compile(r"[(\[{【〔<]([^()\[\]{}【】〔〕<>]*)[)\]}】〕>]")
_LABEL = re.compile(r"^(?:units?|einheit|単位|单位|in|je|per)\s*[:=]?\s*(?=\S)")
_TAIL = re.compile(r"^(.*\S)\s*(?:[/,_:;]|\s)\s*(\S+)$", re.DOTALL)
_SPACED = re.compile(r"^(.*\S)\s+(\S+)$", re.DOTALL)
_IN = re.compile(r"[\s_]in$")
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


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading | None:
    """Return what a heading means, or None for one that says nothing to us."""
    if not text or len(text) > 80:
        return None
    table = header_table()
    folded = _OF_LINES.sub("", _MARKS.sub("", fold(text)).strip())
    found = table.get(squeeze(folded))
    if found is not None:
        return Heading(*found)
    for name, unit in _splits(folded):
        found = table.get(squeeze(name))
        if found is not None and not (unit == "piece" and found[0] in MASSES):
            return Heading(*found, unit)
    return _bracketed(folded, table)


def unit_in(text: str) -> str:
    """Return the unit that a heading ends in, whatever it means; empty where there is none."""
    heading = read_heading(text)
    parts = _splits(_MARKS.sub("", fold(text)).strip())
    return heading.unit if heading else (parts[0][1] if parts else "")


def _splits(text: str) -> list[tuple[str, str]]:
    """Return (name, unit) for each way in which the text ends in a unit, or begins with %."""
    found = [(text[1:].strip(), "%")] if text.startswith("%") else []
    match = _BRACKET.match(text)
    if match and (unit := tail_unit(match[2])):
        found.append((f"{match[1]} {match[3]}", unit))
    for pattern in (_TAIL, _SPACED, _GLUED):
        match = pattern.match(text)
        if match and (unit := tail_unit(match[2])):
            found.append((_IN.sub("", match[1]), unit))
    return found


def tail_unit(text: str) -> str:
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
    units += [unit for remark in remarks if (unit := tail_unit(remark)) not in no_units]
    heading = Heading(*found, "|".join(dict.fromkeys(units)))
    for remark in remarks:
        if tail_unit(remark) in no_units:
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
