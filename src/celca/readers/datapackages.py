"""celca databases as bw_processing datapackages, and datapackages through celca's solver."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csc_array

from celca.errors import FileFault, MissingExtra, NotSquare, SingularSystem
from celca.inventory import DISTRIBUTIONS, Inventory, tabulate
from celca.methods import Method
from celca.readers.brightway_files import CODES
from celca.readers.flow_factors import flow_factors
from celca.solver import Numerics, intensities

__all__ = ["datapackage_ids", "solve_datapackages", "to_datapackage", "write_datapackage"]

_MATRICES = ("technosphere_matrix", "biosphere_matrix", "characterization_matrix")
# rows, columns, data; whether it adds up what it has twice, and adds to what groups before it have
_Group = tuple[Any, Any, Any, tuple[bool, bool]]


def datapackage_ids(inventory: Inventory) -> dict[str, int]:
    """Return the integer id of each process in the datapackage of a database."""
    return {p.id: j + 1 for j, p in enumerate(inventory.processes)}


def to_datapackage(inventory: Inventory, method: Method, fs: Any = None) -> Any:  # noqa: ANN401
    """Return a database and a method as a datapackage that bw2calc solves to the same score.

    fs  file system of fsspec to write to, in memory where there is none

    Amounts are in double precision; distributions, which bw2calc draws from where it is asked to,
    in single, as Brightway has them.
    """
    bwp = _bw_processing()
    package = bwp.create_datapackage(fs=fs, name="celca", sum_intra_duplicates=True)
    for name, vector in zip(_MATRICES, _vectors(inventory, method), strict=True):
        indices = np.empty(len(vector.data), dtype=bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = vector.rows + 1, vector.columns + 1
        more: dict[str, Any] = {} if vector.flip is None else {"flip_array": vector.flip}
        if vector.spread is not None:
            more["distributions_array"] = _distributions(
                vector.data, vector.spread, bwp.UNCERTAINTY_DTYPE
            )
        package.add_persistent_vector(
            matrix=name, name=name, data_array=vector.data, indices_array=indices, **more
        )
    processes = [(p.id, p.name) for p in inventory.processes]
    flows = [(f.id, f.name) for f in inventory.flows]
    for name, group, listed, before in (
        ("celca-processes", _MATRICES[0], processes, 0),
        ("celca-flows", _MATRICES[1], flows, len(processes)),
    ):
        data = [{"number": i, "id": k, "name": t} for i, (k, t) in enumerate(listed, before + 1)]
        package.add_json_metadata(data=data, valid_for=group, name=name)
    if fs is not None:
        package.finalize_serialization()
    return package


@dataclass(frozen=True)
class _Vector:
    """The entries of one matrix.

    flip    entries that count negative in the matrix, None where none do
    spread  (distribution, scale, minimum, maximum) of each entry, None where none varies
    """

    rows: Any
    columns: Any
    data: Any
    flip: Any = None
    spread: tuple[Any, ...] | None = None


def _vectors(inventory: Inventory, method: Method) -> tuple[_Vector, _Vector, _Vector]:
    """Return the technosphere, the biosphere and the characterisation."""
    n = len(inventory.processes)
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    techno, own, nan = table.kind < 2, np.arange(n), float("nan")
    made = np.array([p.output for p in inventory.processes])
    sign = np.where(table.kind == 3, -1.0, 1.0)
    low = np.where(sign > 0, table.minimum, -table.maximum)
    high = np.where(sign > 0, table.maximum, -table.minimum)
    spread: tuple[Any, ...] = (table.distribution, table.scale, low, high)
    factors = flow_factors(inventory, method)
    used = np.flatnonzero(factors)
    return (
        _Vector(
            np.r_[own, table.input[techno]],
            np.r_[own, table.process[techno]],
            np.r_[made, table.amount[techno]],
            np.r_[np.zeros(n, dtype=bool), table.kind[techno] == 0],
            tuple(
                np.r_[np.full(n, fixed), values[techno]]
                for fixed, values in zip((0, nan, nan, nan), spread, strict=True)
            ),
        ),
        _Vector(
            table.input[~techno] + n,
            table.process[~techno],
            (sign * table.amount)[~techno],
            spread=tuple(values[~techno] for values in spread),
        ),
        _Vector(used + n, used + n, factors[used]),
    )


def _distributions(data: Any, spread: tuple[Any, ...], dtype: Any) -> Any:  # noqa: ANN401
    """Return the entries of a matrix as Brightway draws them; what does not vary stays itself."""
    shape, *numbers = spread
    kind = np.array([CODES[name] for name in DISTRIBUTIONS])[shape]
    log = kind == CODES["lognormal"]
    out = np.zeros(len(data), dtype=dtype)
    out["uncertainty_type"] = np.where(log & (data == 0), 0, kind)
    out["loc"], out["negative"], out["shape"] = data, data < 0, np.nan
    out["loc"][log & (data != 0)] = np.log(np.abs(data[log & (data != 0)]))
    for name, values in zip(("scale", "minimum", "maximum"), numbers, strict=True):
        out[name] = values
    return out


def write_datapackage(inventory: Inventory, method: Method, path: Path) -> None:
    """Write a database and a method as a datapackage in a zip, in double precision.

    The numbers of processes and flows stand in it with their ids and names, as `celca-processes`
    and `celca-flows`. Raises FileFault where the file is there already.
    """
    if path.exists():
        raise FileFault(str(path), "is there already.", "Name a file that is not.")
    _bw_processing()
    from fsspec.implementations.zip import ZipFileSystem

    to_datapackage(inventory, method, ZipFileSystem(str(path), mode="w"))


def solve_datapackages(data_objs: Iterable[Any]) -> tuple[dict[int, float], Numerics]:
    """Return the score of one unit of every product in datapackages, by its integer id.

    data_objs  what bw2calc.LCA takes: technosphere, biosphere and characterisation vectors

    One solve gives what bw2calc would need one LCA per product for. A package that gives an
    entry anew replaces it, as in bw2calc, and arrays of samples are left aside. Raises NotSquare
    where products and processes differ in number, and SingularSystem or NotFinite with the ids.
    """
    entries: dict[str, list[_Group]] = {name: [] for name in _MATRICES}
    for package in data_objs:
        for group in _groups(package).values():
            entries[str(group["matrix"])].append(_group(package, group))
    (rows, columns, amounts), flows, factors = (_joined(entries[m]) for m in _MATRICES)
    products, row = np.unique(rows, return_inverse=True)
    processes, column = np.unique(columns, return_inverse=True)
    if products.size != processes.size:
        alone = np.setxor1d(products, processes)[:5].tolist()
        raise NotSquare(
            f"{products.size} products, but {processes.size} processes. Ids that are only one of"
            f" the two: {', '.join(map(str, alone))}."
        )
    n = products.size
    A = coo_array((amounts, (row, column)), shape=(n, n)).tocsc()
    nature = np.unique(np.r_[flows[0], factors[0]])
    known = np.isin(flows[1], processes)
    place = (np.searchsorted(nature, flows[0]), np.searchsorted(processes, flows[1]))
    place = (place[0][known], place[1][known])
    B = coo_array((flows[2][known], place), shape=(nature.size, n)).tocsc()
    C = np.zeros((1, nature.size))
    np.add.at(C[0], np.searchsorted(nature, factors[0]), factors[2])
    try:
        H, numerics = intensities(A, B, csc_array(C))
    except SingularSystem as error:
        ids = ", ".join(str(processes[j]) for j in (error.columns or error.rows)[:8])
        raise SingularSystem(f"{error} Ids at fault: {ids}.", error.rows, error.columns) from error
    return dict(zip(products.tolist(), H[0].tolist(), strict=True)), numerics


def _groups(package: Any) -> Mapping[str, dict[str, Any]]:  # noqa: ANN401
    groups: dict[str, dict[str, Any]] = {}
    for resource, content in zip(package.resources, package.data, strict=True):
        if resource.get("matrix") not in _MATRICES or resource.get("category") == "array":
            continue
        if resource["kind"] in ("data", "indices", "flip"):
            group = groups.setdefault(resource["group"], {"matrix": resource["matrix"]})
            group["world"] = resource.get("global_index", group.get("world"))
            raw = content if isinstance(content, np.ndarray) else np.load(io.BytesIO(content()))
            group[resource["kind"]] = raw
    return groups


def _group(package: Any, group: Mapping[str, Any]) -> _Group:  # noqa: ANN401
    data = np.asarray(group["data"], dtype=float)
    if group.get("flip") is not None:
        data = np.where(group["flip"], -data, data)
    told = ~np.isnan(data)  # Brightway's way to leave an entry as it is
    if group["matrix"] == _MATRICES[2] and group["world"] is not None:
        told &= group["indices"]["col"] == group["world"]  # factors of one region are left aside
    rows, columns = group["indices"]["row"][told], group["indices"]["col"][told]
    about: Mapping[str, Any] = package.metadata
    adds = bool(about.get("sum_intra_duplicates", True)), bool(about.get("sum_inter_duplicates"))
    return rows, columns, data[told], adds


def _joined(groups: list[_Group]) -> tuple[Any, Any, Any]:
    """Return rows, columns and values of a matrix, each entry once.

    A later group replaces what earlier ones say of an entry, unless its package adds to it.
    """
    if not groups:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([])
    rows, columns = (np.concatenate([g[i] for g in groups]) for i in (0, 1))
    wide = np.unique(columns, return_inverse=True)
    tall = np.unique(rows, return_inverse=True)[1]
    _, first, entry = np.unique(
        tall.astype(np.int64) * max(wide[0].size, 1) + wide[1],
        return_index=True,
        return_inverse=True,
    )
    values, start = np.zeros(first.size), 0
    for group_rows, _, data, (within, across) in groups:
        place = entry[start : start + group_rows.size]
        start += group_rows.size
        own = np.zeros(first.size)
        if within:
            np.add.at(own, place, data)
        else:
            own[place] = data
        values[place] = values[place] + own[place] if across else own[place]
    return rows[first], columns[first], values


def _bw_processing() -> Any:  # noqa: ANN401
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import bw_processing
        except ImportError as error:
            raise MissingExtra("bw_processing", "brightway", "A datapackage") from error
    return bw_processing
