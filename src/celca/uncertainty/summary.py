"""What a set of draws says: spread, convergence, and which of two is lower."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from celca.errors import UsageError
from celca.uncertainty.distributions import Array

__all__ = ["Comparison", "Summary", "compare", "summarise"]

Z95 = 1.959963984540054
_SAME = 1e-12  # two ways to add up the same figures differ by less


@dataclass(frozen=True, slots=True)
class Summary:
    """Spread of one score over all draws [unit of the score].

    draws        how many
    mean         and the half-width of its 95 % confidence interval, `mean_within`
    median       and the interval that holds the true median with 95 %, `median_low` to
                 `median_high`
    p2_5, p97_5  percentiles; and p5, p95 likewise
    deviation    standard deviation
    """

    draws: int
    mean: float
    mean_within: float
    median: float
    median_low: float
    median_high: float
    p2_5: float
    p97_5: float
    deviation: float
    p5: float
    p95: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One score against another, draw by draw.

    probability       that the first is below the second [-]; ties count half
    low, high         95 % confidence interval of it (Wilson 1927) [-]
    difference        spread of first minus second [unit of the score]
    """

    probability: float
    low: float
    high: float
    difference: Summary


def summarise(scores: Array) -> Summary:
    """Return the spread of one score over its draws."""
    scores = np.sort(np.asarray(scores, dtype=np.float64))
    n = scores.size
    if n < 2:
        raise UsageError(f"{n} draws say nothing about a spread; ask for 2 or more.")
    low, below, median, above, high = np.quantile(scores, [0.025, 0.05, 0.5, 0.95, 0.975])
    deviation = float(scores.std(ddof=1))
    reach = Z95 * np.sqrt(n) / 2
    first = max(0, int(np.floor(n / 2 - reach)) - 1)
    last = min(n - 1, int(np.ceil(n / 2 + reach)))
    return Summary(
        draws=n,
        mean=float(scores.mean()),
        mean_within=Z95 * deviation / float(np.sqrt(n)),
        median=float(median),
        median_low=float(scores[first]),
        median_high=float(scores[last]),
        p2_5=float(low),
        p97_5=float(high),
        deviation=deviation,
        p5=float(below),
        p95=float(above),
    )


def compare(first: Array, second: Array) -> Comparison:
    """Return how often the first score is below the second, of the same draws.

    Scores that differ by rounding alone (1e-12 of them) are ties, which count half.
    """
    first, second = np.asarray(first), np.asarray(second)
    if first.shape != second.shape:
        raise UsageError(f"{first.size} draws cannot be paired with {second.size}.")
    n = first.size
    near = _SAME * np.abs(second)
    same = np.abs(first - second) <= near
    p = float((first < second - near).mean() + same.mean() / 2)
    middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    reach = Z95 / (1 + Z95**2 / n) * float(np.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2)))
    difference = summarise(first - second)
    return Comparison(p, max(0.0, middle - reach), min(1.0, middle + reach), difference)
