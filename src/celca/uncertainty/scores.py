"""Scores of many demands over many draws, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from celca.solver.scaled import Sparse
from celca.uncertainty.distributions import Array
from celca.uncertainty.draws import Plan, sample_intensities

__all__ = ["sample_scores"]


def sample_scores(
    prepared: Plan,
    D: Sparse,
    draws: range,
    seed: int,
    *,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Array:
    """Return the score of each demand in each draw (draws x m x k).

    D (n x k)  demands of products and variants [unit of product]; all see the same draw
    progress   is told after each draw how many are done

    Only the scores are kept: 8 bytes for each demand, category and draw.
    """
    turned = D.T.tocsr()
    m, k = prepared.start.shape[1], D.shape[1]
    out = np.empty((len(draws), m, k))
    drawn = sample_intensities(prepared, draws, seed, workers=workers)
    for position, H in enumerate(drawn):
        out[position] = (turned @ H.T).T
        if progress is not None:
            progress(position + 1)
    return out
