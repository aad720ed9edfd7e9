"""Scores of many demands over many draws, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np

from celca.solver.scaled import Sparse
from celca.uncertainty.distributions import Array
from celca.uncertainty.draws import Plan, draw
from celca.uncertainty.workers import in_order

__all__ = ["each_score", "sample_scores"]


def each_score(
    prepared: Plan, D: Sparse, draws: Iterable[int], seed: int, *, workers: int = 1
) -> Iterator[Array]:
    """Yield the score of each demand (m x k) draw by draw, for `stream`.

    D (n x k)  demands of products and variants [unit of product]; all see the same draw
    workers    processes, see `sample_intensities`
    """
    return in_order(partial(_score, prepared, D.T.tocsr(), seed), draws, workers)


def _score(prepared: Plan, turned: Sparse, seed: int, number: int) -> Array:
    """Return the scores (m x k) of one draw; `turned` is D'."""
    return np.ascontiguousarray((turned @ draw(prepared, seed, number).T).T)


def sample_scores(prepared: Plan, D: Sparse, draws: range, seed: int, *, workers: int = 1) -> Array:
    """Return the score of each demand in each draw (draws x m x k).

    Only the scores are kept: 8 bytes for each demand, category and draw. To show
    progress or to keep less, go through `each_score`.
    """
    out = np.empty((len(draws), prepared.start.shape[1], D.shape[1]))
    for position, scores in enumerate(each_score(prepared, D, draws, seed, workers=workers)):
        out[position] = scores
    return out
