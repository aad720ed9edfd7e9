"""Say whether a footprint per kilogram is like those published, and if not, what may have slipped.

The table `sectors.csv` gives, for each sector, how many products, and between which values the
middle 95 % of them lie, in kg CO2e per kg of product over the life that each declaration covers.
It was made from the Carbon Catalogue: Meinrenken, C. J. et al. (2022), The Carbon Catalogue,
carbon footprints of 866 commercial products from 8 industry sectors and 5 continents, Scientific
Data 9, 87, doi:10.1038/s41597-022-01178-9 (CC0).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log10

from celca.declaration import Check, Declaration
from celca.shipped import shipped_rows
from celca.units import factor, same_dimension

__all__ = [
    "Sector",
    "declared_mass",
    "likely_slip",
    "plausibility",
    "sector_of",
    "sectors",
]

_SLIPS = {
    1e3: "a factor of 1000 too high (g taken for kg, or kg for t)",
    1e-3: "a factor of 1000 too low (t taken for kg, or kg for g)",
    1e6: "a factor of a million too high (g taken for t)",
    1e-6: "a factor of a million too low (t taken for g)",
}
_WIDTH = 1.96
NETTED = "nothing, or less than nothing, is declared: uptake or offsets may have been netted"


@dataclass(frozen=True, slots=True)
class Sector:
    """What published products of a sector cost [kg CO2e per kg of product].

    low, high  the middle 95 % of them lie between
    """

    name: str
    products: int
    low: float
    median: float
    high: float

    def distance(self, value: float) -> float:
        """Return how far a value lies from the median, on a logarithmic scale.

        The unit is the spread of its side, so that `low` and `high` lie at 1.96; nothing, and
        less than nothing, lie infinitely far below.
        """
        if value <= 0:
            return -math.inf
        edge = self.high if value > self.median else self.low
        return _WIDTH * log10(value / self.median) / abs(log10(edge / self.median))

    def near(self, value: float) -> bool:
        """Say whether a value lies well within its sector."""
        return abs(self.distance(value)) < 1


@cache
def sectors() -> Mapping[str, Sector]:
    """Return the sectors by name; `all` holds every product."""
    return {
        r["sector"]: Sector(
            r["sector"], int(r["products"]), float(r["low"]), float(r["median"]), float(r["high"])
        )
        for r in shipped_rows("celca.audit", "sectors.csv")
    }


def sector_of(name: str) -> Sector:
    """Return the sector of that name, and all products together where there is none."""
    folded = {s.casefold(): s for s in sectors()}
    return sectors()[folded.get(name.strip().casefold(), "all")]


def likely_slip(value: float, near: Callable[[float], bool], mass: float = 0.0) -> str:
    """Return what would bring an implausible value back, '' where no simple slip does.

    value  [kg CO2e/kg]
    near   whether a value is plausible
    mass   of the product [kg], 0 where unknown
    """
    for times, words in _SLIPS.items():
        if near(value / times):
            return words
    if not mass or 0.5 < mass < 2:
        return ""
    if near(value * mass):
        return "the value may be per kilogram, not per product"
    return "the value may have been multiplied by the mass twice" if near(value / mass) else ""


def plausibility(declaration: Declaration, sector: str = "") -> Check:
    """Return how a declared footprint compares with published products, per kilogram."""
    mass, value = declared_mass(declaration), declaration.kg_co2e
    if declaration.excluding_uptake is not None:
        value = declaration.excluding_uptake
    if not mass:
        message = "The mass of the product is not declared: nothing to compare per kilogram."
        return Check("plausible", "warning", message)
    found, per_kg = sector_of(sector), value / mass
    span = (
        f"{per_kg:.3g} kg CO2e/kg; the middle 95 % of {found.products} published products"
        f"{'' if found.name == 'all' else f' ({found.name})'} lie between {found.low:g} and"
        f" {found.high:g}"
    )
    if abs(found.distance(per_kg)) <= _WIDTH:
        return Check("plausible", "ok", f"{span}.")
    slip = NETTED if per_kg <= 0 else likely_slip(per_kg, found.near, mass)
    return Check("plausible", "warning", f"{span}{f': {slip}' if slip else ''}.")


def declared_mass(declaration: Declaration) -> float | None:
    """Return the mass that a footprint is declared for [kg], None where it does not say."""
    if declaration.mass_kg:
        return declaration.mass_kg
    if declaration.unit and same_dimension(declaration.unit, "kg"):
        return declaration.amount * factor(declaration.unit, "kg")
    return None
