"""The entries of A and B of a database, each with its distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from celca.inventory import Exchange
from celca.system import System
from celca.system.build import SIGNS
from celca.uncertainty.distributions import Distributions
from celca.uncertainty.draws import Entries
from celca.uncertainty.pedigree import pedigree_sigma

__all__ = ["Known", "entries_of"]

_CODES = {"": 0, "lognormal": 2, "normal": 3, "uniform": 4, "triangular": 5}


@dataclass(frozen=True, slots=True)
class Known:
    """How many exchanges say how sure they are: by a distribution, by a pedigree, not at all."""

    distribution: int
    pedigree: int
    fixed: int


def entries_of(system: System) -> tuple[Entries, Entries, Known]:
    """Return A and B as entries with distributions, and how many have one.

    An exchange with a pedigree alone is lognormal, with its amount as the median.
    """
    inventory, index = system.inventory, system.index
    flows = {flow.id: i for i, flow in enumerate(inventory.flows)}
    technosphere = [x for x in inventory.exchanges if x.kind in ("input", "avoided")]
    biosphere = [x for x in inventory.exchanges if x.kind in ("emission", "uptake")]
    own = np.arange(len(inventory.processes))
    made = np.array([p.output for p in inventory.processes])
    A = Entries(
        np.r_[own, [index[x.input] for x in technosphere]].astype(np.intp),
        np.r_[own, [index[x.process] for x in technosphere]].astype(np.intp),
        _distributions(technosphere, made),
        (own.size, own.size),
    )
    B = Entries(
        np.array([flows[x.input] for x in biosphere], dtype=np.intp),
        np.array([index[x.process] for x in biosphere], dtype=np.intp),
        _distributions(biosphere, np.array([])),
        (len(flows), own.size),
    )
    given = sum(bool(x.distribution) for x in inventory.exchanges)
    pedigree = sum(not x.distribution and bool(x.pedigree) for x in inventory.exchanges)
    return A, B, Known(given, pedigree, len(inventory.exchanges) - given - pedigree)


def _distributions(exchanges: Sequence[Exchange], fixed: np.ndarray) -> Distributions:
    """Return fixed amounts followed by those of the exchanges, signs as in A and B."""
    rows = [(float(a), 0, float(a), np.nan, np.nan, np.nan) for a in fixed]
    rows += [_row(x) for x in exchanges]
    columns = np.array(rows, dtype=float).reshape(-1, 6).T
    amount, code, loc, scale, minimum, maximum = columns
    return Distributions(amount, code.astype(np.int64), loc, scale, minimum, maximum)


def _row(x: Exchange) -> tuple[float, int, float, float, float, float]:
    amount, nothing = SIGNS[x.kind] * x.amount, float("nan")
    code, scale = _CODES[x.distribution], x.scale
    if not x.distribution and x.pedigree:
        code, scale = 2, pedigree_sigma([int(s) for s in x.pedigree.strip("()").split(";")])
    if code == 2:
        if not amount or not scale:
            return amount, 0, amount, nothing, nothing, nothing
        return amount, 2, float(np.log(abs(amount))), scale, nothing, nothing
    if code in (4, 5) and x.minimum is not None and x.maximum is not None:
        low, high = sorted((SIGNS[x.kind] * x.minimum, SIGNS[x.kind] * x.maximum))
        if low == high:
            return amount, 0, amount, nothing, nothing, nothing
        return amount, code, amount, nothing, low, high
    return amount, code, amount, nothing if scale is None else scale, nothing, nothing
