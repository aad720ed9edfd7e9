"""Tables for `celca database`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import number, summary_table, table

__all__ = ["check_tables", "import_tables", "listing_tables", "summary_tables"]

_MOST = 20
_SUSPECTS = 8
_NAMED = 3  # flows without a factor


def listing_tables(databases: Sequence[Mapping[str, str]]) -> list[RenderableType]:
    """Return the answer to `celca database list`."""
    heads = [("name", ""), ("version", ""), ("description", "")]
    return [table("", heads, [(d["name"], d["version"], d["description"]) for d in databases])]


def summary_tables(data: Mapping[str, Any]) -> list[RenderableType]:
    """Return the answer to `celca database show`."""
    return [summary_table(data)]


def import_tables(data: Mapping[str, Any]) -> list[RenderableType]:
    """Return the answer to `celca database import` and `export`."""
    rows = {k: v for k, v in data.items() if k != "findings"}
    findings = [Text(f"  {f['message']}") for f in data["findings"][:_MOST]]
    return [summary_table(rows), *findings]


def check_tables(data: Mapping[str, Any]) -> list[RenderableType]:
    """Return the answer to `celca database check`."""
    published = data["published"]
    head = (
        f"{data['name']} {data['version']}: {data['processes']} processes,"
        f" {data['exchanges']} exchanges, {data['hash'][:12]}\n"
        f"{published['inside']} of {published['checked']} published values inside tolerance,"
        f" {len(data['uncited'])} uncited figures, {len(data['balance_errors'])} balance errors"
    )
    out: list[RenderableType] = [Text(head)]
    if published["outside"]:
        out.append(_outside(published["outside"]))
    out += _first([f"! {fault}" for fault in (*data["uncited"], *data["balance_errors"])], _MOST)
    out += [Text(f"  {f['message']}") for f in data["findings"][:_MOST]]
    out += _network(data)
    suspects = [f"? {s['code']}: {s['message']}" for s in data["diagnosis"]]
    if suspects:
        out.append(Text(f"{len(suspects)} figures to look at, the oddest first:"))
    return [*out, *_first(suspects, _SUSPECTS)]


def _outside(values: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return the published values that the database misses, the worst first."""
    heads = [
        ("outside tolerance", ""),
        ("published", "right"),
        ("computed", "right"),
        ("off", "right"),
        ("allowed", "right"),
    ]
    rows = [
        (
            v["process"],
            number(v["published"]),
            number(v["computed"]),
            f"{v['difference_percent']:+.0f} %",
            f"{v['tolerance_percent']:.0f} %",
        )
        for v in sorted(values, key=lambda v: -abs(v["difference_percent"]))[:_MOST]
    ]
    return table("", heads, rows)


def _first(lines: Sequence[str], most: int) -> list[Text]:
    """Return the first lines, and how many there are beside."""
    left = [f"  and {len(lines) - most} more (--json lists all)"] if len(lines) > most else []
    return [Text(line) for line in (*lines[:most], *left)]


def _network(data: Mapping[str, Any]) -> list[RenderableType]:
    """Return what the flows of a database count, and how its processes hang together."""
    held, found = data["coverage"], data["structure"]
    (counted, flows), (rows, every) = held["flows"], held["exchanges"]
    mass, whole = held["mass_kg"]
    silent = "; ".join(
        f"{x['flow']} ({x['processes']} processes)" for x in held["uncounted"][:_NAMED]
    )
    told = (
        f"Factors: for {counted} of {flows} emissions, {rows} of {every} exchanges"
        + (f", {mass / whole:.0%} of the mass given off directly" if whole else "")
        + (f"; none for {silent}" if silent else "")
    )
    years = " to ".join(map(str, (found["years"][0], found["years"][-1]))) if found["years"] else ""
    shape = (
        f"Network: {found['components']} parts that are not linked, the largest loop of"
        f" {found['largest_loop']} processes, gain {found['gain']:.2f},"
        f" {found['zero_burden_used']} inputs without burden"
        + (f"; years {years}, median {found['years'][1]}" if years else "")
    )
    return [Text(told), Text(shape)]
