"""The total of demands in each draw of a database, with progress, and by name where one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csc_array

from celca.errors import SingularSystem, UsageError
from celca.system import System, named_processes
from celca.uncertainty.distributions import Array
from celca.uncertainty.draws import Entries, Plan, plan

__all__ = ["Draws", "collected", "demand_matrix", "refuse_few", "total_plan"]

_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Draws:
    """How the figures of the database are to be drawn.

    number    of draws
    seed      of the first; the same seed gives the same draws on any number of workers
    workers   processes
    progress  called with (done, number)
    """

    number: int = 1000
    seed: int = 1
    workers: int = 1
    progress: Callable[[int, int], None] | None = None


def refuse_few(draws: Draws, what: str = "spread") -> None:
    """Refuse draws of which too little can be told."""
    if draws.number < _FEWEST:
        raise UsageError(f"{draws.number} draws say little about a {what}; use {_FEWEST} or more.")


def total_plan(A: Entries, B: Entries, system: System) -> Plan:
    """Return what draws of the total over all categories need."""
    return plan(A, B, csc_array(system.C.sum(axis=0).reshape(1, -1)))


def demand_matrix(demands: Sequence[Iterable[tuple[str, float]]], index: Mapping[str, int]) -> Any:  # noqa: ANN401
    """Return D (n x k) of k demands, each of (process, amount [unit of its product])."""
    entries = [(index[p], k, amount) for k, each in enumerate(demands) for p, amount in each]
    rows, columns, amounts = (list(x) for x in zip(*entries, strict=True)) if entries else ([],) * 3
    return coo_array((amounts, (rows, columns)), shape=(len(index), len(demands))).tocsc()


def collected(each: Iterable[Array], draws: Draws, system: System) -> Iterator[Array]:
    """Yield the totals of each draw [kg CO2e].

    Raises SingularSystem, naming the processes, for a draw that has no solution.
    """
    try:
        for number, scores in enumerate(each, 1):
            yield np.asarray(scores[0])
            if draws.progress is not None:
                draws.progress(number, draws.number)
    except SingularSystem as error:
        told = f"{error} At fault: {named_processes(system, error.columns or error.rows)}."
        raise SingularSystem(told, error.rows, error.columns) from error
