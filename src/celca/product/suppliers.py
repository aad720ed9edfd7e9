"""Values that suppliers declared for their parts, in place of a model of them, and ratings of data.

A supplier's footprint keeps what it tells apart: fossil, aircraft, land use change, biogenic
methane and uptake, the carbon in the part, its ratings and its share of primary data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum
from pathlib import Path

from celca.errors import DataError, FileFault
from celca.product.record import Line
from celca.product.supplied import RATINGS
from celca.product.toml import Table
from celca.quality import StatedQuality

__all__ = ["declared_parts", "with_stated_quality", "with_supplier_values"]

_KEYS = ("part", "kg_co2e", "source", "file")

_QUALITY = ("primary_data_share", *RATINGS)


def declared_parts(top: Table) -> frozenset[str]:
    """Return the parts that [[supplier_value]] names."""
    tables = top.tables("supplier_value", (*_KEYS, *_QUALITY))
    return frozenset(table.text("part") for table in tables)


def with_supplier_values(
    top: Table, lines: tuple[Line, ...], folder: Path
) -> tuple[tuple[Line, ...], list[Path]]:
    """Return the lines with the values of [[supplier_value]], and the files they were read from.

    A value is written (`kg_co2e` per product, with its `source`) or read (`file`, a PACT or other
    footprint, scaled by the mass of the part); the lines of one part share it by mass. A written
    one counts as primary data unless `primary_data_share` says otherwise; one that is read as far
    as its file says so.
    """
    out, files = list(lines), list[Path]()
    for table in top.tables("supplier_value", (*_KEYS, *_QUALITY)):
        rows = _lines_of(table, lines)
        if table.has("file"):
            files.append(folder / table.text("file"))
            new = _read(table, [out[i] for i in rows], files[-1])
        else:
            new = _written(table, [out[i] for i in rows])
        for i, line in zip(rows, new, strict=True):
            out[i] = line
    return tuple(out), files


def _read(table: Table, lines: Sequence[Line], path: Path) -> list[Line]:
    """Return the lines of a part with what a supplier's file says of it."""
    if table.has("kg_co2e"):
        raise FileFault(table.where, "give 'file' or 'kg_co2e', not both.")
    # here, as most studies have no such file
    from celca.product.declared import declared_lines

    told = declared_lines(lines, path, table.where)
    return [replace(x, quality=_stated(table, x.quality or StatedQuality())) for x in told]


def _written(table: Table, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a part with the value that the study writes, shared out by mass."""
    table.text("source")
    value, stated = table.number("kg_co2e"), _stated(table, StatedQuality(1.0))
    whole = fsum(x.mass for x in lines)
    shares = [x.mass / whole if whole else 1 / len(lines) for x in lines]
    return [
        replace(x, supplier_value=value * share, quality=stated)
        for x, share in zip(lines, shares, strict=True)
    ]


def with_stated_quality(top: Table, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines with the ratings of [[data_quality]], which stand for the database's."""
    out = list(lines)
    for table in top.tables("data_quality", ("part", *_QUALITY)):
        for i in _lines_of(table, lines):
            out[i] = replace(out[i], quality=_stated(table, out[i].quality or StatedQuality()))
    return tuple(out)


def _lines_of(table: Table, lines: tuple[Line, ...]) -> list[int]:
    """Return the lines of the part that a table names: several where it is of several materials."""
    part = table.text("part")
    found = [i for i, line in enumerate(lines) if line.part == part]
    if not found:
        raise DataError(f"{table.where}: the bill of materials has no part {part!r}.")
    return found


def _stated(table: Table, otherwise: StatedQuality) -> StatedQuality:
    """Return the ratings that a table gives, and for what it leaves out the others."""
    share = table.share("primary_data_share")
    given: dict[str, float] = {} if share is None else {"primary": share}
    for key in RATINGS:
        if table.has(key):
            given[key] = table.number(key)
    try:
        return replace(otherwise, **given)
    except DataError as fault:
        raise FileFault(table.where, str(fault)) from fault
