"""Monte Carlo of both engines on one system: draws per second, spread, error, memory.

    python -m benchmarks.draws --n 20000 --draws 200

A draw of bw2calc gives one product; a draw of celca gives all of them, and scores 1 000
products of 20 lines in 4 variants. The engines take turns, a few draws each, so that
both meet the same load, with a pause before celca's turn, as threads of MKL spin on for
0.2 s after its last work; times are medians [s]. bw2calc is timed with its factorisation
(PARDISO where pypardiso is installed) and with its IterativeLCA, which starts from the
draw before. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable
from itertools import count, islice
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.against_bw2calc import package
from benchmarks.network import Network, network
from celca.uncertainty import (
    Entries,
    Plan,
    draw,
    each_score,
    lognormal,
    plan,
    sample_scores,
    summarise,
)

__all__ = ["main"]

SIGMA = 0.2
PRODUCTS, VARIANTS, LINES = 1000, 4, 20
AHEAD, TURN = 20, 40
PAUSE = 0.3


def main() -> None:
    """Run both engines and write what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000, help="processes")
    parser.add_argument("--draws", type=int, default=200, help="of celca")
    parser.add_argument("--bw2calc-draws", type=int, default=10)
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    system = network(args.n, categories=1)
    result: dict[str, Any] = {"n": args.n, "draws": args.draws, "workers": args.workers}
    start = time.perf_counter()
    A, B = (_entries(M, same) for M, same in ((system.A, True), (system.B, False)))
    prepared = plan(A, B, system.C)
    result["celca_plan"] = time.perf_counter() - start
    D = _demands(args.n)
    start = time.perf_counter()
    scores = sample_scores(prepared, D, range(args.draws), 1, workers=args.workers)
    result["celca_draw_and_scores"] = (time.perf_counter() - start) / args.draws
    result["celca_megabytes"] = _peak()
    told = summarise(scores[:, 0, 0])
    result["spread"] = (told.p97_5 - told.p2_5) / told.median
    result["celca_error"] = max(_error(prepared, number) for number in range(5))
    _turns(system, prepared, args, result)
    sys.stdout.write(json.dumps(result) + "\n")


def _turns(
    system: Network, prepared: Plan, args: argparse.Namespace, result: dict[str, Any]
) -> None:
    """Let the engines draw in turn."""
    D = sparse.coo_array(([1.0], ([0], [0])), shape=(args.n, 1)).tocsc()
    engines: dict[str, Callable[[], Any]] = _brightway(system)
    times: dict[str, list[float]] = {"celca": [], **{name: [] for name in engines}}
    drawn = each_score(prepared, D, count(), 1, workers=args.workers)
    for _ in range(args.bw2calc_draws):
        time.sleep(PAUSE)
        list(islice(drawn, AHEAD))
        start = time.perf_counter()
        list(islice(drawn, TURN))
        times["celca"].append((time.perf_counter() - start) / TURN)
        for name, engine in engines.items():
            start = time.perf_counter()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                engine()
            times[name].append(time.perf_counter() - start)
    drawn.close()
    for name, values in times.items():
        result[f"{name}_draw"], result[f"{name}_best"] = float(np.median(values)), min(values)
    result["ratio"] = result["bw2calc_draw"] / result["celca_draw"]
    result["ratio_of_best"] = result["bw2calc_best"] / result["celca_best"]
    result["ratio_iterative"] = result["bw2calc_iterative_draw"] / result["celca_draw"]


def _error(prepared: Plan, number: int) -> float:
    """Return the largest relative error of all intensities of a draw."""
    exact = draw(prepared, 1, number, accuracy=1e-13)
    return float(np.abs(draw(prepared, 1, number) / exact - 1).max())


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


def _brightway(system: Network) -> dict[str, Callable[[], Any]]:
    """Return what draws and scores one product, by the name of the way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc

        ways = {}
        for name, kind in (("bw2calc", "LCA"), ("bw2calc_iterative", "IterativeLCA")):
            data = [package(system, SIGMA)]
            lca = getattr(bw2calc, kind)({1: 1.0}, data_objs=data, use_distributions=True)
            lca.lci()
            lca.lcia()
            ways[name] = lambda lca=lca: (next(lca), lca.score)[1]
        return ways


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
