"""Catalogues: thousands to millions of products, each with and without circular inputs."""

from celca.catalog.run import score_catalog
from celca.catalog.summary import CatalogOptions, CatalogSummary

__all__ = ["CatalogOptions", "CatalogSummary", "score_catalog"]
