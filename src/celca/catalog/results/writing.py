"""A table to a file, Parquet or CSV, that is there whole or not at all; and what a disk refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from polars import selectors

from celca.errors import FileFault
from celca.marks import FORMULA, NUMBER

__all__ = ["on_disk", "sink"]

_ADVICE = "Settle that and run the same command again: what is done is kept."


@contextmanager
def on_disk(out: str | Path) -> Iterator[None]:
    """Tell in one sentence what the disk refuses while `out` is made: no room, no permission.

    Raises FileFault for the file that the system names, else for `out`.
    """
    try:
        yield
    except OSError as error:
        where = str(error.filename or out)
        said = re.sub(r" \(os error \d+\)", "", error.strerror or str(error))
        raise FileFault(where, f"{said}.", _ADVICE) from error


def sink(frame: pl.LazyFrame, path: Path, about: Mapping[str, str]) -> None:
    """Write a table so that it is there whole or not at all; Parquet says what made it."""
    temporary = path.with_name(f"{path.name}.tmp")
    options: dict[str, Any] = {"maintain_order": True, "sync_on_close": "data"}
    try:
        if path.suffix.lower() == ".parquet":
            frame.sink_parquet(temporary, metadata=dict(about), row_group_size=1 << 17, **options)
        else:
            frame.with_columns(_inert()).sink_csv(temporary, **options)
        temporary.replace(path)
    except pl.exceptions.ComputeError as error:
        if "os error" not in str(error):
            raise
        raise OSError(None, str(error).rpartition("error: ")[2], str(path)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _inert() -> pl.Expr:
    """Return the texts of a table as `celca.marks.inert` makes them, a column at a time."""
    text = selectors.string()
    formula = text.str.contains(FORMULA) & ~text.str.contains(f"^(?:{NUMBER})$")
    return pl.when(formula).then(pl.lit("'") + text).otherwise(text).name.keep()
