"""Work through the chunks of a catalogue, each recorded in its order when it is done."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from celca.catalog.intake import Chunk, Place, Source, next_chunk
from celca.catalog.runs.borders import where
from celca.catalog.runs.cluster import parts_there, there
from celca.catalog.runs.gather import part_chunk, parts_aside, spill
from celca.catalog.runs.job import Done
from celca.catalog.runs.output import same_product_twice
from celca.catalog.runs.task import Outcome, Work, do_chunk
from celca.errors import FileFault, Finding

__all__ = ["findings", "run_chunks"]


def run_chunks(work: Work) -> None:
    """Score what is not done yet. Rows of a product that are apart are brought together first."""
    if not work.job.scattered and _together(work) and not same_product_twice(work.job):
        return
    if not work.job.scattered:
        try:
            count, blank = spill(work.job, work.sources, work.layouts, work.options.chunk_rows)
        except FileFault:
            work.job.forget()  # with these files it can never go on
            raise
        work.job.begin_anew({"parts": count, "blank": blank})
    parts = work.job.scattered["parts"]
    for outcome in parts_there(work) if work.client else _here(work, _parts(work)):
        work.job.record(outcome.done)
        if work.progress:
            work.progress(*_share(work.sources, (outcome.done.source + 1) / parts))


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
        if layout.lives:
            told = ", ".join(f"{layout.headings[i]!r} ({m})" for m, i in layout.lives.items())
            message = f"Columns read as the product's own life: {told}; --ignore leaves one unread."
            yield Finding("info", "life_columns", message, source.path.name)
        used = set(layout.used)
        spare = [h for i, h in enumerate(layout.headings) if i not in used]
        if spare:
            message = f"Columns not used: {', '.join(map(repr, spare[:20]))}."
            yield Finding("info", "columns_not_used", message, source.path.name)


def _together(work: Work) -> bool:
    """Score the chunks as they stand; False as soon as a product is met twice in one of them."""
    for outcome in there(work) if work.client else _here(work, _chunks(work)):
        if outcome.twice:
            return False
        work.job.record(outcome.done)
        if work.progress:
            work.progress(*_progress(work.sources, outcome.done))
    return True


def _here(work: Work, chunks: Iterator[tuple[int, int, Chunk]]) -> Iterator[Outcome]:
    """Do chunks (file, record, rows), two at a time; they come out in the order they went in."""
    with ThreadPoolExecutor(2) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for number, (at, record, chunk) in enumerate(chunks, start=len(work.job.done)):
            waiting.append(pool.submit(do_chunk, work, number, at, record, chunk))
            if len(waiting) == 2:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def _chunks(work: Work) -> Iterator[tuple[int, int, Chunk]]:
    """Yield the chunks that are not done yet; the next one is read while one is worked on."""
    sources, rows = work.sources, work.options.chunk_rows
    begin = where(work.job.done, sources)
    if begin is None:
        return

    def read(index: int, place: Place) -> Chunk:
        return next_chunk(sources[index], work.layouts[index], place, rows)

    with ThreadPoolExecutor(1) as reader:
        index = begin[0]
        coming: Future[Chunk] | None = reader.submit(read, *begin)
        while coming is not None:
            chunk, now, coming = coming.result(), index, None
            if chunk.next is not None:
                coming = reader.submit(read, index, chunk.next)
            elif (index := index + 1) < len(sources):
                coming = reader.submit(read, index, sources[index].start)
            yield now, now, chunk


def _parts(work: Work) -> Iterator[tuple[int, int, Chunk]]:
    """Yield the parts that are not done yet, of rows that were sorted aside."""
    for part in parts_aside(work.job):
        yield 0, part, part_chunk(work.job, part)


def _progress(sources: Sequence[Source], done: Done) -> tuple[int, int]:
    index = done.source
    sizes = [s.path.stat().st_size for s in sources]
    share = 1.0 if done.next is None else done.next.offset / max(1, sources[index].size)
    return int(sum(sizes[:index]) + share * sizes[index]), sum(sizes)


def _share(sources: Sequence[Source], share: float) -> tuple[int, int]:
    total = sum(s.path.stat().st_size for s in sources)
    return int(share * total), total
