"""The file of scores that an earlier run left: opened, checked, with the names of its variants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from celca.catalog.pricing import VARIANTS
from celca.errors import FileFault

__all__ = ["CONSTANT", "ScoreFile", "open_scores", "read_table"]

_TOTAL = "_total_kg_co2e"
# columns that are the same in every line
CONSTANT = ("database", "database_hash", "method")


@dataclass(frozen=True)
class ScoreFile:
    """A line per product, see `celca.catalog.runs.output`.

    variants  names of those beside the product as specified: all_virgin, … and scenarios
    about     what made it: database, database_hash, method, and of Parquet files the rest
    """

    path: Path
    frame: pl.LazyFrame
    columns: tuple[str, ...]
    variants: tuple[str, ...]
    about: Mapping[str, str]


def open_scores(path: Path) -> ScoreFile:
    """Open a file of scores. Raises FileFault for one that `celca score` did not write."""
    frame = read_table(path, _dtype)
    columns = tuple(frame.collect_schema().names())
    lacking = [c for c in ("product", "total_kg_co2e", "mass_kg") if c not in columns]
    if lacking:
        raise FileFault(
            path.name,
            f"is no file of scores: it has no column {lacking[0]!r}.",
            "Give the output of celca score.",
        )
    standard = [f"all_{v}" for v in VARIANTS]
    found = [c.removesuffix(_TOTAL) for c in columns if c.endswith(_TOTAL)]
    variants = (*(v for v in standard if v in found), *(v for v in found if v not in standard))
    about = _about(path, frame, columns)
    return ScoreFile(path, frame, columns, variants, about)


def _dtype(column: str) -> type[pl.DataType] | None:
    """Return what a column of scores holds: an empty one in a CSV file cannot tell."""
    if column in ("product", "findings", *CONSTANT):
        return pl.String
    ends = ("_kg_co2e", "_kg", "_content", "mci", "_share", "_as_specified")
    return pl.Float64 if column.endswith(ends) else None


def read_table(
    path: Path, dtype: Callable[[str], type[pl.DataType] | None] = lambda column: None
) -> pl.LazyFrame:
    """Return a Parquet, CSV or TSV file, not read yet.

    dtype  what a column of a text file holds, None to find it out

    Raises FileFault for one that is missing or none of these.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise FileFault(str(path), "does not exist.")
    try:
        if suffix == ".parquet":
            frame = pl.scan_parquet(path, glob=False)
        elif suffix in (".csv", ".tsv", ".txt"):
            frame = _scan_text(path, "," if suffix == ".csv" else "\t", dtype)
        else:
            raise FileFault(path.name, f"{suffix!r} is no table.", "Give Parquet or CSV.")
        frame.collect_schema()
    except pl.exceptions.PolarsError as error:
        raise FileFault(path.name, f"cannot be read: {error}.") from error
    return frame


def _scan_text(
    path: Path, separator: str, dtype: Callable[[str], type[pl.DataType] | None]
) -> pl.LazyFrame:
    first = pl.scan_csv(path, glob=False, separator=separator, infer_schema=False)
    known = {name: dtype(name) for name in first.collect_schema().names()}
    return pl.scan_csv(
        path,
        glob=False,
        separator=separator,
        infer_schema_length=10_000,
        schema_overrides={name: held for name, held in known.items() if held is not None},
    )


def _about(path: Path, frame: pl.LazyFrame, columns: tuple[str, ...]) -> dict[str, str]:
    held = [c for c in CONSTANT if c in columns]
    first = frame.select(held).head(1).collect() if held else pl.DataFrame()
    about = dict(first.row(0, named=True)) if first.height else {}
    if path.suffix.lower() == ".parquet":
        stored = pl.read_parquet_metadata(path)
        about |= {k: v for k, v in stored.items() if not k.startswith("ARROW")}
    return {k: str(v) for k, v in about.items() if v is not None}
