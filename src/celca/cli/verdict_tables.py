"""The answer to `celca verify` against a study, for one declared value and for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from celca.cli.audit_tables import checks_table
from celca.cli.tables import listed, number, percent, table
from celca.cli.tongue import ENGLISH, Tongue

if TYPE_CHECKING:
    from celca.audit import Explanation, Verdict, Verdicts

__all__ = ["verdict_tables", "verdicts_tables"]

_NOTHING = 1e-9  # of a difference: what floats leave over
_WORDS = ("agrees", "differs", "cannot be judged")


def verdict_tables(result: Verdict, tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return the answer to `celca verify` against a study."""
    head = Text.assemble((tongue.name("verdict", result.verdict), "bold"), "   ")
    values = {"declared": number(result.declared_kg_co2e)}
    values["again"] = number(result.recalculated_kg_co2e)
    head.append(tongue("declared {declared}, recalculated {again} kg CO2e", **values))
    if result.difference_percent is not None:
        off, most = percent(result.difference_percent), f"{result.tolerance_percent:g}"
        head.append(tongue(", {off} (tolerance {tolerance} %)", off=off, tolerance=most))
    head.append("".join(f"\n{tongue.told(reason)}" for reason in result.reasons))
    return [
        head,
        *listed(tongue("Brought to the same terms"), map(tongue.told, result.steps)),
        *listed(tongue("The difference by category"), _differences(result, tongue)),
        *_explained(result, tongue),
        checks_table(result.checks, tongue),
    ]


def _differences(result: Verdict, tongue: Tongue) -> list[str]:
    """Return the difference in each category, where it is not all rounding."""
    whole = result.declared_kg_co2e - result.recalculated_kg_co2e
    if result.verdict == "agrees" or not whole:
        return []
    kept = [
        f"{tongue.name('category', name.replace('_', ' '))} {kg:+.4g}"
        for name, kg in result.by_category.items()
        if abs(kg) > _NOTHING * abs(whole)
    ]
    said = tongue("{parts}; in all {whole} kg CO2e", parts=", ".join(kept), whole=f"{whole:+.4g}")
    return [said] if kept else []


def _explained(result: Verdict, tongue: Tongue) -> list[RenderableType]:
    """Return what meets the value, what comes near it, and what would have to be otherwise."""
    tried = [x for x in result.found if not x.fitted]
    met = [_told(x, tongue) for x in tried if x.exact or x.left is None]
    near = [_told(x, tongue) for x in tried if not (x.exact or x.left is None)]
    fitted = [tongue.told(x.sentence) for x in result.found if x.fitted]
    return [
        *listed(tongue("What would explain it"), met),
        *listed(tongue("What comes near it"), near),
        *listed(tongue("What would have to be otherwise"), fitted),
    ]


def _told(found: Explanation, tongue: Tongue) -> str:
    """Return an explanation with what it explains of the difference."""
    said = tongue.told(found.sentence)
    if found.kg_co2e is None or found.left is None:
        return said
    left = found.left if abs(found.left) > _NOTHING * abs(found.kg_co2e) else 0.0
    values = {"kg": f"{found.kg_co2e:+.4g}", "left": f"{left:+.2g}"}
    return f"{said} {tongue('[{kg} kg CO2e, {left} left]', **values)}"


def verdicts_tables(result: Verdicts, tongue: Tongue = ENGLISH) -> list[RenderableType]:
    """Return the answer to `celca verify` for a table of values, each against its study."""
    counts = [(result.count(word), tongue.name("verdict", word)) for word in _WORDS]
    told = ", ".join(f"{count} {word}" for count, word in counts if count)
    rows = []
    for x in result.rows:
        found = x.verdict
        why = (*(found.explanations if found else ()), *x.reasons, "")[0]
        why = "" if x.word == "agrees" else tongue.told(why)
        declared = number(found.declared_kg_co2e) if found else ""
        again = number(found.recalculated_kg_co2e) if found else ""
        moved = percent(found.difference_percent if found else None)
        word = tongue.name("verdict", x.word)
        rows.append((str(x.row), x.product, word, declared, again, moved, why))
    heads = [(tongue("row"), "right"), (tongue("product"), ""), (tongue("verdict"), "")]
    heads += [(tongue("declared"), "right"), (tongue("recalculated"), "right")]
    heads += [(tongue("off"), "right"), (tongue("why"), "")]
    title = tongue("{count} values: {told}", count=len(result.rows), told=told or "–")
    return [Text(title, style="bold"), table("", heads, rows)]
