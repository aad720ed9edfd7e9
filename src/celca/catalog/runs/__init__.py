"""A whole catalogue, chunk by chunk, here or on a cluster; cut off at any moment, it goes on.

This room knows files, chunks, records and locks. What a row means, and what it costs, belongs to
the rooms below.
"""

from celca.catalog.runs.run import score_catalog
from celca.catalog.runs.summary import CatalogOptions, CatalogSummary

__all__ = ["CatalogOptions", "CatalogSummary", "score_catalog"]
