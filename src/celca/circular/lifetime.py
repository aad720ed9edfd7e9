"""Long life, repair and sharing: what one use costs, when one product serves many.

All of it is division: what a product costs once, by the uses it gives, plus what each use
costs. The figures may be kg CO2e, or amounts of a process in a demand: the arithmetic is the
same. A comparison needs one functional unit, and N beside each result.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from celca.circular.recipe import Number, check_range
from celca.errors import DataError

__all__ = [
    "Counting",
    "Life",
    "break_even_uses",
    "check_same_function",
    "gain_of_keeping",
    "impact_per_use",
    "payback_uses",
    "products_needed",
    "replacements",
    "uses_per_product",
]

Counting = Literal["fractional", "whole"]


@dataclass(frozen=True, slots=True)
class Life:
    """One product and the uses it gives; the unit of a use is the functional unit.

    uses          functional units that one product gives, N [-], above 0
    production    per product [kg CO2e]
    distribution  per product [kg CO2e]
    end_of_life   per product [kg CO2e]
    repairs       all of them, per product [kg CO2e]
    use           per use [kg CO2e]
    logistics     per use, of sharing: bringing, taking back, washing [kg CO2e]
    """

    uses: Number
    production: Number
    distribution: Number = 0.0
    end_of_life: Number = 0.0
    repairs: Number = 0.0
    use: Number = 0.0
    logistics: Number = 0.0

    def __post_init__(self) -> None:
        _above_zero("the number of uses", self.uses)


def _above_zero(name: str, value: Number) -> None:
    check_range(name, value, "life")
    if isinstance(value, int | float) and value == 0:
        raise DataError(f"life: {name} is 0, but must be above 0.")


def uses_per_product(
    years: float, uses_per_year: float, technical_maximum: float | None = None
) -> float:
    """Return the uses that one product gives, N = min(years × uses a year, technical maximum).

    technical_maximum  uses after which it is worn out, None where age alone ends its life

    Sharing gives more uses a year, but not more than the product can stand.
    """
    _above_zero("the service life", years)
    _above_zero("the number of uses a year", uses_per_year)
    if technical_maximum is None:
        return years * uses_per_year
    _above_zero("the technical maximum", technical_maximum)
    return min(years * uses_per_year, technical_maximum)


def impact_per_use(life: Life) -> Number:
    """Return the impact of one use [kg CO2e/use].

    (production + distribution + end of life + repairs) / N + use + logistics
    """
    once = life.production + life.distribution + life.end_of_life + life.repairs
    return once / life.uses + life.use + life.logistics


def products_needed(period: float, life: float, counting: Counting) -> float:
    """Return how many products, the first one included, serve a reference study period.

    period    [years]
    life      of one product [years]
    counting  fractional: period / life, the last one only for the part of it that is used
              (as in module B4 of EN 15804); whole: rounded up (as in EN 15978)

    The two differ by up to one product, so the choice is the caller's, and part of the result.
    """
    _above_zero("the reference study period", period)
    _above_zero("the service life", life)
    number = period / life
    if counting == "fractional":
        return number
    return float(math.ceil(number - 1e-9))


def replacements(period: float, life: float, counting: Counting) -> float:
    """Return how often a part is replaced in a period, the part it starts with not counted."""
    return max(0.0, products_needed(period, life, counting) - 1)


def gain_of_keeping(kept: Life, new: Life) -> Number:
    """Return what one use gains by keeping the old product [kg CO2e/use]; negative, it loses.

    kept  the old one for its further uses: production 0, for it is made already, and the
          repairs that the further uses need
    new   the product that would replace it, with the uses of its whole life
    """
    return impact_per_use(new) - impact_per_use(kept)


def break_even_uses(repairs: float, use: float, new: Life) -> float:
    """Return the further uses that repairs must give before they beat a new product.

    repairs  of the old product [kg CO2e]
    use      of the old product, per use [kg CO2e]

    Infinite where the old product uses more per use than the new one costs in all: then no
    repair pays, however long it lasts.
    """
    saved = float(impact_per_use(new)) - use
    if saved > 0:
        return repairs / saved
    return math.inf


def payback_uses(production: float, use_old: float, use_new: float) -> float:
    """Return the uses after which a new product has earned back its making; infinite if never.

    production  of the new product, with distribution and end of life [kg CO2e]
    use_old, use_new  per use [kg CO2e]
    """
    saved = use_old - use_new
    return production / saved if saved > 0 else math.inf


def check_same_function(units: Mapping[str, tuple[float, str, str]]) -> None:
    """Refuse to compare products that are not given for the same functional unit.

    units  amount, unit and description of the functional unit, by product
    """
    first: tuple[str, tuple[float, str, str]] | None = None
    for name, unit in units.items():
        if first is None:
            first = name, unit
        elif unit != first[1]:
            raise DataError(
                f"{name} is given for {_words(unit)}, {first[0]} for {_words(first[1])}:"
                " products are compared for the same functional unit only; bring them to one."
            )


def _words(unit: tuple[float, str, str]) -> str:
    amount, name, description = unit
    return f"{amount:g} {name}" + (f" ({description})" if description else "")
