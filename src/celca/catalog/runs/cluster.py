"""The chunks of a run on dask.distributed: its workers do them, this process records them.

A worker that dies has done a chunk or not: what it left half-done is overwritten whole by the
next, and only this process records, in the order of the chunks. So nothing is scored twice or
lost, and the output has the bytes that one process alone would have written.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from socket import gethostname
from typing import Any

from celca.catalog.intake import Place, next_chunk
from celca.catalog.runs.borders import chunk_starts, where
from celca.catalog.runs.gather import part_chunk, parts_aside
from celca.catalog.runs.job import Job, fingerprint, write_whole
from celca.catalog.runs.task import Outcome, Work, do_chunk
from celca.errors import CelcaError, DataError, MissingExtra, UsageError

__all__ = ["open_client", "parts_there", "there"]

_ATTEMPTS = 5  # a chunk whose workers die so often is told to the user
_WAIT = 60  # for the first worker [s]


@dataclass(frozen=True)
class Task:
    """One chunk to be done.

    source  which file, or which part of what was sorted aside
    place   where it begins in the file, None for a part
    """

    number: int
    source: int
    place: Place | None


@contextmanager
def open_client(workers: int, address: str) -> Iterator[Any]:
    """Give a client of the cluster at an address, or of a new one of so many processes here.

    None where neither is asked for. Raises MissingExtra, and UsageError for a cluster that does
    not answer or has no workers.
    """
    if address:
        with _client_at(address) as client:
            yield client
    elif workers:
        with _processes(workers) as cluster, _distributed().Client(cluster) as client:
            yield client
    else:
        yield None


def _distributed() -> Any:  # noqa: ANN401
    try:
        import distributed
    except ImportError as error:
        raise MissingExtra("distributed", "cluster", "a cluster") from error
    return distributed


@contextmanager
def _client_at(address: str) -> Iterator[Any]:
    """Give a client of the cluster at an address, once it has a worker."""
    try:
        client = _distributed().Client(address, timeout=_WAIT)
    except (OSError, ValueError) as error:
        raise UsageError(f"No scheduler of dask answers at {address}: {error}.") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_WAIT)
        except TimeoutError as error:
            raise UsageError(f"The cluster at {address} has no workers; start some.") from error
        yield client


def _processes(workers: int) -> Any:  # noqa: ANN401
    """Return a cluster of processes on this machine, which share its cores."""
    threads = str(max(1, (os.cpu_count() or 1) // workers))
    return _distributed().LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        env={"POLARS_MAX_THREADS": threads},
        memory_limit=0,
        silence_logs=50,
    )


def there(work: Work) -> Iterator[Outcome]:
    """Do the chunks as they stand in the files; each must be recorded before the next is asked."""
    while (begin := where(work.job.done, work.sources)) is not None:
        rows, first = work.options.chunk_rows, len(work.job.done)
        places = chunk_starts(work.sources, work.layouts, begin, rows)
        tasks = (Task(first + i, *place) for i, place in enumerate(places))
        with closing(_done(work, tasks)) as found:
            for task, outcome in found:
                if (task.source, task.place) != where(work.job.done, work.sources):
                    break  # the guess of its place was wrong
                yield outcome


def parts_there(work: Work) -> Iterator[Outcome]:
    """Do the parts of what was sorted aside."""
    parts = enumerate(parts_aside(work.job), start=len(work.job.done))
    for _, outcome in _done(work, (Task(number, part, None) for number, part in parts)):
        yield outcome


def _done(work: Work, tasks: Iterator[Task]) -> Generator[tuple[Task, Outcome]]:
    """Have tasks done, some ahead of each other; they come out in the order they went in."""
    setup = work.job.folder.resolve() / "work.pickle"
    write_whole(setup, pickle.dumps(_for_workers(work)))
    told = (str(setup), fingerprint(setup), _versions())
    waiting: deque[tuple[Task, Any]] = deque()
    try:
        while True:
            ahead = 2 * sum(work.client.nthreads().values()) + 2
            while len(waiting) < ahead and (task := next(tasks, None)) is not None:
                waiting.append((task, _submit(work.client, told, task)))
            if not waiting:
                return
            task, future = waiting.popleft()
            yield task, _result(work.client, told, task, future)
    finally:
        # where the cluster is gone, the user is told what ended the run, not that this failed too
        with suppress(Exception):
            work.client.cancel([future for _, future in waiting])


def _for_workers(work: Work) -> Work:
    """Return the run as a worker needs it: paths whole, and nothing of this process."""
    sources = tuple(replace(s, path=s.path.resolve()) for s in work.sources)
    job = Job(work.job.folder.resolve(), [])
    return replace(work, job=job, sources=sources, client=None, progress=None)


def _submit(client: Any, told: tuple[str, str, str], task: Task) -> Any:  # noqa: ANN401
    return client.submit(_on_worker, *told, task, pure=False, priority=-task.number)


def _result(client: Any, told: tuple[str, str, str], task: Task, future: Any) -> Outcome:  # noqa: ANN401
    from distributed import KilledWorker

    for _ in range(_ATTEMPTS):
        try:
            outcome: Outcome | str = future.result()
        except KilledWorker:
            future = _submit(client, told, task)
            continue
        if isinstance(outcome, str):
            raise DataError(outcome)
        return outcome
    raise UsageError(
        f"Chunk {task.number}: every worker that took it died, {_ATTEMPTS} times over. Give the"
        " workers more memory, or a smaller --chunk-rows; what is done is kept."
    )


def _on_worker(setup: str, digest: str, versions: str, task: Task) -> Outcome | str:
    """Do a chunk; an error of ours goes back as its sentence."""
    try:
        work = _opened(setup, digest, versions)
        if task.place is None:
            chunk = part_chunk(work.job, task.source)
            return do_chunk(work, task.number, 0, task.source, chunk)
        source, layout = work.sources[task.source], work.layouts[task.source]
        chunk = next_chunk(source, layout, task.place, work.options.chunk_rows)
        return do_chunk(work, task.number, task.source, task.source, chunk)
    except CelcaError as error:
        return str(error)


@lru_cache(maxsize=1)
def _opened(setup: str, digest: str, versions: str) -> Work:
    """Return the run; `digest` tells it from an earlier one at the same place.

    Raises UsageError where this worker does not see the files, or has another celca.
    """
    who = f"The worker {gethostname()}"
    if (ours := _versions()) != versions:
        raise UsageError(f"{who} has {ours}, but the run {versions}; install the same there.")
    shared = (
        "Catalogue and output must lie where every worker finds them under the same path: in a"
        " folder that all machines share."
    )
    if not Path(setup).is_file():
        raise UsageError(f"{who} does not see {Path(setup).parent}. {shared}")
    work: Work = pickle.loads(Path(setup).read_bytes())
    for source in work.sources:
        if not source.path.exists():
            raise UsageError(f"{who} does not see {source.path}. {shared}")
    return work


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("celca", "polars", "numpy"))
