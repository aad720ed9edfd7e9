"""Tables of a bill of materials: its names, and how it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def match_tables(
    review: NamesReview, out: Path | None, written: int, tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return the answer to `celca match`."""
    heads = [(tongue("name"), ""), (tongue("decision"), ""), (tongue("by"), "")]
    heads += [(tongue("score"), "right"), (tongue("nearest"), "")]
    heads += [(tongue("of the mass"), "right")]
    open_, every = len(review.undecided), len(review.names)
    told = "{count} names, {decided} decided, {open} open"
    title = tongue(told, count=every, decided=every - open_, open=open_)
    rows = [_row(name, tongue) for name in review.names]
    parts: list[RenderableType] = [table(title, heads, rows)]
    parts += [*reading_text(review.reading, tongue), *findings(review.findings, tongue)]
    return [*parts, *(Text(line) for line in _next(out, written, open_, tongue))]


def _next(out: Path | None, written: int, open_: int, tongue: Tongue) -> Iterator[str]:
    """Yield what was written, and what to do next."""
    if out is not None:
        left = "" if not open_ else tongue(
            " Fill in 'material' where it is empty ({count} rows).", count=open_
        )  # fmt: skip
        yield tongue("{file}: {count} rows written.", file=str(out), count=written) + left
        yield tongue(
            "Then a page to show: celca report BOM --matches {file} -o page.html", file=str(out)
        )
    elif open_:
        yield tongue("Write the file to decide the rest in: -o matches.csv")


def _row(name: NameReview, tongue: Tongue) -> tuple[str, ...]:
    near = "" if name.decision else ", ".join(_both(c.material, tongue) for c in name.candidates)
    kind = f" {tongue('(process)')}" if name.kind == "process" else ""
    return (
        name.name,
        _both(name.decision, tongue) or "–",
        tongue.name("how", name.how) + kind,
        f"{name.score:.2f}",
        near,
        f"{100 * name.mass_share:.1f} %",
    )


def _both(id_: str, tongue: Tongue) -> str:
    """Return the id that stands in matches.csv, after the name in the reader's language."""
    name = tongue.name("material", id_)
    name = tongue.name("process", id_) if name == id_ else name
    return id_ if name == id_ else f"{name}（{id_}）"


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
