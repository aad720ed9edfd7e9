"""What each material of a product was before: primary or secondary, fossil and mineral or grown.

The classes are those of the secondary material content that the automotive industry passes on
(Catena-X, `secondary_material_content`), with two more that it has no place for: recycled material
whose origin nobody states, and parts of an earlier product, which ISO 14021 does not count as
recycled. A kilogram is in one class only; recycled paper is secondary and grown, whatever waste it
was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import fsum

from celca.circular.recipe import check_ranges, exceeds
from celca.errors import DataError

__all__ = ["Origins", "by_material"]


@dataclass(frozen=True, slots=True)
class Origins:
    """The mass of one material in a product by what it was before [kg].

    primary              neither grown nor recycled
    primary_bio_based    grown, not recycled
    pre_consumer         recycled waste of manufacturing
    post_consumer        recycled waste of users
    origin_not_stated    recycled, and nobody says from where
    secondary_bio_based  recycled, and grown once
    reused               in parts of an earlier product
    mass_balanced        of all that, attributed by a mass balance certificate alone
    """

    primary: float = 0.0
    primary_bio_based: float = 0.0
    pre_consumer: float = 0.0
    post_consumer: float = 0.0
    origin_not_stated: float = 0.0
    secondary_bio_based: float = 0.0
    reused: float = 0.0
    mass_balanced: float = 0.0

    def __post_init__(self) -> None:
        check_ranges(self, self.__slots__, "origins")
        if exceeds(self.mass_balanced, self.mass):
            raise DataError(
                f"origins: {self.mass_balanced:g} kg are attributed by mass balance, more than the"
                f" {self.mass:g} kg there are."
            )

    @property
    def mass(self) -> float:
        """Of all classes together [kg]."""
        classes = (getattr(self, f.name) for f in fields(self) if f.name != "mass_balanced")
        return fsum(classes)

    def shares(self) -> dict[str, float]:
        """Return the share of each class, and of what is mass balanced [kg/kg]."""
        whole = self.mass
        return {name: getattr(self, name) / whole if whole else 0.0 for name in self.__slots__}


def by_material(parts: Iterable[tuple[str, Origins]]) -> dict[str, Origins]:
    """Return the origins of each material, the masses of its parts added up."""
    sums: dict[str, Origins] = {}
    for name, part in parts:
        before = sums.get(name, Origins())
        added = {f.name: getattr(before, f.name) + getattr(part, f.name) for f in fields(part)}
        sums[name] = Origins(**added)
    return sums
