"""The files of a Brightway project, read without Brightway.

A project is a folder with two kinds of files: SQLite with one pickled dictionary per node and
edge, and zipped arrays. Both are opened read-only here, so that no project is switched to,
no lock is taken, and a project that another process has open can be read. Pickles may hold
plain data only; anything else is refused, not executed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from celca.errors import DataError, FileFault, UnknownName
from celca.readers.draft import some

__all__ = [
    "CODES",
    "PEDIGREE",
    "RECORDS",
    "SHAPES",
    "UNDRAWN",
    "Key",
    "Project",
    "brightway_folder",
    "called",
    "open_project",
    "plain_pickle",
    "project_names",
]

Key = tuple[str, str]  # database and code of a node
# the codes of stats_arrays, by which Brightway tells distributions apart
SHAPES = {2: "lognormal", 3: "normal", 4: "uniform", 5: "triangular"}
UNDRAWN = {
    6: "Bernoulli",
    7: "discrete uniform",
    8: "Weibull",
    9: "gamma",
    10: "beta",
    11: "extreme value",
    12: "Student's t",
}
PEDIGREE = (
    *("reliability", "completeness", "temporal correlation"),
    *("geographical correlation", "further technological correlation"),
)
CODES = {"": 0, **{name: code for code, name in SHAPES.items()}}
# others keep their processes in arrays alone: input-output tables, and databases whose processes
# share their inputs among several products only when they are processed
RECORDS = (None, "", "default", "sqlite", "multifunctional", "singlefile")
_STALE = """
    SELECT name FROM group_table WHERE fresh = 0 AND EXISTS (SELECT * FROM parameterizedexchange)
    AND (name = 'project' OR name = ? OR name IN
        (SELECT "group" FROM activityparameter WHERE "database" = ?))
"""
_ADVICE = "Set BRIGHTWAY2_DIR to the folder that holds your projects."
_PLAIN = {
    ("numpy.core.multiarray", "scalar"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("collections", "OrderedDict"),
    ("collections", "defaultdict"),
    ("builtins", "list"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("datetime", "datetime"),
    ("datetime", "date"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("uuid", "UUID"),
    ("uuid", "SafeUUID"),
    ("decimal", "Decimal"),
    ("_codecs", "encode"),
}


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        if (module, name) not in _PLAIN:
            raise DataError(
                f"A record of the Brightway project holds a {module}.{name}, not plain data:"
                " it is not read, as reading it could run code."
            )
        return super().find_class(module, name)


def plain_pickle(data: bytes) -> Any:  # noqa: ANN401
    """Return what a pickle of plain data holds. Raises DataError for anything else."""
    try:
        return _PlainUnpickler(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, IndexError, ValueError) as error:
        raise DataError(f"A record of the Brightway project is damaged: {error}.") from error


@dataclass(frozen=True)
class Project:
    """A Brightway project on disk."""

    name: str
    folder: Path

    @property
    def file(self) -> Path:
        """The SQLite file with nodes and edges."""
        return self.folder / "lci" / "databases.db"

    @cached_property
    def databases(self) -> Mapping[str, Mapping[str, Any]]:
        """What the project says of each database."""
        found: Any = self._metadata("databases")
        return dict(found or {})

    @cached_property
    def methods(self) -> Mapping[tuple[str, ...], Mapping[str, Any]]:
        """What the project says of each impact method."""
        found: Any = self._metadata("methods")
        pairs = found.items() if isinstance(found, dict) else found or []
        return {tuple(name): about for name, about in pairs}

    def _metadata(self, kind: str) -> Any:  # noqa: ANN401
        path = self.folder / f"{kind}.json"
        if path.is_file():
            try:
                return json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise FileFault(str(path), f"is not well-formed JSON: {error}.") from error
        path = self.folder / f"{kind}.pickle"
        return plain_pickle(path.read_bytes()) if path.is_file() else None

    def rows(self, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
        """Yield the answer to a query of nodes and edges."""
        if not self.file.is_file():
            raise FileFault(str(self.file), "is missing.", "Is this a Brightway project?")
        yield from _rows(self.file, query, values)

    def one_file(self, database: str) -> Mapping[Key, Mapping[str, Any]]:
        """Return a database of bw2data 3 that is kept in one file: node -> what is known of it."""
        place, version = self.folder / "intermediate", self.databases[database].get("version")
        path = called(place, database, f".{version}.pickle")
        if path is None:
            raise FileFault(str(place), f"a file of the database {database!r} is missing.")
        found: Any = plain_pickle(path.read_bytes())
        return dict(found)

    def mapping(self) -> Mapping[int, Key]:
        """Return the node that each number in the processed arrays stands for."""
        path = self.folder / "mapping.pickle"
        if path.is_file():  # of bw2data 3
            found: Any = plain_pickle(path.read_bytes())
            return {number: (str(k[0]), str(k[1])) for k, number in found.items()}
        known = self.rows("SELECT id, database, code FROM activitydataset")
        return {number: (database, code) for number, database, code in known}

    def stale_parameters(self, database: str) -> list[str]:
        """Return the groups of parameters that changed after amounts were computed from them."""
        path = self.folder / "parameters.db"
        if not path.is_file():
            return []
        tables = {name for (name,) in _rows(path, "SELECT name FROM sqlite_master", ())}
        known = {"group_table", "parameterizedexchange", "activityparameter"} <= tables
        return [name for (name,) in _rows(path, _STALE, (database, database))] if known else []

    def stamp(self, processed: bool = False) -> str:
        """Return a text that changes whenever the project's inventories do.

        processed  the arrays are read, of more than the databases that have nothing else
        """
        parts = [str(self.file)]
        kept = sorted((self.folder / "intermediate").glob("*.pickle"))
        held = self.databases.items()
        read = (name for name, x in held if processed or x.get("backend") not in RECORDS)
        arrays = [called(self.folder / "processed", name, ".*") for name in sorted(read)]
        ahead = self.file.with_name("databases.db-wal")
        for path in (self.file, ahead, self.folder / "parameters.db", *kept, *arrays):
            if path is not None and path.is_file() and (about := path.stat()).st_size:
                # what was put back from a copy has its old time of change, but not of its entry
                parts.append(f"{about.st_mtime_ns} {about.st_ctime_ns} {about.st_size}")
        return " ".join(parts)


def _rows(path: Path, query: str, values: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    # even reading makes files beside a database in SQLite's WAL mode, where that is allowed
    ahead = path.with_name(f"{path.name}-wal")
    whole = not (ahead.is_file() and ahead.stat().st_size)
    fixed = "&immutable=1" if whole and not os.access(path.parent, os.W_OK) else ""
    uri = f"{path.resolve().as_uri()}?mode=ro{fixed}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
            yield from connection.execute(query, values)
    except sqlite3.Error as error:
        raise FileFault(str(path), f"cannot be read: {error}.", "Close Brightway?") from error


def brightway_folder() -> Path:
    """Return the folder that Brightway keeps its projects in. Raises FileFault."""
    chosen = os.environ.get("BRIGHTWAY2_DIR") or os.environ.get("BRIGHTWAY_DIR")
    if chosen:
        folder = Path(chosen)
    else:
        from platformdirs import PlatformDirs

        folder = Path(PlatformDirs("Brightway3", "pylca").user_data_dir)
    if not (folder / "projects.db").is_file():
        raise FileFault(str(folder), "holds no Brightway projects.", _ADVICE)
    return folder


def called(folder: Path, name: str, suffix: str = "") -> Path | None:
    """Return what Brightway keeps under a name in a folder, None where there is nothing.

    The name of a file is a spelling of its own and ends in the MD5 of the name, whole or its
    first 8 digits, then the suffix.
    """
    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    for end in (digest, digest[:8]):
        for path in folder.glob(f"*.{end}{suffix}"):
            return path
    return None


def project_names(base: Path) -> list[str]:
    """Return the names of the projects in a folder."""
    return [row[0] for row in _rows(base / "projects.db", "SELECT name FROM projectdataset", ())]


def open_project(name: str) -> Project:
    """Return a project by name. Raises UnknownName or FileFault."""
    base = brightway_folder()
    known = project_names(base)
    if name not in known:
        advice = f"There are {some(map(repr, known))}."
        raise UnknownName("Brightway project", name, known, str(base), advice)
    folder = called(base, name)
    if folder is not None:
        return Project(name, folder)
    raise FileFault(str(base), f"the folder of the project {name!r} is missing.")
