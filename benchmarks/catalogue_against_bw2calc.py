"""10 000 products of 20 lines in celca, in bw2calc one by one (two ways), and in its MultiLCA.

    python -m benchmarks.catalogue_against_bw2calc --products 10000 --sample 300

The time of celca is that of the whole run: reading the file, five variants, all categories,
writing the output. bw2calc is given demands that are ready and scores one variant in one category;
it does a sample, and its time is extrapolated in proportion. `one_by_one` is a new LCA for each
product, `factorised` keeps one LCA and its factors. The last line is JSON; times in seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.against_bw2calc import package
from benchmarks.catalogue import write_catalogue
from celca.assess import open_prices
from celca.catalog import score_catalog
from celca.system import Intensities

_FEW = 20  # products that get an LCA of their own
_METHOD = ("climate change", "total")


def main() -> None:
    """Run all three and write what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=300, help="of them, scored by bw2calc")
    parser.add_argument("--database", default="celca-open")
    args = parser.parse_args()
    prices = open_prices(args.database)
    with tempfile.TemporaryDirectory() as place:
        path, out = Path(place) / "c.parquet", Path(place) / "o.parquet"
        write_catalogue(path, args.products, prices.system.inventory, bad=0)
        summary = score_catalog(path, out, database=prices)
        scores = pl.read_parquet(out)["total_kg_co2e"].to_numpy()
        demands = demands_of(pl.read_parquet(path), prices, args.sample)
    result = {"products": args.products, "sample": args.sample, "celca": summary.seconds}
    result |= brightway(prices, demands, scores[: args.sample], args.products)
    for name in ("one_by_one", "factorised", "multi"):
        result[f"ratio_{name}"] = result[name] / summary.seconds
    sys.stdout.write(json.dumps(result) + "\n")


def demands_of(rows: pl.DataFrame, prices: Intensities, count: int) -> list[dict[int, float]]:
    """Return the demand of the first products: process (1 = first of the matrix) -> kg."""
    materials, index = prices.system.inventory.materials, prices.system.index
    out: list[dict[int, float]] = []
    names = rows["product"].unique(maintain_order=True).head(count)
    chosen = rows.filter(pl.col("product").is_in(names.implode()))
    for (_,), some in chosen.group_by("product", maintain_order=True):
        demand: dict[int, float] = {}
        for row in some.to_dicts():
            variants, kg = materials[row["material"]], row["mass (kg)"] * row["quantity"]
            shares = (("virgin", 1 - row["recycled"]), ("recycled", row["recycled"]))
            for variant, share in shares:
                if share:
                    column = index[variants[variant].process] + 1
                    demand[column] = demand.get(column, 0.0) + kg * share
        out.append(demand)
    return out


def brightway(
    prices: Intensities,
    demands: list[dict[int, float]],
    expected: NDArray[np.float64],
    products: int,
) -> dict[str, float]:
    """Return the times of bw2calc for all products, and the largest difference."""
    times = products / len(demands)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bw2calc

        model = package(prices.system)
        few = demands[:_FEW]
        started = time.perf_counter()
        for demand in few:
            lca = bw2calc.LCA(demand, data_objs=[model])
            lca.lci()
            lca.lcia()
        one_by_one = (time.perf_counter() - started) / len(few) * products
        lca = bw2calc.LCA(demands[0], data_objs=[model])
        lca.lci(factorize=True)
        lca.lcia()
        found = []
        started = time.perf_counter()
        for demand in demands:
            lca.lci(demand)
            lca.lcia_calculation()
            found.append(lca.score)
        factorised = (time.perf_counter() - started) * times
        named = {str(i): demand for i, demand in enumerate(demands)}
        started = time.perf_counter()
        many = bw2calc.MultiLCA(
            named,
            {"impact_categories": [_METHOD]},
            data_objs=[package(prices.system, method=_METHOD)],
        )
        many.lci()
        many.lcia()
        scores = [many.scores[_METHOD, name] for name in named]
        multi = (time.perf_counter() - started) * times
    difference = max(
        float(np.abs(np.array(values) / expected - 1).max()) for values in (found, scores)
    )
    taken = {"one_by_one": one_by_one, "factorised": factorised, "multi": multi}
    return {**taken, "largest_difference": difference}


if __name__ == "__main__":
    main()
