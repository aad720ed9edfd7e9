"""One kilogram of everything, taken through a life: the prices of that life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from celca.assess import BEYOND, component_of, score
from celca.catalog.pricing.prices import (
    COLUMNS,
    PLASTIC,
    QUALITY,
    SUMS,
    VARIANTS,
    PriceList,
)
from celca.circular import linear_and_through, linear_flows
from celca.errors import CelcaError
from celca.matching import Match
from celca.methods import CATEGORIES, UPTAKE
from celca.product import (
    GATE_STAGES,
    STAGES,
    Demand,
    Line,
    Product,
    demand,
    standard_variants,
    times_replaced,
)
from celca.product.forming import guess_forming
from celca.system import Intensities

__all__ = ["Beside", "asked", "beside", "constant", "life_prices", "unit_lines", "usual_forming"]

_AT = {name: i for i, name in enumerate(COLUMNS)}
_OF_MASS = ("mass", "recycled", "grown", "linear", "through")


@dataclass(frozen=True)
class Beside:
    """What a product costs beside its parts, per declared unit.

    wide    in the order of PriceList.wide
    asks    by variant, as specified and whole: amount of each process of the database (n)
    offers  the whole variants that its packaging has
    """

    wide: NDArray[Any] = field(repr=False)
    asks: Mapping[str, NDArray[Any]] = field(repr=False)
    offers: frozenset[str]


def unit_lines(listed: PriceList) -> tuple[Line, ...]:
    """Return 1 kg of each variant of each material, and of each process; part: its row."""
    out = []
    for i, target in enumerate(listed.targets):
        for k in range(len(VARIANTS)):
            if listed.has[i, k] or (k == 0 and target in listed.inventory.process_by_id):
                row = 3 * i + k
                recycled, bio = float(k == 1), float(k == 2)
                line = Line(str(row), "", target, Match(target, "id"), 1.0, recycled, bio)
                out.append(replace(line, where=target))
    return tuple(out)


def usual_forming(listed: PriceList) -> NDArray[Any]:
    """Return the row of the process that usually shapes each target, −1 for none."""
    out = np.full(len(listed.targets), -1, dtype=np.int32)
    for line in guess_forming(unit_lines(listed), listed.inventory)[0]:
        if line.forming:
            out[listed.code[line.match.target]] = listed.forming[line.forming]
    return out


def life_prices(
    product: Product, units: Sequence[Line], prices: Intensities, listed: PriceList
) -> tuple[PriceList, Mapping[int, str]]:
    """Return the prices of a life per kg, and the sentence on what cannot live so, by row.

    product  such a product, without parts
    units    1 kg of everything, in such a life
    """
    by_mass = tuple(a for a in product.activities if a.amount is None)
    inventory, problems = prices.system.inventory, dict[int, str]()
    entries: list[tuple[int, Demand]] = []
    table = np.zeros_like(listed.table)
    for line in units:
        row, alone = int(line.part), replace(product, lines=(line,), activities=by_mass)
        try:
            entries += [(row, e) for e in demand(alone, inventory)]
            table[row] = _masses(alone, prices)
        except CelcaError as error:
            problems[row] = str(error)
    plain = next(x for x in units if x.match.target not in inventory.materials)
    without = demand(replace(product, lines=(plain,), activities=()), inventory)
    for id_, row in listed.forming.items():
        formed = replace(product, lines=(replace(plain, forming=id_),), activities=())
        made = Counter(demand(formed, inventory)) - Counter(without)
        entries += [(row, e) for e in made.elements()]
    asks = _add(table, entries, prices, listed.rated)
    table[list(problems)] = np.nan
    told = [_AT[name] for name in ("excluded", *PLASTIC, "unclassed")]
    table[:, told] = listed.table[:, told] / product.uses
    return replace(listed, table=table, asks=asks), problems


def beside(product: Product, prices: Intensities, rated: NDArray[Any]) -> Beside:
    """Return what a product costs beside its parts; `product` is without them."""
    variants = standard_variants(product, prices.system.inventory)
    every = {f"all_{v}": variants.get(f"all_{v}", product) for v in VARIANTS}
    whole = [constant(own, prices, rated)[: len(SUMS)] for own in every.values()]
    wide = np.concatenate([constant(product, prices, rated), *whole])
    asks = {name: asked(own, prices) for name, own in {"as_specified": product, **every}.items()}
    return Beside(wide, asks, frozenset(variants))


def asked(product: Product, prices: Intensities) -> NDArray[Any]:
    """Return what a product takes from each process of the database (n), per declared unit."""
    out, index = np.zeros(len(prices.system.index)), prices.system.index
    for entry in demand(product, prices.system.inventory):
        if entry.stage != BEYOND:
            out[index[entry.process]] += entry.amount
    return out


def constant(product: Product, prices: Intensities, rated: NDArray[Any]) -> NDArray[Any]:
    """Return what a product costs, in the order of COLUMNS; `rated` is that of a PriceList."""
    scored = score(product, prices)
    row = _masses(product, prices)
    row[_AT["total"]] = scored.total
    row[_AT["without_uptake"]] = scored.total_excluding_uptake
    for name, kg in (*scored.by_category().items(), *scored.by_stage().items()):
        row[_AT[name]] = kg
    index = prices.system.index
    for entry in scored.entries:
        if entry.process and entry.stage in GATE_STAGES:
            own = rated[:, index[entry.process]] * abs(entry.amount)
            row[[_AT[name] for name in QUALITY]] += own
    row[_AT["foreign"]], row[_AT["gross"]] = scored.foreign, np.abs(scored.impacts).sum()
    return row


def _masses(product: Product, prices: Intensities) -> NDArray[Any]:
    """Return the columns that are masses, per declared unit."""
    row = np.zeros(len(COLUMNS))
    for line in product.lines:
        part = component_of(line, product, prices.system.inventory)
        lived = 1 + times_replaced(line, product)
        linear, through = linear_and_through(linear_flows(part))
        masses = (part.mass, part.recycled, part.bio_based, lived * linear, lived * through)
        row[[_AT[name] for name in _OF_MASS]] += np.array(masses) / product.uses
    return row


def _add(
    table: NDArray[Any],
    entries: list[tuple[int, Demand]],
    prices: Intensities,
    rated: NDArray[Any],
) -> csr_array:
    """Add the scores of entries (row, demand) to a table of prices; return what each row asks."""
    rows = np.array([row for row, _ in entries], dtype=np.int64)
    columns = np.array([prices.system.index[e.process] for _, e in entries], dtype=np.int64)
    amounts = np.array([e.amount for _, e in entries])
    stages = np.array([e.stage for _, e in entries])

    def taken(keep: Any, amounts: NDArray[Any] = amounts) -> csr_array:  # noqa: ANN401
        return csr_array((amounts[keep], (rows[keep], columns[keep])), (len(table), rated.shape[1]))

    def priced(H: Any, keep: Any, amounts: NDArray[Any] = amounts) -> NDArray[Any]:  # noqa: ANN401
        return np.asarray(taken(keep, amounts) @ H)

    every, inside = np.ones(len(rows), dtype=bool), stages != BEYOND
    impacts = priced(prices.H.T, inside)
    table[:, [_AT[c] for c in CATEGORIES]] = impacts
    table[:, _AT["total"]] = impacts.sum(axis=1)
    table[:, _AT["without_uptake"]] = np.delete(impacts, UPTAKE, axis=1).sum(axis=1)
    for stage in (*STAGES, BEYOND):
        table[:, _AT[stage]] = priced(prices.H.sum(axis=0), stages == stage)
    table[:, _AT["foreign"]] = priced(np.asarray(prices.foreign), every)
    gate = np.isin(stages, GATE_STAGES)
    table[:, [_AT[name] for name in QUALITY]] = priced(rated.T, gate, np.abs(amounts))
    table[:, _AT["gross"]] = priced(np.abs(prices.H).sum(axis=0), every, np.abs(amounts))
    return taken(inside)
