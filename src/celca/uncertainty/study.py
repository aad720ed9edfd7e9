"""The footprint of a study with its spread, and how surely a variant is below the product.

All variants see the same draws, so what they share does not blur the difference between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum
from pathlib import Path
from typing import Any

import numpy as np

from celca.assess import BEYOND, Footprint, Options, footprint_of, open_product, with_variants
from celca.errors import Finding
from celca.product import Product, demand
from celca.solver import supply
from celca.system import Intensities
from celca.uncertainty.collecting import Draws, collected, demand_matrix, refuse_few, total_plan
from celca.uncertainty.distributions import Array
from celca.uncertainty.draws import Entries, Plan
from celca.uncertainty.drivers import deviations, drawn_amounts, first_order
from celca.uncertainty.entries import Known, entries_of
from celca.uncertainty.scores import each_score
from celca.uncertainty.summary import Summary, compare, summarise

__all__ = ["Band", "footprint_with_draws", "paired_bands", "uncertain_footprint"]

_MOST = 10
_DRIVER = ("process", "input", "share", "low", "high")


@dataclass(frozen=True, slots=True)
class Band:
    """Spread of one product over all draws [kg CO2e per declared unit].

    median, p2_5, p97_5      of its total
    probability_below_first  share of draws in which it is below the first product [-]
    change_low, change_high  95 % of the draws of its difference to the first
    """

    median: float
    p2_5: float
    p97_5: float
    probability_below_first: float
    change_low: float
    change_high: float


def uncertain_footprint(
    study: str | Path, prices: Intensities, options: Options | None, draws: Draws
) -> Footprint:
    """Return the footprint of a study with `uncertainty` filled in [kg CO2e per declared unit].

    Raises UsageError for too few draws, and what `footprint` raises.
    """
    return footprint_with_draws(open_product(study, prices, options), prices, options, draws)


def footprint_with_draws(
    product: Product, prices: Intensities, options: Options | None, draws: Draws
) -> Footprint:
    """Return the same for a product that `open_product` read with the same options."""
    refuse_few(draws)
    result = footprint_of(product, prices, options)
    every = with_variants(product, prices, options.changes if options else ())
    variants = {v.name: every[v.name] for v in result.variants}
    scores, known, drivers = _scores(variants, prices, draws)
    return replace(
        result,
        uncertainty={**_summary(scores, draws), "drivers": drivers},
        findings=(*result.findings, *_notes(known)),
    )


def paired_bands(
    products: Mapping[str, Product], prices: Intensities, draws: Draws
) -> tuple[Band, ...]:
    """Return the spread of several products in the same draws, each against the first.

    Raises UsageError for too few draws.
    """
    refuse_few(draws)
    drawn = list(_scores(products, prices, draws)[0].values())
    return tuple(_band(scores, drawn[0]) for scores in drawn)


def _band(scores: Array, first: Array) -> Band:
    whole, against = summarise(scores), compare(scores, first)
    change = against.difference
    return Band(
        whole.median, whole.p2_5, whole.p97_5, against.probability, change.p2_5, change.p97_5
    )


def _scores(
    variants: Mapping[str, Product], prices: Intensities, draws: Draws
) -> tuple[dict[str, Any], Known, list[dict[str, Any]]]:
    """Return the total of each variant in each draw [kg CO2e], and what spreads the first."""
    system = prices.system
    A, B, known = entries_of(system)
    wanted = [
        [d for d in demand(p, system.inventory) if d.stage != BEYOND] for p in variants.values()
    ]
    asked = [[(d.process, d.amount) for d in entries if d.process] for entries in wanted]
    numbers, D = range(draws.number), demand_matrix(asked, system.index)
    prepared = total_plan(A, B, system)
    each = each_score(prepared, D, numbers, draws.seed, workers=draws.workers)
    drawn = np.array(list(collected(each, draws, system)))
    constant = [fsum(d.amount for d in entries if not d.process) for entries in wanted]
    columns = (drawn + np.array(constant)).T
    first = D[:, [0]].toarray().ravel()
    told = _drivers(prices, (A, B), prepared, (first, drawn[:, 0]), draws)
    return dict(zip(variants, columns, strict=True)), known, told


def _drivers(
    prices: Intensities,
    matrices: tuple[Entries, Entries],
    prepared: Plan,
    first: tuple[Any, Any],
    draws: Draws,
) -> list[dict[str, Any]]:
    """Return the inputs that spread the product most, with their shares of its variance.

    first  demand (n) of the product, and its scores in each draw [kg CO2e]

    Which are looked at is told by their variance to first order; what they bring, by the draws.
    """
    system, (f, scores) = prices.system, first
    runs, _ = supply(system.A, f)
    worth: tuple[Array, Array] = (prices.H.sum(axis=0), np.asarray(system.C.sum(axis=0)).ravel())
    processes = [p.id for p in system.inventory.processes]
    flows = [x.id for x in system.inventory.flows]
    found = list[dict[str, Any]]()
    for label, M, price, names in zip("AB", matrices, worth, (processes, flows), strict=True):
        size = np.abs(price[M.rows] * runs[M.columns]) * deviations(M.distributions)
        chosen = np.argsort(-size, kind="stable")[:_MOST]
        chosen = chosen[size[chosen] > 0]
        amounts = drawn_amounts(prepared, (label, M), chosen, range(draws.number), draws.seed)
        told = first_order(amounts, scores)
        for row, *share in zip(chosen.tolist(), told.share, told.low, told.high, strict=True):
            place = (processes[int(M.columns[row])], names[int(M.rows[row])], *map(float, share))
            found.append(dict(zip(_DRIVER, place, strict=True)))
    return sorted(found, key=lambda x: -x["share"])[:_MOST]


def _summary(scores: Mapping[str, Any], draws: Draws) -> dict[str, Any]:
    base = scores["as_specified"]
    whole = summarise(base)
    return {
        "draws": draws.number,
        "seed": draws.seed,
        "median": whole.median,
        "mean": whole.mean,
        "mean_within": whole.mean_within,
        **_ends(whole),
        "lognormal": "median = amount",
        "variants": [_variant(name, drawn, base) for name, drawn in scores.items()],
    }


def _variant(name: str, drawn: Array, base: Array) -> dict[str, Any]:
    spread = summarise(drawn)
    below = None if name == "as_specified" else compare(drawn, base).probability
    return {
        "name": name,
        "median": spread.median,
        "mean": spread.mean,
        **_ends(spread),
        "probability_below_as_specified": below,
    }


def _ends(spread: Summary) -> dict[str, float]:
    return {name: getattr(spread, name) for name in ("p2_5", "p97_5", "p5", "p95")}


def _notes(known: Known) -> list[Finding]:
    every = known.distribution + known.pedigree + known.fixed
    return [
        Finding.of(
            "info",
            "uncertainty_scope",
            "The spread is that of the database's figures: {known} of {every} exchanges have a"
            " distribution, {pedigree} a pedigree, {fixed} neither. The masses of the product, the"
            " choice of method and what was left out are not in it.",
            known=known.distribution,
            every=every,
            pedigree=known.pedigree,
            fixed=known.fixed,
        )
    ]
