"""What the columns of a catalogue mean: one row per part, or one row per product.

The headings are read with the words of the bill-of-materials reader. A column that would
change a number and that a catalogue has no use for is refused, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from celca.bom import Column, find_columns, read_heading
from celca.errors import FileFault, UnknownName
from celca.inventory import UNSPECIFIED
from celca.matching import Matcher
from celca.units import canonical, factor, same_dimension

__all__ = ["Layout", "WideColumn", "read_layout", "unique_headings"]

_MASSES = ("unit_mass", "mass", "line_mass")
_REFUSED = ("level", "parent", "total_quantity", "supplier_value", "fitted")
_USED = (
    *("product", "material", "description", "part", "process", "recycled", "bio_based"),
    *("quantity", "unit", "mass_unit", *_MASSES),
)


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


@dataclass(frozen=True)
class Layout:
    """The meaning of the columns.

    headings  as the frames have them, all different
    columns   meaning -> column
    wide      columns of masses by material; empty where each row is one part
    decimal   '.' or ',' where the user says it, '' where it is to be found
    """

    headings: tuple[str, ...]
    columns: Mapping[str, Column]
    wide: tuple[WideColumn, ...] = ()
    decimal: str = ""
    mass_unit: str = ""
    percent: frozenset[str] = field(default_factory=frozenset)

    @property
    def used(self) -> tuple[int, ...]:
        """Places of the columns that are read, 0 = first."""
        wide = [h for w in self.wide for h in (w.heading, w.recycled, w.bio_based) if h]
        places = {*(c.index for c in self.columns.values()), *map(self.headings.index, wide)}
        return tuple(sorted(places))

    def heading(self, meaning: str) -> str:
        """Return the heading of a meaning, '' where there is no such column."""
        column = self.columns.get(meaning)
        return self.headings[column.index] if column else ""


def unique_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Return headings that are all different: an empty one is named after its place."""
    out: list[str] = []
    for i, text in enumerate(headings, start=1):
        name = text.strip().lstrip("\ufeff") or f"column {i}"
        out.append(name if name not in out else f"{name} ({i})")
    return tuple(out)


def read_layout(
    headings: Sequence[str], where: str, wanted: Mapping[str, str], matcher: Matcher
) -> Layout:
    """Return the layout that a row of headings says.

    wanted  see CatalogOptions.columns
    Raises FileFault or UnknownName where a column is missing, or cannot be used.
    """
    given = {k: v for k, v in wanted.items() if k in ("decimal", "mass_unit")}
    named = {k: v for k, v in wanted.items() if k not in given}
    unit = canonical(given.get("mass_unit", ""))
    if unit:
        factor(unit, "kg", f"{where}, mass_unit")
    found = find_columns(headings, where, named)
    _refuse(found, headings, where)
    columns = {m: c for m, c in found.items() if m in _USED}
    names = unique_headings(headings)
    if "product" not in columns:
        raise FileFault(
            where,
            f"no column says which product a row belongs to; the headings are {_list(names)}.",
            "Head it 'Product', or name it: --column product='its heading'.",
        )
    wide: tuple[WideColumn, ...] = ()
    if not any(m in columns for m in (*_MASSES, "quantity")) or "material" not in columns:
        wide = _wide(names, columns, matcher, where)
    if not wide:
        columns = _long(columns, names, where)
    shares = [m for m in ("recycled", "bio_based") if m in columns]
    percent = frozenset(m for m in shares if columns[m].unit == "%")
    return Layout(names, columns, wide, given.get("decimal", ""), unit, percent)


def _refuse(found: Mapping[str, Column], headings: Sequence[str], where: str) -> None:
    for meaning in _REFUSED:
        column = found.get(meaning)
        if column is not None and column.rank <= 1:
            raise FileFault(
                where,
                f"the column {headings[column.index]!r} ({meaning.replace('_', ' ')}) would change"
                " the result, and a catalogue does not use it.",
                "Take the column out, or score such products one by one.",
            )


def _long(columns: dict[str, Column], names: Sequence[str], where: str) -> dict[str, Column]:
    """Return the columns of a catalogue with a row per part; complain of what is missing."""
    if "material" not in columns and "description" not in columns:
        raise FileFault(
            where,
            f"no column says the material; the headings are {_list(names)}.",
            "Head it 'Material', or name it: --column material='its heading'.",
        )
    masses = [columns[m] for m in _MASSES if m in columns]
    for column in masses:
        if column.unit:
            factor(column.unit, "kg", f"{where}, column {column.header!r}")
    unit = columns.get("unit")
    if not masses:
        if "quantity" not in columns or (unit is None and not columns["quantity"].unit):
            raise FileFault(
                where,
                f"no column gives a mass; the headings are {_list(names)}.",
                "Head it 'Mass (kg)', or name it: --column mass='its heading'.",
            )
        columns["line_mass"] = columns.pop("quantity")
        masses = [columns["line_mass"]]
    if unit is not None and "mass_unit" not in columns and not any(c.unit for c in masses):
        beside = any(c.index + 1 == unit.index for c in masses)
        if beside or "quantity" not in columns:
            columns["mass_unit"] = columns.pop("unit")
    return columns


def _wide(
    names: Sequence[str], columns: Mapping[str, Column], matcher: Matcher, where: str
) -> tuple[WideColumn, ...]:
    """Return the columns whose heading is a material and a unit of mass, `Steel (kg)`."""
    used = {c.index for c in columns.values()}
    shares = {}
    out: list[WideColumn] = []
    for i, heading in enumerate(names):
        if i in used:
            continue
        name, unit = _name_and_unit(heading)
        kind, material = _share_of(name, matcher)
        if kind:
            shares[kind, material] = heading
            continue
        found = matcher.find(name)
        if unit and same_dimension(unit, "kg") and found is None:
            near = matcher.nearest(name)
            raise UnknownName("material", name, (), f"{where}, column {heading!r}", near=near)
        if found is None or not unit or not same_dimension(unit, "kg"):
            continue
        if any(w.material == found.target for w in out) and found.target != UNSPECIFIED:
            raise FileFault(where, f"two columns are masses of {found.target!r}.", "Join them.")
        out.append(WideColumn(heading, found.target, factor(unit, "kg")))
    return tuple(
        WideColumn(
            w.heading,
            w.material,
            w.factor,
            shares.get(("recycled", w.material), ""),
            shares.get(("bio_based", w.material), ""),
        )
        for w in out
    )


def _name_and_unit(heading: str) -> tuple[str, str]:
    """Split `Steel (kg)`, `Steel [kg]`, `steel_kg`; the unit is '' where there is none."""
    match = re.fullmatch(r"(.+?)\s*[(\[（［]\s*([^()\[\]（）［］]+)\s*[)\]）］]", heading)
    if match is None:
        match = re.fullmatch(r"(.+?)[\s_/,:]+([A-Za-zｇｋμ㎏]+)", heading)
        if match is None or canonical(match[2]) not in ("kg", "g", "mg", "t"):
            return heading, ""
    return match[1], canonical(match[2])


def _share_of(name: str, matcher: Matcher) -> tuple[str, str]:
    """Return (recycled or bio_based, material) of a heading such as `Steel recycled`."""
    words = name.replace("_", " ").replace(":", " ").split()
    for cut in range(1, len(words)):
        for material, kind in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            heading = read_heading(" ".join(kind))
            found = matcher.find(" ".join(material))
            if found and heading and heading.meaning in ("recycled", "bio_based"):
                return heading.meaning, found.target
    return "", ""


def _list(names: Sequence[str], most: int = 12) -> str:
    tail = ", …" if len(names) > most else ""
    return ", ".join(map(repr, names[:most])) + tail
