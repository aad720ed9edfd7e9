"""Catalogues and outputs behind addresses; fsspec's memory stands for an object store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from celca.catalog import CatalogOptions, score_catalog
from celca.errors import FileFault, UsageError
from celca.system import Intensities

if TYPE_CHECKING:
    from fsspec.implementations.memory import MemoryFileSystem as Store

fsspec = pytest.importorskip("fsspec")
TEXT = "product,material,mass (kg)\nA,steel,1\nA,PE,0.5\nB,glue,2\nC,unobtainium,1\n"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    """An empty store; what is written here on the way lands in a folder of the test."""
    monkeypatch.chdir(tmp_path)
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield memory
    memory.store.clear()


def local(prices: Intensities, folder: Path) -> pl.DataFrame:
    (folder / "here.csv").write_text(TEXT)
    score_catalog(folder / "here.csv", folder / "here.parquet", database=prices)
    return pl.read_parquet(folder / "here.parquet")


@pytest.mark.parametrize("form", ["csv", "parquet", "ndjson"])
def test_a_catalogue_in_a_store_scores_as_the_same_file_here(
    form: str, store: Store, prices: Intensities, tmp_path: Path
) -> None:
    expected = local(prices, tmp_path)
    frame = pl.read_csv(tmp_path / "here.csv")
    with store.open(f"/cats/c.{form}", "wb") as stream:
        getattr(frame, f"write_{form}")(stream)
    summary = score_catalog(f"memory://cats/c.{form}", tmp_path / "o.parquet", database=prices)
    assert (summary.scored, summary.rejected) == (2, 1)
    assert pl.read_parquet(tmp_path / "o.parquet").equals(expected)


def test_a_pattern_of_a_store_is_all_its_files(
    store: Store, prices: Intensities, tmp_path: Path
) -> None:
    for name, product in (("a", "A"), ("b", "B")):
        store.pipe(f"/cats/{name}.csv", f"product,material,mass (kg)\n{product},steel,1\n".encode())
    store.pipe("/cats/note.md", b"nothing")
    for place in ("memory://cats/*.csv", "memory://cats"):
        options = CatalogOptions(overwrite=True)
        score_catalog(place, tmp_path / "o.parquet", database=prices, options=options)
        assert pl.read_parquet(tmp_path / "o.parquet")["product"].to_list() == ["A", "B"]


def test_an_output_in_a_store_has_the_bytes_of_one_here(
    store: Store, prices: Intensities, tmp_path: Path
) -> None:
    local(prices, tmp_path)
    summary = score_catalog(tmp_path / "here.csv", "memory://out/o.parquet", database=prices)
    assert store.cat("/out/o.parquet") == (tmp_path / "here.parquet").read_bytes()
    assert b"unobtainium" in store.cat("/out/o.rejects.csv")
    assert str(summary.output) == "memory://out/o.parquet"
    assert str(summary.rejects) == "memory://out/o.rejects.csv"
    assert not list(tmp_path.glob("*.sending"))


def test_an_output_that_is_in_the_store_is_not_written_over(
    store: Store, prices: Intensities, tmp_path: Path
) -> None:
    local(prices, tmp_path)
    store.pipe("/out/o.csv", b"precious")
    with pytest.raises(UsageError, match="exists already"):
        score_catalog(tmp_path / "here.csv", "memory://out/o.csv", database=prices)
    assert store.cat("/out/o.csv") == b"precious"


def test_a_changed_file_in_a_store_is_not_gone_on_with(
    store: Store, prices: Intensities, tmp_path: Path
) -> None:
    rows = "".join(f"P{i},steel,1\n" for i in range(100))
    store.pipe("/cats/c.csv", f"product,material,mass (kg)\n{rows}".encode())
    options = CatalogOptions(chunk_rows=20)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_catalog(
            "memory://cats/c.csv",
            tmp_path / "o.csv",
            database=prices,
            options=options,
            progress=stop,
        )
    store.pipe("/cats/c.csv", f"product,material,mass (kg)\n{rows}".replace("P3,", "Q3,").encode())
    with pytest.raises(UsageError, match="another input"):
        score_catalog("memory://cats/c.csv", tmp_path / "o.csv", database=prices, options=options)


def test_a_file_address_is_read_and_written(
    store: Store, prices: Intensities, tmp_path: Path
) -> None:
    expected = local(prices, tmp_path)
    out = f"file://{tmp_path}/there.parquet"
    score_catalog(f"file://{tmp_path}/here.csv", out, database=prices)
    assert pl.read_parquet(tmp_path / "there.parquet").equals(expected)


@pytest.mark.parametrize(
    ("address", "error"), [("memory://nothing/here.csv", FileFault), ("foo://x/c.csv", UsageError)]
)
def test_an_address_with_nothing_behind_it_is_told(
    address: str, error: type[Exception], store: Store, prices: Intensities, tmp_path: Path
) -> None:
    with pytest.raises(error):
        score_catalog(address, tmp_path / "o.csv", database=prices)
