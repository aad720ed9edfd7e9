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

import polars as pl

from celca.catalog.intake import File
from celca.catalog.results import CONSTANT, sink
from celca.catalog.runs.job import Job
from celca.catalog.runs.summary import CatalogOptions
from celca.catalog.scoring import Rolled
from celca.errors import UsageError

__all__ = ["Output", "outputs", "same_product_twice", "write_outputs"]


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
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name a file in it.")
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
