"""Two iterations for x = y + Z x, each on many right-hand sides at once.

The fixed point keeps every digit of every unknown, however small, and is fastest where
loops are weak. BiCGSTAB is for loops that are nearly closed; it runs on unknowns divided
by their size, so that one unit of measurement counts as much as another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from celca.solver.scaled import Array, Sparse

__all__ = ["Iterate", "bicgstab", "fixed_point", "relative"]

CHECK_EVERY = 6
PATIENCE = 120
SLOW = 300
LEAST = 1e-17
RIDGE = 1e-13
SMALL = 5000
TINY = np.finfo(np.float64).tiny


@dataclass(frozen=True, slots=True)
class Iterate:
    """Where an iteration ended.

    x         (n x k) the unknowns
    steps     products with Z that it took
    residual  largest residual relative to the unknown itself [-], inf where it diverged
    """

    x: Array
    steps: int
    residual: float


def fixed_point(Z: Sparse, y: Array, x: Array, target: float) -> Iterate:
    """Iterate x = y + Z x from `x` until the relative residual is `target` [-].

    Every few steps the last iterates are extrapolated, as long as that helps. Stops
    early where the residual stays where it is, or would take too long to fall.
    """
    steps, residual, target, helps = 0, np.inf, max(target, LEAST), x.size > SMALL
    with np.errstate(over="ignore", invalid="ignore"):
        while True:
            last = [x]
            for _ in range(CHECK_EVERY):
                x = Z @ x
                x += y
                last = [*last[-3:], x]
            steps += CHECK_EVERY
            now = relative(x - last[-2], x)
            if not np.isfinite(now):
                return Iterate(x, steps, np.inf)
            if now <= target:
                return Iterate(x, steps, now)
            if helps and now >= residual:
                helps = now >= 0.5
            elif _hopeless(steps, now, residual, target):
                return Iterate(x, steps, now)
            elif helps and now < 0.1:
                x = _extrapolated(last)
            residual = now


def _extrapolated(last: list[Array]) -> Array:
    """Return the combination of iterates whose relative differences cancel best.

    Reduced rank extrapolation of the last four (Sidi, Vector Extrapolation Methods,
    2017, ch. 2), in differences relative to the unknowns, all columns together: they
    share Z, and with it the pace at which they settle.
    """
    weight = np.abs(last[-1])
    np.divide(1.0, weight, out=weight, where=weight > TINY)
    moves = [((b - a) * weight).ravel() for a, b in zip(last[:-1], last[1:], strict=True)]
    gram = np.empty((len(moves), len(moves)))
    for i, a in enumerate(moves):
        for j, b in enumerate(moves[: i + 1]):
            gram[i, j] = gram[j, i] = np.einsum("i,i", a, b)
    scale = np.sqrt(np.maximum(np.diag(gram), TINY))
    gram = gram / scale[:, None] / scale + RIDGE * np.eye(len(moves))
    part = np.linalg.solve(gram, scale.min() / scale) / scale
    part /= part.sum()
    if not np.abs(part).sum() < 1e4:
        return last[-1]
    out = part[0] * last[1]
    for share, x in zip(part[1:], last[2:], strict=True):
        out += share * x
    return np.asarray(out)


def _hopeless(steps: int, now: float, before: float, target: float) -> bool:
    """Tell whether more steps are a waste; long chains of inputs are given time."""
    if np.isinf(before) or (now >= 0.5 and steps < PATIENCE):
        return False
    if now >= before:
        return True
    to_go = CHECK_EVERY * np.log(target / now) / np.log(now / before)
    return bool(to_go > SLOW)


def relative(difference: Array, size: Array) -> float:
    """Return max |difference| / |size|, 0 where both are 0 [-]."""
    size = np.maximum(np.abs(size), TINY)
    np.divide(difference, size, out=size)
    return float(np.abs(size, out=size).max(initial=0.0))


def bicgstab(Z: Sparse, y: Array, x: Array, size: Array, target: float) -> Iterate:
    """Solve x = y + Z x from `x` by BiCGSTAB (van der Vorst 1992), restarted.

    size  (n x k) roughly how large each unknown is; 0 where it is 0
    """
    weight = np.where(size > 0, size, 1.0)

    def apply(v: Array) -> Array:
        """Return (I - Z) v, in unknowns divided by their size."""
        out: Array = v - (Z @ (v * weight)) / weight
        return out

    steps, residual = 0, np.inf
    for _ in range(6):
        r = (y + Z @ x - x) / weight
        now = float(np.abs(r).max(initial=0.0))
        if not np.isfinite(now) or now <= target or now > 0.5 * residual:
            return Iterate(x, steps + 1, now)
        residual = now
        u, more = _run(apply, r, target / 2)
        x, steps = x + u * weight, steps + more + 1
    return Iterate(x, steps, residual)


def _run(apply: Callable[[Array], Array], r: Array, target: float) -> tuple[Array, int]:
    """Return u with apply(u) = r (n x k) as far as one run gets, and its steps."""
    u, p, shadow = np.zeros_like(r), r.copy(), r.copy()
    rho = _dots(shadow, r)
    steps = 0
    while steps < 2 * SLOW:
        steps += 2
        v = apply(p)
        alpha = _ratio(rho, _dots(shadow, v))
        half = r - alpha * v
        t = apply(half)
        omega = _ratio(_dots(t, half), _dots(t, t))
        u += alpha * p + omega * half
        r = half - omega * t
        if not np.abs(r).max(initial=0.0) > target:
            break
        rho, old = _dots(shadow, r), rho
        p = r + _ratio(rho * alpha, old * omega) * (p - omega * v)
    return u, steps


def _dots(a: Array, b: Array) -> Array:
    """Return the scalar product of each pair of columns."""
    return np.asarray(np.einsum("ij,ij->j", a, b))


def _ratio(over: Array, under: Array) -> Array:
    """Return over / under, 0 where a column has broken down or is done."""
    return np.divide(over, under, out=np.zeros_like(over), where=np.abs(under) > 1e-290)
