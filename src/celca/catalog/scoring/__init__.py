"""A chunk of rows to its tables: scores, bad rows, links; and products that are made of products.

This room knows one chunk at a time and writes nothing: which chunks there are, and where their
tables are kept, belongs to `celca.catalog.runs`.
"""

from celca.catalog.scoring.names import Names
from celca.catalog.scoring.nested import product_names
from celca.catalog.scoring.rollup import Rolled, roll_up
from celca.catalog.scoring.table import Scored, score_chunk
from celca.catalog.scoring.wanted import Wanted

__all__ = ["Names", "Rolled", "Scored", "Wanted", "product_names", "roll_up", "score_chunk"]
