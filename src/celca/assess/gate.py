"""What a footprint that is passed on has to state: carbon contents, and the sums at the gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum

import numpy as np

from celca.assess.result import AtGate, CarbonContent
from celca.assess.score import Score
from celca.inventory import Inventory
from celca.methods import CATEGORIES, UPTAKE
from celca.product import GATE_STAGES, Line, Product, variant_masses

__all__ = ["at_gate", "carbon_content"]


@dataclass(frozen=True, slots=True)
class _Carbon:
    """Carbon of one variant in one line [kg C per product], None where no source says."""

    name: str
    packaging: bool
    recycled: bool
    fossil: float | None
    biogenic: float | None


def carbon_content(product: Product, inventory: Inventory) -> CarbonContent:
    """Return the carbon in a product, per declared unit, None where a part of it is unknown."""
    parts = [c for line in product.lines for c in _carbon(line, inventory)]
    inside = [c for c in parts if not c.packaging]
    again = [c for c in inside if c.recycled]
    uses = product.uses
    return CarbonContent(
        fossil=_sum([c.fossil for c in inside], uses),
        biogenic=_sum([c.biogenic for c in inside], uses),
        recycled=_sum([x for c in again for x in (c.fossil, c.biogenic)], uses),
        packaging_biogenic=_sum([c.biogenic for c in parts if c.packaging], uses),
        unknown=tuple(sorted({c.name for c in parts if None in (c.fossil, c.biogenic)})),
    )


def _carbon(line: Line, inventory: Inventory) -> Iterator[_Carbon]:
    said = line.supplied
    if said is not None and None not in (said.fossil_carbon, said.biogenic_carbon):
        name, packed, again = line.match.target, line.packaging, line.recycled == 1
        yield _Carbon(name, packed, again, said.fossil_carbon, said.biogenic_carbon)
        return
    variants = inventory.materials.get(line.match.target)
    for name, mass in variant_masses(line, inventory).items():
        found = variants[name] if variants else None
        fossil = found.fossil_carbon if found else None
        biogenic = found.biogenic_carbon if found else None
        yield _Carbon(
            line.match.target,
            line.packaging,
            name == "recycled",
            None if fossil is None else fossil * mass,
            None if biogenic is None else biogenic * mass,
        )


def _sum(values: list[float | None], uses: float) -> float | None:
    known = [v for v in values if v is not None]
    return fsum(known) / uses if len(known) == len(values) else None


def at_gate(product: Product, scored: Score) -> AtGate:
    """Return the sums of a score up to the gate."""
    stages = np.array([e.stage for e in scored.entries])
    gate = np.isin(stages, GATE_STAGES)
    packed = [e.line >= 0 and product.lines[e.line].packaging for e in scored.entries]
    packaging = gate & np.array(packed, dtype=bool)
    declared = np.array([not e.process for e in scored.entries], dtype=bool)
    without_uptake = np.delete(scored.impacts, UPTAKE, axis=0).sum(axis=0)
    gross = float(np.abs(without_uptake[gate]).sum())
    supplied = float(np.abs(without_uptake[gate & declared]).sum())
    sums = scored.impacts[:, gate].sum(axis=1)
    return AtGate(
        by_category=dict(zip(CATEGORIES, map(float, sums), strict=True)),
        biogenic_co2=float(scored.biogenic_co2[gate].sum()),
        by_stage={s: float(without_uptake[stages == s].sum()) for s in GATE_STAGES},
        packaging=float(without_uptake[packaging].sum()),
        packaging_uptake=float(scored.impacts[UPTAKE, packaging].sum()),
        distribution=float(without_uptake[stages == "distribution"].sum()),
        supplier_declared=supplied / gross if gross else 0.0,
        product_mass_kg=fsum(x.mass for x in product.lines if not x.packaging) / product.uses,
    )
