"""Random numbers by address: entry i of draw k under one seed always gets the same 32 bits.

Nothing is drawn in a row, so it does not matter which other entries are drawn, in what
order, or by how many workers. A counter of entries is mixed into words of 64 bits with the
finaliser of SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number
generators, OOPSLA); each word serves two entries. The arithmetic is on whole numbers, so
the bits depend on neither the machine nor the version of numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from celca.errors import UsageError
from celca.uncertainty.distributions import Array, Indexes

__all__ = ["Addresses", "Bits", "address", "addresses", "bits", "normals", "shares"]

Bits = NDArray[np.uint32]
Words = NDArray[np.uint64]
STEP = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
LEVELS = 2**16


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the bits of some entries are found.

    counters  of the words that are mixed
    halves    (entries) which half word each entry has; None where they follow each other
    size      how many entries
    """

    counters: Words
    halves: Indexes | None
    size: int


def addresses(entries: Indexes) -> Addresses:
    """Return the addresses of entries, given by their numbers in a matrix."""
    size = entries.size
    words = np.arange((size + 1) // 2) + (entries[0] >> 1 if size else 0)
    if np.array_equal(entries, 2 * words[0] + np.arange(size) if size else entries):
        return Addresses(words.astype(np.uint64) * STEP, None, size)
    words, word = np.unique(entries >> 1, return_inverse=True)
    return Addresses(words.astype(np.uint64) * STEP, 2 * word + (entries & 1), size)


def address(seed: int, number: int, part: int) -> np.uint64:
    """Return where the words of draw `number` begin; `part` tells matrices apart."""
    if seed < 0 or number < 0:
        raise UsageError(f"Seed {seed} and draw number {number} must be 0 or more.")
    mixed = np.random.SeedSequence(seed, spawn_key=(part, number)).generate_state(1, np.uint64)
    return np.uint64(mixed[0])


def bits(at: Addresses, start: np.uint64) -> Bits:
    """Return 32 random bits for each entry, of the draw that begins at `start`."""
    words = at.counters + start
    moved = np.right_shift(words, np.uint64(30))
    words ^= moved
    words *= FIRST
    words ^= np.right_shift(words, np.uint64(27), out=moved)
    words *= SECOND
    words ^= np.right_shift(words, np.uint64(31), out=moved)
    halves = words.astype("<u8", copy=False).view("<u4")
    return halves[: at.size] if at.halves is None else halves[at.halves]


def shares(drawn: Bits) -> Array:
    """Return numbers between 0 and 1, neither of them included, all alike likely."""
    return np.asarray((drawn + 0.5) / 2.0**32, dtype=np.float64)


def normals(drawn: Bits) -> Array:
    """Return standard normal numbers.

    Each is the sum of two of 65 536 equally likely levels, over the root of two. Its
    distribution function is off by less than 3e-7, its variance is 1, and it stays within
    6.3 of 0; beyond 4 lie 0.5 % too few.
    """
    levels = _levels().take(drawn.view("<u2").astype(np.intp), mode="clip")
    return np.asarray(levels[::2] + levels[1::2])


@cache
def _levels() -> Array:
    """Return the means of 65 536 equally likely slices of a normal of variance 1/2."""
    from scipy.special import ndtri

    half = np.exp(-(ndtri(np.arange(LEVELS // 2 + 1) / LEVELS) ** 2) / 2)
    means = np.diff(half) * LEVELS / np.sqrt(2 * np.pi)
    levels = np.concatenate([-means, means[::-1]])
    return np.asarray(levels / np.sqrt(2 * np.mean(levels**2)))
