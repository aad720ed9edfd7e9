"""Which materials are plastic, where a database does not say.

The polymers of celca-open that ISO 1043-1 has symbols for, and compounds of them with their
fillers; no rubbers, textiles, paints, adhesives or bare fibres.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from celca.errors import UnknownName

__all__ = ["PLASTICS", "plastics_with"]

PLASTICS = frozenset(
    (
        *("abs", "bio-polyethylene", "epoxy", "eps", "hdpe", "hips", "ldpe", "lldpe", "pc", "pet"),
        *("phenol-formaldehyde", "pla", "plastics-average", "polyamide", "polyamide-gf30"),
        *("polyethylene", "pp", "pp-gf30", "ps", "pur-foam", "pvc", "urea-formaldehyde"),
    )
)


def plastics_with(more: Iterable[str], materials: Mapping[str, object]) -> frozenset[str]:
    """Return the plastics, with further materials of a database.

    Raises UnknownName for one that the database does not have.
    """
    for name in more:
        if name not in materials:
            raise UnknownName("material", name, materials, "--plastic")
    return PLASTICS | frozenset(more)
