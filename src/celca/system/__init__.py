"""An inventory and a method meet: the matrices A, B, C, and the price of every product.

What compares two databases is loaded when it is first used: a footprint needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from celca.system.build import System, build, technosphere
from celca.system.faults import named_processes
from celca.system.pedigrees import LEAST_RATED, RATINGS, pedigrees
from celca.system.price import Intensities, price

if TYPE_CHECKING:
    from celca.system.changes import FigureChange, PriceChange, figure_changes, price_changes

__all__ = [
    "LEAST_RATED",
    "RATINGS",
    "FigureChange",
    "Intensities",
    "PriceChange",
    "System",
    "build",
    "figure_changes",
    "named_processes",
    "pedigrees",
    "price",
    "price_changes",
    "technosphere",
]

_CHANGES = ("FigureChange", "PriceChange", "figure_changes", "price_changes")


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _CHANGES:
        raise AttributeError(f"module 'celca.system' has no attribute {name!r}")
    return getattr(import_module("celca.system.changes"), name)
