"""The cells of a catalogue that say how a product lives: to a life, or to what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from celca.bom import parse_number
from celca.catalog.intake import MEANINGS
from celca.circular import METHODS
from celca.errors import CelcaError, UnknownName
from celca.inventory import Inventory
from celca.matching import Matcher
from celca.product import Change, Product, apply
from celca.product.elsewhere import sibling
from celca.product.record import TREATMENTS
from celca.product.shifts import Shifts, shifted
from celca.product.toml import Table

__all__ = ["Wish", "packaging_changed", "read_wish"]


class Known(Protocol):
    """What the cells can name."""

    matcher: Matcher
    cycles: Mapping[str, Table]
    scenarios: Mapping[str, Change]


@dataclass(frozen=True)
class Wish:
    """How a product is to live.

    table    as [life_cycles.NAME] would say it
    instead  processes that stand for others, in another country or in the scenario
    change   of the scenario that it is scored in, None for none
    """

    table: Table
    instead: Mapping[str, str]
    change: Change | None
    inventory: Inventory

    def changed(self, product: Product) -> Product:
        """Return the product with what country and scenario change of its life.

        What a scenario changes of the parts is left out; packaging is changed here.
        """
        product = replace(product, instead=self.instead)
        own = self.change
        if own is None:
            return product
        about = {key: getattr(own, key) for key in ("end_of_life", "use", "life", "uses")}
        product = apply(product, Change(own.name, **about), self.inventory)
        parts = tuple(x for x in product.lines if not x.packaging)
        pack = replace(product, lines=tuple(x for x in product.lines if x.packaging))
        pack = packaging_changed(pack, own, self.inventory)
        shifts: Shifts = {}
        for reach, swap in own.supply():
            shifts = shifted(shifts, reach, swap, self.inventory, own.name)
        return replace(product, lines=(*parts, *pack.lines), shifts=shifts)


def packaging_changed(product: Product, change: Change, inventory: Inventory) -> Product:
    """Return a product of packaging alone after the part of a change that is about it."""
    packed = {x.match.target for x in product.lines}
    about: dict[str, Any] = {
        name: {m: s for m, s in getattr(change, name).items() if m in packed}
        for name in ("recycled", "bio_based", "mass", "material")
    }
    return apply(product, Change(change.name, **about), inventory)


def read_wish(cells: tuple[str, ...], known: Known) -> Wish | tuple[str, str]:
    """Return what cells, in the order of MEANINGS, wish for, or (fault, sentence)."""
    said = dict(zip(MEANINGS, cells, strict=True))
    meaning = "life_cycle"
    try:
        name = said[meaning]
        name = name or ("default" if "default" in known.cycles else "")
        table = _named("life cycle", name, known.cycles) if name else Table("", "", {})
        values: dict[str, Any] = dict(table.values)
        if said[meaning := "allocation"]:
            values["allocation"] = _allocation(said[meaning])
        if said[meaning := "end_of_life"]:
            values["end_of_life"] = {"default": _shares(said[meaning])}
            values.pop("boundary", None)
        if said[meaning := "service_life"]:
            years = _years(said[meaning])
            values["life"] = {**values.get("life", {}), "service_life": years}
            Table("", "", values["life"]).amount("service_life", "year")
        meaning = "scenario"
        scenario = _named("scenario", said[meaning], known.scenarios) if said[meaning] else None
        meaning = "country"
        inventory = known.matcher.inventory
        country = _country(said[meaning], inventory) if said[meaning] else {}
    except CelcaError as error:
        return f"{meaning}_not_read", str(error)
    instead = _instead(country, scenario, inventory)
    return Wish(replace(table, values=values), instead, scenario, inventory)


def _named(kind: str, name: str, known: Mapping[str, Any]) -> Any:  # noqa: ANN401
    if name not in known:
        raise UnknownName(kind, name, known)
    return known[name]


def _allocation(text: str) -> str:
    plain = text.casefold().replace(" ", "-").replace("_", "-")
    if plain not in METHODS:
        raise UnknownName("allocation method", text, METHODS)
    return plain


def _years(text: str) -> str:
    try:
        return f"{float(text)!r} year"
    except ValueError:
        return text


def _shares(text: str) -> dict[str, float]:
    """Read `landfill`, or `recycling 30%, landfill 70%`."""
    shares: dict[str, float] = {}
    plain = re.sub(r"\s+%", "%", unicodedata.normalize("NFKC", text))
    for part in re.split("[,;/、]", plain):
        words = re.sub("[=:_]", " ", part).split()
        figure = words.pop() if len(words) > 1 and words[-1][0].isdigit() else "1"
        name = "_".join(words).casefold()
        if name not in TREATMENTS:
            raise UnknownName("treatment at the end of life", " ".join(words), TREATMENTS)
        number = parse_number(figure.removesuffix("%"), "", "")
        shares[name] = shares.get(name, 0.0) + number / (100 if figure.endswith("%") else 1)
    return shares


def _country(place: str, inventory: Inventory) -> dict[str, str]:
    """Return the process of a country that takes the place of each that has one there.

    Raises UnknownName for a place where no process stands.
    """
    known = {p.location.casefold(): p.location for p in inventory.processes if p.location}
    there = place.casefold()
    if there not in known:
        raise UnknownName("country", place, known.values(), inventory.name, _listed(known.values()))
    return _swaps({"any": there}, inventory)


def _swaps(places: Mapping[str, str], inventory: Inventory) -> dict[str, str]:
    swap: dict[str, str] = {}
    for here, there in places.items():
        found = {p.id: sibling(p.id, here, there, inventory) for p in inventory.processes}
        swap |= {old: new for old, new in found.items() if new not in ("", old)}
    return swap


def _instead(
    country: Mapping[str, str], change: Change | None, inventory: Inventory
) -> dict[str, str]:
    """Return what stands for each process: first in the country, then in the scenario."""
    swap = dict(country)
    if change is None:
        return swap
    first = {**_swaps(change.place, inventory), **change.process}
    for step in (first, *(other for _, other in change.supply())):
        swap = {**step, **{old: step.get(new, new) for old, new in swap.items()}}
    return swap


def _listed(places: Iterable[str], most: int = 12) -> str:
    named = sorted(places)
    return f"There are {', '.join(named[:most])}{', …' if len(named) > most else ''}."
