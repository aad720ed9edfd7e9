"""Random numbers by address: pinned bits, the normal distribution, independence."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
import pytest

from celca.uncertainty import Distributions, lognormal
from celca.uncertainty.addresses import address, addresses, bits, normals, shares
from celca.uncertainty.sampler import sample, sampler


def split_mix(state: int) -> int:
    """Return the word of SplitMix64 for a state, as Steele, Lea and Flood (2014) write it."""
    mask = 2**64 - 1
    z = state & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return z ^ (z >> 31)


def test_the_bits_are_those_of_splitmix64() -> None:
    """SplitMix64 from seed 0 begins with e220a8397b1dcdaf (published test vector)."""
    golden = 0x9E3779B97F4A7C15
    assert split_mix(golden) == 0xE220A8397B1DCDAF
    drawn = bits(addresses(np.arange(6)), np.uint64(golden)).tolist()
    words = [split_mix(golden * (1 + k)) for k in range(3)]
    assert drawn == [half for w in words for half in (w & 0xFFFFFFFF, w >> 32)]


def test_the_address_of_a_draw_never_changes() -> None:
    """A snapshot: numpy's SeedSequence is promised to be stable."""
    assert [int(address(1, k, 0)) for k in (0, 1)] == [6651666526363356749, 10679137941945874026]


@pytest.mark.parametrize("chosen", [[5], [4, 5, 6, 7, 8], [7, 2, 90], list(range(3, 80, 7))])
def test_an_entry_has_the_same_bits_whatever_else_is_drawn(chosen: list[int]) -> None:
    start = address(3, 8, 1)
    every = bits(addresses(np.arange(100)), start)
    assert np.array_equal(bits(addresses(np.array(chosen)), start), every[chosen])


def test_an_entry_is_drawn_alike_among_few_and_among_many_that_vary() -> None:
    amount = np.linspace(1, 2, 1000)
    many = sample(sampler(lognormal(amount, np.full(1000, 0.3))), address(1, 1, 0))
    few = sample(
        sampler(lognormal(amount, np.where(np.arange(1000) % 9, 0, 0.3))), address(1, 1, 0)
    )
    assert few[::9].tolist() == many[::9].tolist()
    assert few[1:9].tolist() == amount[1:9].tolist()


def test_each_kind_has_its_own_numbers_whatever_the_others_are() -> None:
    one = np.ones(600)
    d = Distributions(one, np.arange(600) % 4 + 2, one / 2, one, 0 * one, one)
    rows = np.arange(0, 600, 7)
    whole = sample(sampler(d), address(1, 1, 0))
    assert np.array_equal(sample(sampler(d.at(rows), rows), address(1, 1, 0)), whole[rows])


def test_the_normal_numbers_are_normal() -> None:
    """A million of them: Kolmogorov's distance, four moments, independent neighbours."""
    z = normals(bits(addresses(np.arange(10**6)), address(5, 0, 0)))
    place = np.linspace(-4, 4, 81)
    below = np.searchsorted(np.sort(z), place) / z.size
    true = np.array([(1 + erf(x / sqrt(2))) / 2 for x in place])
    assert np.abs(below - true).max() < 1.95 / sqrt(z.size)
    for power, (moment, deviation) in enumerate(
        [(0, 1), (1, sqrt(2)), (0, sqrt(15)), (3, 96**0.5)]
    ):
        assert (z ** (power + 1)).mean() == pytest.approx(moment, abs=4 * deviation / 1000)
    for step in (1, 2, 3, 1000):
        assert (z[:-step] * z[step:]).mean() == pytest.approx(0, abs=4 / 1000)


def test_draws_that_follow_each_other_are_independent() -> None:
    at = addresses(np.arange(50_000))
    drawn = np.array([normals(bits(at, address(1, k, part))) for k in range(4) for part in (0, 1)])
    between = drawn @ drawn.T / 50_000
    assert np.abs(between - np.eye(8)).max() < 5 * sqrt(2 / 50_000)


def test_shares_stay_inside_0_and_1() -> None:
    ends = shares(np.array([0, 2**32 - 1], dtype=np.uint32))
    assert 0 < ends[0] < 1e-9
    assert 1 - 1e-9 < ends[1] < 1
