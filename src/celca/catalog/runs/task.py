"""One chunk of a run: read, scored and kept. The same here and on the worker of a cluster.

What a chunk comes to depends on nothing but the run and the place where it begins, so it may be
done again, anywhere, and leaves the same files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from celca.catalog.intake import Chunk, Layout, Source
from celca.catalog.runs.job import Done, Job
from celca.catalog.runs.summary import CatalogOptions
from celca.catalog.scoring import Names, Scored, Wanted, score_chunk
from celca.errors import FileFault

__all__ = ["Outcome", "Progress", "Work", "do_chunk"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Work:
    """All that a run needs: files, their layouts, and where what is done is kept.

    client  of dask.distributed, whose workers do the chunks; None where this process does
    """

    job: Job
    sources: Sequence[Source]
    layouts: Sequence[Layout]
    names: Names
    options: CatalogOptions
    wanted: Wanted
    method: str
    progress: Progress | None
    client: Any = None


@dataclass(frozen=True)
class Outcome:
    """What is told of a chunk that was done.

    twice  whether a product stands in two places of it
    """

    done: Done
    twice: bool


def do_chunk(work: Work, number: int, at: int, record: int, chunk: Chunk) -> Outcome:
    """Score a chunk and keep what it comes to, without recording it.

    at      which file the rows are from
    record  what the record names as its source: the file, or the part that was sorted aside
    """
    source, layout = work.sources[at], work.layouts[at]
    scored = score_chunk(chunk, source, layout, work.names, work.wanted)
    _refuse_unitless(scored, layout, source)
    tables = {"scores": scored.scores, "rejects": scored.rejects, **scored.beside}
    work.job.keep(number, tables, scored.rejected)
    done = Done(
        source=record,
        next=chunk.next,
        rows=scored.rows,
        scored=scored.scores.height,
        rejected=len(scored.rejected),
        rejected_rows=scored.rejects.height,
        blank=chunk.blank,
    )
    names = chunk.names.drop_nulls()
    return Outcome(done, names.n_unique() < len(names))


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
