"""Build the matrices A, B and C, and keep the names of their rows and columns.

Signs, here and nowhere else: A made (+), used (−); B emitted (+), taken up (−). Rows of A
are products, its columns processes; a process and the product it makes share an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from celca.errors import Finding
from celca.inventory import Flow, Inventory, tabulate
from celca.methods import CATEGORIES, Method
from celca.units import factor

__all__ = ["System", "build"]

_SIGN = np.array([-1.0, 1.0, 1.0, -1.0])  # of input, avoided, emission, uptake: KINDS


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
    n, e = len(inventory.processes), len(inventory.flows)
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    amount = _SIGN[table.kind] * table.amount
    technosphere = table.kind < 2
    own = np.arange(n)
    A = _sparse(
        np.r_[own, table.input[technosphere]],
        np.r_[own, table.process[technosphere]],
        np.r_[[p.output for p in inventory.processes], amount[technosphere]],
        (n, n),
    )
    biosphere = ~technosphere
    B = _sparse(table.input[biosphere], table.process[biosphere], amount[biosphere], (e, n))
    used = np.zeros(e, dtype=bool)
    used[table.input[biosphere]] = True
    C, findings = _characterisation(inventory, method, used)
    return System(inventory, method, A, B, C, (*inventory.findings, *findings))


def _characterisation(
    inventory: Inventory, method: Method, used: NDArray[np.bool_]
) -> tuple[Any, tuple[Finding, ...]]:
    entries, unknown = [], []
    for i, flow in enumerate(inventory.flows):
        if method.by_flow is not None:
            found, ratio = method.by_flow.get(flow.id), 1.0
        else:
            found = method.characterise(flow.formula, flow.origin, flow.compartment)
            ratio = factor(flow.unit, "kg", f"flow {flow.id!r}") if found else 1.0
        if found is not None:
            entries.append((CATEGORIES.index(found.category), i, found.factor * ratio))
        elif used[i]:
            unknown.append(flow)
    rows, columns, factors = np.array(entries, dtype=float).reshape(-1, 3).T
    shape = (len(CATEGORIES), len(inventory.flows))
    C = _sparse(rows.astype(np.intp), columns.astype(np.intp), factors, shape)
    return C, tuple(_without_factor(unknown, method))


def _without_factor(unknown: Sequence[Flow], method: Method) -> Iterator[Finding]:
    """Yield a finding for each gas without a factor, and one for all flows without a formula."""
    nameless = []
    for flow in unknown:
        if flow.formula and method.by_flow is None:
            message = f"{method.name} has no factor for {flow.id!r}."
            yield Finding("warning", "no_factor", message, flow.id)
        else:
            nameless.append(flow.name)
    if nameless:
        names = ", ".join(sorted(set(nameless))[:5])
        message = (
            f"{len(nameless)} flows count nothing, as {method.name} has no factor for them or"
            f" they are no greenhouse gas that celca recognises: {names}"
            f"{' …' if len(nameless) > 5 else ''}."
        )
        yield Finding("info", "flows_without_factor", message)


def _sparse(rows: Any, columns: Any, amounts: Any, shape: tuple[int, int]) -> Any:  # noqa: ANN401
    """Return the sum of (row, column, amount) entries as a sparse matrix."""
    return coo_array((amounts, (rows, columns)), shape=shape).tocsc()
