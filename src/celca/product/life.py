"""Read the life of a product: how long it serves, what keeps it going, what it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import get_args

from celca.circular import Counting, uses_per_product
from celca.errors import DataError, FileFault, UnknownName
from celca.matching import Matcher
from celca.product.record import Activity, Line, Replacement
from celca.product.service import Service
from celca.product.steps import STEP_KEYS, read_step
from celca.product.toml import Table

__all__ = ["read_service", "read_upkeep", "with_life"]

_NUMBERS = ("uses", "technical_maximum_uses", "uses_per_year", "industry_average_uses_per_year")
_KEYS = (
    *_NUMBERS,
    *("service_life", "industry_average_life", "repair", "sharing", "replacement", "reuse"),
)


def read_service(top: Table) -> tuple[Service, float]:
    """Return the service life, and the declared units that one product fulfils in it.

    N = min(years × uses a year, technical maximum).
    """
    table = top.table("life", _KEYS)
    given = {key: table.number(key) if table.has(key) else None for key in _NUMBERS}
    years, average = _years(table, "service_life"), _years(table, "industry_average_life")
    service = Service(
        years,
        given["uses_per_year"],
        given["technical_maximum_uses"],
        average,
        given["industry_average_uses_per_year"],
    )
    if service.uses_per_year is None:
        uses = 1.0 if given["uses"] is None else given["uses"]
        most = service.technical_maximum
        uses = uses if most is None else min(uses, most)
    elif given["uses"] is not None:
        raise FileFault(table.where, "give 'uses' or 'uses_per_year', not both.")
    elif years is None:
        raise FileFault(table.where, "'uses_per_year' needs a 'service_life'.")
    else:
        uses = _uses(table, service)
    if uses <= 0:
        raise FileFault(table.where, f"the product fulfils {uses:g} uses, but must fulfil some.")
    return service, uses


def _uses(table: Table, service: Service) -> float:
    try:
        return uses_per_product(
            service.years or 0.0, service.uses_per_year or 0.0, service.technical_maximum
        )
    except DataError as error:
        raise FileFault(table.where, str(error)) from error


def _years(table: Table, key: str) -> float | None:
    return table.amount(key, "year") if table.has(key) else None


def read_upkeep(top: Table, matcher: Matcher) -> Iterator[Activity]:
    """Yield repairs, per product, and what sharing costs, per declared unit."""
    table = top.table("life", _KEYS)
    for repair in table.tables("repair", (*STEP_KEYS, "times")):
        step = read_step("use", repair, matcher)
        times = repair.number("times", 1.0)
        note = f"repair: {step.note}"
        yield replace(step, amount=(step.amount or 0.0) * times, note=note, in_service=True)
    for sharing in table.tables("sharing", STEP_KEYS):
        step = read_step("use", sharing, matcher)
        yield replace(step, note=f"sharing: {step.note}")


def with_life(
    top: Table, lines: tuple[Line, ...], service: Service, uses: float
) -> tuple[Line, ...]:
    """Return the lines with the replacement and the reuse that [life] names for them."""
    table = top.table("life", _KEYS)
    for one in table.tables("replacement", ("part", "part_life", "part_uses", "counting")):
        replaced = _replacement(one, service, uses)
        lines = _each(lines, one, partial(_replaced, replaced))
    for one in table.tables("reuse", ("part", "share", "tested")):
        share, tested = one.share("share"), one.share("tested") if one.has("tested") else 1.0
        if share is None or not tested:
            raise FileFault(one.where, "needs a 'share' of 0 to 1, and a 'tested' above 0.")
        lines = _each(lines, one, partial(_reused, share, tested))
    return lines


def _replaced(replaced: Replacement, line: Line) -> Line:
    return replace(line, replaced=replaced)


def _reused(share: float, tested: float, line: Line) -> Line:
    return replace(line, origin=replace(line.origin, reused=share, tested=tested))


def _replacement(table: Table, service: Service, uses: float) -> Replacement:
    """Read after how many uses a part is replaced; how to count them is the study's choice."""
    counting = table.text("counting")
    if counting not in get_args(Counting):
        raise FileFault(
            table.where,
            f"'counting' is {counting!r}, but must be fractional (EN 15804) or whole (EN 15978).",
        )
    stands: float | None
    if table.has("part_uses"):
        stands = table.number("part_uses")
    else:
        stands = service.uses_in(table.amount("part_life", "year"), uses)
    if not stands:
        raise FileFault(
            table.where, "needs a 'part_life' above 0 and a [life] 'service_life', or 'part_uses'."
        )
    return Replacement(stands, "fractional" if counting == "fractional" else "whole")


def _each(
    lines: tuple[Line, ...], table: Table, change: Callable[[Line], Line]
) -> tuple[Line, ...]:
    """Return the lines, those of the named part changed; without a name all but packaging."""
    if not table.has("part"):
        return tuple(x if x.packaging else change(x) for x in lines)
    part = table.text("part")
    known = [x.part for x in lines]
    if part not in known:
        raise UnknownName("part", part, known, table.where)
    return tuple(change(x) if x.part == part else x for x in lines)
