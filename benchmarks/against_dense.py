"""Every net score of a database against a dense solve, and against the same solve refined.

    python -m benchmarks.against_dense uslci_fy17_olca1.5_jsonld.zip --several average

Units of a database lie many powers of ten apart, so a dense solve in double precision is off by
more than celca. Refined with residuals in extended precision it is a judge of both. Products that
nothing leads to are exactly 0 in celca and left out: a dense solve gives them noise. The last line
is JSON: the largest relative differences, and those relative to the gross flows of each score.
"""

from __future__ import annotations

import argparse
import json
import sys

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve

from celca.methods import DEFAULT_METHOD
from celca.readers import open_database, open_method
from celca.system import build, price

STEPS = 15
Wide = NDArray[np.floating]


def refined(A: Wide, factors: tuple[Wide, Wide], b: Wide) -> Wide:
    """Return h with A' h = b, its residuals taken in extended precision."""
    wide = A.T.astype(np.longdouble)
    h = lu_solve(factors, b.astype(float)).astype(np.longdouble)
    for _ in range(STEPS):
        h = h + lu_solve(factors, (b - wide @ h).astype(float)).astype(np.longdouble)
    return h


def main() -> None:
    """Solve three ways and write how far apart they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--method", default=DEFAULT_METHOD)
    parser.add_argument("--several", choices=["refuse", "average"], default="refuse")
    given = parser.parse_args()
    inventory = open_database(given.database, average=given.several == "average")
    prices = price(build(inventory, open_method(given.method, given.database, inventory)))
    A, B, C = (m.toarray() for m in (prices.system.A, prices.system.B, prices.system.C))
    net, factors = prices.H.sum(axis=0), lu_factor(A.T)
    wide = (C.astype(np.longdouble) @ B.astype(np.longdouble)).sum(axis=0)
    truth, plain = refined(A, factors, wide).astype(float), lu_solve(factors, (C @ B).sum(axis=0))
    gross = np.abs(prices.H).sum(axis=0)
    known = net != 0
    result = {
        "processes": len(inventory.processes),
        "condition": float(np.linalg.cond(A)),
        "bits": np.finfo(np.longdouble).nmant,
        "solver": prices.numerics.solver,
        "error_bound": prices.numerics.error_bound,
    }
    for name, ours, theirs, scale in (
        ("celca_to_dense", net, plain, plain),
        ("celca_to_refined", net, truth, truth),
        ("dense_to_refined", plain, truth, truth),
        ("celca_to_refined_of_gross", net, truth, gross),
    ):
        result[name] = float((np.abs(ours - theirs)[known] / np.abs(scale)[known]).max())
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
