"""Catalogues: thousands to millions of products, each with and without circular inputs."""

from celca.catalog.pricing import Drawn
from celca.catalog.results import (
    Difference,
    Effect,
    Extreme,
    Group,
    Portfolio,
    ProductChange,
    Repriced,
    Sales,
    ThingChange,
    diff_scores,
    portfolio,
    score_again,
)
from celca.catalog.runs import CatalogOptions, CatalogSummary, score_catalog

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
