"""Spread of very many scores over very many draws, without keeping the draws.

Means and deviations are exact (Welford 1962), and so are the 2.5 and 97.5 percentiles:
only the twentieth of the draws that lies beyond them is kept. The median is that of the
P2 algorithm (Jain and Chlamtac 1985, Communications of the ACM 28), five markers that
move with each draw: off by a thirtieth of a deviation for 200 draws, which leave three
times that open, then less.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from celca.errors import UsageError
from celca.uncertainty.distributions import Array

__all__ = ["Streamed", "stream"]

TAIL = 0.025
BATCH = 25
PLACES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])


@dataclass(frozen=True, slots=True)
class Streamed:
    """Spread of many scores; each array has the shape of one draw [unit of the score]."""

    draws: int
    mean: Array
    deviation: Array
    p2_5: Array
    median: Array
    p97_5: Array


def stream(scores: Iterable[Array], draws: int) -> Streamed:
    """Return the spread of scores that come draw by draw, each an array of one shape.

    draws  how many will come

    Memory stays that of a twentieth of the draws and about 60 more.
    """
    if draws < 2:
        raise UsageError(f"{draws} draws say nothing about a spread; ask for 2 or more.")
    kept = int(TAIL * (draws - 1)) + 2
    count, batch = 0, list[Array]()
    mean = squares = np.zeros(0)
    low = high = heights = counts = np.zeros(0)
    for count, x in enumerate(scores, start=1):
        if count == 1:
            mean, squares = np.zeros(x.shape), np.zeros(x.shape)
            low = high = np.zeros((0, *x.shape))
        step = x - mean
        mean += step / count
        squares += step * (x - mean)
        batch.append(np.array(x, dtype=np.float64))
        if len(batch) == BATCH or count == draws:
            new = np.array(batch)
            low, high = _lowest(low, new, kept), -_lowest(-high, -new, kept)
            heights, counts = _taken_in(heights, counts, new, count)
            batch = []
    if count != draws:
        raise UsageError(f"{count} draws came where {draws} were announced.")
    deviation, middle = np.sqrt(squares / (draws - 1)), heights[2].copy()
    return Streamed(draws, mean, deviation, _end(low, draws), middle, -_end(-high, draws))


def _end(lowest: Array, draws: int) -> Array:
    """Return the percentile that lies between the last two of the lowest draws."""
    last = np.sort(lowest, axis=0)[-2:]
    at = TAIL * (draws - 1) - int(TAIL * (draws - 1))
    return np.asarray(last[0] * (1 - at) + last[1] * at)


def _lowest(kept: Array, new: Array, most: int) -> Array:
    """Return the lowest `most` draws of both, in no order."""
    both = np.concatenate([kept, new])
    return both if len(both) <= most else np.partition(both, most - 1, axis=0)[:most]


def _taken_in(heights: Array, counts: Array, new: Array, count: int) -> tuple[Array, Array]:
    """Return the markers of the median after a batch of draws; `count` with it.

    heights  (5, ...) the scores the markers stand at
    counts   (5, ...) how many draws lie below each
    """
    if heights.size == 0:
        heights = np.quantile(new, PLACES, axis=0)
        places = PLACES.reshape((-1,) + (1,) * (new.ndim - 1)) * (len(new) - 1)
        return heights, np.round(places) + np.zeros_like(heights)
    for number, x in enumerate(new, start=count - len(new)):
        counts += x < heights
        counts[0], counts[-1] = 0, number
        np.minimum(heights[0], x, out=heights[0])
        np.maximum(heights[-1], x, out=heights[-1])
        for i in range(1, len(PLACES) - 1):
            _step(heights, counts, i, PLACES[i] * number)
    return heights, counts


def _step(heights: Array, counts: Array, i: int, wanted: float) -> None:
    """Move marker i by one draw, in place, where it is one or more from where it belongs."""
    below, here, above = heights[i - 1], heights[i], heights[i + 1]
    left, right = counts[i] - counts[i - 1], counts[i + 1] - counts[i]
    up = (wanted - counts[i] >= 1) & (right > 1)
    down = (wanted - counts[i] <= -1) & (left > 1)
    way = up.astype(np.float64) - down
    with np.errstate(divide="ignore", invalid="ignore"):
        rise, fall = (above - here) / right, (here - below) / left
        curved = here + way / (left + right) * ((left + way) * rise + (right - way) * fall)
        straight = here + way * np.where(way > 0, rise, fall)
    there = np.where((below < curved) & (curved < above), curved, straight)
    heights[i] = np.where(way == 0, here, there)
    counts[i] += way
