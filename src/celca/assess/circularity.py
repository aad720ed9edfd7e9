"""The circularity of a product, from where its masses come and where they go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from celca.assess.circular_result import Circularity
from celca.circular import (
    Component,
    CtiInflow,
    CtiOutflow,
    Source,
    bio_based_content,
    circular_inflow,
    circular_outflow,
    content,
    entry_rate,
    exit_rate,
    inflow_of,
    inflows,
    lifetime_ratio,
    material_circularity,
    mci,
    mci_of,
    outflow_of,
    outflows,
    recycled_content,
)
from celca.errors import DataError
from celca.inventory import Inventory
from celca.product import Line, Product, times_replaced, variant_masses

__all__ = ["circularity", "component_of", "contents"]

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
    recycled = recycled_content(parts)
    if not sum(c.mass for c in parts):
        return Circularity(recycled, bio_based_content(parts), 0.0, left_out=("all: no mass",))
    stated = content([_source(x, c) for x, c in zip(product.lines, parts, strict=True)])
    lived = [
        _scaled(c, 1 + times_replaced(x, product))
        for x, c in zip(product.lines, parts, strict=True)
    ]
    utility = product.service.utility(product.uses)
    return Circularity(
        recycled_content=recycled,
        bio_based_content=bio_based_content(parts),
        mci=mci(lived, utility),
        pre_consumer=stated.pre_consumer,
        post_consumer=stated.post_consumer,
        origin_not_stated=max(0.0, recycled - stated.recycled),
        mass_balanced=_mass_balanced(product, inventory),
        reused_content=sum(c.reused for c in parts) / sum(c.mass for c in parts),
        utility=utility,
        lifetime_ratio=_lifetime_ratio(product),
        mci_parts=asdict(mci_of(lived, utility)),
        recyclability=_recyclability(product, inventory),
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
    if collected + reuse > 1 + 1e-9:
        raise DataError(
            f"{line.where or line.part}: a share of {shares.get('recycling', 0.0):g} at the output"
            f" of recycling with a yield of {kept:g} needs {collected:g} collected, and"
            f" {reuse:g} are reused: more than there is."
        )
    return Component(
        mass=line.mass,
        recycled=masses.get("recycled", 0.0) * new,
        bio_based=sum(grown.values()),
        to_recycling=min(1.0, collected),
        feed_efficiency=origin.recycling_yield,
        end_efficiency=kept,
        reused=line.mass * origin.reused,
        sustained=origin.sustained * new * (sum(grown.values()) - grown.get("recycled", 0.0)),
        to_reuse=reuse,
    )


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


def _mass_balanced(product: Product, inventory: Inventory) -> float:
    total = 0.0
    for line in product.lines:
        masses = variant_masses(line, inventory)
        circular = masses.get("recycled", 0.0) + masses.get("bio_based", 0.0)
        total += circular * line.origin.mass_balanced * (1 - line.origin.reused)
    return total / product.mass


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
        why = "the study stops at the gate"
        found["left_out"] = tuple(
            f"{name}: {why}"
            for name in ("%REUO, %RECO, %RENO", "CTI circular outflow", "出口側の循環利用率")
        )
        return found
    leaving = outflows(map(outflow_of, parts))
    out = [
        CtiOutflow(c.mass, float(_recyclable(x, product, inventory)[0]), _recovered(c))
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


def _recyclability(product: Product, inventory: Inventory) -> dict[str, Any]:
    """Return the recyclable share of the mass, and each material with the reason."""
    masses: dict[str, float] = {}
    judged: dict[str, tuple[bool, str]] = {}
    for line in product.lines:
        name = line.match.target
        masses[name] = masses.get(name, 0.0) + line.mass
        judged[name] = _recyclable(line, product, inventory)
    yes = sum(mass for name, mass in masses.items() if judged[name][0])
    return {
        "share": yes / product.mass,
        "materials": [
            {
                "material": name,
                "mass_kg": mass / product.uses,
                "recyclable": judged[name][0],
                "reason": judged[name][1],
            }
            for name, mass in masses.items()
        ],
    }


def _recyclable(line: Line, product: Product, inventory: Inventory) -> tuple[bool, str]:
    said, shares = product.recovery_of(line), product.end_of(line)
    if said.recyclable is not None:
        return said.recyclable, f"as the study says: {said.reason}"
    given = said.reason and f" ({said.reason})"
    if shares.get("recycling") or shares.get("reuse"):
        going = shares.get("recycling", 0.0) + shares.get("reuse", 0.0)
        return True, f"{going:.0%} of it is recycled or reused at its end{given}"
    if "recycled" in inventory.materials.get(line.match.target, {}):
        where = "but the study sends none of it there" if shares else "its end is not stated"
        return True, f"there is a recycling of it in {inventory.name}; {where}{given}"
    return False, f"no recycling of it is in {inventory.name}, and the study names none{given}"
