"""A study that can be calculated again with one thing done otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from pathlib import Path

from celca.assess import Score, open_prices, open_product, score
from celca.audit.basis import Basis
from celca.methods import load_method, method_names
from celca.product import GATE_STAGES, Line, Product
from celca.system import Intensities, build, price

__all__ = ["Study", "method_for"]


@dataclass(frozen=True)
class Study:
    """A study that can be calculated again with one thing changed.

    product  as the options make it
    prices   of the database under the method
    """

    product: Product
    prices: Intensities

    @classmethod
    def open(cls, path: str | Path, basis: Basis) -> Study:
        """Open a study. Raises DataError."""
        prices = open_prices(basis.database, basis.method)
        return cls(open_product(path, prices, basis.options), prices)

    def total(self, product: Product, *, at_gate: bool, prices: Intensities | None = None) -> float:
        """Return the total of a changed product [kg CO2e per declared unit]. Raises DataError."""
        return _total(score(product, prices or self.prices), at_gate=at_gate)

    def with_line(self, i: int, line: Line, *, at_gate: bool) -> float:
        """Return how far another line in the place of one moves the total [kg CO2e per unit].

        A total is a sum over the lines and what each of them asks for, so that the others cancel.
        Raises DataError.
        """
        one, other = (replace(self.product, lines=(x,)) for x in (self.product.lines[i], line))
        return self.total(other, at_gate=at_gate) - self.total(one, at_gate=at_gate)

    def under(self, method: str) -> Intensities:
        """Return the prices under another method."""
        return price(build(self.prices.system.inventory, load_method(method)))


def _total(scored: Score, *, at_gate: bool) -> float:
    if not at_gate:
        return scored.total
    kept = zip(scored.entries, map(float, scored.by_entry), strict=True)
    return fsum(kg for entry, kg in kept if entry.stage in GATE_STAGES)


def method_for(gwp_set: str) -> str | None:
    """Return the GWP100 method of an assessment report, None where there is none."""
    for name in method_names():
        if name.endswith("gwp100") and load_method(name).gwp_set == gwp_set:
            return name
    return None
