"""Tables of a bill of materials: its names, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import findings, number, table

if TYPE_CHECKING:
    from celca.product import NameReview, NamesReview

__all__ = ["match_tables", "reading_text"]


def match_tables(review: NamesReview, out: Path | None, written: int) -> list[RenderableType]:
    """Return the answer to `celca match`."""
    heads = [("name", ""), ("decision", ""), ("by", ""), ("score", "right")]
    heads += [("nearest", ""), ("of the mass", "right")]
    open_ = len(review.undecided)
    title = f"{len(review.names)} names, {len(review.names) - open_} decided, {open_} open"
    parts: list[RenderableType] = [table(title, heads, map(_row, review.names))]
    parts += [*reading_text(review.reading), *findings(review.findings)]
    if out is not None:
        left = f" Fill in 'material' where it is empty ({open_} rows)." if open_ else ""
        parts.append(Text(f"{out}: {written} rows written.{left}"))
        parts.append(Text(f"Then a page to show: celca report BOM --matches {out} -o page.html"))
    elif open_:
        parts.append(Text("Write the file to decide the rest in: -o matches.csv"))
    return parts


def _row(name: NameReview) -> tuple[str, ...]:
    near = "" if name.decision else ", ".join(c.material for c in name.candidates)
    kind = " (process)" if name.kind == "process" else ""
    return (
        name.name,
        name.decision or "–",
        name.how + kind,
        f"{name.score:.2f}",
        near,
        f"{100 * name.mass_share:.1f} %",
    )


def _typical(used: Mapping[str, Any]) -> str:
    low, typical, high = (number(1e3 * used[f"{key}_kg"]) for key in ("low", "mass", "high"))
    span = "" if low == high else f" ({low} to {high} g)"
    rows = ", ".join(map(str, used["rows"][:12])) + (" …" if used["rows"][12:] else "")
    return f"Typical mass, row {rows}: {used['component']}, {typical} g{span}."


def reading_text(reading: Mapping[str, Any]) -> list[RenderableType]:
    """Return how a bill of materials was read, as lines."""
    place = f"sheet {reading['sheet']!r}" if reading["sheet"] else reading["encoding"]
    share = reading["mass_share_matched"]
    used = ", ".join(f"{m} = {h!r}" for m, h in reading["columns_used"].items())
    lines = [
        f"{reading['file']} ({place}): headings in row {reading['header_row']};"
        f" {reading['rows_read']} rows read, {reading['lines']} of them lines,"
        f" {reading['assemblies']} assemblies.",
        f"{number(reading['total_mass_kg'])} kg"
        + ("" if share is None else f", {100 * share:.1f} % of it of a known material")
        + f"; {reading['lines_without_mass']} lines without a mass.",
        f"Columns used: {used}.",
    ]
    lines += map(_typical, reading["typical_masses"])
    if reading["columns_not_used"]:
        lines.append(f"Columns not used: {', '.join(map(repr, reading['columns_not_used']))}.")
    for skipped in reading["rows_skipped"]:
        shown = ", ".join(map(str, skipped["rows"][:12])) + (" …" if skipped["rows"][12:] else "")
        lines.append(f"Not read, row {shown}: {skipped['reason']}.")
    return [Text("How it was read", style="bold"), *map(Text, lines)]
