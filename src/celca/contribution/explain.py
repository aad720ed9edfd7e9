"""Explain a footprint: its paths upstream, who emits what and where, and which figures move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from celca.assess import BEYOND, Options, Score, open_prices, open_product, score
from celca.contribution.tree import Node, tree
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.solver import supply
from celca.system import Intensities

__all__ = ["Explanation", "Lever", "Origin", "explain"]

_MOST = 15


@dataclass(frozen=True, slots=True)
class Origin:
    """A share of the footprint that comes out in one place: a process, a country, a gas.

    share  of the total [-]; below 0 for what is taken up
    """

    name: str
    kg_co2e: float
    share: float


@dataclass(frozen=True, slots=True)
class Lever:
    """One figure of the database and what the product would gain if it were smaller.

    process, input  the exchange: what `process` uses of `input`, or emits as flow `input`
    per_percent     change of the total for 1 % less of it [%]
    """

    process: str
    input: str
    per_percent: float

    def sentence(self) -> str:
        """Say it in words."""
        change = 10 * self.per_percent
        verb = "lower" if change > 0 else "raise"
        return (
            f"10 % less {self.input} in {self.process} would {verb} this product by"
            f" {abs(change):.1f} %."
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a footprint comes from."""

    product: str
    total_kg_co2e: float
    paths: tuple[Node, ...]
    by_process: tuple[Origin, ...]
    by_location: tuple[Origin, ...]
    by_flow: tuple[Origin, ...]
    levers: tuple[Lever, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        out = asdict(self)
        out["levers"] = [{**asdict(x), "sentence": x.sentence()} for x in self.levers]
        return out


def explain(
    study: str | Path,
    database: str | Path = DEFAULT,
    method: str = DEFAULT_METHOD,
    options: Options | None = None,
    cut: float = 0.02,
) -> Explanation:
    """Return where the footprint of a study comes from.

    cut  share of the total below which an upstream path is not followed [-]
    """
    prices = open_prices(database, method)
    product = open_product(study, prices, options)
    scored = score(product, prices)
    wanted = _demand(scored)
    runs = _runs(wanted, prices)
    by_process, by_location = _by_process(runs, prices, scored.total)
    return Explanation(
        product.name,
        scored.total,
        tree(wanted, prices, cut=cut),
        by_process,
        by_location,
        _by_flow(runs, prices, scored.total),
        _levers(runs, prices, scored.total),
    )


def _demand(scored: Score) -> dict[str, float]:
    wanted: dict[str, float] = {}
    for entry in scored.entries:
        if entry.process and entry.stage != BEYOND:
            wanted[entry.process] = wanted.get(entry.process, 0.0) + entry.amount
    return wanted


def _runs(wanted: Mapping[str, float], prices: Intensities) -> Any:  # noqa: ANN401
    """Return (n): how often each process runs for a demand."""
    f = np.zeros(len(prices.system.index))
    for process, amount in wanted.items():
        f[prices.system.index[process]] = amount
    return supply(prices.system.A, f)[0]


def _ranked(sums: Mapping[str, float], total: float) -> tuple[Origin, ...]:
    ranked = sorted(sums.items(), key=lambda item: -abs(item[1]))[:_MOST]
    return tuple(Origin(k, v, v / total if total else 0.0) for k, v in ranked if v)


def _by_process(
    runs: Any,  # noqa: ANN401
    prices: Intensities,
    total: float,
) -> tuple[tuple[Origin, ...], tuple[Origin, ...]]:
    system = prices.system
    emitted = np.asarray((system.C @ system.B).sum(axis=0)).ravel() * runs
    processes, places = dict[str, float](), dict[str, float]()
    for process, kg in zip(system.inventory.processes, emitted, strict=True):
        processes[process.id] = float(kg)
        place = process.location or "not stated"
        places[place] = places.get(place, 0.0) + float(kg)
    return _ranked(processes, total), _ranked(places, total)


def _by_flow(runs: Any, prices: Intensities, total: float) -> tuple[Origin, ...]:  # noqa: ANN401
    system = prices.system
    weight = np.asarray(system.C.sum(axis=0)).ravel() * (system.B @ runs)
    names = [flow.name for flow in system.inventory.flows]
    return _ranked(dict(zip(names, map(float, weight), strict=True)), total)


def _levers(runs: Any, prices: Intensities, total: float) -> tuple[Lever, ...]:  # noqa: ANN401
    """Return the exchanges that move the total most: d total / d ln a = price × amount × runs."""
    if not total:
        return ()
    system = prices.system
    H = prices.H.sum(axis=0)
    weight = np.asarray(system.C.sum(axis=0)).ravel()
    ids = [p.id for p in system.inventory.processes]
    flows = [f.id for f in system.inventory.flows]
    found = []
    for matrix, values, names in ((-system.A, H, ids), (system.B, weight, flows)):
        entries = matrix.tocoo()
        gain = entries.data * values[entries.row] * runs[entries.col]
        if names is ids:
            gain[entries.row == entries.col] = 0.0  # a product of its own process is no input
        for k in np.argsort(-np.abs(gain))[:_MOST]:
            found.append((float(gain[k]), ids[entries.col[k]], names[entries.row[k]]))
    found.sort(key=lambda item: -abs(item[0]))
    return tuple(
        Lever(process, used, gain / total) for gain, process, used in found[:_MOST] if gain
    )
