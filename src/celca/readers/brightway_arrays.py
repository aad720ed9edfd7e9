"""The processed arrays of a Brightway database: what bw2calc itself calculates with."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from celca.errors import FileFault
from celca.readers.brightway_files import SHAPES, UNDRAWN, Key, Project, called
from celca.readers.damage import DAMAGE

__all__ = ["processed_edges"]

# the codes of bw2data 3
_OLD_KINDS = {0: "production", 1: "technosphere", 2: "biosphere", 3: "substitution"}
ArrayEdge = tuple[Key, Key, str, float, tuple[str, float, float, float]]


def processed_edges(project: Project, database: str) -> tuple[list[ArrayEdge], bool]:
    """Return the exchanges in the arrays of a database, and whether they are single precision.

    An exchange is (source, target, kind, amount, (distribution, scale, minimum, maximum)).
    """
    place = project.folder / "processed"
    old, path = called(place, database, ".npy"), called(place, database, ".zip")
    if path is None and old is not None:
        return _table(old, project.mapping())
    if path is None:
        message = f"holds no arrays of the database {database!r}."
        raise FileFault(str(place), message, f"In Brightway: Database({database!r}).process().")
    keys = project.mapping()
    edges: list[ArrayEdge] = []
    single = False
    try:
        with zipfile.ZipFile(path) as file:
            for group in _groups(file):
                single |= group["data"].dtype == np.float32
                edges.extend(_edges(group, keys, str(path)))
    except (ValueError, KeyError, *DAMAGE) as error:
        raise FileFault(str(path), f"is no datapackage that can be read: {error}.") from error
    return edges, single


def _table(path: Path, keys: Mapping[int, Key]) -> tuple[list[ArrayEdge], bool]:
    """Return the exchanges in the one array that bw2data 3 keeps for a database."""
    try:
        table = np.load(path, allow_pickle=False)
        fields = [table[k].tolist() for k in ("input", "output", "type", "amount")]
        spreads = _spreads(table, len(table))
    except (OSError, ValueError, IndexError) as error:
        raise FileFault(str(path), f"is no array of Brightway: {error}.") from error
    edges = []
    for source, target, kind, amount, spread in zip(*fields, spreads, strict=True):
        if source not in keys or target not in keys or kind not in _OLD_KINDS:
            raise FileFault(str(path), f"names {source} or {target}, which does not exist.")
        edges.append((keys[source], keys[target], _OLD_KINDS[kind], float(amount), spread))
    return edges, table["amount"].dtype == np.float32


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


def _edges(group: dict[str, Any], keys: Mapping[int, Key], path: str) -> Iterator[ArrayEdge]:
    rows, columns = group["indices"]["row"].tolist(), group["indices"]["col"].tolist()
    amounts = group["data"].astype(float).tolist()
    flips = group["flip"].tolist() if "flip" in group else [False] * len(amounts)
    spreads = _spreads(group.get("distributions"), len(amounts))
    technosphere = group["matrix"] == "technosphere_matrix"
    # what a process makes is itself where it can; arrays do not tell other products from credits
    selves = {c for r, c, f in zip(rows, columns, flips, strict=True) if r == c and not f}
    for row, column, amount, flip, spread in zip(
        rows, columns, amounts, flips, spreads, strict=True
    ):
        if row not in keys or column not in keys:
            raise FileFault(path, f"names the node {row} or {column}, which does not exist.")
        if technosphere:
            own = row == column or column not in selves
            kind = "technosphere" if flip else "production" if own else "substitution"
        else:
            kind, amount = "biosphere", -amount if flip else amount
        yield keys[row], keys[column], kind, amount, spread


def _spreads(table: Any, count: int) -> list[tuple[str, float, float, float]]:  # noqa: ANN401
    nothing = ("", float("nan"), float("nan"), float("nan"))
    if table is None:
        return [nothing] * count
    columns = [table[k].astype(float).tolist() for k in ("scale", "minimum", "maximum")]
    known = SHAPES | UNDRAWN
    shapes = [known.get(k, "") for k in table["uncertainty_type"].tolist()]
    return list(zip(shapes, *columns, strict=True))
