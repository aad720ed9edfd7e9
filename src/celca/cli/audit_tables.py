"""Tables of audits: verdicts, inspections, screenings, checklists, replays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import number, table

if TYPE_CHECKING:
    from celca.audit import Inspection, Item, Replay, Screening, Verdict, Verdicts
    from celca.declaration import Check

__all__ = [
    "checklist_tables",
    "consistency_tables",
    "inspection_tables",
    "replay_tables",
    "screening_tables",
    "verdict_tables",
    "verdicts_tables",
]

_MOST = 25


def verdict_tables(result: Verdict) -> list[RenderableType]:
    """Return the answer to `celca verify` against a study."""
    off = result.difference_percent
    head = Text.assemble(
        (result.verdict, "bold"),
        f"   declared {number(result.declared_kg_co2e)},"
        f" recalculated {number(result.recalculated_kg_co2e)} kg CO2e",
        "" if off is None else f", {off:+.1f} % (tolerance {result.tolerance_percent:g} %)",
    )
    head.append("".join(f"\n{reason}" for reason in result.reasons))
    return [
        head,
        *_listed("Brought to the same terms", result.steps),
        *_listed("What would explain it", result.explanations),
        _checks(result.checks),
    ]


def verdicts_tables(result: Verdicts) -> list[RenderableType]:
    """Return the answer to `celca verify` for a table of values, each against its study."""
    words = ("agrees", "differs", "cannot be judged")
    told = ", ".join(f"{result.count(word)} {word}" for word in words if result.count(word))
    rows = []
    for x in result.rows:
        found = x.verdict
        why = (*(found.explanations if found else ()), *x.reasons, "")[0]
        why = "" if x.word == "agrees" else why
        off = found.difference_percent if found else None
        declared = number(found.declared_kg_co2e) if found else ""
        again = number(found.recalculated_kg_co2e) if found else ""
        moved = "" if off is None else f"{off:+.1f} %"
        rows.append((str(x.row), x.product, x.word, declared, again, moved, why))
    heads = [("row", "right"), ("product", ""), ("verdict", ""), ("declared", "right"),
             ("recalculated", "right"), ("off", "right"), ("why", "")]  # fmt: skip
    title = f"{len(result.rows)} values: {told or 'none'}"
    return [Text(title, style="bold"), table("", heads, rows)]


def consistency_tables(checks: Sequence[Check]) -> list[RenderableType]:
    """Return what other documents of the product say."""
    rows = [(c.result, c.message) for c in checks]
    return [table("Other documents of the product", [("result", ""), ("what was found", "")], rows)]


def inspection_tables(result: Inspection) -> list[RenderableType]:
    """Return the answer to `celca verify` without a study."""
    found = result.declaration
    head = Text.assemble(
        (result.verdict, "bold"),
        f"   {found.form}, {number(found.kg_co2e)} kg CO2e per {found.amount:g}"
        f" {found.unit or '(no unit)'}{f', {found.name}' if found.name else ''}",
    )
    return [head, _checks(result.checks)]


def screening_tables(result: Screening) -> list[RenderableType]:
    """Return the answer to `celca verify` for a table of declared values."""
    rows = [
        (
            str(x.row),
            x.product or x.id,
            x.sector,
            number(x.per_kg),
            f"{x.distance:+.1f}",
            " ".join(x.reasons),
        )
        for x in result.flagged[:_MOST]
    ]
    heads = [("row", "right"), ("product", ""), ("sector", ""), ("kg CO2e/kg", "right"),
             ("off", "right"), ("why", "")]  # fmt: skip
    told = f"{result.rows} values screened, {len(result.flagged)} call for a look"
    more = len(result.flagged) - _MOST
    tail = [Text(f"  and {more} more (--json lists all)")] if more > 0 else []
    lost = [Text(f"! row {row} {reason}") for row, reason in result.rejected[:_MOST]]
    return [Text(told, style="bold"), *([table("", heads, rows)] if rows else []), *tail, *lost]


def checklist_tables(items: Sequence[Item], title: str) -> list[RenderableType]:
    """Return a standard's checklist."""
    rows = [(x.id, x.result, f"{x.asks} ({x.clause})", _seen(x)) for x in items]
    heads = [("row", ""), ("result", ""), ("what the standard asks", ""), ("what was found", "")]
    return [table(title, heads, rows)]


def _seen(item: Item) -> str:
    """Return what was found, and in what."""
    return f"{item.found} [{item.looked}]" if item.looked else item.found


def replay_tables(result: Replay) -> list[RenderableType]:
    """Return the answer to `celca replay`."""
    head = Text.assemble((result.verdict, "bold"))
    if result.recalculated_kg_co2e is not None:
        head.append(
            f"   recorded {number(result.recorded_kg_co2e)},"
            f" recalculated {number(result.recalculated_kg_co2e)} kg CO2e"
        )
    head.append(f"\nSignature: {result.signature}{f', by {result.key}' if result.key else ''}")
    head.append(f"\nManifest: sha256 {result.manifest}")
    changed = [
        f"{name}: {v['then']} then, {v['now']} now"
        for name, v in result.versions.items()
        if v["then"] != v["now"]
    ]
    return [
        head,
        *_listed("Altered", result.altered),
        *_listed("Different", result.differences),
        *_listed("Other versions", changed),
    ]


def _listed(title: str, lines: Sequence[str]) -> list[RenderableType]:
    return [Text(title, style="bold"), *(Text(f"  {line}") for line in lines)] if lines else []


def _checks(checks: Sequence[Check]) -> RenderableType:
    rows = [(c.result, c.id, c.message) for c in checks]
    return table("Checks", [("result", ""), ("check", ""), ("what was found", "")], rows)
