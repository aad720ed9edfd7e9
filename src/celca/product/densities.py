"""The mass of lines of which only the volume is known: volume times the material's density.

`densities.csv` beside this file has a density per material, with its range and its source. A
material that is not in it has none here, and its lines have no mass.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import fsum

from celca.bom import Bom, BomLine
from celca.errors import Finding, Value
from celca.product.meanings import Meanings, material_name
from celca.shipped import shipped_rows

__all__ = ["with_masses_of_volumes"]


@dataclass(frozen=True, slots=True)
class _Density:
    """Of one material, typical, with its range [kg/m3]."""

    typical: float
    low: float
    high: float
    source: str


def with_masses_of_volumes(bom: Bom, meanings: Meanings) -> Bom:
    """Return the bill with a mass for each line of known volume and material, and what was done."""
    if all(line.volume is None for line in bom.lines):
        return bom
    lines, filled = list(bom.lines), dict[str, list[BomLine]]()
    for i, line in enumerate(lines):
        name = material_name(line) if line.volume else ""
        target = meanings.target(name) if name else ""
        if line.mass is None and line.volume and target in _densities():
            lines[i] = replace(line, mass=line.volume * _densities()[target].typical)
            filled.setdefault(target, []).append(lines[i])
    findings = [_finding(bom.source, target, found) for target, found in filled.items()]
    return replace(bom, lines=tuple(lines), findings=(*bom.findings, *findings))


@cache
def _densities() -> dict[str, _Density]:
    rows = shipped_rows("celca.product", "densities.csv")
    return {row["material"]: _density(row) for row in rows}


def _density(row: dict[str, str]) -> _Density:
    typical, low, high = (float(row[f"{key}_kg_m3"]) for key in ("density", "low", "high"))
    return _Density(typical, low, high, row["source"])


def _finding(source: str, target: str, lines: list[BomLine]) -> Finding:
    density = _densities()[target]
    values: dict[str, Value] = {
        "material": target,
        "density": density.typical,
        "kg": fsum(line.mass or 0.0 for line in lines),
        "source": density.source,
    }
    message = (
        "The list states a size and no mass of {material!r}; volume times {density:g} kg/m3 gives"
        " {kg:.4g} kg. Density: {source}"
    )
    if density.low != density.high:
        values |= {"low": density.low, "high": density.high}
        message = (
            "The list states a size and no mass of {material!r}; volume times {density:g} kg/m3"
            " ({low:g} to {high:g}) gives {kg:.4g} kg. Density: {source}"
        )
    rows = ", ".join(f"{source} row {line.row}" for line in lines[:8])
    return Finding.of("warning", "mass_from_volume", message, rows, **values)
