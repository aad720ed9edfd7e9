"""Check a database: published values recomputed, figures without a source, broken balances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from math import fsum
from pathlib import Path
from typing import Any

from celca.assess import open_prices
from celca.audit.coverage import coverage
from celca.audit.diagnosis import diagnose, structure
from celca.circular import as_co2
from celca.errors import Finding
from celca.inventory import DEFAULT, Inventory, Variant, embedded, read_inventory
from celca.methods import CATEGORIES, DEFAULT_METHOD, UPTAKE, Category
from celca.readers.draft import some
from celca.system import Intensities

__all__ = ["check_database", "listing", "summary"]

_BALANCE = 0.05  # of the carbon in a material
_NAMED = 5  # of many processes
_ROWS: dict[str, list[Category]] = {
    "total": list(CATEGORIES),
    "total_excluding_uptake": [c for c in CATEGORIES if c != "biogenic_uptake"],
    "fossil": ["fossil", "aircraft"],
}


def listing() -> list[dict[str, str]]:
    """Return name, version, licence and folder of the databases that come with celca."""
    out = []
    for name, folder in embedded().items():
        inventory = read_inventory(folder)
        about = {"name": name, "version": inventory.version, "licence": inventory.licence}
        out.append({**about, "description": inventory.description, "folder": str(folder)})
    return out


def summary(name: str | Path = DEFAULT, method: str = DEFAULT_METHOD) -> dict[str, Any]:
    """Return what a database holds, and how its system is solved."""
    prices = open_prices(name, method)
    inventory = prices.system.inventory
    return {
        **_identity(inventory),
        "licence": inventory.licence,
        "geography": inventory.geography,
        "description": inventory.description,
        **_held(inventory),
        "flows": len(inventory.flows),
        "materials": len(inventory.materials),
        "variants": dict(Counter(v.variant for v in inventory.variants)),
        "aliases": len(inventory.aliases),
        "sources": len(inventory.sources),
        "method": prices.system.method.name,
        "coverage": coverage(prices),
        "numerics": asdict(prices.numerics),
        "findings": [asdict(f) for f in prices.system.findings],
    }


def _held(inventory: Inventory) -> dict[str, Any]:
    """Return what processes are, the most first: kinds, units, places; years as in structure."""
    processes = inventory.processes
    years = sorted(p.year for p in processes if p.year)
    return {
        "kinds": dict(Counter(p.kind for p in processes)),
        "units": dict(Counter(p.unit for p in processes).most_common()),
        "locations": dict(Counter(p.location for p in processes).most_common()),
        "years": [years[0], years[len(years) // 2], years[-1]] if years else [],
        "undated": len(processes) - len(years),
    }


def _identity(inventory: Inventory) -> dict[str, Any]:
    return {
        **inventory.identity,
        "processes": len(inventory.processes),
        "exchanges": len(inventory.exchanges),
    }


def check_database(name: str | Path = DEFAULT, method: str = DEFAULT_METHOD) -> dict[str, Any]:
    """Return the outcome of all checks, by the keys of the contract."""
    prices = open_prices(name, method)
    inventory = prices.system.inventory
    values = list(_published(prices))
    outside = [v for v in values if not v["inside"]]
    confirmed = {v["process"] for v in values} - {v["process"] for v in outside}
    findings = [*prices.system.findings, *_findings(prices)]
    if not inventory.sources:
        message = "The database lists no sources, so nothing is said about single figures."
        findings.append(Finding("info", "no_sources", message))
    return {
        **_identity(inventory),
        "published": {
            "checked": len(values),
            "inside": len(values) - len(outside),
            "outside": outside,
            "values": values,
        },
        "uncited": list(_uncited(inventory)),
        "balance_errors": list(_balance_errors(prices)),
        "findings": [asdict(f) for f in findings],
        "structure": structure(prices),
        "coverage": coverage(prices),
        "diagnosis": [asdict(s) for s in diagnose(prices, confirmed)],
        "numerics": asdict(prices.numerics),
    }


def _published(prices: Intensities) -> Iterator[dict[str, Any]]:
    for row in prices.system.inventory.published:
        column = prices.H[:, prices.system.index[row.process]]
        computed = fsum(column[CATEGORIES.index(c)] for c in _ROWS[row.measure])
        scale = abs(row.published)
        off = (computed - row.published) / scale if scale else computed
        yield {
            "process": row.process,
            "measure": row.measure,
            "unit": f"kg CO2e/{row.unit}",
            "published": row.published,
            "computed": computed,
            "difference_percent": 100 * off,
            "tolerance_percent": 100 * row.tolerance,
            "inside": abs(off) <= row.tolerance,
            "source": row.source,
            "comment": row.comment,
        }


def _uncited(inventory: Inventory) -> Iterator[str]:
    """Yield the places of figures whose source is missing or unknown."""
    known = {s.id for s in inventory.sources}
    if not known:
        return  # a foreign database, which cites in its own way: said once, as a finding

    def cited(source: str) -> bool:
        return bool(source) and source.partition("#")[0] in known

    for x in inventory.exchanges:
        if not cited(x.source):
            yield f"exchanges.csv line {x.line}: {x.process}, source {x.source!r}"
    for p in inventory.published:
        if not cited(p.source):
            yield f"published.csv: {p.process}, source {p.source!r}"
    for v in inventory.variants:
        if not cited(v.source):
            yield f"materials.csv: {v.material} {v.variant}, source {v.source!r}"


def _balance_errors(prices: Intensities) -> Iterator[str]:
    """Yield carbon that a material holds and its making or burning does not account for."""
    for v in prices.system.inventory.variants:
        if v.biogenic_carbon is None or v.fossil_carbon is None:
            continue  # no source says what it holds, so there is nothing to balance
        grown = as_co2(v.biogenic_carbon)
        made = _net_biogenic(prices, v.process)
        if abs(made + grown) > max(_BALANCE * grown, 0.02):
            yield (
                f"{v.process}: holds {grown:.3g} kg biogenic CO2/kg, but its making takes up"
                f" {-made:.3g}"
            )
        yield from _burnt(prices, v, grown)


def _burnt(prices: Intensities, v: Variant, grown: float) -> Iterator[str]:
    mined = as_co2(v.fossil_carbon or 0.0)
    for service in {v.incineration, v.incineration_energy} - {""}:
        fossil, biogenic = _stack(prices, service)
        for origin, held, out in (("fossil", mined, fossil), ("biogenic", grown, biogenic)):
            if abs(out - held) > max(_BALANCE * held, 0.02):
                yield (
                    f"{service}: burning {v.material} ({v.variant}) gives {out:.3g} kg {origin}"
                    f" CO2/kg, but it holds {held:.3g}"
                )


def _net_biogenic(prices: Intensities, process: str) -> float:
    column = prices.H[:, prices.system.index[process]]
    rows = [CATEGORIES.index(c) for c in ("biogenic_uptake", "biogenic_emissions")]
    return float(column[rows].sum())


def _stack(prices: Intensities, process: str) -> tuple[float, float]:
    """Return the fossil and biogenic CO2 that a process itself emits [kg]."""
    system = prices.system
    column = system.B[:, [system.index[process]]].toarray().ravel()
    out = {"fossil": 0.0, "biogenic": 0.0}
    for flow, amount in zip(system.inventory.flows, column, strict=True):
        if flow.formula == "CO2" and flow.compartment != "resource" and flow.origin in out:
            out[flow.origin] += float(amount)
    return out["fossil"], out["biogenic"]


def _negative(prices: Intensities) -> Iterator[Finding]:
    """Yield what has a score below zero, and what has it because it is written that way."""
    processes, uptake = prices.system.inventory.processes, UPTAKE
    without = (prices.H.sum(axis=0) - prices.H[uptake]).tolist()
    # scores of treatments that Brightway writes with an output below 0 have the other sign
    turned = [p for p in processes if p.output < 0]
    found = zip(without, processes, strict=True)
    below = sorted(((x, p) for x, p in found if x < 0 < p.output), key=lambda f: f[0])
    if below:
        named = "; ".join(f"{p.name} ({p.id}) {x:.3g}" for x, p in below[:_NAMED])
        more = f" and {len(below) - _NAMED} more" if len(below) > _NAMED else ""
        message = f"{len(below)} processes have a negative footprint without uptake: {named}{more}."
        yield Finding("warning", "negative", message, below[0][1].id)
    if turned:
        message = (
            f"{len(turned)} processes have an output below 0, as Brightway writes the treatment of"
            f" waste: 1 asked for is −1 treated. {some(p.name for p in turned)}."
        )
        yield Finding("info", "output_below_zero", message)


def _findings(prices: Intensities) -> Iterator[Finding]:
    system = prices.system
    yield from _negative(prices)
    for material, variants in system.inventory.materials.items():
        if "virgin" in variants and "recycled" in variants:
            virgin, again = (
                float(prices.H[:, system.index[variants[n].process]].sum())
                for n in ("virgin", "recycled")
            )
            if again >= virgin:
                why = variants["recycled"].comment or "no reason is given"
                message = f"recycled {material} is above virgin: {again:.3g} to {virgin:.3g}; {why}"
                yield Finding("warning", "recycled_above_virgin", message, material)
