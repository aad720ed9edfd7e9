"""How sure a score is: draws of the whole system, paired across products and variants.

    plan, draw, sample_intensities   H of each draw, addressed by (seed, draw number)
    sample_scores, each_score        scores of many demands over many draws
    summarise, compare               spread, convergence, which of two is lower
    stream                           spread of very many scores, draws not kept
    first_order, drawn_amounts       which inputs the spread comes from
    drawn_totals, shares_saving      what everything costs, and what changes save, draw by draw

`entries`, `collecting`, `totals` and `study` meet the database, and `study` the product; the other
modules know amounts with distributions and no names.
"""

from celca.uncertainty.collecting import Draws
from celca.uncertainty.distributions import Distributions, fixed, lognormal, mean_preserving
from celca.uncertainty.draws import Entries, Plan, draw, plan, sample_intensities
from celca.uncertainty.drivers import Shares, deviations, drawn_amounts, first_order
from celca.uncertainty.pedigree import pedigree_sigma
from celca.uncertainty.scores import each_score, sample_scores
from celca.uncertainty.streams import Streamed, stream
from celca.uncertainty.study import (
    Band,
    footprint_with_draws,
    paired_bands,
    uncertain_footprint,
)
from celca.uncertainty.summary import Comparison, Summary, compare, summarise
from celca.uncertainty.totals import drawn_totals, shares_saving

__all__ = [
    "Band",
    "Comparison",
    "Distributions",
    "Draws",
    "Entries",
    "Plan",
    "Shares",
    "Streamed",
    "Summary",
    "compare",
    "deviations",
    "draw",
    "drawn_amounts",
    "drawn_totals",
    "each_score",
    "first_order",
    "fixed",
    "footprint_with_draws",
    "lognormal",
    "mean_preserving",
    "paired_bands",
    "pedigree_sigma",
    "plan",
    "sample_intensities",
    "sample_scores",
    "shares_saving",
    "stream",
    "summarise",
    "uncertain_footprint",
]
