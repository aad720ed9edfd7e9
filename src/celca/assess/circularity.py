"""The circularity of a product, from where its masses come and where they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from math import fsum
from typing import Any

from celca.assess.circular_result import Circularity
from celca.assess.recyclability import recyclability, recyclable
from celca.circular import (
    Component,
    CtiInflow,
    CtiOutflow,
    Origins,
    Source,
    bio_based_content,
    by_material,
    circular_inflow,
    circular_outflow,
    content,
    entry_rate,
    exceeds,
    exit_rate,
    inflow_of,
    inflows,
    lifetime_ratio,
    material_circularity,
    mci_of,
    outflow_of,
    outflows,
    recycled_content,
)
from celca.errors import DataError
from celca.inventory import Inventory
from celca.product import Line, Product, times_replaced, variant_masses

__all__ = ["circularity", "component_of", "contents", "origins_of"]

_NO_OUTFLOW = tuple(
    f"{name}: the study stops at the gate"
    for name in ("%REUO, %RECO, %RENO", "CTI circular outflow", "出口側の循環利用率")
)
_NO_BIOLOGICAL = (
    "%RENO (recirculated renewable outflow): a study has no composting or digestion, so it is 0"
)


def contents(product: Product, inventory: Inventory) -> tuple[float, float]:
    """Return recycled and bio-based content of a product [kg/kg]."""
    parts = [component_of(line, product, inventory) for line in product.lines]
    return recycled_content(parts), bio_based_content(parts)


def circularity(product: Product, inventory: Inventory) -> Circularity:
    """Return contents and indicators of a product.

    What the study does not say is read cautiously: recycling without loss, but nothing that grew
    as sustainably sourced, nothing as reused. Parts replaced in use flow in and out once more.
    """
    parts = [component_of(line, product, inventory) for line in product.lines]
    recycled, mass = recycled_content(parts), fsum(c.mass for c in parts)
    if not mass:
        return Circularity(recycled, bio_based_content(parts), 0.0, left_out=("all: no mass",))
    pairs = list(zip(product.lines, parts, strict=True))
    stated = content([_source(x, c) for x, c in pairs])
    lived = [_scaled(c, 1 + times_replaced(x, product)) for x, c in pairs]
    found = mci_of(lived, utility := product.service.utility(product.uses))
    return Circularity(
        recycled_content=recycled,
        bio_based_content=bio_based_content(parts),
        mci=found.value,
        pre_consumer=stated.pre_consumer,
        post_consumer=stated.post_consumer,
        origin_not_stated=max(0.0, recycled - stated.recycled),
        mass_balanced=_certified(product, inventory) / product.mass,
        reused_content=fsum(c.reused for c in parts) / mass,
        utility=utility,
        lifetime_ratio=_lifetime_ratio(product),
        mci_parts=asdict(found),
        recyclability=recyclability(product, inventory),
        materials=tuple(_materials(product, inventory)),
        **_flows(lived, product, inventory),
    )


def component_of(line: Line, product: Product, inventory: Inventory) -> Component:
    """Return a line as the indicators see it [kg per product], each kg in one class.

    Raises DataError for a recycling yield that the shares at the end of life do not allow.
    """
    variants, origin = inventory.materials.get(line.match.target), line.origin
    masses, new = variant_masses(line, inventory), 1 - line.origin.reused
    grown = {
        name: mass * variants[name].bio_based if variants else 0.0 for name, mass in masses.items()
    }
    shares, kept = product.end_of(line), product.recovery_of(line).recycling_yield
    collected, reuse = shares.get("recycling", 0.0) / kept, shares.get("reuse", 0.0)
    if exceeds(collected + reuse, 1.0):
        raise DataError(
            f"{line.where or line.part}: a share of {shares.get('recycling', 0.0):g} at the output"
            f" of recycling with a yield of {kept:g} needs {collected:g} collected, and"
            f" {reuse:g} are reused: more than there is."
        )
    return Component(
        mass=line.mass,
        recycled=masses.get("recycled", 0.0) * new,
        bio_based=fsum(grown.values()),
        to_recycling=min(1.0, collected),
        feed_efficiency=origin.recycling_yield,
        end_efficiency=kept,
        reused=line.mass * origin.reused,
        sustained=origin.sustained * new * (fsum(grown.values()) - grown.get("recycled", 0.0)),
        to_reuse=reuse,
    )


def origins_of(line: Line, inventory: Inventory) -> Origins:
    """Return what the material of a line was before [kg per product]."""
    variants, origin = inventory.materials.get(line.match.target), line.origin
    masses, new = variant_masses(line, inventory), 1 - line.origin.reused
    again = masses.get("recycled", 0.0) * new
    grown = {n: new * m * variants[n].bio_based if variants else 0.0 for n, m in masses.items()}
    grown_again = grown.pop("recycled", 0.0)
    users, waste = origin.post_consumer, again - grown_again
    balanced = (again + new * masses.get("bio_based", 0.0)) * origin.mass_balanced
    return Origins(
        primary=max(0.0, line.mass * new - again - fsum(grown.values())),
        primary_bio_based=fsum(grown.values()),
        pre_consumer=0.0 if users is None else waste * (1 - users),
        post_consumer=0.0 if users is None else waste * users,
        origin_not_stated=waste if users is None else 0.0,
        secondary_bio_based=grown_again,
        reused=line.mass * origin.reused,
        mass_balanced=balanced,
    )


def _materials(product: Product, inventory: Inventory) -> Iterator[dict[str, Any]]:
    """Yield the origins of each material, without packaging and without what weighs nothing."""
    lines = [x for x in product.lines if not x.packaging]
    found = by_material((x.match.target, origins_of(x, inventory)) for x in lines)
    for name, o in found.items():
        if o.mass:
            yield {"material": name, "mass_kg": o.mass / product.uses, **o.shares()}


def _scaled(component: Component, times: float) -> Component:
    if times == 1:
        return component
    masses = ("mass", "recycled", "bio_based", "reused", "sustained")
    return replace(component, **{name: times * getattr(component, name) for name in masses})


def _source(line: Line, component: Component) -> Source:
    post = line.origin.post_consumer
    if post is None:
        return Source(component.mass)
    return Source(component.mass, component.recycled * (1 - post), component.recycled * post)


def _certified(product: Product, inventory: Inventory) -> float:
    return fsum(origins_of(x, inventory).mass_balanced for x in product.lines)


def _lifetime_ratio(product: Product) -> float | None:
    life, average = product.service.lifetime(product.uses), product.service.average_years
    return lifetime_ratio(life, average) if life and average else None


def _flows(parts: Sequence[Component], product: Product, inventory: Inventory) -> dict[str, Any]:
    """Return the indicators of flows: ISO 59020, CTI and Japan's rates."""
    entering = inflows(map(inflow_of, parts))
    into = [CtiInflow(c.mass, c.sustained, c.recycled + c.reused) for c in parts]
    virgin = entering.mass * (entering.linear + entering.renewable)
    circulated = entering.mass * (entering.recycled + entering.reused)
    found: dict[str, Any] = {
        "inflow": _per_unit(asdict(entering), product),
        "cti": {"inflow": circular_inflow(into), "outflow": None, "material_circularity": None},
        "japan": {"entry_rate": entry_rate(circulated, virgin), "exit_rate": None},
    }
    if not product.end_of_life:
        return found | {"left_out": _NO_OUTFLOW}
    leaving = outflows(map(outflow_of, parts))
    out = [
        CtiOutflow(c.mass, float(recyclable(x, product, inventory)[0]), _recovered(c))
        for x, c in zip(product.lines, parts, strict=True)
    ]
    found["outflow"] = _per_unit(asdict(leaving), product)
    found["cti"] |= {
        "outflow": circular_outflow(out),
        "material_circularity": material_circularity(into, out),
    }
    found["japan"]["exit_rate"] = exit_rate(
        leaving.mass * (leaving.recycled + leaving.reused), leaving.mass
    )
    found["left_out"] = (_NO_BIOLOGICAL,)
    return found


def _recovered(component: Component) -> float:
    c = component
    return min(1.0, c.to_recycling * c.end_efficiency + c.to_reuse)


def _per_unit(flows: Mapping[str, float], product: Product) -> dict[str, float]:
    return {k: v / product.uses if k == "mass" else v for k, v in flows.items()}
