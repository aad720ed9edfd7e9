"""Say which processes of a database are at fault where its system has no solution."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import prod

from celca.errors import SingularSystem
from celca.inventory import Process
from celca.system.build import System

__all__ = ["named_processes", "sentence"]

_LINKS = 6  # of a loop that are told one by one


def sentence(system: System, error: SingularSystem) -> str:
    """Return what is wrong, with the names of the processes, and what to do.

    Of a loop that uses up what it makes, each link is told with its amount.
    """
    links = _loop(system, error.columns) if error.rows == error.columns else []
    if not links:
        return f"{error} At fault: {named_processes(system, error.rows or error.columns)}."
    processes = system.inventory.processes
    told = [
        f"{_called(processes[user])} takes {amount:.4g} {processes[maker].unit} of"
        f" {_called(processes[maker])} per {processes[user].unit} made"
        for user, maker, amount in links[:_LINKS]
    ]
    more = f" and {len(links) - _LINKS} links more" if len(links) > _LINKS else ""
    gain = prod(amount for *_, amount in links)
    share = f"takes {gain:.4g} of itself" + (
        "" if gain >= 1 - 1e-12 else ", and with the loops around it 1 or more"
    )
    return (
        f"{len(links)} processes in a loop use up all that they make: {'; '.join(told)}{more}."
        f" So 1 unit {share}, and nothing is left to deliver. Look for an amount in the wrong unit"
        " or with the wrong decimal point, or for waste and credits written as inputs, and correct"
        " it in the database."
    )


def _loop(system: System, columns: Sequence[int]) -> list[tuple[int, int, float]]:
    """Return (user, maker, amount per unit made) of a loop, [] where these are none."""
    if len(columns) < 2:
        return []
    A, made = system.A, system.A.diagonal()
    links = [
        (user, maker, -float(A[maker, user]) / float(made[user]) if made[user] else 0.0)
        for user, maker in pairwise([*columns, columns[0]])
    ]
    return links if all(amount > 0 for *_, amount in links) else []


def named_processes(system: System, indexes: Sequence[int], most: int = 8) -> str:
    """Return the ids and names of processes, those beyond the first few as a number."""
    processes = system.inventory.processes
    rest = len(indexes) - most
    listed = ", ".join(_called(processes[i]) for i in indexes[:most])
    return listed + (f" and {rest} more" if rest > 0 else "")


def _called(process: Process) -> str:
    same = process.name in ("", process.id)
    return repr(process.id) if same else f"{process.id!r} ({process.name})"
