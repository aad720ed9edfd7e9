"""How a score moves when one exchange moves: exact to first order, from h and s alone.

With g the score `h f` (h the intensities of one category, s the supply of f):

    dg / dA_ij = - h_i s_j      dg / dB_kj = + c_k s_j

A change of one entry of A is answered exactly, not only to first order, once the
intensities of the changed process are known (Sherman and Morrison 1950):

    g(A_ij + d) = g - d h_i s_j / (1 + d r),   r = (A^-1)_ji
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from celca.errors import SingularSystem
from celca.solver.scaled import Array, Indexes, Sparse, canonical, column_of
from celca.solver.solve import supply

__all__ = ["Exchanges", "change_entry", "explaining_factor", "sensitivities", "variance"]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """The entries of A or B, with what one score owes to each; largest first.

    rows, columns  where the entry stands
    values         the entry [unit / run]
    slopes         dg / d entry [score / (unit / run)]
    shares         change of the score when the entry grows by its own size [score]
    """

    rows: Indexes
    columns: Indexes
    values: Array
    slopes: Array
    shares: Array


def sensitivities(
    A: Sparse, B: Sparse, c: Array, h: Array, s: Array
) -> tuple[Exchanges, Exchanges]:
    """Return what a score owes to each entry of A, and to each of B.

    c (e)  impact per unit of flow, one row of C
    h (n)  intensities of that category, one row of H
    s (n)  supply of the demand
    """
    A, B = canonical(A, "A"), canonical(B, "B")
    return _ranked(A, -h[A.indices], s), _ranked(B, c[B.indices], s)


def _ranked(M: Sparse, price: Array, s: Array) -> Exchanges:
    """Return the entries of M, whose slopes are `price` times supply, by their share."""
    columns = column_of(M)
    slopes = price * s[columns]
    shares = slopes * M.data
    order = np.argsort(-np.abs(shares), kind="stable")
    rows = M.indices.astype(np.intp)[order]
    return Exchanges(rows, columns[order], M.data[order], slopes[order], shares[order])


def variance(exchanges: Exchanges, deviation: Array) -> Array:
    """Return the variance each entry brings to the score, to first order [score^2].

    deviation  standard deviation of each entry, in the order of `exchanges` [unit / run]

    Their sum is the variance of the score where the entries vary independently.
    """
    return np.asarray((exchanges.slopes * deviation) ** 2)


def change_entry(A: Sparse, h: Array, s: Array, at: tuple[int, int], by: Array) -> Array:
    """Return the change of the score when A[at] grows by each of `by`, exactly [score].

    One solve answers any number of changes of the same entry.
    """
    i, j = at
    r = _reply(A, i, j)
    return _answer(np.asarray(by, dtype=np.float64), float(h[i] * s[j]), r, at)


def explaining_factor(
    exchanges: Exchanges, difference: float, most: int = 10
) -> tuple[NDArray[np.intp], Array]:
    """Return the entries that could explain a difference of the score, likeliest first.

    The first array holds positions in `exchanges`, the second the relative change of
    the entry that would do it alone, to first order [-]: -0.1 is 10 % less.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = difference / exchanges.shares
    needed = np.where(np.isfinite(needed), needed, np.inf)
    order = np.argsort(np.abs(needed), kind="stable")[:most]
    order = order[np.isfinite(needed[order])]
    return order, needed[order]


def _reply(A: Sparse, i: int, j: int) -> float:
    """Return (A^-1)_ji: runs of process j per unit of product i demanded."""
    f = np.zeros(A.shape[0])
    f[i] = 1.0
    return float(supply(A, f)[0][j])


def _answer(by: Array, worth: float, r: float, at: tuple[int, int]) -> Array:
    """Return -by worth / (1 + by r); refuse a change that leaves nothing to deliver."""
    left = 1.0 + by * r
    if (left <= 0).any():
        raise SingularSystem(
            f"A change of {float(by[left <= 0].flat[0]):g} at row {at[0]}, column {at[1]}"
            " makes the process use up all that its loop delivers.",
            at[:1],
            at[1:],
        )
    return np.asarray(-by * worth / left)
