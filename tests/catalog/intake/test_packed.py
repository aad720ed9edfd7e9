"""Catalogues that were packed: read as what is in them, or refused in a sentence."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from celca.catalog import CatalogOptions, score_catalog
from celca.errors import FileFault
from celca.system import Intensities

ROWS = "product,material,mass (kg)\n" + "".join(f"P{i // 3},steel,{i}\n" for i in range(1, 90))
LINES = "".join(
    f'{{"product":"P{i // 3}","material":"steel","mass (kg)":{i}}}\n' for i in range(1, 90)
)
PACKED: list[tuple[str, str, Callable[[bytes], bytes]]] = [
    ("c.csv.gz", ROWS, gzip.compress),
    ("c.csv.bz2", ROWS, bz2.compress),
    ("c.ndjson.xz", LINES, lzma.compress),
]


@pytest.mark.parametrize(("name", "text", "pack"), PACKED, ids=[name for name, *_ in PACKED])
def test_a_packed_catalogue_scores_as_what_is_in_it(
    name: str, text: str, pack: Callable[[bytes], bytes], prices: Intensities, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "plain.csv").write_text(ROWS)
    (tmp_path / "in" / name).write_bytes(pack(text.encode()))
    expected = tmp_path / "expected.parquet"
    score_catalog(tmp_path / "plain.csv", expected, database=prices)
    out = tmp_path / "o.parquet"
    options = CatalogOptions(chunk_rows=5)
    summary = score_catalog(tmp_path / "in", out, database=prices, options=options)
    assert (summary.scored, summary.rejected) == (30, 0)
    assert pl.read_parquet(out).equals(pl.read_parquet(expected))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "expected.parquet",
        "in",
        "o.parquet",
        "plain.csv",
    ]


def test_a_bad_row_of_a_packed_file_is_told_with_its_name_and_line(
    prices: Intensities, tmp_path: Path
) -> None:
    text = ROWS.replace("P9,steel,28", "P9,steal,28")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(text.encode()))
    score_catalog(tmp_path / "c.csv.gz", tmp_path / "o.csv", database=prices)
    bad = pl.read_csv(tmp_path / "o.rejects.csv").row(0, named=True)
    assert (bad["reject_file"], bad["reject_line"], bad["product"]) == ("c.csv.gz", 29, "P9")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("c.csv.gz", gzip.compress(ROWS.encode())[:60], "ended before"),
        ("c.csv.gz", b"no gzip at all", "cannot be unpacked"),
        ("c.csv.xz", b"no xz at all", "cannot be unpacked"),
        ("c.csv.zst", b"", "does not open .zst files. Unpack it first."),
        ("c.parquet.gz", b"", "Give CSV, NDJSON or Parquet."),
    ],
)
def test_what_cannot_be_unpacked_is_refused_in_a_sentence_and_leaves_nothing(
    name: str, raw: bytes, words: str, prices: Intensities, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(FileFault, match=words):
        score_catalog(tmp_path / name, tmp_path / "o.parquet", database=prices)
    assert [p.name for p in tmp_path.iterdir()] == [name]
