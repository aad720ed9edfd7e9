"""Which inputs the spread of a score comes from: first-order shares of its variance.

    S_i = Var(E[score | input i]) / Var(score)

Estimated from the draws there are (given data, no design of experiments): the draws are
put into classes of equal size by the input, and the variance between classes is freed of
what chance alone puts there (Plischke, Borgonovo and Smith 2013, Global sensitivity measures
from given data, EJOR 226; Kelley's unbiased correlation ratio). Where nothing interacts
the shares add up to 1. No package is needed for this, and the drawn inputs are not kept:
they are looked up again by their addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from celca.errors import UsageError
from celca.uncertainty.addresses import address
from celca.uncertainty.distributions import Array, Distributions, Indexes
from celca.uncertainty.draws import Entries, Plan
from celca.uncertainty.sampler import sample, sampler

__all__ = ["Shares", "deviations", "drawn_amounts", "first_order"]

LEAST = 50
RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class Shares:
    """Share of the variance of a score that each input brings by itself [-].

    share      may come out a little below 0 where there is none
    low, high  95 % confidence interval, from draws drawn anew (bootstrap): narrow enough
               means draws enough
    """

    share: Array
    low: Array
    high: Array


def drawn_amounts(
    prepared: Plan, matrix: tuple[str, Entries], chosen: Indexes, draws: Sequence[int], seed: int
) -> Array:
    """Return what some entries of A or B were in some draws (draws x entries) [unit / run].

    matrix  "A" or "B", and its entries as given to `plan`
    chosen  numbers of the entries
    """
    name, entries = matrix
    if name not in ("A", "B"):
        raise UsageError(f'Inputs are entries of "A" or "B", not of {name!r}.')
    places = chosen
    if name == "A":
        places = np.empty_like(prepared.entries)
        places[prepared.entries] = np.arange(places.size)
        places = places[chosen]
    source = sampler(entries.distributions.at(chosen), places)
    part = ("A", "B").index(name)
    return np.array([sample(source, address(seed, number, part)) for number in draws])


def first_order(inputs: Array, scores: Array) -> Shares:
    """Return the first-order shares of inputs (draws x k) in the variance of scores (draws)."""
    draws = scores.size
    if draws < LEAST or len(inputs) != draws:
        raise UsageError(
            f"{draws} scores and {len(inputs)} draws of the inputs; {LEAST} or more of each"
            " are needed, of the same draws."
        )
    share = _shares(inputs, scores)
    rng = np.random.Generator(np.random.PCG64(0))
    again = np.array(
        [
            _shares(inputs[pick], scores[pick], distinct=np.unique(pick).size)
            for pick in (rng.integers(0, draws, draws) for _ in range(RESAMPLES))
        ]
    )
    reach = 1.96 * again.std(axis=0, ddof=1)
    return Shares(share, share - reach, share + reach)


def _shares(inputs: Array, scores: Array, distinct: int = 0) -> Array:
    """Return the shares; `distinct` draws are different, all if 0."""
    draws = scores.size
    classes = max(4, round(draws ** (1 / 3)))
    number = np.arange(draws) * classes // draws
    size = np.bincount(number)
    centred = scores - scores.mean()
    total = float(centred @ centred)
    if total <= 0:
        return np.zeros(inputs.shape[1])
    order = np.argsort(inputs, axis=0, kind="stable")
    sums = np.add.reduceat(centred[order], np.r_[0, np.cumsum(size)[:-1]], axis=0)
    between = (sums**2 / size[:, None]).sum(axis=0) / total
    free = (distinct or draws) - 1
    return np.asarray(1 - (1 - between) * free / (free - classes + 1))


def deviations(d: Distributions) -> Array:
    """Return the standard deviation of each distribution [unit of the amount]."""
    out, width = np.zeros(d.amount.size), d.maximum - d.minimum
    two, three, four, five, seven = (d.code == k for k in (2, 3, 4, 5, 7))
    out[two] = np.exp(d.loc + d.scale**2 / 2)[two] * np.sqrt(np.expm1(d.scale[two] ** 2))
    out[three] = d.scale[three]
    out[four] = width[four] / np.sqrt(12)
    left, right = (d.loc - d.minimum)[five], (d.maximum - d.loc)[five]
    out[five] = np.sqrt((left**2 + right**2 + left * right) / 18)
    out[seven] = np.sqrt((width[seven] ** 2 - 1) / 12)
    return out
