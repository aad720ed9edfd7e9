"""What happens to a material before and after the product, and the terms a rule makes of it.

A rule of recycling allocation is linear in the burdens: so much virgin production, so much
recycling, so much disposal per kg of material in the product. This module holds the shares
it starts from and the coefficients it ends in. It knows no burden and no score: a term is
one more entry of a demand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from celca.errors import DataError

__all__ = [
    "Number",
    "Recipe",
    "Role",
    "Term",
    "TermStage",
    "check_range",
    "check_ranges",
    "check_roles",
    "exceeds",
]

Number: TypeAlias = Any
"""A float, a numpy array or a Polars expression; the last is computed with, not looked into."""

Role = Literal[
    "virgin",
    "recycled",
    "recycling",
    "substituted_virgin",
    "energy_recovery",
    "substituted_heat",
    "substituted_electricity",
    "disposal",
    "avoided_disposal",
    "pre_processing",
    "end_of_life_operations",
]
_SHARES = (
    *("r1", "r2", "r3", "a", "b", "x_heat", "x_elec", "eow_in", "eow_out"),
    "price_ratio",
)
TermStage = Literal["raw_materials", "end_of_life", "beyond_boundary"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One material of one product: where it comes from and where it goes, per kg in the product.

    r1       share that is recycled material [kg/kg], 0 to 1
    r2       share that is recycled into a next product [kg/kg], at the output of the recycling
             plant: losses of collection and of the process are taken off already
    r3       share that goes to energy recovery [kg/kg]; r2 + r3 is at most 1
    a        burdens and credits that stay with the user of recycled material [-], 0 to 1
    b        burdens and credits of energy recovery that stay with the user of the energy [-]
    q_in     quality of the recycled input against virgin material, Qs,in/Qp [-]
    q_out    quality of what is recycled against what it substitutes, Qs,out/Qp [-]
    lhv      lower heating value [MJ/kg]
    x_heat   efficiency of energy recovery, heat delivered [MJ/MJ]
    x_elec   efficiency of energy recovery, electricity delivered [MJ/MJ]
    eow_in   share of the recycling of the input that lies before the end of waste [-]
    eow_out  share of the recycling at end of life that lies before the end of waste [-];
             0, the default, means that waste ceases to be waste where it is picked up
    price_ratio  price of scrap over that of primary material, the A of ISO 14067 Annex D [-]
    where    part or material, for messages

    None stands for `not known`, and a rule that needs the figure refuses to guess it. B is 0
    in the Environmental Footprint method as long as the Commission sets nothing else.
    """

    r1: Number
    r2: Number
    r3: Number
    a: Number = None
    b: Number = 0.0
    q_in: Number = None
    q_out: Number = None
    lhv: Number = None
    x_heat: Number = None
    x_elec: Number = None
    eow_in: Number = 0.0
    eow_out: Number = 0.0
    price_ratio: Number = None
    where: str = "recipe"

    def __post_init__(self) -> None:
        for name in ("r1", "r2", "r3"):
            if getattr(self, name) is None:
                raise DataError(f"{self.where}: {name} is not given; give 0 where there is none.")
        check_ranges(self, _SHARES, self.where, 1)
        check_ranges(self, ("q_in", "q_out", "lhv"), self.where)
        check_range("r2 + r3", self.r2 + self.r3, self.where, 1)
        if self.x_heat is not None and self.x_elec is not None:
            check_range("x_heat + x_elec", self.x_heat + self.x_elec, self.where, 1)


@dataclass(frozen=True, slots=True)
class Term:
    """So much of one burden, per kg of material in the product.

    role         which burden, with the unit it is counted in:
                   virgin                   making 1 kg virgin material (Ev)
                   recycled                 making 1 kg recycled material that goes in (Erec)
                   recycling                making 1 kg recycled material at the end of life,
                                            collection included (ErecEoL)
                   substituted_virgin       making 1 kg of what is then not made (E*v)
                   energy_recovery          burning 1 kg with recovery (EER)
                   substituted_heat         1 MJ heat that is then not made
                   substituted_electricity  1 MJ electricity that is then not made
                   disposal                 disposing of 1 kg without recovery (ED)
                   avoided_disposal         disposing of 1 kg of the earlier product (E*D)
                   pre_processing           of 1 kg recycled input, ISO 14067 Annex D (E_PP)
                   end_of_life_operations   of 1 kg product, ISO 14067 Annex D (E_EoL)
    stage        beyond_boundary is shown beside the total, never added to it
    coefficient  [kg/kg or MJ/kg]; a credit is negative
    note         what it is, where the role does not say
    """

    role: Role
    stage: TermStage
    coefficient: Number
    note: str = ""


def check_range(name: str, value: Number, where: str, upper: float = math.inf) -> None:
    """Refuse a number, or an array with a number, that is not finite and in 0 to `upper`.

    None (not known) and Polars expressions (not computed yet) pass.
    """
    if value is None:
        return
    if isinstance(value, int | float):
        lowest = highest = float(value)
    else:
        import numpy as np

        if not isinstance(value, np.ndarray | np.generic) or np.size(value) == 0:
            return
        lowest, highest = float(np.min(value)), float(np.max(value))
    if not (lowest >= 0 and highest <= upper + 1e-12 and math.isfinite(highest)):
        wrong = highest if lowest >= 0 else lowest
        span = f"0 to {upper:g}" if math.isfinite(upper) else "0 or more, and finite"
        raise DataError(f"{where}: {name} is {wrong:g}, but must be {span}.")


def check_ranges(thing: object, names: Iterable[str], where: str, upper: float = math.inf) -> None:
    """Refuse a thing of which one of the figures named is not in 0 to `upper`."""
    for name in names:
        check_range(name, getattr(thing, name), where, upper)


def exceeds(part: float, whole: float) -> bool:
    """Return whether a part is more than the whole it is of, by more than rounding."""
    return part - whole > 1e-9 * abs(whole)


def check_roles(terms: Iterable[Term], known: Iterable[str], where: str) -> None:
    """Refuse terms that call on a burden nobody has given a process for.

    known  roles that a process stands for
    """
    have = set(known)
    for term in terms:
        zero = isinstance(term.coefficient, int | float) and term.coefficient == 0
        if term.role not in have and not zero:
            raise DataError(
                f"{where}: no process stands for {term.role.replace('_', ' ')!r}, of which"
                f" {term.coefficient} is asked for in the stage {term.stage}; name one, or choose"
                " shares or an allocation method that need none."
            )
