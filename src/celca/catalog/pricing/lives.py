"""The lives of a catalogue's products: each distinct combination of columns is priced once.

A life is what a study tells beside its bill of materials: transport, use, end of life,
allocation, service. All rules are linear in the masses of a product, so one kilogram of
everything, taken through the same `live` and `demand` as a study, gives the prices of a life;
what a product costs whatever it weighs, such as its packaging, is added once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from celca.catalog.pricing.life_prices import (
    Beside,
    asked,
    beside,
    constant,
    life_prices,
    unit_lines,
)
from celca.catalog.pricing.prices import COLUMNS, SUMS, VARIANTS, PriceList
from celca.catalog.pricing.products import Scores
from celca.catalog.pricing.wishes import Wish, packaging_changed, read_wish
from celca.errors import CelcaError, DataError, FileFault, UnknownName
from celca.matching import Matcher
from celca.product import Change, Product, live
from celca.product.toml import Table, read_toml
from celca.system import Intensities

__all__ = ["Life", "Lived", "Lives", "read_life_cycles", "scenarios_by_id"]

_N = len(SUMS)
_WIDE = len(COLUMNS) + len(VARIANTS) * _N  # columns of PriceList.wide
_KEYS = (
    *("life", "packaging", "production", "distribution", "use", "end_of_life", "allocation"),
    *("boundary", "circularity"),
)


def read_life_cycles(path: Path) -> dict[str, Table]:
    """Return the tables [life_cycles.NAME] of a file, each what a study may say of a life.

    Raises FileFault or UnknownName.
    """
    top = read_toml(path, ("life_cycles",)).open_table("life_cycles")
    if not top.values:
        raise FileFault(path.name, "names no life cycle.", "Write [life_cycles.NAME] tables.")
    return {name: top.table(name, _KEYS) for name in top.values}


def scenarios_by_id(changes: Sequence[Change], listed: PriceList, matcher: Matcher) -> Any:  # noqa: ANN401
    """Return the scenarios that a product can name, with materials by their ids.

    Raises DataError for what is aimed at a part, or at something that a catalogue does not know.
    """
    return {c.name: _by_id(c, listed, matcher) for c in changes}


def _by_id(change: Change, listed: PriceList, matcher: Matcher) -> Change:
    if change.supplier_value:
        raise DataError(f"{change.name}: a catalogue knows no supplier's values.")
    out: dict[str, Any] = {}
    for key in ("recycled", "bio_based", "material", "mass", "end_of_life"):
        out[key] = {}
        for written, value in getattr(change, key).items():
            where = f"{change.name}, {key}"
            target = "default" if written == "default" else matcher.match(written, where).target
            if target != "default" and target not in listed.code:
                raise UnknownName("material priced by mass", written, listed.code, where)
            out[key][target] = value
    known = listed.inventory.process_by_id
    for process in (x for pair in change.process.items() for x in pair):
        if process not in known:
            raise UnknownName("process", process, known, f"{change.name}, process")
    for other in change.material.values():
        if other.to not in listed.code:
            raise UnknownName("material or process", other.to, listed.code, change.name)
    for k, name in ((1, "recycled"), (2, "bio_based")):
        for target in out[name]:
            if not listed.has[listed.code[target], k]:
                raise DataError(f"{change.name}: {target!r} has no {name} variant.")
    return replace(change, **out)


@dataclass(frozen=True)
class Life:
    """One life, priced.

    product  packaging and all that happens to such a product; its parts left out
    prices   of 1 kg of everything in such a life, per declared unit
    problems sentence by row of the prices, for what cannot live so
    change   of the rows of such products, None where there is none
    beside   what a product costs whatever its parts
    opened   prices of the database
    told     the cells that asked for it, as one text
    """

    product: Product
    prices: PriceList
    problems: Mapping[int, str]
    change: Change | None
    beside: Beside
    opened: Intensities = field(repr=False)
    told: str = ""

    @property
    def utility(self) -> float:
        """X of the MCI [-]."""
        return self.product.service.utility(self.product.uses)

    def flags(self, formed: NDArray[Any], prices: PriceList) -> tuple[bool, bool, bool]:
        """Say whether packaging has no recycled content, and no forming; and of the gate."""
        packed = [(prices.code[x.match.target], x.recycled) for x in self.product.lines]
        return (
            any(prices.has[t, 1] and not recycled for t, recycled in packed),
            any(not formed[t] for t, _ in packed),
            self.product.boundary == "cradle-to-gate",
        )

    def changed(self, change: Change | None) -> NDArray[Any]:
        """Return the SUMS beside the parts, with the packaging as a change makes it."""
        if change is None or not self.product.lines:
            return self.beside.wide[:_N]
        return constant(self._packed(change), self.opened, self.prices.rated)[:_N]

    def asks(self, name: str, change: Change | None) -> NDArray[Any]:
        """Return what a variant, or a change, takes from each process (n) beside the parts."""
        if change is not None:
            return asked(self._packed(change), self.opened)
        return self.beside.asks[name]

    def _packed(self, change: Change) -> Product:
        return packaging_changed(self.product, change, self.opened.system.inventory)


@dataclass
class Lives:
    """The lives met so far, by the cells that ask for them; or the sentence why there is none."""

    prices: Intensities
    listed: PriceList
    matcher: Matcher
    cycles: Mapping[str, Table] = field(default_factory=dict)
    scenarios: Mapping[str, Change] = field(default_factory=dict)
    known: dict[tuple[str, ...], Life | tuple[str, str]] = field(default_factory=dict)

    def get(self, cells: tuple[str, ...]) -> Life | tuple[str, str]:
        """Return the life that cells, in the order of MEANINGS, ask for, or (fault, sentence)."""
        if cells not in self.known:
            wish = read_wish(cells, self)
            told = json.dumps(cells, ensure_ascii=False)
            self.known[cells] = wish if isinstance(wish, tuple) else self._priced(wish, told)
        return self.known[cells]

    def _priced(self, wish: Wish, told: str) -> Life | tuple[str, str]:
        try:
            whole = wish.changed(live(wish.table, unit_lines(self.listed), self.matcher))
            product = replace(whole, lines=tuple(x for x in whole.lines if x.packaging))
            units = tuple(x for x in whole.lines if not x.packaging)
            listed, problems = life_prices(product, units, self.prices, self.listed)
            fixed = beside(product, self.prices, listed.rated)
        except CelcaError as error:
            return "life_not_usable", str(error)
        return Life(product, listed, problems, wish.change, fixed, self.prices, told)


@dataclass(frozen=True)
class Lived:
    """Products with their lives: what D costs, group by group.

    code  (p): which of the lives each product has
    """

    lives: Sequence[Life]
    code: NDArray[Any]

    def wide(self, D: csr_array) -> NDArray[Any]:
        """Return D @ PriceList.wide, and what each product costs beside its parts."""
        return self._each(D, _WIDE, lambda life: (life.prices.wide, life.beside.wide))

    def sums(self, D: csr_array, change: Change | None = None) -> NDArray[Any]:
        """Return the SUMS alone, with the packaging as a change makes it."""
        return self._each(D, _N, lambda life: (life.prices.table[:, :_N], life.changed(change)))

    def more(self, D: csr_array) -> NDArray[Any]:
        """Return the SUMS of what is formed beyond D."""
        return self._each(D, _N, lambda life: (life.prices.table[:, :_N], 0.0))

    def asks(self, scores: Scores) -> csr_array:
        """Return what a variant takes from each process of the database (products x n)."""
        if not self.lives:
            return csr_array((0, 0))
        D, order, parts = scores.demand, list[NDArray[Any]](), list[csr_array]()
        for g, life in enumerate(self.lives):
            rows = np.flatnonzero(self.code == g)
            once = csr_array(np.ones((len(rows), 1)))
            beside = csr_array(life.asks(scores.name, scores.change)[None, :])
            each = vstack([life.prices.asks, beside])
            parts.append(csr_array(hstack([D[rows], once], format="csr") @ each.tocsr()))
            order.append(rows)
        back = np.argsort(np.concatenate(order), kind="stable")
        return csr_array(vstack(parts, format="csr")[back])

    def possible(self, name: str, sums: NDArray[Any], present: NDArray[Any]) -> NDArray[Any]:
        """Say which products have a variant: a part or the packaging has it, and all can end."""
        offers = np.array([name in life.beside.offers for life in self.lives], dtype=bool)
        return np.asarray((present | offers[self.code]) & np.isfinite(sums).all(axis=1))

    @property
    def utility(self) -> NDArray[Any]:
        """X of the MCI of each product [-]."""
        return np.asarray(np.array([life.utility for life in self.lives])[self.code])

    def told(self) -> list[pl.Series]:
        """Return boundary and allocation of each product."""
        code = pl.Series(self.code, dtype=pl.UInt32)
        return [
            pl.Series(name, [getattr(x.product, name) for x in self.lives], dtype=pl.String).gather(
                code
            )
            for name in ("boundary", "allocation")
        ]

    def flags(
        self,
        flags: tuple[NDArray[Any], ...],
        bare: tuple[NDArray[Any], NDArray[Any]],
        prices: PriceList,
    ) -> tuple[NDArray[Any], ...]:
        """Return flags of products at the gate, made to fit their lives.

        bare  (product, target) of what no process of its own forms, see `products.unformed`
        """
        excluded, assumed, recyclable, unformed, foreign, uptake, *rest = flags
        formed = np.zeros((len(self.lives), len(prices.targets)), dtype=bool)
        packed = np.zeros((len(self.lives), 3), dtype=bool)
        for g, life in enumerate(self.lives):
            steps = [a for a in life.product.activities if a.stage == "production"]
            formed[g] = any(not a.material for a in steps)
            formed[g, [prices.code[a.material] for a in steps if a.material]] = True
            packed[g] = life.flags(formed[g], prices)
        product, target = bare
        recyclable = recyclable | packed[self.code, 0]
        unformed = packed[self.code, 1]
        unformed[product[~formed[self.code[product], target]]] = True
        uptake = uptake & packed[self.code, 2]
        return (excluded, assumed, recyclable, unformed, foreign, uptake, *rest)

    def _each(self, D: csr_array, width: int, priced: Any) -> NDArray[Any]:  # noqa: ANN401
        D = D.copy()
        D.eliminate_zeros()  # nothing of what has no price costs nothing
        out = np.zeros((D.shape[0], width))
        for g, life in enumerate(self.lives):
            table, constant = priced(life)
            rows = np.flatnonzero(self.code == g)
            if len(rows):
                out[rows] = D[rows] @ table + constant
        return out
