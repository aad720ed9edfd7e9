"""Solve x = y + Z x, and say what is proven about the answer.

The fixed point first; BiCGSTAB where loops are nearly closed; a factorisation where
neither gets there. Then a certificate, and more steps where the bound asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from celca.solver.certificate import (
    Certificate,
    backward_error,
    certify,
    relative_bound,
    rounding,
    untouched,
)
from celca.solver.iterate import Iterate, bicgstab, fixed_point
from celca.solver.numerics import Numerics
from celca.solver.pieces import in_pieces
from celca.solver.scaled import Array, Indexes, Sparse

__all__ = ["Equation", "solve_proven"]

DENSE = 1000
GOOD = 1e-9
LEAST = 1e-14


@dataclass(frozen=True, slots=True)
class Equation:
    """x = y + Z x for k right-hand sides.

    Z          (n x n, CSR or in pieces) [unit of x / unit of x]
    y          (n x k) [unit of x]
    y_abs      (n x k) the sum of the absolute terms of y
    terms      (n) how many products each unknown is the sum of, those of y included
    products   (n) the row of A that process j makes, to name it
    backwards  Z is Z': row j lists the inputs of process j
    """

    Z: Sparse
    y: Array
    y_abs: Array
    terms: Array
    products: Indexes
    backwards: bool


def solve_proven(equation: Equation, accuracy: float) -> tuple[Array, Numerics]:
    """Return x (n x k) and its numerics; `accuracy` is the relative error aimed at."""
    Z, y = equation.Z, equation.y
    name, good = "fixed point", max(GOOD, accuracy / 4)
    first = fixed_point(Z, y, y, accuracy / 4)
    done, steps = first, first.steps
    if first.residual > good:
        from celca.solver.loops import refuse_unproductive

        refuse_unproductive(Z, equation.backwards, equation.products)
        name, done = "BiCGSTAB", _krylov(equation, accuracy / 4)
        steps += done.steps
        if not done.residual <= good:
            return _direct(equation, "neither iteration converges")
    return _prove(equation, Iterate(done.x, steps, done.residual), name, accuracy)


def _prove(equation: Equation, done: Iterate, name: str, accuracy: float) -> tuple[Array, Numerics]:
    """Return the iterate, refined until its proven bound is `accuracy`, with numerics."""
    positive = equation.Z.data.min(initial=0.0) >= 0
    sums, terms = in_pieces(equation.Z, equation.terms)
    cut = replace(equation, Z=sums, terms=terms)
    Z_abs = sums if positive else abs(sums)
    residual, size = _residual(cut, Z_abs, done.x)
    proof = certify(Z_abs, terms, size)
    if proof is None:
        if size.shape[0] <= DENSE:
            return _direct(equation, "no certificate was found")
        note = "no certificate was found: credits in loops as large as the loops themselves"
        return done.x, Numerics(
            name, done.steps, backward_error(residual, size), float("nan"), note
        )
    steps, best = done.steps + proof.steps, _check(cut, Z_abs, proof, done.x)
    for _ in range(3):
        if best.bound <= accuracy:
            break
        target = best.worst * min(0.5, accuracy / best.bound) / 2
        more = _refine(equation, best, target, name)
        steps, new = steps + more.steps, _check(cut, Z_abs, proof, more.x)
        enough = new.bound > 0.7 * best.bound
        best = new if new.bound < best.bound else best
        if enough:
            break
    note = "" if best.bound <= accuracy else "the bound is limited by rounding"
    return best.x, Numerics(name, steps, best.worst, best.bound, note)


@dataclass(frozen=True, slots=True)
class Checked:
    """Unknowns x (n x k), the sums of their absolute terms, what is proven about them.

    worst  largest residual relative to these sums [-]
    bound  on the relative error of x [-]
    """

    x: Array
    size: Array
    worst: float
    bound: float


def _check(cut: Equation, Z_abs: Sparse, proof: Certificate, x: Array) -> Checked:
    """Return x with the proven bound on its relative error."""
    residual, size = _residual(cut, Z_abs, x)
    worst = np.abs(residual) + rounding(cut.terms) * size
    bound = relative_bound(proof, worst, x, untouched(x, size))
    return Checked(x, size, backward_error(residual, size), bound)


def _residual(equation: Equation, Z_abs: Sparse, x: Array) -> tuple[Array, Array]:
    """Return y + Z x - x and the sum of the absolute terms, both (n x k)."""
    new = equation.Z @ x
    new += equation.y
    if Z_abs is equation.Z and x.min(initial=0.0) >= 0 and equation.y_abs is equation.y:
        return new - x, new
    size = Z_abs @ np.abs(x)
    size += equation.y_abs
    return new - x, size


def _krylov(equation: Equation, target: float) -> Iterate:
    """Solve by BiCGSTAB, in unknowns divided by their size.

    The size is what 40 steps without credits add up to, and where that is far too much,
    what the unknowns found with it have.
    """
    Z_abs, size = abs(equation.Z), equation.y_abs
    for _ in range(40):
        size = Z_abs @ size + equation.y_abs
        size /= max(1.0, float(size.max(initial=0.0)) / 1e100)
    x, steps, residual = equation.y, 0, np.inf
    for _ in range(4):
        done = bicgstab(equation.Z, equation.y, x, size, target)
        if not np.isfinite(done.x).all():
            break
        x, steps = done.x, steps + done.steps
        left, size = _residual(equation, Z_abs, x)
        residual = backward_error(left, size)
        if residual <= max(target, LEAST):
            break
    return Iterate(x, steps, residual)


def _refine(equation: Equation, at: Checked, target: float, name: str) -> Iterate:
    """Take more steps of the iteration that worked."""
    if name == "fixed point":
        return fixed_point(equation.Z, equation.y, at.x, target)
    return bicgstab(equation.Z, equation.y, at.x, at.size, target)


def _direct(equation: Equation, why: str) -> tuple[Array, Numerics]:
    """Factorise: densely where that is cheap and gives a proof."""
    from celca.solver.direct import dense, superlu

    if equation.y.shape[0] <= DENSE:
        return dense(equation.Z, equation.y, equation.y_abs, equation.terms, why)
    return superlu(equation.Z, equation.y, equation.y_abs, equation.terms, why)
