"""Why a price changed from one database to another: figure by figure, and adding up.

For a demand f on the products of both, exactly

    (H₁ − H₀) f = (C₀ ΔB + ΔC B₁ − H₀ ΔA) s,   s = A₁⁻¹ f

so one solve tells what each changed figure brings. Processes that only one database has are
added to the other, where nothing asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from celca.errors import DataError
from celca.inventory import Inventory
from celca.system.build import SIGNS, System
from celca.system.price import Intensities

__all__ = ["FigureChange", "PriceChange", "figure_changes", "price_changes"]

Key = tuple[str, str, str]  # process, kind, input


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What one unit of a product costs in two databases [kg CO2e per unit]."""

    process: str
    unit: str
    old: float
    new: float


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure that changed, and what that brings.

    kind      input, avoided, emission, uptake; output (what a run makes), factor (of the method)
    old, new  amount per run [unit]; 0 where the database has no such exchange
    kg_co2e   what the change brings to the demand [kg CO2e]
    source    of the new figure, of the old one where there is no new one
    """

    process: str
    kind: str
    input: str
    old: float
    new: float
    unit: str
    kg_co2e: float
    source: str = ""


def price_changes(old: Intensities, new: Intensities) -> tuple[PriceChange, ...]:
    """Return the products of both databases whose price changed, the largest change first."""
    out = []
    for process in new.system.inventory.processes:
        j = old.system.index.get(process.id)
        if j is None:
            continue
        before = float(old.H[:, j].sum())
        after = float(new.H[:, new.system.index[process.id]].sum())
        if abs(after - before) > 1e-12 * max(abs(after), abs(before)):
            out.append(PriceChange(process.id, process.unit, before, after))
    return tuple(sorted(out, key=lambda x: (-abs(x.new - x.old), x.process)))


def figure_changes(
    old: Intensities, new: Intensities, demands: Sequence[Mapping[str, float]]
) -> tuple[tuple[FigureChange, ...], ...]:
    """Return what changed between two databases, for each demand the largest effect first.

    demands  amount of each process's product, by an id of both databases [unit of the product]

    The effects add up to the change of the demand's footprint. A figure that changed and does
    not matter to the demand is left out. Raises DataError where a database lacks a process.
    """
    from celca.solver import supply

    for demand in demands:
        _check(old.system.inventory, new.system.inventory, demand)
    before, after = _Side.of(old.system, new.system), _Side.of(new.system, old.system)
    place = {id_: i for i, id_ in enumerate(before.outputs | after.outputs)}
    f = np.zeros((len(place), len(demands)))
    for k, demand in enumerate(demands):
        for process, amount in demand.items():
            f[place[process], k] += amount
    runs, _ = supply(after.matrix(place), f)
    figures = list(_figures(before, after, place, before.prices(place)))
    return tuple(_ranked(figures, runs[:, k]) for k in range(len(demands)))


def _ranked(figures: Sequence[_Figure], runs: Any) -> tuple[FigureChange, ...]:  # noqa: ANN401
    told = [x.times(float(x.amounts @ runs[x.places])) for x in figures]
    some = [x for x in told if x.kg_co2e]
    return tuple(sorted(some, key=lambda x: (-abs(x.kg_co2e), x.process, x.kind, x.input)))


def _check(old: Inventory, new: Inventory, demand: Mapping[str, float]) -> None:
    for process in demand:
        units = set()
        for inventory in (old, new):
            found = inventory.process_by_id.get(process)
            if found is None:
                raise DataError(f"{inventory.name} {inventory.version} has no {process!r}.")
            units.add(found.unit)
        if len(units) > 1:
            raise DataError(f"{process!r} is in {' and '.join(sorted(units))}: not comparable.")


@dataclass(frozen=True)
class _Side:
    """One database, with what only the other one has beside it.

    amounts  per run, by process, kind and input [unit]
    outputs  of each process [unit]
    factors  of each flow [kg CO2e/unit]
    units    of what goes in or out; sources of each figure
    """

    amounts: Mapping[Key, float]
    outputs: dict[str, float]
    factors: Mapping[str, float]
    units: Mapping[str, str]
    sources: Mapping[Key, str]

    @classmethod
    def of(cls, own: System, other: System) -> _Side:
        amounts: dict[Key, float] = {}
        sources: dict[Key, str] = {}
        outputs = {p.id: p.output for p in own.inventory.processes}
        borrowed = {p.id: p.output for p in other.inventory.processes if p.id not in outputs}
        for inventory, taken in ((own.inventory, outputs), (other.inventory, borrowed)):
            for x in inventory.exchanges:
                if x.process in taken:
                    key = (x.process, x.kind, x.input)
                    amounts[key] = amounts.get(key, 0.0) + x.amount
                    sources[key] = x.source
        units = {x.id: x.unit for s in (other, own) for x in s.inventory.flows}
        units |= {x.id: x.unit for s in (other, own) for x in s.inventory.processes}
        factors = {**_factors(other), **_factors(own)}
        return cls(amounts, {**outputs, **borrowed}, factors, units, sources)

    def prices(self, place: Mapping[str, int]) -> Any:  # noqa: ANN401
        """Return the price of one unit of each product (n) [kg CO2e/unit]."""
        from scipy.sparse import csc_array

        from celca.solver import intensities

        direct = np.zeros((1, len(place)))
        for (process, kind, flow), amount in self.amounts.items():
            if kind in ("emission", "uptake"):
                direct[0, place[process]] += SIGNS[kind] * amount * self.factors[flow]
        H, _ = intensities(self.matrix(place), csc_array(direct), csc_array(np.ones((1, 1))))
        return H[0]

    def matrix(self, place: Mapping[str, int]) -> Any:  # noqa: ANN401
        """Return A (n x n)."""
        from scipy.sparse import coo_array

        entries = [(place[p], place[p], amount) for p, amount in self.outputs.items()]
        for (process, kind, product), amount in self.amounts.items():
            if kind in ("input", "avoided"):
                entries.append((place[product], place[process], SIGNS[kind] * amount))
        rows, columns, amounts = zip(*entries, strict=True)
        return coo_array((amounts, (rows, columns)), shape=(len(place),) * 2).tocsc()


def _factors(system: System) -> dict[str, float]:
    """Return the factor of each flow over all categories [kg CO2e/unit]."""
    sums = np.asarray(system.C.sum(axis=0)).ravel()
    return {flow.id: float(c) for flow, c in zip(system.inventory.flows, sums, strict=True)}


@dataclass(frozen=True)
class _Figure:
    """A figure that changed.

    change   what is told of it, its effect left out
    worth    of the change, per run of the processes at `places` times `amounts` [kg CO2e]
    """

    change: FigureChange
    worth: float
    places: Any
    amounts: Any

    def times(self, runs: float) -> FigureChange:
        """Return what is told, with the effect of so many runs."""
        return replace(self.change, kg_co2e=self.worth * runs)


def _figures(
    before: _Side,
    after: _Side,
    place: Mapping[str, int],
    H: Any,  # noqa: ANN401, N803
) -> Iterator[_Figure]:
    for process, was in before.outputs.items():
        now, j = after.outputs[process], place[process]
        if now != was:
            unit = after.units[process]
            told = FigureChange(process, "output", process, was, now, unit, 0.0)
            yield _Figure(told, -H[j] * (now - was), [j], np.ones(1))
    for key in before.amounts.keys() | after.amounts.keys():
        process, kind, other = key
        was, now = before.amounts.get(key, 0.0), after.amounts.get(key, 0.0)
        if was == now:
            continue
        if kind in ("input", "avoided"):
            worth = -SIGNS[kind] * H[place[other]]
        else:
            worth = SIGNS[kind] * before.factors[other]
        source = after.sources.get(key) or before.sources.get(key, "")
        told = FigureChange(process, kind, other, was, now, after.units.get(other, ""), 0.0, source)
        yield _Figure(told, float(worth * (now - was)), [place[process]], np.ones(1))
    yield from _factor_figures(before, after, place)


def _factor_figures(before: _Side, after: _Side, place: Mapping[str, int]) -> Iterator[_Figure]:
    """Yield the flows for which the method has another factor now."""
    flows: dict[str, list[tuple[int, float]]] = {
        flow: [] for flow, c in after.factors.items() if before.factors[flow] != c
    }
    for (process, kind, flow), amount in after.amounts.items():
        if flow in flows and kind in ("emission", "uptake"):
            flows[flow].append((place[process], SIGNS[kind] * amount))
    for flow, entries in flows.items():
        was, now = before.factors[flow], after.factors[flow]
        told = FigureChange("", "factor", flow, was, now, "kg CO2e", 0.0)
        places = np.array([p for p, _ in entries], dtype=np.intp)
        yield _Figure(told, now - was, places, np.array([a for _, a in entries]))
