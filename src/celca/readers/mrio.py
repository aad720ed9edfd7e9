"""Read a multi-regional input-output table of pymrio: an object, a saved folder, or a zip of one.

One process per sector and region makes one unit of money; what it takes of the others is A, and
what it exchanges with nature are the satellites S. Final demand stays outside: it is what a
product asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from celca.errors import DataError, FileFault, Finding, MissingExtra
from celca.inventory import Inventory
from celca.money import split_money
from celca.readers.brightway_units import foreign_unit
from celca.readers.damage import DAMAGE
from celca.readers.draft import draft_of, some
from celca.readers.input_output import say_spent, sector
from celca.readers.mrio_flows import Satellite, add_satellites

__all__ = ["read_mrio"]

_YEAR = re.compile(r"IOT_((?:19|20)\d\d)_(?:pxp|ixi)$")
_BALANCED = 1e-6
_ACCOUNTS = ("Y", "x", "unit", "F", "S")

Array = NDArray[np.float64]


@dataclass(frozen=True)
class _Table:
    """What is read of a table.

    keys  (region, sector)
    A     (n × n): what a sector takes of the others per unit of output
    x     (n): output; all 1 where the table gives coefficients alone
    off   by how much x and A x + y differ, as a share of the largest x; 0 where one is missing
    """

    name: str
    keys: Sequence[tuple[str, ...]]
    units: Sequence[str]
    A: Array
    x: Array
    off: float
    satellites: Sequence[Satellite]


def read_mrio(source: Any, money: str = "") -> Inventory:  # noqa: ANN401  an IOSystem or a path
    """Return the sectors of a table as processes, called REGION:SECTOR.

    source  pymrio.IOSystem, or the path of what its save_all or archive wrote
    money   currency and year of the table, as 'EUR 2019': a table does not tell the year, except
            EXIOBASE's in the name of its archive, IOT_2019_pxp

    Raises FileFault, DataError, MissingExtra.
    """
    path = Path(source) if isinstance(source, (str, Path)) else None
    table = _table_of(_load(path) if path else source, path.stem if path else "table")
    about = f"Multi-regional input-output table {table.name}: spend-based"
    draft = draft_of(table.name, about)
    ids = [":".join(key) for key in table.keys]
    year = _YEAR.match(path.stem) if path and not money else None
    bases = [_basis(unit, money, int(year[1]) if year else None) for unit in table.units]
    sizes = np.array([size for _, size, _ in bases])
    for key, parts, (unit, _, basis) in zip(ids, table.keys, bases, strict=True):
        named = {"name": parts[-1], "location": parts[0] if len(parts) > 1 else ""}
        draft.processes[key] = sector(named, key, unit, basis)
    draft.add_table("input", _in_units(table.A, sizes), ids, ids)
    draft.findings += [*add_satellites(draft, table.satellites, sizes, ids), *_say(table)]
    say_spent(draft, next((basis for _, _, basis in bases if basis), ""))
    return draft.inventory()


def _in_units(A: Array, sizes: Array) -> Array:
    """Return coefficients per unit of currency; the table's own where all are in one unit."""
    return A if (sizes == sizes[0]).all() else A * (sizes[:, None] / sizes[None, :])


def _load(path: Path) -> Any:  # noqa: ANN401
    try:
        import pymrio
    except ImportError as error:
        raise MissingExtra("pymrio", "input-output", "Reading a table of pymrio") from error
    try:
        # the Leontief inverse, and what follows from it, are as large again and are not needed
        io = pymrio.load_all(path, subset=[*_ACCOUNTS, "A"])
        if io.A is None or io.x is None:
            io.Z = pymrio.load_all(path, subfolders=[], subset=["Z"]).Z
        return io
    except (ValueError, KeyError, AttributeError, TypeError, *DAMAGE) as error:
        raise FileFault(path.name, f"is no table that pymrio can read: {error}.") from error


def _table_of(io: Any, name: str) -> _Table:  # noqa: ANN401
    """Return the numbers of an IOSystem, calculating what it was saved without."""
    title = str(getattr(io, "name", "") or name)
    given = io.A if io.A is not None else io.Z
    if given is None or io.unit is None:
        raise DataError(f"{title} has neither Z nor A, or no units: save it whole with save_all.")
    Y = None if io.Y is None else io.Y.to_numpy(dtype=float).sum(axis=1)
    x = np.ones(len(given))
    if io.x is not None:
        x = io.x.to_numpy(dtype=float).reshape(-1)
    elif io.Z is not None and Y is not None:
        x = io.Z.to_numpy(dtype=float).sum(axis=1) + Y
    A = given.to_numpy(dtype=float) if io.A is not None else _per(given.to_numpy(dtype=float), x)
    told = io.x is not None or io.Z is not None
    off = float(np.abs(x - A @ x - Y).max() / np.abs(x).max()) if Y is not None and told else 0.0
    satellites = []
    for extension in io.get_extensions(data=True):
        flows = extension.S if extension.S is not None else extension.F
        if flows is None or not len(flows):
            continue
        amounts = flows.to_numpy(dtype=float)
        S = amounts if extension.S is not None else _per(amounts, x)
        units = list(map(str, extension.unit.reindex(flows.index).iloc[:, 0]))
        satellites.append(Satellite(str(extension.name), _labels(flows.index), units, S))
    units = list(map(str, io.unit.reindex(given.index).iloc[:, 0]))
    return _Table(title, _labels(given.index), units, A, x, off, satellites)


def _labels(index: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
    return [tuple(map(str, key)) if isinstance(key, tuple) else (str(key),) for key in index]


def _per(amounts: Array, x: Array) -> Array:
    """Return amounts per unit of output; nothing where a sector makes nothing."""
    some = x != 0
    return np.divide(amounts, x, out=np.zeros_like(amounts), where=some[None, :] & (amounts != 0))


def _basis(unit: str, money: str, named: int | None) -> tuple[str, float, str]:
    """Return (unit, how many of it the table's unit is, currency and year if told) of a sector.

    named  year in the name of the table, None where there is none
    """
    found = split_money(unit)
    if found is None:
        return foreign_unit(unit), 1.0, ""
    currency, size, year = found
    stated = split_money(money) if money else None
    if money and (stated is None or stated[0] != currency):
        raise DataError(f"The money is stated as {money!r}, but the table is in {unit!r}.")
    year = (stated[2] if stated else None) or year or named
    return currency, size, f"{currency} {year}" if year else currency


def _say(table: _Table) -> Iterator[Finding]:
    if table.off > _BALANCED:
        message = (
            f"Output and what it is used for differ in {table.name} by up to {table.off:.2g} of"
            " the largest output: the table is not balanced."
        )
        yield Finding("warning", "not_balanced", message)
    idle = [":".join(key) for key, x in zip(table.keys, table.x.tolist(), strict=True) if not x]
    if idle:
        message = f"{len(idle)} sectors have no output, so nothing is known of them: {some(idle)}."
        yield Finding("info", "no_output", message)
