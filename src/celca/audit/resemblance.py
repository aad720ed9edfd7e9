"""Say whether a footprint per kilogram is like what the database has under the product's name.

A name means what it would mean on a bill of materials. Held against it are all variants and places
of that material; a product may be worked on or have another composition, so that only what lies
more than three times above or below them calls for a look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from celca.audit.plausible import declared_mass, likely_slip
from celca.declaration import Check, Declaration
from celca.inventory import placeless
from celca.matching import Matcher
from celca.methods import UPTAKE
from celca.system import Intensities
from celca.units import factor, same_dimension

__all__ = ["Known", "Namesake", "resemblance"]

_FAR = 3.0


@dataclass(frozen=True, slots=True)
class Namesake:
    """What the database has under a name [kg CO2e/kg, without biogenic uptake].

    name       of the first of the processes
    processes  how many they are
    """

    name: str
    processes: int
    low: float
    high: float

    def near(self, value: float) -> bool:
        """Say whether a value is like these."""
        return self.low / _FAR <= value <= self.high * _FAR

    def told(self) -> str:
        """Return what the database has, in words."""
        span = f"{self.low:.3g}" + (f" to {self.high:.3g}" if self.high > self.low else "")
        return f"the database has {span} kg CO2e/kg for {self.name}"


class Known:
    """The names and prices of one database, to be asked many times."""

    def __init__(self, prices: Intensities) -> None:
        self._prices = prices
        self._matcher = Matcher(prices.system.inventory, {})
        self._per_unit = np.delete(prices.H, UPTAKE, axis=0).sum(axis=0)

    def namesake(self, name: str) -> Namesake | None:
        """Return what the database has under a name, None where it has nothing by the kilogram."""
        found = self._matcher.find(name) or self._matcher.guess(name) if name.strip() else None
        if found is None:
            return None
        system, values, first = self._prices.system, [], ""
        for process in self._alike(found.target):
            unit = system.inventory.process_by_id[process].unit
            if same_dimension(unit, "kg"):
                first = first or system.inventory.process_by_id[process].name
                values.append(float(self._per_unit[system.index[process]]) / factor(unit, "kg"))
        above = [v for v in values if v > 0]
        return Namesake(first, len(above), min(above), max(above)) if above else None

    def _alike(self, target: str) -> list[str]:
        """Return the variants of a material, or a process in each of its places."""
        inventory = self._prices.system.inventory
        if target in inventory.materials:
            return [v.process for v in inventory.materials[target].values()]
        if target not in inventory.process_by_id:
            return []
        root = placeless(inventory.process_by_id[target])
        alike = [p.id for p in inventory.processes if placeless(p) == root]
        return [target, *(x for x in alike if x != target)]


def resemblance(declaration: Declaration, known: Known, name: str = "") -> Check | None:
    """Return how a declared footprint compares with its namesakes, None where there are none.

    name  of the product, where the declaration does not say
    """
    found, mass = known.namesake(name or declaration.name), declared_mass(declaration)
    if found is None or not mass:
        return None
    value = declaration.kg_co2e
    if declaration.excluding_uptake is not None:
        value = declaration.excluding_uptake
    per_kg = value / mass
    told = f"{per_kg:.3g} kg CO2e/kg; {found.told()}"
    if found.near(per_kg):
        return Check("resembles", "ok", f"{told}.")
    slip = likely_slip(per_kg, found.near, mass) or _otherwise(declaration, per_kg > found.high)
    return Check("resembles", "warning", f"{told}: {slip}.")


def _otherwise(declaration: Declaration, above: bool) -> str:
    if above and declaration.boundary != "cradle-to-gate":
        return "its use or another later stage may be counted"
    return "no simple slip of a unit explains it"
