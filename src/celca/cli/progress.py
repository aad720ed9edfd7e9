"""A progress bar for what takes longer than a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["busy", "progress"]


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
    count = TextColumn("{task.completed:,}/{task.total:,} ({task.fields[rate]}/s)")
    columns = (TextColumn(title), BarColumn(), count)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task(title, total=1, visible=console.is_terminal, rate="-")

        def step(done: int, of: int) -> None:
            rate = f"{bar.tasks[0].speed or 0:,.0f}"
            bar.update(task, completed=done, total=max(of, 1), rate=rate)

        yield step


@contextmanager
def busy(title: str, *, quiet: bool = False) -> Iterator[None]:
    """Show that something goes on whose length nobody knows, and nothing where `quiet`."""
    if quiet:
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(title):
        yield
