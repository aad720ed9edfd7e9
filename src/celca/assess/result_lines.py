"""The lines of a result: what the product calls on, from which source, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import fsum
from typing import Any

from celca.assess.result import ExcludedLines, ResultLine
from celca.assess.score import BEYOND, Score
from celca.inventory import Inventory
from celca.product import Demand, Line, Product

__all__ = ["excluded", "result_lines", "sources"]


def _price(line: Line | None) -> str:
    if line is None or line.spend is None:
        return ""
    return f"{line.spend.price:.12g} {line.spend.currency}"


def result_lines(product: Product, scored: Score, inventory: Inventory) -> tuple[ResultLine, ...]:
    """Return what the product calls on, an entry each, inside the boundary alone."""
    pairs = zip(scored.entries, map(float, scored.by_entry), strict=True)
    found = ((entry, kg) for entry, kg in pairs if entry.stage != BEYOND)
    return tuple(_line(entry, kg, product, scored.total, inventory) for entry, kg in found)


def _line(
    entry: Demand, kg: float, product: Product, total: float, inventory: Inventory
) -> ResultLine:
    line = product.lines[entry.line] if entry.line >= 0 else None
    process = inventory.process_by_id.get(entry.process)
    return ResultLine(
        part=line.part if line else "",
        description=entry.note or (line.description if line else ""),
        material=line.match.target if line else "",
        process=entry.process,
        amount=entry.amount,
        unit=process.unit if process else "kg CO2e",
        kg_co2e=kg,
        share=kg / total if total else 0.0,
        match=_match(line),
        stage=entry.stage,
        variant=entry.variant,
        source=process.source if process else "declared by the supplier",
        process_name=process.name if process else "",
        process_name_ja=process.name_ja if process else "",
        location=process.location if process else "",
        year=process.year if process else None,
        category="" if process else entry.category,
        data_quality=_stated(line),
        price=_price(line),
    )


def _stated(line: Line | None) -> dict[str, float]:
    """Return what is said of the data of a line."""
    said = asdict(line.quality) if line is not None and line.quality is not None else {}
    return {k: v for k, v in said.items() if v is not None}


def _match(line: Line | None) -> dict[str, Any]:
    """Return how the material was found; what no part asks for, the study names itself."""
    if line is None:
        return {"how": "product.toml", "score": 1.0}
    return {"how": line.match.how, "score": line.match.score}


def sources(scored: Score, inventory: Inventory) -> tuple[Mapping[str, str], ...]:
    """Return the sources of the processes that the product itself calls on."""
    used = {inventory.process_by_id[e.process].source for e in scored.entries if e.process}
    ids = {source.partition("#")[0] for source in used}
    return tuple(
        {"id": s.id, "citation": s.citation, "url": s.url, "year": s.year, "licence": s.licence}
        for s in inventory.sources
        if s.id in ids
    )


def excluded(product: Product) -> ExcludedLines:
    """Return the lines that are left out, and their share of the known mass."""
    lines = tuple(
        {
            "part": x.part,
            "description": x.description,
            "material": x.material,
            "mass_kg": x.mass,
            "reason": x.reason,
            "where": x.where,
        }
        for x in product.excluded
    )
    masses = [x.mass for x in product.excluded]
    known = fsum(m for m in masses if m is not None)
    whole = known + product.mass
    share = None if None in masses else (known / whole if whole else 0.0)
    return ExcludedLines(lines, share)
