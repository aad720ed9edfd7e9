"""Tables for people: everything fits a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Column, Table
from rich.text import Text

from celca.cli.tongue import ENGLISH, Tongue
from celca.marks import HIDDEN

if TYPE_CHECKING:
    from celca.errors import Finding

__all__ = ["findings", "listed", "number", "percent", "show", "summary_table", "table"]

_WIDTH = 100
_BETWEEN = 3  # columns that stand between two cells


def show(*parts: RenderableType) -> None:
    """Print tables and texts to standard output, 100 columns wide at most."""
    console = Console(highlight=False, soft_wrap=False)
    if console.width > _WIDTH or not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH)
    for part in parts:
        console.print(_Harmless(part))


@dataclass(frozen=True, slots=True)
class _Harmless:
    """What is shown, without the commands and marks that names from files may hold."""

    part: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield what the part yields; colours come with the style, never with the text."""
        for segment in console.render(self.part, options):
            if segment.control:
                yield segment
            else:  # the ends of lines are of the text as it was wrapped
                lines = [line.translate(HIDDEN) for line in segment.text.split("\n")]
                yield Segment("\n".join(lines), segment.style)


def number(value: float | None) -> str:
    """Return a number with four significant figures, never in exponents where avoidable."""
    if value is None:
        return "–"
    if value == 0 or 1e-4 <= abs(value) < 1e7:
        digits = 4 if value == 0 else max(0, 3 - _magnitude(value))
        return f"{value:,.{min(digits, 7)}f}"
    return f"{value:.3e}"


def percent(value: float | None) -> str:
    """Return a change in per cent, blank where there is none."""
    return "" if value is None else f"{round(value, 1) + 0.0:+.1f} %"  # never -0.0


def _magnitude(value: float) -> int:
    from math import floor, log10

    return floor(log10(abs(value)))


def table(title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table; columns are (heading, left or right)."""
    out = _Whole(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    out.min_width = min(cell_len(title), _WIDTH)  # or a narrow table would break its title
    for heading, side in columns:
        out.add_column(heading, justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        out.add_row(*(Text(cell) for cell in row))
        out.texts.append(row)
    return out


class _Whole(Table):
    """A table that keeps words whole where it has to be narrowed: rich would break any."""

    def __init__(self, **looks: Any) -> None:  # noqa: ANN401  what rich's table takes
        super().__init__(**looks)
        self.texts: list[Sequence[str]] = []

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, its columns narrowed to the width there is."""
        cells = [[row[i] for row in self.texts] for i in range(len(self.columns))]
        widths = [
            max(map(cell_len, [str(c.header), *x]))
            for c, x in zip(self.columns, cells, strict=True)
        ]
        words = [_longest(c, x) for c, x in zip(self.columns, cells, strict=True)]
        narrowed = _narrowed(widths, words, options.max_width)
        for column, width in zip(self.columns, narrowed, strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)


def _longest(column: Column, cells: Sequence[str]) -> int:
    """Return the longest word of a column; a figure is one with its unit."""
    figures = cells if column.justify == "right" else " ".join(cells).split()
    return max(map(cell_len, [*str(column.header).split(), *figures]), default=0)


def _narrowed(widths: list[int], words: list[int], most: int) -> Sequence[int | None]:
    """Return the width of each column, None where all fit: the widest give way, then words."""
    room = most - 1 - _BETWEEN * len(widths)
    if sum(widths) <= room or room < len(widths):
        return [None] * len(widths)
    while sum(widths) > room:
        free = [i for i, width in enumerate(widths) if width > words[i]] or range(len(widths))
        widths[max(free, key=widths.__getitem__)] -= 1
    return widths


def findings(items: Sequence[Finding], tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return findings as lines, the grave ones first."""
    if not items:
        return []
    grave = {"error": 0, "warning": 1, "info": 2}
    out: list[RenderableType] = [Text(tongue("What to know"), style="bold")]
    for f in sorted(items, key=lambda f: grave[f.severity]):
        where = f" ({tongue.place(f.where)})" if f.where and f.where not in f.message else ""
        mark = {"error": "!!", "warning": "! ", "info": "  "}[f.severity]
        out.append(Text(f"{mark} {tongue.finding(f)}{where}"))
    return out


def listed(title: str, lines: Iterable[str]) -> list[RenderableType]:
    """Return lines under their title, nothing where there are none."""
    texts = [Text(f"  {line}") for line in lines]
    return [Text(title, style="bold"), *texts] if texts else []


def summary_table(data: Mapping[str, Any]) -> Table:
    """Return plain facts, one a row."""
    facts = [(k.replace("_", " "), _plain(v)) for k, v in data.items() if v is not None]
    return table("", [("", ""), ("", "")], facts)


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_plain(v)}" for k, v in value.items())
    return str(value)
