"""How the footprints of a catalogue are spread: quantiles, and a histogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

__all__ = ["Bin", "Spread", "bins", "spread"]

_BINS = 16
_WIDE = 30.0  # where the middle nine tenths span more than this ratio, bins are ratios


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of a figure over all products [unit of the figure]."""

    minimum: float
    p5: float
    p25: float
    median: float
    p75: float
    p95: float
    maximum: float
    mean: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Products between two values, the upper not included but in the last bin."""

    low: float
    high: float
    products: int


def spread(values: pl.Series) -> Spread:
    """Return the spread of values; at least one."""
    array = values.drop_nulls().to_numpy()
    quantiles = np.quantile(array, [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0])
    return Spread(*map(float, (*quantiles, array.mean())))


def bins(values: pl.Series) -> tuple[Bin, ...]:
    """Return a histogram: bins of one width, or of one ratio where products differ greatly.

    The first and the last bin take all that lies outside the middle 98 %.
    """
    array = values.drop_nulls().to_numpy()
    low, high = np.quantile(array, [0.01, 0.99])
    if low == high:
        return (Bin(float(array.min()), float(array.max()), len(array)),)
    wide = low > 0 and high > _WIDE * low
    edges = np.geomspace(low, high, _BINS + 1) if wide else np.linspace(low, high, _BINS + 1)
    edges[0], edges[-1] = array.min(), array.max()
    counts, _ = np.histogram(array, edges)
    pairs = zip(edges[:-1], edges[1:], counts, strict=True)
    return tuple(Bin(float(a), float(b), int(n)) for a, b, n in pairs)
