"""Loops of a database in the making that use up all that they make: their largest link is cut.

A plain mean of makers links processes that nobody meant to link, and one input in the wrong unit
is enough for a loop that has nothing left to deliver, so that no product has a score at all.
"""

from __future__ import annotations

import numpy as np

from celca.errors import Finding, SingularSystem
from celca.readers.draft import Draft, some
from celca.solver.loops import largest_link

__all__ = ["cut_loops"]

_MOST = 50


def cut_loops(draft: Draft) -> None:
    """Leave out the largest link of each loop that cannot deliver, with a finding that names it.

    Raises SingularSystem where that takes more than 50 links.
    """
    ids = list(draft.processes)
    index = {key: j for j, key in enumerate(ids)}
    made = np.array([p.output for p in draft.processes.values()])
    cut: set[tuple[str, str]] = set()
    while True:
        rows = [r for r in draft.rows if r[1] < 2 and (r[0], r[2]) not in cut]
        users = np.array([index[r[0]] for r in rows], dtype=np.intp)
        makers = np.array([index[r[2]] for r in rows], dtype=np.intp)
        used = np.array([r[3] if r[1] == 0 else -r[3] for r in rows])
        link = largest_link((makers, users, used), made)
        if link is None:
            break
        if len(cut) >= _MOST:
            raise SingularSystem(f"More than {_MOST} links would have to be cut to solve this.")
        cut.add((ids[link[1]], ids[link[0]]))
    if cut:
        named = [f"{draft.processes[u].name}: {draft.processes[m].name}" for u, m in cut]
        message = (
            f"{len(cut)} inputs are left out, the largest of loops that use up more than they make:"
            f" {some(named)}."
        )
        draft.findings.append(Finding("warning", "loop_cut", message))
        draft.rows = [r for r in draft.rows if r[1] >= 2 or (r[0], r[2]) not in cut]
