"""What kind of thing a name means that a database may not hold: `POM` is a plastic.

Nothing is counted by it. It serves whoever has to choose a proxy: the materials to look at first
are of the same class, and a person decides. `kinds.csv` beside this file lists the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from celca.inventory import folded
from celca.shipped import shipped_rows

__all__ = ["Kind", "kind_in", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a name that no material answers to.

    material_class  one of the classes of materials
    proxies         ids of materials to look at first, where a database has them
    """

    material_class: str
    proxies: tuple[str, ...]


def kind_of(name: str) -> Kind | None:
    """Return the kind that a whole name means, None where it is not listed."""
    return _kinds().get(folded(name))


def kind_in(name: str) -> Kind | None:
    """Return the kind of the longest listed name that stands in a text as a word of its own."""
    text = f" {folded(name)} "
    found = [key for key in _kinds() if (f" {key} " if key.isascii() else key) in text]
    return _kinds()[max(found, key=len)] if found else None


@cache
def _kinds() -> Mapping[str, Kind]:
    rows = shipped_rows("celca.matching", "kinds.csv")
    return {folded(r["name"]): Kind(r["class"], tuple(r["proxies"].split())) for r in rows}
