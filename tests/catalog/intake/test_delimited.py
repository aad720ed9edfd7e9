"""The block reader against Python's csv module, on well-formed and on damaged text."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from celca.catalog.intake.delimited import parse_block
from celca.catalog.intake.faults import CODES

CELL = st.text(st.sampled_from('ab ,;"\n鋼é'), max_size=6)
ROW = st.lists(CELL, min_size=3, max_size=3).filter(lambda row: any(row))


def written(rows: list[list[str]], end: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerows(rows)
    return stream.getvalue()


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_well_formed_text_is_read_as_the_csv_module_reads_it(
    rows: list[list[str]], end: str
) -> None:
    block = parse_block(written(rows, end).encode(), ",", 3, 1, more=False)
    assert block.broken.height == 0
    cells = block.frame.select("r0", "r1", "r2").rows()
    assert [[c or "" for c in row] for row in cells] == rows


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8), st.integers(0, 7), st.sampled_from([2, 4, 5]))
def test_a_row_of_another_width_is_set_apart_and_its_neighbours_are_kept(
    rows: list[list[str]], at: int, width: int
) -> None:
    at = min(at, len(rows) - 1)
    odd = ["x"] * width
    block = parse_block(
        written([*rows[:at], odd, *rows[at:]], "\n").encode(), ",", 3, 1, more=False
    )
    cells = block.frame.select("r0", "r1", "r2").rows()
    assert [[c or "" for c in row] for row in cells] == rows
    assert block.broken["raw"].to_list() == [",".join(odd)]
    assert CODES[block.broken["fault"][0] - 1] == "wrong_cells"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r '), max_size=60))
@example('\r",",')
@example('"a"\rb,c')
@example('"",""\n"\n","a"b')
def test_every_line_of_any_text_is_a_row_or_broken_or_blank(text: str) -> None:
    data = (text + "\n").encode()
    block = parse_block(data, ",", 2, 1, more=False)
    lines = [*block.frame["line"], *block.broken["line"], *block.blank]
    assert len(set(lines)) == len(lines)
    # what is missing can only be inside a quoted cell that runs over several lines
    missing = set(range(1, data.count(b"\n") + 1)) - set(lines)
    inside = sum(
        (c or "").count("\n") for row in block.frame.select("r0", "r1").rows() for c in row
    )
    assert len(missing) <= inside


@settings(deadline=None)
@given(st.lists(ROW, min_size=2, max_size=8), st.integers(1, 200))
def test_a_block_that_is_cut_anywhere_is_continued_without_loss(
    rows: list[list[str]], cut: int
) -> None:
    """The rest of a cell that the cut leaves open is read again with the next block."""
    data = written(rows, "\n").encode()
    place = data.rfind(b"\n", 0, cut) + 1
    first = parse_block(data[:place], ",", 3, 1, more=True) if place else None
    found, begin, line = [], 0, 1
    if first is not None and not first.broken.height:
        found = first.frame.select("r0", "r1", "r2").rows()
        rest = parse_block(data, ",", 3, 1, more=False)
        begin = rest.frame["start"][len(found)] if len(found) < rest.frame.height else len(data)
        line = rest.frame["line"][len(found)] if len(found) < rest.frame.height else 0
    if begin < len(data):
        last = parse_block(data[begin:], ",", 3, line, more=False)
        found = [*found, *last.frame.select("r0", "r1", "r2").rows()]
    assert [[c or "" for c in row] for row in found] == rows
