"""Draws of many amounts at once, each addressed by seed and draw number.

A draw depends on its seed, its number and the distributions, and on nothing that
happened before: workers, order and resumption change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from celca.errors import UsageError
from celca.uncertainty.distributions import Array, Distributions, Indexes

__all__ = ["Sampler", "generator", "sample", "sampler"]


@dataclass(frozen=True, slots=True)
class Sampler:
    """Distributions sorted by kind, ready to be drawn from.

    fixed     (n) the amounts; those that vary are overwritten in each draw
    bells     rows that are lognormal or normal; the lognormals come first
    logs      how many of them are lognormal
    loc       their loc; scale their scale
    sign      of the lognormals, +1 or -1
    ranges    rows that are uniform, triangular or discrete, in this order
    """

    fixed: Array
    bells: Indexes
    logs: int
    loc: Array
    scale: Array
    sign: Array
    ranges: tuple[Indexes, Indexes, Indexes]
    ends: tuple[Array, Array, Array]


def sampler(distributions: Distributions) -> Sampler:
    """Sort distributions by kind."""
    d = distributions
    log, normal = (np.flatnonzero(d.code == k) for k in (2, 3))
    bells = np.concatenate([log, normal])
    uniform, triangular, discrete = (np.flatnonzero(d.code == k) for k in (4, 5, 7))
    every = np.concatenate([uniform, triangular, discrete])
    return Sampler(
        d.amount.copy(),
        bells,
        log.size,
        d.loc[bells],
        d.scale[bells],
        np.sign(d.amount[log]),
        (uniform, triangular, discrete),
        (d.minimum[every], d.loc[every], d.maximum[every]),
    )


def generator(seed: int, number: int, part: int) -> np.random.Generator:
    """Return the random numbers of draw `number`; `part` tells matrices apart."""
    if seed < 0 or number < 0:
        raise UsageError(f"Seed {seed} and draw number {number} must be 0 or more.")
    address: Sequence[int] = (part, number)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=address)))


def sample(source: Sampler, rng: np.random.Generator) -> Array:
    """Return one draw of every amount."""
    out = source.fixed.copy()
    if source.bells.size:
        bell = rng.standard_normal(source.bells.size)
        bell *= source.scale
        bell += source.loc
        logs = bell[: source.logs]
        np.exp(logs, out=logs)
        logs *= source.sign
        out[source.bells] = bell
    low, mode, high = source.ends
    if low.size:
        u = rng.random(low.size)
        first, second = source.ranges[0].size, source.ranges[0].size + source.ranges[1].size
        flat, peaked, whole = slice(first), slice(first, second), slice(second, None)
        out[source.ranges[0]] = low[flat] + u[flat] * (high - low)[flat]
        out[source.ranges[1]] = _triangular(u[peaked], low[peaked], mode[peaked], high[peaked])
        steps = np.floor(u[whole] * (high - low)[whole])
        out[source.ranges[2]] = low[whole] + np.minimum(steps, (high - low)[whole] - 1)
    return out


def _triangular(u: Array, low: Array, mode: Array, high: Array) -> Array:
    """Return the values below which a triangular distribution has the share u."""
    width, rise, fall = high - low, mode - low, high - mode
    left = low + np.sqrt(u * width * rise)
    right = high - np.sqrt((1 - u) * width * fall)
    return np.where(u * width < rise, left, right)
