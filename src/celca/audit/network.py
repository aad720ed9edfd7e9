"""A priced database as a network: what a unit of each product takes, and how it hangs together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, diags_array
from scipy.sparse.csgraph import connected_components

from celca.inventory import Process
from celca.methods import UPTAKE
from celca.system import Intensities

__all__ = ["Array", "Network", "structure"]

Array = NDArray[np.float64]
_LEFT = 0.01  # of what a process makes, where it uses nearly all of it itself [-]


@dataclass(frozen=True)
class Network:
    """What the checks of a database look at.

    inputs  (n x n): product i that one unit of product j takes [unit/unit]
    scores  (n): of one unit, without what growing things take up [kg CO2e]
    """

    prices: Intensities

    @property
    def processes(self) -> tuple[Process, ...]:
        """The processes, in the order of the columns."""
        return self.prices.system.inventory.processes

    @cached_property
    def inputs(self) -> Any:  # noqa: ANN401
        """(n x n): what one unit of each product takes of the others."""
        A = csc_array(self.prices.system.A)
        own = np.where(self.made == 0, 1.0, self.made)
        Z = csc_array((diags_array(own) - A) @ diags_array(1 / own))
        Z.eliminate_zeros()
        return Z

    @cached_property
    def scores(self) -> Array:
        """(n): score of one unit without biogenic uptake [kg CO2e]."""
        H = self.prices.H
        return np.asarray(H.sum(axis=0) - H[UPTAKE], dtype=float)

    @cached_property
    def made(self) -> Array:
        """(n): what one run of each process makes [unit]."""
        return np.asarray(self.prices.system.A.diagonal())

    @cached_property
    def weights(self) -> Array:
        """(e): what one unit of each flow counts, uptake aside [kg CO2e/unit]."""
        rows = np.delete(self.prices.system.C.toarray(), UPTAKE, axis=0)
        return np.asarray(rows.sum(axis=0))

    @cached_property
    def gain(self) -> float:
        """Spectral radius of |inputs|, by its powers on a vector of ones; 1 has no solution.

        The mean growth of many powers: in a loop of two, single ones grow by turns.
        """
        M, grown = abs(self.inputs), []
        x = np.ones(M.shape[0])
        for _ in range(200):
            x = M @ x + 1e-300
            grown.append(float(np.log(x.max())))
            x /= x.max()
        radius = float(np.exp(np.mean(grown[80:])))
        return radius if radius > 1e-9 else 0.0

    def parts(self, j: int) -> tuple[Any, Any, Any]:
        """Return inputs of process j, their amounts, and what each adds to its score."""
        column = slice(self.inputs.indptr[j], self.inputs.indptr[j + 1])
        rows, amounts = self.inputs.indices[column], self.inputs.data[column]
        return rows, amounts, amounts * self.scores[rows]

    def counting(self, j: int) -> int:
        """Return how many inputs and emissions of process j count anything."""
        B = self.prices.system.B
        flows = B.indices[B.indptr[j] : B.indptr[j + 1]]
        return int((self.parts(j)[2] != 0).sum() + (self.weights[flows] != 0).sum())

    def biggest(self, j: int) -> str:
        """Return in words what gives most of a score: an input, or what is emitted directly."""
        system = self.prices.system
        process, left = self.processes[j], float(self.made[j])
        if abs(left) < _LEFT * abs(process.output):
            used, unit = process.output - left, process.unit
            return f"it uses {used:.12g} {unit} of its own for {process.output:.12g} {unit} made"
        rows, amounts, parts = self.parts(j)
        flows = slice(system.B.indptr[j], system.B.indptr[j + 1])
        given = system.B.data[flows] / (self.made[j] or 1.0)
        direct = given * self.weights[system.B.indices[flows]]
        best, most = "nothing stands out in it", 0.0
        if parts.size:
            k = int(np.argmax(np.abs(parts)))
            p = self.processes[int(rows[k])]
            most = abs(parts[k])
            best = f"most comes from {amounts[k]:.4g} {p.unit} of {p.name!r}"
        if direct.size and np.abs(direct).max() > most:
            k = int(np.argmax(np.abs(direct)))
            f = system.inventory.flows[int(system.B.indices[flows][k])]
            best = f"most comes from its own {given[k]:.4g} {f.unit} of {f.name!r}"
        return best


def structure(prices: Intensities) -> dict[str, Any]:
    """Return how the processes hang together.

    components       groups of processes that are linked at all
    largest_loop     processes in the largest group that feeds itself
    gain             largest share of a loop's output that it uses up again [-]; 1 has no solution
    without_inputs   processes that use no other
    zero_burden      processes with a score of 0
    zero_burden_used inputs of such a product that other processes have
    years            [oldest, median, newest] of the processes that are dated, [] where none is
    undated          processes without a year
    """
    A, network = prices.system.A, Network(prices)
    count, _ = connected_components(A, directed=False)
    _, labels = connected_components(A, directed=True, connection="strong")
    idle = (prices.H == 0).all(axis=0)
    years = [p.year for p in network.processes if p.year]
    return {
        "components": int(count),
        "largest_loop": int(np.bincount(labels).max(initial=0)),
        "gain": network.gain,
        "without_inputs": int((np.diff(network.inputs.indptr) == 0).sum()),
        "zero_burden": int(idle.sum()),
        "zero_burden_used": int(idle[network.inputs.indices].sum()),
        "years": [min(years), int(np.median(years)), max(years)] if years else [],
        "undated": len(network.processes) - len(years),
    }
