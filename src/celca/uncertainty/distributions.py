"""What an amount may be instead: distributions as stats_arrays defines them, in columns.

    code  name              parameters
    0, 1  fixed             amount
    2     lognormal         loc = mean of ln|x|, scale = standard deviation of ln|x|;
                            negative where the amount is negative
    3     normal            loc = mean, scale = standard deviation
    4     uniform           minimum, maximum
    5     triangular        loc = mode, minimum, maximum
    7     discrete uniform  whole numbers from minimum up to, not including, maximum

A lognormal keeps its median at the amount, as in ecoinvent and Brightway, so its mean is
larger. `mean_preserving` moves it so that its mean is the amount.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from celca.errors import DataError

__all__ = ["Array", "Distributions", "Indexes", "fixed", "lognormal", "mean_preserving"]

Array = NDArray[np.float64]
Indexes = NDArray[np.intp]
KNOWN = {0: "fixed", 1: "fixed", 2: "lognormal", 3: "normal", 4: "uniform", 5: "triangular"}
KNOWN[7] = "discrete uniform"


@dataclass(frozen=True, slots=True)
class Distributions:
    """One distribution per row; all six columns have one length.

    amount            the value without uncertainty [unit of the amount]
    code              see above
    loc, scale        [unit of the amount, or ln of it]; nan where not used
    minimum, maximum  [unit of the amount]; nan where not used
    """

    amount: Array
    code: NDArray[np.int64]
    loc: Array
    scale: Array
    minimum: Array
    maximum: Array

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns()}
        if len(lengths) != 1:
            raise DataError(
                f"Columns of distributions have {sorted(lengths)} rows, not one length."
            )
        self._refuse(~np.isfinite(self.amount), "amount is not finite")
        self._refuse(~np.isin(self.code, list(KNOWN)), "distribution has an unknown code")
        two, four, five, seven = (self.code == k for k in (2, 4, 5, 7))
        spread = two | (self.code == 3)
        self._refuse(spread & ~np.isfinite(self.loc), "loc is not finite")
        self._refuse(spread & ~(self.scale >= 0), "scale (sigma) must be 0 or more")
        self._refuse(spread & np.isinf(self.scale), "scale (sigma) is not finite")
        self._refuse(two & (self.amount == 0), "lognormal amount is 0")
        ends = four | five | seven
        self._refuse(ends & ~(self.minimum < self.maximum), "minimum must be below maximum")
        self._refuse(ends & ~np.isfinite(self.maximum - self.minimum), "range is not finite")
        inside = (self.minimum <= self.loc) & (self.loc <= self.maximum)
        self._refuse(five & ~inside, "mode must lie between minimum and maximum")
        whole = (self.minimum == np.round(self.minimum)) & (self.maximum == np.round(self.maximum))
        self._refuse(seven & ~whole, "discrete range must have whole ends")

    def _refuse(self, bad: NDArray[np.bool_], problem: str) -> None:
        """Refuse the first row at fault, by number."""
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            kind = KNOWN.get(int(self.code[row]), f"code {int(self.code[row])}")
            raise DataError(
                f"Distribution {row} ({kind}, amount {self.amount[row]:g}): {problem}."
                f" {int(bad.sum())} of {bad.size} have this fault."
            )

    def columns(self) -> tuple[NDArray[np.float64] | NDArray[np.int64], ...]:
        """Return the six columns."""
        return self.amount, self.code, self.loc, self.scale, self.minimum, self.maximum

    def at(self, order: Indexes) -> Distributions:
        """Return the rows at `order`."""
        return Distributions(
            self.amount[order],
            self.code[order],
            self.loc[order],
            self.scale[order],
            self.minimum[order],
            self.maximum[order],
        )


def fixed(amount: Array) -> Distributions:
    """Return amounts without uncertainty."""
    amount = np.asarray(amount, dtype=np.float64)
    nothing = np.full(amount.size, np.nan)
    return Distributions(amount, np.zeros(amount.size, np.int64), amount, nothing, nothing, nothing)


def lognormal(amount: Array, sigma: Array) -> Distributions:
    """Return lognormals with median `amount`; those of amount or sigma 0 are fixed.

    sigma  standard deviation of ln|x| [-]
    """
    amount = np.asarray(amount, dtype=np.float64)
    sigma = np.broadcast_to(np.asarray(sigma, dtype=np.float64), amount.shape)
    spread = (sigma != 0) & (amount != 0)
    loc = np.log(np.abs(amount), out=amount.copy(), where=spread)
    code = np.where(spread, 2, 0)
    nothing = np.full(amount.size, np.nan)
    return Distributions(amount, code, loc, np.where(spread, sigma, np.nan), nothing, nothing)


def mean_preserving(distributions: Distributions) -> Distributions:
    """Return the same, each lognormal moved so that its mean is what its median was."""
    two = distributions.code == 2
    loc = np.where(two, distributions.loc - distributions.scale**2 / 2, distributions.loc)
    return replace(distributions, loc=loc)
