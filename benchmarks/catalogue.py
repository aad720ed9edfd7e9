"""A catalogue of 100 000 products x 20 lines with 1 000 bad rows: `python -m benchmarks.catalogue`.

Options: --products N, --form parquet or csv, --chunk-rows N, --database NAME. Ends with one
line of JSON. Beside the run stands the time of the bare join and group-by of the same file
in Polars, with one column of intensities: the least that such an answer can cost.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from celca.assess import open_prices
from celca.catalog import CatalogOptions, score_catalog
from celca.inventory import Inventory

PARTS, BAD = 20, 1_000


def write_catalogue(path: Path, products: int, inventory: Inventory, bad: int = BAD) -> int:
    """Write the catalogue; return how many of its products have a bad row."""
    rng = np.random.default_rng(1)
    variants = inventory.materials
    names = np.array([m for m, v in variants.items() if "virgin" in v])
    recyclable = np.array(["recycled" in variants[m] for m in names])
    n = products * PARTS
    which = rng.integers(0, len(names), n)
    share = np.where(recyclable[which], rng.integers(0, 50, n) / 100, 0.0)
    frame = pl.DataFrame(
        {
            "product": np.repeat(np.array([f"P{i:08}" for i in range(products)]), PARTS),
            "material": names[which],
            "mass (kg)": rng.lognormal(-2, 1, n).round(4),
            "quantity": rng.integers(1, 5, n),
            "recycled": share,
        }
    )
    spoilt = rng.choice(n, min(bad, n // 10), replace=False)
    third = len(spoilt) // 3
    frame = frame.with_columns(
        frame["material"].scatter(spoilt[:third], "unobtainium"),
        frame["mass (kg)"].scatter(spoilt[third : 2 * third], -1.0),
        frame["recycled"].scatter(spoilt[2 * third :], 1.7),
    )
    frame.write_parquet(path) if path.suffix == ".parquet" else frame.write_csv(path)
    return len(np.unique(spoilt // PARTS))


def bare_seconds(path: Path) -> tuple[float, float]:
    """Return wall and processor time of the bare join and group-by [s], the better of three."""
    scan = pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_csv(path)
    prices = scan.select(pl.col("material").unique()).collect().with_columns(price=pl.lit(1.5))
    amount = pl.col("mass (kg)") * pl.col("quantity") * pl.col("price")
    best, cpu = np.inf, np.inf
    for _ in range(3):
        started, used = time.perf_counter(), time.process_time()
        joined = scan.join(prices.lazy(), on="material")
        joined.group_by("product").agg(amount.sum()).collect(engine="streaming")
        best = min(best, time.perf_counter() - started)
        cpu = min(cpu, time.process_time() - used)
    return float(best), float(cpu)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--form", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--chunk-rows", type=int, default=CatalogOptions().chunk_rows)
    parser.add_argument("--database", default="celca-open")
    parser.add_argument("--catalogue", type=Path, help="use this file, or write it here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(measure(asked, Path(place))))


def measure(asked: argparse.Namespace, place: Path) -> dict[str, Any]:
    """Run once; return the figures."""
    started = time.perf_counter()
    prices = open_prices(asked.database)
    opening = time.perf_counter() - started
    path = asked.catalogue or place / f"catalogue.{asked.form}"
    spoilt = -1
    if not path.exists():
        spoilt = write_catalogue(path, asked.products, prices.system.inventory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    options = CatalogOptions(chunk_rows=asked.chunk_rows)
    summary = score_catalog(path, place / "out.parquet", database=prices, options=options)
    after = resource.getrusage(resource.RUSAGE_SELF)
    if spoilt >= 0 and summary.rejected != spoilt:
        raise SystemExit(f"{summary.rejected} products are rejected, {spoilt} have a bad row.")
    bare, bare_cpu = bare_seconds(path)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return {
        "benchmark": "catalogue",
        "products": summary.products,
        "rows": summary.rows,
        "scored": summary.scored,
        "rejected": summary.rejected,
        "rejected_rows": summary.rejected_rows,
        "seconds": round(summary.seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "open_database_seconds": round(opening, 3),
        "bare_join_seconds": round(bare, 3),
        "times_bare_join": round(summary.seconds / bare, 2),
        "times_bare_join_cpu": round(cpu / bare_cpu, 2),
        "peak_mb": round(after.ru_maxrss / 1024),
        "output_mb": round(summary.output.stat().st_size / 1e6, 1),
    }


if __name__ == "__main__":
    main()
