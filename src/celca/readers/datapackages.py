"""celca databases as bw_processing datapackages, and datapackages through celca's solver."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csc_array

from celca.errors import MissingExtra, NotSquare
from celca.inventory import Inventory, tabulate
from celca.methods import Method
from celca.readers.flow_factors import flow_factors
from celca.solver import Numerics, intensities

__all__ = ["datapackage_ids", "solve_datapackages", "to_datapackage"]

_MATRICES = ("technosphere_matrix", "biosphere_matrix", "characterization_matrix")


def datapackage_ids(inventory: Inventory) -> dict[str, int]:
    """Return the integer id of each process in the datapackage of a database."""
    return {p.id: j + 1 for j, p in enumerate(inventory.processes)}


def to_datapackage(inventory: Inventory, method: Method, fs: Any = None) -> Any:  # noqa: ANN401
    """Return a database and a method as a datapackage that bw2calc solves to the same score.

    fs  file system of fsspec to write to, in memory where there is none; double precision
    """
    bwp = _bw_processing()
    n = len(inventory.processes)
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    techno = table.kind < 2
    made = np.array([p.output for p in inventory.processes])
    own = np.arange(n)
    package = bwp.create_datapackage(fs=fs, name="celca", sum_intra_duplicates=True)
    sign = np.where(table.kind == 3, -1.0, 1.0)
    factors = flow_factors(inventory, method)
    used = np.flatnonzero(factors)
    vectors = (
        (
            np.r_[own, table.input[techno]],
            np.r_[own, table.process[techno]],
            np.r_[made, table.amount[techno]],
            np.r_[np.zeros(n, dtype=bool), table.kind[techno] == 0],
        ),
        (table.input[~techno] + n, table.process[~techno], (sign * table.amount)[~techno], None),
        (used + n, used + n, factors[used], None),
    )
    for name, (rows, columns, data, flip) in zip(_MATRICES, vectors, strict=True):
        indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        indices["row"], indices["col"] = rows + 1, columns + 1
        arrays = {"data_array": data, "indices_array": indices}
        more = {} if flip is None else {"flip_array": flip}
        package.add_persistent_vector(matrix=name, name=name, **arrays, **more)
    if fs is not None:
        package.finalize_serialization()
    return package


def solve_datapackages(data_objs: Iterable[Any]) -> tuple[dict[int, float], Numerics]:
    """Return the score of one unit of every product in datapackages, by its integer id.

    data_objs  what bw2calc.LCA takes: technosphere, biosphere and characterisation vectors

    One solve gives what bw2calc would need one LCA per product for. Raises NotSquare where
    products and processes differ in number.
    """
    entries: dict[str, list[tuple[Any, Any, Any]]] = {name: [] for name in _MATRICES}
    for package in data_objs:
        for group in _groups(package).values():
            matrix, flip = str(group["matrix"]), group.get("flip")
            data = np.asarray(group["data"], dtype=float)
            if flip is not None:
                data = np.where(flip, -data, data)
            indices = group["indices"]
            entries[matrix].append((indices["row"], indices["col"], data))
    (rows, columns, amounts), flows, factors = (_joined(entries[m]) for m in _MATRICES)
    products, row = np.unique(rows, return_inverse=True)
    processes, column = np.unique(columns, return_inverse=True)
    if products.size != processes.size:
        raise NotSquare(f"{products.size} products, but {processes.size} processes.")
    n = products.size
    A = coo_array((amounts, (row, column)), shape=(n, n)).tocsc()
    nature = np.unique(np.r_[flows[0], factors[0]])
    known = np.isin(flows[1], processes)
    place = (np.searchsorted(nature, flows[0]), np.searchsorted(processes, flows[1]))
    place = (place[0][known], place[1][known])
    B = coo_array((flows[2][known], place), shape=(nature.size, n)).tocsc()
    C = np.zeros((1, nature.size))
    np.add.at(C[0], np.searchsorted(nature, factors[0]), factors[2])
    H, numerics = intensities(A, B, csc_array(C))
    return dict(zip(products.tolist(), H[0].tolist(), strict=True)), numerics


def _groups(package: Any) -> Mapping[str, dict[str, Any]]:  # noqa: ANN401
    groups: dict[str, dict[str, Any]] = {}
    for resource, content in zip(package.resources, package.data, strict=True):
        if resource.get("matrix") in _MATRICES and resource["kind"] in ("data", "indices", "flip"):
            group = groups.setdefault(resource["group"], {"matrix": resource["matrix"]})
            raw = content if isinstance(content, np.ndarray) else np.load(io.BytesIO(content()))
            group[resource["kind"]] = raw
    return groups


def _joined(parts: list[tuple[Any, Any, Any]]) -> tuple[Any, Any, Any]:
    if not parts:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([])
    rows, columns, data = (np.concatenate(x) for x in zip(*parts, strict=True))
    return rows, columns, data


def _bw_processing() -> Any:  # noqa: ANN401
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import bw_processing
        except ImportError as error:
            raise MissingExtra("bw_processing", "brightway", "A datapackage") from error
    return bw_processing
