"""The things that a kept demand asks for: what each is and costs, at the gate or in a life."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from celca.catalog.pricing import SPECIFIED, SUMS, Life, Lives, PriceList, Thing, things
from celca.errors import DataError
from celca.product import Change

__all__ = ["LIFE", "KeptThing", "Priced", "prices_of"]

LIFE = "life"  # input of the thing that a life itself is


@dataclass(frozen=True)
class KeptThing:
    """What a demand can ask for, and what it cost then.

    row      its number in the demand
    thing    in a life, `lived` is the cells that asked for it, as JSON
    prices   per kg, the columns of PriceList.wide; of a life itself (input `life`), per product
    life     whether it has a virgin, recycled, bio-based variant; mass of the bio-based one in the
             function of 1 kg of the others [kg/kg]; None where it has no variants
    change   that has made the packaging of a life other than it is; '' for none
    asks     amount of each process; empty for 1 kg of the thing's own
    utility  X of the MCI of products with this life [-]
    """

    row: int
    thing: Thing
    prices: tuple[float, ...]
    life: tuple[float, ...] | None
    lived: str = ""
    change: str = ""
    asks: Mapping[str, float] = field(default_factory=dict)
    utility: float = 1.0

    def __post_init__(self) -> None:
        """Take lists as they come out of JSON."""
        object.__setattr__(self, "prices", tuple(self.prices))
        object.__setattr__(self, "life", tuple(self.life) if self.life is not None else None)


@dataclass(frozen=True)
class Priced:
    """What things cost: at the gate, and in the lives that products have."""

    listed: PriceList
    lives: Lives | None = None
    changes: Sequence[Change] = ()

    def kept(self, row: int, lived: str | None, place: int, change: str | None) -> KeptThing:
        """Return one thing; `place` is its row of the price table, after the last for a life.

        Raises DataError for a life that cannot be had.
        """
        if lived is None:
            thing, wide = self._things[place], self.listed.wide[place]
            return KeptThing(row, thing, wide.tolist(), _life_of(self.listed, thing))
        life = self._life(lived)
        processes = [p.id for p in life.prices.inventory.processes]
        if place < len(self._things):
            thing, asks = self._things[place], life.prices.asks[[place]].toarray()[0]
            wide, variants = life.prices.wide[place], _life_of(self.listed, thing)
        else:
            own = next((c for c in self.changes if c.name == change), None)
            thing, variants = Thing("", LIFE, ""), None
            wide, asks = life.beside.wide.copy(), life.asks(change or SPECIFIED, own)
            wide[: len(SUMS)] = life.changed(own)
        index = life.opened.system.index
        told = {p: float(asks[index[p]]) for p in processes if asks[index[p]]}
        change = "" if change in (None, SPECIFIED) else change
        return KeptThing(
            row, thing, wide.tolist(), variants, lived, change or "", told, life.utility
        )

    @cached_property
    def _things(self) -> tuple[Thing, ...]:
        return things(self.listed)

    def _life(self, lived: str) -> Life:
        found = self.lives.get(tuple(json.loads(lived))) if self.lives else ("", "")
        if isinstance(found, tuple):
            raise DataError(f"{found[1]} Score the catalogue anew from its rows.")
        return found


def _life_of(listed: PriceList, thing: Thing) -> tuple[float, ...] | None:
    """Return which variants the material of a thing has, and their ratio of mass."""
    code = listed.code.get(thing.material)
    if code is None or not thing.input or thing.input == "forming":
        return None
    return (*map(float, listed.has[code]), float(listed.ratio[code]), float(listed.grown[code]))


def prices_of(told: Sequence[KeptThing]) -> NDArray[Any]:
    """Return the prices of things (things x columns of PriceList.wide)."""
    return np.array([t.prices for t in told], dtype=float).reshape(len(told), -1)
