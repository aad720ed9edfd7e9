"""The Circular Footprint Formula and the rules that are cases of it, as terms.

The formula is that of the Environmental Footprint method, taken from publications that quote it
(Zampori & Pant 2019, eq. 3); the 50:50 form of 2013 shares disposal out as well. What other rules
take from it stands here too: energy with its credits, and the disposal of the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from celca.circular.recipe import Number, Recipe, Term
from celca.errors import DataError

__all__ = [
    "Terms",
    "avoided_burden",
    "cff",
    "energy",
    "half_and_half",
    "pef_2013",
    "rest",
    "times",
]

Terms = tuple[Term, ...]

_MEANING = {
    "a": "the allocation factor",
    "q_in": "the quality of the recycled input",
    "q_out": "the quality of what is recycled",
    "lhv": "the lower heating value",
    "x_heat": "the efficiency of heat recovery",
    "x_elec": "the efficiency of electricity recovery",
    "price_ratio": "the price of scrap over that of primary material",
}
_ENTRY = {
    "a": "[circularity] allocation_factor",
    "q_in": "[circularity] quality_ratio",
    "q_out": "[circularity] quality_ratio",
    "lhv": "[circularity.MATERIAL] lhv",
    "x_heat": "[circularity] heat_efficiency",
    "x_elec": "[circularity] electricity_efficiency",
    "price_ratio": "[circularity.MATERIAL] price_ratio",
}


def cff(recipe: Recipe) -> Terms:
    """Return the Circular Footprint Formula, whole.

    Material  (1−R1) Ev + R1 [A Erec + (1−A) Ev Qin] + (1−A) R2 [ErecEoL − E*v Qout]
    Energy    (1−B) R3 [EER − LHV Xheat ESEheat − LHV Xelec ESEelec]
    Disposal  (1−R2−R3) ED
    """
    own = times(recipe.r1, recipe, "a")
    given = recipe.r2 - times(recipe.r2, recipe, "a")
    carried = times(recipe.r1 - own, recipe, "q_in")
    return (
        Term("virgin", "raw_materials", 1 - recipe.r1),
        Term("recycled", "raw_materials", own),
        Term("virgin", "raw_materials", carried, "carried by the recycled content"),
        Term("recycling", "end_of_life", given),
        Term("substituted_virgin", "end_of_life", -times(given, recipe, "q_out")),
        *energy(recipe, (1 - recipe.b) * recipe.r3, "end_of_life"),
        rest(recipe),
    )


def avoided_burden(recipe: Recipe) -> Terms:
    """0:100, the CFF with A = 0: recycled input carries Ev Qin, recycling earns it all back."""
    return cff(replace(recipe, a=0.0))


def half_and_half(recipe: Recipe) -> Terms:
    """50:50, the CFF with A = 0.5 and recycled material as good as virgin."""
    return cff(replace(recipe, a=0.5, q_in=1.0, q_out=1.0))


def pef_2013(recipe: Recipe) -> Terms:
    """50:50 as in Recommendation 2013/179/EU, where disposal is shared out as well.

    (1−R1/2) Ev + R1/2 Erec + R2/2 (ErecEoL − E*v Qout) + R3 (EER − energy substituted)
    + (1−R2/2−R3) ED − R1/2 E*D

    Our reading: the disposal that the recycled input avoided, E*D, stands with the disposal.
    """
    given = recipe.r2 / 2
    return (
        Term("virgin", "raw_materials", 1 - recipe.r1 / 2),
        Term("recycled", "raw_materials", recipe.r1 / 2),
        Term("recycling", "end_of_life", given),
        Term("substituted_virgin", "end_of_life", -times(given, recipe, "q_out")),
        *energy(recipe, recipe.r3, "end_of_life"),
        Term("disposal", "end_of_life", 1 - given - recipe.r3),
        Term("avoided_disposal", "end_of_life", -recipe.r1 / 2),
    )


def times(share: Number, recipe: Recipe, *names: str) -> Number:
    """Return a share times figures of the recipe; an unknown figure matters only if it counts."""
    if isinstance(share, int | float) and share == 0:
        return 0.0
    for name in names:
        value = getattr(recipe, name)
        if value is None:
            raise DataError(
                f"{recipe.where}: {_MEANING[name]} ({name}) is not given, but the allocation rule"
                f" needs it; write {_ENTRY[name]} in the study, or choose a rule without it."
            )
        share = share * value
    return share


def energy(
    recipe: Recipe, share: Number, credit: Literal["end_of_life", "beyond_boundary"]
) -> Terms:
    """Return the burning of a share, and the heat and power it saves in the stage given."""
    heat = times(share, recipe, "lhv", "x_heat")
    power = times(share, recipe, "lhv", "x_elec")
    return (
        Term("energy_recovery", "end_of_life", share),
        Term("substituted_heat", credit, -heat),
        Term("substituted_electricity", credit, -power),
    )


def rest(recipe: Recipe) -> Term:
    """Return the disposal of what is neither recycled nor burnt with recovery."""
    return Term("disposal", "end_of_life", 1 - recipe.r2 - recipe.r3)
