"""Which process makes which product, where the diagonal does not say."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from celca.errors import SingularSystem
from celca.solver.scaled import Indexes, Sparse, column_of

__all__ = ["reference_products"]


def reference_products(A: Sparse) -> Indexes:
    """Return for each process (column of A) the product (row) it makes, each once.

    What a process makes (+) is preferred to what it uses (-); of several ways, the one
    with the largest amounts is taken. Where there is no way, the products and processes
    at fault are named.
    """
    from scipy.sparse import csgraph

    A = A.copy()
    A.eliminate_zeros()
    _refuse_empty(A)
    pattern = sparse.csr_array(A)
    _refuse_surplus(pattern, csgraph.maximum_bipartite_matching(pattern, perm_type="column"))
    size = np.log(np.abs(pattern.data))
    size -= size.max() + 1.0
    size[pattern.data < 0] += 2.0 * A.shape[0] * size.min()
    weights = sparse.csr_array((size, pattern.indices, pattern.indptr), shape=A.shape)
    rows, columns = csgraph.min_weight_full_bipartite_matching(weights, maximize=True)
    products = np.empty(A.shape[0], dtype=np.intp)
    products[columns] = rows
    _refuse_unmade(A, products)
    return products


def _refuse_empty(A: Sparse) -> None:
    """Refuse a process without exchanges, and a product that none makes or uses."""
    columns = np.flatnonzero(np.diff(A.indptr) == 0)
    rows = np.flatnonzero(np.bincount(A.indices, minlength=A.shape[0]) == 0)
    if columns.size or rows.size:
        parts = [
            f"process {_few(columns)} neither makes nor uses a product" if columns.size else "",
            f"product {_few(rows)} is neither made nor used" if rows.size else "",
        ]
        what = " and ".join(p for p in parts if p)
        raise SingularSystem(
            f"{what[0].upper()}{what[1:]}. Give each process a product of its own.",
            rows.tolist(),
            columns.tolist(),
        )


def _refuse_surplus(pattern: Sparse, match: Indexes) -> None:
    """Refuse products that have no process left, and name the block they are in.

    match  (rows) the column matched to each row, -1 where there is none
    """
    if (match >= 0).all():
        return
    row = int(np.flatnonzero(match < 0)[0])
    rows, columns, fresh = {row}, set[int](), [row]
    while fresh:
        i = fresh.pop()
        for j in pattern.indices[pattern.indptr[i] : pattern.indptr[i + 1]].tolist():
            columns.add(j)
            other = int(np.flatnonzero(match == j)[0])
            if other not in rows:
                rows.add(other)
                fresh.append(other)
    products, processes = np.array(sorted(rows)), np.array(sorted(columns), dtype=int)
    raise SingularSystem(
        f"Products {_few(products)} are {len(rows)}, but only {len(columns)} processes"
        f" ({_few(processes)}) make or use them. One product lacks a process that makes it.",
        products.tolist(),
        processes.tolist(),
    )


def _refuse_unmade(A: Sparse, products: Indexes) -> None:
    """Refuse a product that is only used, and that no treatment process is left for."""
    n = A.shape[0]
    column, makes = column_of(A), A.data > 0
    made = np.bincount(A.indices[makes], minlength=n)
    maker = np.bincount(column[makes], minlength=n) > 0
    at_fault = np.flatnonzero(maker & (made[products] == 0))
    if at_fault.size == 0:
        return
    rows = products[at_fault]
    shared = np.flatnonzero(made > 1)
    twice = f" Product {_few(shared)} has more than one maker." if shared.size else ""
    users = column[np.isin(A.indices, rows)]
    raise SingularSystem(
        f"Product {_few(rows)} is used by process {_few(np.unique(users))}, but made by"
        f" none.{twice} Add the missing process, or remove the input.",
        rows.tolist(),
        np.unique(users).tolist(),
    )


def _few(indexes: Indexes, most: int = 5) -> str:
    """Return the first few indexes as text."""
    head = ", ".join(str(i) for i in indexes[:most].tolist())
    return f"{head} and {indexes.size - most} more" if indexes.size > most else head
