"""What one unit of each flow counts under a method, as other programs want it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from celca.inventory import Inventory
from celca.methods import Method
from celca.units import factor

__all__ = ["flow_factors"]


def flow_factors(inventory: Inventory, method: Method) -> NDArray[np.float64]:
    """Return a factor per flow [kg CO2e/unit], 0 where there is none; taken flows as in B (−)."""
    out = np.zeros(len(inventory.flows))
    for i, f in enumerate(inventory.flows):
        if method.by_flow is not None:
            found, ratio = method.by_flow.get(f.id), 1.0
        else:
            found = method.characterise(f.formula, f.origin, f.compartment)
            ratio = factor(f.unit, "kg", f"flow {f.id!r}") if found else 1.0
        out[i] = found.factor * ratio if found else 0.0
    return out
