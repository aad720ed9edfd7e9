"""Headings that name a material: `Steel (kg)`, `PE recycled (%)`, one column for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from celca.bom import Column, read_heading
from celca.errors import FileFault, UnknownName
from celca.inventory import UNSPECIFIED
from celca.matching import Matcher
from celca.units import canonical, factor, same_dimension

__all__ = ["WideColumn", "wide_columns"]


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column of masses of one material, in a catalogue with a row per product.

    heading    as written
    material   id in the database
    factor     from the unit in the heading to kg [kg/unit]
    recycled   heading of the column with its recycled share, '' where there is none
    bio_based  likewise
    """

    heading: str
    material: str
    factor: float
    recycled: str = ""
    bio_based: str = ""


def wide_columns(
    names: Sequence[str],
    columns: Mapping[str, Column],
    matcher: Matcher,
    where: str,
    mass_unit: str,
) -> tuple[WideColumn, ...]:
    """Return the columns whose heading is a material and a unit of mass.

    columns    those whose meaning is known already
    mass_unit  of a column without one; '' refuses it
    Raises UnknownName or FileFault for a mass or a share of which the material is not clear.
    """
    known = {c.index for c in columns.values()}
    shares: dict[tuple[str, str], str] = {}
    masses: dict[str, WideColumn] = {}
    for i, heading in enumerate(names):
        if i in known or not heading:
            continue
        name, unit = _name_and_unit(heading)
        share = _share_of(name, matcher)
        if share is not None:
            shares[share] = heading
            continue
        column = _mass(name, unit or mass_unit, heading, matcher, where)
        if column is None:
            continue
        if column.material in masses:
            raise FileFault(where, f"two columns are masses of {column.material!r}.", "Join them.")
        masses[heading if column.material == UNSPECIFIED else column.material] = column
    return _with_shares(masses, shares, where) if masses else ()


def _with_shares(
    masses: Mapping[str, WideColumn], shares: Mapping[tuple[str, str], str], where: str
) -> tuple[WideColumn, ...]:
    """Return the columns of masses, each with the headings of its shares."""
    out = dict(masses)
    for (kind, material), heading in shares.items():
        if material not in out:
            raise FileFault(where, f"the column {heading!r} is a share of no column of masses.")
        own = out[material]
        out[material] = (
            replace(own, recycled=heading)
            if kind == "recycled"
            else replace(own, bio_based=heading)
        )
    return tuple(out.values())


def _mass(name: str, unit: str, heading: str, matcher: Matcher, where: str) -> WideColumn | None:
    """Return what a column of masses says, None for a column of something else."""
    place = f"{where}, column {heading!r}"
    found = matcher.find(name)
    is_mass = bool(unit) and same_dimension(unit, "kg")
    if found is None:
        if is_mass and unit == _name_and_unit(heading)[1]:
            raise UnknownName("material", name, (), place, near=matcher.nearest(name))
        return None
    if not is_mass:
        raise FileFault(place, "the column has no unit of mass.", f"Head it '{name} (kg)'.")
    process = matcher.inventory.process_by_id.get(found.target)
    if found.target not in matcher.inventory.materials and process is not None:
        factor(process.unit, "kg", place)
    return WideColumn(heading, found.target, factor(unit, "kg"))


def _name_and_unit(heading: str) -> tuple[str, str]:
    """Split `Steel (kg)`, `Steel [kg]`, `steel_kg`; the unit is '' where there is none."""
    match = re.fullmatch(r"(.+?)\s*[(\[（［]\s*([^()\[\]（）［］]+)\s*[)\]）］]", heading)
    if match is None:
        match = re.fullmatch(r"(.+?)[\s_/,:]+([A-Za-zｇｋμ㎏]+)", heading)
        if match is None or canonical(match[2]) not in ("kg", "g", "mg", "t"):
            return heading, ""
    return match[1], canonical(match[2])


def _share_of(name: str, matcher: Matcher) -> tuple[str, str] | None:
    """Return (recycled or bio_based, material) of a heading such as `Steel recycled`, if it is."""
    words = name.replace("_", " ").replace(":", " ").split()
    for cut in range(1, len(words)):
        for material, kind in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            heading = read_heading(" ".join(kind))
            found = matcher.find(" ".join(material))
            if found and heading and heading.meaning in ("recycled", "bio_based"):
                return heading.meaning, found.target
    return None
