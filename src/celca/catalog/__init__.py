"""Catalogues: thousands to millions of products, each with and without circular inputs."""

from celca.catalog.again import Repriced, score_again
from celca.catalog.diff import Difference, ProductChange, ThingChange, diff_scores
from celca.catalog.drawn import Drawn
from celca.catalog.portfolio_record import Effect, Extreme, Group, Portfolio, Sales
from celca.catalog.portfolio_sums import portfolio
from celca.catalog.run import score_catalog
from celca.catalog.summary import CatalogOptions, CatalogSummary

__all__ = [
    "CatalogOptions",
    "CatalogSummary",
    "Difference",
    "Drawn",
    "Effect",
    "Extreme",
    "Group",
    "Portfolio",
    "ProductChange",
    "Repriced",
    "Sales",
    "ThingChange",
    "diff_scores",
    "portfolio",
    "score_again",
    "score_catalog",
]
