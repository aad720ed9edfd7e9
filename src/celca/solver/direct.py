"""Direct factorisation of I - Z, for systems that iteration cannot solve or prove.

Small systems get an approximate inverse R: with G = I - R (I - Z), which is nearly 0,
(I - |G|) |error| <= |R| |residual| is proven whatever the loops are (Rump, Verification
methods, Acta Numerica 2010). Large ones get SuperLU, a backward error and a condition
estimate; where they have no credits, the factors prove a bound as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from celca.errors import SingularSystem
from celca.solver.certificate import (
    backward_error,
    certify,
    certify_by,
    relative_bound,
    rounding,
)
from celca.solver.numerics import Numerics
from celca.solver.scaled import Array, Sparse

__all__ = ["balance", "dense", "superlu"]

EPS = float(np.finfo(np.float64).eps)


def balance(Z: Sparse, sweeps: int = 12) -> Array:
    """Return u (n) so that diag(1/u) Z diag(u) has rows and columns of like size.

    Osborne 1960. It takes mixed units out before a factorisation compares entries. The
    factors are powers of two, so that scaling rounds nothing.
    """
    size, u = abs(Z).tocsr(), np.ones(Z.shape[0])
    turned = size.T.tocsr()
    for _ in range(sweeps):
        row, column = (size @ u) / u, (turned @ (1 / u)) * u
        row, column = np.where(row > 0, row, 1.0), np.where(column > 0, column, 1.0)
        u *= np.clip(np.sqrt(row / column), 1e-8, 1e8)
        u = np.clip(u / np.exp(np.log(u).mean()), 1e-60, 1e60)
    return np.asarray(np.exp2(np.round(np.log2(u))))


def dense(Z: Sparse, y: Array, y_abs: Array, terms: Array, why: str) -> tuple[Array, Numerics]:
    """Solve x = y + Z x (n x k) by a dense inverse, with a proven bound."""
    n, u = Z.shape[0], balance(Z)[:, None]
    M = np.eye(n) - Z.toarray() / u * u.T
    y, y_abs = y / u, y_abs / u
    R = _inverse(M)
    x = R @ y
    for _ in range(3):
        x += R @ (y - M @ x)
    reached = _reached(Z, y)
    x[~reached] = 0.0
    residual, M_abs = y - M @ x, np.abs(M)
    size = y_abs + M_abs @ np.abs(x)
    extra = n + terms
    worst = (np.abs(R) @ (np.abs(residual) + rounding(extra + 4) * size)) * (1 + n * EPS)
    G = np.abs(np.eye(n) - R @ M) + (n + 4) * EPS * (np.abs(R) @ M_abs)
    proof = certify(G, np.full(n, n + 4.0), worst)
    bound = float("nan") if proof is None else relative_bound(proof, worst, x, ~reached)
    backward = backward_error(residual, size)
    _refuse_singular(backward)
    condition = float(np.abs(R).sum(axis=0).max() * M_abs.sum(axis=0).max())
    return x * u, Numerics("direct (dense LU)", 0, backward, bound, _note(why, condition))


def superlu(Z: Sparse, y: Array, y_abs: Array, terms: Array, why: str) -> tuple[Array, Numerics]:
    """Solve x = y + Z x (n x k) by SuperLU, with backward error and condition.

    The bound is nan where Z has negative entries: the factors say nothing of I - |Z| then.
    """
    from scipy.sparse import linalg

    u = balance(Z)
    balanced = sparse.diags_array(1 / u) @ Z @ sparse.diags_array(u)
    M = sparse.csc_array(sparse.eye_array(Z.shape[0]) - balanced)
    y, y_abs = y / u[:, None], y_abs / u[:, None]
    try:
        factors = linalg.splu(M)
    except RuntimeError as failure:
        raise SingularSystem(_singular_text(0.0)) from failure
    x = factors.solve(y)
    x += factors.solve(y - M @ x)
    reached = _reached(Z, y)
    x[~reached] = 0.0
    backward = backward_error(y - M @ x, y_abs + abs(M) @ np.abs(x))
    _refuse_singular(backward)
    size = y_abs + abs(balanced) @ np.abs(x)
    positive = balanced.data.min(initial=0.0) >= 0
    proof = certify_by(factors.solve, balanced, terms, size) if positive else None
    worst = np.abs(y + balanced @ x - x) + rounding(terms) * size
    bound = float("nan") if proof is None else relative_bound(proof, worst, x, ~reached)
    note = _note(why, _condition(M, factors))
    return x * u[:, None], Numerics("direct (SuperLU)", 0, backward, bound, note)


def _condition(M: Sparse, factors: Any) -> float:  # noqa: ANN401, N803
    """Estimate the condition of M in the 1-norm from its factors [-]."""
    from scipy.sparse import linalg

    inverse = linalg.LinearOperator(
        M.shape, matvec=factors.solve, rmatvec=lambda v: factors.solve(v, "T")
    )
    return float(linalg.onenormest(inverse) * linalg.norm(M, 1))


def _reached(Z: Sparse, y: Array) -> NDArray[np.bool_]:
    """Tell which unknowns any part of y leads to (n x k); the others are exactly 0."""
    links = sparse.csr_array((np.ones(Z.nnz), Z.indices, Z.indptr), shape=Z.shape)
    reached, before = y != 0, -1
    while (count := int(reached.sum())) > before:
        before = count
        reached = reached | (links @ reached.astype(np.float64) > 0)
    return np.asarray(reached)


def _inverse(M: Array) -> Array:
    """Return the inverse of M, or name the rows of its null space."""
    try:
        R: Array = np.asarray(np.linalg.inv(M), dtype=np.float64)
        if np.isfinite(R).all() and np.abs(R).max() < 1e14:
            return R
    except np.linalg.LinAlgError:
        pass
    left, values, right = np.linalg.svd(M)
    null = np.abs(right[-1]) > 1e-6 * np.abs(right[-1]).max()
    other = np.abs(left[:, -1]) > 1e-6 * np.abs(left[:, -1]).max()
    at_fault = np.flatnonzero(null | other).tolist()
    raise SingularSystem(_singular_text(float(values[-1] / values[0])), at_fault, at_fault)


def _refuse_singular(backward: float) -> None:
    """Refuse a solution that the factors did not give."""
    if not backward < 1e-8:
        raise SingularSystem(_singular_text(backward))


def _singular_text(size: float) -> str:
    """Return the sentence for a system that is singular to working precision."""
    return (
        f"The system is singular to working precision ({size:.1e}): some processes"
        " can be run in proportion and leave every product as it was."
        " Look for two processes that make the same products."
    )


def _note(why: str, condition: float) -> str:
    """Return the reason and the condition in one line."""
    return f"{why}; condition about {condition:.1e}"
