"""Many declared values against their studies: a table of values, a folder of studies.

Each row names its study, by a column `study` or by its id or product; where the folder is itself
one study, every row is held against that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from celca.audit.basis import Basis
from celca.audit.table import Table, read_table
from celca.audit.verdict import Judging, Verdict
from celca.audit.verify import verify
from celca.errors import CelcaError, FileFault

__all__ = ["Verdicts", "verify_many"]

_USUAL, _USUALLY = Basis(), Judging()
_NAMES = ("study", "id", "product")
_TABLES = (".csv", ".tsv", ".xlsx", ".xls")


@dataclass(frozen=True, slots=True)
class Judged:
    """One row: its verdict, or why there is none."""

    row: int
    product: str
    study: str
    verdict: Verdict | None
    reason: str = ""

    @property
    def word(self) -> str:
        """The verdict in a word."""
        return self.verdict.verdict if self.verdict else "cannot be judged"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, one sentence each."""
        return (self.reason,) if self.verdict is None else self.verdict.reasons

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        told = self.verdict.to_dict() if self.verdict else {"verdict": self.word}
        about = {"row": self.row, "product": self.product, "study": self.study}
        return {**about, **told, "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts of a table, row by row."""

    rows: tuple[Judged, ...]

    def count(self, word: str) -> int:
        """Return how many rows have a verdict."""
        return sum(row.word == word for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        words = ("agrees", "differs", "cannot be judged")
        counts = {word.replace(" ", "_"): self.count(word) for word in words}
        return {"rows": len(self.rows), **counts, "results": [r.to_dict() for r in self.rows]}


def verify_many(
    path: Path,
    folder: Path,
    basis: Basis = _USUAL,
    judging: Judging = _USUALLY,
    progress: Callable[[int, int], None] | None = None,
) -> Verdicts:
    """Hold each value of a table against its study.

    folder  of studies, each a folder with a product.toml or a bill of materials, or one study

    Raises FileFault where the table has no value, or the folder is none.
    """
    if not folder.exists():
        raise FileFault(str(folder), "does not exist.")
    table = read_table(path, ("value",))
    found = []
    for i in range(len(table.rows)):
        found.append(_judged(table, i, folder, basis, judging))
        if progress is not None:
            progress(i + 1, len(table.rows))
    return Verdicts(tuple(found))


def _judged(table: Table, i: int, folder: Path, basis: Basis, judging: Judging) -> Judged:
    row = table.rows[i]
    product, study = row.text("product") or row.text("id"), ""
    try:
        place = _study_of(row.row, list(filter(None, map(row.text, _NAMES))), folder)
        study = place.name
        verdict = verify(table.declared(i), place, basis, judging)
    except CelcaError as fault:
        return Judged(row.row, product, study, None, str(fault))
    return Judged(row.row, product, study, verdict)


def _study_of(row: int, names: list[str], folder: Path) -> Path:
    """Return the study that a row names. Raises FileFault where there is none."""
    if folder.is_file() or (folder / "product.toml").is_file():
        return folder
    known = dict(_studies(folder))
    for name in names:
        if name in known:
            return known[name]
    raise FileFault(
        f"row {row}",
        f"names no study of {folder.name}: {', '.join(names) or 'neither study, id nor product'}.",
        f"There are {', '.join(sorted(known)[:8]) or 'none'}. Add a column 'study'.",
    )


def _studies(folder: Path) -> Iterator[tuple[str, Path]]:
    for place in sorted(folder.iterdir()):
        if (place / "product.toml").is_file():
            yield place.name, place
        elif place.suffix.lower() in _TABLES or place.suffix == ".toml":
            yield place.stem, place
