"""Where the chunks of a catalogue begin, found without reading all of it.

A cluster needs the places before the rows are read. In a Parquet file the column of products
gives them; in a text the last lines of each block do, which is a guess: whoever does a chunk
tells where it really ends, and from there on is guessed again where it was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from celca.catalog.intake import Layout, Place, Source, border_after, last_lines, next_chunk
from celca.catalog.runs.job import Done

__all__ = ["chunk_starts", "where"]


def where(done: Sequence[Done], sources: Sequence[Source]) -> tuple[int, Place] | None:
    """Return the file and place where the work goes on, None where all is done."""
    if not done:
        return 0, sources[0].start
    last = done[-1]
    if last.next is not None:
        return last.source, last.next
    index = last.source + 1
    return (index, sources[index].start) if index < len(sources) else None


def chunk_starts(
    sources: Sequence[Source], layouts: Sequence[Layout], begin: tuple[int, Place], rows: int
) -> Iterator[tuple[int, Place]]:
    """Yield file and place of each chunk, from one on."""
    index, place = begin
    while True:
        yield index, place
        follows = _follows(sources[index], layouts[index], place, rows)
        if follows is None:
            index += 1
            if index == len(sources):
                return
            follows = sources[index].start
        place = follows


def _follows(source: Source, layout: Layout, place: Place, rows: int) -> Place | None:
    if source.kind == "parquet":
        return next_chunk(source, layout, place, rows, used=layout.of_product).next
    tail = last_lines(source, place, rows)
    if tail.end:
        return None
    found = border_after(tail, layout, source.delimiter)
    return found if found is not None else next_chunk(source, layout, place, rows).next
