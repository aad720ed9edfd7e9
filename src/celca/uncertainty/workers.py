"""The same job for many draws, on several processes, results in order.

Threads would not do: SciPy's sparse products hold Python's lock. The job goes to each
process once; after that only numbers of draws go out and results come back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context

from celca.errors import UsageError
from celca.uncertainty.distributions import Array

__all__ = ["AHEAD", "BATCH", "in_order"]

Job = Callable[[int], Array]
BATCH = 4
AHEAD = 1
_held: list[Job] = []


def in_order(job: Job, numbers: Iterable[int], workers: int) -> Iterator[Array]:
    """Yield what the job gives for each number, in the order asked for.

    job      can be pickled, and depends on nothing but the number
    workers  processes; 1 works in this one. No more results than `BATCH` for each worker
             and `AHEAD` are held at once
    """
    if workers <= 1:
        yield from map(job, numbers)
        return
    asked, waiting = iter(numbers), deque[Future[list[Array]]]()
    with ProcessPoolExecutor(workers, get_context("spawn"), _hold, (job,)) as pool:
        try:
            while batch := tuple(islice(asked, BATCH)):
                waiting.append(pool.submit(_work, batch))
                if len(waiting) >= workers + AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            raise UsageError(
                "The worker processes could not start or were stopped. In a script, call this"
                ' below `if __name__ == "__main__":`, or use one worker.'
            ) from None
        finally:
            for future in waiting:
                future.cancel()


def _hold(job: Job) -> None:
    """Keep the job of this process; called once, when it starts."""
    _held[:] = [job]


def _work(numbers: tuple[int, ...]) -> list[Array]:
    """Return what the job of this process gives for each number."""
    return [_held[0](number) for number in numbers]
