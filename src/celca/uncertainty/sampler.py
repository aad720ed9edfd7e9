"""Draws of many amounts at once, each addressed by seed, draw number and entry.

A draw depends on its seed, its number and the distributions, and on nothing that
happened before: workers, order and resumption change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from celca.uncertainty.addresses import Addresses, addresses, bits, normals, shares
from celca.uncertainty.distributions import Array, Distributions, Indexes

__all__ = ["Sampler", "sample", "sampler"]

MOST = 0.5
CHUNK = 2**15


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of one kind of distribution.

    at      where their random bits are found
    rows    their rows; a slice where they follow each other
    values  two or three parameters of each
    """

    at: Addresses
    rows: Indexes | slice
    values: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Sampler:
    """Distributions sorted by kind, ready to be drawn from.

    middle   (n) the median of a lognormal, the amount of all else
    logs     lognormals, in parts that stay in the cache: sigma. Where most rows are
             lognormals, all are in them, the others with sigma 0
    normal   mean and standard deviation
    uniform, discrete  minimum and width
    peaked   triangular: minimum, mode, maximum
    """

    middle: Array
    logs: tuple[Kind, ...]
    normal: Kind
    uniform: Kind
    peaked: Kind
    discrete: Kind


def sampler(distributions: Distributions, entries: Indexes | None = None) -> Sampler:
    """Sort distributions by kind.

    entries  the number of each in its matrix, by which it is addressed; 0, 1, 2 … if None
    """
    d = distributions
    entries = np.arange(d.code.size) if entries is None else entries
    is_log = d.code == 2
    middle, width = np.array(d.amount, dtype=np.float64), d.maximum - d.minimum
    middle[is_log] = np.sign(d.amount[is_log]) * np.exp(d.loc[is_log])

    def kind(code: int, *columns: Array) -> Kind:
        """Return the rows of one kind with those of their columns that matter."""
        rows = np.flatnonzero(d.code == code)
        return Kind(addresses(entries[rows]), rows, tuple(c[rows] for c in columns))

    return Sampler(
        middle,
        _parts(np.where(is_log, d.scale, 0.0), entries),
        kind(3, d.loc, d.scale),
        kind(4, d.minimum, width),
        kind(5, d.minimum, d.loc, d.maximum),
        kind(7, d.minimum, width),
    )


def _parts(sigma: Array, entries: Indexes) -> tuple[Kind, ...]:
    """Return the lognormals, in parts."""
    rows: list[Indexes | slice] = []
    wanted = np.flatnonzero(sigma)
    if wanted.size > MOST * sigma.size:
        rows += [slice(i, min(i + CHUNK, sigma.size)) for i in range(0, sigma.size, CHUNK)]
    else:
        rows += [wanted[i : i + CHUNK] for i in range(0, wanted.size, CHUNK)]
    return tuple(Kind(addresses(entries[part]), part, (sigma[part],)) for part in rows)


def sample(source: Sampler, start: np.uint64) -> Array:
    """Return one draw of every amount, the one that begins at address `start`."""
    out = source.middle.copy()
    for part in source.logs:
        factor = normals(bits(part.at, start))
        factor *= part.values[0]
        out[part.rows] *= np.exp(factor, out=factor)
    if source.normal.at.size:
        mean, deviation = source.normal.values
        out[source.normal.rows] = mean + deviation * normals(bits(source.normal.at, start))
    if source.uniform.at.size:
        low, width = source.uniform.values
        out[source.uniform.rows] = low + shares(bits(source.uniform.at, start)) * width
    if source.peaked.at.size:
        u = shares(bits(source.peaked.at, start))
        out[source.peaked.rows] = _triangular(u, *source.peaked.values)
    if source.discrete.at.size:
        low, width = source.discrete.values
        steps = np.floor(shares(bits(source.discrete.at, start)) * width)
        out[source.discrete.rows] = low + np.minimum(steps, width - 1)
    return out


def _triangular(u: Array, low: Array, mode: Array, high: Array) -> Array:
    """Return the values below which a triangular distribution has the share u."""
    width, rise, fall = high - low, mode - low, high - mode
    left = low + np.sqrt(u * width * rise)
    right = high - np.sqrt((1 - u) * width * fall)
    return np.where(u * width < rise, left, right)
