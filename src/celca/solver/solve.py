"""Intensities of every product, and the runs of each process for a demand."""

from __future__ import annotations

import numpy as np

from celca.errors import NotFinite, NotSquare
from celca.solver.numerics import Numerics
from celca.solver.proven import Equation, solve_proven
from celca.solver.scaled import Array, Sparse, canonical, scale

__all__ = ["intensities", "supply"]

Demand = Array | Sparse
BLOCK = 8
DIVISION = 2.0**-52  # rounding of x / d, the last step


def intensities(
    A: Sparse, B: Sparse, C: Sparse, *, accuracy: float = 1e-12
) -> tuple[Array, Numerics]:
    """Impact of one unit of each product, cradle to gate: H = C B A^-1.

    A (n x n)  product i made (+) or used (-) by one run of process j
    B (e x n)  flow to (+) and from (-) nature per run
    C (m x e)  impact per unit of flow
    H (m x n)  impact per unit of product

    Solves A' H' = (C B)': m solves price every product there is. `accuracy` is the
    relative error aimed at [-]; what was reached is in the numerics.
    """
    system = scale(A)
    B, C = canonical(B, "B"), canonical(C, "C")
    _refuse_misfit(system.diagonal.size, B, C)
    d = system.diagonal[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        y = np.ascontiguousarray((C @ B).toarray().T / d)
    _finite(y.T)
    y_abs = _sizes(y)
    if (B.data < 0).any() or (C.data < 0).any():
        y_abs = (abs(C) @ abs(B)).toarray().T / np.abs(d)
    terms = np.diff(system.inputs.indptr) + np.diff(B.indptr) + 8.0
    equation = Equation(system.inputs, y, y_abs, terms, system.products, True)
    x, numerics = solve_proven(equation, accuracy)
    H = np.empty((x.shape[1], x.shape[0]))
    H[:, system.products] = x.T
    return _finite(H), numerics


def supply(A: Sparse, f: Demand, *, accuracy: float = 1e-12) -> tuple[Array, Numerics]:
    """Return the runs of each process that a demand takes: s with A s = f.

    A (n x n)           product i made (+) or used (-) by one run of process j
    f (n) or (n x k)    demand [unit of product]
    s, shaped like f    [runs]
    """
    system = scale(A)
    demand = np.asarray(f.toarray() if hasattr(f, "toarray") else f, dtype=np.float64)
    n = system.diagonal.size
    if demand.shape[:1] != (n,) or demand.ndim > 2:
        raise NotSquare(f"The demand has shape {demand.shape}, the system {n} products.")
    if not np.isfinite(demand).all():
        rows = np.unique(np.nonzero(~np.isfinite(demand))[0])
        raise NotFinite(f"The demand for product {rows[0]} is not finite.", "f", rows.tolist())
    Z = system.inputs.T.tocsr()
    y = np.ascontiguousarray(demand.reshape(n, -1)[system.products])
    terms = np.diff(Z.indptr) + 8.0
    parts = [
        solve_proven(Equation(Z, part, _sizes(part), terms, system.products, False), accuracy)
        for part in (y[:, i : i + BLOCK] for i in range(0, max(1, y.shape[1]), BLOCK))
    ]
    x = np.concatenate([part for part, _ in parts], axis=1) / system.diagonal[:, None]
    return _finite(x.reshape(demand.shape)), _worst([numerics for _, numerics in parts])


def _sizes(y: Array) -> Array:
    """Return |y|, and y itself where it is that."""
    return y if y.min(initial=0.0) >= 0 else np.abs(y)


def _worst(parts: list[Numerics]) -> Numerics:
    """Return the numerics that speak for all parts: the worst of each."""
    first = max(parts, key=lambda part: (np.isnan(part.error_bound), part.error_bound))
    return Numerics(
        first.solver,
        sum(part.steps for part in parts),
        max(part.residual for part in parts),
        first.error_bound + DIVISION,
        first.note,
    )


def _refuse_misfit(n: int, B: Sparse, C: Sparse) -> None:
    """Refuse B and C whose shapes do not follow from A (n x n)."""
    if B.shape[1] != n:
        raise NotSquare(f"B has {B.shape[1]} columns, one for each of {n} processes is needed.")
    if C.shape[0] == 0:
        raise NotSquare("C has no rows; at least one category of impact is needed.")
    if C.shape[1] != B.shape[0]:
        raise NotSquare(f"C has {C.shape[1]} columns, B has {B.shape[0]} rows; both are flows.")


def _finite(result: Array) -> Array:
    """Refuse a result that overflowed."""
    if not np.isfinite(result).all():
        bad = np.nonzero(~np.isfinite(result))
        raise NotFinite(
            f"The result is not finite at {bad[0].size} places. Amounts are too large.",
            "result",
            *(np.unique(index).tolist() for index in bad),
        )
    return result
