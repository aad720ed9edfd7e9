"""Build the matrices A, B and C, and keep the names of their rows and columns.

Signs, here and nowhere else: A made (+), used (−); B emitted (+), taken up (−). Rows of A
are products, its columns processes; a process and the product it makes share an index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csc_array

from celca.errors import Finding
from celca.inventory import Inventory
from celca.methods import CATEGORIES, Method
from celca.units import factor

__all__ = ["System", "build"]

_SIGN = {"input": -1.0, "avoided": 1.0, "emission": 1.0, "uptake": -1.0}


@dataclass(frozen=True)
class System:
    """A database under a method, as matrices.

    A  (n x n): product i made (+) or used (−) by one run of process j [unit of i]
    B  (e x n): flow to nature (+ emitted, − taken up) by one run of process j [unit of flow]
    C  (m x e): impact per unit of flow, a row per reported category [kg CO2e/unit]
    """

    inventory: Inventory
    method: Method
    A: Any
    B: Any
    C: Any
    findings: tuple[Finding, ...]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Index of each process and its product, by id."""
        return {p.id: j for j, p in enumerate(self.inventory.processes)}


def build(inventory: Inventory, method: Method) -> System:
    """Return the matrices of a database under a method.

    A flow for which the method has no factor counts nothing, and a finding says so.
    """
    index = {p.id: j for j, p in enumerate(inventory.processes)}
    flow_index = {f.id: i for i, f in enumerate(inventory.flows)}
    n, e = len(index), len(flow_index)
    technosphere: list[tuple[int, int, float]] = [
        (j, j, p.output) for j, p in enumerate(inventory.processes)
    ]
    biosphere: list[tuple[int, int, float]] = []
    for x in inventory.exchanges:
        amount = _SIGN[x.kind] * x.amount
        if x.kind in ("input", "avoided"):
            technosphere.append((index[x.input], index[x.process], amount))
        else:
            biosphere.append((flow_index[x.input], index[x.process], amount))
    C, findings = _characterisation(inventory, method)
    return System(
        inventory, method, _sparse(technosphere, (n, n)), _sparse(biosphere, (e, n)), C, findings
    )


def _characterisation(inventory: Inventory, method: Method) -> tuple[Any, tuple[Finding, ...]]:
    entries, unknown = [], []
    for i, flow in enumerate(inventory.flows):
        found = method.characterise(flow.formula, flow.origin, flow.compartment)
        if found is None:
            unknown.append(flow.id)
        else:
            row = CATEGORIES.index(found.category)
            entries.append((row, i, found.factor * factor(flow.unit, "kg", f"flow {flow.id!r}")))
    used = {x.input for x in inventory.exchanges}
    findings = tuple(
        Finding("warning", "no_factor", f"{method.name} has no factor for {flow!r}.", flow)
        for flow in unknown
        if flow in used
    )
    return _sparse(entries, (len(CATEGORIES), len(inventory.flows))), findings


def _sparse(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> Any:  # noqa: ANN401
    """Return the sum of (row, column, amount) entries as a sparse matrix."""
    if not entries:
        return csc_array(shape)
    rows, columns, amounts = zip(*entries, strict=True)
    place = (np.asarray(rows), np.asarray(columns))
    return coo_array((np.asarray(amounts, dtype=float), place), shape=shape).tocsc()
