"""Which emissions of a database have a factor, and how much mass has none."""

from __future__ import annotations

from typing import Any

import numpy as np

from celca.system import Intensities, System
from celca.units import factor, same_dimension

__all__ = ["coverage"]


def coverage(prices: Intensities) -> dict[str, Any]:
    """Return what of the flows to nature a method counts.

    flows, exchanges    [counted, all] of what the processes give off or take from the air;
                        what is taken from the ground or from water can never count
    mass_kg             [counted, all] given off directly to make one unit of every product [kg]
    air_kg              the same of what goes to air, where alone a greenhouse gas acts
    gases               known greenhouse gases that the method has no factor for
    uncounted           the flows without a factor: name, compartment, processes that give them
                        off, kilograms (None where not measured by mass); the most first
    """
    system = prices.system
    flows = system.inventory.flows
    counted = np.zeros(len(flows), dtype=bool)
    counted[[i for _, i, _ in system.factors]] = True
    resources = [f.compartment.startswith("resource") for f in flows]
    given = ~np.array(resources, dtype=bool) | counted
    B = system.B.tocsr()
    uses = np.diff(B.indptr)
    kg = _mass(system, B)
    held = given & (uses > 0)
    air = held & np.array([f.compartment.startswith("air") for f in flows], dtype=bool)
    silent = np.flatnonzero(held & ~counted)
    silent = silent[np.lexsort((-uses[silent], -np.nan_to_num(kg[silent])))]
    return {
        "flows": [int((held & counted).sum()), int(held.sum())],
        "exchanges": [int(uses[held & counted].sum()), int(uses[held].sum())],
        "mass_kg": [float(np.nansum(kg[held & counted])), float(np.nansum(kg[held]))],
        "air_kg": [float(np.nansum(kg[air & counted])), float(np.nansum(kg[air]))],
        "gases": sorted({flows[i].name for i in silent.tolist() if flows[i].formula}),
        "uncounted": [
            {
                "flow": flows[i].name,
                "compartment": flows[i].compartment,
                "processes": int(uses[i]),
                "kg": None if np.isnan(kg[i]) else float(kg[i]),
            }
            for i in silent.tolist()
        ],
    }


def _mass(system: System, B: Any) -> Any:  # noqa: ANN401
    """Return what is given off directly of each flow, one unit of every product made [kg]."""
    made = system.A.diagonal()
    runs = np.divide(1.0, made, out=np.zeros_like(made), where=made != 0)
    units = {f.unit for f in system.inventory.flows}
    to_kg = {u: factor(u, "kg") if same_dimension(u, "kg") else float("nan") for u in units}
    return np.abs(B @ runs) * np.array([to_kg[f.unit] for f in system.inventory.flows])
