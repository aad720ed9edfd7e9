"""What is asked of a whole catalogue: `python -m benchmarks.portfolio`.

Options: --products N (100 000), --draws N (1 000), --nested N (100 000). Scores a catalogue of 20
lines a product with draws, prices it again under another method from its demand, compares both,
sums them up, and scores a catalogue of nested products. Ends with one line of JSON, in seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.catalogue import write_catalogue
from celca.assess import open_prices
from celca.catalog import CatalogOptions, Drawn, diff_scores, portfolio, score_again, score_catalog
from celca.inventory import Inventory
from celca.system import Intensities
from celca.uncertainty import Draws, drawn_totals

ROWS, LINKS, SHARED = 17, 3, 1_000


def write_nested(path: Path, products: int, inventory: Inventory) -> int:
    """Write products of 17 rows and 3 of 1 000 shared assemblies each; return the rows."""
    rng = np.random.default_rng(1)
    names = np.array([m for m, v in inventory.materials.items() if "virgin" in v])
    n, first = products * ROWS, products - SHARED
    own = pl.DataFrame(
        {
            "owner": np.repeat(np.arange(products), ROWS),
            "taken": pl.repeat(None, n, dtype=pl.Int64, eager=True),
            "material": names[rng.integers(0, len(names), n)],
            "mass (kg)": rng.lognormal(-2, 1, n).round(4),
            "quantity": rng.integers(1, 5, n),
        }
    )
    owner = np.repeat(np.arange(products - 1), LINKS)
    deeper = np.maximum(first, owner + 1)
    links = pl.DataFrame(
        {
            "owner": owner,
            "taken": deeper + rng.integers(0, products, len(owner)) % (products - deeper),
            "quantity": rng.integers(1, 4, len(owner)),
        }
    )
    name = pl.lit("P") + pl.col("owner").cast(pl.String).str.zfill(8)
    part = pl.lit("P") + pl.col("taken").cast(pl.String).str.zfill(8)
    frame = pl.concat([own, links], how="diagonal").sort("owner", maintain_order=True)
    frame = frame.select(
        name.alias("product"), part.alias("part"), "material", "mass (kg)", "quantity"
    )
    frame.write_parquet(path)
    return frame.height


def timed(times: dict[str, Any], name: str, job: Callable[[], Any]) -> Any:  # noqa: ANN401
    started = time.perf_counter()
    out = job()
    times[f"{name}_seconds"] = round(time.perf_counter() - started, 2)
    return out


def measure(asked: argparse.Namespace, prices: Intensities, place: Path) -> dict[str, Any]:
    inventory, out = prices.system.inventory, {"benchmark": "portfolio", **vars(asked)}
    table = place / "catalogue.parquet"
    write_catalogue(table, asked.products, inventory)
    drawn = timed(out, "draw", lambda: Drawn(drawn_totals(prices, Draws(asked.draws)), 1))
    options = CatalogOptions(drawn=drawn)
    timed(
        out,
        "score_with_draws",
        lambda: score_catalog(table, place / "drawn.parquet", database=prices, options=options),
    )
    old, new = place / "old.parquet", place / "new.parquet"
    kept = CatalogOptions(keep_demand=True)
    timed(out, "score_and_keep", lambda: score_catalog(table, old, database=prices, options=kept))
    timed(out, "again", lambda: score_again(old, new, method="ipcc-ar6-gwp20", keep_demand=True))
    timed(out, "diff", lambda: diff_scores(old, new))
    timed(out, "portfolio", lambda: portfolio(old))
    nested = place / "nested.parquet"
    out["nested_rows"] = write_nested(nested, asked.nested, inventory)
    options = CatalogOptions(nested=True)
    timed(
        out,
        "nested",
        lambda: score_catalog(nested, place / "n.parquet", database=prices, options=options),
    )
    out["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, number in (("products", 100_000), ("draws", 1_000), ("nested", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=number)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(measure(asked, open_prices(), Path(place))))


if __name__ == "__main__":
    main()
