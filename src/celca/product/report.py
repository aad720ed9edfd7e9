"""What the reading of a bill of materials came to, so that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import Any

from celca.bom import Bom, Typical

__all__ = ["reading_report"]


def reading_report(bom: Bom, matched_kg: float) -> Mapping[str, Any]:
    """Return how a bill was read, as plain data.

    Every row below the headings that is not blank is a line, an assembly, or listed under
    `rows_skipped` with the reason.

    matched_kg  mass of the lines whose material is known [kg]
    """
    skipped: dict[str, list[int]] = {}
    for row, reason in bom.rows_skipped:
        skipped.setdefault(reason, []).append(row)
    whole = fsum(line.mass for line in bom.lines if line.mass is not None)
    return {
        "file": bom.source,
        "encoding": bom.encoding,
        "sheet": bom.sheet,
        "header_row": bom.header_row,
        "columns_used": dict(bom.columns),
        "columns_not_used": list(bom.not_used),
        "rows_read": bom.rows_read,
        "lines": len({line.row for line in bom.lines}),
        "assemblies": len(bom.assemblies),
        "rows_skipped": [{"reason": why, "rows": rows} for why, rows in skipped.items()],
        "lines_without_mass": sum(line.mass is None for line in bom.lines),
        "total_mass_kg": whole,
        "mass_share_matched": matched_kg / whole if whole else None,
        "mixtures": [f.message for f in bom.findings if f.code == "mixture_split"],
        "typical_masses": [_typical(t) for t in bom.typical],
    }


def _typical(used: Typical) -> Mapping[str, Any]:
    return {
        "component": f"{used.component} {used.size}",
        "mass_kg": used.mass,
        "low_kg": used.low,
        "high_kg": used.high,
        "rows": list(used.rows),
        "source": used.source,
    }
