"""Amounts that look as if they were in another unit: of an input, or of what is given off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import diags_array

from celca.audit.network import Array, Network
from celca.audit.peers import Standing, Suspect, family, measures
from celca.inventory import Flow, Process
from celca.units import factor, same_dimension

__all__ = ["heavy", "odd_amounts"]

_USES = 8  # amounts that tell what is usual
_UNUSUAL = 2.0  # times what is usual among them
_FAR = 2.5  # powers of ten from the usual amount: a unit that was mistaken
_LEAST = 0.5  # how far amounts stand from the usual one at least [powers of ten]
_SHARE = 0.5  # of the score that a mistaken amount makes up
_HIGH = 3.0  # times the median of its unit, for a score to have suffered from one
_MADE_OF = 2.0  # of its main input in the same unit, losses included
_HEAVY = 1000.0  # kilograms given off per kilogram made


def odd_amounts(network: Network, found: Mapping[int, Standing]) -> Iterator[Suspect]:
    """Yield amounts hundreds of times what other processes use, or give off, of the same.

    The same is all that is called alike and measured alike: electricity is electricity, whichever
    grid it is from.
    """
    system = network.prices.system
    flows = system.inventory.flows
    # published totals of all kinds of things are one flow, and say nothing of each other
    counts = np.where([f.formula == "CO2e" for f in flows], 0.0, network.weights)
    given = system.B @ diags_array(1 / np.where(network.made == 0, 1.0, network.made))
    for matrix, scores, rows in (
        (network.inputs, network.scores, network.processes),
        (given, counts, flows),
    ):
        used = _Used(network, rows, matrix.tocoo(), scores)
        yield from _odd(used, found)


@dataclass(frozen=True)
class _Used:
    """What the processes use of each other, or give off.

    amounts  of the rows per unit of what each process (column) makes
    counts   what one unit of each row counts [kg CO2e/unit]
    """

    network: Network
    rows: Sequence[Process] | Sequence[Flow]
    amounts: Any
    counts: Array

    @cached_property
    def comparable(self) -> Array:
        """The amounts, per unit and in units that are the same for all that measure the same."""
        users = self.network.processes
        alike = measures({x.unit for x in (*users, *self.rows)})
        of_row = np.array([alike[x.unit][1] for x in self.rows])
        of_user = np.array([alike[p.unit][1] for p in users])
        sizes = of_row[self.amounts.row] / of_user[self.amounts.col]
        return np.asarray(np.abs(self.amounts.data) * sizes)

    def groups(self) -> Iterator[NDArray[np.intp]]:
        """Yield the places of amounts of the same, in processes whose products measure the same."""
        users = self.network.processes
        alike = measures({x.unit for x in (*users, *self.rows)})
        names = [f"{family(x.name)}\0{alike[x.unit][0]}" for x in self.rows]
        of_row = np.unique(names, return_inverse=True)[1]
        units, of_user = np.unique([alike[p.unit][0] for p in users], return_inverse=True)
        key = of_row[self.amounts.row] * len(units) + of_user[self.amounts.col]
        key = np.where(self.comparable > 0, key, -1)
        order = np.argsort(key, kind="stable")
        order = order[key[order] >= 0]
        yield from np.split(order, np.flatnonzero(np.diff(key[order])) + 1)


def _odd(used: _Used, found: Mapping[int, Standing]) -> Iterator[Suspect]:
    scores, processes = used.network.scores, used.network.processes
    comparable = np.log10(np.maximum(used.comparable, 1e-300))
    for group in used.groups():
        sizes = comparable[group]
        if group.size < _USES or np.ptp(sizes) < _FAR:
            continue
        usual = float(np.median(sizes))
        spread = max(1.5 * float(np.median(np.abs(sizes - usual))), _LEAST)
        for k in group[sizes - usual >= max(_FAR, _UNUSUAL * spread)].tolist():
            i, j = int(used.amounts.row[k]), int(used.amounts.col[k])
            amount, far = abs(float(used.amounts.data[k])), float(comparable[k]) - usual
            counted = abs(amount * used.counts[i])
            if counted <= _SHARE * abs(scores[j]):
                continue
            if _felt(processes[j], used.rows[i], amount, found.get(j)):
                weight = max(far / spread, found[j].weight if j in found else 0.0)
                told = (10.0**far, group.size - 1, counted / abs(scores[j]))
                message = _in_words(processes[j], used.rows[i], amount, told)
                yield Suspect(weight, "unit", processes[j].id, message)


def _felt(user: Process, what: Process | Flow, amount: float, stands: Standing | None) -> bool:
    """Say whether an amount may be mistaken: not where the score of its user is a usual one."""
    if user.unit == "piece":
        return False  # pieces are of any size
    if isinstance(what, Process) and amount <= _MADE_OF and user.unit == what.unit:
        return False  # hardly more of it than is made, in the same unit: nothing was mistaken
    if isinstance(what, Flow) and stands is not None and stands.odd:
        return False  # told as an outlier, with what it gives off
    return stands is None or not stands.of_unit < _HIGH


def _in_words(
    user: Process, what: Process | Flow, amount: float, others: tuple[float, int, float]
) -> str:
    ratio, count, share = others
    uses = "uses" if isinstance(what, Process) else "gives off"
    return (
        f"{user.name!r} {uses} {amount:.4g} {what.unit} of {what.name!r} per {user.unit},"
        f" {ratio:.3g} times what is usual in {count} others, and that is {share:.0%} of its score:"
        " is it in another unit?"
    )


def heavy(network: Network) -> Iterator[Suspect]:
    """Yield what gives off a thousand times its own mass of something that counts nothing.

    What counts shows in the scores.
    """
    system = network.prices.system
    flows, made = system.inventory.flows, network.made
    mass = np.array([factor(f.unit, "kg") if same_dimension(f.unit, "kg") else 0.0 for f in flows])
    air = np.array([f.compartment.startswith("air") for f in flows])
    air[[i for _, i, _ in system.factors]] = False
    for j, p in enumerate(network.processes):
        column = slice(system.B.indptr[j], system.B.indptr[j + 1])
        rows, amounts = system.B.indices[column], system.B.data[column]
        if not rows.size or not made[j] or not same_dimension(p.unit, "kg"):
            continue
        given = np.abs(amounts / made[j]) * (mass * air)[rows] / factor(p.unit, "kg")
        k = int(np.argmax(given))
        if given[k] > _HEAVY:
            message = (
                f"{p.name!r} gives off {given[k]:.3g} kg of {flows[int(rows[k])].name!r} per kg:"
                " is it in another unit?"
            )
            weight = float(np.log10(given[k] / _HEAVY))
            yield Suspect(1 + min(weight, 4.0), "emission", p.id, message)
