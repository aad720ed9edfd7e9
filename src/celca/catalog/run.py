"""Score a catalogue: chunk by chunk, in bounded memory, to one file of scores."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from celca.assess import open_prices
from celca.catalog.chunk import Chunk, next_chunk, with_decimal
from celca.catalog.job import Done, Job, fingerprint, open_job
from celca.catalog.layout import Layout, read_layout
from celca.catalog.names import Names
from celca.catalog.output import Output, outputs, write_outputs
from celca.catalog.prices import price_list
from celca.catalog.source import Place, Source, catalog_files, open_source
from celca.catalog.summary import CatalogOptions, CatalogSummary
from celca.catalog.table import Scored, score_chunk
from celca.errors import FileFault
from celca.inventory import DEFAULT
from celca.matching import Matcher, read_decisions
from celca.methods import DEFAULT_METHOD
from celca.system import Intensities

__all__ = ["score_catalog"]

Progress = Callable[[int, int], None]
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
    output = outputs(Path(out), rejects, catalog)
    prices = database if isinstance(database, Intensities) else open_prices(database, method)
    names = _names(prices, options)
    sources = [open_source(p, options.encoding) for p in catalog_files(catalog)]
    layouts = [_layout(s, options, names.matcher) for s in sources]
    plan = _plan(sources, prices, options, catalog)
    output.check(plan, options)
    job = open_job(output.folder, plan, restart=options.restart)
    resumed = len(job.done)
    for source, layout, chunk, index in _chunks(job, sources, layouts, options.chunk_rows):
        scored = score_chunk(chunk, source, layout, names, options.changes)
        _refuse_unitless(scored, layout, source)
        job.finish(_record(index, chunk, scored), scored.scores, scored.rejects, scored.rejected)
        if progress:
            progress(*_progress(sources, index, chunk.next))
    about = _about(prices, plan)
    written = write_outputs(job, output, about)
    return _summary(job, prices, output, written, time.perf_counter() - started, resumed)


def _names(prices: Intensities, options: CatalogOptions) -> Names:
    inventory = prices.system.inventory
    decisions = read_decisions(options.matches, inventory) if options.matches else {}
    return Names(price_list(prices), Matcher(inventory, decisions))


def _layout(source: Source, options: CatalogOptions, matcher: Matcher) -> Layout:
    layout = read_layout(source.headings, source.path.name, options.columns, matcher)
    return with_decimal(source, layout)


def _chunks(
    job: Job, sources: Sequence[Source], layouts: Sequence[Layout], rows: int
) -> Iterator[tuple[Source, Layout, Chunk, int]]:
    """Yield the chunks that are not done yet; the next one is read while one is worked on."""
    from concurrent.futures import ThreadPoolExecutor

    index, place = _where(job, sources)
    with ThreadPoolExecutor(1) as reader:

        def read(index: int, place: Place) -> Chunk:
            return next_chunk(sources[index], layouts[index], place, rows)

        coming = reader.submit(read, index, place) if index < len(sources) else None
        while coming is not None:
            chunk, now, coming = coming.result(), index, None
            if chunk.next is not None:
                coming = reader.submit(read, index, chunk.next)
            elif (index := index + 1) < len(sources):
                coming = reader.submit(read, index, sources[index].start)
            yield sources[now], layouts[now], chunk, now


def _where(job: Job, sources: Sequence[Source]) -> tuple[int, Place]:
    """Return the file and place where the work goes on."""
    if not job.done:
        return 0, sources[0].start
    last = job.done[-1]
    if last.next is not None:
        return last.source, last.next
    index = last.source + 1
    return index, sources[index].start if index < len(sources) else Place(0, 1)


def _record(index: int, chunk: Chunk, scored: Scored) -> Done:
    return Done(
        source=index,
        next=chunk.next,
        rows=scored.rows,
        scored=scored.scores.height,
        rejected=len(scored.rejected),
        rejected_rows=scored.rejects.height,
        blank=chunk.blank,
    )


def _refuse_unitless(scored: Scored, layout: Layout, source: Source) -> None:
    """Refuse a catalogue in which no mass has a unit, instead of rejecting every row."""
    rejects = scored.rejects
    if not rejects.height or (rejects["reject_code"] != "no_unit").any() or scored.scores.height:
        return
    heading = layout.heading("mass") or layout.heading("unit_mass") or layout.heading("line_mass")
    raise FileFault(
        source.path.name,
        f"the column {heading!r} has no unit, and neither has any cell.",
        f"Head it '{heading} (kg)' or '{heading} (g)', or say --column mass_unit=g.",
    )


def _progress(sources: Sequence[Source], index: int, follows: Place | None) -> tuple[int, int]:
    sizes = [s.path.stat().st_size for s in sources]
    share = 1.0 if follows is None else follows.offset / max(1, sources[index].size)
    return int(sum(sizes[:index]) + share * sizes[index]), sum(sizes)


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
    job: Job, prices: Intensities, output: Output, written: Any, seconds: float, resumed: int  # noqa: ANN401
) -> CatalogSummary:
    raise NotImplementedError
