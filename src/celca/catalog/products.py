"""Rows of known material and mass to one line per product: D, then D @ prices.

The same `split` and `substitute` as for a single product, here on whole columns; the rows of
a product stand together, so D is written down directly as a compressed sparse matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.catalog.prices import VARIANTS, PriceList
from celca.circular import Split, check_shares, split, substitute
from celca.errors import DataError, UnknownName
from celca.product import Change

__all__ = ["Lines", "Scores", "any_of", "check_changes", "score_lines"]

_WHOLE = {
    "all_virgin": (0.0, 0.0),
    "all_recycled": (1.0, 0.0),
    "all_bio_based": (0.0, 1.0),
}


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

    sums     (p, columns): see COLUMNS
    present  (p): whether the product has such a variant
    """

    name: str
    sums: NDArray[Any]
    present: NDArray[Any]


def score_lines(lines: Lines, prices: PriceList, changes: Sequence[Change]) -> Iterator[Scores]:
    """Yield the scores as specified, of each standard variant, and of each change."""
    everywhere = np.ones(len(lines.starts), dtype=bool)
    now = split(lines.mass, lines.recycled, lines.bio_based)
    now = _undivided(now, lines, prices)
    yield Scores("as_specified", _sums(now, lines, prices), everywhere)
    for k, (name, (recycled, bio_based)) in enumerate(_WHOLE.items()):
        changed = prices.has[lines.target, k]
        ratio = prices.ratio[lines.target]
        new = substitute(now, recycled, bio_based, ratio)
        present = everywhere if k == 0 else any_of(changed, lines.starts)
        yield Scores(name, _sums(_where(changed, new, now), lines, prices), present)
    for change in changes:
        changed, new, over = _changed(now, lines, prices, change)
        possible = ~any_of(over, lines.starts)
        yield Scores(change.name, _sums(_where(changed, new, now), lines, prices), possible)


def any_of(of_line: NDArray[Any], starts: NDArray[Any]) -> NDArray[Any]:
    """Say of each product whether any of its lines is so."""
    return np.logical_or.reduceat(of_line, starts) if len(starts) else np.zeros(0, dtype=bool)


def _undivided(now: Split, lines: Lines, prices: PriceList) -> Split:
    """Return the masses with those of a process, which has no variants, in one piece."""
    plain = prices.plain[lines.target]
    whole = Split(lines.mass, 0.0, 0.0)
    return _where(plain, whole, now) if plain.any() else now


def _where(condition: NDArray[Any], new: Split, now: Split) -> Split:
    return Split(*(np.where(condition, a, b) for a, b in zip(new, now, strict=True)))


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
) -> tuple[NDArray[Any], Split, NDArray[Any]]:
    """Return which rows a change touches, the masses it gives them, and which it cannot change.

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
    return rows, new, rows & (shares[0] + shares[1] > 1 + 1e-12)


def _sums(masses: Split, lines: Lines, prices: PriceList) -> NDArray[Any]:
    """Return D @ prices: D (products x things priced) [kg], prices (things x columns)."""
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
    D = csr_array(
        (amounts.reshape(-1), things.reshape(-1), pointers.astype(np.int32)),
        shape=(len(lines.starts), len(prices.table)),
    )
    return np.asarray(D @ prices.table)
