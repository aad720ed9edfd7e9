"""A catalogue whose products do not stand together: its rows are sorted aside first.

Rows go, by the hash of their product, to files small enough to be sorted in memory; each of
these is then one chunk of whole products.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import polars as pl

from celca.catalog.intake import Chunk, Layout, Place, Source, next_chunk, sorted_chunk
from celca.catalog.runs.job import Job
from celca.errors import FileFault

__all__ = ["part_chunk", "parts_aside", "spill"]

_BYTES_PER_ROW = 32
_ROWS = "rows"  # the folder they go to


def spill(
    job: Job, sources: Sequence[Source], layouts: Sequence[Layout], rows: int
) -> tuple[int, int]:
    """Sort the rows of all files into files by product; return (files, blank rows).

    Raises FileFault where the files of a catalogue do not have the same columns.
    """
    for source, layout in zip(sources, layouts, strict=True):
        if layout.headings != layouts[0].headings:
            raise FileFault(
                source.path.name,
                f"has other columns than {sources[0].path.name}, and a product stands in two"
                " places of the catalogue.",
                "Keep the rows of a product together, or give all files the same columns.",
            )
    kinds = {"parquet": 1}
    estimate = sum(s.size // kinds.get(s.kind, _BYTES_PER_ROW) for s in sources)
    parts, blank, number, folder = 1 + estimate // rows, 0, 0, job.folder / _ROWS
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for source, layout in zip(sources, layouts, strict=True):
        place: Place | None = source.start
        while place is not None:
            chunk = next_chunk(source, layout, place, rows, used=range(len(source.headings)))
            part = pl.col("product").fill_null("").hash(0) % parts
            frame = chunk.frame.with_columns(part=part, file=pl.lit(source.path.name))
            for (key,), some in frame.partition_by("part", as_dict=True).items():
                some.drop("part").write_ipc(folder / f"{int(key):06}-{number:06}.arrow")
            place, blank, number = chunk.next, blank + chunk.blank, number + 1
    return parts, blank


def parts_aside(job: Job) -> list[int]:
    """Return the parts of what was sorted aside that are not done yet."""
    first = job.done[-1].source + 1 if job.done else 0
    return [part for part in _numbers(job) if part >= first]


def part_chunk(job: Job, part: int) -> Chunk:
    """Return one part as a chunk; the first also stands for the blank rows of all."""
    paths = sorted((job.folder / _ROWS).glob(f"{part:06}-*.arrow"))
    frame = pl.concat([pl.read_ipc(p) for p in paths], how="diagonal")
    blank = job.scattered["blank"] if part == _numbers(job)[0] else 0
    return sorted_chunk(frame.sort("product", maintain_order=True), blank)


def _numbers(job: Job) -> list[int]:
    return sorted({int(p.name[:6]) for p in (job.folder / _ROWS).glob("*-*.arrow")})
