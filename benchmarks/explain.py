"""How long it takes to say where a footprint comes from, on a database of many processes.

    python -m benchmarks.explain --n 20000

The database is priced before the clock starts: that is done once and kept. Shares of each answer
must add up to 100 % with the rest.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

from celca.contribution import explained
from celca.inventory import Exchange, Flow, Inventory, Process
from celca.matching import Match
from celca.methods import DEFAULT_METHOD
from celca.product import DeclaredUnit, Line, Product
from celca.readers import open_method
from celca.system import build, price

_INPUTS = 10


def _inventory(n: int) -> Inventory:
    """Return n processes that use about ten others each, two fifths of their own price in all."""
    rng = np.random.default_rng(1)
    processes = tuple(
        Process(f"p{i}", f"Process {i}", "", f"p{i}", "kg", "JP", 2020, "unit", "", "s", "")
        for i in range(n)
    )
    exchanges = []
    for i in range(n):
        used = set(rng.integers(0, n, _INPUTS).tolist()) - {i}
        for j, amount in zip(used, rng.uniform(0, 0.08, len(used)), strict=True):
            exchanges.append(_exchange(f"p{i}", "input", f"p{j}", float(amount)))
        exchanges.append(_exchange(f"p{i}", "emission", "co2", float(rng.lognormal(0, 1.5))))
    flow = Flow("co2", "Carbon dioxide, fossil", "air", "kg", "CO2", "fossil")
    return Inventory("generated", "1", "", "", "", "0" * 64, processes, tuple(exchanges), (flow,))


def _exchange(process: str, kind: str, input: str, amount: float) -> Exchange:
    return Exchange(process, kind, input, amount, "", None, None, None, "", "s", "", 0)


def _line(i: int) -> Line:
    return Line(f"part {i}", "", f"p{i}", Match(f"p{i}", "id"), 1.0)


def main() -> None:
    """Build, price, explain, and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000, help="processes")
    parser.add_argument("--parts", type=int, default=50)
    parser.add_argument("--cut", type=float, default=0.01)
    asked = parser.parse_args()
    inventory = _inventory(asked.n)
    prices = price(build(inventory, open_method(DEFAULT_METHOD, "", inventory)))
    lines = [_line(i) for i in range(asked.parts)]
    product = Product("generated", DeclaredUnit(1.0, "piece"), tuple(lines))
    start = time.perf_counter()
    found = explained(product, prices, asked.cut)
    seconds = time.perf_counter() - start
    roots = sum(n.kg_co2e for n in found.paths if n.parent < 0) + found.rest_kg_co2e
    sums = [sum(o.share for o in getattr(found, f"by_{x}")) for x in ("part", "process", "flow")]
    told = {
        "processes": asked.n,
        "cut": asked.cut,
        "nodes": len(found.paths),
        "seconds": round(seconds, 3),
        "worst_sum_of_shares": max(abs(s - 1) for s in [*sums, roots / found.total_kg_co2e]),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
