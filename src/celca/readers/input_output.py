"""Read an input-output table in the manner of USEEIO: A, and B with C or D, per unit of money.

One process per sector makes one unit of money of its output. A table that gives B and its
flows keeps them; one that gives D alone (impact per unit of money) becomes a published total
per sector. Names of sectors, flows and indicators stand in .csv files beside the .npz.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from celca.errors import FileFault, Finding
from celca.inventory import Flow, Inventory, Process
from celca.readers.brightway_units import foreign_unit
from celca.readers.damage import DAMAGE
from celca.readers.draft import Draft, draft_of
from celca.readers.substances import findings_on_origin, recognise

__all__ = ["add_flow_table", "read_input_output", "say_spent", "sector"]

Array = NDArray[np.float64]
_CLIMATE = re.compile(r"global climate change|greenhouse gas|global warming|climate change", re.I)


def read_input_output(path: Path, money: str = "", gwp_set: str = "AR4") -> Inventory:
    """Return the sectors of an input-output table as processes.

    money    unit and year of the money that A and D are per, as 'USD 2012'; '' says 'USD'
             and leaves a finding, as the file does not tell
    gwp_set  that D was characterised with, where the table gives no B

    Raises FileFault.
    """
    tables = _tables(path)
    A = tables.get("A")
    if A is None or A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise FileFault(path.name, "holds no square table A.")
    n, stem = A.shape[0], path.with_suffix("")
    sectors = _names(stem, "sectors", n)
    draft = draft_of(
        path.stem,
        f"Input-output table {path.name}: spend-based, per {money or 'USD'}",
        geography=sectors[0].get("location", "") if sectors else "",
    )
    unit = money.partition(" ")[0] or "USD"
    ids = [s.get("code") or s.get("id") or str(i) for i, s in enumerate(sectors)]
    for i, s in enumerate(sectors):
        draft.processes[ids[i]] = sector(s, ids[i], unit, money)
    draft.add_table("input", A, ids, ids)
    if "B" in tables:
        _add_flows(draft, tables["B"], _names(stem, "flows", tables["B"].shape[0]), ids)
    elif "D" in tables:
        indicators = _names(stem, "indicators", tables["D"].shape[0])
        _add_totals(draft, tables["D"], (indicators, path.name, gwp_set), ids)
    else:
        raise FileFault(path.name, "holds neither a table B (flows) nor D (impacts).")
    say_spent(draft, money)
    return draft.inventory()


def _tables(path: Path) -> dict[str, Array]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {k: np.asarray(file[k], dtype=float) for k in ("A", "B", "D") if k in file}
    except (ValueError, *DAMAGE) as error:
        # numpy's own words advise to load objects, which could run code
        raise FileFault(
            path.name, "is no .npz of plain numbers.", "Write it with numpy.savez."
        ) from error


def _names(stem: Path, kind: str, count: int) -> list[dict[str, str]]:
    """Return the names of rows or columns, from the .csv or .csv.gz beside the table."""
    for ending in (".csv", ".csv.gz"):
        file = stem.with_name(f"{stem.name}_{kind}{ending}")
        if file.is_file():
            raw = file.read_bytes()
            text = (gzip.decompress(raw) if ending.endswith("gz") else raw).decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text)))
            if len(rows) != count:
                raise FileFault(file.name, f"has {len(rows)} rows, but the table {count}.")
            return rows
    if kind == "sectors":
        raise FileFault(f"{stem.name}_sectors.csv", "is missing beside the table.")
    raise FileFault(f"{stem.name}_{kind}.csv", f"is missing beside the table: the {kind}.")


def sector(s: Mapping[str, str], key: str, unit: str, money: str) -> Process:
    """Return a sector, called as `s` says, as a process that makes 1 unit of money.

    money  currency and year, as 'USD 2012'; the year may be missing
    """
    name = s.get("name") or key
    year = money.rpartition(" ")[2]
    return Process(
        id=key,
        name=name,
        name_ja="",
        product=name,
        unit=unit,
        location=s.get("location", ""),
        year=int(year) if year.isdigit() else None,
        kind="unit",
        technology="",
        source="",
        comment=f"spend-based, per {money or unit}",
    )


def _add_flows(draft: Draft, B: Array, names: list[dict[str, str]], ids: list[str]) -> None:
    told = []
    keys = [f.get("uuid") or f.get("id") or str(i) for i, f in enumerate(names)]
    for i, f in enumerate(names):
        keys[i] = keys[i] if keys[i] not in draft.flows else f.get("id") or f"{keys[i]}:{i}"
        name, path = f.get("flowable", ""), tuple(f.get("context", "").split("/"))
        what = recognise(name, path)
        unit = foreign_unit(f.get("unit"))
        flow = Flow(keys[i], name, what.compartment, unit, what.formula, what.origin)
        draft.flows[keys[i]] = flow
        told.append((flow, what.told))
    add_flow_table(draft, B, keys, ids)
    draft.findings += findings_on_origin(told)


def add_flow_table(draft: Draft, B: Array, keys: list[str], ids: list[str]) -> None:
    """Add flows (rows) per unit of each sector (columns): those out of nature are taken up."""
    taken = np.array([draft.flows[k].compartment.startswith("resource") for k in keys], dtype=bool)
    for kind, some in (("emission", ~taken), ("uptake", taken)):
        names = [k for k, chosen in zip(keys, some.tolist(), strict=True) if chosen]
        draft.add_table(kind, B[some], names, ids)


def _add_totals(draft: Draft, D: Array, about: tuple[Any, str, str], ids: list[str]) -> None:
    indicators, file, gwp_set = about
    rows = [
        i
        for i, row in enumerate(indicators)
        if _CLIMATE.search(row.get("name", "")) and "co2" in row.get("unit", "").casefold()
    ]
    if len(rows) != 1:
        raise FileFault(file, f"has {len(rows)} indicators of climate change in kg CO2e, not 1.")
    key = "co2e-as-published"
    name = f"CO2e, as published ({gwp_set})"
    draft.flows[key] = Flow(key, name, "air", "kg", "CO2e", "fossil", gwp_set)
    draft.add_table("emission", D[rows], [key], ids)


def say_spent(draft: Draft, money: str) -> None:
    """Add the finding that a table counts money, and of which year if somebody said."""
    dated = money[-4:].isdigit()
    what = money if dated else f"{money or 'USD'} of a year that the file does not tell"
    message = (
        f"This database is spend-based: a sector's average per unit of money, in {what}, before"
        " margins and inflation."
    )
    severity: Any = "info" if dated else "warning"
    draft.findings.append(Finding(severity, "spend_based", message))
