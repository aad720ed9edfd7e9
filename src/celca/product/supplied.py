"""What a supplier's footprint says of one line of a product, scaled to that line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from celca.methods import Category

__all__ = ["RATINGS", "Supplied"]

RATINGS = {  # of data, and what PACT calls them
    "technology": "technologicalDQR",
    "geography": "geographicalDQR",
    "time": "temporalDQR",
}


@dataclass(frozen=True, slots=True)
class Supplied:
    """A supplier's footprint, for the mass of a line.

    by_category      [kg CO2e per product]; adds up to the value of the line
    fossil_carbon, biogenic_carbon
                     in the line [kg C per product], None where the supplier does not say
    file             that it was read from
    gwp_sets         assessment reports that it says it used
    wrong            what is wrong with it, one sentence each
    """

    by_category: Mapping[Category, float]
    fossil_carbon: float | None = None
    biogenic_carbon: float | None = None
    file: str = ""
    gwp_sets: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
