"""Read where the material of a product was before: shares, certificates, earlier products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from celca.errors import FileFault
from celca.matching import Matcher
from celca.product.ends import treatment_shares
from celca.product.record import TREATMENTS, Input, Line, Origin
from celca.product.toml import Table

__all__ = ["read_inputs", "with_origins"]

_KEYS = (
    *("recycled", "bio_based", "post_consumer", "mass_balanced", "sustained"),
    *("recycling_yield", "scrap_end"),
)


def read_inputs(top: Table, matcher: Matcher) -> dict[str, Input]:
    """Return what the study says of its materials, by material."""
    out = {}
    inputs = top.open_table("inputs")
    for name in inputs.values:
        table = inputs.table(name, _KEYS)
        target = matcher.match(name, table.where).target
        shares = (table.share("recycled"), table.share("bio_based"))
        ends = table.has("scrap_end")
        scrap_end = treatment_shares(table.table("scrap_end", TREATMENTS)) if ends else {}
        out[target] = Input(shares, _origin(table), scrap_end)
    return out


def _origin(table: Table) -> Origin:
    kept = table.share("recycling_yield") if table.has("recycling_yield") else 1.0
    if not kept:
        raise FileFault(table.where, "'recycling_yield' is 0, but must be above 0.")
    return Origin(
        post_consumer=table.share("post_consumer"),
        mass_balanced=table.share("mass_balanced") or 0.0,
        sustained=table.share("sustained") or 0.0,
        recycling_yield=kept,
    )


def with_origins(lines: tuple[Line, ...], inputs: Mapping[str, Input]) -> tuple[Line, ...]:
    """Return the lines with what the study says of their materials."""
    return tuple(_told(x, inputs[x.match.target]) if x.match.target in inputs else x for x in lines)


def _told(line: Line, said: Input) -> Line:
    if line.scrap_end:
        return replace(line, origin=said.origin)
    ends = {name: share * line.scrap for name, share in said.scrap_end.items()}
    return replace(line, origin=said.origin, scrap_end=ends)
