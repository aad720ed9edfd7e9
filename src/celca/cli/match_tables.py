"""Tables of a bill of materials: its names, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import findings, number, table
from celca.cli.tongue import ENGLISH, Tongue
from celca.errors import Names

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


def _typical(used: Mapping[str, Any], tongue: Tongue) -> str:
    low, typical, high = (number(1e3 * used[f"{key}_kg"]) for key in ("low", "mass", "high"))
    between = "" if low == high else f" ({tongue('{low} to {high}', low=low, high=high)} g)"
    values = {"rows": _rows(used["rows"]), "component": used["component"]}
    values["grams"] = f"{typical} g{between}"
    return tongue("Typical mass, row {rows}: {component}, {grams}.", **values)


def _rows(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:12])) + (" …" if rows[12:] else "")


def reading_text(reading: Mapping[str, Any], tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return how a bill of materials was read, as lines."""
    place = f"sheet {reading['sheet']!r}" if reading["sheet"] else reading["encoding"]
    used = ", ".join(f"{m} = {h!r}" for m, h in reading["columns_used"].items())
    lines = [
        tongue(
            "{file} ({place}): headings in row {head}; {rows} rows read, {lines} of them lines,"
            " {assemblies} assemblies.",
            file=reading["file"],
            place=tongue.place(place),
            head=reading["header_row"],
            rows=reading["rows_read"],
            lines=reading["lines"],
            assemblies=reading["assemblies"],
        ),
        _masses(reading, tongue),
        tongue("Columns used: {columns}.", columns=used),
    ]
    lines += [_typical(one, tongue) for one in reading["typical_masses"]]
    if spare := Names(reading["columns_not_used"]):
        lines.append(tongue("Columns not used: {columns:q}.", columns=spare))
    for skipped in reading["rows_skipped"]:
        values = {"rows": _rows(skipped["rows"]), "reason": tongue.told(skipped["reason"])}
        lines.append(tongue("Not read, row {rows}: {reason}.", **values))
    return [Text(tongue("How it was read"), style="bold"), *map(Text, lines)]


def _masses(reading: Mapping[str, Any], tongue: Tongue) -> str:
    share, kg = reading["mass_share_matched"], number(reading["total_mass_kg"])
    count = reading["lines_without_mass"]
    if share is None:
        return tongue("{kg} kg; {count} lines without a mass.", kg=kg, count=count)
    told = "{kg} kg, {share} of it of a known material; {count} lines without a mass."
    return tongue(told, kg=kg, share=f"{100 * share:.1f} %", count=count)
