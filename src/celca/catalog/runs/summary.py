"""What a run over a catalogue was asked for, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from celca.catalog.intake import File
from celca.catalog.pricing import Drawn
from celca.errors import Finding, UsageError
from celca.product import Change
from celca.product.forming import FORMING

__all__ = ["CatalogOptions", "CatalogSummary"]


@dataclass(frozen=True, slots=True)
class CatalogOptions:
    """How a catalogue is to be read and scored.

    columns     meaning -> heading, where the reader should not decide for itself; also
                `mass_unit` -> a unit, and `decimal` -> `.` or `,`
    ignored     headings of columns that are to be left unread
    matches     a matches.csv: name as written -> material of the database
    changes     further variants, each with shares by material
    forming     guess: a part without a process goes through the usual one of its material, where
                the product has no life of its own; stated: it does not
    life_cycles a file of [life_cycles.NAME] tables that a column of the catalogue may name;
                `default` holds for products that name none
    plastics    materials of the database that are plastic, beside those of that class
    drawn       draws of the database, for the quantiles of each product; None for none
    keep_demand keep the demand beside the scores, to price it again without the rows
    nested      a part without material and mass may be a product of the catalogue
    encoding    of text files; '' finds it
    chunk_rows  about how many rows are worked on at once; part of the run's identity
    workers     processes on this machine that share the work; 0 does it in this one
    cluster     address of a dask scheduler whose workers do it, such as `tcp://host:8786`
    overwrite   replace an output that exists
    restart     throw away what an unfinished run left behind, instead of going on with it
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()
    matches: Path | None = None
    changes: Sequence[Change] = ()
    forming: str = "guess"
    life_cycles: Path | None = None
    plastics: Sequence[str] = ()
    drawn: Drawn | None = None
    keep_demand: bool = False
    nested: bool = False
    encoding: str = ""
    chunk_rows: int = 500_000
    workers: int = 0
    cluster: str = ""
    overwrite: bool = False
    restart: bool = False

    def __post_init__(self) -> None:
        if self.chunk_rows < 1:
            raise UsageError(f"chunk_rows is {self.chunk_rows}, but must be 1 or more.")
        if self.forming not in FORMING:
            raise UsageError(f"forming is {self.forming!r}, but must be {' or '.join(FORMING)}.")
        if self.workers < 0:
            raise UsageError(f"workers is {self.workers}, but must be 0 or more.")
        if self.workers and self.cluster:
            raise UsageError("Give workers, which start here, or the address of a cluster.")


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
    output: File
    rejects: File | None
    database: Mapping[str, str]
    method: str
    findings: tuple[Finding, ...] = ()
    resumed: int = 0

    def less(self, products: int, rows: int) -> CatalogSummary:
        """Return the summary with some products set aside in the end, for so many rows."""
        return replace(
            self,
            scored=self.scored - products,
            rejected=self.rejected + products,
            rejected_rows=self.rejected_rows + rows,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as plain data, ready for JSON."""
        out = {name: getattr(self, name) for name in self.__dataclass_fields__}
        out["output"] = str(self.output)
        out["rejects"] = None if self.rejects is None else str(self.rejects)
        out["database"] = dict(self.database)
        out["findings"] = [asdict(f) for f in self.findings]
        return out
