"""A progress bar for what takes longer than a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that is told (done, of) and draws a bar on the error stream.

    Draws nothing where `quiet`, and nothing on a stream that is no terminal.
    """
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn(title), BarColumn(), TextColumn("{task.completed:,}/{task.total:,}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task(title, total=1, visible=console.is_terminal)
        yield lambda done, of: bar.update(task, completed=done, total=max(of, 1))
