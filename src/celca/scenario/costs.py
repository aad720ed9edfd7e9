"""Read what materials cost: a CSV with material, variant and a cost per kg in one currency."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from celca.errors import DataError, FileFault
from celca.inventory import Inventory, VariantName
from celca.matching import Matcher
from celca.scenario.choices import Choice, materials_used

__all__ = ["Costs", "cost_of", "read_costs"]

_HEADING = re.compile(r"cost \(([^/()]+)/kg\)")


@dataclass(frozen=True, slots=True)
class Costs:
    """What 1 kg of each variant of a material costs.

    currency  of every figure
    per_kg    by (material, variant) [currency/kg]
    """

    currency: str
    per_kg: Mapping[tuple[str, str], float]


def read_costs(path: Path, inventory: Inventory) -> Costs:
    """Return the costs in a CSV with the columns `material`, `variant` and `cost (EUR/kg)`.

    Raises FileFault for a file that is none of that, naming the line.
    """
    if not path.is_file():
        raise FileFault(str(path), "does not exist.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        heads = ((h, _HEADING.fullmatch(h.strip())) for h in reader.fieldnames or ())
        found = [(h, told[1]) for h, told in heads if told]
        if len(found) != 1 or not {"material", "variant"} <= set(reader.fieldnames or ()):
            raise FileFault(
                path.name,
                "needs the columns material, variant and one 'cost (EUR/kg)', in any currency.",
            )
        (heading, currency), matcher = found[0], Matcher(inventory, {})
        per_kg = dict[tuple[str, str], float]()
        for row in reader:
            where = f"{path.name} line {reader.line_num}"
            key, cost = _key(row, where, matcher), _number(row[heading], where)
            if per_kg.setdefault(key, cost) != cost:
                raise FileFault(
                    where,
                    f"{key[0]} ({key[1]}) costs {cost:g} here and {per_kg[key]:g} above it.",
                    "Keep one.",
                )
    return Costs(currency, per_kg)


def _key(row: Mapping[str, str | None], where: str, matcher: Matcher) -> tuple[str, str]:
    variant = (row["variant"] or "").strip() or "virgin"
    if variant not in get_args(VariantName):
        raise FileFault(where, f"variant is {variant!r}, but must be virgin, recycled, bio_based.")
    return matcher.match((row["material"] or "").strip(), where).target, variant


def _number(text: str | None, where: str) -> float:
    try:
        value = float(text or "")
    except ValueError:
        raise FileFault(where, f"cost is {text!r}, but a number is needed.") from None
    if not 0 <= value < 1e300:
        raise FileFault(where, f"cost is {text!r}, but must be 0 or more.")
    return value


def cost_of(choice: Choice, costs: Costs, inventory: Inventory) -> float:
    """Return what the material of a choice costs [currency per product].

    Raises DataError for a material that has no cost in the file.
    """
    total = 0.0
    for material, variant, mass in materials_used(choice, inventory):
        price = costs.per_kg.get((material, variant))
        if price is None and mass:
            raise DataError(
                f"The costs say nothing of {material!r} ({variant}), which part"
                f" {choice.line.part!r} may be made of; add a line for it."
            )
        total += (price or 0.0) * mass
    return total
