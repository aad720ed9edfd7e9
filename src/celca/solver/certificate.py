"""A proven bound on the error: w > 0 with s = (I - |Z|) w > 0.

Then (I - |Z|)^-1 exists and is not negative, so a residual |r| <= t s leaves an error
|e| <= t w. The right-hand side for w is the sum of the absolute terms each unknown is
made of: it has the unit of the unknown, so no unit of measurement spoils the bound.
Rounding is counted in: of the residual, of Z, of y, and of s (Higham, Accuracy and
Stability of Numerical Algorithms, 2002, ch. 3; Neumaier, Grundzuege der Fehleranalyse).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from celca.solver.iterate import bicgstab
from celca.solver.scaled import Array, Sparse

__all__ = [
    "Certificate",
    "backward_error",
    "certify",
    "certify_by",
    "relative_bound",
    "rounding",
    "untouched",
]

Flags = NDArray[np.bool_]
UNIT = 2.0**-53
CANCELS = 1e-6
LIMIT = 90


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof that (I - |Z|)^-1 exists, and how large it is.

    w      (n x k) above 0 [unit of the unknown]
    s      (n x k) a lower bound on w - |Z| w, above 0
    steps  products with |Z| that it took
    """

    w: Array
    s: Array
    steps: int


def rounding(terms: Array) -> Array:
    """Return the relative error of a sum of `terms` products, as a column (n x 1) [-]."""
    out: Array = terms * UNIT / (1 - terms * UNIT)
    return out[:, None]


def certify(Z_abs: Sparse, terms: Array, size: Array) -> Certificate | None:
    """Return a certificate for |Z|, or None where none was found.

    terms  (n) how many products each unknown is the sum of
    size   (n x k) sum of the absolute terms of each unknown
    """
    target, slack = _target(size), rounding(terms + 4)
    with np.errstate(over="ignore", invalid="ignore"):
        w = target
        for step in range(1, LIMIT + 1):
            used = Z_abs @ w
            s = w - used - slack * (w + used)
            if (s >= 0.25 * target * (size > 0)).all() and (s > 0).all():
                return Certificate(w, s, step)
            if not np.isfinite(s).all():
                return None
            w = used * (1 + 4 * slack) + target
        done = bicgstab(Z_abs, target, w, w, 0.05)
        return _proven(Z_abs, done.x, slack, LIMIT + done.steps)


def certify_by(
    solve: Callable[[Array], Array], Z_abs: Sparse, terms: Array, size: Array
) -> Certificate | None:
    """Return the same where (I - |Z|) w = size can be solved otherwise; solve returns that w."""
    with np.errstate(over="ignore", invalid="ignore"):
        return _proven(Z_abs, solve(_target(size)), rounding(terms + 4), 0)


def _target(size: Array) -> Array:
    """Return the right-hand side for w: the size, and next to nothing where that is 0."""
    return np.where(size > 0, size, np.maximum(1e-30 * smallest(size), 1e-290))


def _proven(Z_abs: Sparse, w: Array, slack: Array, steps: int) -> Certificate | None:
    used = Z_abs @ w
    s = w - used - slack * (np.abs(w) + used)
    proven = (w > 0).all() and (s > 0).all() and np.isfinite(w).all()
    return Certificate(w, s, steps) if proven else None


def relative_bound(proof: Certificate, worst: Array, x: Array, exact: Flags) -> float:
    """Return the proven bound on the relative error of x [-].

    worst  (n x k) bound on the absolute residual, rounding included
    exact  (n x k) where x is 0 because nothing leads there
    """
    t = (worst / proof.s).max(axis=0, initial=0.0)
    scale = np.maximum(np.abs(x), CANCELS * proof.w)
    bound = t * proof.w / scale
    bound[exact] = 0.0
    most = float(bound.max(initial=0.0)) * (1 + 1e-12)
    # What was bounded is relative to the computed x; the true one may be smaller.
    return most / (1 - most) if most < 1 else float("nan")


def untouched(x: Array, size: Array) -> Flags:
    """Tell where an unknown is 0 because all that leads to it is 0 (n x k).

    Such unknowns are made of each other alone, unless one is made of something that
    happens to cancel: then none of the column is taken for exact.
    """
    cancelled = ((x == 0) & (size > 0)).any(axis=0)
    return np.asarray((size == 0) & ~cancelled)


def smallest(size: Array) -> Array:
    """Return the smallest size above 0 in each column, 1 where there is none."""
    out: Array = np.where(size > 0, size, np.inf).min(axis=0, initial=np.inf)
    return np.where(np.isfinite(out), out, 1.0)


def backward_error(residual: Array, size: Array) -> float:
    """Return the largest residual relative to the terms it is the sum of [-]."""
    tiny = np.finfo(np.float64).tiny
    return float((np.abs(residual) / np.maximum(size, tiny)).max(initial=0.0))
