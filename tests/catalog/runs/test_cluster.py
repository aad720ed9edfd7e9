"""The chunks of a run on dask.distributed, with workers that die."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from celca.catalog import CatalogOptions, CatalogSummary, score_catalog
from celca.errors import CelcaError, UsageError
from celca.system import Intensities

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

distributed = pytest.importorskip("distributed")
pytestmark = [
    # what dask leaves to the garbage collector when a process of its own is killed
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CHUNK = 600


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of 3 000 products in 15 000 rows, some of them bad, with quotes and blanks."""
    rng = np.random.default_rng(8)
    n = 15_000
    frame = pl.DataFrame(
        {
            "product": [f"P{i // 5:05}" for i in range(n)],
            "part": rng.choice(["plain", 'said "so"', "two\nlines", "a, b"], n),
            "material": rng.choice(["steel", "PE", "foamed", "glue", "Timber"], n),
            "mass (kg)": rng.lognormal(0, 1, n).round(6),
        }
    )
    bad = rng.choice(n, 60, replace=False)
    frame = frame.with_columns(frame["material"].scatter(bad, "unobtainium"))
    path = tmp_path_factory.mktemp("cluster") / "c.csv"
    frame.write_csv(path)
    frame.write_parquet(path.with_suffix(".parquet"))
    return path


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two processes of dask on this machine."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as found:
        yield found


def run(
    catalog: Path, out: Path, prices: Intensities, cluster: LocalCluster | None = None
) -> CatalogSummary:
    address = cluster.scheduler_address if cluster else ""
    options = CatalogOptions(chunk_rows=CHUNK, cluster=address)
    return score_catalog(catalog, out, database=prices, options=options)


def same(one: Path, other: Path) -> None:
    for name in (lambda p: p, lambda p: p.with_name(f"{p.stem}.rejects.csv")):
        assert name(one).read_bytes() == name(other).read_bytes()


@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_a_cluster_writes_the_bytes_that_one_process_writes(
    form: str, catalog: Path, cluster: LocalCluster, prices: Intensities, tmp_path: Path
) -> None:
    path = catalog.with_suffix(form)
    alone = run(path, tmp_path / "alone.parquet", prices)
    many = run(path, tmp_path / "many.parquet", prices, cluster)
    same(tmp_path / "alone.parquet", tmp_path / "many.parquet")
    assert (many.rows, many.scored, many.rejected) == (alone.rows, alone.scored, alone.rejected)


def test_products_with_lives_of_their_own_are_scored_on_a_cluster_too(
    catalog: Path, cluster: LocalCluster, prices: Intensities, tmp_path: Path
) -> None:
    path = tmp_path / "lives.parquet"
    frame = pl.read_parquet(catalog.with_suffix(".parquet")).head(2_000)
    frame.with_columns(country=pl.lit("JP"), allocation=pl.lit("50:50")).write_parquet(path)
    run(path, tmp_path / "alone.parquet", prices)
    run(path, tmp_path / "many.parquet", prices, cluster)
    same(tmp_path / "alone.parquet", tmp_path / "many.parquet")
    assert set(pl.read_parquet(tmp_path / "many.parquet")["allocation"]) == {"50:50"}


def test_rows_that_stand_apart_are_scored_on_a_cluster_too(
    catalog: Path, cluster: LocalCluster, prices: Intensities, tmp_path: Path
) -> None:
    mixed = pl.read_csv(catalog).sample(fraction=1, shuffle=True, seed=1)
    mixed.write_csv(tmp_path / "mixed.csv")
    run(tmp_path / "mixed.csv", tmp_path / "alone.parquet", prices)
    run(tmp_path / "mixed.csv", tmp_path / "many.parquet", prices, cluster)
    same(tmp_path / "alone.parquet", tmp_path / "many.parquet")


def test_workers_that_are_killed_change_nothing(
    catalog: Path, cluster: LocalCluster, prices: Intensities, tmp_path: Path
) -> None:
    run(catalog, tmp_path / "alone.parquet", prices)
    killed: list[int] = []
    stop = threading.Event()

    def kill() -> None:
        while not stop.wait(0.2) and len(killed) < 4:
            pids = [w.pid for w in list(cluster.workers.values()) if w.pid and w.pid not in killed]
            for pid in pids[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    folder = tmp_path / "many.parquet.unfinished"
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        many = run(catalog, tmp_path / "many.parquet", prices, cluster)
    finally:
        stop.set()
        killer.join()
    assert killed
    assert many.rows == 15_000
    assert not folder.exists()
    same(tmp_path / "alone.parquet", tmp_path / "many.parquet")


def test_a_run_begun_alone_is_ended_by_a_cluster(
    catalog: Path, cluster: LocalCluster, prices: Intensities, tmp_path: Path
) -> None:
    run(catalog, tmp_path / "alone.parquet", prices)
    seen = 0

    def stop(done: int, total: int) -> None:
        nonlocal seen
        seen += 1
        if seen == 5:
            raise KeyboardInterrupt

    options = CatalogOptions(chunk_rows=CHUNK)
    with pytest.raises(KeyboardInterrupt):
        score_catalog(
            catalog, tmp_path / "many.parquet", database=prices, progress=stop, options=options
        )
    assert run(catalog, tmp_path / "many.parquet", prices, cluster).resumed == 5
    same(tmp_path / "alone.parquet", tmp_path / "many.parquet")


def test_processes_of_our_own_do_the_work(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    run(catalog, tmp_path / "alone.parquet", prices)
    options = CatalogOptions(chunk_rows=5_000, workers=2)
    score_catalog(catalog, tmp_path / "many.csv", database=prices, options=options)
    one = pl.read_parquet(tmp_path / "alone.parquet")["total_kg_co2e"]
    other = pl.read_csv(tmp_path / "many.csv")["total_kg_co2e"]
    assert one.equals(other)


def test_an_error_on_a_worker_comes_back_as_its_sentence(
    cluster: LocalCluster, prices: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text("product,material,mass\nA,steel,1\n")
    with pytest.raises(CelcaError, match="has no unit"):
        run(tmp_path / "c.csv", tmp_path / "out.parquet", prices, cluster)


def test_a_worker_that_does_not_see_the_files_is_told(
    catalog: Path,
    cluster: LocalCluster,
    prices: Intensities,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    true = distributed.Client.submit

    def elsewhere(self: Client, call: object, setup: str, *rest: object, **named: object) -> object:
        return true(self, call, setup.replace("/many", "/elsewhere"), *rest, **named)

    monkeypatch.setattr(distributed.Client, "submit", elsewhere)
    with pytest.raises(CelcaError, match="does not see .*elsewhere"):
        run(catalog, tmp_path / "many.parquet", prices, cluster)


def test_an_address_where_nobody_answers_is_told(
    catalog: Path, prices: Intensities, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("celca.catalog.runs.cluster._WAIT", 1)
    started = time.perf_counter()
    with pytest.raises(UsageError, match="No scheduler of dask answers"):
        score_catalog(
            catalog,
            tmp_path / "out.parquet",
            database=prices,
            options=CatalogOptions(cluster="tcp://127.0.0.1:9"),
        )
    assert time.perf_counter() - started < 30
