"""Which figures of the database move a footprint most, in words.

The prices and the runs tell it without another solve: d total / d ln a = price × amount × runs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from celca.system import Intensities, System

__all__ = ["ELECTRICITY", "Lever", "levers"]

ELECTRICITY = "electricity"
_MOST = 15
_LEAST = 1e-5  # of the total; less moves nothing


@dataclass(frozen=True, slots=True)
class Lever:
    """One figure of the database and what the product would gain if it were smaller.

    process, input  what `process` uses of `input`, or emits as flow `input`. Electricity is one
                    input, whatever its kinds; where a mix alone uses several processes, they are
                    one under the name of the mix
    per_percent     change of the total for 1 % less of it [%]
    process_name, input_name
                    of both, for people
    """

    process: str
    input: str
    per_percent: float
    process_name: str = ""
    input_name: str = ""

    def sentence(self) -> str:
        """Say it in words."""
        change = 10 * self.per_percent
        verb = "lower" if change > 0 else "raise"
        used, process = self.input_name or self.input, self.process_name or self.process
        what = used if used == ELECTRICITY else f"“{used}”"
        return f"10 % less {what} in “{process}” would {verb} this product by {abs(change):.1f} %."


def levers(
    runs: Any,  # noqa: ANN401
    demanded: Collection[str],
    prices: Intensities,
    total: float,
) -> tuple[Lever, ...]:
    """Return the figures that move a total most, the strongest first.

    runs      (n): how often each process runs for the product
    demanded  processes that the product itself calls on
    total     [kg CO2e]; where it is 0 nothing moves it
    """
    if not total:
        return ()
    inputs = _inputs(runs, demanded, prices, total)
    sums: dict[tuple[int, str, str], float] = {}
    for place, input, name, gain in (*inputs, *_emissions(runs, prices, total)):
        key = (place, input, name)
        sums[key] = sums.get(key, 0.0) + gain / total
    processes = prices.system.inventory.processes
    ranked = sorted(sums.items(), key=lambda item: -abs(item[1]))[:_MOST]
    return tuple(
        Lever(processes[place].id, input, gain, processes[place].name, name)
        for (place, input, name), gain in ranked
    )


def _inputs(
    runs: Any,  # noqa: ANN401
    demanded: Collection[str],
    prices: Intensities,
    total: float,
) -> list[tuple[int, str, str, float]]:
    """Return (process, input, its name, gain [kg CO2e]) of what processes use."""
    system, processes = prices.system, prices.system.inventory.processes
    entries = (-system.A).tocoo()
    mixed = _mixed(entries, system)
    gain = entries.data * prices.H.sum(axis=0)[entries.row] * runs[entries.col]
    # a product of its own process is no input, and a share of a mix cannot shrink alone
    gain[(entries.row == entries.col) | mixed] = 0.0
    groups = _groups(entries, mixed, runs, [system.index[p] for p in demanded])
    found = []
    for k in np.flatnonzero(np.abs(gain) > _LEAST * abs(total)):
        used = processes[entries.row[k]]
        power = used.unit == "kWh"
        input, name = (ELECTRICITY,) * 2 if power else (used.id, used.name)
        found.append((int(groups[entries.col[k]]), input, name, float(gain[k])))
    return found


def _emissions(
    runs: Any,  # noqa: ANN401
    prices: Intensities,
    total: float,
) -> list[tuple[int, str, str, float]]:
    """Return (process, flow, its name, gain [kg CO2e]) of what processes emit."""
    system, flows = prices.system, prices.system.inventory.flows
    entries = system.B.tocoo()
    weight = np.asarray(system.C.sum(axis=0)).ravel()
    gain = entries.data * weight[entries.row] * runs[entries.col]
    return [
        (int(entries.col[k]), flows[entries.row[k]].id, flows[entries.row[k]].name, float(gain[k]))
        for k in np.flatnonzero(np.abs(gain) > _LEAST * abs(total))
    ]


def _mixed(entries: Any, system: System) -> Any:  # noqa: ANN401
    """Say of each input whether it only passes through, as in a market or a mix of electricity.

    The process emits nothing itself, and the input is in the unit of its product.
    """
    units = np.array([p.unit for p in system.inventory.processes])
    emits = np.zeros(len(units), dtype=bool)
    emits[system.B.tocoo().col] = True
    return ~emits[entries.col] & (units[entries.row] == units[entries.col])


def _groups(entries: Any, mixed: Any, runs: Any, demanded: list[int]) -> Any:  # noqa: ANN401
    """Return (n): the mix that alone uses a process, or the process itself."""
    n = len(runs)
    inside = (entries.row != entries.col) & (runs[entries.col] != 0)
    users = np.bincount(entries.row[inside], minlength=n)
    users[demanded] += 1
    alone = inside & mixed & (users[entries.row] == 1)
    groups = np.arange(n)
    groups[entries.row[alone]] = entries.col[alone]
    return groups[groups]  # a mix of mixes is one more step up
