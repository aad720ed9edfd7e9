"""Long sums added up in pieces, so that rounding grows with the root of their length.

A hub such as electricity is used by tens of thousands of processes. Added one by one,
the proven rounding error is their number times 1e-16; in pieces of the root of that
number it is twice the root (Higham 2002, ch. 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from celca.solver.scaled import Array, Sparse

__all__ = ["Pieces", "in_pieces"]

LONG = 200


@dataclass(frozen=True, slots=True)
class Pieces:
    """A matrix whose rows were cut into pieces: `whole @ (parts @ x)`.

    parts  (p x n) the pieces of the rows
    whole  (n x p) ones, which piece belongs to which row
    """

    parts: Sparse
    whole: Sparse

    def __matmul__(self, x: Array) -> Array:
        """Return the matrix times x."""
        out: Array = self.whole @ (self.parts @ x)
        return out

    def __abs__(self) -> Pieces:
        """Return the matrix of absolute values."""
        return Pieces(abs(self.parts), self.whole)


def in_pieces(Z: Sparse, terms: Array) -> tuple[Sparse | Pieces, Array]:
    """Return Z, cut into pieces where it has long rows, and the terms that then add up.

    terms  (n) how many products each unknown is the sum of, those of Z included
    """
    count = np.diff(Z.indptr)
    longest = int(count.max(initial=0))
    if longest <= LONG:
        return Z, terms
    length = int(np.ceil(np.sqrt(longest)))
    pieces = -(-count // length)
    ends = np.cumsum(pieces)
    row = np.repeat(np.arange(count.size), pieces)
    number = np.arange(row.size) - (ends - pieces)[row]
    indptr = np.r_[Z.indptr[row] + number * length, Z.indptr[-1]].astype(Z.indptr.dtype)
    parts = sparse.csr_array((Z.data, Z.indices, indptr), shape=(row.size, Z.shape[1]))
    place = np.arange(row.size, dtype=Z.indices.dtype), np.r_[0, ends].astype(Z.indptr.dtype)
    whole = sparse.csr_array((np.ones(row.size), *place), shape=(count.size, row.size))
    return Pieces(parts, whole), terms - count + np.minimum(count, length) + pieces + 1.0
