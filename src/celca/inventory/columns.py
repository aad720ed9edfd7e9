"""The exchanges of a large database as columns, which read like a sequence of records.

A quarter of a million records take a second to make; as columns they are loaded from disk
in milliseconds, and the matrices are built from them without making one record.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from celca.inventory.records import DISTRIBUTIONS, KINDS, Exchange, Flow, Process

__all__ = ["ExchangeTable", "digest", "is_repeated", "repeated", "tabulate"]

Ids = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ExchangeTable(Sequence[Exchange]):
    """Exchanges as columns of equal length.

    processes, flows         ids that `process` and `input` are indexes into
    kind                     index into KINDS; input is a process for the first two
    amount                   per run [unit of the input]
    distribution             index into DISTRIBUTIONS
    scale, minimum, maximum  as in Exchange, NaN where there is none
    notes                    the (pedigree, source, comment) there are
    note                     index into notes
    """

    processes: Ids
    flows: Ids
    process: NDArray[np.int32]
    kind: NDArray[np.int8]
    input: NDArray[np.int32]
    amount: NDArray[np.float64]
    distribution: NDArray[np.int8]
    scale: NDArray[np.float64]
    minimum: NDArray[np.float64]
    maximum: NDArray[np.float64]
    notes: tuple[tuple[str, str, str], ...]
    note: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.amount)

    @overload
    def __getitem__(self, place: int) -> Exchange: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Exchange]: ...
    def __getitem__(self, place: int | slice) -> Exchange | Sequence[Exchange]:
        """Return one exchange as a record, or several."""
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        i = range(len(self))[place]
        return next(self._records(slice(i, i + 1)))

    def __iter__(self) -> Iterator[Exchange]:
        return self._records(slice(None))

    def _records(self, part: slice) -> Iterator[Exchange]:
        columns: list[list[Any]] = [
            getattr(self, name)[part].tolist()
            for name in ("process", "kind", "input", "amount", "distribution")
        ]
        bounds = [getattr(self, name)[part].tolist() for name in ("scale", "minimum", "maximum")]
        first = part.start or 0
        for i, (process, kind, target, amount, shape, *spread, note) in enumerate(
            zip(*columns, *bounds, self.note[part].tolist(), strict=True)
        ):
            known = self.processes if kind < 2 else self.flows
            scale, low, high = (None if math.isnan(x) else x for x in spread)
            yield Exchange(
                process=self.processes[process],
                kind=KINDS[kind],
                input=known[target],
                amount=amount,
                distribution=DISTRIBUTIONS[shape],
                scale=scale,
                minimum=low,
                maximum=high,
                pedigree=self.notes[note][0],
                source=self.notes[note][1],
                comment=self.notes[note][2],
                line=first + i + 2,
            )


def tabulate(
    exchanges: Sequence[Exchange], processes: Sequence[Process], flows: Sequence[Flow]
) -> ExchangeTable:
    """Return exchanges as columns, whichever form they have. Raises KeyError for an unknown id."""
    if isinstance(exchanges, ExchangeTable):
        return exchanges
    made, taken = tuple(p.id for p in processes), tuple(f.id for f in flows)
    index = {"p": {k: i for i, k in enumerate(made)}, "f": {k: i for i, k in enumerate(taken)}}
    notes: dict[tuple[str, str, str], int] = {}
    target = [index["p" if x.kind in KINDS[:2] else "f"][x.input] for x in exchanges]
    spread = [(x.scale, x.minimum, x.maximum) for x in exchanges]
    scale, low, high = np.array(spread, dtype=float).reshape(-1, 3).T
    note = [notes.setdefault((x.pedigree, x.source, x.comment), len(notes)) for x in exchanges]
    return ExchangeTable(
        made,
        taken,
        np.array([index["p"][x.process] for x in exchanges], dtype=np.int32),
        np.array([KINDS.index(x.kind) for x in exchanges], dtype=np.int8),
        np.array(target, dtype=np.int32),
        np.array([x.amount for x in exchanges], dtype=float),
        np.array([DISTRIBUTIONS.index(x.distribution) for x in exchanges], dtype=np.int8),
        scale,
        low,
        high,
        tuple(notes),
        np.array(note, dtype=np.int32),
    )


def digest(processes: Sequence[Process], flows: Sequence[Flow], table: ExchangeTable) -> str:
    """Return the SHA-256 of what a database that is no folder holds: its identity."""
    key = hashlib.sha256()
    for p in processes:
        key.update(f"{p.id}\0{p.name}\0{p.unit}\0{p.location}\0{p.year}\0{p.output!r}\n".encode())
    for f in flows:
        text = (f.id, f.name, f.compartment, f.unit, f.formula, f.origin, f.gwp_set)
        key.update(("\0".join(text) + "\n").encode())
    for name in ("process", "kind", "input", "amount", "distribution"):
        key.update(np.ascontiguousarray(getattr(table, name)).data)
    for name in ("scale", "minimum", "maximum"):
        key.update(np.ascontiguousarray(getattr(table, name)).data)
    return key.hexdigest()


def repeated(value: float, count: int, kind: Any = float) -> NDArray[Any]:  # noqa: ANN401
    """Return a column of one value throughout, which takes the room of one."""
    return np.broadcast_to(np.array(value, dtype=kind), count)


def is_repeated(column: NDArray[Any]) -> bool:
    """Say whether a column was made by `repeated`."""
    return column.size > 1 and column.strides == (0,)
