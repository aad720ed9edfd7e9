"""Quantiles of every product: those of the product alone, whatever the chunks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from celca.assess import open_prices
from celca.catalog import CatalogOptions, Drawn, score_catalog
from celca.cli.group import cli
from celca.errors import UsageError
from celca.system import Intensities
from celca.uncertainty import Draws, drawn_totals, uncertain_footprint

BILLS = {
    "stool": "steel,4,30%,\ntimber,2,,\n",
    "crate": "polyethylene,1.5,20%,射出成形\nfoamed,0.2,,moulding\n",
    "shelf": "timber,6,,\n",
    "bracket": "steel,0.5,,\n",
}


@pytest.fixture(scope="module")
def spread_prices(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Intensities:
    """The prices of the database with a spread on every emission."""
    copy = tmp_path_factory.mktemp("spread") / "tiny"
    shutil.copytree(folder, copy)
    path = copy / "exchanges.csv"
    text = path.read_text(encoding="utf-8").replace("kg,,,,,,s", "kg,lognormal,0.2,,,,s")
    path.write_text(text, encoding="utf-8")
    return open_prices(copy)


def scored(
    here: Path, prices: Intensities, drawn: Drawn, chunk_rows: int = 500_000
) -> pl.DataFrame:
    catalog = here / "catalog.csv"
    rows = [f"{p},{line}" for p, b in BILLS.items() for line in b.splitlines()]
    catalog.write_text("\n".join(["product,material,mass (kg),recycled,process", *rows]) + "\n")
    options = CatalogOptions(drawn=drawn, chunk_rows=chunk_rows, overwrite=True)
    score_catalog(catalog, here / "out.parquet", database=prices, options=options)
    return pl.read_parquet(here / "out.parquet")


def test_a_catalogue_has_the_quantiles_of_each_product_alone(
    spread_prices: Intensities, tmp_path: Path
) -> None:
    draws = Draws(200, 3)
    drawn = Drawn(drawn_totals(spread_prices, draws), draws.seed)
    frame = scored(tmp_path, spread_prices, drawn)
    for row in frame.iter_rows(named=True):
        bill = tmp_path / f"{row['product']}.csv"
        bill.write_text(f"material,mass (kg),recycled,process\n{BILLS[row['product']]}")
        alone = uncertain_footprint(bill, spread_prices, None, draws).uncertainty or {}
        for one in alone["variants"]:
            prefix = "" if one["name"] == "as_specified" else f"{one['name']}_"
            for quantile in ("p2_5", "median", "p97_5"):
                found = row[f"{prefix}{quantile}_kg_co2e"]
                if found is not None:
                    assert found == pytest.approx(one[quantile], rel=1e-9, abs=1e-12)
            if prefix and row[f"{prefix}total_kg_co2e"] is not None:
                sure = row[f"{prefix}probability_below_as_specified"]
                assert sure == one["probability_below_as_specified"]


@pytest.mark.parametrize("chunk_rows", [1, 3])
def test_chunks_change_no_bit(spread_prices: Intensities, tmp_path: Path, chunk_rows: int) -> None:
    drawn = Drawn(drawn_totals(spread_prices, Draws(60)), 1)
    whole = scored(tmp_path, spread_prices, drawn)
    assert scored(tmp_path, spread_prices, drawn, chunk_rows).equals(whole)


def test_blocks_change_no_bit(
    spread_prices: Intensities, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Drawn(drawn_totals(spread_prices, Draws(60)), 1)
    whole = scored(tmp_path, spread_prices, drawn)
    monkeypatch.setattr("celca.catalog.pricing.drawn._CELLS", 1)
    assert scored(tmp_path, spread_prices, drawn).equals(whole)


def test_a_variant_that_a_product_has_not_has_no_spread(
    spread_prices: Intensities, tmp_path: Path
) -> None:
    drawn = Drawn(drawn_totals(spread_prices, Draws(60)), 1)
    frame = scored(tmp_path, spread_prices, drawn).filter(pl.col("product") == "shelf")
    assert frame["all_recycled_median_kg_co2e"].item() is None
    assert frame["all_recycled_probability_below_as_specified"].item() is None
    assert frame["median_kg_co2e"].item() is not None


def test_draws_of_another_database_and_too_few_are_refused(
    spread_prices: Intensities, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="50 or more"):
        Drawn(np.ones((49, 11)), 1)
    with pytest.raises(UsageError, match="12 processes"):
        scored(tmp_path, spread_prices, Drawn(np.ones((50, 12)), 1))


def test_the_command_draws(folder: Path, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.csv"
    catalog.write_text("product,material,mass (kg)\nstool,steel,4\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    call = [
        "score",
        str(catalog),
        "-o",
        str(out),
        "-d",
        str(folder),
        "--draws",
        "50",
        "--seed",
        "2",
    ]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 0, result.output
    assert pl.read_csv(out)["p97_5_kg_co2e"].item() > 0


def test_a_run_with_other_draws_does_not_go_on_with_these(
    spread_prices: Intensities, tmp_path: Path
) -> None:
    totals = drawn_totals(spread_prices, Draws(60))
    catalog = tmp_path / "catalog.csv"
    catalog.write_text("product,material,mass (kg)\nA,steel,4\nB,steel,2\n", encoding="utf-8")

    def run(seed: int, progress: Callable[[int, int], None] | None = None) -> None:
        options = CatalogOptions(drawn=Drawn(totals, seed), chunk_rows=1, keep_demand=True)
        out = tmp_path / "out.parquet"
        score_catalog(catalog, out, database=spread_prices, options=options, progress=progress)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(1, stop)
    with pytest.raises(UsageError, match="another options"):
        run(2)
    run(1)
    assert pl.read_parquet(tmp_path / "out.demand.parquet").height == 2
