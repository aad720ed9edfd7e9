"""The files that a run leaves: scores, bad rows; written aside, then renamed.

The columns of the scores, schema `catalogue-scores-2`, are told one by one in
docs/catalogues.md. A variant that a product does not have is null. The metadata of a Parquet
file say the rest: boundary, allocation, method, version, input.

Bad rows: `reject_file`, `reject_line`, `reject_code`, `reject_sentence`, `reject_raw` (the
text of a damaged line), then the columns of the input as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars import selectors

from celca.catalog.job import Job
from celca.catalog.remote import File
from celca.catalog.result import CONSTANT
from celca.catalog.rollup import Rolled
from celca.catalog.summary import CatalogOptions
from celca.errors import UsageError
from celca.marks import FORMULA, NUMBER

__all__ = ["Output", "outputs", "same_product_twice", "sink", "write_outputs"]


@dataclass(frozen=True)
class Output:
    """Where things go.

    scores   a line per product
    rejects  a line per bad row
    folder   of the chunks while the run lasts
    """

    scores: Path
    rejects: Path
    folder: Path

    @property
    def lock(self) -> Path:
        """Held by the run that writes the scores."""
        return self.folder.with_suffix(".lock")

    def check(self, options: CatalogOptions) -> None:
        """Refuse to write over files, unless an unfinished run of ours left them."""
        if options.overwrite or (self.folder / "plan.json").is_file():
            return
        for path in (self.scores, self.rejects):
            if path.exists():
                raise UsageError(f"{path} exists already; say overwrite, or give another name.")


def outputs(
    out: Path, rejects: str | Path | None, catalog: str | Path, inputs: Sequence[File]
) -> Output:
    """Return the files of a run.

    Raises UsageError for a format that is not written, and for a place that is read from.
    """
    if out.suffix.lower() not in (".parquet", ".csv"):
        raise UsageError(f"{out}: scores are written as .parquet or .csv; name the file so.")
    bad = Path(rejects) if rejects else out.with_name(f"{out.stem}.rejects.csv")
    for path in (out, bad):
        if not path.parent.is_dir():
            raise UsageError(f"{path}: the folder {path.parent} does not exist.")
        if Path(catalog).is_dir() and path.resolve().is_relative_to(Path(catalog).resolve()):
            raise UsageError(f"{path} lies in the folder that is read; write it elsewhere.")
    if out.resolve() == bad.resolve() or {out.resolve(), bad.resolve()} & set(inputs):
        raise UsageError(f"{out}: input, scores and rejects must be different files.")
    return Output(out, bad, out.with_name(f"{out.name}.unfinished"))


def same_product_twice(job: Job) -> bool:
    """Say whether a product stands in two places of the catalogue."""
    counted = sum(d.scored + d.rejected for d in job.done)
    frames = [
        pl.scan_ipc(path).select(pl.col("product").hash(0).alias("h"))
        for kind in ("scores", "rejected")
        for path in job.parts(kind)
    ]
    if not frames:
        return False
    return int(pl.concat(frames).select(pl.col("h").n_unique()).collect().item()) < counted


def write_outputs(
    job: Job, output: Output, about: Mapping[str, str], rolled: Rolled | None = None
) -> Path | None:
    """Write what all chunks came to; return the file of bad rows, None where there are none.

    rolled  what they came to together, where parts are products
    """
    rejects = [pl.scan_ipc(p) for p in job.parts("rejects")]
    if rolled is not None and rolled.rejects.height:
        rejects.append(rolled.rejects.lazy())
    if rejects:
        sink(pl.concat(rejects, how="diagonal"), output.rejects, about)
    elif output.rejects.exists():
        output.rejects.unlink()
    constant = {name: pl.lit(about[name]) for name in CONSTANT}
    parts = [pl.scan_ipc(p) for p in job.parts("scores")]
    if rolled is not None:
        parts = [rolled.scores.lazy()]
    sink(pl.concat(parts, how="vertical").with_columns(**constant), output.scores, about)
    return output.rejects if rejects else None


def sink(frame: pl.LazyFrame, path: Path, about: Mapping[str, str]) -> None:
    """Write a table so that it is there whole or not at all; Parquet says what made it."""
    temporary = path.with_name(f"{path.name}.tmp")
    options: dict[str, Any] = {"maintain_order": True, "sync_on_close": "data"}
    if path.suffix.lower() == ".parquet":
        frame.sink_parquet(temporary, metadata=dict(about), row_group_size=1 << 17, **options)
    else:
        frame.with_columns(_inert()).sink_csv(temporary, **options)
    temporary.replace(path)


def _inert() -> pl.Expr:
    """Return the texts of a table as `celca.marks.inert` makes them, a column at a time."""
    text = selectors.string()
    formula = text.str.contains(FORMULA) & ~text.str.contains(f"^(?:{NUMBER})$")
    return pl.when(formula).then(pl.lit("'") + text).otherwise(text).name.keep()
