"""An inventory and a method meet: the matrices A, B, C, and the price of every product."""

from celca.system.build import System, build
from celca.system.changes import FigureChange, PriceChange, figure_changes, price_changes
from celca.system.pedigrees import LEAST_RATED, RATINGS, pedigrees
from celca.system.price import Intensities, price

__all__ = [
    "LEAST_RATED",
    "RATINGS",
    "FigureChange",
    "Intensities",
    "PriceChange",
    "System",
    "build",
    "figure_changes",
    "pedigrees",
    "price",
    "price_changes",
]
