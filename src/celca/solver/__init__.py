"""Solve A s = f, forwards and backwards, and prove how far off the answer can be.

    intensities(A, B, C)  H = C B A^-1: impact of one unit of every product at once
    supply(A, f)          s with A s = f: runs of each process for a demand
    cached_intensities    intensities, kept on disk where the system is large
    sensitivities         what a score owes to each entry of A and B
    change_entry          how it moves when one entry of A moves
    explaining_factor     which entry would explain a difference

This room knows sparse matrices and nothing of life cycles: no ids, no units, no files
except its own cache. Names belong to `celca.system`, one floor up: refusals carry
indexes. What computes is loaded when it is first called for, as it brings scipy.sparse.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from celca.solver.numerics import Numerics

if TYPE_CHECKING:
    from celca.solver.cache import cached_intensities
    from celca.solver.sensitivity import (
        Exchanges,
        change_entry,
        explaining_factor,
        sensitivities,
        variance,
    )
    from celca.solver.solve import intensities, supply

__all__ = [
    "Exchanges",
    "Numerics",
    "cached_intensities",
    "change_entry",
    "explaining_factor",
    "intensities",
    "sensitivities",
    "supply",
    "variance",
]

_HOMES = {
    "cached_intensities": "cache",
    "intensities": "solve",
    "supply": "solve",
    **dict.fromkeys(
        ("Exchanges", "change_entry", "explaining_factor", "sensitivities", "variance"),
        "sensitivity",
    ),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOMES:
        raise AttributeError(f"module 'celca.solver' has no attribute {name!r}")
    return getattr(import_module(f"celca.solver.{_HOMES[name]}"), name)
