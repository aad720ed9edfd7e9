"""The processed arrays of a Brightway database: what bw2calc itself calculates with."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from celca.errors import FileFault
from celca.readers.brightway_files import Project

__all__ = ["processed_edges"]

Key = tuple[str, str]
_SHAPES = {2: "lognormal", 3: "normal", 4: "uniform", 5: "triangular"}
ArrayEdge = tuple[Key, Key, str, float, tuple[str, float, float, float]]


def processed_edges(project: Project, database: str) -> tuple[list[ArrayEdge], bool]:
    """Return the exchanges in the arrays of a database, and whether they are single precision.

    An exchange is (source, target, kind, amount, (distribution, scale, minimum, maximum)).
    """
    from bw_processing import clean_datapackage_name, safe_filename

    name = clean_datapackage_name(safe_filename(database) + ".zip")
    path = project.folder / "processed" / str(name)
    if not path.is_file():
        raise FileFault(
            str(path), "is missing.", f"In Brightway: Database({database!r}).process()."
        )
    keys: dict[int, Key] = {
        row[0]: (row[1], row[2])
        for row in project.rows("SELECT id, database, code FROM activitydataset")
    }
    edges: list[ArrayEdge] = []
    single = False
    try:
        with zipfile.ZipFile(path) as file:
            for group in _groups(file):
                single |= group["data"].dtype == np.float32
                edges.extend(_edges(group, keys, str(path)))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise FileFault(str(path), f"is no datapackage that can be read: {error}.") from error
    return edges, single


def _groups(file: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Yield the vectors of the technosphere and the biosphere."""
    resources = json.loads(file.read("datapackage.json"))["resources"]
    groups: dict[str, dict[str, Any]] = {}
    for r in resources:
        if r.get("matrix") in ("technosphere_matrix", "biosphere_matrix"):
            group = groups.setdefault(r["group"], {"matrix": r["matrix"]})
            content = io.BytesIO(file.read(r["path"]))
            group[r["kind"]] = np.load(content, allow_pickle=False)
    yield from (g for g in groups.values() if "data" in g and "indices" in g)


def _edges(group: dict[str, Any], keys: dict[int, Key], path: str) -> Iterator[ArrayEdge]:
    rows, columns = group["indices"]["row"].tolist(), group["indices"]["col"].tolist()
    amounts = group["data"].astype(float).tolist()
    flips = group["flip"].tolist() if "flip" in group else [False] * len(amounts)
    spreads = _spreads(group.get("distributions"), len(amounts))
    technosphere = group["matrix"] == "technosphere_matrix"
    # what a process makes: itself where it can, otherwise the first product it gives
    made = {c: r for r, c, f in reversed(list(zip(rows, columns, flips, strict=True))) if not f}
    made.update({c: c for r, c, f in zip(rows, columns, flips, strict=True) if r == c and not f})
    for row, column, amount, flip, spread in zip(
        rows, columns, amounts, flips, spreads, strict=True
    ):
        if row not in keys or column not in keys:
            raise FileFault(path, f"names the node {row} or {column}, which does not exist.")
        if technosphere:
            own = made.get(column) == row
            kind = "technosphere" if flip else "production" if own else "substitution"
        else:
            kind, amount = "biosphere", -amount if flip else amount
        yield keys[row], keys[column], kind, amount, spread


def _spreads(table: Any, count: int) -> list[tuple[str, float, float, float]]:  # noqa: ANN401
    nothing = ("", float("nan"), float("nan"), float("nan"))
    if table is None:
        return [nothing] * count
    columns = [table[k].astype(float).tolist() for k in ("scale", "minimum", "maximum")]
    shapes = [_SHAPES.get(k, "") for k in table["uncertainty_type"].tolist()]
    return list(zip(shapes, *columns, strict=True))
