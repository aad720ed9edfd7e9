"""Keys of NDJSON lines: those of the head are the columns, another one is never passed over."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from celca.catalog import CatalogOptions, score_catalog
from celca.system import Intensities

FIRST = 1 << 18  # lines that are certainly more than the head of a file
PLAIN = '{"product":"A","material":"steel","mass (kg)":0.001}\n'


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue in which a key is first met far down."""
    path = tmp_path_factory.mktemp("long") / "c.ndjson"
    late = [
        {"product": "B", "material": "steel", "mass (kg)": 1, "recycled": 0.5},
        {"product": "C", "material": "steel", "mass (kg)": 1, "recycled": None},
        {"product": "D", "material": "steel", "mass (kg)": 1},
    ]
    path.write_text(PLAIN * FIRST + "".join(json.dumps(x) + "\n" for x in late))
    return path


def test_a_line_with_a_key_that_the_head_has_not_is_rejected_and_no_other(
    long: Path, prices: Intensities, tmp_path: Path
) -> None:
    summary = score_catalog(long, tmp_path / "o.parquet", database=prices)
    assert (summary.scored, summary.rejected) == (3, 1)
    bad = pl.read_csv(tmp_path / "o.rejects.csv").row(0, named=True)
    assert (bad["product"], bad["reject_code"]) == ("B", "late_key")
    assert bad["reject_line"] == FIRST + 1
    assert "the key 'recycled'" in bad["reject_sentence"]


def test_a_key_that_is_ignored_rejects_nothing(
    long: Path, prices: Intensities, tmp_path: Path
) -> None:
    options = CatalogOptions(ignored=["recycled"])
    summary = score_catalog(long, tmp_path / "o.parquet", database=prices, options=options)
    assert (summary.scored, summary.rejected) == (4, 0)


def test_cells_are_the_same_beside_a_damaged_line(prices: Intensities, tmp_path: Path) -> None:
    lines = ['{"product":"A","material":"steel","mass (kg)":1.50,"part":12345678901234567890}']
    lines += ['{"product":"B","material":"steel","mass (kg)":"2,5 kg","part":"é"}']
    totals = []
    for name, more in (("whole", []), ("broken", ['{"product":"Z"', "7"])):
        path = tmp_path / f"{name}.ndjson"
        path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
        summary = score_catalog(path, tmp_path / f"{name}.parquet", database=prices)
        assert summary.rejected_rows == len(more)
        totals.append(pl.read_parquet(tmp_path / f"{name}.parquet").to_dicts())
    assert totals[0] == totals[1]
