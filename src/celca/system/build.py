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

from celca.errors import Finding
from celca.inventory import ExchangeTable, Flow, Inventory, tabulate
from celca.inventory.records import KINDS
from celca.methods import CATEGORIES, Method
from celca.units import factor

__all__ = ["SIGNS", "System", "build", "technosphere"]

SIGNS = {"input": -1.0, "avoided": 1.0, "emission": 1.0, "uptake": -1.0}
_SIGN = np.array([SIGNS[kind] for kind in KINDS])


@dataclass(frozen=True)
class System:
    """A database under a method, as matrices; each is made when it is first asked for.

    A  (n x n): product i made (+) or used (−) by one run of process j [unit of i]
    B  (e x n): flow to nature (+ emitted, − taken up) by one run of process j [unit of flow]
    C  (m x e): impact per unit of flow, a row per reported category [kg CO2e/unit]

    factors  the entries of C: (category, flow, factor)
    """

    inventory: Inventory
    method: Method
    factors: tuple[tuple[int, int, float], ...]
    findings: tuple[Finding, ...]

    @cached_property
    def A(self) -> Any:  # noqa: ANN401, N802
        """Products by processes."""
        return _technosphere(self.inventory, self._table)

    @cached_property
    def B(self) -> Any:  # noqa: ANN401, N802
        """Flows by processes."""
        table = self._table
        some = table.kind >= 2
        amounts = _SIGN[table.kind[some]] * table.amount[some]
        shape = (len(self.inventory.flows), len(self.inventory.processes))
        return _sparse(table.input[some], table.process[some], amounts, shape)

    @cached_property
    def C(self) -> Any:  # noqa: ANN401, N802
        """Categories by flows."""
        rows, columns, factors = np.array(self.factors, dtype=float).reshape(-1, 3).T
        shape = (len(CATEGORIES), len(self.inventory.flows))
        return _sparse(rows.astype(np.intp), columns.astype(np.intp), factors, shape)

    @cached_property
    def _table(self) -> ExchangeTable:
        return _tabulated(self.inventory)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Index of each process and its product, by id."""
        return {p.id: j for j, p in enumerate(self.inventory.processes)}


def technosphere(inventory: Inventory) -> Any:  # noqa: ANN401
    """Return A (n x n) of a database alone: what no method is needed for."""
    return _technosphere(inventory, _tabulated(inventory))


def _technosphere(inventory: Inventory, table: ExchangeTable) -> Any:  # noqa: ANN401
    n = len(inventory.processes)
    own, some = np.arange(n, dtype=np.int32), table.kind < 2
    made = [p.output for p in inventory.processes]
    return _sparse(
        np.r_[own, table.input[some]],
        np.r_[own, table.process[some]],
        np.r_[made, _SIGN[table.kind[some]] * table.amount[some]],
        (n, n),
    )


def _tabulated(inventory: Inventory) -> ExchangeTable:
    return tabulate(inventory.exchanges, inventory.processes, inventory.flows)


def build(inventory: Inventory, method: Method) -> System:
    """Return the matrices of a database under a method.

    A flow for which the method has no factor counts nothing, and a finding says so.
    """
    table = _tabulated(inventory)
    used = np.zeros(len(inventory.flows), dtype=bool)
    used[table.input[table.kind >= 2]] = True
    factors, findings = _characterisation(inventory, method, used)
    return System(inventory, method, factors, (*inventory.findings, *findings))


def _characterisation(
    inventory: Inventory, method: Method, used: NDArray[np.bool_]
) -> tuple[tuple[tuple[int, int, float], ...], tuple[Finding, ...]]:
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
    return tuple(entries), tuple(_without_factor(unknown, method))


def _without_factor(unknown: Sequence[Flow], method: Method) -> Iterator[Finding]:
    """Yield a finding for each gas without a factor, and one for all flows without a formula."""
    nameless = []
    for flow in unknown:
        if flow.formula and method.by_flow is None:
            message = "{method} has no factor for {flow!r}."
            yield Finding.of(
                "warning", "no_factor", message, flow.id, method=method.name, flow=flow.name
            )
        else:
            nameless.append(flow.name)
    if nameless:
        names = ", ".join(sorted(set(nameless))[:5]) + (" …" if len(nameless) > 5 else "")
        yield Finding.of(
            "info",
            "flows_without_factor",
            "{count} flows count nothing, as {method} has no factor for them or they are no"
            " greenhouse gas that celca recognises: {names}.",
            count=len(nameless),
            method=method.name,
            names=names,
        )


def _sparse(rows: Any, columns: Any, amounts: Any, shape: tuple[int, int]) -> Any:  # noqa: ANN401
    """Return the sum of (row, column, amount) entries as a sparse matrix."""
    from scipy.sparse import coo_array

    return coo_array((amounts, (rows, columns)), shape=shape).tocsc()
