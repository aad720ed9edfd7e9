"""Rows of known material and mass to one line per product: D, then D @ prices.

The same `split` and `substitute` as for a single product, here on whole columns; the rows of
a product stand together, so D is written down directly as a compressed sparse matrix. The
whole variants are other prices of the same D, so one product gives them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.pricing.prices import COLUMNS, SUMS, VARIANTS, PriceList
from celca.circular import Split, check_shares, split, substitute
from celca.errors import DataError, UnknownName
from celca.inventory import UNSPECIFIED
from celca.product import Change

__all__ = [
    "AtGate",
    "Lines",
    "Scores",
    "Tariff",
    "all_finite",
    "any_of",
    "check_changes",
    "score_lines",
    "unformed",
]


@dataclass(frozen=True)
class Lines:
    """The rows of whole products, column by column, product after product.

    starts     (p): first row of each product
    target     (n): code of the material
    mass       (n): in the product [kg]
    recycled   (n): share of the mass [kg/kg], bio_based likewise
    forming    (n): row of the price table, −1 where no process is given
    """

    starts: NDArray[Any]
    target: NDArray[Any]
    mass: NDArray[Any]
    recycled: NDArray[Any]
    bio_based: NDArray[Any]
    forming: NDArray[Any]


@dataclass(frozen=True)
class Scores:
    """One variant of every product.

    sums     (p, columns): COLUMNS as specified, of another variant SUMS alone
    present  (p): whether the product has such a variant
    base     D of which the variant is made (p x things priced) [kg]
    into     V, so that the variant's own demand is D V; None where it is D
    more     (p x things priced): mass to be formed beyond that [kg], None where none
    change   that made it, None for a standard variant
    """

    name: str
    sums: NDArray[Any]
    present: NDArray[Any]
    base: csr_array
    into: csr_array | None = None
    more: csr_array | None = None
    change: Change | None = None

    @property
    def demand(self) -> csr_array:
        """D of the variant (p x things priced) [kg]."""
        own = self.base if self.into is None else self.base @ self.into
        return own if self.more is None else csr_array(own + self.more)


class Tariff(Protocol):
    """What D costs, for all products alike or for each in a life of its own."""

    def wide(self, D: csr_array) -> NDArray[Any]:
        """Return D @ PriceList.wide."""

    def sums(self, D: csr_array, change: Change | None = None) -> NDArray[Any]:
        """Return the SUMS of D, of which a change has made the masses."""

    def more(self, D: csr_array) -> NDArray[Any]:
        """Return the SUMS of what is formed beyond D."""

    def asks(self, scores: Scores) -> csr_array:
        """Return what a variant takes from each process of the database (products x n)."""

    def possible(self, name: str, sums: NDArray[Any], present: NDArray[Any]) -> NDArray[Any]:
        """Say which products have a variant; `present`: those of which a part has it."""


@dataclass(frozen=True)
class AtGate:
    """Every product from cradle to gate, of its parts alone."""

    prices: PriceList

    def wide(self, D: csr_array) -> NDArray[Any]:
        """See Tariff."""
        return np.asarray(D @ self.prices.wide)

    def sums(self, D: csr_array, change: Change | None = None) -> NDArray[Any]:
        """See Tariff."""
        return np.asarray(D @ self.prices.table[:, : len(SUMS)])

    def more(self, D: csr_array) -> NDArray[Any]:
        """See Tariff."""
        return self.sums(D)

    def asks(self, scores: Scores) -> csr_array:
        """See Tariff."""
        return csr_array(scores.demand @ self.prices.asks)

    def possible(self, name: str, sums: NDArray[Any], present: NDArray[Any]) -> NDArray[Any]:
        """See Tariff."""
        return present


def score_lines(
    lines: Lines, prices: PriceList, changes: Sequence[Change], priced: Tariff
) -> Iterator[Scores]:
    """Yield the scores as specified, of each whole variant, and of each change."""
    everywhere = np.ones(len(lines.starts), dtype=bool)
    now = split(lines.mass, lines.recycled, lines.bio_based)
    D = _demand(now, lines, prices)
    sums, width = priced.wide(D), len(COLUMNS)
    yield Scores("as_specified", sums[:, :width], everywhere, D)
    for k, variant in enumerate(VARIANTS):
        own = sums[:, width + k * len(SUMS) : width + (k + 1) * len(SUMS)]
        more = _more_formed(now, lines, prices, k)
        if more is not None:
            own = own + priced.more(more)
        present = everywhere if k == 0 else any_of(prices.has[lines.target, k], lines.starts)
        present = priced.possible(f"all_{variant}", own, present)
        yield Scores(f"all_{variant}", own, present, D, prices.whole[k], more)
    for change in changes:
        new, over = _changed(now, lines, prices, change)
        D = _demand(new, lines, prices)
        own = priced.sums(D, change)
        possible = priced.possible(change.name, own, ~any_of(over, lines.starts))
        yield Scores(change.name, own, possible, D, change=change)


def all_finite(found: Sequence[Scores]) -> NDArray[np.bool_]:
    """Say of each product whether each variant that it has is a number."""
    each = [np.isfinite(s.sums).all(axis=1) | ~s.present for s in found]
    return np.asarray(np.logical_and.reduce(each))


def any_of(of_line: NDArray[Any], starts: NDArray[Any]) -> NDArray[Any]:
    """Say of each product whether any of its lines is so."""
    return np.logical_or.reduceat(of_line, starts) if len(starts) else np.zeros(0, dtype=bool)


def unformed(lines: Lines, prices: PriceList) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return (product, target) of each line that no process forms, though it is in the product."""
    bare = np.flatnonzero((lines.forming < 0) & (lines.target != prices.code[UNSPECIFIED]))
    return np.searchsorted(lines.starts, bare, side="right") - 1, lines.target[bare]


def check_changes(changes: Sequence[Change], prices: PriceList) -> None:
    """Refuse a change of a material or variant that the database has not, or of no share."""
    for change in changes:
        if not change.shares_only:
            raise DataError(
                f"{change.name}: a catalogue knows changes of recycled and bio-based shares alone;"
                " score other scenarios product by product with celca footprint."
            )
        for k, shares in ((1, change.recycled), (2, change.bio_based)):
            for material, share in shares.items():
                where = f"{change.name}, {VARIANTS[k]}"
                if material not in prices.inventory.materials:
                    known = prices.inventory.materials
                    raise UnknownName("material", material, known, where)
                if not prices.has[prices.code[material], k]:
                    raise DataError(f"{where}: {material!r} has no {VARIANTS[k]} variant.")
                check_shares(share, 0.0, f"{where}, {material}")


def _changed(
    now: Split, lines: Lines, prices: PriceList, change: Change
) -> tuple[Split, NDArray[Any]]:
    """Return the masses that a change gives the rows, and which rows it cannot change.

    It cannot where its share and the other share of the row add up to more than 1.
    """
    shares = []
    touched = np.zeros(len(prices.targets), dtype=bool)
    for own, given in ((lines.recycled, change.recycled), (lines.bio_based, change.bio_based)):
        table = np.full(len(prices.targets), np.nan)
        for material, share in given.items():
            table[prices.code[material]] = share
        touched |= ~np.isnan(table)
        of_row = table[lines.target]
        shares.append(np.where(np.isnan(of_row), own, of_row))
    new = substitute(now, shares[0], shares[1], prices.ratio[lines.target])
    rows = touched[lines.target]
    masses = Split(*(np.where(rows, a, b) for a, b in zip(new, now, strict=True)))
    return masses, rows & (shares[0] + shares[1] > 1 + 1e-12)


def _demand(masses: Split, lines: Lines, prices: PriceList) -> csr_array:
    """Return D (products x things priced) [kg]."""
    kept = [k for k, mass in enumerate(masses) if k == 0 or np.any(mass)]
    formed = bool((lines.forming >= 0).any())
    n, width = len(lines.mass), len(kept) + formed
    amounts = np.empty((n, width))
    things = np.empty((n, width), dtype=np.int32)
    for column, k in enumerate(kept):
        amounts[:, column] = masses[k]
        np.add(3 * lines.target, k, out=things[:, column], casting="unsafe")
    if formed:
        shaped = lines.forming >= 0
        amounts[:, -1] = np.where(shaped, masses.virgin + masses.recycled + masses.bio_based, 0.0)
        things[:, -1] = np.where(shaped, lines.forming, 0)
    pointers = np.append(lines.starts, n).astype(np.int64) * width
    return csr_array(
        (amounts.reshape(-1), things.reshape(-1), pointers.astype(np.int32)),
        shape=(len(lines.starts), len(prices.table)),
    )


def _more_formed(masses: Split, lines: Lines, prices: PriceList, k: int) -> csr_array | None:
    """Return what has to be formed beyond the product as specified, where variant k is heavier."""
    heavier = prices.has[:, k] & (prices.ratio != 1)
    if not heavier.any() or lines.forming.max(initial=-1) < 0:
        return None
    rows = np.flatnonzero((lines.forming >= 0) & heavier[lines.target])
    if not len(rows):
        return None
    now = Split(*(mass[rows] for mass in masses))
    whole = (float(VARIANTS[k] == "recycled"), float(VARIANTS[k] == "bio_based"))
    more = sum(substitute(now, *whole, prices.ratio[lines.target[rows]])) - sum(now)
    product = np.searchsorted(lines.starts, rows, side="right") - 1
    shape = (len(lines.starts), len(prices.table))
    return csr_array((more, (product, lines.forming[rows])), shape=shape)
