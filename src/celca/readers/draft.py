"""An inventory in the making: readers add to it, and it ends as a frozen record."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from celca.errors import Finding, Severity
from celca.inventory import (
    DISTRIBUTIONS,
    KINDS,
    ExchangeTable,
    Flow,
    Inventory,
    Process,
    Source,
    digest,
    is_repeated,
    repeated,
)

__all__ = [
    "FIXED",
    "Draft",
    "Spread",
    "draft_of",
    "findings_where",
    "pedigree_in",
    "some",
    "spread_95",
]

_NAN = float("nan")
_PEDIGREE = re.compile(r"\(([1-5];){4}[1-5]\)")
_KIND = {name: i for i, name in enumerate(KINDS)}
_SHAPE = {name: i for i, name in enumerate(DISTRIBUTIONS)}


@dataclass(frozen=True, slots=True)
class Spread:
    """How uncertain an amount is, as in Exchange; NaN where a parameter has no meaning."""

    distribution: str = ""
    scale: float = _NAN
    minimum: float = _NAN
    maximum: float = _NAN

    def times(self, ratio: float) -> Spread:
        """Return the spread of the amount times a ratio."""
        if ratio == 1.0 or not self.distribution:
            return self
        low, high = self.minimum * ratio, self.maximum * ratio
        scale = self.scale * abs(ratio) if self.distribution == "normal" else self.scale
        return Spread(self.distribution, scale, *((low, high) if ratio > 0 else (high, low)))

    def sound(self) -> Spread:
        """Return this spread, or none where its parameters mean nothing."""
        if self.distribution in ("lognormal", "normal"):
            good = math.isfinite(self.scale) and self.scale > 0
            return Spread(self.distribution, self.scale) if good else FIXED
        if self.distribution:
            good = math.isfinite(self.minimum) and math.isfinite(self.maximum)
            good = good and self.minimum < self.maximum
            return replace(self, scale=_NAN) if good else FIXED
        return FIXED


FIXED = Spread()


def spread_95(shape: str, wide: float, low: float, high: float) -> Spread:
    """Return the spread that a file states by what holds 95 % of it, none where it means nothing.

    wide       of a lognormal the square of the geometric standard deviation [-], of a normal
               twice the standard deviation [unit of the amount]
    low, high  of a triangular or uniform one [unit of the amount]
    """
    if shape == "lognormal":
        return Spread(shape, math.log(wide) / 2 if wide > 1 else _NAN).sound()
    if shape == "normal":
        return Spread(shape, wide / 2).sound()
    if shape in ("triangular", "uniform"):
        return Spread(shape, minimum=low, maximum=high).sound()
    return FIXED


@dataclass
class Draft:
    """Processes, flows and exchanges collected so far.

    about   name, version, licence, geography, description
    tables  (kind, amounts, targets, processes) added in bulk
    """

    about: dict[str, str]
    processes: dict[str, Process] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    tables: list[tuple[str, Any, Sequence[str], Sequence[str]]] = field(default_factory=list)

    def add(
        self,
        process: str,
        kind: str,
        target: str,
        amount: float,
        spread: Spread = FIXED,
        note: tuple[str, str, str] = ("", "", ""),
    ) -> None:
        """Add an exchange; note is its pedigree, source and comment."""
        self.rows.append((process, _KIND[kind], target, amount, spread, note))

    def add_table(
        self,
        kind: str,
        amounts: NDArray[np.float64],
        targets: Sequence[str],
        processes: Sequence[str],
    ) -> None:
        """Add fixed exchanges in bulk: amounts of targets (rows) per run of processes (columns)."""
        self.tables.append((kind, amounts, targets, processes))

    def inventory(self) -> Inventory:
        """Return what was collected. Raises KeyError for an exchange with an unknown id."""
        table = self._table()
        processes, flows = tuple(self.processes.values()), tuple(self.flows.values())
        about: dict[str, Any] = dict(self.about)
        return Inventory(
            **about,
            hash=digest(processes, flows, table),
            processes=processes,
            exchanges=table,
            flows=flows,
            sources=self.sources,
            findings=tuple(self.findings),
        )

    def _table(self) -> ExchangeTable:
        index = {k: i for i, k in enumerate(self.processes)}
        flow_index = {k: i for i, k in enumerate(self.flows)}
        notes: dict[tuple[str, str, str], int] = {("", "", ""): 0}
        target = [(index if r[1] < 2 else flow_index)[r[2]] for r in self.rows]
        note = [notes.setdefault(r[5], len(notes)) for r in self.rows]
        spreads = [(s.scale, s.minimum, s.maximum) for s in (r[4] for r in self.rows)]
        scale, low, high = np.array(spreads, dtype=float).reshape(-1, 3).T.copy()
        process, kind, put, amount = self._bulk(index, flow_index)
        shape, n = [_SHAPE[r[4].distribution] for r in self.rows], len(amount)
        return ExchangeTable(
            processes=tuple(index),
            flows=tuple(flow_index),
            process=_joined([index[r[0]] for r in self.rows], process, np.int32),
            kind=_joined([r[1] for r in self.rows], kind, np.int8),
            input=_joined(target, put, np.int32),
            amount=_joined([r[3] for r in self.rows], amount, float),
            distribution=_joined(shape, repeated(0, n), np.int8),
            scale=_joined(scale, repeated(_NAN, n), float),
            minimum=_joined(low, repeated(_NAN, n), float),
            maximum=_joined(high, repeated(_NAN, n), float),
            notes=tuple(notes),
            note=_joined(note, repeated(0, n), np.int32),
        )

    def _bulk(self, index: dict[str, int], flow_index: dict[str, int]) -> list[NDArray[Any]]:
        """Return process, kind, input and amount of the exchanges added in bulk."""
        counts = [int(np.count_nonzero(amounts)) for _, amounts, _, _ in self.tables]
        process, target = (np.empty(sum(counts), dtype=np.int32) for _ in range(2))
        kinds, amount = np.empty(sum(counts), dtype=np.int8), np.empty(sum(counts))
        end = 0
        for kind, amounts, targets, processes in self.tables:
            code = _KIND[kind]
            known = index if code < 2 else flow_index
            of = np.array([index[key] for key in processes], dtype=np.int32)
            # row by row: places of a whole table at once would be larger than the table
            for key, row in zip(targets, amounts, strict=True):
                columns = np.flatnonzero(row)
                start, end = end, end + columns.size
                process[start:end], target[start:end] = of[columns], known[key]
                kinds[start:end], amount[start:end] = code, row[columns]
        return [process, kinds, target, amount]


def draft_of(name: str, description: str, **about: str) -> Draft:
    """Return an empty draft of somebody else's database.

    about  what is known beside: version, licence, geography
    """
    silent = {"version": "", "licence": "as its owner states", "geography": ""}
    return Draft({"name": name, "description": description, **silent, **about})


def _joined(rows: Sequence[float] | NDArray[Any], bulk: NDArray[Any], kind: Any) -> NDArray[Any]:  # noqa: ANN401
    listed = np.asarray(rows, dtype=kind)
    if not listed.size:
        # what is one value throughout stays that: a large table has several such columns
        return (
            repeated(bulk[0], bulk.size, kind)
            if is_repeated(bulk)
            else bulk.astype(kind, copy=False)
        )
    return np.concatenate([listed, bulk.astype(kind, copy=False)])


def some(names: Iterable[str], most: int = 5) -> str:
    """Return the first names of many, for a message."""
    every = sorted(set(names))
    return "; ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")


def pedigree_in(text: str) -> str:
    """Return a pedigree as `(2;3;1;2;3)`, or nothing where a text is none."""
    plain = text.replace(" ", "")
    return plain if _PEDIGREE.fullmatch(plain) else ""


def findings_where(*told: tuple[object, Severity, str, str]) -> list[Finding]:
    """Return a finding of each (what was found, severity, code, message) that found anything."""
    return [Finding(severity, code, message) for found, severity, code, message in told if found]
