"""Monte Carlo of both engines on one system: draws per second, spread, memory.

    python -m benchmarks.draws --n 20000 --draws 200

A draw of bw2calc gives one product; a draw of celca gives all of them, and scores 1 000
products of 20 lines in 4 variants. The last line is JSON; times in seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings

import numpy as np
from scipy import sparse

from benchmarks.against_bw2calc import package
from benchmarks.network import Network, network
from celca.uncertainty import Entries, lognormal, plan, sample_scores, summarise

__all__ = ["main"]

SIGMA = 0.2
PRODUCTS, VARIANTS, LINES = 1000, 4, 20


def main() -> None:
    """Run both engines and write what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000, help="processes")
    parser.add_argument("--draws", type=int, default=200, help="of celca")
    parser.add_argument("--bw2calc-draws", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    system = network(args.n, categories=1)
    result: dict[str, float] = {"n": args.n, "draws": args.draws, "workers": args.workers}
    start = time.perf_counter()
    A, B = (_entries(M, same) for M, same in ((system.A, True), (system.B, False)))
    prepared = plan(A, B, system.C)
    result["celca_plan"] = time.perf_counter() - start
    D = _demands(args.n)
    start = time.perf_counter()
    scores = sample_scores(prepared, D, range(args.draws), 1, workers=args.workers)
    result["celca_draw"] = (time.perf_counter() - start) / args.draws
    result["celca_megabytes"] = _peak()
    told = summarise(scores[:, 0, 0])
    result["spread"] = (told.p97_5 - told.p2_5) / told.median
    result["bw2calc_draw"] = _brightway(system, args.bw2calc_draws)
    result["ratio"] = result["bw2calc_draw"] / result["celca_draw"]
    sys.stdout.write(json.dumps(result) + "\n")


def _entries(M: sparse.csc_array, square: bool) -> Entries:
    """Return the entries of M as lognormals; the diagonal of A stays as it is."""
    M = M.tocoo()
    sigma = np.where((M.row == M.col) & square, 0.0, SIGMA)
    rows, columns = M.row.astype(np.intp), M.col.astype(np.intp)
    return Entries(rows, columns, lognormal(M.data, sigma), M.shape)


def _demands(n: int) -> sparse.csc_array:
    """Return the demand of every product and variant (n x products * variants)."""
    rng = np.random.default_rng(0)
    columns = np.repeat(np.arange(PRODUCTS * VARIANTS), LINES)
    rows = rng.integers(0, n, columns.size)
    return sparse.coo_array(
        (rng.random(columns.size), (rows, columns)), shape=(n, PRODUCTS * VARIANTS)
    ).tocsc()


def _brightway(system: Network, draws: int) -> float:
    """Return the time of one draw of one product [s]."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc

        lca = bw2calc.LCA({1: 1.0}, data_objs=[package(system, SIGMA)], use_distributions=True)
        lca.lci()
        lca.lcia()
        start = time.perf_counter()
        for _ in range(draws):
            next(lca)
        return (time.perf_counter() - start) / draws


def _peak() -> float:
    """Return the most memory the process has held [MB]; nan where that is not told."""
    try:
        import resource
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
