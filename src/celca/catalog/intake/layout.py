"""What the columns of a catalogue mean: one row per part, or one row per product.

The headings are read with the words of the bill-of-materials reader. A column that would
change a number and that a catalogue has no use for is refused, never passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from celca.bom import Column, find_columns
from celca.bom.words import squeeze
from celca.catalog.intake.headings import WideColumn, wide_columns
from celca.catalog.intake.life_headings import MEANINGS, life_columns
from celca.errors import FileFault, UnknownName, UsageError
from celca.matching import Matcher
from celca.units import canonical, factor

__all__ = ["MASSES", "Layout", "read_layout", "unique_headings", "without"]

MASSES = ("unit_mass", "mass", "line_mass")
_REFUSED = ("level", "parent", "total_quantity", "supplier_value", "fitted")
_SETTINGS = ("decimal", "mass_unit")
_USED = (
    *("product", "material", "description", "part", "process", "recycled", "bio_based"),
    *("quantity", "unit", "mass_unit", *MASSES),
)


@dataclass(frozen=True)
class Layout:
    """The meaning of the columns.

    headings  as the frames have them, all different
    columns   meaning -> column
    wide      columns of masses by material; empty where each row is one part
    decimal   '.' or ',' where the user says it, '' where it is to be found
    lives     meaning -> place of a column that says how the product lives
    percent   headings of shares that are written in percent
    """

    headings: tuple[str, ...]
    columns: Mapping[str, Column]
    wide: tuple[WideColumn, ...] = ()
    decimal: str = ""
    mass_unit: str = ""
    lives: Mapping[str, int] = field(default_factory=dict)
    percent: frozenset[str] = field(default_factory=frozenset)

    @property
    def used(self) -> tuple[int, ...]:
        """Places of the columns that are read, 0 = first."""
        wide = [h for w in self.wide for h in (w.heading, w.recycled, w.bio_based) if h]
        places = {*(c.index for c in self.columns.values()), *map(self.headings.index, wide)}
        places |= set(self.lives.values())
        return tuple(sorted(places))

    @property
    def of_product(self) -> tuple[int, ...]:
        """Place of the column of products alone."""
        return (self.columns["product"].index,)

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


def without(headings: Sequence[str], ignored: Collection[str]) -> tuple[str, ...]:
    """Return the headings, those that are ignored as empty ones."""
    plain = {squeeze(name) for name in ignored}
    return tuple("" if squeeze(h) in plain else h for h in headings)


def read_layout(
    headings: Sequence[str],
    where: str,
    wanted: Mapping[str, str],
    matcher: Matcher,
    ignored: Collection[str] = (),
) -> Layout:
    """Return the layout that a row of headings says.

    wanted   see CatalogOptions.columns
    ignored  headings that say nothing
    Raises FileFault or UnknownName where a column is missing, or cannot be used.
    """
    named, decimal, unit = _told(wanted, where)
    names, headings = unique_headings(headings), without(headings, ignored)
    lives = life_columns(headings, named, where)
    found = find_columns(headings, where, {k: v for k, v in named.items() if k not in lives})
    _refuse(found, headings, where)
    places = set(lives.values())
    columns = {m: c for m, c in found.items() if m in _USED and c.index not in places}
    _need_product(columns, names, where)
    wide: tuple[WideColumn, ...] = ()
    if not any(m in columns for m in (*MASSES, "quantity")) or "material" not in columns:
        read = [n if h else "" for n, h in zip(names, headings, strict=True)]
        wide = wide_columns(read, columns, matcher, where, unit)
    columns = _only_product(columns, where) if wide else _long(columns, names, where)
    shares = [columns[m] for m in ("recycled", "bio_based") if m in columns and not wide]
    percent = {names[c.index] for c in shares if c.unit == "%"}
    percent |= {h for w in wide for h in (w.recycled, w.bio_based) if "%" in h or "％" in h}
    return Layout(names, columns, wide, decimal, unit, lives, frozenset(percent))


def _need_product(columns: Mapping[str, Column], names: Sequence[str], where: str) -> None:
    if "product" not in columns:
        raise FileFault(
            where,
            f"no column says which product a row belongs to; the headings are {_list(names)}.",
            "Head it 'Product', or name it: --column product='its heading'.",
        )


def _told(wanted: Mapping[str, str], where: str) -> tuple[dict[str, str], str, str]:
    """Return the columns that are named, the decimal sign and the unit of all masses."""
    named = {k: v for k, v in wanted.items() if k not in _SETTINGS}
    for meaning in named:
        if meaning not in (*_USED, *MEANINGS):
            raise UnknownName("meaning of a column", meaning, (*_USED, *MEANINGS, *_SETTINGS))
    decimal = wanted.get("decimal", "")
    if "decimal" in wanted and decimal not in (".", ","):
        raise UsageError(f"the decimal sign is {decimal!r}, but must be '.' or ','.")
    unit = canonical(wanted.get("mass_unit", ""))
    if unit:
        factor(unit, "kg", f"{where}, mass_unit")
    return named, decimal, unit


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


def _only_product(columns: Mapping[str, Column], where: str) -> dict[str, Column]:
    """Return the columns that a catalogue with a row per product uses beside the masses."""
    for meaning in ("recycled", "bio_based"):
        if meaning in columns:
            raise FileFault(
                where,
                f"the column {columns[meaning].header!r} does not say of which material.",
                "Head it with the material, such as 'steel recycled (%)'.",
            )
    return {m: c for m, c in columns.items() if m in ("product", "part", "description")}


def _long(columns: dict[str, Column], names: Sequence[str], where: str) -> dict[str, Column]:
    """Return the columns of a catalogue with a row per part; complain of what is missing."""
    if "material" not in columns and "description" not in columns:
        raise FileFault(
            where,
            f"no column says the material; the headings are {_list(names)}.",
            "Head it 'Material', or name it: --column material='its heading'.",
        )
    masses = [columns[m] for m in MASSES if m in columns]
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


def _list(names: Sequence[str], most: int = 12) -> str:
    tail = ", …" if len(names) > most else ""
    return ", ".join(map(repr, names[:most])) + tail
