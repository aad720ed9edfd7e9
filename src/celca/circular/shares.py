"""Divide the mass of a material among its virgin, recycled and bio-based variants.

Recycled content is a share of the mass in the product (ISO 14021). Works on floats and on
numpy arrays or Polars expressions alike, so that one product and a catalogue of millions
are divided by the same lines.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from celca.circular.recipe import check_range
from celca.errors import DataError

__all__ = ["Split", "check_shares", "split", "substitute"]


class Split(NamedTuple):
    """Mass of each variant that the product calls for [kg], in the unit of the mass given."""

    virgin: Any
    recycled: Any
    bio_based: Any


def split(mass: Any, recycled: Any, bio_based: Any) -> Split:  # noqa: ANN401
    """Return the mass of each variant.

    mass       in the finished product [kg]
    recycled   share of it that is recycled [kg/kg], 0 to 1
    bio_based  share of it that is the bio-based variant [kg/kg], 0 to 1
    """
    return Split(mass * (1 - recycled - bio_based), mass * recycled, mass * bio_based)


def substitute(masses: Split, recycled: Any, bio_based: Any, mass_ratio: Any) -> Split:  # noqa: ANN401
    """Return the masses after other shares of the function were given to each variant.

    masses      as they are [kg]
    recycled    share of the function to be fulfilled by the recycled variant [-]
    bio_based   share of the function to be fulfilled by the bio-based variant [-]
    mass_ratio  of the bio-based variant in the function of 1 kg virgin or recycled [kg/kg]

    A bio-based material that needs more mass for the same function makes the product heavier.
    """
    function = masses.virgin + masses.recycled + masses.bio_based / mass_ratio
    virgin, again, bio = split(function, recycled, bio_based)
    return Split(virgin, again, bio * mass_ratio)


def check_shares(recycled: float, bio_based: float, where: str) -> None:
    """Refuse shares outside 0 to 1, or that add up to more than the whole."""
    for name, share in (("recycled", recycled), ("bio-based", bio_based)):
        check_range(f"the {name} share", share, where, 1)
    if recycled + bio_based > 1 + 1e-12:
        raise DataError(
            f"{where}: the recycled share {recycled:g} and the bio-based share {bio_based:g}"
            " add up to more than 1."
        )
