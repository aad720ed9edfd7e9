"""Score a folder of studies, some at a time, each portion kept when it is done."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from celca.assess import Options
from celca.catalog.pricing import on_classes, plastics_of
from celca.catalog.runs.job import Done, Job, open_job
from celca.catalog.runs.lock import held
from celca.catalog.runs.output import Output, write_outputs
from celca.catalog.runs.studies import score_study, study_file, study_names, study_schema
from celca.catalog.runs.summary import CatalogOptions, CatalogSummary
from celca.catalog.runs.task import Progress
from celca.errors import CelcaError, UsageError
from celca.product import ReadingOptions
from celca.system import Intensities

__all__ = ["StudyRun", "score_studies"]

_PORTION = 50
_CODE = "study_not_scored"


@dataclass(frozen=True)
class StudyRun:
    """All that a run over studies needs.

    studies  files and folders, each a product
    catalog  the folder or pattern that they were found with
    plan     what the output depends on; about: what stands with it
    """

    studies: Sequence[Path]
    catalog: str | Path
    prices: Intensities
    options: CatalogOptions
    plan: Mapping[str, Any]
    about: Mapping[str, str]


def score_studies(run: StudyRun, output: Output, progress: Progress | None) -> CatalogSummary:
    """Score each study; those that cannot be used go to the bad rows.

    Raises UsageError for an option that is of tables alone.
    """
    options, started = run.options, time.perf_counter()
    tables_only = ("ignored", "drawn", "keep_demand", "nested", "workers", "cluster")
    for name in (n for n in tables_only if getattr(options, n)):
        raise UsageError(f"{name} is for catalogues that are tables, not for studies.")
    with held(output.lock, output.scores):
        output.check(options)
        job = open_job(output.folder, run.plan, restart=options.restart)
        resumed = len(job.done)
        named = list(zip(study_names(run.studies, run.catalog), run.studies, strict=True))
        for first in range(_PORTION * resumed, len(named), _PORTION):
            _portion(run, job, named[first : first + _PORTION], progress)
        written = write_outputs(job, output, run.about)
        summary = _summary(run, job, output, (written, resumed, time.perf_counter() - started))
        job.remove()
    return summary


def _portion(
    run: StudyRun, job: Job, named: Sequence[tuple[str, Path]], progress: Progress | None
) -> None:
    """Score some studies and record them."""
    options = run.options
    reading = ReadingOptions(columns=options.columns, matches=options.matches)
    asked = Options(changes=options.changes, reading=reading)
    plastics = plastics_of(run.prices.system.inventory, options.plastics)
    schema = study_schema([c.name for c in options.changes])
    lines, rejects, names = [], [], []
    for at, (name, study) in enumerate(named, start=_PORTION * len(job.done) + 1):
        try:
            line = score_study(study, name, run.prices, asked, plastics)
            lines.append({**dict.fromkeys(schema), **line})
        except CelcaError as error:
            rejects.append((study_file(study, run.catalog), "", _CODE, str(error), None))
            names.append(name)
        if progress:
            progress(at, len(run.studies))
    columns = ("file", "line", "code", "sentence", "raw")
    told = {f"reject_{c}": pl.String for c in columns}
    bad = pl.DataFrame(rejects, schema=told, orient="row")
    tables = {"scores": pl.DataFrame(lines, schema=schema), "rejects": bad}
    job.keep(len(job.done), tables, pl.Series("product", names, dtype=pl.String))
    count = len(lines) + len(rejects)
    job.record(Done(0, None, count, len(lines), len(rejects), len(rejects), 0))


def _summary(
    run: StudyRun, job: Job, output: Output, told: tuple[Path | None, int, float]
) -> CatalogSummary:
    inventory = run.prices.system.inventory
    rejected = sum(d.rejected for d in job.done)
    return CatalogSummary(
        rows=len(run.studies),
        products=len(run.studies),
        scored=len(run.studies) - rejected,
        rejected=rejected,
        rejected_rows=rejected,
        blank_rows=0,
        seconds=told[2],
        output=output.scores,
        rejects=told[0],
        database=inventory.identity,
        method=run.prices.system.method.id,
        findings=on_classes(inventory, run.options.plastics),
        resumed=told[1],
    )
