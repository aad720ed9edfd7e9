"""A network of processes shaped like a real database, not like a random graph.

A few hubs (electricity, transport, fuels) feed everything; the rest are supply chains:
blocks of processes that use earlier ones of their block. Hubs are fed by processes of
many blocks, which closes the loops. Units are mixed over six orders of magnitude.
A random network without blocks has an LU fill that no real database shows, so the fill
is reported beside the timings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Network", "network"]

BLOCK = 40
Sparse = Any  # a matrix of scipy.sparse


@dataclass(frozen=True, slots=True)
class Network:
    """A (n x n) [unit / run], B (e x n) [kg / run], C (m x e) [kg CO2e / kg]."""

    A: Sparse
    B: Sparse
    C: Sparse


def network(n: int, *, seed: int = 1, flows: int = 800, categories: int = 5) -> Network:
    """Return a network of `n` processes, about 12 inputs and 20 flows each.

    The value of all inputs of a process is 30 to 90 % of the value of what it makes.
    """
    rng = np.random.default_rng(seed)
    hubs = max(4, n // 250)
    rows, columns = _inputs(n, hubs, rng)
    value = rng.lognormal(0.0, 1.5, rows.size)
    share = rng.uniform(0.3, 0.9, n) / np.bincount(columns, value, n)
    unit = 10.0 ** rng.uniform(-3, 3, n)
    used = value * share[columns] * unit[rows] / unit[columns]
    makes = np.where(rng.random(n) < 0.05, rng.lognormal(0.0, 2.0, n), 1.0)
    A = sparse.coo_array((-used * makes[columns], (rows, columns)), shape=(n, n)).tocsc()
    A = (A + sparse.diags_array(makes)).tocsc()
    return Network(A, _flows(n, flows, makes / unit, rng), _factors(flows, categories, rng))


def _inputs(n: int, hubs: int, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return product and process of each input; the first `hubs` products are hubs."""
    process = np.arange(hubs, n)
    start = hubs + (process - hubs) // BLOCK * BLOCK
    local = np.repeat(process, 7)
    first = np.repeat(start, 7)
    earlier = first + (rng.random(local.size) * (local - first)).astype(int)
    some = np.repeat(process, 5)
    hub = (hubs * rng.random(some.size) ** 2.5).astype(int)
    fed = np.repeat(np.arange(hubs), 30)
    feeder = rng.integers(hubs, n, fed.size)
    feeder[::4] = (hubs * rng.random(fed[::4].size) ** 2.5).astype(int)
    rows = np.concatenate([earlier, hub, feeder])
    columns = np.concatenate([local, some, fed])
    keep = rows != columns
    return rows[keep], columns[keep]


def _flows(n: int, flows: int, size: NDArray[Any], rng: np.random.Generator) -> Sparse:
    """Return B: 20 flows per process, each more or less proportional to its value."""
    columns = np.repeat(np.arange(n), 20)
    rows = (flows * rng.random(columns.size) ** 2).astype(int)
    amount = rng.lognormal(-3.0, 3.0, columns.size) * size[columns]
    return sparse.coo_array((amount, (rows, columns)), shape=(flows, n)).tocsc()


def _factors(flows: int, categories: int, rng: np.random.Generator) -> Sparse:
    """Return C: a tenth of the flows count, each in one category."""
    counted = rng.permutation(flows)[: max(categories, flows // 10)]
    category = np.arange(counted.size) % categories
    factor = rng.lognormal(1.0, 1.0, counted.size)
    return sparse.coo_array((factor, (category, counted)), shape=(categories, flows)).tocsr()
