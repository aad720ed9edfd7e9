"""Split a process of several products into one part each, by openLCA's allocation factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celca.errors import DataError
from celca.readers.formulas import evaluate
from celca.readers.jsonld_amounts import Notes
from celca.readers.jsonld_files import Entity, first, kept, said

__all__ = ["Part", "parts_of"]

_TYPES = {
    "PHYSICAL_ALLOCATION": "physical",
    "ECONOMIC_ALLOCATION": "economic",
    "CAUSAL_ALLOCATION": "causal",
    "USE_DEFAULT_ALLOCATION": "none",
    "NO_ALLOCATION": "none",
}


@dataclass(frozen=True)
class Part:
    """The part of a process that makes one of its products.

    column    id in the inventory
    exchange  the product that it makes
    share     of every other exchange [-]; all of it where no factor is given, as in openLCA
    causal    share of single exchanges, by their internal id [-]
    """

    column: str
    exchange: Entity
    share: float = 1.0
    causal: Mapping[Any, float] = field(default_factory=dict)

    def share_of(self, exchange: Entity) -> float:
        """Return the share of an exchange that this part bears [-]."""
        return self.causal.get(_internal(exchange), self.share)


def _internal(exchange: Entity) -> Any:  # noqa: ANN401
    return first(exchange, "internalId", "@id")


def parts_of(
    process: Entity, allocation: str, names: Mapping[str, float], notes: Notes
) -> list[Part]:
    """Return the parts of a process, one per allocated product, that of its reference first.

    names  values of its parameters, for factors that are formulas

    Returns none for a process without a reference. Notes where further products bear nothing, and
    factors that do not add up to 1. Raises DataError for several references.
    """
    exchanges = process.get("exchanges") or []
    key, title = [*kept(process, 4), str(process["@id"])][0], str(process.get("name"))
    named = process.get("quantitativeReference")
    reference = [
        x
        for x in exchanges
        if said(x, "isQuantitativeReference", "quantitativeReference")
        or (isinstance(named, Mapping) and _internal(x) == _internal(named))
    ]
    if not reference:
        return []
    if len(reference) > 1:
        raise DataError(f"{title!r} ({key}) has {len(reference)} quantitative references, not 1.")
    others = [x for x in exchanges if x is not reference[0] and _is_product(x)]
    if not others:
        return [Part(key, reference[0])]
    rule = allocation
    if allocation == "as defined":
        rule = _TYPES.get(str(process.get("defaultAllocationMethod")), "none")
    factors = process.get("allocationFactors") or []
    chosen = [f for f in factors if _TYPES.get(str(f.get("allocationType"))) == rule]
    if rule == "none" or not chosen:
        notes.unallocated.append(title)
        return [Part(key, reference[0])]
    parts = _allocated(key, [reference[0], *others], chosen, names)
    _weigh(parts, title, notes)
    return parts


def _weigh(parts: list[Part], title: str, notes: Notes) -> None:
    """Note shares of a process that do not add up to the whole."""
    single = {k for p in parts for k in p.causal}
    sums = {k: sum(p.causal.get(k, p.share) for p in parts) for k in single}
    if not single:
        sums[""] = sum(p.share for p in parts)
    off = [x for x in sums.values() if abs(x - 1) > 1e-3]
    if off:
        notes.shares.append(f"{title} ({max(off, key=lambda x: abs(x - 1)):.4g})")


def _is_product(x: Entity) -> bool:
    """Say whether an exchange is a product that the process gives, or a waste that it treats."""
    kind, taken = str(x["flow"].get("flowType") or "PRODUCT_FLOW"), said(x, "isInput", "input")
    if said(x, "isAvoidedProduct", "avoidedProduct"):
        return False
    return (kind == "PRODUCT_FLOW" and not taken) or (kind == "WASTE_FLOW" and taken)


def _allocated(
    key: str, products: list[Entity], factors: list[Entity], names: Mapping[str, float]
) -> list[Part]:
    parts = []
    for i, x in enumerate(products):
        product = str(x["flow"]["@id"])
        own = [f for f in factors if str((f.get("product") or {}).get("@id")) == product]
        whole = [_value(f, names) for f in own if not f.get("exchange")]
        causal = {_internal(f["exchange"]): _value(f, names) for f in own if f.get("exchange")}
        column = key if i == 0 else f"{key}:{product}"
        parts.append(Part(column, x, whole[0] if whole else 1.0, causal))
    return parts


def _value(factor: Entity, names: Mapping[str, float]) -> float:
    """Return an allocation factor, by its formula where it has one that can be evaluated."""
    stored = float(factor.get("value") or 0.0)
    try:
        return evaluate(str(factor["formula"]), names) if factor.get("formula") else stored
    except DataError:
        return stored
