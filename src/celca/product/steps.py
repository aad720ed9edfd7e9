"""Read what is done to or by a product, and what is cut away on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from celca.errors import FileFault
from celca.matching import Match, Matcher
from celca.product.ends import treatment_shares
from celca.product.record import TREATMENTS, Activity, Line, Stage
from celca.product.toml import Table
from celca.units import factor

__all__ = ["STEP_KEYS", "STEP_STAGES", "read_activities", "read_step", "with_scrap"]

STEP_KEYS = ("process", "amount", "kg_co2e", "source", "description")
_KEYS = (*STEP_KEYS, "distance", "material", "scrap", "regrind", "scrap_end")
STEP_STAGES: tuple[Stage, ...] = ("production", "distribution", "use")


def read_activities(top: Table, matcher: Matcher) -> Iterator[Activity]:
    """Yield what the tables [[production]], [[distribution]] and [[use]] say."""
    for stage in STEP_STAGES:
        for table in top.tables(stage, _KEYS):
            yield _activity(stage, table, matcher)


def _activity(stage: Stage, table: Table, matcher: Matcher) -> Activity:
    """Read what is done: an amount, a distance (times mass), or a step for all of a material."""
    if table.has("kg_co2e") or not (table.has("distance") or table.has("material")):
        for key in ("scrap", "distance"):
            if table.has(key):
                raise FileFault(table.where, f"{key!r} needs a 'material', and no 'kg_co2e'.")
        return read_step(stage, table, matcher)
    process, unit, note = _process(table, matcher)
    if table.has("distance"):
        per_kg = table.amount("distance", "km") * factor("kg*km", unit, table.where)
        return Activity(stage, process, None, per_kg, note=note)
    per_kg = factor("kg", unit, table.where)
    material = matcher.match(table.text("material"), table.where).target
    regrind = table.share("regrind") or 0.0
    if not table.has("scrap") and (table.has("regrind") or table.has("scrap_end")):
        raise FileFault(table.where, "'regrind' and 'scrap_end' need the 'scrap' they are of.")
    return Activity(
        stage,
        process,
        None,
        per_kg,
        material,
        note,
        scrap=table.number("scrap", 0),
        regrind=regrind,
        scrap_end=_scrap_end(table),
    )


def _scrap_end(table: Table) -> Mapping[str, float]:
    if not table.has("scrap_end"):
        return {}
    return treatment_shares(table.table("scrap_end", TREATMENTS))


def read_step(stage: Stage, table: Table, matcher: Matcher) -> Activity:
    """Return an amount of a process, or of kg CO2e that somebody declares."""
    if table.has("kg_co2e"):
        if table.has("process") or table.has("amount"):
            raise FileFault(table.where, "give 'process' and 'amount', or 'kg_co2e', not both.")
        table.text("source")
        note = table.text("description", "as declared")
        return Activity(stage, "", table.number("kg_co2e"), note=note)
    process, unit, note = _process(table, matcher)
    return Activity(stage, process, table.amount("amount", unit), note=note)


def _process(table: Table, matcher: Matcher) -> tuple[str, str, str]:
    """Return id and unit of the process of a table, and what to call it."""
    target: Match = matcher.match(table.text("process"), table.where, "process")
    process = matcher.inventory.process_by_id.get(target.target)
    if process is None:
        raise FileFault(table.where, f"{target.target!r} is a material, but a process is needed.")
    return process.id, process.unit, table.text("description", process.name)


def with_scrap(
    lines: tuple[Line, ...], activities: tuple[Activity, ...], stated: Set[str]
) -> tuple[Line, ...]:
    """Return the lines with what the steps for their material cut away.

    stated  places of the lines for which the bill itself says it; these stay as they are

    Steps follow each other as listed: an earlier one has to make what a later one cuts away.
    """
    steps: dict[str, list[Activity]] = {}
    for activity in activities:
        if activity.material:
            steps.setdefault(activity.material, []).append(activity)
    return tuple(
        _cut(x, steps[x.match.target]) if x.match.target in steps and x.where not in stated else x
        for x in lines
    )


def _cut(line: Line, steps: list[Activity]) -> Line:
    kept, reground, ends = 1.0, 0.0, dict[str, float]()
    for a in steps:
        lost = a.scrap * (1 - a.regrind)
        reground = reground * (1 + lost) + a.scrap * a.regrind
        ends = {name: share * (1 + lost) for name, share in ends.items()}
        for name, share in a.scrap_end.items():
            ends[name] = ends.get(name, 0.0) + lost * share
        kept *= 1 + lost
    return replace(line, scrap=kept - 1, reground=reground, scrap_end=ends)
