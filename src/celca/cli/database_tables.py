"""Tables for `celca database`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import number, summary_table, table

__all__ = ["check_tables", "import_tables", "listing_tables", "summary_tables"]

_MOST = 20
_OVERVIEW = (  # what the first lines of a database say
    *("name", "version", "processes", "exchanges", "licence", "description", "kinds", "flows"),
    *("materials", "units", "locations", "years", "undated", "method", "coverage", "findings"),
)
_SUSPECTS = 12
_NAMED = 3  # flows without a factor


def listing_tables(databases: Sequence[Mapping[str, str]]) -> list[RenderableType]:
    """Return the answer to `celca database list`."""
    heads = [("name", ""), ("version", ""), ("description", "")]
    return [table("", heads, [(d["name"], d["version"], d["description"]) for d in databases])]


def summary_tables(data: Mapping[str, Any]) -> list[RenderableType]:
    """Return the answer to `celca database show`: what it is in a few lines, then the rest."""
    rest = {k: v for k, v in data.items() if k not in _OVERVIEW and v not in ("", {}, 0)}
    findings = [Text(f"  {f['message']}") for f in data["findings"][:_MOST]]
    return [*_overview(data), summary_table(rest), *findings]


def _overview(data: Mapping[str, Any]) -> list[Text]:
    """Return what somebody asks first of a database: content, units, age, places, method, terms."""
    held, (counted, flows) = data["coverage"], data["coverage"]["flows"]
    (mass, whole), years = held["mass_kg"], data["years"]
    span = "data of {0} to {2}, half of them from {1} on"
    age = span.format(*years) if years else "none stated"
    undated = f"; {data['undated']:,} without a year" if years and data["undated"] else ""
    lines = (
        ("", f"{data['description']}"),
        (
            "Processes",
            f"{data['processes']:,} ({_counted(data['kinds'])}), {data['exchanges']:,} exchanges,"
            f" {data['flows']:,} flows"
            + f", {data['materials']:,} materials"
            * bool(data["materials"]),
        ),
        ("Products", f"by unit: {_counted(data['units'])}"),
        ("Years", age + undated),
        ("Places", _counted(data["locations"])),
        (
            "Method",
            f"{data['method']}: factors for {counted} of {flows} emissions"
            + (f", {mass / whole:.0%} of their mass" if whole else ""),
        ),
        ("Licence", data["licence"] or "not stated"),
    )
    head = Text(f"{data['name']} {data['version']}".strip(), style="bold")
    return [head, *(Text(f"{name:<10} {said}".strip()) for name, said in lines if said)]


def _counted(counts: Mapping[str, int], most: int = 6) -> str:
    """Return how many there are of each, those beyond the first few as one."""
    first = [f"{name or 'not stated'} {n:,}" for name, n in list(counts.items())[:most]]
    left = sum(list(counts.values())[most:])
    return ", ".join(first) + (f", {len(counts) - most} others {left:,}" if left else "")


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
    suspects = [f"? {s['code']}: {s['message']}" for s in data["diagnosis"]]
    if suspects:
        out.append(Text(f"{len(suspects)} figures to look at, the oddest first:"))
    out += _first(suspects, _SUSPECTS)
    out += _network(data)
    return [*out, *(Text(f"  {f['message']}") for f in data["findings"][:_MOST])]


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


def _kg(amount: float | None) -> str:
    """Return a mass for a list, nothing where it is not measured by mass."""
    return "" if amount is None else f"{amount:.3g} kg, "


def _network(data: Mapping[str, Any]) -> list[RenderableType]:
    """Return what the flows of a database count, and how its processes hang together."""
    held, found = data["coverage"], data["structure"]
    (counted, flows), (rows, every) = held["flows"], held["exchanges"]
    (mass, whole), (in_air, air) = held["mass_kg"], held["air_kg"]
    silent = "; ".join(
        f"{x['flow']} to {x['compartment'] or 'nature'} ({_kg(x['kg'])}{x['processes']} processes)"
        for x in held["uncounted"][:_NAMED]
    )
    told = (
        f"Factors: for {counted} of {flows} emissions, {rows} of {every} exchanges"
        + (f", {mass / whole:.0%} of the mass given off directly" if whole else "")
        + (f", {in_air / air:.0%} of that to air" if air else "")
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
