"""What a disk refuses is told in a sentence, and costs nothing that was done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from celca.catalog import CatalogOptions, CatalogSummary, score_catalog
from celca.errors import FileFault, UsageError
from celca.system import Intensities

HEAD = "product,material,mass (kg)\n"


def run(catalog: Path, out: Path, prices: Intensities, **more: bool) -> CatalogSummary:
    options = CatalogOptions(chunk_rows=200, **more)  # type: ignore[arg-type]
    return score_catalog(catalog, out, database=prices, options=options)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = tmp_path / "c.csv"
    rows = "".join(f"P{i // 2},steel,{i + 1}\n" for i in range(2000))
    path.write_text(HEAD + rows + "bad,steal,1\n")
    return path


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let no file grow beyond a size [bytes], as a full disk would not."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(
    ("ending", "size"), [("parquet", 20_000), ("parquet", 100_000), ("csv", 150_000)]
)
def test_a_run_that_found_no_room_goes_on_once_there_is_some(
    ending: str, size: int, catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    run(catalog, tmp_path / f"whole.{ending}", prices)
    out = tmp_path / f"out.{ending}"
    with no_file_above(size), pytest.raises(FileFault, match="too large.*what is done is kept"):
        run(catalog, out, prices)
    assert not out.exists()
    assert not list(tmp_path.rglob("*.tmp"))
    summary = run(catalog, out, prices)
    assert (summary.scored, summary.rejected) == (1000, 1)
    assert out.read_bytes() == (tmp_path / f"whole.{ending}").read_bytes()


def test_an_output_that_is_a_folder_is_refused_before_anything_is_scored(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "out.parquet").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        run(catalog, tmp_path / "out.parquet", prices, overwrite=True)


def test_a_damaged_plan_is_told_and_can_be_begun_anew(
    catalog: Path, prices: Intensities, tmp_path: Path
) -> None:
    folder = tmp_path / "out.parquet.unfinished"
    folder.mkdir()
    (folder / "plan.json").write_text('{"input": [')
    with pytest.raises(UsageError, match="is damaged, so the run cannot go on; say restart"):
        run(catalog, tmp_path / "out.parquet", prices)
    assert run(catalog, tmp_path / "out.parquet", prices, restart=True).scored == 1000


def test_files_that_cannot_be_scored_together_leave_no_unfinished_run(
    prices: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.csv").write_text(HEAD + "A,steel,1\n")
    (tmp_path / "in" / "2.csv").write_text("product,Werkstoff,mass (g)\nA,steel,1\n")
    with pytest.raises(FileFault, match="has other columns than"):
        run(tmp_path / "in", tmp_path / "o.parquet", prices)
    (tmp_path / "in" / "2.csv").write_text(HEAD + "A,steel,1\n")
    run(tmp_path / "in", tmp_path / "o.parquet", prices)
    assert pl.read_parquet(tmp_path / "o.parquet")["mass_kg"].to_list() == [2.0]
