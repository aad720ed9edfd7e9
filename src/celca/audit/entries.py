"""Lines of a database that look mistyped: below zero, entered twice, with a spread that cannot be.

What a line does to the score of its process decides how loudly it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from celca.audit.network import Array, Network
from celca.audit.peers import Suspect
from celca.inventory import DISTRIBUTIONS, ExchangeTable, tabulate

__all__ = ["entries"]

_FELT = 0.05  # of all that counts in a process
_WIDE = 1.5  # sigma of ln: the middle 95 % lie between a twentieth and twenty times
_GIVES = {0: "uses", 1: "is credited with", 2: "gives off", 3: "takes up"}


def entries(network: Network) -> Iterator[Suspect]:
    """Yield the lines of a database that look mistyped."""
    lines = _Lines(network)
    yield from _negative(lines)
    yield from _twice(lines)
    yield from _spreads(lines)


@dataclass(frozen=True)
class _Lines:
    """The exchanges of a database, and how much each of them matters."""

    network: Network

    @cached_property
    def table(self) -> ExchangeTable:
        inventory = self.network.prices.system.inventory
        return tabulate(inventory.exchanges, inventory.processes, inventory.flows)

    @cached_property
    def felt(self) -> Array:
        """Share of all that counts in its process, signs aside [-], of each exchange."""
        table, network = self.table, self.network
        of_process = table.kind < 2
        each = np.zeros(len(table))
        each[of_process] = network.scores[table.input[of_process]]
        each[~of_process] = network.weights[table.input[~of_process]]
        each = np.abs(each * table.amount)
        whole = np.bincount(table.process, each, minlength=len(network.processes))[table.process]
        return np.divide(each, whole, out=np.zeros_like(each), where=whole > 0)

    def told(self, place: int) -> str:
        """Return an exchange in words."""
        table, system = self.table, self.network.prices.system.inventory
        kind, i = int(table.kind[place]), int(table.input[place])
        what = system.processes[i] if kind < 2 else system.flows[i]
        user = self.network.processes[int(table.process[place])]
        return (
            f"{user.name!r} {_GIVES[kind]} {table.amount[place]:.4g} {what.unit} of {what.name!r}"
        )

    def owner(self, place: int) -> str:
        return self.network.processes[int(self.table.process[place])].id

    def by_weight(self, chosen: NDArray[np.bool_]) -> list[int]:
        """Return the places of chosen exchanges, those that matter most first."""
        places = np.flatnonzero(chosen)
        return [int(i) for i in places[np.argsort(-self.felt[places], kind="stable")]]


def _negative(lines: _Lines) -> Iterator[Suspect]:
    """Yield amounts below zero: a credit belongs to an avoided product, an uptake to what is taken.

    Where a process makes less than nothing, as Brightway writes the treatment of waste, its
    inputs are below zero too.
    """
    turned = np.array([p.output < 0 for p in lines.network.processes])
    below = (lines.table.amount < 0) & ~turned[lines.table.process]
    treated = turned[np.where(lines.table.kind < 2, lines.table.input, 0)]
    below &= ~((lines.table.kind < 2) & treated)
    totals = np.array([p.kind == "aggregated" for p in lines.network.processes])
    published = below & totals[lines.table.process] & (lines.felt > 0)
    places = lines.by_weight(below & ~published)
    for i in places:
        share = float(lines.felt[i])
        if share < _FELT:
            break
        message = f"{lines.told(i)}: {share:.0%} of what counts in it has the wrong sign?"
        yield Suspect(2 + 3 * share, "sign", lines.owner(i), message)
    slight = [i for i in places if lines.felt[i] < _FELT]
    if slight:
        message = (
            f"{len(slight)} more amounts are below 0 and count little or nothing:"
            f" {'; '.join(lines.told(i) for i in slight[:3])}."
        )
        yield Suspect(0.6, "sign", "", message)
    credited = lines.by_weight(published)
    if credited:
        named = "; ".join(lines.told(i) for i in credited[:3])
        message = f"{len(credited)} published totals are below 0: {named}."
        yield Suspect(1.0, "sign", "", message)


def _twice(lines: _Lines) -> Iterator[Suspect]:
    """Yield lines that a process has twice, to the last digit."""
    table = lines.table
    columns = (table.amount, table.input, table.kind, table.process)
    order = np.lexsort(columns)
    same = np.all([np.diff(column[order]) == 0 for column in columns], axis=0)
    again = np.zeros(len(table), dtype=bool)
    again[order[1:][same]] = True
    again &= table.amount != 0
    places = lines.by_weight(again)
    if places:
        most = float(lines.felt[places[0]])
        message = (
            f"{len(places)} lines are entered twice in the same process:"
            f" {'; '.join(lines.told(i) for i in places[:3])}."
        )
        yield Suspect(0.8 + 2 * most, "twice", lines.owner(places[0]), message)


def _spreads(lines: _Lines) -> Iterator[Suspect]:
    """Yield distributions that are wider than anybody would write, or miss their own amount."""
    table = lines.table
    kinds = {name: table.distribution == i for i, name in enumerate(DISTRIBUTIONS)}
    wide = kinds["lognormal"] & (table.scale > _WIDE)
    wide |= kinds["normal"] & (table.scale > np.abs(table.amount))
    bounded = kinds["triangular"] | kinds["uniform"]
    wide |= bounded & ((table.amount < table.minimum) | (table.amount > table.maximum))
    wide &= table.amount != 0
    places = lines.by_weight(wide)
    if places:
        message = (
            f"{len(places)} amounts have a spread that looks mistyped, as one of twenty times or"
            f" bounds that miss them: {'; '.join(_spread(lines, i) for i in places[:3])}."
        )
        weight = 0.8 + float(lines.felt[places[0]])
        yield Suspect(weight, "spread", lines.owner(places[0]), message)


def _spread(lines: _Lines, place: int) -> str:
    table: Any = lines.table
    shape = DISTRIBUTIONS[int(table.distribution[place])]
    values = [f"{x:.3g}" for x in (table.scale[place], table.minimum[place], table.maximum[place])]
    return f"{lines.told(place)} ({shape}, {', '.join(v for v in values if v != 'nan')})"
