"""Score a catalogue: chunk by chunk, in bounded memory, to one file of scores."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from celca.assess import open_prices
from celca.catalog.chunk import with_habits
from celca.catalog.job import fingerprint, open_job
from celca.catalog.layout import Layout, read_layout
from celca.catalog.names import Names
from celca.catalog.output import Output, outputs, write_outputs
from celca.catalog.prices import price_list
from celca.catalog.products import check_changes
from celca.catalog.source import Source, catalog_files, open_source
from celca.catalog.summary import CatalogOptions, CatalogSummary
from celca.catalog.work import Progress, Work, findings, run_chunks
from celca.errors import FileFault
from celca.inventory import DEFAULT
from celca.matching import Matcher, read_decisions
from celca.methods import DEFAULT_METHOD
from celca.system import Intensities

__all__ = ["score_catalog"]

_FORM = 1  # of chunks and output; a run begun with another one cannot go on


def score_catalog(
    catalog: str | Path,
    out: str | Path,
    *,
    database: str | Path | Intensities = DEFAULT,
    method: str = DEFAULT_METHOD,
    rejects: str | Path | None = None,
    progress: Progress | None = None,
    options: CatalogOptions | None = None,
) -> CatalogSummary:
    """Score every product of a catalogue, cradle to gate, with every variant [kg CO2e].

    catalog   CSV, NDJSON or Parquet, a folder of them, or a pattern such as `parts/*.csv`
    out       a .parquet or .csv file; a line per product
    database  name, folder, or prices already opened (then `method` is theirs)
    rejects   file of bad rows; by default beside `out`
    progress  called with (done, total) bytes of input

    A product with a bad row is set aside whole. A run that was cut off goes on where it was
    when it is called again. Raises DataError for a catalogue that cannot be read at all.
    """
    started, options = time.perf_counter(), options or CatalogOptions()
    files = catalog_files(catalog)
    output = outputs(Path(out), rejects, catalog, [f.resolve() for f in files])
    prices = database if isinstance(database, Intensities) else open_prices(database, method)
    names = _names(prices, options)
    sources = [open_source(p, options.encoding) for p in files]
    layouts = [_layout(s, options, names.matcher) for s in sources]
    plan = _plan(sources, prices, options, catalog)
    output.check(options)
    job = open_job(output.folder, plan, restart=options.restart)
    resumed = len(job.done)
    work = Work(job, sources, layouts, names, options, prices.system.method.id, progress)
    run_chunks(work)
    if not any(d.rows for d in job.done):
        job.remove()
        raise FileFault(str(catalog), "holds no rows below its headings.")
    written = write_outputs(job, output, _about(prices, plan))
    summary = _summary(work, output, written, resumed, time.perf_counter() - started)
    job.remove()
    return summary


def _names(prices: Intensities, options: CatalogOptions) -> Names:
    inventory = prices.system.inventory
    listed = price_list(prices)
    check_changes(options.changes, listed)
    decisions = read_decisions(options.matches, inventory) if options.matches else {}
    return Names(listed, Matcher(inventory, decisions))


def _layout(source: Source, options: CatalogOptions, matcher: Matcher) -> Layout:
    layout = read_layout(source.headings, source.path.name, options.columns, matcher)
    return with_habits(source, layout)


def _plan(
    sources: Sequence[Source], prices: Intensities, options: CatalogOptions, catalog: str | Path
) -> dict[str, Any]:
    """Return all that the output depends on; a run goes on only with the same."""
    inventory, method = prices.system.inventory, prices.system.method
    base = Path(catalog) if Path(catalog).is_dir() else None
    files = [
        {
            "file": s.path.relative_to(base).as_posix() if base else s.path.name,
            "bytes": s.path.stat().st_size,
            "sha256": fingerprint(s.path),
        }
        for s in sources
    ]
    return {
        "input": files,
        "database": {"name": inventory.name, "version": inventory.version, "hash": inventory.hash},
        "method": {"id": method.id, "hash": method.hash},
        "options": {
            "columns": dict(options.columns),
            "matches": fingerprint(options.matches) if options.matches else "",
            "changes": [_plain(asdict(c)) for c in options.changes],
            "encoding": options.encoding,
            "chunk_rows": options.chunk_rows,
        },
        "celca": {"version": version("celca"), "form": _FORM, "polars": pl.__version__},
    }


def _plain(value: Any) -> Any:  # noqa: ANN401
    return json.loads(json.dumps(value, default=dict))


def _about(prices: Intensities, plan: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands with every output: what made it."""
    database = plan["database"]
    digest = hashlib.sha256(json.dumps(plan["input"], sort_keys=True).encode()).hexdigest()
    return {
        "celca_version": plan["celca"]["version"],
        "celca_schema": "catalogue-scores-1",
        "boundary": "cradle-to-gate",
        "allocation": "cut-off",
        "database": f"{database['name']} {database['version']}",
        "database_hash": database["hash"],
        "method": plan["method"]["id"],
        "method_hash": plan["method"]["hash"],
        "method_name": prices.system.method.name,
        "input_sha256": digest,
    }


def _summary(
    work: Work, output: Output, written: Path | None, resumed: int, seconds: float
) -> CatalogSummary:
    done, inventory = work.job.done, work.names.prices.inventory
    scored, rejected = sum(d.scored for d in done), sum(d.rejected for d in done)
    return CatalogSummary(
        rows=sum(d.rows for d in done),
        products=scored + rejected,
        scored=scored,
        rejected=rejected,
        rejected_rows=sum(d.rejected_rows for d in done),
        blank_rows=sum(d.blank for d in done),
        seconds=seconds,
        output=output.scores,
        rejects=written,
        database={"name": inventory.name, "version": inventory.version, "hash": inventory.hash},
        method=work.method,
        findings=tuple(findings(work)),
        resumed=resumed,
    )
