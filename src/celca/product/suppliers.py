"""Values that suppliers declared for their parts, in place of a model of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from celca.declaration import Declaration, read_declaration
from celca.errors import DataError, FileFault
from celca.product.record import Line
from celca.product.toml import Table
from celca.units import factor, same_dimension

__all__ = ["with_supplier_values"]


def with_supplier_values(
    top: Table, lines: tuple[Line, ...], folder: Path
) -> tuple[tuple[Line, ...], list[Path]]:
    """Return the lines with the values of [[supplier_value]], and the files they were read from.

    A value is written (`kg_co2e` per product, with its `source`) or read (`file`, a PACT or other
    footprint, scaled by the mass of the line).
    """
    by_part = {line.part: i for i, line in enumerate(lines)}
    out, files = list(lines), []
    for table in top.tables("supplier_value", ("part", "kg_co2e", "source", "file")):
        part = table.text("part")
        if part not in by_part:
            raise DataError(f"{table.where}: the bill of materials has no part {part!r}.")
        i = by_part[part]
        if table.has("file"):
            if table.has("kg_co2e"):
                raise FileFault(table.where, "give 'file' or 'kg_co2e', not both.")
            path = folder / table.text("file")
            files.append(path)
            value = _for_line(read_declaration(str(path)), out[i], table.where)
        else:
            table.text("source")
            value = table.number("kg_co2e")
        out[i] = replace(out[i], supplier_value=value)
    return tuple(out), files


def _for_line(declared: Declaration, line: Line, where: str) -> float:
    """Return a declared footprint for the mass of a line [kg CO2e per product]."""
    if declared.boundary == "cradle-to-grave":
        raise DataError(
            f"{where}: {declared.source} is declared cradle-to-grave; a part needs cradle-to-gate."
        )
    mass = declared.mass_kg
    if same_dimension(declared.unit, "kg"):
        mass = declared.amount * factor(declared.unit, "kg", where)
    if not mass:
        raise DataError(
            f"{where}: {declared.source} is declared per {declared.amount:g} {declared.unit} and"
            " states no mass, so it cannot be scaled to the part. Write its value as 'kg_co2e'."
        )
    return declared.kg_co2e / mass * line.mass
