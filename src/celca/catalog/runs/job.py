"""A run that can be cut off at any moment and goes on where it was.

Beside the output stands a folder with the plan (what is scored, with what) and, for each
chunk that is done, its scores, its bad rows and a record. The record is written last, by
renaming, so a chunk is either done or not.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from celca.catalog.intake import File, Place, RemotePath
from celca.errors import UsageError

__all__ = ["Done", "Job", "fingerprint", "open_job", "write_whole"]


@dataclass(frozen=True)
class Done:
    """The record of a chunk.

    next  place where the following chunk of the file begins, None where the file ended
    """

    source: int
    next: Place | None
    rows: int
    scored: int
    rejected: int
    rejected_rows: int
    blank: int


@dataclass
class Job:
    """A folder of chunks.

    done  records of the chunks that are finished, in order
    """

    folder: Path
    done: list[Done]

    def keep(self, number: int, tables: Mapping[str, pl.DataFrame], rejected: pl.Series) -> None:
        """Keep what a chunk came to; it counts as done only when it is recorded.

        tables  by kind: scores, rejects (kept where there are any), and what else was wanted
        """
        for kind, table in tables.items():
            if table.height or kind != "rejects":
                _write_frame(table, self.path(kind, number))
        if len(rejected):
            _write_frame(rejected.alias("product").to_frame(), self.path("rejected", number))

    def record(self, done: Done) -> None:
        """Record that the next chunk is done; what it came to must have been kept."""
        record = json.dumps(asdict(done)).encode()
        write_whole(self.folder / f"done-{len(self.done):06}.json", record)
        self.done.append(done)

    @property
    def scattered(self) -> dict[str, int]:
        """What is known of rows sorted aside: parts, blank; empty where they stand together."""
        path = self.folder / "scattered.json"
        return dict(json.loads(path.read_bytes())) if path.is_file() else {}

    def begin_anew(self, scattered: Mapping[str, int]) -> None:
        """Forget the chunks that are done: the rows have been sorted aside since."""
        self.forget()
        write_whole(self.folder / "scattered.json", json.dumps(scattered).encode())

    def forget(self) -> None:
        """Remove the chunks, their records first: none may be left without its scores."""
        for number in range(len(self.done), 0, -1):
            (self.folder / f"done-{number - 1:06}.json").unlink()
        self.done.clear()
        for path in self.folder.glob("*-*.arrow"):
            path.unlink()

    def path(self, kind: str, number: int) -> Path:
        """Return the file of a chunk: scores, rejects, rejected (products), demand."""
        return self.folder / f"{kind}-{number:06}.arrow"

    def parts(self, kind: str) -> list[Path]:
        """Return the files of all finished chunks that have one."""
        counts = {"rejects": "rejected_rows", "rejected": "rejected"}
        held = [kind not in counts or getattr(done, counts[kind]) > 0 for done in self.done]
        return [self.path(kind, i) for i, one in enumerate(held) if one]

    def remove(self) -> None:
        """Remove the folder, such that a part of it that is left behind misleads nobody.

        First the records of chunks, then the note that the rows are sorted aside, then the
        rows and all else, and the plan last.
        """
        self.forget()
        (self.folder / "scattered.json").unlink(missing_ok=True)
        for path in sorted(self.folder.iterdir()):
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "plan.json":
                path.unlink()
        shutil.rmtree(self.folder)


def open_job(folder: Path, plan: Mapping[str, Any], *, restart: bool) -> Job:
    """Open the folder of a run, new or unfinished.

    Raises UsageError where it was begun with another input, database or option.
    """
    about = folder / "plan.json"
    if about.is_file() and not restart:
        begun = _begun(about)
        changed = [k for k in {**plan, **begun} if plan.get(k) != begun.get(k)]
        if changed:
            raise UsageError(
                f"{folder}: an unfinished run was begun with another {', '.join(changed)}."
                " Restore it and run again to go on, or say restart to begin anew."
            )
        return Job(folder, _records(folder))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = json.dumps(plan, indent=1, ensure_ascii=False)
    write_whole(about, text.encode())
    return Job(folder, [])


def _begun(about: Path) -> dict[str, Any]:
    """Return the plan of an unfinished run. Raises UsageError where none can be read."""
    try:
        begun = json.loads(about.read_bytes())
    except ValueError:
        begun = None
    if not isinstance(begun, dict):
        raise UsageError(f"{about} is damaged, so the run cannot go on; say restart to begin anew.")
    return begun


def _records(folder: Path) -> list[Done]:
    done: list[Done] = []
    while (path := folder / f"done-{len(done):06}.json").is_file():
        record = json.loads(path.read_bytes())
        place = record.pop("next")
        done.append(Done(next=Place(**place) if place else None, **record))
    return done


def fingerprint(path: File) -> str:
    """Return the SHA-256 of a file; of one in a store, of what the store tells it by."""
    if isinstance(path, RemotePath):
        return path.identity
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    with _whole(path) as stream:
        stream.write(data)


def _write_frame(frame: pl.DataFrame, path: Path) -> None:
    with _whole(path) as stream:
        frame.rechunk().write_ipc(stream, compression="uncompressed")


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to a file beside the path, that takes its place when all is on the disk.

    Two processes may do so at once: each writes a file of its own, and the last one stays.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)  # where the disk is full, it gives its room back
