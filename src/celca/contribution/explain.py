"""Explain a footprint: its paths upstream, who emits what and where, and which figures move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import fsum
from pathlib import Path
from typing import Any

import numpy as np

from celca.assess import BEYOND, Options, Score, open_prices, open_product, score
from celca.contribution.levers import Lever, levers
from celca.contribution.tree import Node, tree
from celca.errors import Finding
from celca.inventory import DEFAULT
from celca.methods import DEFAULT_METHOD
from celca.product import DeclaredUnit, Product
from celca.solver import supply
from celca.system import Intensities

__all__ = ["OTHERS", "SUPPLIERS", "Explanation", "Origin", "explain", "explained"]

_MOST = 15
# origins that are no process, place or gas
SUPPLIERS = "declared by suppliers"
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Origin:
    """A share of the footprint that comes out in one place: a part, a process, a country, a gas.

    name   id of the process, code of the country, name of the gas or part
    share  of the total [-]; below 0 for what is taken up
    title  the name for people, where that is another
    """

    name: str
    kg_co2e: float
    share: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a footprint comes from; each list of origins adds up to the total.

    rest_kg_co2e  of the total on paths that start with no node of `paths`: what suppliers declare
                  themselves, and what was not followed [kg CO2e]
    findings      of the product and of the database
    """

    product: str
    total_kg_co2e: float
    paths: tuple[Node, ...]
    by_process: tuple[Origin, ...]
    by_location: tuple[Origin, ...]
    by_flow: tuple[Origin, ...]
    levers: tuple[Lever, ...]
    by_part: tuple[Origin, ...] = ()
    rest_kg_co2e: float = 0.0
    declared_unit: DeclaredUnit = field(default_factory=DeclaredUnit)
    findings: tuple[Finding, ...] = ()

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
    return explained(open_product(study, prices, options), prices, cut)


def explained(product: Product, prices: Intensities, cut: float = 0.02) -> Explanation:
    """Return where the footprint of a product comes from; `cut` as in `explain`."""
    scored = score(product, prices)
    wanted, total = _demand(scored), scored.total
    runs = _runs(wanted, prices)
    # what suppliers declare has no process that emits it, no place and no gas
    declared = fsum(e.amount for e in scored.entries if not e.process and e.stage != BEYOND)
    by_process, by_location = _by_process(runs, prices, (total, declared))
    paths = tree(wanted, prices, cut=cut)
    return Explanation(
        product=product.name,
        total_kg_co2e=total,
        paths=paths,
        by_process=by_process,
        by_location=by_location,
        by_flow=_by_flow(runs, prices, (total, declared)),
        levers=levers(runs, wanted, prices, total),
        by_part=_by_part(product, scored),
        rest_kg_co2e=total - fsum(node.kg_co2e for node in paths if node.parent < 0),
        declared_unit=product.declared_unit,
        findings=(*product.findings, *prices.system.findings),
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


def _ranked(
    sums: Mapping[str, float], names: Mapping[str, str], total: float, declared: float = 0.0
) -> tuple[Origin, ...]:
    """Return the largest sums and, so that all add up, the others as one."""
    known = {key: kg for key, kg in sums.items() if kg}
    ranked = sorted(known.items(), key=lambda item: -abs(item[1]))
    found = [(key, kg, names.get(key, "")) for key, kg in ranked[:_MOST]]
    if declared:
        found.append((SUPPLIERS, declared, ""))
    if len(ranked) > _MOST:
        rest = fsum(kg for _, kg in ranked[_MOST:])
        found.append((OTHERS, rest, f"{len(ranked) - _MOST} others"))
    return tuple(Origin(name, kg, kg / total if total else 0.0, title) for name, kg, title in found)


def _by_part(product: Product, scored: Score) -> tuple[Origin, ...]:
    """Return the total by part; what no part asks for under the name of its step."""
    sums = dict[str, float]()
    for entry, kg in zip(scored.entries, map(float, scored.by_entry), strict=True):
        if entry.stage != BEYOND:
            line = product.lines[entry.line] if entry.line >= 0 else None
            said = f"{line.part} {line.description}".strip() if line else ""
            name = said or entry.note or entry.process
            sums[name] = sums.get(name, 0.0) + kg
    return _ranked(sums, {}, scored.total)


def _by_process(
    runs: Any,  # noqa: ANN401
    prices: Intensities,
    sums: tuple[float, float],
) -> tuple[tuple[Origin, ...], tuple[Origin, ...]]:
    """Return the total by emitting process and by its place; sums are (total, declared)."""
    system = prices.system
    emitted = np.asarray((system.C @ system.B).sum(axis=0)).ravel() * runs
    processes, places = dict[str, float](), dict[str, float]()
    for process, kg in zip(system.inventory.processes, emitted, strict=True):
        processes[process.id] = float(kg)
        place = process.location or "not stated"
        places[place] = places.get(place, 0.0) + float(kg)
    names = {p.id: p.name for p in system.inventory.processes}
    return _ranked(processes, names, *sums), _ranked(places, {}, *sums)


def _by_flow(
    runs: Any,  # noqa: ANN401
    prices: Intensities,
    sums: tuple[float, float],
) -> tuple[Origin, ...]:
    system = prices.system
    weight = np.asarray(system.C.sum(axis=0)).ravel() * (system.B @ runs)
    names = [flow.name for flow in system.inventory.flows]
    return _ranked(dict(zip(names, map(float, weight), strict=True)), {}, *sums)
