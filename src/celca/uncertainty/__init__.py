"""How sure a score is: draws of the whole system, paired across products and variants.

    plan, draw, sample_intensities   H of each draw, addressed by (seed, draw number)
    sample_scores                    scores of many demands over many draws
    summarise, compare               spread, convergence, which of two is lower

This room knows amounts with distributions and no names: those belong to `celca.system`.
"""

from celca.uncertainty.distributions import Distributions, fixed, lognormal, mean_preserving
from celca.uncertainty.draws import Entries, Plan, draw, plan, sample_intensities
from celca.uncertainty.pedigree import pedigree_sigma
from celca.uncertainty.scores import sample_scores
from celca.uncertainty.summary import Comparison, Summary, compare, summarise

__all__ = [
    "Comparison",
    "Distributions",
    "Entries",
    "Plan",
    "Summary",
    "compare",
    "draw",
    "fixed",
    "lognormal",
    "mean_preserving",
    "pedigree_sigma",
    "plan",
    "sample_intensities",
    "sample_scores",
    "summarise",
]
