"""Read the life of a product: how long it serves, what keeps it going, what it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, get_args

from celca.circular import Counting, uses_per_product
from celca.errors import DataError, FileFault, UnknownName
from celca.inventory import Inventory
from celca.matching import Matcher
from celca.product.record import Activity, Line, Product, Replacement
from celca.product.service import Service
from celca.product.steps import STEP_KEYS, read_step
from celca.product.toml import Table

__all__ = ["LIFE_CHANGES", "in_each_use", "lived", "read_service", "read_upkeep", "with_life"]

_NUMBERS = ("uses", "technical_maximum_uses", "uses_per_year", "industry_average_uses_per_year")
_KEYS = (
    *_NUMBERS,
    *("service_life", "industry_average_life", "repair", "sharing", "replacement", "reuse"),
)
_SERVICE = ("service_life", "uses_per_year", "technical_maximum_uses")
_SHARING = "sharing: "
LIFE_CHANGES = tuple(key for key in _KEYS if key != "uses")


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
        yield replace(step, note=f"{_SHARING}{step.note}")


def in_each_use(activity: Activity) -> bool:
    """Say whether a step is what the product itself takes in a use, neither upkeep nor sharing."""
    own = activity.stage == "use" and not activity.in_service
    return own and not activity.note.startswith(_SHARING)


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


def lived(
    product: Product,
    life: Mapping[str, Any],
    uses: float | None,
    inventory: Inventory,
    where: str,
) -> Product:
    """Return the product with another life.

    life  what [life] of a study would say; what it does not name stays, repairs and sharing are
          added to those there are, replacement and reuse of a part are set anew
    uses  declared units that one product fulfils; None for those that follow from the life
    """
    if uses is not None and uses <= 0:
        raise DataError(f"{where}: the product fulfils {uses:g} uses, but must fulfil some.")
    top = Table(where, "", {"life": {**_kept(product.service), **life}}).only(("life",))
    top.table("life", LIFE_CHANGES)
    service = product.service
    fulfilled = product.uses if uses is None else uses
    if any(key in life for key in _SERVICE):
        service, follow = read_service(_with_intensity(top, product))
        fulfilled = follow if uses is None else uses
    upkeep = read_upkeep(top, Matcher(inventory, {}))
    return replace(
        product,
        service=service,
        uses=fulfilled,
        lines=with_life(top, product.lines, service, fulfilled),
        activities=(*product.activities, *upkeep),
    )


def _kept(service: Service) -> dict[str, Any]:
    """Return a service as [life] says it."""
    years = {"service_life": service.years, "industry_average_life": service.average_years}
    numbers = {
        "uses_per_year": service.uses_per_year,
        "technical_maximum_uses": service.technical_maximum,
        "industry_average_uses_per_year": service.average_uses,
    }
    said: dict[str, Any] = {k: f"{v!r} year" for k, v in years.items() if v is not None}
    return said | {k: v for k, v in numbers.items() if v is not None}


def _with_intensity(top: Table, product: Product) -> Table:
    """Return the life with uses a year: a study that gives uses and years has told them."""
    life, service = dict(top.open_table("life").values), product.service
    if "uses_per_year" not in life:
        if not service.years:
            raise FileFault(
                f"{top.where} [life]",
                "the study gives no service life and no uses a year to start from;"
                " give 'uses_per_year' too, or 'uses' beside [life].",
            )
        life["uses_per_year"] = product.uses / service.years
    return Table(top.file, top.path, {"life": life})
