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
from celca.inventory import Flow, Inventory
from celca.money import split_money
from celca.readers.brightway_units import foreign_unit
from celca.readers.damage import DAMAGE
from celca.readers.draft import Draft, draft_of, some
from celca.readers.input_output import add_flow_table, say_spent, sector
from celca.readers.substances import Substance, findings_on_origin, recognise

__all__ = ["read_mrio"]

_GASES = {
    "co2": "Carbon dioxide",
    "ch4": "Methane",
    "n2o": "Dinitrogen monoxide",
    "sf6": "Sulfur hexafluoride",
    "nf3": "Nitrogen trifluoride",
}
# what a label says of where its carbon comes from, and how flows are called for it
_ORIGINS = {"biogenic": "biogenic", "peat": "peat oxidation", "land use": "land use change"}
_EQUIVALENT = re.compile(r"co2[\s-]*e", re.IGNORECASE)
_BALANCED = 1e-6

Array = NDArray[np.float64]


@dataclass(frozen=True)
class _Satellite:
    """Flows to and from nature: what each is called, its unit, and how much a sector has.

    S  (e × n): per unit of output, in the table's own units
    """

    name: str
    labels: Sequence[tuple[str, ...]]
    units: Sequence[str]
    S: Array


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
    satellites: Sequence[_Satellite]


def read_mrio(source: Any, money: str = "") -> Inventory:  # noqa: ANN401  an IOSystem or a path
    """Return the sectors of a table as processes, called REGION:SECTOR.

    source  pymrio.IOSystem, or the path of what its save_all or archive wrote
    money   currency and year of the table, as 'EUR 2019': a table does not tell the year

    Raises FileFault, DataError, MissingExtra.
    """
    path = Path(source) if isinstance(source, (str, Path)) else None
    table = _table_of(_load(path) if path else source, path.stem if path else "table")
    about = f"Multi-regional input-output table {table.name}: spend-based"
    draft = draft_of(table.name, about)
    ids = [":".join(key) for key in table.keys]
    bases = [_basis(unit, money) for unit in table.units]
    sizes = np.array([size for _, size, _ in bases])
    for key, parts, (unit, _, basis) in zip(ids, table.keys, bases, strict=True):
        named = {"name": parts[-1], "location": parts[0] if len(parts) > 1 else ""}
        draft.processes[key] = sector(named, key, unit, basis)
    draft.add_table("input", table.A * sizes[:, None] / sizes[None, :], ids, ids)
    told: dict[str, tuple[Flow, bool]] = {}
    for satellite in table.satellites:
        keys = [_know_flow(draft, satellite, i, told) for i in range(len(satellite.labels))]
        add_flow_table(draft, satellite.S / sizes[None, :], keys, ids)
    draft.findings += [*findings_on_origin(told.values()), *_say(table)]
    say_spent(draft, next((basis for _, _, basis in bases if basis[-1:].isdigit()), ""))
    return draft.inventory()


def _load(path: Path) -> Any:  # noqa: ANN401
    try:
        import pymrio
    except ImportError as error:
        raise MissingExtra("pymrio", "input-output", "Reading a table of pymrio") from error
    try:
        return pymrio.load_all(path)
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
        satellites.append(_Satellite(str(extension.name), _labels(flows.index), units, S))
    units = list(map(str, io.unit.reindex(given.index).iloc[:, 0]))
    return _Table(title, _labels(given.index), units, A, x, off, satellites)


def _labels(index: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
    return [tuple(map(str, key)) if isinstance(key, tuple) else (str(key),) for key in index]


def _per(amounts: Array, x: Array) -> Array:
    """Return amounts per unit of output; nothing where a sector makes nothing."""
    some = x != 0
    return np.divide(amounts, x, out=np.zeros_like(amounts), where=some[None, :] & (amounts != 0))


def _basis(unit: str, money: str) -> tuple[str, float, str]:
    """Return (unit, how many of it the table's unit is, currency and year if told) of a sector."""
    found = split_money(unit)
    if found is None:
        return foreign_unit(unit), 1.0, ""
    currency, size, year = found
    stated = split_money(money) if money else None
    if money and (stated is None or stated[0] != currency):
        raise DataError(f"The money is stated as {money!r}, but the table is in {unit!r}.")
    year = (stated[2] if stated else None) or year
    return currency, size, f"{currency} {year}" if year else currency


def _know_flow(
    draft: Draft, satellite: _Satellite, i: int, told: dict[str, tuple[Flow, bool]]
) -> str:
    label = satellite.labels[i]
    key = f"{satellite.name}:{'|'.join(label)}"
    what = _recognise(label, satellite.units[i])
    unit = foreign_unit(satellite.units[i].partition(" CO2")[0])
    name = ", ".join(label)
    flow = Flow(key, name, what.compartment, unit, what.formula, what.origin)
    draft.flows[key], told[key] = flow, (flow, what.told)
    return key


def _recognise(label: Sequence[str], unit: str) -> Substance:
    """Return what a flow is: `CO2 - combustion - air`, or a name and a compartment."""
    parts = [p.strip() for text in label for p in text.split(" - ")]
    context = tuple(parts[1:]) or ("air",)
    if _EQUIVALENT.search(unit):
        return Substance("CO2e", "fossil", "air", told=True)  # characterised already
    plain = _GASES.get(parts[0].casefold(), parts[0])
    words = " ".join(parts[1:]).casefold()
    origin = next((word for sign, word in _ORIGINS.items() if sign in words), "")
    if not origin and "combustion" in words and "non combustion" not in words:
        origin = "fossil"
    return recognise(
        f"{plain}, {origin}" if origin and plain in _GASES.values() else plain, context
    )


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
