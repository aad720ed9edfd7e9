"""An inventory in the making: readers add to it, and it ends as a frozen record."""

from __future__ import annotations

import math
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
)

__all__ = ["FIXED", "Draft", "Spread", "draft_of", "findings_where", "some"]

_NAN = float("nan")
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
        none, zero = np.full(len(amount), _NAN), np.zeros(len(amount), dtype=np.int32)
        shape = [_SHAPE[r[4].distribution] for r in self.rows]
        return ExchangeTable(
            processes=tuple(index),
            flows=tuple(flow_index),
            process=_joined([index[r[0]] for r in self.rows], process, np.int32),
            kind=_joined([r[1] for r in self.rows], kind, np.int8),
            input=_joined(target, put, np.int32),
            amount=_joined([r[3] for r in self.rows], amount, float),
            distribution=_joined(shape, zero, np.int8),
            scale=np.r_[scale, none],
            minimum=np.r_[low, none],
            maximum=np.r_[high, none],
            notes=tuple(notes),
            note=_joined(note, zero, np.int32),
        )

    def _bulk(self, index: dict[str, int], flow_index: dict[str, int]) -> list[NDArray[Any]]:
        """Return process, kind, input and amount of the exchanges added in bulk."""
        none = np.array([], dtype=np.int32)
        blocks: list[tuple[Any, ...]] = [(none, none.astype(np.int8), none, none.astype(float))]
        for kind, amounts, targets, processes in self.tables:
            code = _KIND[kind]
            known = index if code < 2 else flow_index
            rows, columns = np.nonzero(amounts)
            of = np.array([index[key] for key in processes], dtype=np.int32)
            put = np.array([known[key] for key in targets], dtype=np.int32)
            kinds = np.full(len(rows), code, dtype=np.int8)
            blocks.append((of[columns], kinds, put[rows], np.asarray(amounts)[rows, columns]))
        return [np.concatenate(part) for part in zip(*blocks, strict=True)]


def draft_of(name: str, description: str, **about: str) -> Draft:
    """Return an empty draft of somebody else's database.

    about  what is known beside: version, licence, geography
    """
    silent = {"version": "", "licence": "as its owner states", "geography": ""}
    return Draft({"name": name, "description": description, **silent, **about})


def _joined(rows: Sequence[float], bulk: NDArray[Any], kind: Any) -> NDArray[Any]:  # noqa: ANN401
    return np.concatenate([np.asarray(rows, dtype=kind), bulk.astype(kind, copy=False)])


def some(names: Iterable[str], most: int = 5) -> str:
    """Return the first names of many, for a message."""
    every = sorted(set(names))
    return "; ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")


def findings_where(*told: tuple[object, Severity, str, str]) -> list[Finding]:
    """Return a finding of each (what was found, severity, code, message) that found anything."""
    return [Finding(severity, code, message) for found, severity, code, message in told if found]
