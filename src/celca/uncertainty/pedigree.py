"""From a pedigree score to the spread of a lognormal.

Frischknecht et al. (2007), Overview and Methodology, ecoinvent report No. 1, ch. 7:
each of five indicators, scored 1 (best) to 5, has a factor; so has the kind of exchange
(basic uncertainty). Their logarithms add up as squares to the square of the geometric
standard deviation: SDg95 = exp(sqrt(sum ln(U)^2)) = sigma_g^2. The report leaves two fields
empty (geographical 4, technological 2); there stand the 1.05 that openLCA's default pedigree
system fills in.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, log, sqrt

from celca.errors import UsageError

__all__ = ["INDICATORS", "pedigree_sigma"]

INDICATORS: dict[str, tuple[float, float, float, float, float]] = {
    "reliability": (1.0, 1.05, 1.10, 1.20, 1.50),
    "completeness": (1.0, 1.02, 1.05, 1.10, 1.20),
    "temporal correlation": (1.0, 1.03, 1.10, 1.20, 1.50),
    "geographical correlation": (1.0, 1.01, 1.02, 1.05, 1.10),
    "further technological correlation": (1.0, 1.05, 1.20, 1.50, 2.0),
}


def pedigree_sigma(scores: Sequence[int], basic: float = 1.05) -> float:
    """Return the standard deviation of ln x [-] for five scores of 1 to 5.

    scores  in the order of `INDICATORS`
    basic   factor of the kind of exchange [-], 1 or more; 1.05 for energy, materials, CO2
    """
    if len(scores) != len(INDICATORS) or not all(1 <= s <= 5 for s in scores):
        raise UsageError(f"A pedigree is five scores of 1 to 5, not {tuple(scores)}.")
    if basic < 1:
        raise UsageError(f"The basic uncertainty factor is {basic}, must be 1 or more.")
    factors = [table[s - 1] for s, table in zip(scores, INDICATORS.values(), strict=True)]
    return sqrt(fsum(log(u) ** 2 for u in [basic, *factors])) / 2
