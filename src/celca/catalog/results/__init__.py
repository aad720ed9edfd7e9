"""The files that a run leaves: written whole, opened again, priced anew, compared, added up.

This room knows scores and the demand kept beside them, and nothing of the rows they came from.
"""

from celca.catalog.results.again import Repriced, score_again
from celca.catalog.results.demand import write_demand
from celca.catalog.results.diff import Difference, ProductChange, ThingChange, diff_scores
from celca.catalog.results.kept_things import Priced
from celca.catalog.results.portfolio_record import Effect, Extreme, Group, Portfolio, Sales
from celca.catalog.results.portfolio_sums import portfolio
from celca.catalog.results.result import CONSTANT
from celca.catalog.results.writing import on_disk, sink

__all__ = [
    "Priced",
    "CONSTANT",
    "Difference",
    "Effect",
    "Extreme",
    "Group",
    "Portfolio",
    "ProductChange",
    "Repriced",
    "Sales",
    "ThingChange",
    "diff_scores",
    "on_disk",
    "portfolio",
    "score_again",
    "sink",
    "write_demand",
]
