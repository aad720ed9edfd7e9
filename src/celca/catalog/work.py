"""Work through the chunks of a catalogue, one after the other, each kept when it is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from celca.catalog.chunk import Chunk, next_chunk
from celca.catalog.gather import gathered, spill
from celca.catalog.job import Done, Job
from celca.catalog.layout import Layout
from celca.catalog.names import Names
from celca.catalog.output import same_product_twice
from celca.catalog.source import Place, Source
from celca.catalog.summary import CatalogOptions
from celca.catalog.table import Scored, score_chunk
from celca.errors import FileFault, Finding

__all__ = ["Progress", "Work", "findings", "run_chunks"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Work:
    """All that a run needs: files, their layouts, and where what is done is kept."""

    job: Job
    sources: Sequence[Source]
    layouts: Sequence[Layout]
    names: Names
    options: CatalogOptions
    method: str
    progress: Progress | None


def run_chunks(work: Work) -> None:
    """Score what is not done yet. Rows of a product that are apart are brought together first."""
    if not work.job.scattered and _together(work) and not same_product_twice(work.job):
        return
    aside = work.job.folder / "rows"
    if not work.job.scattered:
        count, blank = spill(aside, work.sources, work.layouts, work.options.chunk_rows)
        work.job.begin_anew({"parts": count, "blank": blank})
    known = work.job.scattered
    first = work.job.done[-1].source + 1 if work.job.done else 0
    parts = gathered(aside, first, known["parts"], known["blank"])
    for part, chunk, scored in _scored(work, parts, lambda part: 0):
        _keep(work, chunk, scored, part)
        if work.progress:
            work.progress(*_share(work.sources, (part + 1) / known["parts"]))


def findings(work: Work) -> Iterator[Finding]:
    """Yield what should be known of the catalogue as a whole."""
    if work.job.scattered:
        yield Finding(
            "info",
            "rows_sorted",
            "Rows of one product stood apart, so the rows were sorted by product first; the"
            " scores are not in the order of the input.",
        )
    for source, layout in zip(work.sources, work.layouts, strict=True):
        used = set(layout.used)
        spare = [h for i, h in enumerate(layout.headings) if i not in used]
        if spare:
            message = f"Columns not used: {', '.join(map(repr, spare[:20]))}."
            yield Finding("info", "columns_not_used", message, source.path.name)


def _together(work: Work) -> bool:
    """Score the chunks as they stand; False as soon as a product is met twice in one of them."""
    for index, chunk, scored in _scored(work, _chunks(work), lambda index: index):
        names = chunk.names.drop_nulls()
        if names.n_unique() < len(names):
            return False
        _keep(work, chunk, scored, index)
        if work.progress:
            work.progress(*_progress(work.sources, index, chunk.next))
    return True


def _scored(
    work: Work, chunks: Iterator[tuple[int, Chunk]], source: Callable[[int], int]
) -> Iterator[tuple[int, Chunk, Scored]]:
    """Score chunks, two at a time; they come out in the order in which they went in."""

    def score(index: int, chunk: Chunk) -> Scored:
        at = source(index)
        scored = score_chunk(
            chunk, work.sources[at], work.layouts[at], work.names, work.options.changes
        )
        _refuse_unitless(scored, work.layouts[at], work.sources[at])
        return scored

    with ThreadPoolExecutor(2) as pool:
        waiting: deque[tuple[int, Chunk, Future[Scored]]] = deque()
        for index, chunk in chunks:
            waiting.append((index, chunk, pool.submit(score, index, chunk)))
            if len(waiting) == 2:
                index, chunk, future = waiting.popleft()
                yield index, chunk, future.result()
        for index, chunk, future in waiting:
            yield index, chunk, future.result()


def _keep(work: Work, chunk: Chunk, scored: Scored, record: int) -> None:
    done = Done(
        source=record,
        next=chunk.next,
        rows=scored.rows,
        scored=scored.scores.height,
        rejected=len(scored.rejected),
        rejected_rows=scored.rejects.height,
        blank=chunk.blank,
    )
    work.job.finish(done, scored.scores, scored.rejects, scored.rejected)


def _chunks(work: Work) -> Iterator[tuple[int, Chunk]]:
    """Yield the chunks that are not done yet; the next one is read while one is worked on."""
    sources, rows = work.sources, work.options.chunk_rows

    def read(index: int, place: Place) -> Chunk:
        return next_chunk(sources[index], work.layouts[index], place, rows)

    index, place = _where(work.job, sources)
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(read, index, place) if index < len(sources) else None
        while coming is not None:
            chunk, now, coming = coming.result(), index, None
            if chunk.next is not None:
                coming = reader.submit(read, index, chunk.next)
            elif (index := index + 1) < len(sources):
                coming = reader.submit(read, index, sources[index].start)
            yield now, chunk


def _where(job: Job, sources: Sequence[Source]) -> tuple[int, Place]:
    """Return the file and place where the work goes on."""
    if not job.done:
        return 0, sources[0].start
    last = job.done[-1]
    if last.next is not None:
        return last.source, last.next
    index = last.source + 1
    return index, sources[index].start if index < len(sources) else Place(0, 1)


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


def _share(sources: Sequence[Source], share: float) -> tuple[int, int]:
    total = sum(s.path.stat().st_size for s in sources)
    return int(share * total), total
