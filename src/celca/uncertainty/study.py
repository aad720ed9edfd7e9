"""The footprint of a study with its spread, and how surely a variant is below the product.

All variants see the same draws, so what they share does not blur the difference between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csc_array

from celca.assess import BEYOND, Footprint, Options, footprint, open_product, with_variants
from celca.errors import Finding, UsageError
from celca.product import Demand, Product, demand
from celca.system import Intensities
from celca.uncertainty.draws import plan
from celca.uncertainty.entries import Known, entries_of
from celca.uncertainty.scores import each_score
from celca.uncertainty.summary import compare, summarise

__all__ = ["Draws", "uncertain_footprint"]

_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Draws:
    """How the figures of the database are to be drawn.

    number    of draws
    seed      of the first; the same seed gives the same draws on any number of workers
    workers   processes
    progress  called with (done, number)
    """

    number: int = 1000
    seed: int = 1
    workers: int = 1
    progress: Callable[[int, int], None] | None = None


def uncertain_footprint(
    study: str | Path, prices: Intensities, options: Options | None, draws: Draws
) -> Footprint:
    """Return the footprint of a study with `uncertainty` filled in [kg CO2e per declared unit].

    Raises UsageError for too few draws, and what `footprint` raises.
    """
    if draws.number < _FEWEST:
        raise UsageError(f"{draws.number} draws say little about a spread; use {_FEWEST} or more.")
    result = footprint(study, prices, options=options)
    product = open_product(study, prices, options)
    every = with_variants(product, prices, options.changes if options else ())
    variants = {v.name: every[v.name] for v in result.variants}
    scores, known = _scores(variants, prices, draws)
    return replace(
        result,
        uncertainty=_summary(scores, draws),
        findings=(*result.findings, *_notes(known)),
    )


def _scores(
    variants: Mapping[str, Product], prices: Intensities, draws: Draws
) -> tuple[dict[str, Any], Known]:
    """Return the total of each variant in each draw [kg CO2e]."""
    system = prices.system
    A, B, known = entries_of(system)
    total = csc_array(system.C.sum(axis=0).reshape(1, -1))
    wanted = [
        [d for d in demand(p, system.inventory) if d.stage != BEYOND] for p in variants.values()
    ]
    numbers, D = range(draws.number), _matrix(wanted, system.index)
    drawn = np.empty((draws.number, len(wanted)))
    each = each_score(plan(A, B, total), D, numbers, draws.seed, workers=draws.workers)
    for number, scores in enumerate(each):
        drawn[number] = scores[0]
        if draws.progress is not None:
            draws.progress(number + 1, draws.number)
    constant = [sum(d.amount for d in entries if not d.process) for entries in wanted]
    columns = (drawn + np.array(constant)).T
    return dict(zip(variants, columns, strict=True)), known


def _matrix(wanted: Sequence[Sequence[Demand]], index: Mapping[str, int]) -> Any:  # noqa: ANN401
    """Return D (n x k): what each variant demands."""
    entries = [
        (index[d.process], k, d.amount) for k, e in enumerate(wanted) for d in e if d.process
    ]
    rows, columns, amounts = (list(x) for x in zip(*entries, strict=True)) if entries else ([],) * 3
    return coo_array((amounts, (rows, columns)), shape=(len(index), len(wanted))).tocsc()


def _summary(scores: Mapping[str, Any], draws: Draws) -> dict[str, Any]:
    base = scores["as_specified"]
    whole = summarise(base)
    variants = []
    for name, drawn in scores.items():
        s = summarise(drawn)
        below = None if name == "as_specified" else compare(drawn, base).probability
        variants.append(
            {
                "name": name,
                "median": s.median,
                "mean": s.mean,
                "p2_5": s.p2_5,
                "p97_5": s.p97_5,
                "probability_below_as_specified": below,
            }
        )
    return {
        "draws": draws.number,
        "seed": draws.seed,
        "median": whole.median,
        "mean": whole.mean,
        "mean_within": whole.mean_within,
        "p2_5": whole.p2_5,
        "p97_5": whole.p97_5,
        "lognormal": "median = amount",
        "variants": variants,
    }


def _notes(known: Known) -> list[Finding]:
    every = known.distribution + known.pedigree + known.fixed
    message = (
        f"The spread is that of the database's figures: {known.distribution} of {every} exchanges"
        f" have a distribution, {known.pedigree} a pedigree, {known.fixed} neither. The masses of"
        " the product, the choice of method and what was left out are not in it."
    )
    return [Finding("info", "uncertainty_scope", message)]
