"""What a process asks for more and less of where another product takes the place of one it uses.

The database is not touched. Let every process but the two themselves take q where it took p: A
becomes A − E U, where U (k x n) is what one run takes of each p, and a column of E (n x k) is +1
at q and −1 at p. With H the prices as they are, and T = U A⁻¹ what a unit of each product takes
of p in all its supply (Sherman, Morrison and Woodbury),

    C B (A − E U)⁻¹ = H + H E W,   W = (I − T E)⁻¹ T

so the new price of a product is the old one, W more of q and W less of p: one more way to write
the demand D, for k solves. Where only what the process takes itself is to change, W is U over
what a run makes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from celca.errors import DataError, UnknownName
from celca.inventory import Inventory

__all__ = ["Reach", "Shifts", "Swap", "refuse_misfit", "shifted"]

Swap = Mapping[str, str]  # what is used -> what takes its place
Shifts = Mapping[str, Mapping[str, float]]
Reach = Literal["grid", "everywhere"]


def shifted(before: Shifts, reach: Reach, swap: Swap, inventory: Inventory, where: str) -> Shifts:
    """Return by process what a unit of it asks for more (+) and less (−) of each product.

    before  what was shifted already, in the same form
    reach   `grid` for what a process takes itself, `everywhere` for what its suppliers take too
    swap    product that takes the place of another, id to id

    Raises UnknownName and DataError for products that cannot take each other's place.
    """
    for old, new in swap.items():
        refuse_misfit(old, new, inventory, where)
    then = _moves(reach, swap, inventory, where) if swap else {}
    return {p: _after(before.get(p, {}), then, p, reach, swap) for p in {**before, **then}}


def refuse_misfit(old: str, new: str, inventory: Inventory, where: str) -> None:
    """Refuse processes that are not there, or whose products are not in the same unit."""
    known = inventory.process_by_id
    for name in (old, new):
        if name not in known:
            raise UnknownName("process", name, known, where)
    if known[old].unit != known[new].unit:
        raise DataError(
            f"{where}: {old!r} is by {known[old].unit}, but {new!r} by {known[new].unit}."
        )


def _after(
    before: Mapping[str, float], then: Shifts, process: str, reach: Reach, swap: Swap
) -> dict[str, float]:
    """Return what one process asks for: what it was told before now follows the swap as well."""
    out = dict(then.get(process, {}))
    for old, amount in before.items():
        new = swap.get(old, old)
        out[new] = out.get(new, 0.0) + amount
        for name, more in then.get(new, {}).items() if reach == "everywhere" else ():
            out[name] = out.get(name, 0.0) + amount * more
    return out


def _moves(reach: Reach, swap: Swap, inventory: Inventory, where: str) -> Shifts:
    """Return the same for a database in which nothing was shifted before."""
    import numpy as np

    from celca.system import technosphere

    names = list(dict.fromkeys(name for pair in swap.items() for name in pair))
    index = {p.id: j for j, p in enumerate(inventory.processes)}
    places = [index[name] for name in names]
    E = np.zeros((len(names), len(swap)))  # on the products named, the others have only zeros
    for k, (old, new) in enumerate(swap.items()):
        E[[names.index(old), names.index(new)], k] += (-1.0, 1.0)
    A = technosphere(inventory)
    U = -A[[index[old] for old in swap]].toarray()
    U[:, places] = 0.0
    W = U / A.diagonal() if reach == "grid" else _in_all_supply(A, U, E, places, where)
    return {
        inventory.processes[j].id: {n: float(x) for n, x in zip(names, E @ W[:, j], strict=True)}
        for j in np.flatnonzero(W.any(axis=0))
    }


def _in_all_supply(A: Any, U: Any, E: Any, places: Sequence[int], where: str) -> Any:  # noqa: ANN401, N803
    """Return W (k x n)."""
    import numpy as np
    from scipy.sparse import csc_array, eye_array

    from celca.solver import intensities

    T, _ = intensities(A, csc_array(U), eye_array(len(U), format="csc"))
    left = np.eye(len(U)) - T[:, places] @ E
    # det(A − E U) / det A, above 0 where every process can be supplied
    if not np.linalg.det(left) > 0:
        raise DataError(f"{where}: the new product would be needed to make itself; name another.")
    return np.linalg.solve(left, T)
