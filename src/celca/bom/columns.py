"""Columns: which one holds what, and which of two is meant.

Two columns of one meaning are never chosen between where the choice would change a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from celca.bom.headings import MASSES, read_heading, unit_in
from celca.bom.words import squeeze
from celca.errors import FileFault, UnknownName

__all__ = ["Column", "find_columns"]

# meanings that change a number when the wrong column is taken
_DECISIVE = {*MASSES, "quantity", "total_quantity", "level", "parent", "product", "density"}
_DECISIVE |= {"material", "recycled", "bio_based", "supplier_value", "volume"}


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
    _place_bom_lines(candidates)
    for meaning, columns in candidates.items():
        if meaning not in chosen and not (meaning == "mass" and chosen.keys() & set(MASSES)):
            chosen[meaning] = _best(meaning, columns, where)
    return _settle(chosen, candidates)


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
    return Column(same[0], headers[same[0]], meaning, unit_in(headers[same[0]]), 0)


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


def _place_bom_lines(candidates: dict[str, list[Column]]) -> None:
    """Where headings begin with `BoM Lines/`, as in Odoo, a bare `Quantity` is of the product."""
    quantities = candidates.get("quantity", [])
    of_lines = [c for c in quantities if squeeze(c.header).startswith("bomline")]
    others = [c for c in quantities if c not in of_lines]
    if of_lines and others:
        candidates["quantity"] = of_lines
        candidates["base_quantity"] = [replace(c, meaning="base_quantity") for c in others]


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
