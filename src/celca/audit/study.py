"""A study that can be calculated again with one thing done otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from celca.assess import Score, open_prices, open_product, score
from celca.audit.basis import Basis
from celca.methods import load_method, method_names
from celca.product import Product, Stage
from celca.system import Intensities, build, price

__all__ = ["GATE", "Study", "method_for"]

GATE: tuple[Stage, ...] = ("raw_materials", "production")


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

    def under(self, method: str) -> Intensities:
        """Return the prices under another method."""
        return price(build(self.prices.system.inventory, load_method(method)))


def _total(scored: Score, *, at_gate: bool) -> float:
    if not at_gate:
        return scored.total
    kept = zip(scored.entries, map(float, scored.by_entry), strict=True)
    return sum(kg for entry, kg in kept if entry.stage in GATE)


def method_for(gwp_set: str) -> str | None:
    """Return the GWP100 method of an assessment report, None where there is none."""
    for name in method_names():
        if name.endswith("gwp100") and load_method(name).gwp_set == gwp_set:
            return name
    return None
