"""Loops of processes that use up all they make."""

from __future__ import annotations

import numpy as np

from celca.errors import SingularSystem
from celca.solver.scaled import Array, Indexes, Sparse

__all__ = ["largest_link", "refuse_unproductive"]


def largest_link(inputs: tuple[Indexes, Indexes, Array], made: Array) -> tuple[int, int] | None:
    """Return the largest (product, process) of a loop that cannot deliver; None without one.

    inputs  product, process and amount of each input [unit / run]
    made    (n) what one run of each process makes [unit / run]
    """
    from scipy.sparse import coo_array

    makers, users, used = inputs
    n, ahead = made.size, makers != users
    entries = (used / made[users])[ahead], (users[ahead], makers[ahead])
    shares = coo_array(entries, shape=(n, n)).tocsr()
    try:
        refuse_unproductive(shares, True, np.arange(n))
    except SingularSystem as error:
        loop = error.columns
        pairs = zip(loop, [*loop[1:], loop[0]], strict=True)
        user, maker = max(pairs, key=lambda pair: float(shares[pair[0], pair[1]]))
        return maker, user
    return None


def refuse_unproductive(Z: Sparse, backwards: bool, products: Indexes) -> None:
    """Refuse a system in which a loop takes one unit or more of itself per unit.

    Z          (n x n, CSR) what x = y + Z x is iterated on
    backwards  Z' was given: row j lists the inputs of process j
    products   (n) the row of A that process j makes

    Loops that contain a credit (a negative input) may pay for themselves and pass.
    """
    from scipy.sparse import csgraph

    inputs = Z if backwards else Z.T.tocsr()
    _, part = csgraph.connected_components(inputs, connection="strong")
    sizes = np.bincount(part)
    for label in np.flatnonzero(sizes > 1):
        members = np.flatnonzero(part == label)
        block = inputs[members][:, members].tocsr()
        if block.data.min() < 0:
            continue
        gain, value = _gain(block)
        if gain >= 1.0 - 1e-12:
            raise _unproductive(block, members, value, products)


def _gain(block: Sparse, steps: int = 2000) -> tuple[float, Array]:
    """Return a lower bound on the largest eigenvalue of a block, and its vector.

    The bound is min (Z v) / v (Collatz and Wielandt), on (I + Z) / 2 so that loops of
    even length do not swing.
    """
    value = np.ones(block.shape[0])
    for step in range(steps):
        used = block @ value
        low, high = (used / value).min(), (used / value).max()
        if low >= 1.0 or high < 1.0 or (step > 100 and high - low < 1e-13):
            break
        value = value + used
        value = np.maximum(value / value.max(), 1e-290)
    return float(low), value


def _unproductive(
    block: Sparse, members: Indexes, value: Array, products: Indexes
) -> SingularSystem:
    """Return the refusal, with the strongest loop of the block in order."""
    loop = _strongest_loop(block, value)
    gain = 1.0
    for here, there in zip(loop, loop[1:] + loop[:1], strict=True):
        gain *= float(block[here, there])
    names = members[loop].tolist()
    shown = " -> ".join(map(str, [*names, names[0]]))
    alone = f"takes {gain:.6g} units of its product per unit made"
    if gain < 1.0 - 1e-12:
        alone = f"takes {gain:.3g} units per unit made, and with the loops around it 1 or more"
    return SingularSystem(
        f"The loop of processes {shown} {alone}, so nothing is left to deliver."
        " Check the amounts in this loop.",
        products[members[loop]].tolist(),
        names,
    )


def _strongest_loop(block: Sparse, value: Array) -> list[int]:
    """Follow the input worth most from the process worth most until it comes round."""
    seen: dict[int, int] = {}
    at = int(value.argmax())
    while at not in seen:
        seen[at] = len(seen)
        entries = slice(block.indptr[at], block.indptr[at + 1])
        worth = block.data[entries] * value[block.indices[entries]]
        at = int(block.indices[entries][worth.argmax()])
    return list(seen)[seen[at] :]
