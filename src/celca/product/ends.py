"""Read what becomes of a product at its end, and when."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from celca.errors import FileFault
from celca.matching import Matcher
from celca.product.record import DISPOSALS, TREATMENTS
from celca.product.recovery import Recovery, StoredCarbon
from celca.product.toml import Table

__all__ = ["read_delay", "read_ends", "read_stored", "treatment_shares"]

_FOR_GOOD = 100  # years, after which storage counts as permanent (PEF; PAS 2050, annex E)
_KEYS = (*TREATMENTS, "recycling_yield", "recyclable", "reason", "processes")


def read_ends(
    top: Table, matcher: Matcher
) -> tuple[dict[str, dict[str, float]], dict[str, Recovery]]:
    """Return the share of each treatment by material, and what is said of its recycling."""
    ends: dict[str, dict[str, float]] = {}
    recovery: dict[str, Recovery] = {}
    tables = top.open_table("end_of_life")
    for name in tables.values:
        table = tables.table(name, _KEYS)
        target = "" if name == "default" else matcher.match(name, table.where).target
        ends[target] = treatment_shares(table)
        recovery[target] = _recovery(table, _processes(table, matcher))
    return ends, recovery


def _processes(table: Table, matcher: Matcher) -> dict[str, str]:
    """Return the process that is named for each treatment. Raises FileFault for one not in kg."""
    named = table.table("processes", DISPOSALS)
    found = {}
    for key in named.values:
        target = matcher.match(named.text(key), named.where, "process").target
        process = matcher.inventory.process_by_id.get(target)
        if process is None or process.unit != "kg":
            raise FileFault(
                named.where, f"{target!r} is not a process that treats 1 kg, which {key!r} needs."
            )
        found[key] = target
    return found


def _recovery(table: Table, processes: dict[str, str]) -> Recovery:
    kept = table.share("recycling_yield") if table.has("recycling_yield") else 1.0
    if not kept:
        raise FileFault(table.where, "'recycling_yield' is 0, but must be above 0.")
    found = Recovery(kept, reason=table.text("reason", ""), processes=processes)
    if not table.has("recyclable"):
        return found
    recyclable = table.values["recyclable"]
    if not isinstance(recyclable, bool):
        raise FileFault(table.where, f"'recyclable' is {recyclable!r}, but must be true or false.")
    table.text("reason")
    if not recyclable and table.number("recycling", 0.0):
        raise FileFault(
            table.where, "'recyclable' is false, but a share goes to 'recycling'; one is wrong."
        )
    return replace(found, recyclable=recyclable)


def treatment_shares(table: Table) -> dict[str, float]:
    """Return the share of each treatment in a table; they must add up to 1."""
    shares = {t: table.share(t) or 0.0 for t in TREATMENTS}
    if abs(fsum(shares.values()) - 1) > 1e-6:
        raise FileFault(table.where, f"the shares add up to {fsum(shares.values()):g}, not 1.")
    return shares


def read_stored(top: Table) -> StoredCarbon | None:
    """Return what the study says of carbon that stays out of the air, None where nothing."""
    if not top.has("stored_carbon"):
        return None
    table = top.table("stored_carbon", ("for", "reason"))
    years = table.amount("for", "year")
    if years < _FOR_GOOD:
        raise FileFault(
            table.where,
            f"carbon kept for {years:g} years is released later, not stored: [delayed_emissions]"
            f" weighs that; storage is {_FOR_GOOD} years or more.",
        )
    return StoredCarbon(years, table.text("reason"))


def read_delay(top: Table) -> dict[float, float]:
    """Return the share of the end of life released by year, {} where the study asks for none."""
    table = top.table("delayed_emissions", ("after", "release"))
    if table.has("after") and table.has("release"):
        raise FileFault(table.where, "give 'after' or 'release', not both.")
    if table.has("after"):
        return {table.amount("after", "year"): 1.0}
    release, out = table.open_table("release"), dict[float, float]()
    for year in release.values:
        try:
            out[float(year)] = release.share(year) or 0.0
        except ValueError:
            raise FileFault(release.where, f"{year!r} is not a number of years.") from None
    return out
