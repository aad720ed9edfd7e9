"""Score a catalogue: chunk by chunk, in bounded memory, to one file of scores."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import polars as pl

from celca.assess import open_prices
from celca.catalog.intake import (
    File,
    Layout,
    RemotePath,
    Source,
    catalog_files,
    is_remote,
    open_source,
    read_layout,
    staged,
    unpacked,
    with_habits,
    without,
)
from celca.catalog.pricing import (
    Lives,
    check_changes,
    drawn_prices,
    on_classes,
    plastics_of,
    price_list,
    read_life_cycles,
    scenarios_by_id,
    usual_forming,
)
from celca.catalog.results import Priced, on_disk, write_demand
from celca.catalog.runs.cluster import open_client
from celca.catalog.runs.job import open_job
from celca.catalog.runs.lock import held
from celca.catalog.runs.output import Output, outputs, write_outputs
from celca.catalog.runs.plan import about_of, plan_of
from celca.catalog.runs.studies import find_studies
from celca.catalog.runs.study_run import StudyRun, score_studies
from celca.catalog.runs.summary import CatalogOptions, CatalogSummary
from celca.catalog.runs.task import Progress, Work
from celca.catalog.runs.work import findings, run_chunks
from celca.catalog.scoring import Names, Rolled, Wanted, product_names, roll_up
from celca.errors import FileFault, UnknownName, UsageError
from celca.inventory import DEFAULT
from celca.matching import Matcher, read_decisions
from celca.methods import DEFAULT_METHOD
from celca.product import live
from celca.system import Intensities

__all__ = ["score_catalog"]


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

    catalog   CSV, NDJSON or Parquet, a folder of them, or a pattern such as `parts/*.csv`; or a
              folder or pattern of bills of materials and studies, each of which is a product
    out       a .parquet or .csv file; a line per product
    database  name, folder, or prices already opened (then `method` is theirs)
    rejects   file of bad rows; by default beside `out`
    progress  called with (done, total) bytes of input

    A product with a bad row is set aside whole. A run that was cut off goes on where it was
    when it is called again. Raises DataError for a catalogue that cannot be read at all.
    """
    options = options or CatalogOptions()
    prices = database if isinstance(database, Intensities) else open_prices(database, method)
    with on_disk(out):
        if is_remote(out):
            return _send(catalog, str(out), (prices, options), rejects, progress)
        return _score(catalog, Path(out), (prices, options), rejects, progress)


def _score(
    catalog: str | Path,
    out: Path,
    asked: tuple[Intensities, CatalogOptions],
    rejects: str | Path | None,
    progress: Progress | None,
) -> CatalogSummary:
    """Score rows or studies to files of this machine."""
    prices, options = asked
    if not is_remote(catalog) and (studies := find_studies(catalog, options.columns)):
        output = outputs(out, rejects, catalog, [s.resolve() for s in studies])
        return score_studies(_study_run(studies, catalog, prices, options), output, progress)
    files = catalog_files(catalog)
    output = outputs(out, rejects, catalog, [f.resolve() for f in files])
    return _score_rows(files, catalog, output, (prices, options), progress)


def _send(
    catalog: str | Path,
    out: str,
    asked: tuple[Intensities, CatalogOptions],
    rejects: str | Path | None,
    progress: Progress | None,
) -> CatalogSummary:
    """Score here, and put the output where its address says."""
    prices, options = asked
    with staged(out, overwrite=options.overwrite) as folder:
        anew, here = replace(options, overwrite=True), folder / PurePosixPath(out).name
        bad = folder / PurePosixPath(str(rejects)).name if rejects else None
        summary = score_catalog(
            catalog, here, database=prices, rejects=bad, progress=progress, options=anew
        )
    base = out.rpartition("/")[0]
    sent = RemotePath(f"{base}/{summary.rejects.name}") if summary.rejects else None
    return replace(summary, output=RemotePath(out), rejects=sent)


def _score_rows(
    files: Sequence[File],
    catalog: str | Path,
    output: Output,
    asked: tuple[Intensities, CatalogOptions],
    progress: Progress | None,
) -> CatalogSummary:
    """Score the rows of files; see `score_catalog`."""
    started, (prices, options) = time.perf_counter(), asked
    names = _names(prices, options)
    ignored = tuple(options.ignored)
    sources = [replace(open_source(p, options.encoding), ignored=ignored) for p in files]
    _check_ignored(sources, options)
    layouts = [_layout(s, options, names.matcher) for s in sources]
    names.lives = _lives(names, prices, options, layouts)
    plan = plan_of(files, prices, options, catalog)
    with held(output.lock, output.scores), open_client(options.workers, options.cluster) as client:
        output.check(options)
        job = open_job(output.folder, plan, restart=options.restart)
        sources = [unpacked(s, job.folder / f"unpacked-{i}") for i, s in enumerate(sources)]
        resumed, wanted = len(job.done), _wanted(names, prices, options, sources, layouts)
        method = prices.system.method.id
        work = Work(job, sources, layouts, names, options, wanted, method, progress, client)
        written, rolled = _scored(work, output, about_of(prices, plan), catalog)
        summary = _summary(work, output, written, resumed, time.perf_counter() - started)
        if rolled is not None:
            summary = summary.less(rolled.rejected, rolled.rejects.height)
        job.remove()
    return summary


def _study_run(
    studies: Sequence[Path], catalog: str | Path, prices: Intensities, options: CatalogOptions
) -> StudyRun:
    paths = [p for s in studies for p in (sorted(s.rglob("*")) if s.is_dir() else [s])]
    plan = plan_of([p for p in paths if p.is_file()], prices, options, catalog)
    about = {**about_of(prices, plan), "boundary": "by product", "allocation": "by product"}
    return StudyRun(studies, catalog, prices, options, plan, about)


def _scored(
    work: Work, output: Output, about: Mapping[str, str], catalog: str | Path
) -> tuple[Path | None, Rolled | None]:
    """Do all chunks and write the output; return the file of bad rows, and what was rolled up.

    Raises FileFault for a catalogue without rows.
    """
    try:
        run_chunks(work)
    except FileFault:
        if not work.job.done:
            work.job.remove()  # nothing is lost, and the next run may have another input
        raise
    if not any(d.rows for d in work.job.done):
        work.job.remove()
        raise FileFault(str(catalog), "holds no rows below its headings.")
    rolled = None
    if work.wanted.products is not None:
        first = work.layouts[0]
        headings = {m: first.heading(m) or m for m in ("product", "part", "quantity")}
        tables = {kind: _joined(work.job.parts(kind)) for kind in ("own", "links", "asked")}
        rolled = roll_up(tables, work.names, work.wanted, headings)
    if work.wanted.demand:
        priced = Priced(work.names.prices, work.names.lives, work.wanted.changes)
        parts = [pl.scan_ipc(p) for p in work.job.parts("demand")] if rolled is None else []
        kept = pl.concat(parts) if rolled is None else rolled.beside["demand"].lazy()
        write_demand(kept, output.scores, priced, about)
    return write_outputs(work.job, output, about, rolled), rolled


def _joined(parts: Sequence[Path]) -> pl.DataFrame:
    return pl.concat([pl.read_ipc(p) for p in parts])


def _wanted(
    names: Names,
    prices: Intensities,
    options: CatalogOptions,
    sources: Sequence[Source],
    layouts: Sequence[Layout],
) -> Wanted:
    drawn = options.drawn
    drawing = drawn_prices(drawn, len(prices.system.index)) if drawn else None
    every = product_names(sources, layouts, options.chunk_rows) if options.nested else None
    changes = () if names.lives and names.lives.scenarios else options.changes
    return Wanted(changes, options.keep_demand, drawing, every)


def _names(prices: Intensities, options: CatalogOptions) -> Names:
    inventory = prices.system.inventory
    listed = price_list(prices, plastics_of(inventory, options.plastics))
    decisions = read_decisions(options.matches, inventory) if options.matches else {}
    usual = usual_forming(listed) if options.forming == "guess" else None
    return Names(listed, Matcher(inventory, decisions), usual=usual)


def _lives(
    names: Names, prices: Intensities, options: CatalogOptions, layouts: Sequence[Layout]
) -> Lives | None:
    """Return the lives that products may have; None where no column or file tells of any.

    The scenarios are what a product may name where there is a column for it, else variants.
    """
    chosen = any("scenario" in layout.lives for layout in layouts)
    if not chosen:
        check_changes(options.changes, names.prices)
    if not options.life_cycles and not any(layout.lives for layout in layouts):
        return None
    if options.nested and chosen:
        raise UsageError(
            "Products that name a scenario have no sub-assemblies yet: leave the column out"
            " (--ignore scenario), then every scenario is a variant of all products."
        )
    matcher, cycles = names.matcher, options.life_cycles
    scenarios = scenarios_by_id(options.changes, names.prices, matcher) if chosen else {}
    tables = read_life_cycles(cycles) if cycles else {}
    for table in tables.values():
        live(table, (), matcher)  # what is wrong in the file is told before anything is scored
    return Lives(prices, names.prices, matcher, tables, scenarios)


def _check_ignored(sources: Sequence[Source], options: CatalogOptions) -> None:
    """Refuse to ignore a column that no file has; NDJSON may have it further down."""
    every = tuple(dict.fromkeys(h for s in sources for h in s.headings))
    for name in () if any(s.kind == "ndjson" for s in sources) else options.ignored:
        if without(every, [name]) == every:
            raise UnknownName("column", name, every, "--ignore")


def _layout(source: Source, options: CatalogOptions, matcher: Matcher) -> Layout:
    asked = (options.columns, matcher, options.ignored)
    layout = read_layout(source.headings, source.path.name, *asked)
    return with_habits(source, layout)


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
        database=inventory.identity,
        method=work.method,
        findings=(*findings(work), *on_classes(inventory, work.options.plastics)),
        resumed=resumed,
    )
