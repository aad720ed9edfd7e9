"""What a run over a catalogue was asked for, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from celca.errors import Finding, UsageError
from celca.product import Change

__all__ = ["CatalogOptions", "CatalogSummary"]


@dataclass(frozen=True, slots=True)
class CatalogOptions:
    """How a catalogue is to be read and scored.

    columns     meaning -> heading, where the reader should not decide for itself; also
                `mass_unit` -> a unit, and `decimal` -> `.` or `,`
    matches     a matches.csv: name as written -> material of the database
    changes     further variants, each with shares by material
    encoding    of text files; '' finds it
    chunk_rows  about how many rows are worked on at once; part of the run's identity
    overwrite   replace an output that exists
    restart     throw away what an unfinished run left behind, instead of going on with it
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    matches: Path | None = None
    changes: Sequence[Change] = ()
    encoding: str = ""
    chunk_rows: int = 500_000
    overwrite: bool = False
    restart: bool = False

    def __post_init__(self) -> None:
        if self.chunk_rows < 1:
            raise UsageError(f"chunk_rows is {self.chunk_rows}, but must be 1 or more.")


@dataclass(frozen=True)
class CatalogSummary:
    """The counts of a run. rows = rows of scored products + rows of rejected products.

    rows           rows that are not blank
    products       different products named in them
    scored         products with a score
    rejected       products set aside whole, because a row of theirs is bad
    rejected_rows  bad rows, each with a line in `rejects`
    blank_rows     rows without any content, passed over
    seconds        of wall time [s], of this run alone where an earlier one was continued
    output         file of scores
    rejects        file of bad rows, None where there are none
    database       name, version, hash
    method         its id
    resumed        chunks that an earlier, unfinished run had done already
    """

    rows: int
    products: int
    scored: int
    rejected: int
    rejected_rows: int
    blank_rows: int
    seconds: float
    output: Path
    rejects: Path | None
    database: Mapping[str, str]
    method: str
    findings: tuple[Finding, ...] = ()
    resumed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as plain data, ready for JSON."""
        out = {name: getattr(self, name) for name in self.__dataclass_fields__}
        out["output"] = str(self.output)
        out["rejects"] = None if self.rejects is None else str(self.rejects)
        out["database"] = dict(self.database)
        out["findings"] = [asdict(f) for f in self.findings]
        return out
