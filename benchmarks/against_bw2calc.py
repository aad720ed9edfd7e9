"""Both engines on one generated system: ratios, agreement, fill, memory.

    python -m benchmarks.against_bw2calc --n 20000

celca runs on SciPy alone; bw2calc with pypardiso where that is installed, else with
SuperLU, which may take minutes. Matrices are built before the clock starts, for both.
The last line is JSON; times in seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.network import Network, network
from celca.solver import intensities
from celca.system import System

__all__ = ["best", "main", "package"]


def main() -> None:
    """Run both engines and write what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000, help="processes")
    parser.add_argument("--products", type=int, default=20, help="scored one by one")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    system = network(args.n, seed=args.seed, categories=1)
    result = {"n": args.n, "nnz_A": int(system.A.nnz), "nnz_B": int(system.B.nnz)}
    H = _celca(system, result)
    _roofline(system, result)
    _brightway(system, H[0], args.products, result)
    result["ratio_first_score"] = result["bw2calc_first"] / result["celca_all"]
    one_by_one = result["bw2calc_first"] + result["bw2calc_next"] * (args.n - 1)
    result["ratio_all_products"] = one_by_one / result["celca_all"]
    sys.stdout.write(json.dumps(result) + "\n")


def best(function: Callable[[], Any], repeats: int = 5) -> float:
    """Return the shortest of some runs [s]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def _celca(system: Network, result: dict[str, Any]) -> NDArray[np.float64]:
    """Price every product; five categories at once beside one."""
    H, numerics = intensities(system.A, system.B, system.C)
    result["celca_all"] = best(lambda: intensities(system.A, system.B, system.C))
    five = network(system.A.shape[0], categories=5)
    result["celca_all_5_categories"] = best(lambda: intensities(five.A, five.B, five.C), 3)
    result["celca_steps"], result["celca_error_bound"] = numerics.steps, numerics.error_bound
    result["celca_solver"] = numerics.solver
    return H


def _roofline(system: Network, result: dict[str, Any]) -> None:
    """Compare one product Z' x with the time its bytes take to be read."""
    from celca.solver.scaled import scale

    Z = scale(system.A).inputs
    x = np.random.default_rng(0).random(Z.shape[0])
    stream = np.ones(20_000_000)
    bandwidth = stream.nbytes / best(stream.sum)
    size = Z.data.nbytes + Z.indices.nbytes + Z.indptr.nbytes + 2 * x.nbytes
    result["step"] = best(lambda: Z @ x, 30)
    result["bandwidth_bytes_per_second"] = bandwidth
    result["step_over_roofline"] = result["step"] / (size / bandwidth)


def _brightway(
    system: Network, h: NDArray[np.float64], products: int, result: dict[str, Any]
) -> None:
    """Score one product, then some more one by one; compare each with h."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc

        chosen = np.random.default_rng(0).integers(0, h.size, products + 1).tolist()
        first = []
        for _ in range(3):
            lca = bw2calc.LCA({chosen[0] + 1: 1.0}, data_objs=[package(system)])
            lca.load_lci_data()
            lca.build_demand_array()
            lca.load_lcia_data()
            start = time.perf_counter()
            lca.decompose_technosphere()
            lca.lci_calculation()
            lca.lcia_calculation()
            scores = [lca.score]
            first.append(time.perf_counter() - start)
        result["bw2calc_first"] = min(first)
        start = time.perf_counter()
        for product in chosen[1:]:
            lca.lci({product + 1: 1.0})
            lca.lcia_calculation()
            scores.append(lca.score)
        result["bw2calc_next"] = (time.perf_counter() - start) / products
    result["largest_difference"] = float(np.abs(np.array(scores) / h[chosen] - 1).max())
    result["bw2calc_solver"] = "pardiso" if bw2calc.PYPARDISO else "SuperLU or UMFPACK"
    result["lu_fill"] = _fill(system) if bw2calc.PYPARDISO else None


def _fill(system: Network) -> float:
    """Return the entries of PARDISO's factors over those of A."""
    import pypardiso

    solver = pypardiso.PyPardisoSolver()
    solver.factorize(system.A.tocsr())
    entries = int(solver.get_iparm(18))
    solver.free_memory(everything=True)
    return entries / float(system.A.nnz)


def package(system: Network | System, sigma: float = 0.0, method: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    """Return the system as a datapackage in memory.

    sigma   of the lognormals that A and B become, the diagonal of A apart [-]; 0 for none
    method  that a MultiLCA calls the factors by
    """
    import bw_processing

    made = bw_processing.create_datapackage()
    factors = np.asarray(system.C.sum(axis=0)).ravel()
    flow = np.flatnonzero(factors)
    A, B = system.A.tocoo(), system.B.tocoo()
    offset = A.shape[0] + 1
    for name, values, rows, columns in (
        ("technosphere_matrix", A.data, A.row + 1, A.col + 1),
        ("biosphere_matrix", B.data, B.row + offset, B.col + 1),
        ("characterization_matrix", factors[flow], flow + offset, flow + offset),
    ):
        indices = np.empty(values.size, dtype=bw_processing.INDICES_DTYPE)
        indices["row"], indices["col"] = rows, columns
        spread = np.zeros(values.size, dtype=bw_processing.UNCERTAINTY_DTYPE)
        spread["loc"], spread["minimum"], spread["maximum"] = values, np.nan, np.nan
        if sigma and name != "characterization_matrix":
            vary = (rows != columns) if name == "technosphere_matrix" else values != 0
            spread["uncertainty_type"][vary], spread["scale"][vary] = 2, sigma
            spread["loc"][vary] = np.log(np.abs(values[vary]))
            spread["negative"] = values < 0
        made.add_persistent_vector(
            matrix=name,
            data_array=values,
            indices_array=indices,
            distributions_array=spread if sigma else None,
            **({"identifier": list(method)} if method and name.startswith("char") else {}),
        )
    return made


if __name__ == "__main__":
    main()
