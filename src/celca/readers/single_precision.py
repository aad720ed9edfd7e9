"""What becomes of a database in arrays of single precision, from which Brightway calculates."""

from __future__ import annotations

import warnings
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from celca.errors import Finding, SingularSystem
from celca.inventory import Inventory, tabulate
from celca.methods import Method
from celca.readers.datapackages import datapackage_ids, solve_datapackages, to_datapackage
from celca.readers.draft import some

__all__ = ["lost_in_single_precision"]

_FAR = 1e-3  # of a score: rounding alone moves one by 1e-7, and by more where it nearly cancels


def lost_in_single_precision(inventory: Inventory, method: Method) -> list[dict[str, Any]]:
    """Return a finding where bw2calc will give other scores than celca, or none at all.

    A process that uses nearly all it makes leaves a difference that eight digits cannot hold.
    """
    try:
        there = _scores(_rounded(inventory), method)
    except SingularSystem as error:
        names = (inventory.processes[j].name for j in error.rows or error.columns)
        message = (
            "Brightway calculates in single precision, in which this database has no solution:"
            f" bw2calc gives NaN for all its products. At fault: {some(names, 3)}."
            " A datapackage (--format datapackage) keeps double precision."
        )
        return [asdict(Finding("warning", "single_precision", message))]
    here = _scores(inventory, method)
    off = np.abs(there - here)
    far = np.flatnonzero(off > _FAR * np.abs(here))
    if not far.size:
        return []
    worst = far[np.argsort(-off[far] / np.maximum(np.abs(here[far]), 1e-300), kind="stable")]
    names = (inventory.processes[j].name for j in worst.tolist())
    message = (
        "Brightway calculates in single precision, which moves the scores of"
        f" {far.size} products by more than 0.1 %: {some(names, 3)}."
        " A datapackage (--format datapackage) keeps double precision."
    )
    return [asdict(Finding("warning", "single_precision", message))]


def _rounded(inventory: Inventory) -> Inventory:
    """Return a database with the amounts that arrays of single precision hold."""
    table = tabulate(inventory.exchanges, inventory.processes, inventory.flows)
    return replace(
        inventory,
        processes=tuple(
            replace(p, output=float(np.float32(p.output))) for p in inventory.processes
        ),
        exchanges=replace(table, amount=table.amount.astype(np.float32).astype(float)),
    )


def _scores(inventory: Inventory, method: Method) -> np.ndarray:
    """Return the score of each process, in their order [kg CO2e/unit]."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores, _ = solve_datapackages([to_datapackage(inventory, method)])
    ids = datapackage_ids(inventory)
    return np.array([scores[ids[p.id]] for p in inventory.processes])
