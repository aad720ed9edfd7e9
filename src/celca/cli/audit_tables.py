"""Tables of audits without a study: inspections, screenings, checklists, checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from celca.cli.tables import number, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.audit import Inspection, Item, Screening
    from celca.declaration import Check

__all__ = [
    "checklist_tables",
    "checks_table",
    "consistency_tables",
    "inspection_tables",
    "screening_tables",
]

_MOST = 25


def checks_table(checks: Sequence[Check], tongue: Tongue = ENGLISH) -> RenderableType:
    """Return what was looked at, and what was found."""
    rows = [(_result(c.result, tongue), c.id, tongue.told(c.message)) for c in checks]
    heads = [(tongue("result"), ""), (tongue("check"), ""), (tongue("what was found"), "")]
    return table(tongue("Checks"), heads, rows)


def _result(result: str, tongue: Tongue) -> str:
    return result if tongue.says is None else tongue.name("check_result", result)


def consistency_tables(checks: Sequence[Check], tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return what other documents of the product say."""
    rows = [(_result(c.result, tongue), tongue.told(c.message)) for c in checks]
    heads = [(tongue("result"), ""), (tongue("what was found"), "")]
    return [table(tongue("Other documents of the product"), heads, rows)]


def inspection_tables(result: Inspection, tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return the answer to `celca verify` without a study."""
    found = result.declaration
    values = {"form": found.form, "kg": number(found.kg_co2e), "amount": f"{found.amount:g}"}
    values["unit"] = found.unit or tongue("(no unit)")
    told = tongue("{form}, {kg} kg CO2e per {amount} {unit}", **values)
    head = Text.assemble(
        (tongue.name("verdict", result.verdict), "bold"),
        f"   {told}{f', {found.name}' if found.name else ''}",
    )
    return [head, checks_table(result.checks, tongue)]


def screening_tables(result: Screening, tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return the answer to `celca verify` for a table of declared values."""
    rows = [
        (
            str(x.row),
            x.product or x.id,
            x.sector,
            number(x.per_kg),
            f"{x.distance:+.1f}",
            " ".join(map(tongue.told, x.reasons)),
        )
        for x in result.flagged[:_MOST]
    ]
    heads = [(tongue("row"), "right"), (tongue("product"), ""), (tongue("sector"), "")]
    heads += [("kg CO2e/kg", "right"), (tongue("off"), "right"), (tongue("why"), "")]
    told = "{rows} values screened, {count} call for a look"
    parts: list[RenderableType] = [
        Text(tongue(told, rows=result.rows, count=len(result.flagged)), style="bold")
    ]
    parts += [table("", heads, rows)] if rows else []
    more = len(result.flagged) - _MOST
    parts += (
        [Text("  " + tongue("and {count} more (--json lists all)", count=more))] if more > 0 else []
    )
    lost = result.rejected[:_MOST]
    return [*parts, *(Text(f"! {tongue('row')} {row} {tongue.told(why)}") for row, why in lost)]


def checklist_tables(
    items: Sequence[Item], title: str, tongue: Tongue = ENGLISH
) -> list[RenderableType]:
    """Return a standard's checklist."""
    rows = [
        (x.id, _result(x.result, tongue), f"{_asks(x, tongue)} ({x.clause})", _seen(x, tongue))
        for x in items
    ]
    heads = [(tongue("row"), ""), (tongue("result"), "")]
    heads += [(tongue("what the standard asks"), ""), (tongue("what was found"), "")]
    return [table(title, heads, rows)]


def _asks(item: Item, tongue: Tongue) -> str:
    return item.asks if tongue.says is None else tongue.name("check", item.id)


def _seen(item: Item, tongue: Tongue) -> str:
    """Return what was found, and in what."""
    found = item.found if tongue.says is None else tongue.says(item.found, item.values)
    return f"{found} [{tongue.told(item.looked)}]" if item.looked else found
