"""A, divided by what each process makes: the matrix that is iterated on.

With d the diagonal of A, `Z = I - A diag(1/d)` holds what is used of product i per
unit of product j. Mixed units cancel along every loop, so no unit is favoured.
Forwards `x = f + Z x` with x = d s; backwards `h = b / d + Z' h`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from celca.errors import NotFinite, NotSquare

__all__ = ["Array", "Indexes", "Scaled", "Sparse", "canonical", "column_of", "scale"]

Array = NDArray[np.float64]
Indexes = NDArray[np.intp]
Sparse = Any  # a matrix or array of scipy.sparse, which has no types of its own


@dataclass(frozen=True, slots=True)
class Scaled:
    """A divided by its diagonal, after its rows were put in the order of its columns.

    inputs    Z' (n x n, CSR): row j lists what one unit of product j takes
              [unit of input / unit of product]; the diagonal is left out
    diagonal  d (n): product made by one run of process j [unit / run], not 0
    products  (n): the row of A that process j makes
    """

    inputs: Sparse
    diagonal: Array
    products: Indexes


def scale(A: Sparse) -> Scaled:
    """Divide A (n x n) by what each process makes; refuse what is not square."""
    A = canonical(A, "A")
    rows, columns = A.shape
    if rows != columns or rows == 0:
        raise NotSquare(
            f"There are {rows} products and {columns} processes; each product needs"
            " exactly one process that makes it."
        )
    diagonal = A.diagonal()
    products = np.arange(rows)
    if not diagonal.all():
        from celca.solver.matching import reference_products

        products = reference_products(A)
        A = canonical(sparse.csr_array(A)[products], "A")
        diagonal = A.diagonal()
    return Scaled(_inputs(A, diagonal), diagonal, products)


def canonical(matrix: Sparse, name: str) -> Sparse:
    """Return `matrix` as float64 CSC without duplicates; refuse what is not finite."""
    out = sparse.csc_array(matrix, dtype=np.float64)
    if not out.has_canonical_format:
        out = out.copy()
        out.sum_duplicates()
    finite = np.isfinite(out.data)
    if not finite.all():
        bad = np.flatnonzero(~finite)
        rows, columns = out.indices[bad], column_of(out)[bad]
        raise NotFinite(
            f"{name} holds {len(bad)} entries that are not finite, the first at"
            f" row {rows[0]}, column {columns[0]}. Correct or remove it.",
            name,
            rows.tolist(),
            columns.tolist(),
        )
    return out


def column_of(matrix: Sparse) -> Indexes:
    """Return the column of each stored entry of a CSC matrix."""
    return np.repeat(np.arange(matrix.shape[1]), np.diff(matrix.indptr))


def _inputs(A: Sparse, diagonal: Array) -> Sparse:
    """Return Z' = I - diag(1/d) A' as CSR, without its diagonal of zeros."""
    n = A.shape[0]
    column = np.repeat(np.arange(n, dtype=A.indices.dtype), np.diff(A.indptr))
    keep = (A.indices != column) & (A.data != 0)
    column = column[keep]
    indptr = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(column, minlength=n), out=indptr[1:])
    narrow = np.int32 if max(n, indptr[-1]) < 2**31 else np.int64
    parts = A.data[keep]
    parts /= -diagonal[column]
    indices = A.indices[keep].astype(narrow, copy=False)
    return sparse.csr_array((parts, indices, indptr.astype(narrow)), shape=(n, n))
